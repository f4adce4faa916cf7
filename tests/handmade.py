"""Articles of our own as records, made by hand; each says in a line what tests find in it."""

from __future__ import annotations

import datetime as dt
import hashlib

from kbservice.record import (
    Citation,
    Code,
    Copy,
    Event,
    FixedFile,
    FixedIn,
    FixKeyword,
    ListedFix,
    Problem,
    Product,
    Record,
    Requirement,
    Section,
    Statement,
    Where,
)

Parts = tuple[tuple[str, str], ...]


def record(number: int, title: str, *parts: tuple[str, str], **facts: object) -> Record:
    """A record whose text is the title and the parts (section name, text), a heading line above each."""
    lines = [title]
    sections = []
    for name, text in parts:
        body = text.split("\n")
        lines += ["", name.upper().replace("_", " "), *body]
        sections.append(Section(name, name.upper(), len(lines) - len(body) + 1, len(lines)))
    text = "\n".join(lines)
    members: dict[str, object] = {
        "number": number,
        "title": title,
        "title_prefix": None,
        "kind": "problem",
        "layout": "markdown",
        "source_file": f"Q{number}.md",
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
        "sections": tuple(sections),
    }
    return Record(**{**members, **facts})  # type: ignore[arg-type]


def where(section: str, line: int, last: int = 0, heading: str = "") -> Where:
    return Where(section, line, last or line, heading)


# The MTA stops with event 9301; corrected by a file table, a service pack and a keyword.
MTA = record(
    197378,
    "XADM: MTA Stops with Event 9301",
    ("symptoms", "The message transfer agent stops, and the log shows:\n   Event ID: 9301\n   Source: MSExchangeMTA"),
    ("cause", "A message with a damaged address was read twice. It then met a null pointer."),
    ("resolution", "Install the latest service pack.\n\n   emsmta.exe   5.5.2431.0   19-OCT-1998"),
    ("status", "Corrected in Exchange Server 5.5 Service Pack 2."),
    kind="problem",
    title_prefix="XADM",
    last_modified=dt.date(1999, 3, 22),
    applies_to=(Product("Exchange Server", "5.5", where("applies_to", 1), rule="applies_to.bullet"),),
    events=(
        Event(
            9301,
            where("symptoms", 5, 6),
            "MSExchangeMTA",
            "error",
            "Field Engineering",
            "An error %1 occurred.",
            "event.label",
        ),
    ),
    codes=(
        Code("error", "0x80004005", "80004005", where("symptoms", 4)),
        Code("stop", "0x0000000a", "STOP 0xA", where("symptoms", 4)),
    ),
    files=(
        FixedFile(
            where("resolution", 14),
            "emsmta.exe",
            "5.5.2431.0",
            dt.date(1998, 10, 19),
            None,
            995_600,
            "x86",
            component="MTA",
            product="Exchange Server 5.5",
            rule="files.dash-table",
        ),
    ),
    fixed_in=(
        FixedIn(
            "Exchange Server",
            where("status", 17),
            "5.5",
            "Service Pack 2",
            text="Corrected in Exchange Server 5.5 Service Pack 2.",
        ),
    ),
    fix_keywords=(FixKeyword("exc55sp2fix", where("footer", 17), "Exchange Server", "5.5", "Service Pack 2"),),
    requires=(Requirement("Service Pack 1", where("resolution", 12), "Exchange Server", "5.5", "Service Pack 1"),),
    citations=(Citation(191014, where("resolution", 12), "How to obtain the latest service pack"),),
    keywords=("exc55sp2fix", "kbbug"),
    query_words=("mta", "crash"),
    copies=(Copy("Q197378-wiki.txt", "wiki", "0" * 64, "2.0", dt.date(1999, 3, 1), "MTA stops"),),
    problems=(Problem("files", "a row has no date"),),
)

# Another cause of the same event, with a workaround alone; names MTA's article.
LOOP = record(
    250111,
    "Gateway Loops after Event 9301",
    ("symptoms", "The gateway logs event 9301 without end."),
    ("workaround", "Restart the gateway service. Then send again."),
    kind="bug",
    last_modified=dt.date(2001, 5, 1),
    applies_to=(Product("Exchange Server", "5.0", where("applies_to", 1)),),
    events=(Event(9301, where("symptoms", 4), "MSExchangeMTA"), Event(1290, where("symptoms", 4), "MSExchange MTA")),
    files=(FixedFile(where("workaround", 7), "emsmta.exe", "5.5.2232.0"),),
    citations=(
        Citation(197378, where("workaround", 7)),
        Citation(196381, where("workaround", 7), "Directory Event 289 Returns"),
    ),
)

# No title of its own: others cite it; an event without source.
UNTITLED = record(
    196381,
    "",
    ("symptoms", "Event 289 returns daily."),
    ("more_information", "The firewall closes idle connections."),
    kind="information",
    events=(Event(289, where("more_information", 7)),),
    statements=(
        Statement(
            "planned", where("more_information", 7), "Exchange Server", "5.5", text="Planned for a later release."
        ),
    ),
)

# A fix list that names the MTA's article.
FIX_LIST = record(
    191014,
    "List of Bugs Fixed in Exchange Server 5.5 Service Pack 2",
    ("more_information", "Q197378 MTA Stops with Event 9301"),
    kind="fix_list",
    last_modified=dt.date(1999, 1, 5),
    applies_to=(Product("Exchange Server", "5.5", where("applies_to", 1)),),
    listed_fixes=(
        ListedFix(197378, "Exchange Server", where("more_information", 4), "5.5", "Service Pack 2", "MTA Stops"),
    ),
)

RECORDS = (MTA, LOOP, UNTITLED, FIX_LIST)
