"""The vectors of a build being made: those of its base that still hold, and new ones for what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kbservice import products
from kbservice.index import semantic
from kbservice.record import Record

_LENGTH = 900  # characters: about the 128 tokens that the encoder reads
_MOST_PRODUCTS = 4
_BEGINS = ("symptoms", "summary", "other", "more_information")  # the first that an article has tells what it is about


def passage(record: Record) -> str:
    """The text that stands for an article: its products, its title, and its symptoms or summary.

    People name the product and tell what they see. What was done about it brought nothing on the labelled questions,
    and a prefix such as `XADM` is no word to the encoder.
    """
    title = record.title
    if record.title_prefix and record.title_prefix.isupper():
        title = title.removeprefix(record.title_prefix).lstrip(": ")
    body = next(filter(None, (record.body(name) for name in _BEGINS)), record.text)
    named = ": ".join(filter(None, (_products(record), title)))
    return f"{named}. {' '.join(body[: 2 * _LENGTH].split())}"[:_LENGTH]


def _products(record: Record) -> str:
    names = (products.parse(p.product, p.version) for p in record.applies_to)
    distinct = dict.fromkeys(str(replace(name, edition=None)) for name in names)
    return ", ".join(list(distinct)[:_MOST_PRODUCTS])


class Meaning:
    """Notes what is to be encoded while a build is made; does nothing where no encoder is installed."""

    def __init__(self, setting: str) -> None:
        """`setting` names the folder of the weights, if not the installed package's.

        Raises:
            InvalidSetting: the folder holds no weights.
        """
        self._setting = setting
        self._wanted = semantic.available(setting)
        self._texts: dict[int, str] = {}

    def note(self, number: int, text: str) -> None:
        """This article is new or has changed, and this text stands for it."""
        if self._wanted:
            self._texts[number] = text

    def lacking(self, build: Path, held: set[int]) -> set[int]:
        """The articles of the build that have no vectors yet and were not noted: the encoder came after them."""
        if not self._wanted:
            return set()
        from kbservice.index.semantic import vectors  # the extra's libraries may be missing

        return held - vectors.numbers(build) - set(self._texts)

    def write(self, build: Path, folder: Path, held: Iterable[int], progress: semantic.Progress) -> bool:
        """Encode what was noted and store it with what still holds; whether the build's vectors changed."""
        if not self._wanted:
            return False
        from kbservice.index.semantic import vectors  # the extra's libraries may be missing
        from kbservice.index.semantic.encoder import load

        before = vectors.numbers(build)
        kept = (before & set(held)) - set(self._texts)
        if not self._texts and kept == before:
            return False
        log = vectors.VectorLog(folder / vectors.LOG, load(self._setting))
        vectors.write(build, log, self._texts, kept, progress)
        return True
