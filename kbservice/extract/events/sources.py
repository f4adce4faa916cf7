"""Names of event sources: which words are one, and how one is cleaned of what stands beside it.

A source is believed from a label. Elsewhere only a name that is known to be one is believed, because the word before an
ID is as often the product ("RAS Event ID") or the subject of the sentence ("the server logs event").
"""

from __future__ import annotations

import re

# Sources that Windows NT 4.0 and 2000, BackOffice and their drivers register under
# HKLM\SYSTEM\CurrentControlSet\Services\EventLog, as far as the name alone cannot be read as something else.
_NAMES = "|".join(
    (
        r"MS ?Exch(?:ange)?(?: ?(?-i:[A-Z])[A-Za-z0-9]*)?"
        r"(?:[ ](?:Private|Public|Mailbox|(?:POP3|IMAP4|NNTP|<Protocol>)(?: Interface)?))?",
        r"X400 ?Proxy|LME-[A-Z-]+|MS ?MI|ESE ?9[78]|ESENT|EDB",
        r"Service Control Manager|EventLog|Application Popup|Save ?Dump|Dr\. ?Watson|DrWatson|Userenv|Winlogon|SceCli",
        r"Net ?logon|LSA ?Srv|Kdc|W32Time|NtFrs|NTDS (?-i:[A-Z])\w{1,20}|Windows File Protection|License ?Service",
        r"Perf(?:lib|ctrs|Disk|OS|Proc|Net)|LoadPerf|WMI|WinMgmt|MsiInstaller|SCHANNEL|CertSvc|NT ?Backup|Replicator",
        r"Term(?:Service|Dd|ServDevices|ServLicensing)|RemoteAccess|Rasman|IPX?R(?:IP|outer)\w*|Portmapper",
        r"W3SVC|MSFTPSVC|SMTPSVC|NNTPSVC|IIS ?LOG|WAM|Active Server Pages|Transaction Server|COM ?TI|COM\+|DCOM|MSDTC",
        r"Rdr|Srv|NetBT|Tcpip|Nbf|Nwlnk\w+|NwRdr|MRxSmb|Dhcp(?:Server|Client)?|WINS|DNS(?: ?Server)?|SNMP|Snmpelea",
        r"SNA (?-i:[A-Z])[\w/ ]{1,28}?(?:Service|Server|Alerter|Application|Driver|Link|Security|Agent)",
        r"SNA Server|SnaBase|PPV5250|TN(?:3270|5250) (?:Server|Service)|AS/?400 ?MDSI",
        r"MacFile|MacPrint|SfmCtrs|AtkCtrs|Atalk|FPNW(?:SRV)?|Clus(?:Svc|Disk|Net|Prx)|WLBS",
        r"FTDISK|atapi|cdrom|Scsidisk|aic78\w\w|Symc8\w\w|Elnk\w+|CpqNF\w+|i?8042prt|mou(?:class|hid)|kbdclass|sermouse",
    )
)
_NAME = re.compile(rf"(?P<name>{_NAMES})(?![\w-])", re.IGNORECASE)
_LAST_NAME = re.compile(rf"(?:^|(?<=[\s(\"'“-]))(?P<name>{_NAMES})\Z", re.IGNORECASE)
_DRIVER = re.compile(r"(?:<[\w ]{1,20}>|[A-Z]\w*[A-Z]\w*|\w*[a-z]\w*\d\w*)$")  # ATAPI, MouClass, elnk31, <msfile>
_PRODUCTS = frozenset(
    {
        *("DHCP", "DS", "IIS", "IMC", "IMS", "IS", "MTA", "NT", "RAS", "RRAS", "SA", "SBS", "SMS", "SNA", "SQL"),
        *("STOP", "TCP", "TN3270", "TN5250", "TSE", "WARNING", "ERROR", "NOTE"),
    }
)
# The diagnostic categories of Exchange Server 4.0 to 5.5 that are printed unlabelled behind a source.
_CATEGORY = re.compile(
    r"(?:Internal Processing|X\.?400(?: Service)?|Interface|Field Engineering|Configuration|Operating System|Security"
    r"|General|Directory Access|MAPI Interface|ExDS Interface|LDAP Interface|Replication|Resource|Transport(?: \w+)?"
    r"|Logons|Connections|Content Engine|Access Control|Authentication|Service Control|Initialization/Termination"
    r"|Message Transfer|Debug Data)(?!\w)"
)
_OTHER_LABEL = re.compile(
    r"[,;]?\s+(?:\(?(?:event[ -]?)?(?:id|type|category|description|severity|user|computer|date|time)\b(?:\s*[:=]|\s)"
    r"|event\s+\d).*",
    re.IGNORECASE | re.DOTALL,
)
_TYPE_BEHIND = re.compile(r"[\s,-]+(?:error|warning|information)\.?$", re.IGNORECASE)
_CATEGORY_BEHIND = re.compile(r"(?P<name>\S.*?)(?:\s{2,}|\s+-\s+)(?P<category>[A-Z].*)")
_NO_NAME = re.compile(r"[\W\d]+|n/?a|none|<value>", re.IGNORECASE)
_MOST_WORDS = 6
_LONGEST = 48


def fold(source: str | None) -> str:
    """A source as a key: spellings that differ in case, blanks and punctuation are one source."""
    return re.sub(r"[\W_]+", "", source or "").lower()


def clean(value: str) -> tuple[str | None, str | None]:
    """The source, and the category beside it, that the value of a `Source:` label names; None for what names none."""
    value = _OTHER_LABEL.sub("", value).strip(" \t\"'.,;:-")
    category = None
    beside = _CATEGORY_BEHIND.fullmatch(value)
    if beside:
        value, category = beside["name"], beside["category"]
    value = re.sub(
        r"^source\s+|\s*\(or .*|[,;].*|(?<!\bDr)\.\s.*", "", _TYPE_BEHIND.sub("", value), flags=re.IGNORECASE
    )
    value = re.sub(r"\s+", " ", value).strip(" \"'.:")
    if not _reads_as_name(value):
        known = leading(value)
        return (known[0], None) if known else (None, None)
    return value, category


def _reads_as_name(value: str) -> bool:
    words = value.split()
    lower = sum(word.islower() and word.isalpha() for word in words)
    return 0 < len(words) <= _MOST_WORDS and len(value) <= _LONGEST and lower <= 2 and not _NO_NAME.fullmatch(value)


def leading(text: str) -> re.Match[str] | None:
    """The known source with which the text begins."""
    return _NAME.match(text)


def is_plain(name: str) -> bool:
    """Whether a known source is one word, which running text would not use for the product or the service."""
    return " " not in name and not name.isupper() and bool(re.match(r"MS ?Exch", name, re.IGNORECASE))


def category(text: str) -> re.Match[str] | None:
    """The known category with which the text begins."""
    return _CATEGORY.match(text)


def trailing(text: str) -> str | None:
    """The known source with which the text ends."""
    match = _LAST_NAME.search(text[-_LONGEST:])
    return match["name"] if match else None


def is_name(text: str) -> bool:
    """Whether the text alone, as found before an ID at the start of a line, is the name of a source."""
    return bool(_NAME.fullmatch(text) or (_DRIVER.match(text) and text not in _PRODUCTS))
