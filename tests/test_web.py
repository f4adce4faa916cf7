"""Every page: what it shows, where it leads, how it fails, and the headers that guard it."""

from __future__ import annotations

import gzip
import io
import json
import re
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from handmade import LOOP, record, where
from werkzeug.test import TestResponse

from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index.reader import memory
from kbservice.record import Event, Product
from kbservice.web.routes import PAGES, SHEETS


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "text/html"
    assert answer.text.startswith("<!doctype html>")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return re.sub(r"\s+", " ", answer.text)


def location(answer: TestResponse) -> str:
    assert answer.status_code in (301, 302, 303), answer.text
    return answer.headers["Location"]


SHOWN = (
    ("/", "4 articles", "3 event IDs"),
    ("/search?q=mta", "MTA Stops with Event 9301", "Matched", "file table"),
    ("/search", "4 articles", "relevance", "Product"),
    ("/search?q=gateway&kind=bug", "Take out kind bug", "Gateway Loops"),
    ("/search?q=servise", "Did you mean", "No article holds"),
    ("/search?q=9301", "Event 9301</a> is stated by 2 articles"),
    ("/search?q=event+77+MSExchangeMTA", "No article states event 77; what follows is like it"),
    ("/builds/Exchange/SP2", "Of which version?", "/builds/Exchange%20Server%205.5/SP2"),
    ("/files/emsmta.exe?version=9.9.9999.0", "cannot be placed"),
    ("/search?q=servise+mta&kind=nothing", "0 articles", "without kind nothing", "without “servise”"),
    ("/articles/Q197378", "MTA Stops with Event 9301", "Exchange Server 5.5 Service Pack 2", "by the list", "Needs"),
    ("/articles/Q196381", "Directory Event 289 Returns", "The title is as", "Planned"),
    ("/articles/Q197378/copies", "Q197378-wiki.txt", "revision 2.0"),
    ("/articles/Q191014/copies", "There is no other copy"),
    ("/events/9301", "MSExchangeMTA", "Cause", "A message with a damaged address was read twice.", "Say what runs"),
    ("/events/9301?source=MSExchangeMTA", "Event 9301 from MSExchangeMTA", "all sources"),
    ("/events/289?source=Nobody", "other sources do"),
    ("/sources", "MSExchangeMTA"),
    ("/sources/MSExchangeMTA", "9301", "1290"),
    ("/files/emsmta.exe", "5.5.2232.0", "5.5.2431.0"),
    ("/files/emsmta?version=5.5.2431.0", "came with", "includes the fixes of 2 articles", "Has the fix"),
    ("/products", "Exchange Server", "fix list", "bug"),
    ("/products/Exchange+5.5", "Fixes by release", "5.5 SP2", "2448", "MTA Stops with Event 9301"),
    ("/builds/Exchange%205.5/SP1", "Lacks the fix", "MTA Stops with Event 9301"),
    ("/builds/Exchange%205.5/SP1?verdict=included", "None that is known"),
    (
        "/builds/Exchange%205.5/2448.0?component=MTA",
        "Build 2448.0 is Exchange Server 5.5 SP2",
        "Take out component MTA",
    ),
    ("/compare", "Compare two builds"),
    ("/compare?product=Exchange+5.5&from=SP1&to=SP2", "Problems that go away", "MTA Stops with Event 9301"),
    ("/check", "Does what runs have the fix?"),
    ("/check?article=197378&have=exchange+5.5+sp2", "Has the fix", "Understood as", "service pack sp2"),
    (
        "/check?article=197378&have=exchange+5.5+sp2;+nt+4.0+sp6a",
        'Has the fix</span> <span class="quiet">exchange 5.5 sp2',
        'Other product</span> <span class="quiet">nt 4.0 sp6a',
    ),
    ("/plan", "What to install"),
    (
        "/plan?articles=197378&have=exchange+5.5+sp1",
        "Install 1 hotfix;",
        "SP2 has every fix without a hotfix",
        "MTA Stops",
    ),
    (
        "/plan?articles=Q197378,+999999&have=exchange+5.5+sp2",
        "Nothing that is known helps",
        "Fixed already",
        "holds no",
    ),
    ("/plan?articles=Q250111;197378&have=exchange+5.5+sp2;+exchange+5.0+sp2", "<h2>exchange 5.0 sp2", "Nothing: all"),
    ("/quality", "What articles have", "files"),
    ("/audit", "Audit a machine"),
    ("/my-build", "What do you run?"),
    ("/help", "Keys"),
)


@pytest.mark.parametrize(("path", "texts"), [(path, texts) for path, *texts in SHOWN])
def test_a_page_shows(client: FlaskClient, path: str, texts: list[str]) -> None:
    shown = page(client, path)
    assert [text for text in texts if text not in shown] == []


REFUSED = (
    ("/search?page=0", 422, "page"),
    ("/search?sort=cheapest", 422, "sort"),
    ("/search?error_code=zz", 422, "error code"),
    ("/search?q=mta&have=nonsense", 422, "have"),
    ("/search.atom?page=x", 422, "page"),
    ("/articles/abc", 422, "article"),
    ("/articles/Q999999", 404, "is not held"),
    ("/articles/Q999999/copies", 404, "holds no article"),
    ("/articles/Q197378/ticket.doc", 404, "Not Found"),
    ("/events/abc", 422, "event id"),
    ("/events/77", 404, "Search for event 77</a>"),
    ("/sources/nobody", 404, "Not found"),
    ("/files/none.dll", 404, 'href="/search?q=none.dll"'),
    ("/files/emsmta.exe?version=latest", 422, "version"),
    ("/products/Frobnicator", 404, "is about"),
    ("/builds/Exchange%205.5/beta", 422, "build"),
    ("/builds?product=Exchange+5.5", 422, "release"),
    ("/builds?product=Exchange+5.5&release=beta", 422, "build"),
    ("/compare?product=Exchange+5.5&from=beta&to=SP2", 422, "from"),
    ("/check?article=197378&have=nonsense", 422, "have"),
    ("/plan?articles=abc&have=exchange+5.5+sp2", 422, "article"),
    ("/plan?articles=197378&have=emsmta.exe", 422, "service pack or build"),
    ("/plan.json", 404, "Not Found"),
    ("/articles/Q197378?have=nonsense", 422, "names no product and no file. Try: exchange 5.5 sp3</p>"),
    ("/kb/none", 422, "article"),
    ("/sitemap-2.xml", 404, "Not Found"),
    ("/sitemap-x.xml", 404, "Not Found"),
    ("/nowhere", 404, "Not Found"),
)


@pytest.mark.parametrize(("path", "status", "text"), REFUSED)
def test_what_cannot_be_answered_is_a_page_that_says_why(
    client: FlaskClient, path: str, status: int, text: str
) -> None:
    assert text in page(client, path, status)


LEADING = (
    ("/search?q=Q197378", "/articles/Q197378"),
    ("/search?q=197378", "/articles/Q197378"),
    ("/search?q=kb999999", "/articles/Q999999"),
    ("/articles/kb197378?have=exchange", "/articles/Q197378?have=exchange"),
    ("/articles/197378.md", "/articles/Q197378.md"),
    ("/articles/197378/source", "/api/v1/articles/Q197378/source"),
    ("/builds?product=Exchange+5.5&release=SP2", "/builds/Exchange%205.5/SP2"),
    ("/builds?product=Exchange&release=5.5+SP2", "/builds/Exchange%205.5/SP2"),
    ("/search?q=mta&page=9", "/search?q=mta&page=1"),
    ("/search?q=http://support.microsoft.com/default.aspx?scid%3Dkb;en-us;197378", "/articles/Q197378"),
    ("/search?q=support.microsoft.com/support/kb/articles/Q197/3/78.asp", "/articles/Q197378"),
    ("/search?q=http://support.microsoft.com:8080/%3Fkbid%3D197378%26sd%3Dx", "/articles/Q197378"),
    ("/search?q=http://www.microsoft.com/kb/articles/q197/3/78.htm", "/articles/Q197378"),
    ("/recent", "/search?sort=newest"),
    ("/kb/197378", "/articles/Q197378"),
    ("/kb/197378/en-us", "/articles/Q197378"),
    ("/kb/197/Q197378/", "/articles/Q197378"),
    ("/support/kb/articles/Q197/3/78.ASP", "/articles/Q197378"),
    ("/default.aspx?scid=kb;en-us;197378", "/articles/Q197378"),
    ("/directory/article.asp?ID=KB;EN-US;Q197378", "/articles/Q197378"),
    ("/?kbid=197378", "/articles/Q197378"),
)


@pytest.mark.parametrize(("path", "target"), LEADING)
def test_an_address_leads_on(client: FlaskClient, path: str, target: str) -> None:
    assert location(client.get(path)) == target


@pytest.mark.parametrize(
    "path", ["/search?q=999999", "/search?q=197378&kind=fix", "/search?q=197378&date_to=2001-01-01"]
)
def test_a_number_that_is_not_held_or_narrowed_is_searched(client: FlaskClient, path: str) -> None:
    page(client, path)


@pytest.mark.parametrize(
    "q", [
        "http://support.microsoft.com/search/?adv=1", "http://elsewhere.example/kb/197378",
        "http://www.microsoft.com/security/1999/",
    ],
)  # fmt: skip
def test_an_address_that_names_no_article_is_searched(client: FlaskClient, q: str) -> None:
    page(client, "/search?" + urlencode({"q": q}))


def test_links_carry_no_more_of_a_long_question_than_is_read(client: FlaskClient) -> None:
    shown = page(client, "/search?" + urlencode({"q": "mta " + "x" * 9000}))
    assert "characters were not read" in shown
    assert max(map(len, re.findall(r'href="(/search\?[^"]+sort=[^"]+)"', shown))) < 4100


def test_many_parts_of_a_question_are_cut_short_and_a_long_one_is_not_spelt_anew(client: FlaskClient) -> None:
    shown = page(client, "/search?" + urlencode({"q": " ".join(f"file{n}.dll servise" for n in range(30))}))
    assert re.search(r"and 2\d more", shown)
    assert shown.count("Take out file") == 10
    assert "Did you mean" not in shown


def test_the_page_of_an_article_that_is_only_named_lists_who_names_it(app: Flask) -> None:
    client = create_app(Config.from_env({}), memory([LOOP])).test_client()
    shown = page(client, "/articles/Q196381", 404)
    assert "Directory Event 289 Returns" in shown
    assert "Gateway Loops" in shown
    answer = client.get("/articles/Q196381.md")
    assert answer.status_code == 404
    assert "- [Q250111](/articles/Q250111) Gateway Loops" in answer.text


@pytest.mark.parametrize(
    "path", [path for path, *_ in SHOWN if path.split("?")[0] not in {"/", "/audit", "/my-build", "/help", "/plan"}]
)
def test_each_page_is_had_as_markdown_and_leads_to_its_json(client: FlaskClient, path: str) -> None:
    place, mark, query = path.partition("?")
    markdown = client.get(place + ".md" + mark + query)
    assert markdown.status_code == 200, markdown.text
    assert markdown.mimetype == "text/markdown"
    assert markdown.text.lstrip().startswith("# ")
    assert "<" not in markdown.text.replace("<mark>", "")
    target = location(client.get(place + ".json" + mark + query))
    answer = client.get(target)
    assert target.startswith("/api/v1/")
    assert answer.content_type in ("application/json", "application/problem+json")
    assert answer.status_code == 200 or path in ("/compare", "/check")  # forms not yet filled in


def test_a_plan_is_had_as_markdown(client: FlaskClient) -> None:
    answer = client.get("/plan.md?articles=197378&have=exchange+5.5+build+2448.0")
    assert "## exchange 5.5 build 2448.0: nothing" in answer.text
    assert "- [Q197378](/articles/Q197378) XADM: MTA Stops with Event 9301: already." in answer.text
    assert 'href="/plan.json' not in page(client, "/plan?articles=197378&have=exchange+5.5+sp1")


def test_pages_name_their_other_forms(client: FlaskClient) -> None:
    shown = page(client, "/events/9301?source=MSExchangeMTA")
    assert '<link rel="canonical" href="http://localhost/events/9301?source=MSExchangeMTA">' in shown
    assert 'type="text/markdown" href="/events/9301.md?source=MSExchangeMTA"' in shown
    assert 'href="/search.atom?event_id=9301&amp;source=MSExchangeMTA"' in shown


def test_every_address_is_documented() -> None:
    documented = (Path(__file__).parent.parent / "docs" / "pages.md").read_text("utf-8")
    for rule, _ in (*SHEETS, *PAGES):
        fixed = re.split(r"<|-<", rule)[0].rstrip("-")
        assert f"`{fixed}" in documented or fixed in ("/suggest", "/directory/article.asp"), rule


def test_every_address_is_tested() -> None:
    tried = [path.split("?")[0] for path, *_ in (*SHOWN, *REFUSED, *LEADING)] + FORMS_OF_MACHINES
    for rule, _ in (*SHEETS, *PAGES):
        pattern = re.sub(r"<any\([^>]*>", "[a-z]+", re.sub(r"<path:\w+>", ".+", rule))
        pattern = re.sub(r"<\w+>", "[^/]+", pattern.replace(".", r"\.").replace(r"\.+", ".+"))
        assert any(re.fullmatch(pattern, path) for path in tried), rule


# ---- my build ----------------------------------------------------------------------------------------------------


def test_my_build_is_kept_and_every_result_and_article_answers_for_it(client: FlaskClient) -> None:
    kept = client.post("/my-build", data={"have": "exchange 5.5 sp1", "back": "/search?q=mta"})
    assert location(kept) == "/search?q=mta"
    assert "HttpOnly" in kept.headers["Set-Cookie"]
    assert "Lacks the fix" in page(client, "/search?q=mta")
    assert "exchange 5.5 sp1" in page(client, "/")
    article = page(client, "/articles/Q197378")
    assert "Lacks the fix" in article
    assert "Keep as my build" not in article


def test_my_build_may_be_several_things_a_line_each(client: FlaskClient) -> None:
    client.post("/my-build", data={"have": " windows nt 4.0  sp6a\r\n\r\nexchange 5.5 sp2;exchange 5.5 sp2"})
    assert "windows nt 4.0 sp6a; exchange 5.5 sp2" in page(client, "/")
    assert ">windows nt 4.0 sp6a exchange 5.5 sp2</textarea>" in page(client, "/my-build")
    assert 'Has the fix</span></a> <span class="quiet">exchange 5.5 sp2</span>' in page(
        client, "/search?q=mta+event+9301"
    )
    ticket = client.get("/articles/Q197378/ticket.txt").text
    assert "Runs: windows nt 4.0 sp6a; exchange 5.5 sp2" in ticket
    assert "FIX CHECK for exchange 5.5 sp2" in ticket
    assert client.post("/my-build", data={"have": "exchange 5.5 sp2\nnonsense"}).status_code == 422


def test_my_build_leaves_out_what_the_end_of_a_long_text_cuts(client: FlaskClient) -> None:
    said = "; ".join(["exchange 5.5 sp2", *["outlook 98"] * 60])
    client.post("/my-build", data={"have": said[: said.index("98", 580)] + "97 build 1234567.89"})
    assert ">exchange 5.5 sp2 outlook 98</textarea>" in page(client, "/my-build")


def test_an_address_goes_before_what_is_kept(client: FlaskClient) -> None:
    client.post("/my-build", data={"have": "exchange 5.5 sp1"})
    article = page(client, "/articles/Q197378?have=exchange+5.5+sp2")
    assert "Has the fix" in article
    assert "Keep as my build" in article
    assert 'href="#L17"' in article


def test_my_build_is_forgotten(client: FlaskClient) -> None:
    client.post("/my-build", data={"have": "exchange 5.5 sp1"})
    client.post("/my-build", data={"have": "exchange 5.5 sp1", "forget": "1"})
    assert "Set my build" in page(client, "/")


@pytest.mark.parametrize(
    "back", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "", "/\n"]
)
def test_nobody_is_sent_elsewhere(client: FlaskClient, back: str) -> None:
    assert location(client.post("/my-build", data={"have": "exchange 5.5 sp1", "back": back})) == "/"


def test_another_site_cannot_say_what_runs(client: FlaskClient) -> None:
    answer = client.post("/my-build", data={"have": "exchange 5.5 sp4"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_a_build_that_nobody_understands_is_not_kept(client: FlaskClient) -> None:
    answer = client.post("/my-build", data={"have": "nonsense"})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_an_old_cookie_is_no_reason_to_refuse_a_page(client: FlaskClient) -> None:
    client.set_cookie("have", "nonsense")
    assert "Do I have the fix?" in page(client, "/articles/Q197378")


def test_an_event_marks_what_my_build_rules_out(client: FlaskClient) -> None:
    shown = page(client, "/events/9301?have=exchange+5.5+sp2")
    assert shown.index("Gateway Loops") < shown.index("MTA Stops with Event 9301")
    assert "not in your build" in shown


# ---- article -----------------------------------------------------------------------------------------------------


def test_facts_lead_to_the_lines_that_state_them(client: FlaskClient) -> None:
    shown = page(client, "/articles/Q197378")
    for line, text in ((14, "emsmta.exe 5.5.2431.0 19-OCT-1998"), (17, "Corrected in Exchange Server 5.5")):
        assert f'href="#L{line}"' in shown
        assert re.search(rf'id="L{line}">\s*{re.escape(text)}', shown)
    assert 'href="#L5-L6"' in shown


def test_an_article_describes_itself_to_machines(client: FlaskClient) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, "/articles/Q197378"))
    assert found is not None
    described = json.loads(found[1])
    assert (described["@type"], described["identifier"]) == ("TechArticle", "Q197378")
    assert described["dateModified"] == "1999-03-22"


def test_hostile_text_stays_text() -> None:
    title = '<script>alert("1")</script>'
    hostile = record(
        900001,
        title,
        ("symptoms", "An entry:\n   Event ID: 5 </pre><script>alert(2)</script>\n\n- <img src=x onerror=alert(3)>"),
        ("cause", "1. <b>x</b>\n\n      <i>y</i>"),
        applies_to=(Product("</script><script>alert(4)//", "1", where("applies_to", 1)),),
        events=(Event(5, where("symptoms", 5), "<b>Source</b>", description="<u>said</u>"),),
        keywords=("</script><b>",),
    )
    client = create_app(Config.from_env({}), memory([hostile])).test_client()
    for path in (
        "/search?q=alert",
        "/articles/Q900001",
        "/events/5",
        "/search?q=<script>x</script>",
        "/<script>",
        "/products",
    ):
        shown = client.get(path).text
        assert not re.search(r"<script>|<img|<b>|<i>|<u>", shown), path
    assert "Q900001" in client.get("/articles/Q900001/ticket.txt").text


def test_a_ticket_has_issue_environment_cause_resolution_and_dated_evidence(client: FlaskClient) -> None:
    text = client.get("/articles/Q197378/ticket.txt?have=exchange+5.5+sp1").text
    heads = ["ISSUE", "ENVIRONMENT", "CAUSE", "RESOLUTION", "FIX CHECK", "SOURCE"]
    assert [line for line in text.split("\n") if line in heads] == heads
    assert "Runs: exchange 5.5 sp1" in text
    assert "Applies to: Exchange Server 5.5" in text
    assert "Q197378, line 17: Corrected in Exchange Server 5.5 Service Pack 2." in text
    assert re.search(r"http://localhost/articles/Q197378\nRead on \d{4}-\d\d-\d\d, article of 1999-03-22", text)
    markdown = client.get("/articles/Q197378/ticket.md?have=exchange+5.5+sp1")
    assert markdown.mimetype == "text/markdown"
    assert "**Fix check: Lacks the fix.**" in markdown.text
    assert "http://localhost/articles/Q197378#L17" in markdown.text


def test_a_ticket_says_what_is_not_stated(client: FlaskClient) -> None:
    text = client.get("/articles/Q196381/ticket.txt").text
    assert text.count("not stated") == 3
    assert "FIX CHECK" not in text


# ---- audit -------------------------------------------------------------------------------------------------------

LISTING = "FileName,FileVersion\nemsmta.exe,5.5.2430.0\nbad.dll,x\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_audit_reads_a_file_in_the_encodings_that_shells_write(client: FlaskClient, encoding: str) -> None:
    answer = client.post("/audit", data={"file": (io.BytesIO(LISTING.encode(encoding)), "files.csv")})
    assert answer.status_code == 200
    assert "Lacks the fix" in answer.text
    assert "MTA Stops with Event 9301" in answer.text
    assert "1 row left out" in answer.text


def test_an_audit_reads_old_code_pages_and_carries_a_listing_that_is_not_large(client: FlaskClient) -> None:
    answer = client.post(
        "/audit", data={"file": (io.BytesIO(b"FileName,FileVersion\nna\xefve.dll,1.0\n"), "files.csv")}
    )
    assert "naïve.dll" in answer.text
    large = LISTING + "x.dll,1.0\n" * 25_000
    assert "x.dll" not in client.post("/audit", data={"listing": large}).text


@pytest.mark.parametrize(("form", "name"), [("csv", "audit.csv"), ("table", "audit.txt"), ("sarif", "audit.sarif")])
def test_an_audit_is_downloaded(client: FlaskClient, form: str, name: str) -> None:
    answer = client.post("/audit", data={"listing": LISTING, "format": form})
    assert name in answer.headers["Content-Disposition"]
    assert "Q197378" in answer.text


@pytest.mark.parametrize("data", [{}, {"listing": "  "}, {"listing": "nothing of use"}])
def test_an_audit_of_nothing_is_refused(client: FlaskClient, data: dict[str, str]) -> None:
    assert client.post("/audit", data=data).status_code == 422


# ---- machines ----------------------------------------------------------------------------------------------------

FORMS_OF_MACHINES = ["/suggest", "/search.atom", "/articles/Q197378/ticket.txt", "/opensearch.xml", "/robots.txt"]
FORMS_OF_MACHINES += ["/sitemap.xml", "/sitemap-1.xml"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(("query", "first"), [("", "Q250111"), ("?q=mta", None), ("?event_id=9301", "Q250111")])
def test_a_feed_has_the_newest_first(client: FlaskClient, query: str, first: str | None) -> None:
    answer = client.get("/search.atom" + query)
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.text)
    updated = [entry.findtext(ATOM + "updated") or "" for entry in feed.findall(ATOM + "entry")]
    assert updated
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(ATOM + "updated") == updated[0]
    assert first is None or first in (feed.findtext(f"{ATOM}entry/{ATOM}id") or "")


def test_the_site_map_names_every_article(client: FlaskClient) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    maps = [found.text or "" for found in ElementTree.fromstring(client.get("/sitemap.xml").text).iter(space + "loc")]
    places = [p.text for m in maps for p in ElementTree.fromstring(client.get(m).text).iter(space + "loc")]
    assert places == [f"http://localhost/articles/Q{n}" for n in (191014, 196381, 197378, 250111)]
    assert f"Sitemap: {maps[0].rpartition('/')[0]}/sitemap.xml" in client.get("/robots.txt").text


def test_the_search_bar_of_a_browser_finds_and_suggests(client: FlaskClient) -> None:
    description = ElementTree.fromstring(client.get("/opensearch.xml").text)
    templates = [url.get("template") or "" for url in description if url.tag.endswith("Url")]
    assert templates[0] == "http://localhost/search?q={searchTerms}"
    answer = client.get("/suggest?q=gateway+loo")
    assert answer.mimetype == "application/x-suggestions+json"
    assert answer.json == ["gateway loo", ["Gateway Loops after Event 9301"]]


def test_styles_and_scripts_are_small_and_our_own(client: FlaskClient) -> None:
    shown = page(client, "/articles/Q197378")
    own = re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', shown)
    assert own
    assert all(path.startswith("/static/") for path in own)
    sizes = []
    for path in own:
        with client.get(path) as answer:
            sizes.append(len(gzip.compress(answer.data)))
    assert sum(sizes) < 60_000
    assert not re.search(r"<style|style=|<script>| on\w+=", shown)


def test_pages_before_the_first_ingest_say_what_to_do(config: Config) -> None:
    shown = page(create_app(config).test_client(), "/search?q=mta", 503)
    assert "Run: kbservice ingest" in shown


@pytest.mark.parametrize("number", [191014, 196381, 197378, 250111])
def test_every_place_that_an_article_links_to_is_on_its_page(client: FlaskClient, number: int) -> None:
    shown = page(client, f"/articles/Q{number}?have=exchange+5.5+sp2")
    places = set(re.findall(r'href="#([^"]+)"', shown))
    assert places - set(re.findall(r'id="([^"]+)"', shown)) == set()


def test_browsers_keep_style_and_script_until_they_change(client: FlaskClient) -> None:
    (style,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page(client, "/"))
    with (
        client.get(style) as named,
        client.get(style.partition("?")[0]) as unnamed,
        client.get("/static/x?v=1") as none,
    ):
        assert "immutable" in named.headers["Cache-Control"]
        assert "immutable" not in unnamed.headers["Cache-Control"]
        assert none.status_code == 404


def test_a_search_shows_how_sure_it_asks_to_be(client: FlaskClient) -> None:
    assert "Take out sure 0.9" in page(client, "/search?event_id=9301&min_confidence=0.9")
