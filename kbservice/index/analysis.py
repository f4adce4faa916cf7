"""Text -> the terms under which it is indexed and asked for: one rule for articles and questions."""

from __future__ import annotations

import re
from functools import lru_cache

from kbservice.index.engine import fields as engine_fields

SHORTEST = 2
_STOPWORDS = """
    a about after all also although am an and any are as at be been before being but by can could did do does for
    from get had has have he her him his how i if in into is it its just may me might my no not of on only or our
    out over per she should so some than that the their them then there these they this those to too up us very via
    was we were what when where which while who why will with would you your
"""
STOPWORDS = frozenset(_STOPWORDS.split())

TOKEN = re.compile(engine_fields.WORDS)  # keeps inner dots and underscores: `config.sys`, `5.5.2448`, `IRQL_NOT_LESS`


def words(text: str) -> list[str]:
    """The tokens of a text in lower case, stop words and single characters left out."""
    return [word for word in TOKEN.findall(text.lower()) if len(word) >= SHORTEST and word not in STOPWORDS]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The term under which a word (in lower case) is indexed."""
    return engine_fields.stem(word)


def terms(text: str) -> list[str]:
    """The terms of a text, in order."""
    return [stem(word) for word in words(text)]
