"""The pictures of the product and build pages: fixes by release and by year."""

from __future__ import annotations

import datetime as dt
import re

import handmade
import pytest
from flask.testing import FlaskClient

from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index.reader import memory
from kbservice.record import FixedIn, Product, Record, Where

YEARS = "Articles with a fix by year of their last change"
RELEASES = "Fixes by the release that first has them"


def fixed(number: int, year: int, pack: str, kind: str = "fix") -> Record:
    place = Where("status", 3, 3)
    return handmade.record(
        number,
        f"Store stops {number}",
        ("status", f"Corrected in Exchange Server 5.5 {pack}."),
        kind=kind,
        last_modified=dt.date(year, 3, 1),
        applies_to=(Product("Microsoft Exchange Server", "5.5", place),),
        fixed_in=(FixedIn("Exchange Server", place, "5.5", pack, text=f"Corrected in {pack}."),),
    )


def test_releases_stand_in_the_order_of_their_versions(config: Config) -> None:
    place = Where("status", 3, 3)
    fixes = tuple(
        FixedIn("Exchange Server", place, version, pack, text=f"Corrected in {version} {pack}.")
        for version, pack in (("2000", "Service Pack 1"), ("5.5", "Service Pack 2"), ("4.0", "Service Pack 1"))
    )
    record = handmade.record(1, "Store stops", ("status", "Corrected."), kind="fix", fixed_in=fixes)
    client = create_app(config, memory([record])).test_client()
    shown = client.get("/products/Exchange Server").text
    assert re.findall(r'/builds/Exchange%20Server%20([\d.]+)/SP\d">[\d.]+ SP', shown)[-3:] == ["4.0", "5.5", "2000"]


@pytest.fixture
def client(config: Config) -> FlaskClient:
    records = [fixed(1, 1999, "Service Pack 2"), fixed(2, 1999, "Service Pack 3"), fixed(3, 2001, "Service Pack 3")]
    records.append(fixed(4, 2002, "Service Pack 3", kind="information"))
    return create_app(config, memory(records)).test_client()


@pytest.mark.parametrize("path", ["/products/Exchange Server", "/builds/Exchange Server 5.5/SP2"])
def test_fixes_are_drawn_by_release_and_by_year(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert RELEASES in page
    assert YEARS in page
    picture = page.split(YEARS, 1)[1].split("</svg>", 1)[0]
    assert "1999" in picture
    assert "2001" in picture
    assert "2002" not in picture


def test_a_year_leads_to_its_fixes(client: FlaskClient) -> None:
    page = client.get("/products/Exchange Server").text
    assert "kind=fix" in page
    assert "year=1999" in page
