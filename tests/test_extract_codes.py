"""Error and STOP codes told from addresses, values, parameters and dumps."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.extract.codes import codes
from kbservice.record import Document, Section, Where


def article(text: str, title: str = "") -> Document:
    section = Section("symptoms", "SYMPTOMS", 3, 2 + len(text.split("\n")))
    return Document("test", 1, f"SYMPTOMS\n========\n{text}", title, (section,))


def found(text: str, kind: str, title: str = "") -> list[str]:
    return [code.value for code in codes(article(text, title)) if code.kind == kind]


ERRORS = [
    ("Setup fails with error 0x80004005.", ["0x80004005"]),
    ("The error code is 0XC00703E5 (997).", ["0xc00703e5"]),
    ("HRESULT: 0x80040111", ["0x80040111"]),
    ("It stops:\n\n  0x80020006 (DISP_E_UNKNOWNNAME)", ["0x80020006"]),
    ("Windows NT ID no: 0xc0020002", ["0xc0020002"]),
    ("Access violation (0xc0000005), Address: 0x77a438d4", ["0xc0000005"]),
    ("It ends with a status of 0xc0000037 (0x5fe625cf 0x02c1faa0).", ["0xc0000037"]),
    ("The exit code is 0xfffffffe", ["0xfffffffe"]),
    ("the data hold ff fd ff ff (0xfffffdff = -513)", ["0xfffffdff"]),
    ("Number: -2147217900 (0x80040E14)", ["0x80040e14"]),
    ("secondary_rc = 0x00000509 (AP_ALLOCATE_NOT_PENDING)", ["0x00000509"]),
    ("GetLastError returns 0x00000485.", ["0x00000485"]),
    ("error 0x00000000 is none", []),
    ("The instruction at 0x77f8d637 referenced memory at 0x80040010.", []),
    ("Value: REG_DWORD 0x80070005", []),
    ("Valid Range: 0 - 0xC0FFFFFF", []),
    ("Set it to 0xC0000001.", []),
    ("#define FORMAT_MESSAGE_FROM_SYSTEM 0x80041000", []),
    ("DEFINE_GUID(CLSID_X, 0xc04f3741, 0x5b07, 0x11cf, 0xa4)", []),
    ("mov eax,0x8007000e", []),
    ("exception in 0xfc9f7bee has base at 0xfc9f0000", []),
    ("Flags:\n\n  FLAG_CHECK   0x00000010\n  FLAG_TRACE   0x00000020", []),
    ("#DEFINE HKEY_LOCAL_MACHINE 2147483650   && (HKEY) 0x80000002", []),
    ("the folder shows 4294967294 (0xFFFFFFFE) unread messages", []),
    ("it fails with 4294966766 (0xfffffdee)", ["0xfffffdee"]),
    ("secondary_rc = LUA_NO_SESSION  (0x00000034)", ["0x00000034"]),
    ("Exception privileged instruction 0xc0000096", ["0xc0000096"]),
    ("flags = 0x80040000", []),
    ("ObjectID 0x80040003", []),
    ("The second parameter is 0xc0000005.", []),
    ("the mask 0xC0000000 and the border 0x80000000", []),
    ("error 0x8004", []),
]


@pytest.mark.parametrize(("text", "expected"), ERRORS)
def test_error_codes(text: str, expected: list[str]) -> None:
    assert found(text, "error") == expected


STOPS = [
    ("A blue screen with a STOP 1E (0x0000001E) appears.", ["0x0000001e"]),
    ("A trap in 0x0000000A may be shown.", ["0x0000000a"]),
    ("STOP: 0x0000001E (0xC0000005, 0xFD7A4A44, 0x00000000, 0x42000878)", ["0x0000001e"]),
    ("Stop 0x0000000A [0X00000012, 0X00000010, 0X00000001, 0X80269287 ]", ["0x0000000a"]),
    ("STOP 0x00000041 0xc0001000 0x80007924 0x00000420 0x00038f53", ["0x00000041"]),
    ("A STOP 0x1E or 0x50 appears.", ["0x0000001e", "0x00000050"]),
    ("A STOP 0xA may follow.", ["0x0000000a"]),
    ("STOP: 0x0x0000000A", ["0x0000000a"]),
    ("a STOP 0x000000050 blue screen", ["0x00000050"]),
    ("STOP message: 0xC000021A {Fatal System Error}", ["0xc000021a"]),
    ("Bugcheck 0x1e is caused by a driver.", ["0x0000001e"]),
    ("It causes a 0x0000001E stop error.", ["0x0000001e"]),
    ("A blue screen shows this error message:\n\n   0x0000003F (0x00000000, 0x00000010)", ["0x0000003f"]),
    ("IRQL_NOT_LESS_OR_EQUAL (0x0000000A)", ["0x0000000a"]),
    ("Full stop 0x2e is a sign.", []),
    ("The service may stop responding at 0x80041234.", []),
    ("STOP 0x12345678AB is none.", []),
]


@pytest.mark.parametrize(("text", "expected"), STOPS)
def test_stop_codes_without_their_parameters(text: str, expected: list[str]) -> None:
    assert found(text, "stop") == expected
    assert found(text, "error") == []


OTHERS = [
    ("ID no: c1031667", ["0xc1031667"]),
    ("STOP C0000221 {bad image checksum}", ["0xc0000221"]),
    ("Stop 1E happens: STOP 1E", ["0x0000001e"]),
    ("Run-time error '-2147467259'", ["0x80004005"]),
    ("service-specific error 4294966746", ["0xfffffdda"]),
    ("the database returned error -1018", ["0xfffffc06"]),
    ("error &H80070005", ["0x80070005"]),
    ("801449a2 c0000005 80697800 8014a402", []),
    ("#DEFINE HKEY_USERS -2147483645", []),
    ("the error log grew to 2147483648 bytes in -2147483648 steps", []),
    ("call 4259641234 for help", []),
]


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_other_spellings_serve_search_alone(text: str, expected: list[str]) -> None:
    assert found(text, "other") == expected
    assert found(text, "error") == found(text, "stop") == []


def test_a_code_in_two_spellings_is_one() -> None:
    (code,) = codes(article("error 80004005, that is 0x80004005, fails with error 0x80004005 or -2147467259"))
    assert (code.kind, code.printed, code.rule) == ("error", "0x80004005", "code.error")


def test_titles_count_and_places_name_the_line() -> None:
    document = article("It ends.\n\nSee Q123456 Error 0x8004010f Occurs", "XADM: Error 0x80004005 Occurs")
    assert [(code.value, code.where) for code in codes(document)] == [
        ("0x80004005", Where("title", 0, 0)),
        ("0x8004010f", Where("symptoms", 5, 5)),
    ]


WORDS = st.lists(
    st.sampled_from(
        ["STOP", "0x", "0x80004005", "0xA", "(", ")", ",", "error", "\n", "\n\n", " ", "-1018", "c0000005", "="]
    ),
    max_size=300,
)


@given(WORDS, st.sampled_from(["", " "]))
def test_any_text_gives_codes_of_eight_digits(words: list[str], between: str) -> None:
    document = article(between.join(words))
    found = codes(document)
    assert len({(code.kind, code.value) for code in found}) == len(found)
    for code in found:
        assert re.fullmatch(r"0x[0-9a-f]{8}", code.value)
        assert code.printed in document.lines[code.where.first_line - 1]


@pytest.mark.parametrize("words", ["STOP 0x0000000A (", "0x80004005 ", "STOP ", "STOP 0x", "error ", "(0x80004005 "])
def test_time_grows_with_the_length_of_hostile_text_and_no_faster(words: str) -> None:
    def seconds(length: int) -> float:
        document = article("0x80004005 " + words * (length // len(words)))
        start = time.process_time()
        codes(document)
        return time.process_time() - start

    seconds(2_000)
    assert min(seconds(40_000) for _ in range(3)) < 40 * max(seconds(4_000), 0.002)
