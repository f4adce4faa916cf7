"""Answers for people, at most 80 columns wide."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator

import click

from kbservice.fixcheck import Evidence, Listing
from kbservice.index import Hit, Page
from kbservice.lookups import Article, CheckAnswer, EventAnswer, EventArticle, FileAnswer
from kbservice.record import Event, FixedFile, FixedIn, Record, Statement, article_id

WIDTH = 80
_LABEL = 14
_NO_TITLE = "(no title)"


def article(found: Article) -> str:
    """An article: its head, its facts each under a label, its text by section."""
    record = found.record
    title = found.title or _NO_TITLE
    source = f" (as {article_id(found.title_from)} cites it)" if found.title_from else ""
    head = filled(f"{record.article_id}  {title}{source}", 9)
    about = [record.kind, str(record.last_modified or ""), "retired" if record.retired else "", record.source_file]
    lines = [head, _joined(about), "", *_facts(found)]
    for section in record.sections:
        lines += ["", click.style(section.heading or section.name, bold=True)]
        lines += _body(record, section.first_line, section.last_line)
    return "\n".join(lines)


def _facts(found: Article) -> Iterator[str]:
    record = found.record
    rows = (
        ("Applies to", (_words(p.product, p.version, p.service_pack) for p in record.applies_to)),
        ("Events", (_event(e) for e in record.events)),
        ("Codes", (f"STOP {c.value}" if c.kind == "stop" else c.value for c in record.codes)),
        ("Corrected in", (_release(f) for f in record.fixed_in)),
        ("Listed in", (_listing(x) for x in found.listed_in)),
        ("Files", (_file(f) for f in record.files)),
        ("Fix keywords", (k.keyword for k in record.fix_keywords)),
        ("Requires", (r.text for r in record.requires)),
        ("Also says", (_statement(s) for s in record.statements)),
        ("References", (_words(article_id(c.article), c.title) for c in record.citations)),
        ("Conflicts", (c.message for c in record.conflicts)),
        ("Problems", (f"{p.field}: {p.message}" for p in record.problems)),
    )  # fmt: skip
    for label, values in rows:
        yield from _row(label, dict.fromkeys(values))


def _row(label: str, values: Iterable[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        start = f"{label if number == 0 else '':{_LABEL}}"
        yield textwrap.fill(value, WIDTH, initial_indent=start, subsequent_indent=" " * (_LABEL + 2))


def _event(entry: Event) -> str:
    severity = f"({entry.severity})" if entry.severity else None
    return _words(entry.event_id, entry.source, severity, entry.description and f'"{entry.description}"')


def _listing(listing: Listing) -> str:
    return _words(f"{listing.source.article_id}:", listing.fix.product, listing.fix.version, listing.fix.release)


def _statement(said: Statement) -> str:
    return _words(said.kind.replace("_", " "), said.product, said.version, said.release, said.build)


def _release(fix: FixedIn) -> str:
    condition = f"(if {fix.conditional})" if fix.conditional else None
    return _words(fix.product, fix.version, fix.release, fix.build and f"build {fix.build}", condition)


def _file(row: FixedFile) -> str:
    size = f"{row.size:,} bytes" if row.size is not None else None
    return _words(row.name or "(no name)", row.version, row.date, row.time, size, row.platform, row.product)


def _body(record: Record, first: int, last: int) -> Iterator[str]:
    for line in "\n".join(record.lines[first - 1 : last]).strip("\n").expandtabs(4).split("\n"):
        indent = " " * (len(line) - len(line.lstrip()))
        yield line if len(line) <= WIDTH else textwrap.fill(line, WIDTH, subsequent_indent=indent)


def page(found: Page, page: int, per_page: int) -> str:
    """A page of hits, numbered, and how the question was understood."""
    lines = []
    for number, hit in enumerate(found.hits, (page - 1) * per_page + 1):
        lines += [*_hit(number, hit), ""]
    understood = ", ".join(f"{u.kind} {u.value}" for u in found.understood if u.kind != "words")
    shown = f"{len(found.hits)} of {found.total:,} articles" if found.total else "No article found"
    lines += filled(_joined([shown, understood, *found.notes]), 2).split("\n")
    if found.missing_words:
        lines.append(filled("Nowhere in the articles: " + ", ".join(found.missing_words), 2))
    if found.did_you_mean:
        lines.append(filled("Did you mean: " + ", ".join(found.did_you_mean), 2))
    if page * per_page < found.total:
        lines.append(f"More: --page {page + 1}")
    return "\n".join(lines)


def _hit(number: int, hit: Hit) -> Iterator[str]:
    start = f"{number:3}. {article_id(hit.number)}  "
    yield filled(start + (hit.title or _NO_TITLE), len(start))
    yield filled(
        "     " + _joined([hit.kind, hit.last_modified or "", ", ".join(hit.products[:3]), ", ".join(hit.why)]), 5
    )
    if hit.snippet:
        plain = html.unescape(re.sub(r"</?mark>", "", hit.snippet))
        yield filled("     " + " ".join(plain.split()), 5)


def event(found: EventAnswer) -> str:
    """The sources that log an event, and the articles that explain it."""
    sources = ", ".join(f"{s.value} ({s.count})" for s in found.sources) or "no source stated"
    lines = [filled(f"Event {found.event_id}: {sources}", 2)]
    for entry in found.articles:
        lines += ["", *_event_article(entry)]
    if not found.articles:
        lines.append(f"No article states it for the source {found.source!r}.")
    return "\n".join(lines)


def _event_article(found: EventArticle) -> Iterator[str]:
    start = f"{article_id(found.number)}  "
    yield filled(start + (found.title or _NO_TITLE), len(start))
    about = [
        found.kind,
        _words(found.event.source, found.event.severity),
        found.last_modified or "",
        *found.products[:3],
    ]
    yield filled("  " + _joined(about), 2)
    for label, value in (("Message", found.event.description), ("Cause", found.cause), ("Fix", found.fix)):
        if value:
            yield filled(f"  {label}: {value}", 4)


def file(found: FileAnswer) -> str:
    """The timeline of a file by branch, with a mark for what the given version includes (+), lacks (-), or neither."""
    asked = f", of which {found.version} includes (+) or lacks (-)" if found.version else ""
    lines = [filled(f"Corrected versions of {found.name}{asked}", 2)]
    for branch in found.branches:
        lines += ["", f"Branch {branch.name}"]
        for row in branch.rows:
            mark = _MARKS.get(row.verdict or "", " ")
            words = _words(row.row.version, row.row.date, row.row.platform, row.row.product)
            start = f" {mark} {words:<28} {article_id(row.number)}  "
            lines.append(filled(start + (row.title or _NO_TITLE) + (" (this one)" if row.shipped else ""), 32))
    return "\n".join(lines)


_MARKS = {"included": "+", "not_included": "-", "unknown": "?"}


def check(found: CheckAnswer) -> str:
    """A verdict with its reason, what it rests on, and what would settle an unknown."""
    verdict = found.verdict
    lines = [
        click.style(verdict.verdict.replace("_", " ").upper(), bold=True) + f"  ({verdict.reason})",
        filled(verdict.message, 0),
        filled("Asked: " + (", ".join(f"{name} {value}" for name, value in found.understood.items()) or "nothing"), 2),
        filled(f"About: {article_id(found.number)} {found.title}", 2),
    ]
    lines += [filled(f"Note: {note}", 2) for note in verdict.notes]
    if verdict.settles:
        lines.append(filled(f"To settle it: {verdict.settles}", 2))
    for evidence in verdict.evidence:
        lines += ["", *_evidence(evidence)]
    return "\n".join(lines)


def _evidence(evidence: Evidence) -> Iterator[str]:
    place = f"lines {evidence.first_line}-{evidence.last_line}" if evidence.first_line else ""
    yield _words(evidence.article or "Common knowledge", evidence.section, evidence.heading, place) + ":"
    for line in evidence.text.expandtabs(4).split("\n"):
        yield textwrap.fill(line.strip(), WIDTH, initial_indent="  | ", subsequent_indent="  | ")


def filled(text: str, indent: int) -> str:
    """The text in lines of at most WIDTH columns, all but the first indented."""
    return textwrap.fill(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)


def _words(*words: object) -> str:
    return " ".join(str(word) for word in words if word not in (None, ""))


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
