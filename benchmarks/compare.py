"""All engines over the same texts, taking turns question by question, so that a noisy machine disturbs all alike."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import engines
from benchmarks.questions import SHARES, Question
from benchmarks.report import Table
from benchmarks.texts import Text
from kbservice.index import engine, snippets

Times = dict[str, dict[str, list[float]]]  # engine -> kind of question -> milliseconds
_ROUNDS = 5
_FACETS = ("products", "keywords", "years")


def built(texts: Sequence[Text], folder: Path) -> tuple[list[Any], Table]:
    """Every engine with its index, and what the index cost."""
    made, rows = [], []
    source = sum(len(text.title) + len(text.body) for text in texts)
    for kind in engines.ENGINES:
        place = folder / kind.name.replace(" ", "-")
        place.mkdir()
        one = kind(place)
        start, cpu = time.perf_counter(), time.process_time()
        one.build(texts)
        wall, busy = time.perf_counter() - start, time.process_time() - cpu
        one.open()
        made.append(one)
        share = engines.size(place) / source
        rows.append([one.name, f"{wall:.1f}", f"{busy:.1f}", f"{share:.0%}", f"{wall / _first(rows, wall):.1f}"])
    heads = ["engine", "seconds", "CPU seconds", "size of the text's", "times ours"]
    return made, Table(f"Index of {len(texts):,} articles ({source / 1e6:.0f} MB of text)", heads, rows)


def _first(rows: list[list[str]], wall: float) -> float:
    return float(rows[0][1]) if rows else wall


def timed(made: Sequence[Any], questions: Sequence[Question], rounds: int = _ROUNDS) -> Times:
    """Milliseconds of every answer; Whoosh, which takes a hundred times as long, is asked once."""
    times: Times = defaultdict(lambda: defaultdict(list))
    gc.collect()
    gc.freeze()
    for turn in range(rounds):
        for question in questions:
            for one in made:
                if turn == 0 or one.name != engines.Stock.name:
                    times[one.name][question.kind].append(_milliseconds(one.search, question))
    return times


def _milliseconds(call: Callable[..., object], *args: object) -> float:
    """Of the processor in this thread, where all engines search: other work on the machine is not counted."""
    start = time.thread_time()
    call(*args)
    return (time.thread_time() - start) * 1000


def table(times: Times) -> Table:
    """Median and 95th percentile by kind of question, and how many times ours each median is."""
    rows = []
    for kind in SHARES:
        ours = statistics.median(times[engines.Ours.name][kind])
        row = [kind]
        for name in times:
            middle, high = statistics.median(times[name][kind]), percentile(times[name][kind], 95)
            row.append(f"{middle:.2f} / {high:.2f}" + (f" ({middle / ours:.1f}x)" if name != engines.Ours.name else ""))
        rows.append(row)
    heads = ["question", *times]
    return Table("Top ten and exact count, milliseconds: median / 95th percentile (times our median)", heads, rows)


def percentile(values: Sequence[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def agreement(made: Sequence[Any], questions: Sequence[Question]) -> Table:
    """How often ours and Whoosh give the same ten, and the same count, as Whoosh without its shortcuts does."""
    ours, stock = (next(one for one in made if one.name == kind.name) for kind in (engines.Ours, engines.Stock))
    same = short = count = 0
    asked = [question for question in questions if question.kind in ("AND", "OR", "phrase")]
    for question in asked:
        full = stock.searcher.search(stock.parse(question), limit=None)
        best = [hit["id"] for hit in full[:10]]
        numbers, total = ours.search(question)
        same += numbers == best
        count += total == len(full)
        short += stock.search(question)[0] == best
    rows = [
        ["kbservice", f"{same} of {len(asked)}", f"{count} of {len(asked)}"],
        ["Whoosh, top ten", f"{short} of {len(asked)}", ""],
    ]
    return Table(
        "Agreement with Whoosh's full evaluation (AND, OR, phrase)", ["engine", "same ten", "same count"], rows
    )


def extras(ours: engines.Ours, questions: Sequence[Question], texts: Sequence[Text]) -> Table:
    """Facets, snippets and suggestions: what has no counterpart in the other engines."""
    asked = [question for question in questions if question.kind == "OR"] * 3
    facets = [_milliseconds(_with_facets, ours, question) for question in asked]
    bodies = {text.number: text.body for text in texts}
    shown = [_snippets(ours, question, bodies) for question in asked]
    typos = misspelt(ours.searcher, 100)
    engine.suggest(ours.searcher, "warmup")
    answers = [(right, engine.suggest(ours.searcher, wrong, 3)) for wrong, right in typos]
    spelling = [_milliseconds(engine.suggest, ours.searcher, wrong, 3) for wrong, _ in typos]
    found = sum(right in answer for right, answer in answers)
    rows = [
        ["OR with three facets", f"{statistics.median(facets):.2f}", f"{percentile(facets, 95):.2f}", ""],
        ["ten snippets", f"{statistics.median(shown):.2f}", f"{percentile(shown, 95):.2f}", ""],
        [
            "did you mean",
            f"{statistics.median(spelling):.3f}",
            f"{percentile(spelling, 95):.3f}",
            f"{found} of 100 in the first three",
        ],
    ]
    return Table("What else a search does, milliseconds", ["", "median", "95th percentile", ""], rows)


def _with_facets(ours: engines.Ours, question: Question) -> None:
    engine.search(ours.searcher, ours.parse(question), 10, facets=_FACETS)


def _snippets(ours: engines.Ours, question: Question, bodies: Mapping[str, str]) -> float:
    found = [bodies[number] for number in ours.search(question)[0]]
    terms = set(ours.searcher.schema["body"].terms(" ".join(question.words)))
    return _milliseconds(lambda: [snippets.snippet(body, terms) for body in found])


def misspelt(searcher: Any, count: int, seed: int = 5) -> list[tuple[str, str]]:
    """Words of the corpus that occur five times or more, with one typing error that makes no other word of it."""
    chance = random.Random(seed)
    words: dict[bytes, int] = {}
    for segment in searcher.snapshot.segments:
        known = segment.terms.words("body")
        words |= dict(zip(known.words, known.counts.tolist(), strict=True))
    common = sorted(word.decode() for word, times in words.items() if times >= 5 and word.isalpha() and len(word) > 4)
    typos: list[tuple[str, str]] = []
    while len(typos) < count:
        right = chance.choice(common)
        wrong = _typo(chance, right)
        if wrong.encode() not in words:
            typos.append((wrong, right))
    return typos


def _typo(chance: random.Random, word: str) -> str:
    place, letter = chance.randrange(1, len(word) - 1), chance.choice("abcdefghijklmnopqrstuvwxyz")
    before, after = word[:place], word[place:]
    return chance.choice(
        [
            before + letter + after,
            before + after[1:],
            before + letter + after[1:],
            before + after[1] + after[0] + after[2:],
        ]
    )
