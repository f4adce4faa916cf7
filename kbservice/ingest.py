"""Articles -> an index in service: the only place where both halves of the house meet.

Every source is read and compared with what the index was made from; what changed is parsed on all cores; a new build is
made beside the one in service and takes its place at the end. Until then, and after any error, the old one serves.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kbservice import corpus, layouts, merge
from kbservice.errors import ArticleError, InvalidInput
from kbservice.extract import extract
from kbservice.index import semantic, stored
from kbservice.index.reader import open_current
from kbservice.index.semantic.building import Meaning
from kbservice.index.writer import SourceFile, Writer, writing
from kbservice.record import Record

_CHUNK = 64  # sources that a process gets at a time
_WORTH_A_POOL = 4 * _CHUNK  # below this, starting processes costs more than it saves

Progress = Callable[[str, int, int], None]
"""Called with the stage (reading, indexing, encoding), what is done and what there is to do."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that did not become an article, and why."""

    name: str
    reason: str


@dataclass
class Report:
    """What an ingest did: counts of sources; `articles` is what the index holds in the end.

    `layouts` counts the sources that were parsed, `problems` those in which a field could not be read.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    articles: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    layouts: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one source: a packed record, or the reason why there is none."""

    file: SourceFile
    packed: tuple[bytes, bytes] = (b"", b"")

    def record(self) -> Record:
        return stored.unpack(*self.packed)


def run(
    paths: Sequence[Path],
    folder: Path,
    *,
    rebuild: bool = False,
    encoder: str = "",
    progress: Progress = lambda _stage, _done, _total: None,
) -> Report:
    """Make the index in `folder` hold the articles below `paths`, besides those that came from elsewhere before.

    `rebuild` starts from nothing; `encoder` names the folder of the encoder's weights, if not the installed package's.

    Raises:
        InvalidInput: a path does not exist.
        IndexLocked: another ingest is writing.
    """
    started = time.monotonic()
    for path in paths:
        if not path.exists():
            raise InvalidInput(f"{path} does not exist", field="path", remedy="name a file, folder or archive")
    report = Report()
    with writing(folder, rebuild=rebuild) as build:
        seen: set[str] = set()
        parsed = list(_parsed(_changed(paths, build, seen, report, progress)))
        gone = {name for name in build.sources if name not in seen and corpus.below(name, paths)}
        report.removed = len(gone)
        meaning = Meaning(encoder)
        _update(paths, folder, build, parsed, gone, meaning, report, progress)
        encoded = _encode(build, folder, meaning, progress)
        report.seconds = time.monotonic() - started
        if parsed or gone or encoded or not build.sources:
            report.generation = build.commit(_manifest(build, report))
        report.articles = len(build)
    return report


def parse(source: corpus.Source) -> Record:
    """The record of one source.

    Raises:
        ArticleError: it is no article; the message says why.
    """
    document = layouts.read(corpus.decode(source.data))
    return extract(document, source_file=source.name, digest=source.digest)


def _changed(
    paths: Sequence[Path], build: Writer, seen: set[str], report: Report, progress: Progress
) -> Iterator[corpus.Source]:
    """The sources that the build was not made from; notes all names in `seen`, all counts in the report."""
    total = corpus.size(paths)
    for source in corpus.sources(paths, lambda name, reason: report.skipped.append(Skipped(name, reason))):
        progress("reading", source.offset, total)
        report.read += 1
        seen.add(source.name)
        known = build.sources.get(source.name)
        if known is not None and known.digest == source.digest:
            report.unchanged += 1
            if known.problem:
                report.skipped.append(Skipped(known.name, known.problem))
            continue
        if known is None:
            report.new += 1
        else:
            report.changed += 1
        yield source
    progress("reading", total, total)


def _parsed(sources: Iterator[corpus.Source]) -> Iterator[Parsed]:
    """What becomes of the sources, in their order; on all cores if there are many."""
    first = list(islice(sources, _WORTH_A_POOL))
    if len(first) < _WORTH_A_POOL:
        yield from _parse_all(first)
        return
    # A worker that dies breaks the pool, and the error ends the ingest: no article is lost in silence.
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        chunks = _chunks(first, sources)
        waiting = [pool.submit(_parse_all, chunk) for chunk in islice(chunks, 8)]
        while waiting:
            yield from waiting.pop(0).result()
            waiting += [pool.submit(_parse_all, chunk) for chunk in islice(chunks, 1)]


def _chunks(first: list[corpus.Source], rest: Iterator[corpus.Source]) -> Iterator[list[corpus.Source]]:
    for start in range(0, len(first), _CHUNK):
        yield first[start : start + _CHUNK]
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _parse_all(sources: Iterable[corpus.Source]) -> list[Parsed]:
    return [_parse_one(source) for source in sources]


def _parse_one(source: corpus.Source) -> Parsed:
    try:
        record = parse(source)
    except ArticleError as error:
        return Parsed(SourceFile(source.name, source.digest, problem=error.message))
    return Parsed(SourceFile(source.name, source.digest, record.number), stored.pack(record))


def _update(
    paths: Sequence[Path],
    folder: Path,
    build: Writer,
    parsed: list[Parsed],
    gone: set[str],
    meaning: Meaning,
    report: Report,
    progress: Progress,
) -> None:
    """Put every article of which a copy changed, made anew from all of its copies."""
    copies: dict[int, list[Parsed]] = defaultdict(list)
    for one in parsed:
        if one.file.number is None:
            report.skipped.append(Skipped(one.file.name, one.file.problem))
        else:
            copies[one.file.number].append(one)
    known = gone | {one.file.name for one in parsed}
    touched = set(copies) | _numbers_of(build, known)
    for one in _other_copies(paths, folder, build, touched, known):
        if one.file.number is not None:
            copies[one.file.number].append(one)
    for name in gone:
        build.forget(name)
    for done, number in enumerate(sorted(touched)):
        progress("indexing", done, len(touched))
        _put(build, number, copies.get(number, []), meaning, report)
    for one in parsed:
        if one.file.number is None:
            build.skip(one.file)
    progress("indexing", len(touched), len(touched))


def _numbers_of(build: Writer, names: set[str]) -> set[int]:
    held = (build.sources[name].number for name in names if name in build.sources)
    return {number for number in held if number is not None}


def _other_copies(
    paths: Sequence[Path], folder: Path, build: Writer, numbers: set[int], known: set[str]
) -> Iterator[Parsed]:
    """The unchanged copies of these articles: read again where the paths hold them, else as the index has them."""
    others = {file.name: file for file in build.sources.values() if file.number in numbers and file.name not in known}
    if not others:
        return
    for source in corpus.sources(paths, lambda _name, _reason: None):
        if others.pop(source.name, None):
            yield _parse_one(source)
    for file in others.values():
        held = open_current(folder).get(file.number or 0)
        if held is not None:
            yield Parsed(file, stored.pack(held))


def _put(build: Writer, number: int, copies: list[Parsed], meaning: Meaning, report: Report) -> None:
    if not copies:
        build.remove(number)
        return
    record = merge.merge([copy.record() for copy in copies])
    report.layouts.update([record.layout])
    report.problems.update(problem.field for problem in record.problems)
    build.put(record, [copy.file for copy in copies])
    meaning.note(record)


def _encode(build: Writer, folder: Path, meaning: Meaning, progress: Progress) -> bool:
    """Give the build the vectors of its articles, if an encoder is installed; whether they changed."""
    if build.folder is None:
        return False
    lacking = meaning.lacking(build.folder, build.numbers)
    if lacking:
        held = open_current(folder)
        for number in sorted(lacking):
            meaning.note(held.get_many([number])[0])
    return meaning.write(build.folder, folder, build.numbers, lambda d, t: progress("encoding", d, t))


def _manifest(build: Writer, report: Report) -> dict[str, object]:
    """What the build should remember of how it was made."""
    vectors = build.folder is not None and (build.folder / semantic.HELD).exists()
    return {
        "read": report.read,
        "skipped": len(report.skipped),
        "seconds": round(report.seconds, 1),
        "vectors": vectors,
    }
