"""Cells of file tables: every notation of a date, time, size, version, platform and file name."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.extract.files import values
from kbservice.extract.files.columns import columns
from kbservice.extract.files.rows import row

DATES = [
    ("10/26/95", dt.date(1995, 10, 26)),
    ("5/10/2000", dt.date(2000, 5, 10)),
    ("23/08/99", dt.date(1999, 8, 23)),
    ("98/10/28", dt.date(1998, 10, 28)),
    ("2001/03/05", dt.date(2001, 3, 5)),
    ("07-14-92", dt.date(1992, 7, 14)),
    ("28-Aug-2001", dt.date(2001, 8, 28)),
    ("31 May 2002", dt.date(2002, 5, 31)),
    ("Sep-9-2001", dt.date(2001, 9, 9)),
    ("29-JUNE-2001", dt.date(2001, 6, 29)),
    ("May 17, 2001", dt.date(2001, 5, 17)),
    ("01-Mar-01", dt.date(2001, 3, 1)),
    ("12/20/199", None),
    ("02/30/99", None),
    ("xx/xx/xx", None),
    ("Mar-Apr-99", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_dates(text, date):
    assert values.date(text) == date


TIMES = [
    ("06:34p", "18:34"),
    ("05:17 PM", "17:17"),
    ("12:15:19am", "00:15:19"),
    ("12:05p", "12:05"),
    ("03:45 P.M.", "15:45"),
    ("9:30", "09:30"),
    ("14:31", "14:31"),
    ("14:31p", "14:31"),
    ("25:00", None),
    ("12:75", None),
    ("noon", None),
]


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_times(text, time):
    assert values.time(text) == time


SIZES = [
    ("461,984", 461984),
    ("185.760", 185760),
    ("1.279.248", 1279248),
    ("67", 67),
    ("128kb", 131072),
    ("1,169KB", 1169 * 1024),
    ("20 KB", 20480),
    ("23K", 23552),
    ("1.33 MB", 1394606),
    ("87.1 KB", 89190),
    ("38,256b", 38256),
    ("11,331 bytes", 11331),
    ("338 KB (346,616 bytes)", 346616),
    ("2,538,44", 253844),
    ("large", None),
    (".", None),
]


@pytest.mark.parametrize(("text", "size"), SIZES)
def test_sizes(text, size):
    assert values.size(text) == size


PLATFORMS = [
    ("(Intel)", "x86"),
    ("I386", "x86"),
    ("x86", "x86"),
    ("Intel x86", "x86"),
    ("(alpha)", "Alpha"),
    ("DEC Alpha", "Alpha"),
    ("MIPS", "MIPS"),
    ("PowerPC", "PPC"),
    ("IA64", "IA-64"),
    ("Intel and alpha", "x86 and Alpha"),
    ("I386 - 128-bit", "x86 - 128-bit"),
    ("x86 (Uniprocessor)", "x86 (Uniprocessor)"),
    ("x86<BR/>", "x86"),
    ("Windows 95 OSR2", "Windows 95 OSR2"),
    ("N/A", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "platform"), PLATFORMS)
def test_platforms(text, platform):
    assert values.platform(text) == platform


@pytest.mark.parametrize("text", ["Alpha", "For Intel-based computers:", "x86 platforms", "the MIPS files"])
def test_captions_that_name_a_processor_and_nothing_else(text):
    assert values.only_platform(text) in {"Alpha", "x86", "MIPS"}
    assert values.only_platform(f"{text} of the second kind") is None


@pytest.mark.parametrize("text", ["", "N/A", "na", "none", "-", "--", "not applicable", "xx/xx/xx"])
def test_cells_that_say_there_is_no_value(text):
    assert values.is_missing(text)


@pytest.mark.parametrize("text", ["0", "1.2", "Nano.dll", "none.dll"])
def test_cells_that_have_a_value(text):
    assert not values.is_missing(text)


@pytest.mark.parametrize(
    "text",
    ["Sample.dll", "54831.sql", "P2.xv2", "Vip.386", "System.ma_", "A~1.exe", "_a.pif", "a-b.c", "D:\\Bin\\A.exe"],
)
def test_file_names(text):
    assert re.fullmatch(values.FILE_NAME, text, re.IGNORECASE)


@pytest.mark.parametrize("text", ["5.5.2655.1", "1,234", "U.S.", "a.b.", "dll", "10.5"])
def test_what_is_no_file_name(text):
    assert not re.fullmatch(values.FILE_NAME, text, re.IGNORECASE)


HEADERS = [
    ("  Date      Time                 Size    File Name     Platform", "date time size name platform"),
    ("File name Version", "name version"),
    ("| Name | Size | Date/Time | Version# | CPU |", "name size date time version platform"),
    ("File name  Version  Date/Time  Size  Destination folder", "name version date time size other"),
    ("Version", "version"),
    ("Date created  Time (UTC)  File version  File size  File", "date time version size name"),
    ("Size", ""),
    ("Date and time", ""),
    ("File name, Version", ""),
    ("The file name and its version", ""),
    ("Version  Version  File name", ""),
    ("Versions of this file", ""),
    ("Name" + " " * 300 + "Version", ""),
    ("", ""),
]


@pytest.mark.parametrize(("line", "kinds"), HEADERS)
def test_headers(line, kinds):
    assert " ".join(column.kind for column in columns(line)) == kinds


_DAY = st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31))
_NOTATIONS = st.sampled_from(
    ["%d-%b-%Y", "%d-%B-%Y", "%b-%d-%Y", "%B %d, %Y", "%d %b %Y", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d"]
)


@given(_DAY, _NOTATIONS)
def test_a_day_is_the_same_in_every_notation(day, notation):
    assert values.date(day.strftime(notation)) == day


@given(st.times(), st.sampled_from(["%H:%M", "%I:%M%p", "%I:%M %p"]))
def test_a_time_is_the_same_in_every_notation(moment, notation):
    assert values.time(moment.strftime(notation)) == moment.strftime("%H:%M")


@given(st.integers(1000, 10**9))
def test_a_size_is_the_same_with_and_without_groups(size):
    assert values.size(str(size)) == values.size(f"{size:,}") == values.size(f"{size:,}".replace(",", ".")) == size


_CELLS = {
    "Date": "09-Aug-2001",
    "Time": "10:56",
    "Version": "4.0.1381.7097",
    "Size": "701,200",
    "File name": "Sample.dll",
    "Platform": "Alpha",
}


@given(
    st.permutations(list(_CELLS)), st.sets(st.sampled_from(["Date", "Time", "Version", "Size", "Platform"]), max_size=4)
)
def test_the_order_of_columns_and_blank_cells_change_no_value(order, blank):
    width = 16
    header = "".join(name.ljust(width) for name in order)
    line = "".join(("" if name in blank else _CELLS[name]).ljust(width) for name in order)
    kinds = {"File name": "name"}
    expected = {kinds.get(name, name.lower()): text for name, text in _CELLS.items() if name not in blank}
    assert row(line, columns(header)) == expected
