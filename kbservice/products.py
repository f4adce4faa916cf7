"""Spellings of products, in articles and in questions -> one name.

`Exchange 5.5`, `Microsoft Exchange Server, version 5.5` and `exch 5.5` are one product; `NT4 TSE` is Windows NT 4.0 in
its Terminal Server edition. A table of families carries the spellings; nothing else knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

# Family -> its spellings as regular expressions. Of all spellings the one that begins first wins, then the longest, so
# that "Visual Basic for Windows" is no Windows and "Exchange Windows NT client" no Exchange Server.
FAMILIES: tuple[tuple[str, str], ...] = (
    (
        "Exchange Server",
        r"exchange(?: server)?|exch(?:srvr)?(?= ?(?:[45](?!\d)|200[03])|$)"
        r"|e2k3?(?!\w)|exchange (?:2000|2003)(?: enterprise)? server",
    ),
    (
        "Exchange Client",
        r"exchange (?:windows|macintosh|ms-dos|mac os)[\w/. ]*? clients?|exchange clients?(?: for [\w. ]+)?",
    ),
    ("Outlook Web Access", r"outlook web access|owa"),
    ("Exchange Conferencing Server", r"exchange(?: 2000)? conferencing server"),
    (
        "Windows NT",
        r"windows nt(?: advanced)?(?: server| workstation)?(?: (?:or|and) (?:server|workstation))?|winnt|nt4"
        r"|(?:windows )?terminal server(?: edition)?|tse"
        r"|nt(?: server| workstation)?(?= ?[345]\b| ?[345]\.\d|$)",
    ),
    ("Windows NT Load Balancing Service", r"windows nt load balancing service|wlbs"),
    ("Windows NT Resource Kit", r"(?:mspress )?(?:microsoft )?windows nt (?:server |workstation )?resource kit"),
    ("Services for UNIX", r"windows (?:nt )?services for unix|services for unix|sfu"),
    ("Services for NetWare", r"services for netware|file and print services for netware"),
    ("Windows 2000", r"windows 2000|win2k|win2000|w2k(?!3)|windows nt 5\.0"),
    ("Windows Server 2003", r"windows server 2003|windows 2003|win2k3|w2k3|win2003"),
    ("Windows XP", r"windows xp|winxp"),
    ("Windows 95", r"windows 95|win ?95|win95"),
    ("Windows 98", r"windows 98|win ?98"),
    ("Windows Me", r"windows (?:millennium(?: edition)?|me)|winme"),
    ("Windows for Workgroups", r"windows for workgroups|wfwg?"),
    ("Windows CE", r"windows ce(?: toolkit for [\w+ ]+)?"),
    ("Windows", r"windows(?= ?\d| ?,|$)|windows 3(?:\.\d+|\.x)?|win ?3\.?\d+|windows"),
    (
        "Windows SDK",
        r"windows software development kit|(?:windows|platform|win32) sdk"
        r"|win32 application programming interface|win32 api",
    ),
    ("Windows DDK", r"windows (?:device|driver) development kit|windows ddk"),
    ("Windows Sound System", r"windows sound system"),
    ("Routing and Remote Access Service", r"routing and remote access service(?: update)?|rras"),
    ("MS-DOS", r"ms-?dos(?: operating system)?"),
    ("OS/2", r"os/2"),
    ("LAN Manager", r"lan ?manager"),
    ("SNA Server", r"sna server|sna(?= ?[234]\b| ?[234]\.|$)"),
    ("Host Integration Server", r"host integration server|his(?= ?2000)"),
    ("COM Transaction Integrator", r"com transaction integrator|comti"),
    ("Systems Management Server", r"systems management server|sms(?= |$|\d)"),
    ("Systems Management Server Installer", r"systems management server installer|sms installer"),
    ("SQL Server", r"sql server(?! odbc)|mssql|sql(?= ?(?:6|7|2000)\b)"),
    ("MSDE", r"data engine|msde"),
    ("Internet Information Server", r"internet information (?:server|services?)|iis"),
    ("Index Server", r"index server|indexing service"),
    ("Certificate Server", r"certificate server"),
    ("Personal Web Server", r"personal web server|pws"),
    ("Proxy Server", r"proxy server|proxy(?= ?[12]\b| ?[12]\.)"),
    ("Internet Security and Acceleration Server", r"internet security and acceleration server|isa(?: server)?"),
    ("Small Business Server", r"(?:backoffice )?small business server|sbs"),
    ("BackOffice Server", r"backoffice(?: server)?"),
    ("Site Server", r"site server"),
    ("Commerce Server", r"commerce server"),
    ("Transaction Server", r"transaction server|mts(?= ?[12]\b)"),
    ("Message Queue Server", r"message queu(?:e|ing)(?: server)?|msmq"),
    ("Cluster Server", r"cluster server|mscs"),
    ("Metadirectory Services", r"metadirectory services|mms(?= ?2)"),
    ("Application Center", r"application center"),
    ("BizTalk Server", r"biztalk(?: server)?"),
    ("SharePoint Portal Server", r"sharepoint portal server"),
    ("Internet Explorer", r"internet explorer|msie|ie(?= ?\d|$)"),
    ("Microsoft VM", r"(?:microsoft )?virtual machine|microsoft vm|java vm"),
    ("Outlook Express", r"outlook express"),
    ("Outlook", r"outlook(?! web| express)"),
    ("Outlook for Macintosh", r"outlook(?: for macintosh)?, exchange server edition|outlook for macintosh"),
    ("Office", r"office(?! ?vision)"),
    ("Word", r"word(?= for| ?\d| ?$|,)|winword"),
    ("Excel", r"excel"),
    ("Access", r"(?<=microsoft )access|access(?= ?\d| for)"),
    ("PowerPoint", r"powerpoint"),
    ("Publisher", r"(?<=microsoft )publisher"),
    ("Project", r"(?<=microsoft )project|project(?= ?(?:98|2000|2002))"),
    ("FrontPage", r"frontpage"),
    ("FrontPage Server Extensions", r"frontpage(?: 9[78]| 2000)? server extensions"),
    ("Works", r"(?<=microsoft )works"),
    ("Schedule+", r"schedule\+(?= |,|$)"),
    ("Mail Gateway", r"mail gateway(?: to [\w.+ ]+?)?(?=,|$| version)"),
    ("Mail for AppleTalk Networks", r"mail for appletalk networks"),
    ("Mail for PC Networks", r"mail for pc networks|msmail|ms mail"),
    ("Mail Multitasking MTA", r"mail multitasking mta"),
    ("Mail for Windows", r"mail for windows(?! nt)"),
    ("Mail Remote", r"mail remote"),
    ("Visual Basic", r"visual ?basic(?! for applications|\.net)|vb(?= ?[2-6]\b| ?[2-6]\.|$)|vb6|vb5"),
    ("Visual Basic for Applications", r"visual basic for applications|vba"),
    ("Visual Basic .NET", r"visual basic ?\.net|vb\.net"),
    ("Visual C++", r"visual c\+\+(?! ?\.net)|vc\+\+(?! ?\.net)|vc(?= ?[1-6]\b| ?[1-6]\.)"),
    ("Visual C++ .NET", r"visual c\+\+ ?\.net"),
    ("Visual FoxPro", r"visual foxpro|vfp"),
    ("FoxPro", r"foxpro"),
    ("FoxBASE+", r"foxbase\+?"),
    ("Visual SourceSafe", r"visual sourcesafe|vss|sourcesafe"),
    ("Visual Studio", r"visual studio(?! ?\.net)|vs(?= ?(?:97|6))"),
    ("Visual Studio .NET", r"visual studio ?\.net"),
    ("Visual InterDev", r"visual interdev"),
    ("Visual J++", r"visual j\+\+"),
    (".NET Framework", r"\.net framework"),
    ("Microsoft Foundation Classes", r"(?:microsoft )?foundation classes|mfc"),
    ("Active Template Library", r"active template library|atl"),
    ("Data Access Components", r"data access components|mdac"),
    ("DCOM", r"dcom(?:9[58])?"),
    ("ActiveX Data Objects", r"activex data objects|ado(?= ?\d)"),
    ("Jet", r"jet(?: database engine)?(?= ?\d)|jet database engine"),
    ("ODBC", r"open database connectivity|odbc(?: for oracle| driver for [\w ]+)?"),
    ("SQL Server ODBC driver", r"odbc driver for sql server|sql server odbc driver"),
    ("C Compiler", r"c/c\+\+ compiler|c/c\+\+(?: for)?|c compiler|(?<=microsoft )c(?= for)"),
    ("QuickC", r"quickc"),
    ("QuickBASIC", r"quickbasic"),
    ("BASIC Compiler", r"basic (?:pds|compiler|professional development system)"),
    ("Macro Assembler", r"macro assembler|masm"),
    ("Fortran", r"fortran(?: powerstation(?: ?32)?| compiler)?|powerstation(?: ?32)?"),
    ("CodeView", r"codeview"),
    ("Microsoft Network", r"(?:the )?microsoft network(?! client)|msn(?: [a-z]+)*"),
    ("DirectX", r"directx"),
    ("TCP/IP-32", r"tcp/ip-32"),
    ("Passport", r"passport"),
)  # fmt: skip

_ALTERNATIVES = "|".join(f"(?P<f{n}>{spelling})" for n, (_, spelling) in enumerate(FAMILIES))
_SPELLINGS = tuple((family, re.compile(rf"(?:{spelling})(?![a-z])", re.IGNORECASE)) for family, spelling in FAMILIES)
_ANY = re.compile(rf"(?<![\w+/-])(?:{_ALTERNATIVES})(?![a-z])", re.IGNORECASE)
_LONG_NAMES = ("exchange", "sourcesafe", *(name.lower() for name, _ in FAMILIES if len(name) >= 7))
_ALIKE = 0.85
_SERVICE_PACK = re.compile(
    r"\b(?:OEM\s+)?(?:service\s+(?:pack|release)s?|S[PR]|OSR)(?:\s+version)?[\s-]*\(?\d+(?:\.\d+)?[a-z]?\b\)?",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?<![\w./-])(\d{1,4}(?:\.(?:\d{1,2}|x)){0,2}[a-z]?)(?![\w.]*-bit)(?![\w/])(?!\.\d)", re.I)
_YEARS = {"1997": "97", "1998": "98", "xp": "2002"}
_NUMBER_OF_YEAR = {
    "Exchange Server": {"6.0": "2000", "6.5": "2003"},
    "SQL Server": {"8.0": "2000", "9.0": "2005"},
    "Outlook": {"8.0": "97", "8.5": "98", "9.0": "2000", "10.0": "2002", "11.0": "2003"},
    "Office": {"8.0": "97", "9.0": "2000", "10.0": "2002", "11.0": "2003"},
    "Word": {"7.0": "95", "8.0": "97", "9.0": "2000", "10.0": "2002"},
    "Excel": {"7.0": "95", "8.0": "97", "9.0": "2000", "10.0": "2002"},
    "Access": {"7.0": "95", "8.0": "97", "9.0": "2000", "10.0": "2002"},
    "PowerPoint": {"7.0": "95", "8.0": "97", "9.0": "2000", "10.0": "2002"},
    "Visual Studio": {"5.0": "97"},
}
_VERSION_IN_NAME = {
    "Windows 2000": "2000", "Windows XP": "XP", "Windows Server 2003": "2003", "Windows 95": "95", "Windows 98": "98",
    "Windows Me": "Me",
}  # fmt: skip
_NAMED_WINDOWS = {
    "95": ("Windows 95", "95"), "95.0": ("Windows 95", "95"), "98": ("Windows 98", "98"), "98.0": ("Windows 98", "98"),
    "2000": ("Windows 2000", "2000"), "2003": ("Windows Server 2003", "2003"), "xp": ("Windows XP", "XP"),
    "me": ("Windows Me", "Me"),
}  # fmt: skip
_EDITIONS = (
    ("Terminal Server Edition", re.compile(r"terminal server|\btse\b", re.IGNORECASE)),
    ("Second Edition", re.compile(r"second edition|\b98 ?se\b", re.IGNORECASE)),
    ("Enterprise Edition", re.compile(r"enterprise", re.IGNORECASE)),
    ("Advanced Server", re.compile(r"advanced server", re.IGNORECASE)),
    ("Professional", re.compile(r"professional", re.IGNORECASE)),
    ("Workstation", re.compile(r"workstation", re.IGNORECASE)),
    ("Standard Edition", re.compile(r"standard", re.IGNORECASE)),
    ("Learning Edition", re.compile(r"learning", re.IGNORECASE)),
)
_SUITES = {
    ("Visual Studio", "6.0"): (
        "Visual Basic", "Visual C++", "Visual FoxPro", "Visual SourceSafe", "Visual InterDev", "Visual J++",
        "Active Template Library", "Microsoft Foundation Classes",
    ),
    ("Visual Studio", "97"): ("Visual Basic", "Visual C++", "Visual FoxPro", "Visual SourceSafe"),
    ("Office", "97"): ("Word", "Excel", "Access", "PowerPoint", "Outlook"),
    ("Office", "2000"): ("Word", "Excel", "Access", "PowerPoint", "Outlook", "FrontPage", "Publisher"),
    ("Office", "2002"): ("Word", "Excel", "Access", "PowerPoint", "Outlook", "FrontPage", "Publisher"),
}  # fmt: skip
_MEMBER_VERSION = {("Visual Studio", "97"): "5.0"}
_SERVICED_WITH = {
    ("Internet Information Server", "4.0"): ("Windows NT", "4.0"),
    ("Internet Information Server", "5.0"): ("Windows 2000", "2000"),
    ("Internet Information Server", "5.1"): ("Windows XP", "XP"),
    ("Internet Information Server", "6.0"): ("Windows Server 2003", "2003"),
    ("Outlook Web Access", "5.0"): ("Exchange Server", "5.0"),
    ("Outlook Web Access", "5.5"): ("Exchange Server", "5.5"),
    ("COM Transaction Integrator", "1.0"): ("SNA Server", "4.0"),
    ("COM Transaction Integrator", "4.0"): ("SNA Server", "4.0"),
    ("MSDE", "1.0"): ("SQL Server", "7.0"),
    ("MSDE", "2000"): ("SQL Server", "2000"),
    **{("Outlook Express", v): ("Internet Explorer", v) for v in ("4.01", "5.01", "5.5", "6.0")},
    **{("ActiveX Data Objects", v): ("Data Access Components", v) for v in ("2.1", "2.5", "2.6", "2.7", "2.8")},
}
_LONGEST = 600  # characters of a name that are looked into
_TAIL = re.compile(
    r"(?:,? ?(?:version|v|server|edition)s? ?|,? )?((?:\d{1,2}(?:\.\d{1,2})?|(?:19|20)\d\d)[a-z]?)(?![\w.]*\d)"
    r"(?: second edition| se\b)?",
    re.IGNORECASE,
)
_TERMINAL_TAIL = re.compile(r",? (?:server )?(?:terminal server(?: edition)?|tse)\b", re.IGNORECASE)
_SYSTEM = re.compile(
    r"\bfor (?:windows|ms-dos|os/2|the macintosh|macintosh)(?: nt)?(?: (?:9[58]|\d\.\d+))?\b", re.IGNORECASE
)
_PLATFORMS = {"Windows", "Windows 3.x", "Windows 95", "Windows 98", "Windows Me"}
# `Creative Writer for Windows` is no Windows; what is made for Windows NT is most often a part of it.
_MADE_FOR = re.compile(r"(?:Microsoft )?(?!Microsoft\b)(\w.*?) for (?:the )?(?:Microsoft )?", re.IGNORECASE)
_ADD_ON = re.compile(
    r"\b(?:update|library|resource kit|option pack|add-?ons?|converters?|viewer|distribution kit|proofing tools)\b",
    re.IGNORECASE,
)  # of a product, but not the product itself
_NOISE = re.compile(
    r"\b(?:microsoft|the operating system:?|the hardware:?|for (?:ms-dos|windows|the macintosh|macintosh|windows nt)|"
    r"versions?|editions?|used with:?|included with:?|on platform\(s\):?|\d+-bit)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product under its one name: family, version of the product if said, edition if said, the text as written."""

    family: str
    version: str | None = None
    edition: str | None = None
    known: bool = field(default=True, compare=False)
    text: str = field(default="", compare=False)

    @property
    def line(self) -> tuple[str, str | None, str]:
        """What shares one sequence of service packs: family, version, and `Terminal Server Edition` or nothing.

        Members of a suite count as the suite: Visual Basic 6.0 has the service packs of Visual Studio 6.0, Internet
        Information Services 5.0 those of Windows 2000, Outlook Web Access 5.5 those of Exchange Server 5.5.
        """
        return _line(self.family, self.version, self.edition)

    def shares_line(self, other: ProductName) -> bool:
        """Whether service packs of the two can be compared; a version that is not said fits any."""
        mine, theirs = self.line, other.line
        if mine[1] is None or theirs[1] is None:
            return mine[2] == theirs[2] and bool({self.family, mine[0]} & {other.family, theirs[0]})
        return mine == theirs

    def __str__(self) -> str:
        version = "" if self.version is None or self.family.endswith(self.version) else f" {self.version}"
        return f"{self.family}{version}" + (f", {self.edition}" if self.edition else "")


@lru_cache(maxsize=8192)
def _line(family: str, version: str | None, edition: str | None) -> tuple[str, str | None, str]:
    if edition == "Terminal Server Edition":
        return (family, version, edition)
    family, version = _SERVICED_WITH.get((family, version or ""), (family, version))
    for suite, members in _SUITES.items():
        if family in members and version == _MEMBER_VERSION.get(suite, suite[1]):
            return (*suite, "")
    return (family, version, "")


@dataclass(frozen=True, slots=True)
class Mention:
    """A product named in running text, and where: `text[start:end]`, the version included."""

    product: ProductName
    start: int
    end: int


@lru_cache(maxsize=8192)
def parse(text: str, version: str | None = None) -> ProductName:
    """The product that a text names as a whole, such as a bullet of an applies-to list or a question's parameter.

    A text that names no known family is a family of its own (`known` is False). `version` is used where the text says
    none.
    """
    plain = _SERVICE_PACK.sub(" ", re.sub(r"\s+", " ", text[:_LONGEST]))
    found = _earliest(plain)
    if found is None:
        meant = _misspelt(plain)
        return replace(parse(meant, version), text=text.strip()) if meant else _unknown(plain, version, text)
    family, start, end = found
    made = _MADE_FOR.fullmatch(plain[:start]) if family in _PLATFORMS else None
    if made:
        return _unknown(made[1] + plain[end:], version, text)
    rest = _SYSTEM.sub(" ", plain[end:])
    if _ADD_ON.search(rest):
        return ProductName(_cleaned(plain), version, None, False, text.strip())
    said = _version(family, re.sub(r"\b(?:16|32)\b", "", plain[start:end]), rest)
    if said is None and version:
        said = _version(family, "", version) or _named_version(family, version)
    if family == "Windows" and said in _NAMED_WINDOWS:
        family, said = _NAMED_WINDOWS[said]
    if family == "FoxPro" and re.match(r"[3-9]\.", said or ""):
        family = "Visual FoxPro"  # FoxPro ended with 2.6
    edition = _edition(f"{plain} {version or ''}")
    if edition == "Terminal Server Edition":
        family, said = ("Windows NT" if family == "Windows" else family), said or "4.0"
        edition = edition if family == "Windows NT" else None
    return ProductName(family, said, edition, True, text.strip())


def family(text: str) -> str:
    """The family that a product belongs to: `Microsoft Windows NT Server, Enterprise Edition` -> `Windows NT`."""
    return parse(text).family


def mentions(text: str) -> Iterator[Mention]:
    """The known products that running text names, in order: `exchange 5.5 on nt4` names two."""
    at = 0
    while (found := _earliest(text, at)) is not None:
        name, start, end = found
        stop = (_earliest(text, end) or ("", len(text), 0))[1]
        tail = _TAIL.match(text, end, stop)
        if tail and _version(name, "", tail[1]):
            end = tail.end()
        edition = _TERMINAL_TAIL.match(text, end) if name == "Windows NT" else None
        end = edition.end() if edition else end
        yield Mention(parse(text[start:end]), start, end)
        at = end


def _earliest(text: str, at: int = 0) -> tuple[str, int, int] | None:
    first = _ANY.search(text, at)
    if first is None:
        return None
    best = ("", first.start(), first.start())
    for name, spelling in _SPELLINGS:
        match = spelling.match(text, first.start())
        if match is not None and match.end() > best[2]:
            best = (name, first.start(), match.end())
    return best if best[0] else None


def _misspelt(plain: str) -> str | None:
    """The text with the known name that its first words misspell by a letter: `Visual Studo 97`, `Exchnage 5.5`."""
    words = re.sub(r"(?i)^\W*microsoft ", "", plain).split()
    for known in _LONG_NAMES:
        count = known.count(" ") + 1
        typed = " ".join(words[:count]).lower()
        may_be = typed != known and abs(len(typed) - len(known)) < 2
        if may_be and SequenceMatcher(None, known, typed).ratio() >= _ALIKE:
            return " ".join(["Microsoft", known, *words[count:]])
    return None


def _version(family: str, name: str, rest: str) -> str | None:
    if family in _VERSION_IN_NAME:
        return _VERSION_IN_NAME[family]
    for part in (name, rest):
        if re.search(r"client", part) and part is name:
            continue
        match = _VERSION.search(part) or re.search(r"\b(xp)\b|(?<=[a-z])(\d(?:\.\d)?)$", part, re.IGNORECASE)
        if match is not None:
            return _named_version(family, match[0])
    return None


def _named_version(family: str, version: str) -> str:
    version = version.strip().lower().removeprefix("version").strip()
    if family in _VERSION_IN_NAME:
        return _VERSION_IN_NAME[family]
    if family in _NUMBER_OF_YEAR or family in ("FrontPage", "Publisher", "Project", "Visual Studio .NET"):
        version = _YEARS.get(version, version)
    if re.fullmatch(r"\d{1,2}", version) and version not in ("95", "97", "98"):
        version += ".0"
    match = re.fullmatch(r"(\d+)\.(\d+)(?:\.0+)*", version)
    if match is not None and int(match[2]) == 0:
        version = f"{int(match[1])}.0"
    elif match is not None and len(match[2]) == 2 and match[2].endswith("0"):
        version = f"{int(match[1])}.{match[2][0]}"
    return _NUMBER_OF_YEAR.get(family, {}).get(version, version)


def _edition(text: str) -> str | None:
    return next((name for name, pattern in _EDITIONS if pattern.search(text)), None)


def _cleaned(name: str) -> str:
    return re.sub(r"\s+", " ", _NOISE.sub(" ", name)).strip(" ,-:*'")


def _unknown(plain: str, version: str | None, text: str) -> ProductName:
    if _EDITIONS[0][1].search(plain):
        return ProductName("Windows NT", "4.0", "Terminal Server Edition", True, text.strip())
    match = _VERSION.search(plain)
    name = _cleaned(plain[: match.start()] if match and match.start() > 3 else plain) or plain.strip()
    said = match[0].lower() if match and match.start() > 3 else (version or None)
    return ProductName(name, said, None, False, text.strip())
