"""Error codes and STOP codes that an article prints, in its own text and in the titles that it cites.

Error codes count as printed with 0x and eight hex digits where the words around them make them a result of something:
addresses, registry values, the parameters of a STOP message and dumps do not. Codes printed without 0x (`c1010aae`), as
signed or unsigned decimals (-2147467259) or as database errors (-1018) are of kind `other`, so that any spelling of a
code finds the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kbservice.record import Code, Document, Where

_HEX = r"0[xX](?:0[xX])?"  # `0x0x0000000A` is a misprint that the archive holds
_HINT = re.compile(r"0[xX][0-9a-fA-F]|(?:80|[cC][01]|[eE]0)[0-9a-fA-F]{6}|\d{9}|STOP|rror[^\n]{0,25}-\d{3}")
_RUN = re.compile(r"[0-9a-fA-F]{8}")
_DATABASE_HINT = re.compile(r"rror[^\n]{0,25}-\d{3}")
_STOP = re.compile(
    r"(?<!full )\b(?:STOP|bug ?check|trap|blue[ -]screen)\b[\s:\"“'(=*-]{0,6}"
    r"(?:(?:errors?|messages?|msg|screen|codes?|such|as|number|was|is|of|appears?|indicates|an?|the|in(?=\s0x0{6}))\b"
    r"[\s:.\"“'(=*-]{0,8}){0,4}"
    rf"(?P<code>{_HEX}[0-9a-f]{{1,10}})(?![0-9a-z])",
    re.IGNORECASE,
)
_STOP_WORDS = (
    "stop", "bug", "trap", "blue", "irql_", "kmode_", "page_fault", "inaccessible_", "unexpected_kernel", "no_more_",
)  # fmt: skip
_STOP_BEHIND = re.compile(
    rf"(?P<code>{_HEX}[0-9a-f]{{1,8}})[\"”')]{{0,2}}\s{{1,3}}(?:stop|bug ?check|blue[ -]screen|trap)\b", re.IGNORECASE
)
_STOP_TWICE = re.compile(
    rf"\bSTOP:?\s{{1,3}}(?:0x)?[0-9a-f]{{1,8}}\s{{0,2}}\((?P<code>{_HEX}0{{6}}[0-9a-f]{{2}})\)", re.IGNORECASE
)
_STOP_BELOW = re.compile(
    r"\b(?:stop|blue[ -]screen|bug ?check)\b[^\n]{0,100}(?:\n[^\n]{1,100})?:\s{2,40}[*\"“(]{0,3}"
    rf"(?P<code>{_HEX}[0-9a-f]{{8}})\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:IRQL_NOT_LESS_OR_EQUAL|KMODE_EXCEPTION_NOT_HANDLED|PAGE_FAULT_IN_NONPAGED_AREA|INACCESSIBLE_BOOT_DEVICE"
    rf"|UNEXPECTED_KERNEL_MODE_TRAP|NO_MORE_SYSTEM_PTES)\W{{1,4}}(?P<code>{_HEX}0{{6}}[0-9a-f]{{2}})\b",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"[\"”')]{0,2}\s{0,3}(?:,|\bor\b|\band\b|/|, or\b|, and\b)\s{1,3}(?:an?\s)?[\"“']?"
    rf"(?P<code>{_HEX}[0-9a-f]{{1,8}})\b",
    re.IGNORECASE,
)
_PARAMETERS = re.compile(
    r"[\"”')]{0,2}[^\n(\[{]{0,60}\n?[^\n(\[{]{0,20}[(\[{][^)\]}]{0,200}[)\]}]"
    rf"|(?:\s{{0,3}}[:,]?\s{{0,3}}(?:{_HEX})?[0-9a-f]{{2,8}}\b){{2,4}}",
    re.IGNORECASE,
)
_ERROR = re.compile(r"(?<![\w+&|*])0[xX](?P<digits>[0-9a-fA-F]{8})(?![0-9a-zA-Z_])")
# HRESULT, NTSTATUS and MAPI failures, exceptions of compilers; 0x80000000 and 0xC0000000 are masks and borders
_FAILURE = re.compile(r"(?!c0000000)(?:8000[4f]|800[1-9a-f]|c[01][0-9a-f]{2}|e000|e06d)", re.IGNORECASE)
_WORD = re.compile(r"error|exception|\bfail|violation|laststatus|\bhr\b|[A-Z]{2,}_[A-Z_]{3,} {0,3}\($", re.IGNORECASE)
_SYMBOL_BEHIND = re.compile(
    r"[\"”']?(?:[ \t]{0,3}[-=:(,]\s{0,3}|[ \t]{1,3}|\n[ \t]{0,3}(?=\())\(?[A-Z][A-Z0-9]*_[A-Z0-9_]{3,}"
)
_NO_CODE = re.compile(
    r"(?:addr(?:ess)?\w*|\b(?:location|setting|object ?id|at|base|offset|pointer|memory|instruction|handle|thread"
    r"|session|socket|flags?|masks?|data|default|range|hex(?:adecimal)?|values?|(?:set|changed?)(?: it)? to|from|to"
    r"|between|key|bits?|e?[abcd]x\s?,?|eip|ebp|esp|efl|param\w*|version|size|length|count|client|server|process|id"
    r"|share\w*|LCID|locale|ref(?:erence[sd]?)?|d[sw])|dword"
    r"|\b(?:(?:first|second|third|fourth) parameter|declare\b|const\b)[^\n]*)"
    r"\s{0,3}(?:is|are|was|of|in|=|:|,)?\s{0,3}[\"“'(=:]?\s{0,3}$",
    re.IGNORECASE,
)
_ADDRESS_BEHIND = re.compile(
    r"[\"”']?\s{1,3}(?:has\s{1,3}base|(?:in|of)\s{1,3}module|referenced\s{1,3}memory)\b", re.IGNORECASE
)
_RESULT = re.compile(rf"{_WORD.pattern}|status|data\b|code|JET_|\bdecimal", re.IGNORECASE)
_GUID = re.compile(r",\s*0x[0-9a-f]{1,4}\b\s*,", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"0x[0-9a-f]{8}\s*\([^)]*$", re.IGNORECASE)
_SETTING = re.compile(
    r"\b(?:range|default|reg_|dword|const)|#define\b(?!\s+(?:\w*(?:ERR|STATUS|FAIL|_E_)|E_))", re.IGNORECASE
)
_DIRECT = re.compile(
    r"(?:error(?:\s+(?:code|number|value|message|status))?|hresult|\bhr|status(?:\s+code)?|exception(?:\s+code)?"
    r"|violation|failed with|result(?: code)?|return(?:s|ed)?(?: code| value)?|\bcode|\w*rc|\bid\s+no\.?"
    r"|lasterror|laststatus|error returned|(?:privileged|illegal) instruction)"
    r"[\s\"“'(=:#-]{0,6}(?:is|was|of|:)?[\s\"“'(=:]{0,4}$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w.$#{+-])(?:&h)?(?P<digits>(?:800[0-9a-f]|c[01][0-9a-f]{2}|e000)[0-9a-f]{4})(?![\w.}-])", re.IGNORECASE
)
_STOP_BARE = re.compile(
    r"\bSTOP:?\s{0,3}(?:(?:error|code|message)s?:?\s{1,3})?(?P<digits>[0-9a-fA-F]{2}|[0-9a-fA-F]{8})\b(?!x)"
)
_DECIMAL = re.compile(r"(?<![\w.,$])(?P<number>-\d{9,10}|[2-4]\d{9})(?![\w]|[.,]\d)")
_DATABASE = re.compile(r"\b(?:error|err|JET_err\w+)\b[^\n\d-]{0,25}(?P<number>-\d{3,4})\b", re.IGNORECASE)
_NUMBER = re.compile(r"-?\b\d{1,10}\b")
_REACH = 70


@dataclass(frozen=True)
class _Body:
    """Title and body as one text that knows where each line stands."""

    text: str
    starts: list[int]
    places: list[Where]

    def where(self, offset: int) -> Where:
        return self.places[bisect_right(self.starts, offset) - 1]


def codes(document: Document) -> tuple[Code, ...]:
    """The codes that the article prints, each kind and value once, at the first place that prints it."""
    if not any(_may_hold(text) and _HINT.search(text) for text in (document.text, document.title)):
        return ()
    body = _body(document)
    found: dict[tuple[str, str], Code] = {}
    stops, parameters = _stops(body)
    for code in (*stops, *_errors(body, parameters), *_others(body)):
        kinds = ("stop", "error") if code.kind == "other" else (code.kind,)
        if not any((kind, code.value) in found for kind in (*kinds, code.kind)):
            found[code.kind, code.value] = code
    return tuple(sorted(found.values(), key=lambda code: code.where.first_line))


def _may_hold(text: str) -> bool:
    """A quick look for whatever `_HINT` looks for, one thing after the other: most articles end here."""
    return bool("0x" in text or "0X" in text or "STOP" in text or _RUN.search(text) or _DATABASE_HINT.search(text))


def _body(document: Document) -> _Body:
    lines, places = [document.title, ""], [Where("title", 0, 0)] * 2
    for part in document.parts():
        for number in range(part.first_line, part.last_line + 1):
            lines.append(document.lines[number - 1])
            places.append(Where(part.section, number, number, part.heading))
        lines.append("")
        places.append(places[-1])
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line) + 1
    return _Body("\n".join(lines), starts, places)


def _stops(body: _Body) -> tuple[list[Code], list[range]]:
    """The codes of STOP messages, and where their parameters stand."""
    found: list[Code] = []
    parameters: list[range] = []
    lower = body.text.lower()
    if "0x" not in lower or not any(word in lower for word in _STOP_WORDS):
        return found, parameters
    for pattern in (_STOP, _STOP_BEHIND, _STOP_TWICE, _STOP_BELOW, _NAMED):
        for match in pattern.finditer(body.text):
            end = match.end("code")
            found.append(_code(body, "stop", match["code"], match.start("code"), "code.stop"))
            while also := _ALSO.match(body.text, end):
                found.append(_code(body, "stop", also["code"], also.start("code"), "code.stop"))
                end = also.end("code")
            behind = _PARAMETERS.match(body.text, end)
            parameters.append(range(match.start("code"), behind.end() if behind else end))
    return [code for code in found if len(code.value) == 10], _union(parameters)


def _union(stretches: list[range]) -> list[range]:
    """The same characters as ranges that do not overlap, in order."""
    united: list[range] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        if united and stretch.start <= united[-1].stop:
            last = united.pop()
            united.append(range(last.start, max(last.stop, stretch.stop)))
        else:
            united.append(stretch)
    return united


def _errors(body: _Body, parameters: list[range]) -> Iterator[Code]:
    for match in _ERROR.finditer(body.text):
        at = bisect_right(parameters, match.start(), key=lambda stretch: stretch.start) - 1
        if (at < 0 or match.start() not in parameters[at]) and _is_error(body.text, match):
            yield _code(body, "error", match[0], match.start(), "code.error")


def _is_error(text: str, match: re.Match[str]) -> bool:
    """Whether the words around a number of eight hex digits make it the result of something."""
    before = _before(text, match.start())
    if _GUID.match(text, match.end()) or _IN_BRACKETS.search(before) or match["digits"] == "00000000":
        return False
    if _ADDRESS_BEHIND.match(text, match.end()):
        return False
    if _DIRECT.search(before) or _SYMBOL_BEHIND.match(text, match.end()) or _has_twin(text, before, match):
        return True
    if _NO_CODE.search(before) or _SETTING.search(before):
        return False
    return bool(_FAILURE.match(match["digits"]) or (_WORD.search(before) and not re.search(r"[=+]\s{0,3}$", before)))


def _has_twin(text: str, before: str, match: re.Match[str]) -> bool:
    """Whether the number stands in decimal beside, as a result: `-2147467259 (0x80004005)`, `(0xfffffdff = -513)`."""
    behind = text[match.end() : match.end() + _REACH].split("\n\n", 1)[0]
    if not _RESULT.search(f"{before} {behind}") or _SETTING.search(before):
        return False
    beside = _NUMBER.findall(before[-40:] + " " + text[match.end() : match.end() + 16].split("\n", 1)[0])
    return any(int(number) % 2**32 == int(match["digits"], 16) for number in beside if len(number) > 2)


def _before(text: str, start: int) -> str:
    """The line up to the code, and the line above if the code begins its own; never across a blank line."""
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip(" \t-*\"'("):
        line = text.rfind("\n", 0, max(line - 1, 0)) + 1
    before = text[max(line, start - _REACH) : start]
    return before.rsplit("\n\n", 1)[-1]


def _others(body: _Body) -> Iterator[Code]:
    """Codes in spellings without 0x."""
    for match in _STOP_BARE.finditer(body.text):
        yield _code(body, "other", match["digits"], match.start("digits"), "code.stop-bare")
    for match in _BARE.finditer(body.text):
        if not _in_dump(body.text, match):
            yield _code(body, "other", match["digits"], match.start("digits"), "code.bare")
    for match in _DECIMAL.finditer(body.text):
        if _is_decimal_code(body.text, match):
            yield _decimal(body, match, "code.decimal")
    for match in _DATABASE.finditer(body.text):
        yield _decimal(body, match, "code.database")


def _in_dump(text: str, match: re.Match[str]) -> bool:
    """Whether the line holds further hex words, as stack traces and memory dumps do."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    return len(re.findall(r"(?<!\w)[0-9a-fA-F]{8}(?!\w)", line)) > 1


def _is_decimal_code(text: str, match: re.Match[str]) -> bool:
    """Whether a decimal is a failure as signed or unsigned 32 bits; the first of them are limits and registry keys."""
    number = int(match["number"])
    if not (-(2**31) <= number < -(10**8) or 2**31 <= number < 2**32) or number % 2**31 <= 0xFF:
        return False
    before = _before(text, match.start())
    return not _SETTING.search(before) and (bool(_WORD.search(before)) or str(number).startswith(("-2147", "-1073")))


def _decimal(body: _Body, match: re.Match[str], rule: str) -> Code:
    value = f"0x{int(match['number']) % 2**32:08x}"
    return Code("other", value, match["number"], body.where(match.start("number")), rule)


def _code(body: _Body, kind: str, printed: str, offset: int, rule: str) -> Code:
    digits = re.sub(r"^(?:0[xX])+", "", printed)
    return Code(kind, f"0x{int(digits, 16):08x}", printed, body.where(offset), rule)
