"""`python -m benchmarks.screenshots`: pictures of the eight main pages, as docs/screenshots/*.png.

Needs Chromium. Ingests articles/ into a folder that is thrown away, serves it, and photographs what a reader sees.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright import sync_api
from werkzeug.serving import make_server

from kbservice import ingest
from kbservice.app import create_app
from kbservice.config import Config

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "screenshots"
EVENT = "Event Source: MSExchangeMTA\nEvent ID: 9322\nDescription: An interface error has occurred."
INVENTORY = b"FileName,FileVersion\nemsmta.exe,5.5.2232.0\nmtacheck.exe,5.5.2448.0\nwin32k.sys,4.0.1381.90\n"
HAVE = "exchange 5.5 sp1"

# Name of the picture -> address, and the height of the window in pixels.
PAGES = {
    "home": ("/", 760),
    "article": ("/articles/Q197378", 1060),
    "event": ("/events/9322", 900),
    "file": ("/files/emsmta.exe?version=5.5.2448.0", 620),
    "product": ("/products/Exchange+Server", 1000),
    "build": ("/builds/Exchange%20Server%205.5/SP1", 900),
}


@contextmanager
def served() -> Iterator[str]:
    """The address of a service over articles/."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config.from_env({}, index=folder, articles=str(ROOT / "articles"))
        ingest.run([config.articles], config.index)
        server = make_server("127.0.0.1", 0, create_app(config), threaded=True)
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.shutdown()
            server.server_close()


def photograph(page: sync_api.Page, name: str, height: int) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=PICTURES / f"{name}.png")


def pictures(page: sync_api.Page) -> None:
    """All pages in the order in which somebody meets them."""
    page.goto("/my-build")
    page.get_by_label("Product with service pack").fill(HAVE)
    page.get_by_role("button", name="Keep").click()
    for name, (path, height) in PAGES.items():
        page.goto(path)
        photograph(page, name, height)
    page.goto("/")
    page.get_by_label("Search").fill(EVENT)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.locator("header #q").wait_for()
    photograph(page, "search", 1000)
    page.goto("/audit")
    page.get_by_label("A file").set_input_files({"name": "files.csv", "mimeType": "text/csv", "buffer": INVENTORY})
    page.get_by_role("button", name="Audit").click()
    page.get_by_role("table").wait_for()
    photograph(page, "audit", 800)


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("screenshots need chromium on the path: apt-get install chromium")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as base, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        pictures(browser.new_page(base_url=base, color_scheme="light"))
        browser.close()


if __name__ == "__main__":
    main()
