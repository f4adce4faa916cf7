"""The vectors of a build being made: those of its base that still hold, and new ones for what changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kbservice.index import semantic
from kbservice.record import Record

_LENGTH = 900  # characters: about the 128 tokens that the encoder reads


def passage(record: Record) -> str:
    """The text that stands for an article: its title with the symptoms or summary.

    What was done about it brought nothing on the labelled queries: people ask with what they see.
    """
    body = record.body("symptoms") or record.body("summary") or record.text
    return f"{record.title}. {' '.join(body[: 2 * _LENGTH].split())[:_LENGTH]}"


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
