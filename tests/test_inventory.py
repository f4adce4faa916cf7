"""Inventories: every listing that people have at hand, and rows that cannot be read."""

from __future__ import annotations

import contextlib
import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice import inventory
from kbservice.errors import InvalidInput
from kbservice.inventory import Inventory

MTA = ("emsmta.exe", "5.5.2431.0")

CSV = """FileName,FileVersion,Length,LastWriteTime
C:\\exchsrvr\\bin\\emsmta.exe,5.5.2431.0,"995,600",10/19/1998 9:51:00 AM
"""
EXPORT = """#TYPE System.Diagnostics.FileVersionInfo
"CompanyName","FileBuildPart","FileMajorPart","FileMinorPart","FileName","FilePrivatePart","FileVersion"
"Microsoft","2431","5","5","C:\\exchsrvr\\bin\\emsmta.exe","0","5.05.2431"
"""
SEMICOLONS = "Name;Version\nemsmta.exe;5.5.2431.0\n"
TABS = "Name\tVersion\tDate\nemsmta.exe\t5.5.2431.0\t1998-10-19\n"
BLOCK = """
File:             C:\\exchsrvr\\bin\\emsmta.exe
InternalName:     EMSMTA
FileVersion:      5.5.2431.0
FileDescription:  MTA

"""
CELL = f'"VersionInfo"\n"{BLOCK.strip()}\n"\n'
TABLE = """
ProductVersion   FileVersion      FileName
--------------   -----------      --------
5.5.2431.0       5.5.2431.0       C:\\exchsrvr\\bin\\emsmta.exe
"""
FILEVER = "--a-- W32i   APP ENU      5.5.2431.0 shp    995,600 10-19-1998 emsmta.exe\n"
JSON = '[{"FileName": "C:/exchsrvr/bin/emsmta.exe", "FileVersion": "5.5.2431.0", "Length": 995600}]'
NESTED = '{"machine": "mail1", "files": [{"Name": "emsmta.exe", "VersionInfo": {"FileVersion": "5.5.2431.0"}}]}'


@pytest.mark.parametrize(
    "text", [CSV, EXPORT, SEMICOLONS, TABS, BLOCK, CELL, TABLE, FILEVER, JSON, NESTED, "\ufeff" + CSV]
)
def test_a_file_and_its_version_are_read_from_every_listing(text: str) -> None:
    held = inventory.parse(text)
    assert [(item.file, str(item.version and item.version.parts)) for item in held.files] == [
        ("emsmta.exe", "(5, 5, 2431)")
    ]
    assert not held.bad_rows


def test_date_size_path_and_line_are_kept() -> None:
    (item,) = inventory.parse(CSV).files
    assert (item.date, item.size, item.line) == (dt.date(1998, 10, 19), 995_600, 2)
    assert item.path.startswith("C:")
    assert item.running.file == "emsmta.exe"


@pytest.mark.parametrize(
    ("text", "file", "path"),
    [
        (
            " Directory of C:\\WINNT\\system32\n\n10/26/1999  09:51 AM           461,984 user.exe\n",
            "user.exe",
            "C:\\WINNT\\system32\\user.exe",
        ),
        ("10/26/99  09:51a             461,984 user.exe\n", "user.exe", "user.exe"),
        ("USER     EXE       461,984 10-26-99   9:51a\n", "user.exe", "USER.EXE"),
    ],
)
def test_a_directory_listing_gives_dates(text: str, file: str, path: str) -> None:
    (item,) = inventory.parse(text).files
    assert (item.file, item.date, item.size, item.version) == (file, dt.date(1999, 10, 26), 461_984, None)
    assert item.path == path


@pytest.mark.parametrize(
    "text",
    [
        "Source  Description  HotFixID  InstalledBy  InstalledOn\nMAIL1   Update  KB280119  admin  1/1/2001\n",
        "Source,Description,HotFixID\nMAIL1,Update,KB280119\n",
        "HotFixID\nQ280119\nQ280119\n",
        '{"hotfixes": ["Q280119"]}',
        '[{"HotFixID": "KB280119"}]',
    ],
)
def test_installed_hotfixes_are_read(text: str) -> None:
    assert inventory.parse(text).hotfixes == (280119,)


SYSTEMINFO = """Host Name:                 MAIL1
OS Name:                   Microsoft Windows 2000 Server
OS Version:                5.0.2195 Service Pack 3 Build 2195
Hotfix(s):                 2 Hotfix(s) Installed.
                           [01]: Q147222
                           [02]: KB823980
"""


def test_systeminfo_names_the_system_its_service_pack_and_hotfixes() -> None:
    held = inventory.parse(SYSTEMINFO)
    (runs,) = held.products
    assert (str(runs.product), str(runs.service_pack)) == ("Windows 2000", "Service Pack 3")
    assert held.hotfixes == (147222, 823980)
    plain = inventory.parse(SYSTEMINFO.replace(" Service Pack 3", ""))
    assert plain.products[0].service_pack is not None
    assert plain.products[0].service_pack.is_original


def test_products_are_read_from_json_and_csv() -> None:
    held = inventory.parse('{"products": [{"product": "Exchange", "product_version": "5.5", "service_pack": "3"}]}')
    assert [str(runs.product) for runs in held.products] == ["Exchange Server 5.5"]
    csv = inventory.parse("product,product_version,service_pack\nExchange,5.5,3\n")
    assert csv.products == held.products


def test_bad_rows_are_reported_by_line_and_left_out() -> None:
    held = inventory.parse("FileName,FileVersion\na.dll,1.2.3.4\nb.dll,new\n,5.5\nc.dll,2.0\n")
    assert [item.file for item in held.files] == ["a.dll", "c.dll"]
    assert [(row.line, row.message[:9]) for row in held.bad_rows] == [(3, "'new' is "), (4, "the row n")]


@pytest.mark.parametrize("text", ["", "hello", "{", "{}", "[1, 2]", "a,b\n1,2\n"])
def test_an_inventory_that_names_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        inventory.parse(text)


def test_each_different_file_is_compared_once() -> None:
    held = inventory.parse("Name,Version\na.dll,1.0\nA.DLL,1.0.0\na.dll,1.1\nb.dll,\n")
    assert len(list(inventory.runnings(held.files))) == 2


@pytest.mark.parametrize("text", [" " * 40_000, "File: a\n" * 5_000, "1." * 20_000, "[" * 5_000, '"' * 20_000])
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(InvalidInput):
        inventory.parse(text)
    assert time.process_time() - begin < 2


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        held = inventory.parse(text)
    except InvalidInput:
        return
    assert isinstance(held, Inventory)


def test_a_release_that_never_was_and_a_date_to_come_are_left_out() -> None:
    product = '{"product": "Windows NT", "product_version": "4.0", "service_pack": "9"}'
    held = inventory.parse(f'[{product}, {{"name": "a.dll", "date": "2095-01-01"}}]')
    assert held.products == ()
    assert "The last one known of Windows NT 4.0 is SP6a; given: SP9." in held.bad_rows[0].message
    assert held.files[0].date is None


def test_filever_lists_files_without_a_version() -> None:
    line = "--a-- -      -   -                 -   -          4,521 05-03-2001 foo.exe"
    (item,) = inventory.parse(line).files
    assert (item.file, item.version, item.size) == ("foo.exe", None, 4521)
    assert item.date is not None
