"""The settings: one table of names, defaults and help, from which flags, environment names, validation and docs follow.

This is the only reader of the environment: whoever starts kbservice passes `os.environ` to `Config.from_env`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kbservice.errors import InvalidSetting

PREFIX = "KBSERVICE_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: the setting's name, what holds without it, what it is for, and the values it may have."""

    name: str
    default: Path | str | int
    help: str
    minimum: int = 0
    maximum: int = 0

    @property
    def env(self) -> str:
        """The name of the environment variable: `KBSERVICE_INDEX`."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """The option of the command line: `--index`."""
        return "--" + self.name.replace("_", "-")

    def read(self, text: str) -> Path | str | int:
        """The value that a text stands for.

        Raises:
            InvalidSetting: the text is empty, not a number where one is due, or out of range.
        """
        if not text.strip():
            raise self._invalid(text, "must not be empty")
        if isinstance(self.default, Path):
            return Path(text)
        return self._number(text) if isinstance(self.default, int) else text.strip()

    def _number(self, text: str) -> int:
        if not text.strip().isdecimal():
            raise self._invalid(text, "must be a whole number")
        value = int(text)
        if not self.minimum <= value <= self.maximum:
            raise self._invalid(text, f"must lie between {self.minimum} and {self.maximum}")
        return value

    def _invalid(self, text: str, rule: str) -> InvalidSetting:
        return InvalidSetting(
            f"{self.name} is {text!r} but {rule}", field=self.name, remedy=f"mend {self.flag} or {self.env}"
        )


SETTINGS = (
    Setting("index", Path("index"), "Folder of the search index."),
    Setting("articles", Path("articles"), "Folder or archive of the source articles."),
    Setting("host", "127.0.0.1", "Address on which the service listens."),
    Setting("port", 8000, "Port on which the service listens.", minimum=1, maximum=65535),
    Setting("threads", 4, "Requests that the service answers at a time.", minimum=1, maximum=64),
    Setting("encoder", "", "Folder of the encoder's weights; the installed package's if not set."),
    Setting("cache", 1000, "Answers that each process keeps in memory; 0 keeps none.", minimum=0, maximum=1_000_000),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force; a field for each row of SETTINGS."""

    index: Path
    articles: Path
    host: str
    port: int
    threads: int
    encoder: str
    cache: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **flags: str | None) -> Config:
        """The settings from the environment, overridden by the flags that were given (None: not given).

        Raises:
            InvalidSetting: a value cannot be used; its `field` is the setting's name.
        """
        values: dict[str, Any] = {}
        for setting in SETTINGS:
            flag = flags.get(setting.name)
            text = environ.get(setting.env) if flag is None else flag
            values[setting.name] = setting.default if text is None else setting.read(text)
        return cls(**values)


def unknown_names(environ: Mapping[str, str]) -> dict[str, str]:
    """Variables that look like settings but are none -> the setting that was probably meant, or an empty string."""
    known = {setting.env.removeprefix(PREFIX): setting.env for setting in SETTINGS}
    strange = sorted(name for name in environ if name.startswith(PREFIX) and name not in known.values())
    meant = {name: get_close_matches(name.removeprefix(PREFIX), known, 1) for name in strange}
    return {name: known[close[0]] if close else "" for name, close in meant.items()}
