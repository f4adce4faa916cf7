"""GET builds/{product}/{build}/fixes and diff, POST plan and audit."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from kbservice import fixcheck, lookups, serving
from kbservice.api import manners
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import surveys
from kbservice.coverage import Coverage, Difference, Plan, reports
from kbservice.record import parse_article_id

blueprint = Blueprint("surveys", __name__, "What all articles together say of a build or a machine.")

MEDIA_TYPES = {
    "table": "text/plain",
    "json": "application/json",
    "csv": "text/csv",
    "junit": "application/xml",
    "sarif": "application/sarif+json",
}


@blueprint.reads("/builds/<product>/<build>/fixes", surveys.FixesSchema, query=surveys.FixesQuestionSchema)
def fixes(asked: dict[str, Any], product: str, build: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The fixes that a build includes, lacks, or of which one cannot tell

    `build` may be a service pack too. Lacking ones first, the worst symptoms first among them; counts by component.
    """
    found = lookups.fixes(serving.index(), product, build)
    page, per_page = asked["page"], asked["per_page"]
    shown = found.standings(asked["verdict"], asked["component"])
    answer = {
        "understood": found.runs.understood(),
        **counts(found.coverage),
        "total": len(shown),
        "page": page,
        "per_page": per_page,
        "fixes": shown[(page - 1) * per_page : page * per_page],
    }
    return answer, manners.link(page, per_page, len(shown))


@blueprint.reads("/diff", surveys.DifferenceSchema, query=surveys.DifferenceQuestionSchema)
def diff(asked: dict[str, Any]) -> Difference:
    """What goes away and what arrives between two builds or service packs

    For the change board: problems that the second corrects, problems that come with it or back, problems undecided.
    """
    return lookups.difference(serving.index(), asked["product"], asked["old"], asked["new"])


@blueprint.accepts("/plan", surveys.PlanQuestionSchema, surveys.PlanSchema)
def plan(asked: dict[str, Any]) -> Plan:
    """The smallest service pack plus hotfixes that brings all fixes

    Or, for each fix that cannot be had, why.
    """
    have = asked["have"]
    runs = fixcheck.from_text(have["text"]) if have["text"] else fixcheck.parse(have)
    return lookups.plan(serving.index(), runs, [parse_article_id(text) for text in asked["must_fix"]])


@blueprint.takes_text("/audit", surveys.AuditQuestionSchema)
def audit(asked: dict[str, Any]) -> Response:
    """A machine's inventory against all articles

    The body is the listing as it is: CSV of PowerShell, Get-HotFix, wmic qfe, dir, systeminfo or JSON.
    Rows that cannot be read are reported by line and left out.
    """
    found = lookups.audit(serving.index(), request.get_data(as_text=True))
    return Response(reports.FORMATS[asked["format"]](found), mimetype=MEDIA_TYPES[asked["format"]])


def counts(coverage: Coverage) -> dict[str, Any]:
    """Fixes counted by verdict, in all and by component."""
    rows = [
        {"component": name, "undecided": by[fixcheck.UNKNOWN], **{v: by[v] for v in ("included", "not_included")}}
        for name, by in sorted(coverage.by_component().items())
    ]
    return {
        "included": len(coverage.included),
        "not_included": len(coverage.not_included),
        "undecided": len(coverage.unknown),
        "components": rows,
    }
