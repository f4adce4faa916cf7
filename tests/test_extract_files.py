"""Tables, lists and sentences of corrected files, told from the lists that state no fix."""

from __future__ import annotations

import datetime as dt
import json
import tarfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbservice import layouts
from kbservice.extract.files import files
from kbservice.record import Document, FixedFile, Section

ANNOUNCED = "The cure brings files that should have the following attributes or later:"


def article(text: str, section: str = "resolution", subsections: tuple[Section, ...] = ()) -> Document:
    lines = text.split("\n")
    body = Section(section, section.upper(), 1, len(lines), subsections)
    return Document("test", 100001, text, "A title", (body,))


def under_headings(*parts: tuple[str, str]) -> Document:
    """A resolution of several headed parts."""
    text, subsections = "", []
    for heading, body in parts:
        first = text.count("\n") + 3
        text += f"{heading}\n{'-' * len(heading)}\n{body}\n"
        subsections.append(Section("other", heading, first, text.count("\n")))
    return article(text, subsections=tuple(subsections))


def rows(document: Document) -> list[tuple[object, ...]]:
    return [(f.name, f.version, f.date and f.date.isoformat(), f.time, f.size, f.platform) for f in files(document)]


def one(text: str, section: str = "resolution") -> FixedFile:
    (found,) = files(article(text, section))
    return found


TABLES = {
    "ruled": (
        "  Date         Time   Version        Size     File name   Platform\n"
        "  ----------------------------------------------------------------\n"
        "  09-Aug-2001  10:56  4.0.1381.7097  701,200  Sample.dll  Intel\n",
        [("Sample.dll", "4.0.1381.7097", "2001-08-09", "10:56", 701200, "x86")],
    ),
    "name and version only, one blank apart, no rule": (
        "  File name Version\n  Sample.dll 5.5.2394\n",
        [("Sample.dll", "5.5.2394", None, None, None, None)],
    ),
    "rows that begin left of the header": (
        "   Date       Time      Size       File Name\n   -----------------------------------------\n"
        "  03/27/2001  10:20a    170,256    Sample.dll\n",
        [("Sample.dll", None, "2001-03-27", "10:20", 170256, None)],
    ),
    "blank cells": (
        "  Date         Time   Version        Size       File name       Platform\n"
        "  ----------------------------------------------------------------------\n"
        "  01-Mar-2001  17:40                        67  Sample.ini\n"
        "  01-Mar-2001  17:40  2.0.92.9       1,681,800  Sample.exe      Alpha\n",
        [
            ("Sample.ini", None, "2001-03-01", "17:40", 67, None),
            ("Sample.exe", "2.0.92.9", "2001-03-01", "17:40", 1681800, "Alpha"),
        ],
    ),
    "a bare number under Version beside a size": (
        "  Date      Time    Version  Size    File name    Platform\n"
        "  --------------------------------------------------------\n"
        "  7/22/99   8:59pm  786      72,388  Sample.exe   x86\n",
        [("Sample.exe", "786", "1999-07-22", "20:59", 72388, "x86")],
    ),
    "sizes printed under Version": (
        "  Date      Time   Version    File name   Platform\n  ------------------------------------------\n"
        "  11/12/99  00:18  1,279,248  Sample.dll  Intel\n  11/12/99  00:19  185.760  Other.dll  Intel\n",
        [
            ("Sample.dll", None, "1999-11-12", "00:18", 1279248, "x86"),
            ("Other.dll", None, "1999-11-12", "00:19", 185760, "x86"),
        ],
    ),
    "version last": (
        "  Date      Time    Size     File name   Platform  Version\n"
        "  --------------------------------------------------------\n"
        "  12/30/99  03:34p  5,677    54831.sql   I386\n"
        "  10/14/99  07:58p  232,288  Sample.dll  I386      2.00.1380.1055\n",
        [
            ("54831.sql", None, "1999-12-30", "15:34", 5677, "x86"),
            ("Sample.dll", "2.00.1380.1055", "1999-10-14", "19:58", 232288, "x86"),
        ],
    ),
    "the header lies about the order": (
        "  File Name     Platform  Date     Time    Size\n  ---------------------------------------------\n"
        "  Sample.dll (Intel)    5/27/98  10:51a  17,680\n",
        [("Sample.dll", None, "1998-05-27", "10:51", 17680, "x86")],
    ),
    "a platform once for each block": (
        "  Date        Time    Size    File name   Platform\n  -----------------------------------------\n"
        "  10/12/1999  08:44p  36,112  Sample.exe  x86\n  10/29/1999  02:06p  60,208  Sample.sys\n\n"
        "  10/12/1999  08:43p  51,472  Sample.exe  Alpha\n  10/29/1999  02:05p  90,208  Sample.sys\n",
        [
            ("Sample.exe", None, "1999-10-12", "20:44", 36112, "x86"),
            ("Sample.sys", None, "1999-10-29", "14:06", 60208, "x86"),
            ("Sample.exe", None, "1999-10-12", "20:43", 51472, "Alpha"),
            ("Sample.sys", None, "1999-10-29", "14:05", 90208, "Alpha"),
        ],
    ),
    "a platform that runs on below": (
        "  Date      Time    Version    Size    File name  Platform\n"
        "  --------------------------------------------------------\n"
        "  10/08/99  8:08pm  4.10.2222  20,228  Some.vxd   Windows 98\n"
        "                                                  Second Edition\n"
        "  10/09/99  8:08pm  4.10.2223  20,229  Some.vxd   Windows 98\n",
        [
            ("Some.vxd", "4.10.2222", "1999-10-08", "20:08", 20228, "Windows 98 Second Edition"),
            ("Some.vxd", "4.10.2223", "1999-10-09", "20:08", 20229, "Windows 98"),
        ],
    ),
    "a word between name and platform columns": (
        "         Date      Size    File name   Platform\n         --------------------------------------\n"
        "         28/08/01  53,168  Sample.lib  R3000  (Debug)\n  Label  28/08/01  53,169  Sample.lib\n",
        [
            ("Sample.lib", None, "2001-08-28", None, 53168, "R3000 (Debug)"),
            ("Sample.lib", None, "2001-08-28", None, 53169, None),
        ],
    ),
    "a name without extension and a version of letters": (
        "  File Name              Version\n  ------------------------------\n  Sample Extractor Mac   24C\n",
        [("Sample Extractor Mac", "24C", None, None, None, None)],
    ),
    "a loader without extension": (
        "  Date      Time    Size    File name\n  -----------------------------------\n"
        "  10/08/99  8:08pm  20,228  Ntldr\n",
        [("Ntldr", None, "1999-10-08", "20:08", 20228, None)],
    ),
    "no names": ("  Version\n  -------\n  8.1.3\n", [(None, "8.1.3", None, None, None, None)]),
    "boxed": (
        "  +--------------------------+\n  | File name    | Version   |\n  +--------------------------+\n"
        "  | Sample.dll   | 5.5.2544.0 |\n  +--------------------------+\n  | Some.sch     |            |\n"
        "  +--------------------------+\n",
        [("Sample.dll", "5.5.2544.0", None, None, None, None), ("Some.sch", None, None, None, None, None)],
    ),
    "boxed, sizes in kilobytes, no inner rules": (
        "+------------------------------------------------------------+\n"
        "| Name     | Size    | Date   | Time     | Version# | Platform |\n"
        "+------------------------------------------------------------+\n"
        "| c1xx.dll | 1,169KB | 6/4/99 | 11:01 PM | 12.00.85 | x86      |\n"
        "| c2xx.dll | 1,000   | 6/4/99 | 11:02 PM | none     | x86      |\n"
        "+------------------------------------------------------------+\n",
        [
            ("c1xx.dll", "12.00.85", "1999-06-04", "23:01", 1169 * 1024, "x86"),
            ("c2xx.dll", None, "1999-06-04", "23:02", 1000, "x86"),
        ],
    ),
    "boxed, cells of a row on several lines": (
        "+-----------------------+\n| File name  | Version  |\n+-----------------------+\n"
        "| Sample.dll | 5.5.\n2544.0 |\n+-----------------------+\n",
        [("Sample.dll", "5.5. 2544.0", None, None, None, None)],
    ),
    "boxed, columns changed over": (
        "+----------------------+\n| File name | Version  |\n+----------------------+\n| 5.5.2632 | Ese.dll   |\n"
        "+----------------------+\n",
        [("Ese.dll", "5.5.2632", None, None, None, None)],
    ),
    "boxed without header": (
        "+---------------------------+\n| Sample.sch | 5.5.2654.38  |\n+---------------------------+\n",
        [("Sample.sch", "5.5.2654.38", None, None, None, None)],
    ),
    "boxed with a column of another kind": (
        "+--------------------------------+\n| File name  | Version | Shelf    |\n+--------------------------------+\n"
        "| Sample.dll | 1.2.3   | upper    |\n+--------------------------------+\n",
        [("Sample.dll", "1.2.3", None, None, None, None)],
    ),
    "no header": (
        "  01/14/98  12:04p   123,824 Sample.sys   (Intel)\n  01/14/98  12:00p   216,848 Sample.sys   (Alpha)\n",
        [
            ("Sample.sys", None, "1998-01-14", "12:04", 123824, "x86"),
            ("Sample.sys", None, "1998-01-14", "12:00", 216848, "Alpha"),
        ],
    ),
    "platform in front": (
        "  (i386)  12/01/97  04:24p    143,632 Sample.sys\n",
        [("Sample.sys", None, "1997-12-01", "16:24", 143632, "x86")],
    ),
    "written out": (
        "  SAMPLE.EXE  version 4.00.951  dated 10/26/95 9:51am  461,984 bytes\n",
        [("SAMPLE.EXE", "4.00.951", "1995-10-26", "09:51", 461984, None)],
    ),
    "written out in quotation marks": (
        '  " SAMPLE.DLL version 4.00.969 dated 12/20/95 10:09am 138,752 bytes " (without\n  the marks)\n',
        [("SAMPLE.DLL", "4.00.969", "1995-12-20", "10:09", 138752, None)],
    ),
    "folders in front of the names": (
        "  11/21/97  10:58a   437,440  <root>\\system\\sample.exe\n",
        [("sample.exe", None, "1997-11-21", "10:58", 437440, None)],
    ),
    "labelled lines": (
        "  File: Sample.exe\n  Date: 08/27/98\n  Size: 338 KB (346,616 bytes)\n  Description: something\n",
        [("Sample.exe", None, "1998-08-27", None, 346616, None)],
    ),
    "placeholders": (
        "+------------------------------+\n| File name  | Date     | Time  |\n+------------------------------+\n"
        "| Sample.exe | xx/xx/xx | xx:xx |\n+------------------------------+\n",
        [("Sample.exe", None, None, None, None, None)],
    ),
    "names and platforms alone": (
        "  File Name     Platform\n  ----------------------\n  Sample.dll    Alpha\n",
        [("Sample.dll", None, None, None, None, "Alpha")],
    ),
}


@pytest.mark.parametrize(("table", "expected"), TABLES.values(), ids=TABLES.keys())
def test_every_row_of_an_announced_table_is_read_as_printed(table, expected):
    assert rows(article(f"{ANNOUNCED}\n\n{table}\nNOTE: More may follow.\n")) == expected


def test_a_row_printed_twice_counts_twice():
    table = "  File name   Version\n  -------------------\n  Sample.dll  1.2.3\n  Sample.dll  1.2.3\n"
    assert len(files(article(f"{ANNOUNCED}\n\n{table}"))) == 2


def test_each_row_knows_its_line_its_table_and_its_rule():
    text = f"Some words.\n\n{ANNOUNCED}\n\n  File name   Version\n  -------------------\n  Sample.dll  1.2.3\n"
    found = one(text)
    assert (found.where.section, found.where.first_line, found.where.last_line) == ("resolution", 7, 7)
    assert (found.rule, found.table, found.language, found.or_later) == ("files.dash-table", 0, None, True)


ANNOUNCEMENTS = [
    "The English-language version of this cure should have the following file attributes or later:",
    "After the cure is in place, these files will have the listed attributes or later:",
    "This fix should have the following time stamp:",
    "Such trouble is resolved by the following updated files, as well as later versions of them:",
    "Versions of the driver should have a version number equal to or greater than these:",
    "The following files were changed in the second pack for that reason:",
    "The updated files are these, with their versions:",
    "The size of the new library is as follows:",
    "In the end, obtain the following fix for that system:",
    "The following versions of Sample.dll resolve it:",
]


@pytest.mark.parametrize("words", ANNOUNCEMENTS)
def test_a_table_counts_whose_words_announce_a_fix(words):
    assert one(f"{words}\n\n  Sample.dll  version 1.2.3\n").name == "Sample.dll"


NOT_ANNOUNCED = [
    "The following files are installed by Setup.exe:",
    "The archive Sample.exe contains the following files:",
    "Download one of these files:",
    "The wrong version of the library is this:",
    "Make sure that these files are there:",
    "These are the recommended minimum versions:",
    "Some words that say nothing.",
]
LISTED = (
    "  Date      Time    Size     File name\n  -----------------------------------\n  12/30/99  03:34p  5,677  A1.dll\n"
)


@pytest.mark.parametrize("words", NOT_ANNOUNCED)
def test_other_lists_of_files_state_no_fix(words):
    assert files(article(f"{words}\n\n{LISTED}", "more_information")) == ()


@pytest.mark.parametrize("words", NOT_ANNOUNCED[:-1])
def test_other_lists_state_no_fix_even_where_a_fix_is_offered(words):
    assert files(article(f"A supported fix is to be had; ask for it.\n\n{words}\n\n{LISTED}")) == ()


def test_a_dated_table_where_a_fix_is_offered_needs_no_words_of_its_own():
    assert one(f"A supported fix is to be had; ask for it.\n\n{LISTED}").name == "A1.dll"
    assert one("A supported fix is to be had.\n\n  12/30/99  03:34p  5,677  A1.dll\n").name == "A1.dll"
    assert files(article(f"A supported fix is to be had; ask for it.\n\n{LISTED}", "cause")) == ()
    assert files(article("A supported fix is to be had.\n\n  A1.dll  version 3.4\n")) == ()


def test_words_in_the_cause_announce_only_when_explicit():
    table = "  Sample.dll  version 1.2.3\n"
    assert files(article(f"It is resolved by the following updated file:\n\n{table}", "cause")) == ()
    assert one(f"{ANNOUNCED}\n\n{table}", "cause").version == "1.2.3"


def test_an_explicit_announcement_holds_though_the_next_words_name_a_package():
    text = f"{ANNOUNCED}\n\nThe package, Cure.exe, contains the following files:\n\n{LISTED}"
    assert one(text).name == "A1.dll"


def test_prose_after_a_table_ends_what_was_announced():
    later = "  File name   Version\n  -------------------\n  Other.dll  1.2.3\n"
    text = f"{ANNOUNCED}\n\n{LISTED}\nNothing more is known about this matter.\n\n{later}"
    assert [file.name for file in files(article(text, "more_information"))] == ["A1.dll"]


def test_lists_of_what_is_current_or_of_several_versions_state_no_fix():
    current = "+-----+\n| File name  | Current version |\n+-----+\n| A1.dll | 1.2.3 |\n+-----+\n"
    several = "  A1.dll  1.2.3  1.2.4\n  B1.dll  1.2.5  1.2.6\n"
    assert files(article(f"{ANNOUNCED}\n\n{current}")) == ()
    assert files(article(f"{ANNOUNCED}\n\n{several}")) == ()


def test_a_table_without_names_needs_an_explicit_announcement():
    assert files(article("It is resolved by the following updated file:\n\n  Version\n  -------\n  8.1.3\n")) == ()


VERSIONS = "  File name   Version\n  -------------------\n  Sample.dll  {}\n"


def test_sub_headings_own_their_tables():
    document = under_headings(
        ("Exchange Server 5.5", f"{ANNOUNCED}\n\n{VERSIONS.format('5.5.1')}"),
        ("Exchange Server 5.0", f"{ANNOUNCED}\n\n{VERSIONS.format('5.0.1')}"),
        ("Index Server 2.0", f"{ANNOUNCED}\n\n{VERSIONS.format('2.0.1')}"),
        ("Method 2", f"{ANNOUNCED}\n\n{VERSIONS.format('9.0.1')}"),
    )
    found = [(file.product, file.version, file.table, file.where.heading) for file in files(document)]
    assert found == [
        ("Exchange Server 5.5", "5.5.1", 0, "Exchange Server 5.5"),
        ("Exchange Server 5.0", "5.0.1", 1, "Exchange Server 5.0"),
        ("Index Server 2.0", "2.0.1", 2, "Index Server 2.0"),
        (None, "9.0.1", 3, "Method 2"),
    ]


def test_a_header_that_passes_for_a_sub_heading_owns_nothing():
    text = f"{ANNOUNCED}\n\nFile name Version\n-----------------\nSample.dll 1.2.3\n"
    subsections = (Section("other", "File name Version", 5, 5),)
    (found,) = files(article(text, subsections=subsections))
    assert (found.name, found.product, found.where.heading) == ("Sample.dll", None, "")


def test_captions_and_components_own_the_table_below():
    text = (
        f"{ANNOUNCED}\n\nComponent: Store: the second\n\nVersion 5.5\n\n{VERSIONS.format('5.5.1')}\n"
        f"{ANNOUNCED}\n\nVersion 5.0\nComponent: Store\n\n{VERSIONS.format('5.0.1')}\n"
        f"{ANNOUNCED}\n\nComponent:\n\n{VERSIONS.format('4.0.1')}"
    )
    found = [(file.product, file.component, file.version) for file in files(article(text))]
    assert found == [
        ("Version 5.5", "Store: the second", "5.5.1"),
        ("Version 5.0", "Store", "5.0.1"),
        (None, None, "4.0.1"),
    ]


def test_captions_between_tables_of_one_announcement():
    text = (
        f"{ANNOUNCED}\n\n- For Windows 95 (all releases):\n\n  A1.dll version 1.1.1\n\n"
        "For the Older Client, too:\n\n  A1.dll version 1.1.2\n\nWhat else there is:\n\n  A1.dll version 1.1.3\n"
    )
    assert [file.product for file in files(article(text))] == ["Windows 95 (all releases)", "Older Client, too", None]


def test_a_caption_above_the_announcement_holds_where_no_nearer_one_does():
    text = f"IIS 5.0:\n\nA fix is to be had.\n\n{ANNOUNCED}\n\n{VERSIONS.format('5.0.1')}"
    assert one(text).product == "IIS 5.0"


def test_the_announcement_itself_can_name_the_product_and_the_language():
    words = "The German version of this fix for Windows NT Server should have the following file attributes or later:"
    found = one(f"{words}\n\n{VERSIONS.format('5.0.1')}")
    assert (found.product, found.language) == ("Windows NT Server", "German")
    words = "The SMS 2.0 post-Service Pack 3 version of this fix has the file attributes that follow:"
    found = one(f"{words}\n\n{VERSIONS.format('5.0.1')}")
    assert (found.product, found.language, found.or_later) == ("SMS 2.0 post-Service Pack 3", None, False)
    assert one(f"{words.replace('SMS 2.0 post-Service Pack 3', 'old')}\n\n{VERSIONS.format('1.1.1')}").product is None


def test_languages_of_a_column_or_a_label():
    table = "  File name   Version  Language\n  ----------------------------\n  Sample.dll  1.2.3    Danish\n"
    assert one(f"{ANNOUNCED}\n\n{table}").language == "Danish"
    assert one(f"{ANNOUNCED}\n\n  Dutch:  Sample.sys dated 12/31/96 (214,836 bytes)\n").language == "Dutch"


def test_a_platform_as_caption_holds_for_the_tables_below():
    text = (
        f"{ANNOUNCED}\n\n  Intel\n\n  A1.dll  1.2.3\n\nMore of them:\n\n  B1.dll  1.2.3\n\nAlpha:\n\n  A1.dll  1.2.3\n"
    )
    assert [file.platform for file in files(article(text))] == ["x86", "x86", "Alpha"]
    document = under_headings(("Alpha", f"{ANNOUNCED}\n\n{VERSIONS.format('5.5.1')}"))
    assert [(file.platform, file.product) for file in files(document)] == [("Alpha", None)]


def test_component_lines_alone_make_a_table_of_a_fix():
    found = one(f"Ask for it.\n\nComponent: Store\n\n{VERSIONS.format('5.5.1')}", "more_information")
    assert (found.component, found.or_later) == ("Store", False)


def test_rows_can_say_or_later_themselves():
    text = "It is resolved by the following updated file:\n\n  Sample.vxd version 4.00.954 (10/10/95) and later.\n"
    found = one(text)
    assert (found.date, found.or_later) == (dt.date(1995, 10, 10), True)


def test_only_the_later_state_of_a_before_and_after_list_is_corrected():
    text = (
        "Files of the patch, with what they were and are:\n\n   - sample.dll\n\n"
        "     (Before) Size: 1,011,472  Date: 06/19/96  Time: 04:20p Version: 4.2.6068\n"
        "     (After)        1,013,520        09/13/96        10:47a          4.2.6256\n\n"
        "   2. include\\sample.h\n     (Before)  N/A. It is new.\n"
        "     (After)   Size: 588  Date: 9/6/96  Time: 10:56a\n"
        "     (After)   nothing\n"
    )
    assert rows(article(text, "more_information")) == [
        ("sample.dll", "4.2.6256", "1996-09-13", "10:47", 1013520, None),
        ("sample.h", None, "1996-09-06", "10:56", 588, None),
    ]
    assert files(article("(Before) one\n(After) 12,345\n")) == ()


SENTENCES = [
    ("That trouble was corrected in SAMPLE.EXE version 3.2.18.", "SAMPLE.EXE", "3.2.18", None),
    ("It is corrected in\nsample.exe, version\n3.2.0.4079 and nowhere else.", "sample.exe", "3.2.0.4079", None),
    ("It was fixed in version 5.00.3817 of the file sample.ocx.", "sample.ocx", "5.00.3817", None),
    ("It was corrected in version 3.2a (which includes SAMPLE.EXE version 3.2.9).", "SAMPLE.EXE", "3.2.9", None),
    (
        "It has been fixed in the updated wizard, Sample6.exe, dated 10/08/1998.",
        "Sample6.exe",
        None,
        dt.date(1998, 10, 8),
    ),
    ("It was resolved by Sample.dll version 1.0a.2.", "Sample.dll", "1.0a.2", None),
]


@pytest.mark.parametrize(("text", "name", "version", "date"), SENTENCES)
def test_a_sentence_states_a_corrected_file(text, name, version, date):
    found = one(text, "status")
    assert (found.name, found.version, found.date, found.rule) == (name, version, date, "files.sentence")
    assert found.where.first_line == 1
    assert found.where.last_line == 1 + text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "It occurs in SAMPLE.EXE version 3.2.18.",
        "It was corrected in the second pack; Sample.exe is the program.",
        "It was corrected in the latest U.S. pack for version 3.5.",
        "It was corrected in SAMPLE.EXE.",
    ],
)
def test_other_sentences_state_none(text):
    assert files(article(text, "status")) == ()


def test_a_sentence_adds_nothing_to_a_table_and_counts_once():
    stated = "It was corrected in sample.dll version 1.2.3."
    assert len(files(article(f"{ANNOUNCED}\n\n{VERSIONS.format('1.2.3')}\n{stated}\n"))) == 1
    assert len(files(article(f"{stated}\n\n{stated.replace('sample', 'Sample')}\n\n{stated[:-2]}4 or later.\n"))) == 2
    assert files(article(stated, "cause")) == ()


_PIECES = ["|", "+--", "---", "===", "a.dll", "1.2.3", "1,234", "12/12/99", "1:30p", " ", "  ", "\t", "\n", "\n\n", "("]
_WORDS = ["version", "version.", "File name", "Date", "Component:", "fix", "corrected in", "(Before)", "(After)", ":"]
_LONG = [ANNOUNCED, "for Windows NT", "should have", "x" * 90, "9" * 60, "." * 40, "-" * 300, "a." * 200]
_HOSTILE = st.lists(st.sampled_from([*_PIECES, *_WORDS, *_LONG]), max_size=120)


@settings(max_examples=150, deadline=None)
@given(_HOSTILE, st.sampled_from(["", " "]))
@example(["version."] * 40, "")
@example(["corrected in "] + ["a"] * 20000, "")
@example(["a.dll"] + ["("] * 280 + ["12/12/99"], "")
@example(["File name  Version\n"] * 3000, "")
@example(["| a.dll | 1.2.3\n"] * 3000, "")
@example(["+-----+\n"] * 3000, "")
@example(["should have x " * 3000], "")
@example([ANNOUNCED, "\n\n"] + ["  a.dll  1.2.3  12/12/99\n"] * 2000, "")
def test_no_text_stalls_or_breaks_the_reading(pieces, glue):
    document = article(glue.join(pieces))
    started = time.process_time()
    found = files(document)
    assert time.process_time() - started < 1.0
    for file in found:
        assert 1 <= file.where.first_line <= file.where.last_line <= len(document.lines)
        assert file.name or file.version
        assert file.rule.startswith("files.")


@pytest.mark.corpus
def test_the_labelled_articles_are_read_as_people_read_them(corpus: Path):
    hits = said_count = true_count = 0
    source = {p.name: p for p in (corpus / "corpus").glob("*.tar.xz")}
    assert source
    labels = [json.loads(line) for line in (corpus / "eval/dev/files.jsonl").read_text("utf-8").splitlines()]
    wanted = {case["article"]: case for case in labels}
    for number, text in _articles(next(iter(source.values())), wanted):
        said = Counter(
            ((f.name or "").lower(), f.version, f.date and f.date.isoformat(), f.size)
            for f in files(layouts.read(text))
        )
        true = Counter(((f["name"] or "").lower(), f["version"], f["date"], f["size"]) for f in wanted[number]["files"])
        hits += (said & true).total()
        said_count += said.total()
        true_count += true.total()
    assert true_count > 100
    assert 2 * hits / (said_count + true_count) >= 0.985


def _articles(archive: Path, wanted: dict[str, object]):
    with tarfile.open(archive) as tar:
        for member in tar:
            number = Path(member.name).parent.name
            if number in wanted:
                yield number, tar.extractfile(member).read().decode("utf-8")
