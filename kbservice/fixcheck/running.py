"""What runs, as people give it: parameters of a request, or one line such as `exchange 5.5 sp3`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kbservice import products, releases
from kbservice.errors import InvalidInput
from kbservice.products import ProductName
from kbservice.versions import Build, FileVersion, ServicePack

Value = TypeVar("Value")

PARAMETERS = (
    "file", "file_version", "file_date", "file_size", "platform", "language",
    "product", "product_version", "service_pack", "build",
)  # fmt: skip

_FULL_VERSION = re.compile(r"\d+(?:\.\d+){2,}")
_FILE_NAME = re.compile(r"(?<![\w.\\/])([\w$~{}+-]+\.(?:[a-z][a-z0-9_]{2}|ma_|386))(?![\w.])", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w./-])\d+(?:[.,]\d+){1,4}(?:\s+[A-C]\b)?(?![\w/-])")
_BUILD = re.compile(
    r"\bbuild\s+[\d.,]+(?:\s*:?\s*service pack \d\w?)?|\b\d+\.\d+\s*\(\s*build\s+[^)]*\)"
    r"|(?<![\w.])\d{3,4}\.\d+(?![\w.])|(?<![\w./-])\d{3,4}(?![\w./-])",
    re.IGNORECASE,
)
_BUILD_WORD = re.compile(r"^build\s+", re.IGNORECASE)
_LONGEST = 400  # characters of a line that are looked into
_CPUS = (
    ("x86", re.compile(r"\bx86\b|\bintel\b|\bi?[3-6]86\b|\bpentium\b", re.IGNORECASE)),
    ("alpha", re.compile(r"\balpha\b|\baxp\b", re.IGNORECASE)),
    ("mips", re.compile(r"\bmips\b", re.IGNORECASE)),
    ("ppc", re.compile(r"\bppc\b|\bpowerpc\b", re.IGNORECASE)),
    ("ia64", re.compile(r"\bia-?64\b|\bitanium\b", re.IGNORECASE)),
)
_BITS = re.compile(r"\b(\d{2,3})-?\s?bit\b", re.IGNORECASE)
_DATES = (
    ("%Y-%m-%d", r"\d{4}-\d{1,2}-\d{1,2}"),
    ("%m/%d/%Y", r"\d{1,2}/\d{1,2}/\d{4}"), ("%m/%d/%y", r"\d{1,2}/\d{1,2}/\d{2}"),
    ("%d-%b-%Y", r"\d{1,2}-[a-z]{3}-\d{4}"), ("%b-%d-%Y", r"[a-z]{3}-\d{1,2}-\d{4}"), ("%Y%m%d", r"\d{8}"),
)  # fmt: skip


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


@dataclass(frozen=True, slots=True)
class Running:
    """What runs; whatever was not given is None. `strength` is the encryption in bits, where the platform names it.

    `asked_on` is the day of the question: no file can be younger.
    """

    file: str | None = None
    file_version: FileVersion | None = None
    file_date: dt.date | None = None
    file_size: int | None = None
    platform: str | None = None
    strength: str | None = None
    language: str | None = None
    product: ProductName | None = None
    service_pack: ServicePack | None = None
    build: Build | None = None
    asked_on: dt.date = field(default_factory=_today, compare=False)

    @property
    def asks_for_file(self) -> bool:
        """Whether a file with something to compare was given."""
        return self.file is not None and any((self.file_version, self.file_date, self.file_size is not None))

    def understood(self) -> dict[str, str]:
        """How the input was read, each part in one spelling, for the answer to repeat."""
        said = {
            "file": self.file, "file_version": self.file_version, "file_date": self.file_date,
            "file_size": self.file_size, "platform": self.platform, "language": self.language,
            "product": self.product, "service_pack": self.service_pack, "build": self.build,
        }  # fmt: skip
        return {name: str(value) for name, value in said.items() if value is not None}


def parse(given: Mapping[str, str | None]) -> Running:
    """What runs, from the parameters of a request (`PARAMETERS`); empty ones count as not given.

    Raises:
        InvalidVersion: a version, service pack or build that cannot be read; `field` names the parameter.
        InvalidInput: likewise for a date or size.
    """
    said = {name: value.strip() for name in PARAMETERS if (value := given.get(name)) and value.strip()}
    if _FULL_VERSION.fullmatch(said.get("product_version", "")):
        said.setdefault("build", said.pop("product_version"))
    product, implied = _product(said.get("product"), said.get("product_version"))
    pack = _read(said, "service_pack", lambda text: _pack(text, product)) or implied
    platform = said.get("platform")
    return Running(
        file=said.get("file"),
        file_version=_read(said, "file_version", FileVersion.parse),
        file_date=_read(said, "file_date", date),
        file_size=_read(said, "file_size", _size),
        platform=next(iter(cpus(platform)), platform.lower()) if platform else None,
        strength=strength(platform) if platform else None,
        language=said.get("language"),
        product=product,
        service_pack=pack,
        build=_read(said, "build", Build.parse),
    )


def from_text(text: str) -> Running:
    """What runs, from one line: `exchange 5.5 sp3`, `emsmta.exe 5.5.2431.0`, `Exchange 5.5 build 2653.23`.

    Raises:
        InvalidInput: the line names neither a product nor a file.
    """
    text = text.strip()[:_LONGEST]
    file = _FILE_NAME.search(text)
    named = next(products.mentions(text if file is None else text.replace(file[0], " ")), None)
    if file is None and named is None:
        raise InvalidInput(f"{text[:80]!r} names no product and no file", field="text", remedy="try: exchange 5.5 sp3")
    rest = text.replace(file[0], " ") if file else text
    given: dict[str, str | None] = {"file": file[0] if file else None}
    if named is not None:
        given["product"] = rest[named.start : named.end] + _edition(rest)
        rest = rest[: named.start] + " " + rest[named.end :]
    pack = ServicePack.find(rest)
    given["service_pack"] = pack.text if pack else None
    given["platform"] = next(iter(cpus(rest)), None)
    given["file_date"] = _first_date(rest)
    number = _DOTTED.search(rest) if file else _BUILD.search(rest) or _DOTTED.search(rest)
    given["file_version" if file else "build"] = _BUILD_WORD.sub("", number[0]) if number else None
    return parse(given)


def cpus(text: str) -> tuple[str, ...]:
    """The processors that a platform's spelling names: `Intel and alpha` -> x86, alpha."""
    return tuple(name for name, pattern in _CPUS if pattern.search(text))


def strength(text: str) -> str | None:
    """The strength of encryption that a platform's spelling names: `I386 - 128-bit` -> 128."""
    match = _BITS.search(text)
    return match[1] if match else None


def date(text: str) -> dt.date:
    """A date as ISO, US order, or with the month's name.

    Raises:
        InvalidInput: the text is no date.
    """
    for form, shape in _DATES:
        if re.fullmatch(shape, text.strip(), re.IGNORECASE):
            try:
                return dt.datetime.strptime(text.strip(), form).replace(tzinfo=dt.UTC).date()
            except ValueError:
                break
    raise InvalidInput(f"{text!r} is no date", remedy="give a date such as 2000-01-25")


def _size(text: str) -> int:
    digits = re.sub(r"[,.\s]|bytes?$", "", text)
    if not digits.isdigit() or len(digits) > 15:
        raise InvalidInput(f"{text[:40]!r} is no size", remedy="give the size in bytes")
    return int(digits)


def _read(said: Mapping[str, str], name: str, reader: Callable[[str], Value]) -> Value | None:
    if name not in said:
        return None
    try:
        return reader(said[name])
    except InvalidInput as error:
        error.field = name
        raise


def _pack(text: str, product: ProductName | None) -> ServicePack:
    """A service pack by its number, or a release of the product by its name."""
    named = releases.named(product, text) if product else None
    return named or ServicePack.parse(text)


def _product(text: str | None, version: str | None) -> tuple[ProductName | None, ServicePack | None]:
    if text is None:
        return None, None
    pack = ServicePack.find(text) or (ServicePack.find(version) if version else None)
    plain = re.sub(r"(?:S[PR]|service).*", "", version, flags=re.IGNORECASE).strip() if version else None
    return products.parse(text, plain or None), pack


def _edition(text: str) -> str:
    return " Terminal Server Edition" if re.search(r"\bTSE\b|terminal server", text, re.IGNORECASE) else ""


def _first_date(text: str) -> str | None:
    found = (re.search(rf"(?<![\w.]){shape}(?![\w.])", text, re.IGNORECASE) for _, shape in _DATES[:-1])
    return next((match[0] for match in found if match), None)
