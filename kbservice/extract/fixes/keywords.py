"""Fix keywords: `kbWinNT400sp4fix` says that Windows NT 4.0 Service Pack 4 has the fix.

A keyword is built from a product code, the digits of a version, `pre` or `no`, a service pack, and `fix`. `preSPn`
names a hotfix made before Service Pack n, which is meant to hold it; some of those packs were never published (Windows
NT 4.0 SP7, Exchange Server 5.5 SP5). `nosp` names a hotfix that no service pack holds.
"""

from __future__ import annotations

import re

from kbservice.record import Document, FixKeyword, Where

# Code in keywords, without `kb` and `os` -> product. Source: keywords and STATUS sections of the same articles.
_PRODUCTS = {
    "winnt": "Windows NT",
    "nt": "Windows NT",
    "tse": "Windows NT Server, Terminal Server Edition",
    "win": "Windows",
    "w": "Windows",
    "winxp": "Windows XP",
    "wince": "Windows CE",
    "exchange": "Exchange Server",
    "exc": "Exchange Server",
    "sna": "SNA Server",
    "his": "Host Integration Server",
    "sms": "Systems Management Server",
    "vs": "Visual Studio",
    "vb": "Visual Basic",
    "vbp": "Visual Basic",
    "vc": "Visual C++",
    "vfp": "Visual FoxPro",
    "vj": "Visual J++",
    "visid": "Visual InterDev",
    "ssafe": "Visual SourceSafe",
    "atl": "Active Template Library",
    "mfc": "Microsoft Foundation Classes",
    "mdac": "Data Access Components",
    "ado": "ActiveX Data Objects",
    "odbc": "Open Database Connectivity",
    "ie": "Internet Explorer",
    "iis": "Internet Information Server",
    "office": "Office",
    "officexp": "Office XP",
    "sqlserv": "SQL Server",
    "msmq": "Message Queue Server",
    "clustserv": "Cluster Server",
    "commserv": "Commerce Server",
    "siteserver": "Site Server",
    "proxy": "Proxy Server",
}

_KEYWORD = re.compile(
    r"(?:kb)?(?:os)?(?P<code>[a-z]*?)(?P<version>\d+(?:\.\d+)?[a-z]?)??\.?(?P<pre>pre)?"
    r"(?:(?P<none>nosp)|sp(?P<pack>\d{1,2}[a-z]?)|sr(?P<release>\d))?"
    r"fix(?:list)?(?P<none_after>nosp)?(?P<after>\d+(?:\.\d+)?[a-z]?)?(?:\.?sp(?P<pack_after>\d{1,2}))?"
)
_GLUED = re.compile(r"(?<=[a-z0-9])(?=kb[A-Za-z])")


def keywords(document: Document) -> tuple[str, ...]:
    """The article's keywords as printed, each once; those of the foot where there is one: the head cuts and glues."""
    return tuple(word for word, _ in _words(document))


def query_words(document: Document) -> tuple[str, ...]:
    """The additional query words as printed, each once."""
    field = document.field("additional query words")
    return tuple(dict.fromkeys(field.value.split())) if field else ()


def fix_keywords(document: Document) -> tuple[FixKeyword, ...]:
    """The keywords that hold `fix` and a release, with what they denote where the grammar tells."""
    return tuple(meaning(word, where) for word, where in _words(document) if _names_release(word))


def meaning(keyword: str, where: Where) -> FixKeyword:
    """What a keyword denotes; product, version and release are None where its parts are unknown."""
    match = _KEYWORD.fullmatch(keyword.lower())
    product = _PRODUCTS.get(match["code"]) if match else None
    if match is None or (match["code"] and product is None):
        return FixKeyword(keyword, where, before="presp" in keyword.lower(), rule="keyword.unknown")
    pack = match["pack"] or match["pack_after"]
    release = f"Service Pack {pack}" if pack else f"Service Release {match['release']}" if match["release"] else None
    none = match["none"] or match["none_after"]
    return FixKeyword(
        keyword,
        where,
        product=product,
        version=_version(match["version"] or match["after"] or ("400" if match["code"] == "tse" else "")),
        release="no service pack" if none else release,
        before=bool(match["pre"] or none),
        rule="keyword.grammar" if product else "keyword.version",
    )


def _names_release(word: str) -> bool:
    return "fix" in word.lower() and any(character.isdigit() for character in word)


def _version(digits: str) -> str | None:
    """`400` is 4.0, `152` 1.52, `500a` 5.0a, `2000` and `97` are years."""
    if not digits or "." in digits:
        return digits or None
    number, letter = digits.rstrip("abcdefg"), digits[len(digits.rstrip("abcdefg")) :]
    if len(number) == 4 or number in {"95", "97", "98"}:
        return digits
    return f"{number[0]}.{number[1:].rstrip('0') or '0'}{letter}"


def _words(document: Document) -> list[tuple[str, Where]]:
    field = document.field("keywords")
    if field is None:
        return []
    words = field.value.replace("|", " ").split()
    if field == next((f for f in document.fields if f.name == "keywords"), None):
        words = [part for word in words for part in _GLUED.split(word)]
    return [(word, Where("keywords", field.line, field.line)) for word in dict.fromkeys(words)]
