"""File versions, builds and service packs as values that can be compared.

Each keeps how it was written and orders itself by integers. Two versions have an order only within one branch: a line
of development in which a later version holds all fixes of an earlier one. `compare` says so by returning None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import total_ordering
from typing import Any

from kbservice.errors import InvalidVersion

_PREFIX = re.compile(r"^\s*(?:file\s*)?(?:version|ver|v)?\s*[.:]?\s*(?=\d)", re.IGNORECASE)
_BUILD_WORD = re.compile(r"[\s(,]*\bbuild\s*[:#]?\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+(?:\s*[.,:]\s*\d+)*")
_LETTER = re.compile(r"\s*([a-z])(?![a-z0-9])", re.IGNORECASE)
_TAIL = re.compile(r"[\s)]*(?:[(\[].*|shp\b.*|[a-z_]+[\w.\- ()]*)?\s*$", re.IGNORECASE)

_PADDED_THIRD = re.compile(r"\d+\.\d+\.0\d{3}")

_OS_BUILDS = frozenset(
    {(3, 50, 807), (3, 51, 1057), (4, 0, 1381), (5, 0, 2195), (5, 1, 2600), (5, 2, 3790)}
)  # third part = build of Windows NT 3.5 to Server 2003; the fourth part counts the fixes
_CRYPTOGRAPHY = (5, 131)  # its files count 5.131.1877 on Windows NT 4.0, and by the system's build from 2000 on
_SMS_PREFIXES = frozenset({(2, 0), (4, 0)})  # its drivers count as 4.00.1493.n
_SMS_BUILDS = frozenset({1239, 1380, 1493})
_EXCHANGE_55_BUILDS = range(1960, 2700)  # from the release to the last hotfix after Service Pack 4
_WINDOWS_9X = frozenset({(4, 0), (4, 3), (4, 10), (4, 90)})
_TERMINAL_SERVER_FROM = 33000
_WINDOWS_2000 = 2195
_LARGEST_PREFIX_PART = 99
_LARGEST_PART = 0xFFFF  # the parts of a file's version are words of 16 bits (VS_FIXEDFILEINFO)
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of development: within it a later version holds the fixes of an earlier one, across two it proves nothing.

    `parts` are the leading numbers that its versions share; `name` says which line it is where the numbers do not.
    An empty `parts` stands for a bare build whose leading numbers were left out.
    """

    parts: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, order=True)
class FileVersion:
    """A version of a file: `parts` as integers without trailing zeros, a final letter (`3.2a`), the text as written."""

    parts: tuple[int, ...]
    letter: str = ""
    text: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> FileVersion:
        """The version that a text states: `5.5.2431.0`, `4,71,0,426`, `5.0:2195.2194`, `06.00.8877`, `5.0.2195.4 shp`.

        Visual Basic's `6.0.88.77` is `6.00.8877`; Windows 95's `4.0.0.963` is `4.00.963`; `5.52594.0` lost a dot,
        and in `5.5.23.2650` two parts changed places.

        Raises:
            InvalidVersion: the text is no version.
        """
        numbers, letter = _read(text)
        return cls(_canonical(numbers), letter, text.strip())

    @property
    def branch(self) -> Branch:
        """The branch on which this version was built."""
        return _branch(self.parts)

    @property
    def is_bare(self) -> bool:
        """Whether the leading numbers were left out, as in `2653.23`."""
        return 0 < len(self.parts) <= 2 and self.parts[0] > _LARGEST_PREFIX_PART

    def __str__(self) -> str:
        return self.text or ".".join(map(str, self.parts or (0,))) + self.letter


def compare(a: FileVersion, b: FileVersion) -> int | None:
    """-1, 0 or 1 as `a` is earlier than, equal to or later than `b`; None if they stand on different branches.

    A bare build is compared with the build part of a full version: `2653.23` equals `5.5.2653.23`. A version that no
    file can have is later than none.
    """
    if a != b and max(*a.parts, *b.parts) > _LARGEST_PART:
        return None
    a, b = _in_one_notation(a, b)
    if a.is_bare != b.is_bare:
        a, b = (a, _bare(b, a)) if a.is_bare else (_bare(a, b), b)
        if a.branch.parts or b.branch.parts:
            return None
    elif a.branch != b.branch:
        return None
    return (a > b) - (a < b)


@dataclass(frozen=True, slots=True)
class Build:
    """The build of a product as people paste it: leading version numbers if given, the build itself, what stands by it.

    `5.5 (Build 2653.23: Service Pack 4)` has the prefix (5, 5), the number (2653, 23) and the service pack SP4.
    """

    prefix: tuple[int, ...]
    number: tuple[int, ...]
    letter: str = ""
    service_pack: ServicePack | None = None
    parts: tuple[int, ...] = field(default=(), compare=False)  # all numbers as written
    text: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> Build:
        """The build that a text states.

        Accepts `2653.23`, `5.5.2653.23`, `05.2653.0023`, `8.00.534`, `6.00.8877`, `4.0 1381 SP6a`, `4.00.950 B`.

        Raises:
            InvalidVersion: the text holds no number, or text that belongs to no build.
        """
        text = text.strip()[: _LONGEST * 2]
        pack = ServicePack.find(text)
        before, _, behind = text.partition(pack.text) if pack is not None else (text, "", "")
        try:
            numbers, letter = _read(re.sub(r"[:(),\s]+$", "", before) if re.search(r"\d", before) else behind)
        except InvalidVersion:
            raise InvalidVersion(f"{text[:_LONGEST]!r} is no build", field="build") from None
        prefix, number = _split(numbers)
        return cls(prefix, number, letter, pack, numbers, text.strip())

    @property
    def file_version(self) -> FileVersion:
        """The same numbers as a file version, to compare with the versions of files and components."""
        return FileVersion(_canonical(self.parts or self.prefix + self.number), self.letter, self.text)

    def __str__(self) -> str:
        return self.text or ".".join(map(str, self.prefix + self.number)) + self.letter


_PACK = re.compile(
    r"""(?P<kind>(?:\bOEM\s+)?\bservice\s+(?:pack|release)s?(?:\s+version)?|\bOSR|\bS[PR](?![a-z]))
        (?:\s*[-#:]?\s*service\s+pack)?\s*[-#]?\s*\(?\s*
        (?P<number>\d{1,2}(?:\.\d+)?)(?P<letter>[a-z])?(?![a-z0-9])(?:\s*\((?:SP|SR|OSR)[\s-]?\d+\w?\))?
        (?P<after>\s*[,+]?\s*(?:(?:hotfix|security)\s+rollup|rollup|SRP\b|HRP\b)[\w\s]*(?:package|\((?:HRP|SRP)\))?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_PLAIN = re.compile(
    r"\s*#?\s*(?P<number>\d{1,2}(?:\.\d+)?)\s*(?P<letter>[a-z])?\b\s*(?P<after>[,+]?\s*(?:SRP|HRP|.*\brollup\b.*))?\s*",
    re.IGNORECASE,
)
_BUILT_AFTER = re.compile(r"\s*post[\s-]*(?P<rest>.+)", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"\s*(?:rtm|gold|gm|golden|none|no\s+(?:sp|service\s+pack)|original(?:\s+release)?|(?:initial\s+)?release(?:d)?"
    r"(?:\s+version)?|retail(?:\s+release)?|shipping)\s*",
    re.IGNORECASE,
)
_ORIGINAL_WORD = re.compile(r"\b(?:RTM|gold|no service pack|original release|release version)\b", re.IGNORECASE)
_SECOND_EDITION = re.compile(r"\bsecond\s+edition\b|\bSE\b", re.IGNORECASE)


@total_ordering
@dataclass(frozen=True, slots=True)
class ServicePack:
    """A step in the order of releases of one product version: RTM < SP6 < SP6a < the rollup after SP6a.

    Service packs, service releases and OEM service releases count alike. `after` marks a rollup or hotfix built after
    the service pack and not part of it.
    """

    number: tuple[int, ...]
    letter: str = ""
    after: bool = False
    text: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> ServicePack:
        """The service pack that a person names: `6a`, `SP6a`, `Service Pack 4.0`, `SR-1`, `OSR2.1`, `RTM`, `SP4 HRP`.

        Raises:
            InvalidVersion: the text names none.
        """
        text = text.strip()[: _LONGEST * 2]
        if _ORIGINAL.fullmatch(text):
            return cls((), "", False, text)
        later = _BUILT_AFTER.fullmatch(text)
        if later is not None:
            named = cls.parse(later["rest"])
            return cls(named.number, named.letter, True, text.strip())
        found = cls.find(text)
        if found is not None:
            return found
        match = _PLAIN.fullmatch(text)
        if match is None:
            remedy = "give a service pack such as 3, 6a, SR-1 or RTM"
            raise InvalidVersion(f"{text!r} names no service pack", field="service_pack", remedy=remedy)
        return _pack(match, bool(match["after"]), text.strip())

    @classmethod
    def find(cls, text: str) -> ServicePack | None:
        """The first service pack named within running text, or None."""
        match = _PACK.search(text)
        if match is not None:
            return _pack(match, bool(match["after"]), match[0].strip())
        original = _ORIGINAL_WORD.search(text)
        if original is not None:
            return cls((), "", False, original[0])
        edition = _SECOND_EDITION.search(text)
        return cls((1,), "", False, edition[0]) if edition is not None else None

    @property
    def is_original(self) -> bool:
        """Whether this is the release to manufacturing, before any service pack."""
        return not self.number and not self.after

    @property
    def short(self) -> str:
        """`RTM`, `SP6a`, `SP4 and its rollup`."""
        name = f"SP{'.'.join(map(str, self.number))}{self.letter}" if self.number else "RTM"
        return f"{name} rollup" if self.after else name

    def __lt__(self, other: Any) -> bool:
        if not isinstance(other, ServicePack):
            return NotImplemented
        return (self.number, self.letter, self.after) < (other.number, other.letter, other.after)

    def __str__(self) -> str:
        return self.text or self.short


def _pack(match: re.Match[str], after: bool, text: str) -> ServicePack:
    number = tuple(int(part) for part in match["number"].split("."))
    while number and number[-1] == 0:
        number = number[:-1]
    return ServicePack(number, (match["letter"] or "").lower(), after, text)


def _read(text: str) -> tuple[tuple[int, ...], str]:
    """All numbers of a version in their order, and the letter that follows the last."""
    plain = _BUILD_WORD.sub(".", text[:_LONGEST].strip())
    start = _PREFIX.match(plain)
    match = _NUMBERS.match(plain, start.end()) if start else None
    numbers: list[int] = []
    end = 0
    while match is not None:
        numbers += [int(part) for part in re.findall(r"\d+", match[0])]
        end = match.end()
        match = re.compile(r"[\s(.:]+(\d[\d.]*)(?=[\s):]|$)").match(plain, end)
    letter = _LETTER.match(plain, end)
    end = letter.end() if letter else end
    if not numbers or len(text) > _LONGEST or not _TAIL.match(plain, end):
        raise InvalidVersion(f"{text[:_LONGEST]!r} is no version", field="version")
    return tuple(numbers), letter[1].lower() if letter else ""


def _canonical(parts: tuple[int, ...]) -> tuple[int, ...]:
    if len(parts) == 3 and parts[0] <= 9 and 10_000 <= parts[1] <= 99_999:  # 5.52594.0: a lost dot
        parts = (parts[0], int(str(parts[1])[0]), int(str(parts[1])[1:]), parts[2])
    if len(parts) == 4 and parts[:2] == (5, 5) and parts[2] < 100 and parts[3] in _EXCHANGE_55_BUILDS:
        parts = (5, 5, parts[3], parts[2])  # 5.5.23.2650: build and revision changed places
    if len(parts) == 4 and 4 <= parts[0] <= 9 and parts[1] == 0 and 20 <= parts[2] <= 99 and parts[3] <= 99:
        parts = (parts[0], 0, parts[2] * 100 + parts[3])  # Visual Basic: 6.0.88.77 = 6.00.8877
    elif len(parts) == 4 and parts[:2] in _WINDOWS_9X and parts[2] == 0 and parts[3] >= 900:
        parts = (*parts[:2], parts[3])  # Windows 95: 4.0.0.963 = 4.00.963
    while len(parts) > 1 and parts[-1] == 0:
        parts = parts[:-1]
    return parts


def _branch(parts: tuple[int, ...]) -> Branch:
    padded = (*parts, 0, 0, 0, 0)
    if 0 < len(parts) <= 2 and parts[0] > _LARGEST_PREFIX_PART:
        return Branch((), "build alone")
    if padded[:3] == (4, 0, 1381) and padded[3] >= _TERMINAL_SERVER_FROM:
        return Branch((4, 0, 1381), "Terminal Server")
    if padded[:3] in _OS_BUILDS:
        return Branch(padded[:3])
    if padded[:2] == _CRYPTOGRAPHY and padded[2] >= _WINDOWS_2000:
        return Branch(padded[:3])
    if padded[:2] in _SMS_PREFIXES and padded[2] in _SMS_BUILDS:
        return Branch(padded[:3], f"service pack {padded[3] // 1000}")
    return Branch(padded[:2])


def _in_one_notation(a: FileVersion, b: FileVersion) -> tuple[FileVersion, FileVersion]:
    """ODBC drivers are 3.70.0820 as well as 3.70.8.20: a padded third number beside four small ones is two."""
    if a.parts[:2] != b.parts[:2]:
        return a, b
    if _is_four_small(a):
        return a, _taken_apart(b)
    return (_taken_apart(a), b) if _is_four_small(b) else (a, b)


def _is_four_small(version: FileVersion) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", version.text)]
    return len(numbers) == 4 and version.parts[2:3] == (numbers[2],) and 0 < numbers[2] <= 99 and numbers[3] <= 99


def _taken_apart(version: FileVersion) -> FileVersion:
    if _PADDED_THIRD.fullmatch(version.text) is None:
        return version
    return FileVersion((*version.parts[:2], *divmod(version.parts[2], 100)), version.letter, version.text)


def _bare(version: FileVersion, like: FileVersion) -> FileVersion:
    """The build part of a full version; of Windows NT to Server 2003 the count of fixes, if the other is one number."""
    prefix, number = _split(version.parts)
    if len(prefix) != 2 or version.branch.name == "Terminal Server":
        return version
    if version.parts[:3] in _OS_BUILDS and len(like.parts) == 1:
        number = (*version.parts, 0)[3:4]
    return FileVersion(_canonical(number), version.letter, version.text)


def _split(numbers: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Leading version numbers and the build: `5.5.2653.23` -> (5, 5), (2653, 23); `05.2653.23` -> (5,), (2653, 23)."""
    count = 0
    while count < min(2, len(numbers) - 1) and numbers[count] <= _LARGEST_PREFIX_PART:
        count += 1
    prefix, number = numbers[:count], numbers[count:]
    while len(number) > 1 and number[0] == 0:
        number = number[1:]
    if len(prefix) == 2 and len(number) == 2 and prefix[1] == 0 and all(n <= _LARGEST_PREFIX_PART for n in number):
        number = (number[0] * 100 + number[1],)  # Visual Basic: 6.0.88.77 = 6.00.8877
    return prefix, number
