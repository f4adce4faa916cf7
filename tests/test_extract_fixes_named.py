"""Phrases that name releases: who has which version and which service pack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.extract.fixes.tokens import words

NT, TSE = "Windows NT", "Windows NT Server, Terminal Server Edition"
Release = tuple[str, str | None, str | None]

PHRASES: list[tuple[str, list[Release]]] = [
    # one release in its many spellings
    ("Exchange Server 5.5 Service Pack 2.", [("Exchange Server", "5.5", "Service Pack 2")]),
    ("Microsoft Exchange Server, version 5.5 SP2", [("Exchange Server", "5.5", "Service Pack 2")]),
    ("Visual C++ 5.0sp3", [("Visual C++", "5.0", "Service Pack 3")]),
    ("Windows NT version 4.0 Service Pack 6a", [(NT, "4.0", "Service Pack 6a")]),
    ("Windows NT 4.0 Service Pack 4.0 for", [(NT, "4.0", "Service Pack 4")]),
    ("SMS 2.0 Service Pack Service Pack 1", [("SMS", "2.0", "Service Pack 1")]),
    ("Visual Studio 97 Service Pack Two", [("Visual Studio", "97", "Service Pack 2")]),
    ("Office XP SP-2", [("Office XP", None, "Service Pack 2")]),
    ("Service Pack 3 for Windows NT version 4.0", [(NT, "4.0", "Service Pack 3")]),
    ("version 3.2 of Microsoft Mail for Windows", [("Mail for Windows", "3.2", None)]),
    ("Microsoft Office 97 Service Release 2 (SR-2)", [("Office", "97", "Service Release 2")]),
    ("Word 97 SR- 1", [("Word", "97", "Service Release 1")]),
    ("Windows 95 OEM Service Release version 2 and later", [("Windows", "95", "OEM Service Release 2")]),
    (
        "Windows 95 OEM Service Release versions 2, 2.1, and 2.5",
        [("Windows", "95", f"OEM Service Release {n}") for n in ("2", "2.1", "2.5")],
    ),
    ("Microsoft Bookshelf '96-'97 for Windows.", [("Bookshelf '96-'97 for Windows", None, None)]),
    ("an updated TCP/IP-32 version 3.11a", [("TCP/IP-32", "3.11a", None)]),
    ("the Windows operating environment version 3.1", [("Windows", "3.1", None)]),
    ("the LINK utility version 5.03", [("LINK utility", "5.03", None)]),
    ("Visual C++ compilers for Windows CE version 2.01", [("Visual C++ compilers for Windows CE", "2.01", None)]),
    ("Windows 98 Second Edition", [("Windows", "98 Second Edition", None)]),
    ("Exchange 2000 Server Service Pack 1", [("Exchange 2000 Server", None, "Service Pack 1")]),
    ("FORTRAN PowerStation 32, version 4.0", [("FORTRAN PowerStation 32", "4.0", None)]),
    ("Visual C++, 32- bit edition, version 4.1", [("Visual C++, 32-bit edition", "4.1", None)]),
    ("Microsoft Access for Windows 95 version 7.0", [("Access for Windows 95", "7.0", None)]),
    ("NMAKE version 1.2 for MS-DOS and OS/2", [("NMAKE", "1.2", None)]),
    ("the Visual C++ .NET compiler", [("Visual C++ .NET", None, None)]),
    ("Windows 2000 Indexing Service.", [("Windows 2000 Indexing Service", None, None)]),
    # rollups and updates are releases of their own
    (
        "SMS 2.0 Service Pack 4 Hotfix Rollup Package (HRP)",
        [("SMS", "2.0", "Service Pack 4 Hotfix Rollup Package")],
    ),
    (f"the {TSE.replace('Server,', 'Server 4.0,')}, SRP", [(TSE, "4.0", "Security Rollup Package")]),
    ("Windows 2000 Security Rollup Package 1 (SRP1)", [("Windows", "2000", "Security Rollup Package 1")]),
    ("the Client Hotfix Bundle for SMS 2.0 SP1", [("SMS", "2.0", "Client Hotfix Bundle")]),
    ("the Directory Extensions for Windows NT 4.0", [(NT, "4.0", "Directory Extensions")]),
    # the latest service pack
    ("the latest U.S. Service Pack for SNA Server version 4.0", [("SNA Server", "4.0", LATEST)]),
    ("the latest SNA Server 4.0 U.S.Service Pack", [("SNA Server", "4.0", LATEST)]),
    ("the latest U.S. Servcie Pack for SNA Server 4.0", [("SNA Server", "4.0", LATEST)]),
    ("Terminal Edition Service Pack 4", [(TSE, None, "Service Pack 4")]),
    ("ClarisWorks version 2.0 for Windows 3.0", [("ClarisWorks for Windows", "2.0", None)]),
    ("the next service pack for Visual Studio 6.0", [("Visual Studio", "6.0", LATEST)]),
    ("the latest Windows NT U.S. Service Pack for Windows NT 4.0", [(NT, "4.0", LATEST)]),
    ("the latest service pack", [("", None, LATEST)]),
    ("the service pack", []),
    ("the latest version of DirectX", []),
    # several releases, and what they share
    (
        f"Windows NT 4.0 SP4 and {TSE.replace('Server,', 'Server 4.0,')} SP5",
        [(NT, "4.0", "Service Pack 4"), (TSE, "4.0", "Service Pack 5")],
    ),
    (
        "NT 4.0 and Terminal Server Edition SP4",
        [(NT, "4.0", "Service Pack 4"), (f"{NT}, Terminal Server Edition", "4.0", "Service Pack 4")],
    ),
    (
        f"{NT} version 4.0 and {TSE.replace('Server,', 'Server 4.0,')} SP5",
        [(NT, "4.0", "Service Pack 5"), (TSE, "4.0", "Service Pack 5")],
    ),
    ("Visual Basic 5.0 and 6.0", [("Visual Basic", "5.0", None), ("Visual Basic", "6.0", None)]),
    (
        "the latest SNA Server versions 3.0 and 4.0 Service Packs",
        [("SNA Server", "3.0", LATEST), ("SNA Server", "4.0", LATEST)],
    ),
    ("the latest service packs for Windows 2000 and MDAC 2.5", [("Windows", "2000", LATEST), ("MDAC", "2.5", LATEST)]),
    ("the latest service pack for NT 3.5 and in NT 3.51", [(NT, "3.5", LATEST), (NT, "3.51", None)]),
    ("NT 4.0 and in the latest NT 3.51 Service Pack", [(NT, "4.0", None), (NT, "3.51", LATEST)]),
    ("Windows NT 4.0 Service Pack 4, 5 or 6a", [(NT, "4.0", f"Service Pack {n}") for n in ("4", "5", "6a")]),
    ("Windows NT Workstation or Server version 4.0", [(NT, "4.0", None)]),
    ("Windows NT and Windows NT Advanced Server version 3.1", [(NT, "3.1", None)]),
    (
        "Visual Basic and Visual Studio 6, SP4",
        [("Visual Basic", "6", "Service Pack 4"), ("Visual Studio", "6", "Service Pack 4")],
    ),
    ("QuickBASIC 4.50 and in QBX.EXE", [("QuickBASIC", "4.50", None)]),
    (
        "Windows 2000 and Office XP SP-2 Service Pack 3",  # scrambled: the second pack is the first product's
        [("Windows", "2000", "Service Pack 3"), ("Office XP", None, "Service Pack 2")],
    ),
    # what is no release
    ("MSMAIL.EXE version 3.2.4085", []),
    ("Sample.dll version 6.0.1 for the Windows CE Toolkit", []),
    ("a future release", []),
    ("the documentation", []),
    ("10 minutes", []),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "expected"), PHRASES, ids=[phrase[:50] for phrase, _ in PHRASES])
def test_a_phrase_names_its_releases(phrase: str, expected: list[Release]) -> None:
    assert [(n.product, n.version, n.release) for n in releases(phrase)] == expected


@pytest.mark.parametrize(
    ("phrase", "product", "version", "build"),
    [
        ("MTA build 996.25", "MTA", None, "996.25"),
        ("Exchange Server 5.5 build 2652.42.", "Exchange Server", "5.5", "2652.42"),
        ("analyze build 2220 or later", "analyze", None, "2220"),
    ],
)
def test_a_build_is_no_release(phrase: str, product: str, version: str | None, build: str) -> None:
    assert releases(phrase) == [Named(product, version, None, phrase.index(build) + len(build), build)]


@pytest.mark.parametrize(
    "stop", ["when mail arrives", "For more information", "- and more", "However, it fails", "in 5 %"]
)
def test_the_first_foreign_word_ends_the_phrase(stop: str) -> None:
    phrase = f"Windows NT 4.0 SP4 {stop}"
    [named] = releases(phrase)
    assert phrase[: named.end] == "Windows NT 4.0 SP4"


def test_a_phrase_is_read_from_the_place_given() -> None:
    text = "not in Windows 95 but in Windows 98"
    assert [n.version for n in releases(text, text.index("Windows 98"))] == ["98"]
    assert releases(text, len("not in "), len("not in Windows")) == []


@given(st.text(alphabet="AWinNT 4.0SPpack,&/()andforthe U\n-", max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    for named in releases(text):
        assert named.product or named.version or named.release or named.build
        assert 0 < named.end <= len(text)


@given(
    st.lists(
        st.sampled_from(["Windows NT", "4.0", "SP4", "and", "for", ",", "the latest", "(SP4)", "2000"]), max_size=30
    )
)
def test_words_follow_one_another(parts: list[str]) -> None:
    ends = [word.end for word in words(" ".join(parts))]
    assert ends == sorted(ends)
