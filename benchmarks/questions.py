"""Questions for a benchmark, drawn from the texts themselves: 200 of five kinds, in the shares of real use."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from whoosh.analysis import STOP_WORDS

from benchmarks.texts import Text

SHARES = {"OR": 60, "AND": 50, "NOT": 30, "phrase": 40, "prefix": 20}
_TRIES = 10_000
_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Question:
    """Words, and what is asked of them. NOT: all but the last word, without the last. prefix: one beginning."""

    kind: str
    words: tuple[str, ...]


def draw(texts: Sequence[Text], seed: int = 3) -> list[Question]:
    """The questions, mixed; every one of OR, AND, phrase and prefix has an answer.

    Raises:
        ValueError: the texts give no questions of some kind.
    """
    chance = random.Random(seed)
    questions = []
    for kind, share in SHARES.items():
        tries = (_WORDS[kind](chance, chance.choice(texts)) for _ in range(_TRIES))
        found = list(islice(filter(None, tries), share))
        if len(found) < share:
            raise ValueError(f"the texts give only {len(found)} questions of the kind {kind}")
        questions += [Question(kind, words) for words in found]
    chance.shuffle(questions)
    return questions


def _title(few: int, many: int) -> Callable[[random.Random, Text], tuple[str, ...]]:
    def words(chance: random.Random, text: Text) -> tuple[str, ...]:
        found = sorted({word.lower() for word in _WORD.findall(text.title)} - STOP_WORDS)
        return tuple(chance.sample(found, min(len(found), chance.randint(few, many)))) if len(found) >= few else ()

    return words


def _phrase(chance: random.Random, text: Text) -> tuple[str, ...]:
    """Words that stand next to each other, none of which any engine leaves out."""
    words = text.body.split()
    start, count = chance.randrange(max(1, len(words) - 3)), chance.randint(2, 3)
    found = tuple(word.lower() for word in words[start : start + count])
    good = len(found) == count and all(_WORD.fullmatch(word) and word not in STOP_WORDS for word in found)
    return found if good else ()


def _prefix(chance: random.Random, text: Text) -> tuple[str, ...]:
    words = [word for word in _WORD.findall(text.title.lower()) if len(word) >= 6]
    return (chance.choice(words)[: chance.randint(3, 5)],) if words else ()


_WORDS: dict[str, Callable[[random.Random, Text], tuple[str, ...]]] = {
    "OR": _title(2, 5),
    "AND": _title(2, 3),
    "NOT": _title(3, 3),
    "phrase": _phrase,
    "prefix": _prefix,
}
