"""How a question was read, as chips: each leads to the page of what it names, and can be taken out of the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from kbservice.index import Index, Understood
from kbservice.index.identifiers import fold
from kbservice.record import article_id
from kbservice.web.anchors import article_path

_LONGEST = 60  # characters of a chip
_BEFORE = r"(?:\b(?:event(?:\s*id)?s?|kb|stop|error)[\s:#]*)?"


@dataclass(frozen=True, slots=True)
class Chip:
    """One recognised part: its kind, its text, the page of it (or ""), the question without it (None: all words)."""

    kind: str
    text: str
    leads: str
    without: str | None


def chips(index: Index, question: str, understood: Iterable[Understood]) -> list[Chip]:
    """The chips of a question, those that lead to something first; words that the box shows as read are none."""
    parts = list(understood)
    found = [_chip(index, question, part, parts) for part in parts]
    told = {"words": " ".join(question.lower().split())}  # words that the box shows as they stand are no news
    shown = _once(chip for chip in found if told.get(chip.kind) != chip.text)
    return sorted(shown, key=lambda chip: not chip.leads)


def _once(found: Iterable[Chip]) -> Iterator[Chip]:
    """What is recognised in two spellings, or as two kinds, stands once."""
    seen = set()
    for chip in found:
        if chip.text.lower() not in seen:
            seen.add(chip.text.lower())
            yield chip


def _chip(index: Index, question: str, part: Understood, parts: list[Understood]) -> Chip:
    shown = _shown(part)
    text = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    without = None if part.kind == "words" else _without(question, part.typed)
    return Chip(part.kind, text, _leads(part, parts) if _held(index, part) else "", without)


def _shown(part: Understood) -> str:
    if part.kind == "article":
        return article_id(int(part.value))
    return part.typed if part.kind in ("version", "words", "source") else part.value


def _without(question: str, typed: str) -> str | None:
    """The question without the part and the word that announces it; None if it does not stand there as typed."""
    rest, count = re.subn(_BEFORE + rf"(?<!\w){re.escape(typed)}(?!\w)", " ", question, count=1, flags=re.IGNORECASE)
    return " ".join(rest.split()) if count else None


def _held(index: Index, part: Understood) -> bool:
    """Whether there is something to lead to; what others call an article that is not held has a page of its own."""
    match part.kind:
        case "event" | "code" | "stop":
            return bool(index.find(part.kind, part.value))
        case "source":
            return bool(index.find("source", fold(part.typed)))
        case "file":
            return bool(index.find("file" if "." in part.value else "file_stem", part.value))
    return True


def _leads(part: Understood, parts: list[Understood]) -> str:
    match part.kind:
        case "article":
            return article_path(int(part.value))
        case "event":
            return url_for("web.events_page", event_id=part.value, source=_only(parts, "source"))
        case "source":
            return url_for("web.events_source", name=part.typed)
        case "file":
            return url_for("web.files_page", name=part.value, version=_only(parts, "version"))
        case "product":
            return url_for("web.products_page", name=part.value)
        case "code" | "stop":
            return url_for("web.search_results", error_code=part.value)
    return ""


def _only(parts: list[Understood], kind: str) -> str | None:
    """The one value of a kind as it was typed; None if there is none, or more than one."""
    typed = {part.value: part.typed for part in parts if part.kind == kind}
    return next(iter(typed.values())) if len(typed) == 1 else None
