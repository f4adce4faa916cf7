"""`python -m benchmarks.quality`: score a running service on the labelled cases, calibrate the rules, write the page.

Needs the labels and `evaluate.py` in ../shared/eval, and a service whose index holds the labelled articles. Writes
kbservice/data/quality.json and confidence.json, which the service shows, and docs/quality.md. Nothing is typed in.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import subprocess
import sys
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click

ROOT = Path(__file__).parents[1]
EVAL = ROOT.parent / "shared" / "eval"
OWN = ROOT / "tests" / "labelled" / "articles.jsonl"  # labels of our own, by a reader who had not written the rules
DATA = ROOT / "kbservice" / "data"

Case = dict[str, Any]
Answer = dict[str, Any]
Key = Callable[[Any], object]


def load(evaluate: ModuleType, name: str) -> list[Case]:
    cases: list[Case] = evaluate.load(EVAL / "dev" / f"{name}.jsonl")
    return cases


def evaluate_module() -> ModuleType:
    """The evaluation's own functions, so that a fact is right here exactly when it is right there."""
    spec = importlib.util.spec_from_file_location("evaluate", EVAL / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(evaluate: ModuleType, base: str) -> Iterator[tuple[str, bool]]:
    """(rule, whether the fact is right) for each fact that the service states about a labelled article."""
    for case in load(evaluate, "events"):
        said = evaluate.get(base, f"/api/v1/articles/{case['article']}")[1]
        yield from _events(evaluate, case, said)
        for kind, labels in (("error", case["error_codes"]), ("stop", case["stop_codes"])):
            for code in said.get("codes", []):
                if code["kind"] == kind:
                    yield code["rule"], code["value"] in labels
    for case in load(evaluate, "files"):
        said = evaluate.get(base, f"/api/v1/articles/{case['article']}")[1]
        yield from _files(evaluate, case, said)
    for case in evaluate.load(OWN):
        yield from _own(evaluate, case, evaluate.get(base, f"/api/v1/articles/{case['article']}")[1])


def _events(evaluate: ModuleType, case: Case, said: Answer) -> Iterator[tuple[str, bool]]:
    unsure = {event["event_id"] for event in case.get("ambiguous_events", [])}
    true = {(event["event_id"], evaluate.squash(event["source"])) for event in case["events"]}
    other = evaluate.alternatives(case.get("note", ""))
    for event in said.get("events", []):
        number, source = event["event_id"], evaluate.squash(event["source"])
        if number in unsure and number not in {n for n, _ in true}:
            continue
        yield event["rule"], (number, source) in true or source in other.get(number, ())


def _files(evaluate: ModuleType, case: Case, said: Answer) -> Iterator[tuple[str, bool]]:
    def row(file: Answer) -> object:
        name = (file.get("name") or "").lower()
        return name, evaluate.version_key(file.get("version")), file.get("date") or "", file.get("size") or 0

    def fix(fact: Answer) -> object:
        return evaluate.product_key(" ".join(str(fact.get(k) or "") for k in ("product", "version", "release")))

    def product(fact: Answer | str) -> object:
        if isinstance(fact, str):
            return evaluate.product_key(fact)
        pack = fact.get("service_pack") or ""
        pack = f"SP{pack}" if pack[:1].isdigit() else pack
        return evaluate.product_key(f"{fact['product']} {fact.get('version') or ''} {pack}")

    yield from _matched(said.get("files", []), case["files"], row, row)
    yield from _matched(said.get("fixed_in", []), case["fixed_in"], fix, fix)
    yield from _matched(said.get("applies_to", []), case["products_applies_to"], product, product)
    yield from _matched(
        said.get("fix_keyword_facts", []), case["fix_keywords"], lambda f: f["keyword"].lower(), str.lower
    )
    yield from _matched(said.get("citations", []), case["references"], lambda c: c["article_id"], str)


def _own(evaluate: ModuleType, case: Case, said: Answer) -> Iterator[tuple[str, bool]]:
    for _, facts, true, of_said in _compared(evaluate, case, said):
        yield from _matched(facts, true, of_said, lambda key: key)


def _compared(evaluate: ModuleType, case: Case, said: Answer) -> Iterator[tuple[str, list[Answer], list[Any], Key]]:
    """(measure, facts said, labels, key of a fact) of our own labels, which name only what their reader looked for."""

    def fix(fact: Answer) -> object:
        return evaluate.product_key(" ".join(str(fact.get(k) or "") for k in ("product", "version", "release")))

    def event(fact: Answer) -> object:
        return fact["event_id"], evaluate.squash(fact["source"])

    def row(file: Answer) -> object:
        return file["name"], evaluate.version_key(file.get("version")), file.get("date"), file.get("size")

    kinds: dict[str, tuple[str, str, Key, Key]] = {
        "events": ("event id + source", "events", event, lambda x: (x[0], evaluate.squash(x[1]))),
        "files": ("file rows", "files", row, lambda x: (x[0], evaluate.version_key(x[1]), *x[2:])),
        "fixed_in": ("fixed in", "fixed_in", fix, evaluate.product_key),
        "fix_keywords": ("fix keywords", "fix_keyword_facts", lambda f: f["keyword"], str),
        "references": ("references", "citations", lambda c: c["article_id"], str),
        "error_codes": ("error codes", "codes", lambda c: c["value"], str),
        "stop_codes": ("stop codes", "codes", lambda c: c["value"], str),
    }
    for label, (measure, name, of_said, of_true) in kinds.items():
        if label in case:
            facts = [f for f in said.get(name, []) if f.get("event_id", "") not in case.get("unsure", [])]
            facts = [f for f in facts if name != "codes" or f["kind"] == label.removesuffix("_codes")]
            yield measure, facts, [of_true(x) for x in case[label]], of_said


def score_own(evaluate: ModuleType, base: str) -> dict[str, dict[str, float]]:
    """Measure -> number of labels, precision, recall and F1 on our own labels."""
    tallies: dict[str, Any] = {}
    for case in evaluate.load(OWN):
        said = evaluate.get(base, f"/api/v1/articles/{case['article']}")[1]
        for measure, facts, true, of_said in _compared(evaluate, case, said):
            tally = tallies.setdefault(measure, evaluate.Tally(measure))
            keys = list(map(of_said, facts))
            each = list if measure == "file rows" else set  # a table may hold a row twice; elsewhere twice is once
            tally.add(case["article"], Counter(each(keys)), Counter(each(true)))
    return {measure: tally.row() for measure, tally in tallies.items()}


def _matched(said: list[Answer], true: list[Any], of_said: Key, of_true: Key) -> Iterator[tuple[str, bool]]:
    left = Counter(map(of_true, true))
    for fact in said:
        key = of_said(fact)
        yield fact["rule"], left[key] > 0
        left[key] -= 1


def calibrate(evaluate: ModuleType, base: str) -> dict[str, dict[str, int]]:
    """Rule -> how many of its facts were right, of how many found."""
    found: dict[str, list[bool]] = defaultdict(list)
    for rule, right in judged(evaluate, base):
        found[rule].append(right)
    return {rule: {"right": sum(marks), "found": len(marks)} for rule, marks in sorted(found.items())}


def _rows(figures: dict[str, dict[str, float]]) -> list[str]:
    cells = "| {} | {n} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"
    return [cells.format(name, **row) for name, row in figures.items()]


def page(figures: dict[str, Any]) -> str:
    """docs/quality.md: the figures as tables."""
    lines = [
        "# Quality on the labelled articles",
        "",
        f"Written by `make quality` on {figures['date']}: `{figures['command']}`, over {figures['articles']} articles "
        f"(corpus {figures['corpus'][:12]}), {'with' if figures['encoder'] else 'without'} the encoder.",
        "",
        "These labels were at hand while the rules were written: the figures say that the rules do what their authors",
        "meant, not how often they are right on articles that nobody has read. Expect less there.",
        "",
        "| extraction | labels | precision | recall | F1 |",
        "|---|---|---|---|---|",
    ]
    lines += _rows(figures["extraction"])
    lines += [
        "",
        "Articles drawn at random and labelled before a look at what is extracted (tests/labelled/README.md); what",
        "the first runs missed was mended by general rules, so these flatter too, but less:",
        "",
        "| extraction | labels | precision | recall | F1 |",
        "|---|---|---|---|---|",
        *_rows(figures["own_labels"]),
    ]
    check, search = figures["check"], figures["search"]
    lines += [
        "",
        f"Fix check, {check['n']} cases: strict {check['strict']:.3f}, lenient {check['lenient']:.3f}, "
        f'false "included" {check["false_included"]}, decided with evidence {check["with_evidence"]:.3f}.',
        "",
        "| search | queries | nDCG@10 |",
        "|---|---|---|",
    ]
    for name, row in search["by_type"].items():
        lines.append(f"| {name} | {row['n']} | {row['ndcg@10']:.3f} |")
    lines += [f"| all | {search['n']} | {search['ndcg@10']:.3f} |", ""]
    return "\n".join(lines)


@click.command()
@click.option("--base", default="http://127.0.0.1:8000", help="Address of the running service.")
def main(base: str) -> None:
    """Score the service at BASE and write what the service and the docs show of it."""
    command = [sys.executable, str(EVAL / "evaluate.py"), "all", "--base", base, "--json"]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    with urllib.request.urlopen(f"{base}/api/v1/stats") as answer:
        stats = json.load(answer)
    figures = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "command": "evaluate.py all",
        "corpus": stats["manifest"]["corpus"],
        "articles": stats["articles"],
        "encoder": stats["manifest"]["vectors"],
        **scores,
        "own_labels": score_own(evaluate_module(), base),
    }
    rules = calibrate(evaluate_module(), base)
    DATA.joinpath("quality.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    DATA.joinpath("confidence.json").write_text(json.dumps(rules, indent=1) + "\n", "utf-8")
    (ROOT / "docs" / "quality.md").write_text(page(figures), "utf-8")
    click.echo(page(figures))


if __name__ == "__main__":
    main()
