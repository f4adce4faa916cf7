"""Surveys for people: releases of a product, quality of the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kbservice.cli.render import filled
from kbservice.coverage import Difference, Plan, Standing
from kbservice.lookups import BuildAnswer, FixesAnswer, Quality, Trouble
from kbservice.record import article_id
from kbservice.releases import Release

_MARKS = {"included": "+", "not_included": "-", "unknown": "?"}


def build(found: BuildAnswer) -> str:
    """What a build is, and the rows that tell."""
    head = filled(f"Build {found.build} of {found.product} is {found.identified}", 2)
    return "\n".join([head, "", *(_release(row) for row in found.identified.rows)])


def releases(rows: Iterable[Release]) -> str:
    """The releases of a product, a line or two each."""
    return "\n".join(_release(row) for row in rows)


def _release(row: Release) -> str:
    about = ", ".join(part for part in (row.component, row.date, row.source) if part)
    return filled(f"  {row.title:<32} {row.build!s:<12} {about}", 48)


def fixes(found: FixesAnswer, shown: Iterable[Standing]) -> str:
    """The fixes of a build, counted by verdict and listed."""
    all_ = found.coverage
    understood = " ".join(found.runs.understood().values())
    head = f"{understood}: includes {len(all_.included):,} fixes, lacks {len(all_.not_included):,}, "
    return "\n".join([filled(f"{head}unknown {len(all_.unknown):,}", 2), "", *map(_standing, shown)])


def difference(found: Difference) -> str:
    """What goes away, what arrives, what cannot be told."""
    lines: list[str] = []
    for label, standings in (("Goes away", found.gone), ("Arrives", found.arriving), ("Undecided", found.undecided)):
        lines += [f"{label}: {len(standings):,}", *map(_standing, standings), ""]
    return "\n".join(lines[:-1])


def _standing(standing: Standing) -> str:
    start = f"  {_MARKS[standing.verdict]} {article_id(standing.number):<8} {standing.severity:<9} "
    return filled(start + standing.title, len(start))


def plan(found: Plan) -> str:
    """What to install, and how each fix comes."""
    install = f"Install {found.service_pack.short}" if found.service_pack else "What runs will do"
    outcome = "all fixes are then there" if found.complete else "not all fixes can be had"
    lines = [f"{install}; {outcome}."]
    if found.all_in and found.all_in != found.service_pack:
        lines.append(f"Without hotfixes: {found.all_in.short}.")
    for step in found.steps:
        start = f"  {article_id(step.number):<8} {step.how.replace('_', ' '):<12} "
        lines.append(filled(start + step.why, len(start)))
    return "\n".join(lines)


def quality(found: Quality) -> str:
    """Coverage, problems, conflicts, and the figures of the last evaluation."""
    lines = [f"{found.articles:,} articles, of which have", ""]
    for value in found.coverage:
        share = 100 * value.count / found.articles if found.articles else 0
        lines.append(f"  {value.value.replace('_', ' '):<20} {value.count:>8,} {share:5.1f} %")
    lines += ["", "Could not be read" if found.problems else "Everything could be read"]
    lines += [_trouble(trouble) for trouble in found.problems]
    if found.conflicts.count:
        lines += ["", "Contradict themselves", _trouble(found.conflicts)]
    return "\n".join([*lines, "", *_measured(found.measured)])


def _trouble(trouble: Trouble) -> str:
    examples = ", ".join(article_id(number) for number in trouble.examples)
    return filled(f"  {trouble.field:<20} {trouble.count:>8,}  such as {examples}", 31)


def _measured(figures: Mapping[str, Any] | None) -> Iterator[str]:
    if figures is None:
        yield "Never measured: run `make quality`"
        return
    yield f"Measured on {figures['date']} on the labelled articles"
    yield filled("The rules were developed on these articles; others fare worse.", 2)
    for name, row in figures["extraction"].items():
        yield f"  {name[:40]:<40} n {row['n']:>5}  F1 {row['f1']:.3f}"
    yield f"  fix check: strict {figures['check']['strict']:.3f}, false included {figures['check']['false_included']}"
    yield f"  search: nDCG@10 {figures['search']['ndcg@10']:.3f}"
