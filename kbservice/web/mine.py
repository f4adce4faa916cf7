"""My build: what the reader runs, said once, kept in the browser, and in the address on demand.

Several things are kept apart by `;`, or stand on a line each: `exchange 5.5 sp3; windows nt 4.0 sp6a; outlook 98`.

It is kept in a cookie rather than in the script's storage, so that the verdicts stand in the page as it arrives,
without JavaScript and without anything that moves. `have` in an address goes before the cookie: such a link can be
sent on.
"""

from __future__ import annotations

import re

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kbservice import fixcheck
from kbservice.errors import InvalidInput
from kbservice.fixcheck import Running

PARAMETER = "have"
_COOKIE = "have"
_YEAR = 365 * 24 * 3600  # seconds
_LONGEST = 600  # characters
_MOST = 8  # things that run
_APART = re.compile(r"[;\r\n]+")


def have() -> str:
    """What runs, as the address or else the browser says it; an empty string if neither does."""
    return _joined(request.args.get(PARAMETER) or request.cookies.get(_COOKIE) or "")


def runs() -> dict[str, Running]:
    """What runs, understood, each thing under the words in which it was said; empty if nothing was said.

    Raises:
        InvalidInput: the address says something that names neither a product nor a file; `field` is `have`.
    """
    try:
        return _understood(have())
    except InvalidInput as error:
        if PARAMETER not in request.args:
            return {}  # an old cookie is no reason to refuse a page
        error.field = PARAMETER
        raise


def page() -> str:
    """The form in which to say what runs."""
    return render_template("mine.html", back=_local(request.args.get("back", "")), here=url_for("web.mine_page"))


def keep() -> Response:
    """Keep what runs in the browser, or forget it if it is blank, and go back to where the reader was.

    Another site's form is refused: what it says to run would colour every verdict.

    Raises:
        InvalidInput: a line names neither a product nor a file.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    said = _joined(request.form.get(PARAMETER, ""))
    answer = redirect(_local(request.form.get("back", "")), 303)
    if not said or "forget" in request.form:
        answer.delete_cookie(_COOKIE, samesite="Lax")
        return answer
    _understood(said)
    answer.set_cookie(_COOKIE, said, max_age=_YEAR, httponly=True, samesite="Lax")
    return answer


def _joined(text: str) -> str:
    """What was said on one line, each thing once; what the end of a long text cuts is left out: it names another."""
    parts = _APART.split(text[: _LONGEST + 1])
    said = dict.fromkeys(" ".join(part.split()) for part in (parts if len(text) <= _LONGEST else parts[:-1]))
    return "; ".join([part for part in said if part][:_MOST])


def _understood(said: str) -> dict[str, Running]:
    return {part: fixcheck.from_text(part) for part in said.split("; ") if part}


def _local(address: str) -> str:
    """The address if it is a path of ours, else the first page: nobody is sent elsewhere."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if safe else url_for("web.search_home")
