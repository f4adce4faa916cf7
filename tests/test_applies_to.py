"""Bullets of an applies-to list -> products, versions, service packs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.extract.applies_to import applies_to
from kbservice.record import Document, Product, Where


def listed(*bullets: str) -> list[Product]:
    text = "\n".join(bullets)
    place = Where("applies_to", 1, len(bullets))
    return list(applies_to(Document("test", 100000, text, "", (), place)))


def named(*bullets: str) -> list[str]:
    """Each product as `name | version | SP n`, without the parts that it lacks."""
    return [
        " | ".join(
            [p.product, *([p.version] if p.version else []), *([f"SP {p.service_pack}"] if p.service_pack else [])]
        )
        for p in listed(*bullets)
    ]


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        ("- Exchange Server, version 5.5", ["Exchange Server | 5.5"]),
        ("- SourceSafe, versions 5.0., 6.0", ["SourceSafe | 5.0", "SourceSafe | 6.0"]),
        ("- SQL Server version 6.5 Service Pack 1 and later", ["SQL Server | 6.5 and later | SP 1"]),
        ("- NT Server versions 3.5, 3.51", ["NT Server | 3.5", "NT Server | 3.51"]),
        ("- NT Server version 4.00.", ["NT Server | 4.00"]),
        ("- NT Server versions 4.0, 4.0 SP6a", ["NT Server | 4.0", "NT Server | 4.0 | SP 6a"]),
        ("- NT Server, version 4.0 Service Packs 1, 2", ["NT Server | 4.0 | SP 1", "NT Server | 4.0 | SP 2"]),
        ("- NT Server versions 4.0, SP1, SP2", ["NT Server | 4.0", "NT Server | 4.0 | SP 1", "NT Server | 4.0 | SP 2"]),
        ("- SNA Server, version 2.11SP1", ["SNA Server | 2.11 | SP 1"]),
        ("- SNA Server, version 4.0 U.S. SP1", ["SNA Server | 4.0 U.S. | SP 1"]),
        ("- Exchange 2000 Server, versions SP1, SP2", ["Exchange 2000 Server | SP 1", "Exchange 2000 Server | SP 2"]),
        ("- NT, versions *DO_NOT_USE* 3.0 (all SP), 3.0", ["NT | 3.0 (all SP)", "NT | 3.0"]),
        ("- ODBC for Oracle version 2.5, versions Build 2.573.2927", ["ODBC for Oracle 2.5 | Build 2.573.2927"]),
    ],
)
def test_each_version_of_a_list_is_a_product(bullet: str, expected: list[str]) -> None:
    assert named(bullet) == expected


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        (
            "- NT Server versions 4.0, 4.0 SP4, Terminal Server Edition",
            ["NT Server, Terminal Server Edition | 4.0", "NT Server, Terminal Server Edition | 4.0 | SP 4"],
        ),
        ("- NT Server, Enterprise Edition version 4.0", ["NT Server, Enterprise Edition | 4.0"]),
        ("- Visual C++, 32-bit Edition, version 6.0", ["Visual C++, 32-bit Edition | 6.0"]),
        (
            "- Explorer versions 5, 5.5 for Windows 2000",
            ["Explorer for Windows 2000 | 5", "Explorer for Windows 2000 | 5.5"],
        ),
        (
            "- Microsoft Windows versions 2000, 2000 SP1 Professional",
            ["Microsoft Windows 2000 Professional", "Microsoft Windows 2000 Professional | SP 1"],
        ),
        (
            "- Microsoft Windows versions 98, 98 Second Edition",
            ["Microsoft Windows 98", "Microsoft Windows 98 Second Edition"],
        ),
        (
            "- Services for UNIX, versions 2.0, 2.1 OEM Only",
            ["Services for UNIX | 2.0", "Services for UNIX | 2.1 OEM Only"],
        ),
        ("- Schedule+, version 7.5, Danish version", ["Schedule+, Danish | 7.5"]),
        ("- Microsoft Windows NT version 4.0 Option Pack", ["Microsoft Windows NT Option Pack | 4.0"]),
    ],
)
def test_editions_qualify_the_versions_that_they_belong_to(bullet: str, expected: list[str]) -> None:
    assert named(bullet) == expected


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        ("- Windows 95", "Windows 95"),
        ("- Windows 3.11", "Windows | 3.11"),
        ("- Visual Studio 6.0, SP2", "Visual Studio | 6.0 | SP 2"),
        ("- Windows 2000 SP1 Server", "Windows 2000 Server | SP 1"),
        ("  • Exchange Server 5.5 Standard Edition", "Exchange Server Standard Edition | 5.5"),
        ("  • Exchange Server 5.5 Service Pack 1", "Exchange Server | 5.5 | SP 1"),
        ("- MSPRESS Inside Our Server 7.0 ISBN 1-55615-589-1", "MSPRESS Inside Our Server 7.0 ISBN 1-55615-589-1"),
        ("- Windows NT 4.0 Option Pack", "Windows NT 4.0 Option Pack"),
        ("- *EDITOR Please choose no such*Visual C++* use 241, 265, version 2.0", "Visual C++ | 2.0"),
        ("- MSN Broadband for Mac, v1.0", "MSN Broadband for Mac | 1.0"),
    ],
)
def test_versions_without_the_word_are_told_from_names(bullet: str, expected: str) -> None:
    assert named(bullet) == [expected]


def test_a_series_of_editions_is_one_product_a_year() -> None:
    found = named("- Bookshelf, 1993, 1994, 1996-1997 editions")
    assert found == ["Bookshelf | 1993", "Bookshelf | 1994", "Bookshelf | 1996-1997"]


def test_nested_bullets_are_products_beside_their_parent() -> None:
    found = named(
        "- Exchange Server, version 5.5, on platform(s):",
        "   - the operating system: Windows NT 4.0",
        "   - the hardware: Intel x86",
        "- ",
        "   - Mail, used with:",
    )
    assert found == ["Exchange Server | 5.5", "Windows NT | 4.0", "Intel x86", "Mail"]


def test_a_bullet_alone_on_its_line_takes_the_next() -> None:
    (product,) = listed("-", "Microsoft Exchange Server, version 4.0")
    assert (product.version, product.where.first_line, product.rule) == ("4.0", 2, "applies-to.versions")


def test_a_product_is_named_once() -> None:
    assert named("- Windows 95", "- Windows 95") == ["Windows 95"]


def test_without_a_list_there_are_no_products() -> None:
    assert applies_to(Document("test", 100000, "- Windows 95", "", ())) == ()


PIECES = st.sampled_from(
    [
        "Microsoft Exchange", "Server", "version", "versions", ",", ".", "4.0", "4.0 SP1", "Service Packs 1", "2", "95",
        "Terminal Server Edition", "for Windows 3.1", "(all SP)", "used with:", "the hardware:", "*EDITOR x*", "and",
        "SP", "Build 2.573.1", "ISBN", "1994 editions", "-", "v1",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=80))
def test_products_are_named_by_words_of_their_bullet(bullet: str) -> None:
    for product in listed(bullet.replace("\n", " ")):
        assert product.product.strip() == product.product != ""
        assert all(word.strip(",") in bullet for word in product.product.split())
        assert product.service_pack is None or product.service_pack in bullet
