"""Spellings of products -> one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice import products
from kbservice.products import ProductName

TSE = "Terminal Server Edition"


@pytest.mark.parametrize(
    ("text", "family", "version"),
    [
        ("Exchange Server", "Exchange Server", None),
        ("Exchange 5.5", "Exchange Server", "5.5"),
        ("Microsoft Exchange Server, version 5.5", "Exchange Server", "5.5"),
        ("exch5.5", "Exchange Server", "5.5"),
        ("Exchange 2000 Server", "Exchange Server", "2000"),
        ("Exchange 6.0", "Exchange Server", "2000"),
        ("Microsoft Exchange Windows 95/98 client, version 5.0", "Exchange Client", "5.0"),
        ("OWA", "Outlook Web Access", None),
        ("NT4", "Windows NT", "4.0"),
        ("NT 4", "Windows NT", "4.0"),
        ("Windows NT 4.0 Server", "Windows NT", "4.0"),
        ("Windows NT Server or Workstation 4.0", "Windows NT", "4.0"),
        ("the operating system: Microsoft Windows NT", "Windows NT", None),
        ("W2K", "Windows 2000", "2000"),
        ("the operating system: Microsoft Windows 2000 SP2", "Windows 2000", "2000"),
        ("Microsoft Windows 95 OEM Service Release, versions 1, 2, 2.1", "Windows 95", "95"),
        ("Microsoft Windows versions 3.1, 3.11", "Windows", "3.1"),
        ("Microsoft Encarta 96 Encyclopedia for Windows", "Encarta", "96"),
        ("Microsoft Bookshelf '95 for Windows 95", "Bookshelf", "95"),
        ("Microsoft Golf for Windows, multimedia edition", "Golf, multimedia", None),
        ("Microsoft Service Pack 1 for Windows 95", "Windows 95", "95"),
        ("IIS 5", "Internet Information Server", "5.0"),
        ("Microsoft Internet Information Services version 5.0", "Internet Information Server", "5.0"),
        ("SBS 4.5", "Small Business Server", "4.5"),
        ("SMS 2.0 SP4", "Systems Management Server", "2.0"),
        ("HIS 2000", "Host Integration Server", "2000"),
        ("SNA 2.10", "SNA Server", "2.1"),
        ("SQL 2000", "SQL Server", "2000"),
        ("SQL Server 8.0", "SQL Server", "2000"),
        ("IE 5.50", "Internet Explorer", "5.5"),
        ("Internet Explorer 4.01 Service Pack 2", "Internet Explorer", "4.01"),
        ("VB6", "Visual Basic", "6.0"),
        ("Microsoft Visual Basic Enterprise Edition, 32-bit, for Windows, version 4.0", "Visual Basic", "4.0"),
        ("Microsoft Visual C++, 32-bit Enterprise Edition, version 6.0", "Visual C++", "6.0"),
        ("VS 6.0", "Visual Studio", "6.0"),
        ("QuickBASIC 4.50", "QuickBASIC", "4.5"),
        ("Visual FoxPro 5.0a", "Visual FoxPro", "5.0a"),
        ("FoxPro 3.0b for Windows", "Visual FoxPro", "3.0b"),
        ("FoxPro 2.6a for Windows", "FoxPro", "2.6a"),
        ("Office XP", "Office", "2002"),
        ("Outlook 97", "Outlook", "97"),
        ("Outlook 8.5", "Outlook", "98"),
        ("Microsoft Word 97 for Windows", "Word", "97"),
        ("Microsoft Data Access Components version 2.6", "Data Access Components", "2.6"),
        ("Microsoft Mail Gateway to X.400, version 3.0", "Mail Gateway", "3.0"),
        ("Microsoft Encarta Encyclopedia 99", "Encarta Encyclopedia", "99"),
        ("OS/2", "OS/2", None),
        ("FORTRAN PowerStation 32, version 4.0", "Fortran", "4.0"),
        ("FORETRAN PowerStation 32, version 4.0", "Fortran", "4.0"),
        ("PowerStation 32", "Fortran", None),
        ("MMS 2.2", "Metadirectory Services", "2.2"),
        ("Visual Studo 97", "Visual Studio", "97"),
        ("Exchnage 5.5", "Exchange Server", "5.5"),
        ("Windws NT Server 4.0", "Windows NT", "4.0"),
        ("Publisher 98", "Publisher", "98"),
        ("Visual Test 4.0", "Visual Test", "4.0"),
        ("PowerPoint for Windows 95, version 7.0b", "PowerPoint", "7.0b"),
        ("Word for Windows 95, version 7.0", "Word", "95"),
        ("Word 97 Web Authoring Tools Update", "Word 97 Web Authoring Tools Update", None),
    ],
)
def test_every_spelling_leads_to_one_name(text: str, family: str, version: str | None) -> None:
    product = products.parse(text)
    assert (product.family, product.version) == (family, version)
    assert products.family(text) == family


@pytest.mark.parametrize(
    ("text", "version", "expected"),
    [
        ("Exchange Server", "5.5", "Exchange Server 5.5"),
        ("Windows", "98", "Windows 98"),
        ("Windows", "2000", "Windows 2000"),
        ("Windows 98", "98 Second Edition", "Windows 98, Second Edition"),
        ("Windows NT Server", "4.0 Terminal Server Edition", "Windows NT 4.0, Terminal Server Edition"),
        ("Unheard Of Tool", "3.1", "Unheard Of Tool 3.1"),
    ],
)
def test_a_version_given_beside_the_name_is_used(text: str, version: str, expected: str) -> None:
    assert str(products.parse(text, version)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Windows NT Server 4.0, Terminal Server Edition",
        "Microsoft Windows NT Server version 4.0, Terminal Server Edition",
        "NT4 TSE",
        "Terminal Server",
        "Microsoft Windows Base Terminal Server",
    ],
)
def test_terminal_server_edition_is_a_line_of_its_own(text: str) -> None:
    product = products.parse(text)
    assert product.line == ("Windows NT", "4.0", TSE)
    assert not product.shares_line(products.parse("Windows NT Server 4.0"))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Visual Basic 6.0", "Visual Studio 6.0", True),
        ("Visual Basic 5.0", "Visual Studio 97", True),
        ("Visual Basic 5.0", "Visual Studio 6.0", False),
        ("Word 97", "Office 97", True),
        ("Word 2000", "Office 97", False),
        ("IIS 5.0", "Windows 2000", True),
        ("IIS 4.0", "Windows NT 4.0", True),
        ("Windows NT Workstation 4.0", "Windows NT Server, Enterprise Edition 4.0", True),
        ("Exchange Server", "Exchange 5.5", True),
        ("Visual FoxPro", "Visual FoxPro 5.0", True),
        ("Exchange 5.0", "Exchange 5.5", False),
        ("Exchange 5.5", "Windows NT", False),
    ],
)
def test_service_packs_are_shared_within_a_line(one: str, other: str, shared: bool) -> None:
    assert products.parse(one).shares_line(products.parse(other)) is shared
    assert products.parse(other).shares_line(products.parse(one)) is shared


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Remote Server Name EXCH02, l=EXCH01000314", []),  # hosts, not versions
        ("exchange 5.5 on nt4 sp6a: mta stops", ["exchange 5.5", "nt4"]),
        ("iis 5 hangs, windows 2000 server", ["iis 5", "windows 2000"]),
        ("sql server 7.0 and mdac 2.6 under vb6", ["sql server 7.0", "mdac 2.6", "vb6"]),
        ("Exchange 5.5.2653.23", ["Exchange"]),
        ("terminal server hangs", ["terminal server"]),
        ("in other words, his server excels at nothing", []),
        ("", []),
    ],
)
def test_products_are_found_in_running_text(text: str, found: list[str]) -> None:
    assert [text[m.start : m.end] for m in products.mentions(text)] == found


def test_an_unknown_product_is_a_family_of_its_own() -> None:
    product = products.parse("Contoso Mail Relay")
    assert product == ProductName("Contoso Mail Relay")
    assert not product.known


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert isinstance(products.parse(text).family, str)
    for mention in products.mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize("name", [name for name, _ in products.FAMILIES])
def test_the_name_of_a_family_is_one_of_its_spellings(name: str) -> None:
    assert products.family(f"Microsoft {name.removeprefix('Microsoft ')}") == name
