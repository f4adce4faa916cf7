"""Identifiers have one form, whatever their spelling; and what is none is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import identifiers


@pytest.mark.parametrize(
    "text", ["0x80004005", "80004005", "0X80004005", "-2147467259", "2147500037", " 80004005 ", "0x80004005L"]
)
def test_all_spellings_of_a_code_are_one(text: str) -> None:
    assert identifiers.code_of(text) == "0x80004005"


@pytest.mark.parametrize(
    "text", ["", "hello", "12345678", "19990512", "2000", "-5", "9999999999", "0x123456789", "deadbeefs"]
)
def test_what_is_no_code(text: str) -> None:
    assert identifiers.code_of(text) is None


@given(st.integers(2**31, 2**32 - 10**8))
def test_hex_signed_and_unsigned_agree(value: int) -> None:
    spellings = [f"0x{value:x}", f"0X{value:08X}", str(value - 2**32), str(value)]
    assert {identifiers.code_of(spelling) for spelling in spellings} == {f"0x{value:08x}"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("fails with 80004005.", {"0x80004005"}),
        ("error c1010aae (0xc1010aae)", {"0xc1010aae"}),
        ("run-time error '-2147467259'", {"0x80004005"}),
        ("service-specific error 4294966746", {"0xfffffdda"}),
        ("{12345678-1234-1234-1234-123456789abc}", set()),
        ("version 12345678.5", set()),
        ("0x5 and 0xA", {"0x00000005", "0x0000000a"}),
    ],
)
def test_codes_are_found_in_running_text(text: str, codes: set[str]) -> None:
    assert {code for code, _, _ in identifiers.codes_in(text)} == codes


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("STOP: 0x0000000A (0x1, 0x2)", {"0x0000000a"}),
        ("STOP 0xA", {"0x0000000a"}),
        ("Stop error 0x1E", {"0x0000001e"}),
        ("STOP c000021a", {"0xc000021a"}),
        ("bugcheck 0x50", {"0x00000050"}),
        ("stop the service", set()),
    ],
)
def test_stop_codes_are_filled_up(text: str, stops: set[str]) -> None:
    assert {code for code, _, _ in identifiers.stops_in(text)} == stops


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (r"C:\WINNT\System32\Emsmta.exe is", ["Emsmta.exe"]),
        ("Vbdb300.dll, Config.sys.", ["Vbdb300.dll", "Config.sys"]),
        ("mail to someone@example.com today", []),
        ("on www.example.com.", []),
        ("version 5.5", []),
    ],
)
def test_file_names_are_found(text: str, names: list[str]) -> None:
    assert [name for name, _ in identifiers.files_in(text)] == names


def test_a_file_is_known_without_its_extension() -> None:
    assert identifiers.file_stem("EMSMTA.EXE") == "emsmta"
    assert identifiers.file_stem("emsmta") == "emsmta"


NUMBERS = st.lists(st.integers(0, 99_999_999), min_size=1, max_size=4)


@given(NUMBERS, NUMBERS)
def test_version_terms_sort_like_their_numbers(a: list[int], b: list[int]) -> None:
    def trimmed(numbers: list[int]) -> list[int]:
        while len(numbers) > 1 and numbers[-1] == 0:
            numbers = numbers[:-1]
        return numbers

    terms = [identifiers.version_term(".".join(map(str, numbers))) for numbers in (a, b)]
    assert (terms[0] < terms[1]) == (trimmed(a) < trimmed(b))


@pytest.mark.parametrize(
    ("one", "other"), [("4.00.1493", "4.0.1493"), ("5.5.2448.0", "5.5.2448"), ("3.00.0530", "3.0.530")]
)
def test_padding_and_trailing_zeros_make_no_difference(one: str, other: str) -> None:
    assert identifiers.version_term(one) == identifiers.version_term(other)


@given(st.text(alphabet="ab.xE0158c-({ \n", max_size=120))
def test_a_scan_finds_what_the_single_searches_find(text: str) -> None:
    found = identifiers.scan(text)
    assert set(found.codes) == {code for code, _, _ in identifiers.codes_in(text)}
    assert set(found.files) == {name.lower() for name, _ in identifiers.files_in(text)}
    assert set(found.versions) == {identifiers.version_term(version) for version, _ in identifiers.versions_in(text)}


def test_names_are_compared_without_blanks_and_case() -> None:
    assert identifiers.event_source(9322, "MSExchange MTA") == "9322|msexchangemta"
