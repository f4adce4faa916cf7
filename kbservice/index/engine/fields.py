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
Item = tuple[bytes, int, float, Any]

_findall = re.compile(WORDS).findall
_SPACES = {character: " " for character in map(chr, range(128)) if not re.match(r"[\w.]", character)}
_TO_SPACES = str.maketrans(_SPACES)
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


def _term(word: str, stopwords: frozenset[str], shortest: int) -> str:
    """The term of a word; nothing for a stop word."""
    return "" if len(word) < shortest or word in stopwords else stem(word)


_asked = lru_cache(maxsize=20_000)(_term)  # gives no numbers, as there is no end of what people type


class Vocabulary(dict[str, int]):
    """Token -> number of its word, 0 for a stop word. `words` has each word by number, `term_of` its term's number.

    A word is the token in lower case without dots around it, which spelling needs; its term is what is searched, the
    stem. Numbers are given once in the life of the process, because documents that wait for their commit hold them.
    """

    def __init__(self, stopwords: frozenset[str], shortest: int) -> None:
        super().__init__()
        self.words: list[bytes] = [b""]
        self.term_of: list[int] = [0]
        self.terms: list[bytes] = [b""]
        self._term_numbers: dict[str, int] = {}
        self._stopwords, self._shortest = stopwords, shortest
        self._lock = threading.Lock()

    def __missing__(self, token: str) -> int:
        word = token.lower().strip(".")
        with self._lock:
            if word not in self:
                self[word] = self._number(word)
            number = self[token] = self[word]
        return number

    def _number(self, word: str) -> int:
        term = _term(word, self._stopwords, self._shortest)
        if not term:
            return 0
        number = self._term_numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term.encode())
        self.words.append(word.encode())
        self.term_of.append(number)
        return len(self.words) - 1


_vocabulary = lru_cache(maxsize=None)(Vocabulary)


class TextField(fields.FieldType):
    """Running text, scored by BM25F and searched for phrases.

    Args:
        stopwords: words, in lower case, that are not indexed.
        shortest: tokens of fewer characters are not indexed.
        spelling: keep the words as written with their counts, for `engine.suggest`.
    """

    def __init__(
        self, *, stopwords: Iterable[str] = analysis.STOP_WORDS, shortest: int = 2, spelling: bool = False
    ) -> None:
        self.spelling_words = spelling
        self.settings = (frozenset(stopwords), shortest)
        super().__init__(formats.Positions(), _analyzer(*self.settings), scorable=True)

    @property
    def vocabulary(self) -> Vocabulary:
        """The numbers of words and terms that `index` gives, one for all fields of the process with these settings."""
        return _vocabulary(*self.settings)

    def index(self, value: Any, **_: Any) -> list[Item]:
        """The document's words as one pseudo-posting.

        Raises:
            ValueError: the value is not a text.
        """
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not a text")
        words = array("I", filter(None, map(self.vocabulary.__getitem__, tokens(value))))
        return [(b"", len(words), 1.0, words)] if words else []

    def terms(self, text: str) -> list[str]:
        """The terms of a question in order, as the index holds them: much faster than the field's analyzer."""
        return [term for token in tokens(text) if (term := _asked(token.lower().strip("."), *self.settings))]


def _analyzer(stopwords: frozenset[str], shortest: int) -> analysis.Analyzer:
    """The same words as Whoosh's query parser makes them."""
    chain = analysis.RegexTokenizer(WORDS) | analysis.LowercaseFilter()
    return chain | analysis.StopFilter(stoplist=stopwords, minsize=shortest) | analysis.StemFilter(stem)


class KeywordField(fields.FieldType):
    """Exact values, several for a document, matched whole.

    Args:
        unique: `update_document` replaces documents that have the same value.
        stored: keep the values among the stored fields.
    """

    def __init__(self, *, unique: bool = False, stored: bool = False) -> None:
        super().__init__(formats.Existence(), analysis.IDAnalyzer(), unique=unique, stored=stored)

    def index(self, value: Any, **_: Any) -> list[Item]:
        """One item for each distinct value of a text or of several; empty ones are left out."""
        values = {value} if isinstance(value, str) else set(value)
        return [(text.encode(), 1, 1.0, b"") for text in values if text]
