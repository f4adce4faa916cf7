"""Does what runs have the fix? For one article, for all that a machine's inventory names; and what brings the fixes."""

from __future__ import annotations

import re

from flask import Response, render_template, request, url_for

from kbservice import lookups, serving
from kbservice.api.surveys import MEDIA_TYPES
from kbservice.coverage import reports
from kbservice.errors import InvalidInput
from kbservice.record import parse_article_id
from kbservice.web import asking, mine
from kbservice.web.sheets import Sheet

_RESENT = 200_000  # characters of a listing that the page carries along, so that a report can be downloaded from it


def page() -> Sheet:
    """The verdict for an article and what runs; without them, the form."""
    article = asking.text("article")
    answers = lookups.check_each(serving.index(), parse_article_id(article), mine.runs()) if article else {}
    values = {"article": article, "answers": answers, "answer": next(iter(answers.values()), None)}
    json = url_for("check.check", article=article, text=next(iter(answers), ""))
    return Sheet("check", values, json, kept={"article": article} if article else {})


def plan() -> Sheet:
    """What to install so that articles are fixed; without them, the form."""
    named = asking.text("articles")
    numbers = [parse_article_id(text) for text in re.split(r"[\s,;]+", named) if text]
    runs = mine.runs()
    plans = lookups.plan_each(serving.index(), runs, numbers) if numbers and runs else {}
    return Sheet("plan", {"articles": named, "plans": plans}, json="", kept={"articles": named} if named else {})


def audit_form() -> str:
    """Where a listing is dropped, chosen or pasted."""
    return render_template("audit.html", here=url_for("web.checks_audit_form"), audit=None)


def audit() -> Response:
    """The listing against all articles: as a page, or as a report to download.

    Raises:
        InvalidInput: nothing was sent, or nothing in it can be read.
    """
    listing = _listing()
    found = lookups.audit(serving.index(), listing)
    form = request.form.get("format", "page")
    if form in reports.FORMATS:
        saved = {"Content-Disposition": f'attachment; filename="audit.{"txt" if form == "table" else form}"'}
        return Response(reports.FORMATS[form](found), mimetype=MEDIA_TYPES[form], headers=saved)
    kept = listing if len(listing) <= _RESENT else ""
    here = url_for("web.checks_audit_form")
    return Response(
        render_template("audit.html", here=here, audit=found, listing=kept, forms_of_report=reports.FORMATS)
    )


def _listing() -> str:
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    text = _decoded(data) if data else request.form.get("listing", "")
    if not text.strip():
        raise InvalidInput("nothing was sent", field="listing", remedy="choose a file, or paste a listing")
    return text


def _decoded(data: bytes) -> str:
    """The text of a file as PowerShell and the shells before it write it: UTF-16 with a mark, UTF-8, else cp1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
