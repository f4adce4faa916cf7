"""The query language: fields, phrases, AND, OR, NOT, parentheses and prefixes -> a tree; never an error.

    event:9322 source:MSExchangeMTA file:emsmta.exe code:80004005 stop:0xA version:<5.5.2448
    product:"Exchange 5.5" kind:fix date:1999..2000 "directory replication" mail AND NOT outlook connect*

What is no syntax is a word: `C:\\TEMP`, `error: 5`, a bracket without its partner, an operator with nothing beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FIELDS = ("article", "code", "date", "event", "file", "kind", "product", "source", "stop", "title", "version", "year")

_TOKEN = re.compile(
    rf"""(?P<field>{"|".join(FIELDS)}):(?P<op><=|>=|<|>|=)?(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s()"]+))
    | (?P<minus>(?<!\S)-)?"(?P<phrase>[^"]+)"
    | (?P<operator>\b(?:AND|OR|NOT)\b)
    | (?P<bracket>[()])
    | (?P<negated>(?<!\S)-(?=[A-Za-z_]))
    | (?P<prefix>\w{{2,}})\*(?!\S)
    | (?P<word>[^\s()"]+)""",
    re.VERBOSE | re.IGNORECASE,
)
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A field and what it must be: `op` is one of `=`, `<`, `<=`, `>`, `>=`."""

    field: str
    op: str
    value: str

    @property
    def typed(self) -> str:
        return f"{self.field}:{'' if self.op == '=' else self.op}{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """Parts side by side; `strict` if AND stood between them, so that words too must all be there."""

    nodes: tuple[Node, ...]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Any:
    nodes: tuple[Node, ...]


Node = Word | Phrase | Prefix | Match | Not | All | Any


def parse(text: str) -> Node:
    """The tree of a question."""
    return _Parser(list(_tokens(text))).any(0)


def names_fields(text: str) -> bool:
    """Whether a text of one line holds `field:value`."""
    return "\n" not in text.strip() and any(match["field"] for match in _TOKEN.finditer(text))


def leaves(node: Node, negated: bool = False) -> Iterator[tuple[Word | Phrase | Prefix | Match, bool]]:
    """The leaves of a tree in order, each with whether it stands below a NOT."""
    match node:
        case Not(inner):
            yield from leaves(inner, not negated)
        case All(nodes) | Any(nodes):
            for part in nodes:
                yield from leaves(part, negated)
        case _:
            yield node, negated


Token = tuple[str, Node | None]  # kind (leaf, AND, OR, NOT, brackets) and the leaf


def _tokens(text: str) -> Iterator[Token]:
    shouting = text == text.upper()  # in a message in capitals AND, OR and NOT are words
    for match in _TOKEN.finditer(text):
        if (match["operator"] and match[0].isupper() and not shouting) or match["bracket"]:
            yield match[0], None
        elif match["negated"]:
            yield "NOT", None
        else:
            if match["minus"]:
                yield "NOT", None
            yield "leaf", _leaf(match)


def _leaf(match: re.Match[str]) -> Node:
    if match["field"]:
        value = match["quoted"] if match["quoted"] is not None else match["value"]
        return Match(match["field"].lower(), match["op"] or "=", value.strip())
    if match["phrase"]:
        return Phrase(match["phrase"])
    return Prefix(match["prefix"]) if match["prefix"] else Word(match["word"] or match[0])


class _Parser:
    """Recursive descent: any := all (OR all)*; all := part ((AND)? part)*; part := NOT part | ( any ) | leaf."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def any(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._take("OR"):
            parts.append(self._all(depth))
        filled = tuple(part for part in parts if part != All(()))
        return filled[0] if len(filled) == 1 else Any(filled) if filled else All(())

    def _all(self, depth: int) -> Node:
        parts: list[Node] = []
        strict = joined = False
        while self._at < len(self._tokens) and self._peek() != "OR":
            if self._peek() == ")" and depth:
                break
            if self._take("AND"):
                joined = bool(parts)
            elif (part := self._part(depth)) is not None:
                parts.append(part)
                strict, joined = strict or joined, False
        return parts[0] if len(parts) == 1 and not strict else All(tuple(parts), strict)

    def _part(self, depth: int) -> Node | None:
        if self._take("NOT"):
            at_end = self._at >= len(self._tokens) or self._peek() in ("OR", "AND", ")")
            inner = None if at_end else self._part(depth)
            return None if inner is None else Not(inner)
        if self._take("("):
            if depth >= _DEEPEST:
                return None
            inner = self.any(depth + 1)
            self._take(")")
            return None if inner == All(()) else inner
        kind, leaf = self._tokens[self._at]
        self._at += 1
        return leaf if kind == "leaf" else None

    def _peek(self) -> str:
        return self._tokens[self._at][0]

    def _take(self, kind: str) -> bool:
        if self._at < len(self._tokens) and self._peek() == kind:
            self._at += 1
            return True
        return False
