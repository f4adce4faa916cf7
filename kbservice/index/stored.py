"""A record as bytes, and back: the only place that knows how articles are kept inside the index.

Three blobs an article, so that a page of hits reads only what it shows: the card (title, products, date), the text,
and all else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from kbservice.record import Record


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit shows of an article without its text."""

    number: int
    title: str
    kind: str
    last_modified: str | None
    products: tuple[str, ...]
    has: tuple[str, ...] = ()  # of: event, fix, files, workaround
    body: tuple[int, int] = (0, 0)  # where the text of the article proper begins and ends, in characters


_encoder = msgspec.msgpack.Encoder()
_records = msgspec.msgpack.Decoder(Record)
_cards = msgspec.msgpack.Decoder(Card)


def card_of(record: Record, products: tuple[str, ...]) -> Card:
    """The card of a record, with the product names under which it is found."""
    workaround = any(section.name == "workaround" for section in record.sections)
    parts = {
        "event": record.events,
        "fix": record.fixed_in or record.fix_keywords,
        "files": record.files,
        "workaround": workaround,
    }
    has = tuple(name for name, part in parts.items() if part)
    modified = record.last_modified.isoformat() if record.last_modified else None
    return Card(record.number, record.title, record.kind, modified, products, has, _body(record))


def _body(record: Record) -> tuple[int, int]:
    """Begin and end of the sections, past the frame with its product list and before the keywords."""
    if not record.sections:
        return 0, len(record.text)
    first, last = record.sections[0].first_line, record.sections[-1].last_line
    begin = sum(len(line) + 1 for line in record.lines[: first - 1])
    return begin, begin + sum(len(line) + 1 for line in record.lines[first - 1 : last])


def pack(record: Record) -> tuple[bytes, bytes]:
    """The record without its text, and the text; the engine compresses both."""
    return _encoder.encode(replace(record, text="")), record.text.encode("utf-8", "surrogatepass")


def unpack(facts: bytes, text: bytes) -> Record:
    """The record that `pack` took apart."""
    return replace(_records.decode(facts), text=unpack_text(text))


def unpack_text(text: bytes) -> str:
    """The text of a record alone."""
    return text.decode("utf-8", "surrogatepass")


def pack_card(card: Card) -> bytes:
    return _encoder.encode(card)


def unpack_card(blob: bytes) -> Card:
    return _cards.decode(blob)
