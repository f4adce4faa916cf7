"""Field types whose `index()` hands over a document in one piece instead of one item for each posting.

A TextField gives a single pseudo-posting: the numbers of the document's words. Its term is empty, which no real term
is; the codec of this package inverts all of them together when the segment is written.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from whoosh import analysis, fields, formats
from whoosh.lang.snowball.english import EnglishStemmer

WORDS = r"\w+(?:\.\w+)*"  # a token: letters, digits and underscores, with single dots inside
Item = tuple[bytes, int, float, bytes]

_findall = re.compile(WORDS).findall
_SPACES = {character: " " for character in map(chr, range(128)) if not re.match(r"[\w.]", character)}
_TO_SPACES = str.maketrans(_SPACES)
_KNOWN_TOKENS = 1_000_000
_porter2 = EnglishStemmer().stem


def tokens(text: str) -> Sequence[str]:
    """The tokens of a text in order, in any case and perhaps with dots around them.

    In ASCII, which nearly all articles are, splitting at blanks does what the regular expression does in a third of
    the time.
    """
    return text.lower().replace("..", " ").translate(_TO_SPACES).split() if text.isascii() else _findall(text)


def stem(word: str) -> str:
    """The Porter2 stem of a word of letters; anything else, such as a file name or a version, as it is.

    Whoosh's `StemFilter` has the older Porter rules and misses some: it leaves "stopp" of "stopped", "runn" of
    "running".
    """
    return str(_porter2(word)) if word.isalpha() else word


class Vocabulary(dict[str, int]):
    """Token -> number of its word (0: a stop word); word -> number of its term.

    A word is the token in lower case without dots around it, which spelling needs; its term is what is searched, the
    stem. Numbers are given once in the life of the process, because documents that wait for their commit hold them:
    words and terms only grow. The tokens are a cache, which is emptied when it is large.
    """

    def __init__(self, stemming: bool, stopwords: frozenset[str], shortest: int) -> None:
        super().__init__()
        self.words: list[str] = [""]
        self.terms: list[bytes] = [b""]
        self._term_of = array("I", [0])  # by word number
        self._word_numbers: dict[str, int] = {}
        self._term_numbers: dict[str, int] = {}
        self._stemming, self._stopwords, self._shortest = stemming, stopwords, shortest
        self._lock = threading.Lock()

    def __missing__(self, token: str) -> int:
        term = self.normal(token)
        with self._lock:
            if len(self) >= _KNOWN_TOKENS:
                self.clear()
            number = self[token] = self._number(token.lower().strip("."), term) if term else 0
        return number

    def normal(self, token: str) -> str:
        """The term of a token, or nothing for a stop word; gives no numbers."""
        word = token.lower().strip(".")
        if len(word) < self._shortest or word in self._stopwords:
            return ""
        return stem(word) if self._stemming else word

    def _number(self, word: str, term: str) -> int:
        number = self._word_numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            self._term_of.append(self._term_numbers.setdefault(term, len(self.terms)))
            if self._term_of[-1] == len(self.terms):
                self.terms.append(term.encode())
        return number

    def term_numbers(self) -> array[int]:
        """The number of the term of each word, as of now."""
        with self._lock:
            return self._term_of[:]


vocabulary = lru_cache(maxsize=None)(Vocabulary)
vocabulary.__doc__ = "The one vocabulary of this process for these settings."


class PackedPositions(formats.Positions):
    """Positions as an array of 32-bit integers rather than a pickled list."""

    def encode(self, poslist: Iterable[int]) -> bytes:
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


class TextField(fields.FieldType):
    """Running text, scored by BM25F.

    Args:
        stemming: reduce words to their stems, so that "crashes" finds "crashed".
        stopwords: words, in lower case, that are not indexed.
        shortest: tokens of fewer characters are not indexed.
        phrase: keep positions, which phrases and `engine.positions` need.
        spelling: keep the words as written with their counts, for `engine.suggest`.
        field_boost: weight of one occurrence.
        stored: keep the text among the stored fields.
    """

    def __init__(
        self,
        *,
        stemming: bool = True,
        stopwords: Iterable[str] = analysis.STOP_WORDS,
        shortest: int = 2,
        phrase: bool = True,
        spelling: bool = False,
        field_boost: float = 1.0,
        stored: bool = False,
    ) -> None:
        self.spelling_words = spelling
        self.settings = (stemming, frozenset(stopwords), shortest)
        kind = PackedPositions if phrase else formats.Frequency
        super().__init__(
            format=kind(field_boost=field_boost),
            analyzer=_analyzer(*self.settings),
            scorable=True,
            stored=stored,
        )

    def index(self, value: Any, **_: Any) -> list[Item]:
        """The document's words as one pseudo-posting.

        Raises:
            ValueError: the value is not a text.
        """
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not a text")
        words = array("I", filter(None, map(vocabulary(*self.settings).__getitem__, tokens(value))))
        return [(b"", len(words), self.format.field_boost, words.tobytes())] if words else []

    def terms(self, text: str) -> list[str]:
        """The terms of a question in order, as the index holds them: much faster than the field's analyzer."""
        return [term for token in tokens(text) if (term := _term(self.settings, token))]


@lru_cache(maxsize=20_000)
def _term(settings: tuple[bool, frozenset[str], int], token: str) -> str:
    return vocabulary(*settings).normal(token)


def _analyzer(stemming: bool, stopwords: frozenset[str], shortest: int) -> analysis.Analyzer:
    """The same words as Whoosh's query parser makes them."""
    chain = analysis.RegexTokenizer(WORDS) | analysis.LowercaseFilter()
    chain = chain | analysis.StopFilter(stoplist=stopwords, minsize=shortest)
    return chain | analysis.StemFilter(stem) if stemming else chain


class KeywordField(fields.FieldType):
    """Exact values, several for a document, matched whole; every match scores the field's boost.

    Args:
        lowercase: fold case, in documents and in questions.
        unique: `update_document` replaces documents that have the same value.
        stored: keep the values among the stored fields.
    """

    def __init__(
        self, *, lowercase: bool = False, unique: bool = False, stored: bool = False, field_boost: float = 1.0
    ) -> None:
        super().__init__(
            format=formats.Existence(field_boost=field_boost),
            analyzer=analysis.IDAnalyzer(lowercase=lowercase),
            unique=unique,
            stored=stored,
        )
        self.lowercase = lowercase

    def index(self, value: Any, **_: Any) -> list[Item]:
        """One item for each distinct value of a text or of several; empty ones are left out."""
        values = {self.to_bytes(text) for text in ((value,) if isinstance(value, str | bytes) else value)}
        return [(text, 1, self.format.field_boost, b"") for text in sorted(values) if text]

    def to_bytes(self, value: Any) -> bytes:
        """The value as the index holds it; bytes are taken to come from there."""
        if isinstance(value, list | tuple):
            return self.to_bytes(value[0])
        if isinstance(value, bytes):
            return value
        return str(value.lower() if self.lowercase else value).encode()
