"""Commands that ask the index: show, search, event, file, check."""

from __future__ import annotations

from typing import Any

import click

from kbservice import fixcheck, lookups
from kbservice.api.schemas import answers, verdicts
from kbservice.api.schemas import article as article_schema
from kbservice.api.schemas.questions import MAX_EVENT_ID, MAX_PAGE, MAX_PER_PAGE, SORTS
from kbservice.cli import render
from kbservice.cli.shared import FOUND, INCLUDED, NOT_FOUND, NOT_INCLUDED, UNKNOWN, asks, leave, show
from kbservice.index import Index, Question
from kbservice.record import parse_article_id


@click.command("show")
@click.argument("article")
@click.option("--source", is_flag=True, help="Print the text as ingested, nothing else.")
@asks
def show_article(index: Index, article: str, source: bool, as_json: bool) -> None:
    """Show an ARTICLE: Q197378, KB197378, 197378."""
    found = lookups.article(index, parse_article_id(article))
    if source:
        click.echo(found.record.text)
    else:
        show(article_schema.dump(found), render.article(found), as_json)


@click.command
@click.argument("words", nargs=-1)
@click.option("--product", multiple=True, help="Only articles on this product.")
@click.option("--kind", multiple=True, help="Only articles of this kind: bug, fix, ...")
@click.option("--year", multiple=True, help="Only articles last changed in this year.")
@click.option(
    "--event-id", multiple=True, type=click.IntRange(0, MAX_EVENT_ID), help="Only articles that state this event."
)
@click.option("--source", multiple=True, help="Only articles with an event of this source.")
@click.option("--file", multiple=True, help="Only articles that mention this file.")
@click.option("--error-code", multiple=True, help="Only articles with this error code.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Only where what these options name is that sure.")
@click.option("--sort", type=click.Choice(SORTS), default=SORTS[0], help="Order: relevance, newest, ...")
@click.option("--page", type=click.IntRange(1, MAX_PAGE), default=1, help="Page, from 1.")
@click.option("--per-page", type=click.IntRange(1, MAX_PER_PAGE), default=10, help="Hits on a page, at most 100.")
@asks
def search(index: Index, words: tuple[str, ...], as_json: bool, min_confidence: float | None, **options: Any) -> None:
    """Find articles by WORDS: an event ID, a code, a file, a whole message."""
    order = {name: options.pop(name) for name in ("sort", "page", "per_page")}
    filters = {name: tuple(map(str, values)) for name, values in options.items() if values}
    page = lookups.search(index, Question(" ".join(words), filters, **order), min_confidence)
    paging = {name: order[name] for name in ("page", "per_page")}
    show(answers.SearchAnswerSchema().dump(answers.page_members(page) | paging), render.page(page, **paging), as_json)
    leave(FOUND if page.total else NOT_FOUND)


@click.command
@click.argument("event_id")
@click.argument("source", required=False)
@asks
def event(index: Index, event_id: str, source: str | None, as_json: bool) -> None:
    """Explain EVENT_ID, as logged by SOURCE or by any."""
    found = lookups.event(index, lookups.parse_event_id(event_id), source)
    show(answers.EventAnswerSchema().dump(found), render.event(found), as_json)
    leave(FOUND if found.articles else NOT_FOUND)


@click.command
@click.argument("name")
@click.argument("version", required=False)
@asks
def file(index: Index, name: str, version: str | None, as_json: bool) -> None:
    """Show the timeline of the file NAME, and what VERSION includes."""
    found = lookups.file(index, name, version)
    show(verdicts.FileAnswerSchema().dump(found), render.file(found), as_json)


@click.command
@click.argument("article")
@click.argument("text", nargs=-1)
@click.option("--file", help="Name of a file that runs.")
@click.option("--file-version", help="Its version.")
@click.option("--file-date", help="Its date.")
@click.option("--file-size", help="Its size in bytes.")
@click.option("--platform", help="Its platform: x86, Alpha, ...")
@click.option("--language", help="Its language.")
@click.option("--product", help="Product that runs.")
@click.option("--product-version", help="Its version.")
@click.option("--service-pack", help="Its service pack: 2, SP6a, RTM.")
@click.option("--build", help="Its build.")
@asks
def check(index: Index, article: str, text: tuple[str, ...], as_json: bool, **given: str | None) -> None:
    """Does what runs include the fix of ARTICLE?

    Say what runs by options, or in words: exchange 5.5 sp3. Exit codes: 0
    included, 1 not included, 3 unknown.
    """
    if text and any(given.values()):
        raise click.UsageError("say what runs either in words or by options, not both")
    runs = fixcheck.from_text(" ".join(text)) if text else fixcheck.parse(given)
    found = lookups.check(index, parse_article_id(article), runs)
    answer = verdicts.CheckAnswerSchema().dump(verdicts.check_members(found))
    show(answer, render.check(found), as_json)
    leave(EXIT_CODES[found.verdict.verdict])


EXIT_CODES = {fixcheck.INCLUDED: INCLUDED, fixcheck.NOT_INCLUDED: NOT_INCLUDED, fixcheck.UNKNOWN: UNKNOWN}
