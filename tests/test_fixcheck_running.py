"""What runs, as people give it."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice import fixcheck
from kbservice.errors import InvalidInput, InvalidVersion
from kbservice.fixcheck.running import cpus, date, strength


@pytest.mark.parametrize(
    ("given_", "understood"),
    [
        (
            {"product": "Exchange", "product_version": "5.5", "service_pack": "3"},
            {"product": "Exchange Server 5.5", "service_pack": "3"},
        ),
        (
            {"product": "Exchange 5.5 SP3"},
            {"product": "Exchange Server 5.5", "service_pack": "SP3"},
        ),
        (
            {"product": "Exchange", "product_version": "5.5 SP3"},
            {"product": "Exchange Server 5.5", "service_pack": "SP3"},
        ),
        (
            {"file": "rasapi32.dll", "file_version": "4.00.1111", "product": "Windows 95 OEM Service Release 2"},
            {
                "file": "rasapi32.dll",
                "file_version": "4.00.1111",
                "product": "Windows 95",
                "service_pack": "OEM Service Release 2",
            },
        ),
        (
            {"file": "a.dll", "file_date": "1/25/00", "file_size": "1,296,656", "platform": "Intel"},
            {"file": "a.dll", "file_date": "2000-01-25", "file_size": "1296656", "platform": "x86"},
        ),
        (
            {"product": "SQL Server", "build": "8.00.534", "file": "", "platform": " "},
            {"product": "SQL Server", "build": "8.00.534"},
        ),
        ({"file": "security.dll", "platform": "I386 - 128-bit"}, {"file": "security.dll", "platform": "x86"}),
        ({"file": "a.exe", "platform": "VAX"}, {"file": "a.exe", "platform": "vax"}),
        (
            {"product": "Exchange 2000 Server", "product_version": "6.0.4417.5"},
            {"product": "Exchange Server 2000", "build": "6.0.4417.5"},
        ),
        (
            {"product": "NT4", "service_pack": "Security Rollup Package"},
            {"product": "Windows NT 4.0", "service_pack": "Security Rollup Package"},
        ),
        ({}, {}),
    ],
)
def test_parameters_are_read_into_one_spelling(given_: dict[str, str], understood: dict[str, str]) -> None:
    assert fixcheck.parse(given_).understood() == understood


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("exchange 5.5 sp3", {"product": "Exchange Server 5.5", "service_pack": "sp3"}),
        ("nt4 tse sp6", {"product": "Windows NT 4.0, Terminal Server Edition", "service_pack": "sp6"}),
        ("windows 95 osr2", {"product": "Windows 95", "service_pack": "osr2"}),
        ("office 97 SR-2", {"product": "Office 97", "service_pack": "SR-2"}),
        ("emsmta.exe 5.5.2431.0", {"file": "emsmta.exe", "file_version": "5.5.2431.0"}),
        (
            "nwrdr.sys 4.0.1381.7050 alpha 06/23/2000 on Windows NT 4.0",
            {
                "file": "nwrdr.sys",
                "file_version": "4.0.1381.7050",
                "file_date": "2000-06-23",
                "platform": "alpha",
                "product": "Windows NT 4.0",
            },
        ),
        ("Exchange 5.5 build 2653.23", {"product": "Exchange Server 5.5", "build": "2653.23"}),
        ("exchange 5.5.2653.23", {"product": "Exchange Server", "build": "5.5.2653.23"}),
        ("sql server 8.00.534", {"product": "SQL Server", "build": "8.00.534"}),
        ("exchange 2653.23", {"product": "Exchange Server", "build": "2653.23"}),
    ],
)
def test_one_line_is_read_as_a_person_means_it(text: str, understood: dict[str, str]) -> None:
    assert fixcheck.from_text(text).understood() == understood


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"file": "a.dll", "file_version": "new"}, "file_version"),
        ({"file": "a.dll", "file_date": "31/31/2000"}, "file_date"),
        ({"file": "a.dll", "file_date": "yesterday"}, "file_date"),
        ({"file": "a.dll", "file_size": "big"}, "file_size"),
        ({"product": "Exchange", "service_pack": "latest"}, "service_pack"),
        ({"product": "Exchange", "build": "x"}, "build"),
    ],
)
def test_what_cannot_be_read_names_its_parameter(given_: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        fixcheck.parse(given_)
    assert caught.value.field == field
    assert caught.value.remedy


def test_a_version_that_cannot_be_read_is_an_invalid_version() -> None:
    with pytest.raises(InvalidVersion):
        fixcheck.parse({"file": "a.dll", "file_version": "1.2.x"})


@pytest.mark.parametrize("text", ["", "it is broken", "12345"])
def test_a_line_without_product_and_file_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        fixcheck.from_text(text)


def test_platforms_and_dates_have_many_spellings() -> None:
    assert cpus("Intel and alpha") == ("x86", "alpha")
    assert cpus("Windows 95") == ()
    assert strength("I386 - 56-bit") == "56"
    assert strength("Intel") is None
    assert {
        date(text).isoformat() for text in ("2000-07-11", "7/11/2000", "07/11/00", "11-Jul-2000", "Jul-11-2000")
    } == {"2000-07-11"}


@given(st.dictionaries(st.sampled_from(fixcheck.PARAMETERS), st.text(max_size=30)))
def test_no_input_breaks_the_reading(given_: dict[str, str]) -> None:
    with contextlib.suppress(InvalidInput):
        assert fixcheck.parse(given_).understood().keys() <= set(fixcheck.PARAMETERS)
