"""The sentences of an article that can speak about fixes; all rules of this package read these and no others."""

from __future__ import annotations

from functools import lru_cache

from kbservice.extract.prose import Passage, passages_of, sentences
from kbservice.record import Document

_LONGEST = 2500  # characters; what is longer is a listing without a full stop

# Lower-case beginnings of words without which a passage says nothing about a fix.
_ABOUT = (
    "correct", "fix", "resolv", "solved", "addressed", "eliminat", "repair", "no longer", "researching", "by design",
    "investigat", "feasible", "service pack", "service release", "rollup", " sp", "patch", "update", "upgrade",
    "build ", "builds ", "first included", "introduced", "supersed", "replaced by", "consolidat", "obsolete",
)  # fmt: skip


@lru_cache(maxsize=4)
def about_fixes(document: Document) -> tuple[Passage, ...]:
    """The sentences that hold a word about fixes, releases or builds, in reading order."""
    found: list[Passage] = []
    for part in document.parts():
        text = "\n".join(document.lines[part.first_line - 1 : part.last_line])
        if _speaks(text):
            for passage in passages_of(document, part):
                if _speaks(passage.text):
                    found += [s for s in sentences(passage) if len(s.text) <= _LONGEST and _speaks(s.text)]
    return tuple(found)


def _speaks(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _ABOUT)
