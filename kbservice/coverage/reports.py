"""An audit as people and programs want it: table, JSON, CSV, JUnit, SARIF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from kbservice.coverage.audit import Audit, Finding
from kbservice.fixcheck import INCLUDED, NOT_INCLUDED, UNKNOWN
from kbservice.inventory import BadRow
from kbservice.record import article_id

_COLUMNS = ("article", "verdict", "severity", "reason", "component", "title", "compared")
_LEVEL = {NOT_INCLUDED: "error", UNKNOWN: "warning", INCLUDED: "none"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def table(audit: Audit) -> str:
    """Lines of at most 80 columns: the fixes that are lacking first, what was left out last."""
    lines = [f"{'article':8} {'verdict':13} {'severity':10} title"]
    for finding in audit.findings:
        line = f"{article_id(finding.number):8} {finding.verdict:13} {finding.severity:10} {finding.title}"
        lines.append(line[:80].rstrip())
    lines += [_left_out(row)[:80] for row in audit.bad_rows]
    counts = audit.counts()
    lines.append(", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in counts.items()))
    return "\n".join(lines) + "\n"


def as_json(audit: Audit) -> str:
    """One object: counts, findings with what was compared, rows that were left out."""
    findings = [{**asdict(finding), "article_id": article_id(finding.number)} for finding in audit.findings]
    body = {
        "counts": audit.counts(),
        "checked": audit.checked,
        "findings": findings,
        "bad_rows": [asdict(row) for row in audit.bad_rows],
    }
    return json.dumps(body, ensure_ascii=False) + "\n"


def as_csv(audit: Audit) -> str:
    """One row a finding; cells that a spreadsheet would take for a formula are quoted with an apostrophe.

    Rows of the inventory that were left out come last, with the verdict `left_out` and no article.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for finding in audit.findings:
        compared = "; ".join(item.what for item in finding.items)
        cells = (article_id(finding.number), finding.verdict, finding.severity, finding.reason)
        writer.writerow(_harmless(cell) for cell in (*cells, finding.component, finding.title, compared))
    for row in audit.bad_rows:
        writer.writerow(("", "left_out", "", "", "", _harmless(row.message), f"line {row.line}"))
    return out.getvalue()


def as_junit(audit: Audit) -> str:
    """One test case a finding: lacking fixes fail, undecided ones are skipped; what was left out is error output."""
    counts = audit.counts()
    suite = ElementTree.Element(
        "testsuite",
        name="kbservice audit",
        tests=str(len(audit.findings)),
        failures=str(counts[NOT_INCLUDED]),
        skipped=str(counts[UNKNOWN]),
    )
    for finding in audit.findings:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=finding.component or "articles",
            name=f"{article_id(finding.number)} {finding.title}",
        )
        if finding.verdict != INCLUDED:
            kind = "failure" if finding.verdict == NOT_INCLUDED else "skipped"
            ElementTree.SubElement(case, kind, message=_said(finding))
    if audit.bad_rows:
        ElementTree.SubElement(suite, "system-err").text = "\n".join(map(_left_out, audit.bad_rows))
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def as_sarif(audit: Audit) -> str:
    """SARIF 2.1.0: one rule an article, one result a lacking or undecided fix, at the line of the inventory.

    Rows that were left out are notifications of the run.
    """
    rules = [
        {"id": article_id(f.number), "shortDescription": {"text": f.title}, "properties": {"severity": f.severity}}
        for f in audit.findings
    ]
    results = [_result(finding) for finding in audit.findings if finding.verdict != INCLUDED]
    driver = {"name": "kbservice", "rules": rules}
    told = [{"level": "warning", "message": {"text": _left_out(r)}, "locations": [_at(r.line)]} for r in audit.bad_rows]
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": told}
    run = {"tool": {"driver": driver}, "invocations": [invocation], "results": results}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Audit], str]] = {
    "table": table,
    "json": as_json,
    "csv": as_csv,
    "junit": as_junit,
    "sarif": as_sarif,
}


def _result(finding: Finding) -> dict[str, Any]:
    lines = [item.line for item in finding.items if item.line is not None and item.verdict == finding.verdict]
    return {
        "ruleId": article_id(finding.number),
        "level": _LEVEL[finding.verdict],
        "message": {"text": _said(finding)},
        "locations": [_at(lines[0] if lines else 1)],
    }


def _at(line: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": "inventory"}, "region": {"startLine": line}}}


def _left_out(row: BadRow) -> str:
    return f"line {row.line}: {row.message}"


def _said(finding: Finding) -> str:
    deciding = next((item for item in finding.items if item.reason == finding.reason), None)
    return f"{deciding.what}: {deciding.message}" if deciding else finding.reason


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
