"""The spellings of identifiers -> one form each, the same for articles and for questions.

Identifiers are matched exactly, never stemmed or fuzzed, so both sides must agree on the form: `0x80004005`,
`80004005`, `-2147467259` and `2147500037` are all `0x80004005`; `STOP 0xA` is `0x0000000a`; `4.00.1493.2234` is
`4.0.1493.2234`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

HEX_CODE = re.compile(r"(?<![\w{-])0x([0-9a-f]{1,8})l?(?![\w}]|-\d)", re.IGNORECASE)
# Eight hex digits without 0x are a code only with a digit and either a letter or the high bit of a failure set.
BARE_CODE = re.compile(r"(?<![\w.:{\\-])(?=[0-9a-f]*\d)([0-9a-f]{8})(?![\w}]|-\w|\.\d)", re.IGNORECASE)
DECIMAL_CODE = re.compile(r"(?<![\w.])(-\d{9,10}|[234]\d{9})(?![\w]|\.\d)")
STOP_CODE = re.compile(
    r"\b(?:STOP|bug\s?check)(?:\s+(?:error|code|message|screen))*[:\s]*(?:\(?0x([0-9a-f]{1,8})\b|([0-9a-f]{8})\b)",
    re.IGNORECASE,
)
_EXTENSIONS = (
    "exe|dll|sys|vxd|386|drv|ocx|vbx|ini|inf|hlp|cpl|ocm|tlb|olb|lib|obj|com|bat|cmd|asp|asa|htm|html|dot|doc|xls|xla|"
    "xlt|mdb|mda|mdw|mde|dbf|dbc|fpt|cdx|fxp|prg|scx|vcx|frx|pst|ost|pab|oab|edb|log|dat|cfg|mof|mif|sms|ipf|pol|adm|"
    "reg|scr|acm|ax|sam|tsp|nls|fon|ttf|wiz|pdf|ppt|pps|pot|mpp|pub|mcw|bin|img|swp|grp|pif|lnk|cab|zip|cnt|gid|msg|"
    "oft|ecf|js|vbs|css|xml|xsl|msc|msi|mst|dls|idx|ldf|mdf|sdb|stf|lst|wpd|vbp|frm|bas|cls|ctl|dsr|rc|hpp|cpp|def|"
    "mak|map|pdb|dsp|dsw|res|rtf|txt|wri|bmp|pcx|wav|avi|mid|mpd|mdl|nlm|oem|pnf|sbs|prn|sep|gpd|ppd|usa|bak|tmp|386"
)
FILE_NAME = re.compile(rf"(?<![\w.@-])([_$~\w][\w$~!#%&+-]{{0,40}}\.(?:{_EXTENSIONS}))(?![\w]|\.\w)", re.IGNORECASE)
VERSION = re.compile(r"(?<![\w.,:-])\d{1,5}(?:\.\d{1,8}){1,3}(?![\w]|\.\d)")


def hex_code(digits: str) -> str:
    """Hex digits -> `0x` and eight lower-case digits."""
    return f"0x{int(digits, 16):08x}"


def is_code(digits: str) -> bool:
    """Whether eight hex digits that stand without 0x are an error code rather than a date or a part number."""
    return any(c in "abcdefABCDEF" for c in digits) or digits[0] in "89"


def code_of(text: str) -> str | None:
    """The canonical form of an error code in any spelling, None if the text is none.

    Hex with or without 0x, and 32-bit decimals with the high bit set, signed or unsigned.
    """
    stripped = text.strip()
    if match := HEX_CODE.fullmatch(stripped):
        return hex_code(match[1])
    if (match := BARE_CODE.fullmatch(stripped)) and is_code(match[1]):
        return hex_code(match[1])
    if match := DECIMAL_CODE.fullmatch(stripped):
        return decimal_code(match[1])
    return None


def decimal_code(text: str) -> str | None:
    """`-2147467259` and `2147500037` -> `0x80004005`; None outside the range of failure codes."""
    value = int(text)
    return f"0x{value & 0xFFFFFFFF:08x}" if -(2**31) <= value < 0 or 2**31 <= value < 2**32 else None


def codes_in(text: str) -> Iterator[tuple[str, str, int]]:
    """The error codes of a text in every spelling, also without 0x: (canonical, as printed, offset)."""
    for match in HEX_CODE.finditer(text):
        yield hex_code(match[1]), match[0], match.start()
    for match in BARE_CODE.finditer(text):
        if is_code(match[1]):
            yield hex_code(match[1]), match[0], match.start()
    for match in DECIMAL_CODE.finditer(text):
        if code := decimal_code(match[1]):
            yield code, match[0], match.start()


def stops_in(text: str) -> Iterator[tuple[str, str, int]]:
    """The STOP codes of a text: (canonical, as printed, offset)."""
    folded = text.lower()
    if "stop" not in folded and "check" not in folded:
        return
    for match in STOP_CODE.finditer(text):
        yield hex_code(match[1] or match[2]), match[0], match.start()


def files_in(text: str) -> Iterator[tuple[str, int]]:
    """The file names that a text mentions, as printed, each with its offset."""
    for match in FILE_NAME.finditer(text):
        yield match[1], match.start()


@dataclass(frozen=True, slots=True)
class Scan:
    """The identifiers of a text in the form in which they are indexed, each once, in no order."""

    codes: tuple[str, ...]
    files: tuple[str, ...]
    versions: tuple[str, ...]


@lru_cache(maxsize=8)
def scan(text: str) -> Scan:
    """All codes, file names and versions of a text. None of them holds a blank, and most words recur, so that each
    blank-separated word is looked at once in the life of the process."""
    found = [_in_word(word) for word in set(text.split()) if not word.isalpha()]
    codes, files, versions = (tuple({term for part in found for term in part[kind]}) for kind in range(3))
    return Scan(codes, files, versions)


@lru_cache(maxsize=200_000)
def _in_word(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    codes = tuple(code for code, _, _ in codes_in(word))
    files = tuple(name.lower() for name, _ in files_in(word))
    return codes, files, tuple(version_term(version) for version, _ in versions_in(word))


def file_stem(name: str) -> str:
    """A file name without its extension, folded: `EMSMTA.EXE` -> `emsmta`."""
    return name.lower().rpartition(".")[0] or name.lower()


def versions_in(text: str) -> Iterator[tuple[str, int]]:
    """The dotted versions that a text prints, each with its offset."""
    for match in VERSION.finditer(text):
        yield match[0], match.start()


def version_term(text: str) -> str:
    """A dotted version as a term that sorts like its numbers and has a prefix for each branch.

    `5.5.2448.0` -> `00000005.00000005.00002448`: trailing zeros and the padding as printed make no difference.
    """
    numbers = [int(part) for part in text.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return ".".join(f"{n:08d}" for n in numbers)


def fold(text: str) -> str:
    """A name as it is compared: lower case, without blanks."""
    return "".join(text.lower().split())


def event_source(event_id: int | str, source: str) -> str:
    """The pair of event ID and source as one term: `9322|msexchangemta`."""
    return f"{event_id}|{fold(source)}"
