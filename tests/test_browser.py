"""The pages in a real browser, as somebody meets them: Chromium driven by Playwright, axe for accessibility.

axe-core 4.14 (MPL 2.0, see vendor/axe.LICENSE.txt) is kept beside the tests, so that they need no network.
"""

from __future__ import annotations

import gc
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright import sync_api
from werkzeug.serving import make_server

from kbservice import ingest
from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index import Index

# A browser that leaves a page drops its requests, and the server of these tests then leaves the file to the collector.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = (
    "/", "/search?q=mta&have=exchange+5.5+sp1", "/search?q=nothingatall", "/articles/Q197378?have=exchange+5.5+sp2",
    "/articles/Q196381", "/articles/Q197378/copies", "/articles/Q999999", "/events/9301?have=exchange+5.5+sp2",
    "/sources", "/sources/MSExchangeMTA", "/files/emsmta.exe?version=5.5.2431.0", "/products",
    "/products/Exchange+Server", "/builds/Exchange%205.5/SP1", "/compare?product=Exchange+5.5&from=SP1&to=SP2",
    "/check?article=197378&have=exchange+5.5+sp1", "/audit", "/plan?articles=197378&have=exchange+5.5+sp1",
    "/quality", "/my-build", "/help", "/nowhere",
)  # fmt: skip
EVENT = """Event Type: Error
Event Source: MSExchangeMTA
Event ID: 9301
Description:
An error %1 occurred."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of a server of the application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    gc.collect()


@pytest.fixture(scope="module")
def base(index: Index) -> Iterator[str]:
    """The address of a server over the real engine in memory."""
    with serving(create_app(Config.from_env({}), index)) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Watched:
    """A page of which everything is noted that must not happen: errors in the console, requests to elsewhere."""

    def __init__(self, page: sync_api.Page, base: str) -> None:
        self.complaints: list[str] = []
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(base) else self.complaints.append(r.url))


@pytest.fixture
def page(chromium: sync_api.Browser, base: str) -> Iterator[sync_api.Page]:
    """A page of a fresh browser that must stay without complaint."""
    context = chromium.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(20_000)  # the machine may be busy
    page = context.new_page()
    watched = Watched(page, base)
    yield page
    context.close()
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("scheme", "width", "path"),
    [("light", 1280, path) for path in PAGES]
    + [("dark", 390, path) for path in PAGES if "?" in path or path == "/audit"],
)
def test_every_page_is_accessible_and_fits(
    chromium: sync_api.Browser, base: str, scheme: str, width: int, path: str
) -> None:
    context = chromium.new_context(
        base_url=base, color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path)
    page.add_script_tag(path=AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == []
    assert wide <= 0


def test_a_pasted_event_leads_to_its_article_and_the_verdict_in_three_actions(page: sync_api.Page) -> None:
    page.goto("/")
    page.get_by_label("Search").fill(EVENT)
    page.keyboard.press("Enter")
    assert page.locator(".chips").inner_text().replace("\n", " ").count("9301") >= 1
    page.get_by_role("link", name="MTA Stops with Event 9301").click()
    page.get_by_label("What runs").fill("exchange 5.5 sp2")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("have="))
    assert "Has the fix" in page.locator("#check").inner_text()


def test_results_come_as_one_types_and_the_address_holds_the_question(page: sync_api.Page) -> None:
    page.goto("/search?q=mta")
    page.get_by_label("Search").fill("")
    page.get_by_label("Search").press_sequentially("gateway")
    page.wait_for_url(re.compile("q=gateway"))
    page.locator(".hits h2", has_text="Gateway Loops").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "q"
    page.reload()
    assert page.get_by_label("Search").input_value() == "gateway"


def test_results_come_below_the_first_page_too_and_back_leads_to_it(page: sync_api.Page) -> None:
    page.goto("/")
    page.get_by_label("Search").press_sequentially("gateway loops")
    page.locator(".hits h2", has_text="Gateway Loops").first.wait_for()
    assert page.url.endswith("/search?q=gateway+loops")
    assert page.evaluate("document.activeElement.id") == "q"
    page.go_back()
    page.get_by_role("link", name="Say it once").wait_for()
    assert page.locator(".hits").count() == 0
    page.go_forward()
    page.locator("header #q").wait_for()
    assert page.locator(".hits h2").count() >= 1


def test_shift_and_enter_make_a_line_and_enter_searches_all_of_a_paste(page: sync_api.Page) -> None:
    page.goto("/")
    page.keyboard.type("Event ID: 9301")
    page.keyboard.press("Shift+Enter")
    page.keyboard.insert_text("Source: MSExchangeMTA\n" + "An error occurred. " * 300)
    page.keyboard.press("Enter")
    page.locator("header #q").wait_for()
    chips = page.locator(".chips").inner_text()
    assert "9301" in chips
    assert "MSExchangeMTA" in chips
    assert "characters were not read" in page.locator("main").inner_text()


def test_an_entry_pasted_into_the_box_of_one_line_keeps_its_lines_apart(page: sync_api.Page) -> None:
    page.goto("/search?q=mta")
    page.evaluate(
        "text => navigator.clipboard.writeText(text)", "Source: MSExchangeMTA\nComputer: A\nThe gateway loops.\n"
    )
    page.get_by_label("Search").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")
    assert page.get_by_label("Search").input_value() == "Source: MSExchangeMTA  Computer: A  The gateway loops."
    page.wait_for_url(re.compile("gateway"))


def test_facets_narrow_are_undone_and_back_works(page: sync_api.Page) -> None:
    page.goto("/search?q=event+9301")
    before = page.locator("h1").inner_text()
    page.get_by_role("complementary").get_by_role("link", name="bug").click()
    assert page.locator("h1").inner_text() == "1 article"
    page.get_by_role("link", name="Take out kind bug").click()
    assert page.locator("h1").inner_text() == before
    page.go_back()
    assert page.locator("h1").inner_text() == "1 article"


def test_my_build_is_said_once_and_stands_on_results_and_articles(page: sync_api.Page) -> None:
    page.goto("/search?q=mta")
    page.get_by_role("link", name="Set my build").click()
    page.get_by_label("Product with service pack").fill("exchange 5.5 sp1")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(re.compile("/search"))
    result = page.locator(".hits li", has_text="XADM: MTA Stops with Event 9301")
    assert "Lacks the fix" in result.inner_text()
    result.locator(".badge").click()
    assert "Corrected in Exchange Server 5.5 Service Pack 2." in page.locator("#check").inner_text()


def test_a_machine_with_several_products_is_told_what_to_install(page: sync_api.Page) -> None:
    page.goto("/my-build?back=/articles/Q197378")
    page.get_by_label("Product with service pack").fill("windows nt 4.0 sp6a\nexchange 5.5 sp1\n")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(re.compile("/articles/"))
    check = page.locator("#check")
    assert "Lacks the fix exchange 5.5 sp1" in check.locator(".answer").inner_text().replace("\n", " ")
    assert "Other product windows nt 4.0 sp6a" in check.inner_text()
    check.get_by_role("link", name="What to install").click()
    page.get_by_role("heading", name="exchange 5.5 sp1").wait_for()
    assert "SP2 has every fix without a hotfix" in page.locator(".answer").inner_text()


def test_what_runs_can_be_mended_where_it_was_said(chromium: sync_api.Browser, base: str) -> None:
    page = chromium.new_page(base_url=base)  # the refusal of the page is noted in the console
    page.goto("/articles/Q197378")
    page.get_by_label("What runs").fill("exchagne")
    page.keyboard.press("Enter")
    page.locator("#refused").wait_for()
    page.get_by_label("What runs").fill("exchange 5.5 sp2")
    page.keyboard.press("Enter")
    page.locator("#check .verdict.included").wait_for()
    page.context.close()


def test_a_fact_leads_to_its_lines_and_marks_them(page: sync_api.Page) -> None:
    page.goto("/articles/Q197378?have=exchange+5.5+sp2")
    page.locator("#check").get_by_role("link", name="line 17").click()
    assert page.locator("#L17.marked").inner_text().startswith("Corrected in Exchange Server 5.5")
    page.goto("/articles/Q197378#L5-L6")
    assert page.locator(".marked").count() == 2
    page.goto("/articles/Q197378#L1")
    assert page.locator("#L1").is_visible()  # the foot of the source unfolds


def test_keys_move_through_results_and_back_to_the_box(page: sync_api.Page) -> None:
    page.goto("/search?q=event+9301")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".hits h2 a").nth(1)
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("k")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/articles/"))


def test_text_is_copied(page: sync_api.Page) -> None:
    page.goto("/articles/Q197378")
    page.locator(".typed").first.hover()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "emsmta.exe" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("link", name="Text for the ticket").click()
    page.get_by_role("link", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("ISSUE")


def test_an_inventory_is_uploaded(page: sync_api.Page) -> None:
    page.goto("/audit")
    listing = b"FileName,FileVersion\nemsmta.exe,5.5.2430.0\n"
    page.get_by_label("A file").set_input_files({"name": "files.csv", "mimeType": "text/csv", "buffer": listing})
    page.get_by_role("button", name="Audit").click()
    page.get_by_role("cell", name="Lacks the fix").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("audit.")


def test_everything_works_without_javascript(chromium: sync_api.Browser, base: str) -> None:
    context = chromium.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Search").fill(EVENT)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="MTA Stops with Event 9301").click()
    page.get_by_label("What runs").fill("exchange 5.5 sp1")
    page.get_by_role("button", name="Check").click()
    assert "Lacks the fix" in page.locator("#check").inner_text()
    page.get_by_role("button", name="Keep as my build").click()
    assert "exchange 5.5 sp1" in page.locator("header .mine").inner_text()
    page.goto("/audit")
    page.get_by_label("Or a listing").fill("FileName,FileVersion\nemsmta.exe,5.5.2430.0")
    page.get_by_role("button", name="Audit").click()
    assert page.get_by_role("cell", name="Lacks the fix").count() >= 1
    context.close()


def test_nothing_moves_once_results_are_shown(page: sync_api.Page) -> None:
    page.goto("/search?q=event+9301&have=exchange+5.5+sp1")
    shifted = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 300);
        })"""
    )
    assert shifted == 0


def test_dark_and_light_differ_and_follow_the_system(chromium: sync_api.Browser, base: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        context = chromium.new_context(base_url=base, color_scheme=scheme)
        page = context.new_page()
        page.goto("/")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    brightness = [sum(map(int, re.findall(r"\d+", ground))) for ground in grounds]
    assert brightness[0] > 600 > 200 > brightness[1]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over articles/."""
    folder = tmp_path_factory.mktemp("collection")
    ingest.run([Path(__file__).parent.parent / "articles"], folder)
    with serving(create_app(Config.from_env({}, index=str(folder)))) as address:
        yield address


# What the log shows -> the article that explains it, what runs, and the verdict.
SEEDS = (
    (
        "Event Source: MSExchangeMTA\nEvent ID: 9322\nAn interface error has occurred. An MtaBindBack over RPC has "
        "failed. Locality Table (LTAB) index: 213, NT/MTA error code: 1722. firewall",
        "Q191594", "exchange 5.5 sp1", "Lacks the fix",
    ),
    (
        "Event Type: Warning\nEvent Source: MSExchangeMTA\nEvent ID: 9318\nAn RPC communications error occurred. "
        "Unable to bind over RPC. Locality Table (LTAB) index: 13, NT/MTA error code: 5. Comms error 5, Bind error 0",
        "Q257679", "emsmta.exe 5.5.2655.1", "Has the fix",
    ),
    (
        "Event ID: 1290\nSource: MSExchangeMTA\nCategory: X.400 Service\nA locally initiated association was refused. "
        "The failure reason provider was 0 and the reason was 0.",
        "Q196381", "exchange 5.5 sp2", "No fix stated",
    ),
    (
        "Event ID: 9301\nSource: MSExchangeMTA\nAn incoming connection from a multihomed server",
        "Q197378", "emsmta.exe 5.5.2430.0", "Lacks the fix",
    ),
    (
        "message NMI1279: X.400 Service Event, severity 8\nSocket error 0\nBad message type 769 for socket",
        "Q151626", "exchange 4.0 sp5", "No fix stated",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("event", "article", "runs", "verdict"), SEEDS)
def test_three_actions_lead_from_the_log_to_the_verdict(
    chromium: sync_api.Browser, collection: str, event: str, article: str, runs: str, verdict: str
) -> None:
    page = chromium.new_page(base_url=collection)
    page.goto("/")
    page.get_by_label("Search").fill(event)
    page.keyboard.press("Enter")
    first = page.locator(".hits > li:nth-child(-n+3)", has_text=article)
    first.get_by_role("heading").get_by_role("link").click()
    page.get_by_label("What runs").fill(runs)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("have="))
    assert verdict in page.locator("#check").inner_text()
    page.context.close()
