"""Articles -> an index in service: the only place where both halves of the house meet.

Every source is read and compared with what the index was made from; what changed is parsed on all cores; a new build is
made beside the one in service and takes its place at the end. Until then, and after any error, the old one serves.
What was read by the rules of another release is read again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path

from kbservice import corpus, layouts, merge, workers
from kbservice.errors import ArticleError, IndexMissing, IndexOutdated, InvalidInput
from kbservice.extract import extract, settled
from kbservice.index import builds, semantic
from kbservice.index.reader import open_current
from kbservice.index.semantic.building import Meaning, passage
from kbservice.index.writer import Prepared, SourceFile, Writer, prepare, writing
from kbservice.record import Record

_CHUNK = 64  # sources that a process gets at a time
_WORTH_A_POOL = 4 * _CHUNK  # below this, starting processes costs more than it saves

# What decides which facts a source gives, and under which terms they are found.
_RULES = (
    "corpus.py", "layouts/**/*.py", "extract/**/*.py", "merge.py", "record.py", "products.py", "versions.py",
    "data/aliases.txt", "index/fields.py", "index/identifiers.py", "index/analysis.py", "index/stored.py",
    "index/semantic/building.py",
)  # fmt: skip

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

    `layouts` counts the sources that were parsed, `problems` those in which a field could not be read. `anew` says that
    the index was of another release, so that nothing of it could be taken over.
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
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one source: an article ready for the index, or the reason why there is none (in `file`).

    `problems` names the fields that could not be read, `passage` is the text that stands for the article's meaning.
    """

    file: SourceFile
    prepared: Prepared | None = None
    layout: str = ""
    problems: tuple[str, ...] = ()
    passage: str = ""


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
        InvalidInput: a path does not exist, or holds nothing any more; the index stays as it is.
        IndexLocked: another ingest is writing.
    """
    started = time.monotonic()
    for path in paths:
        if not path.exists():
            raise InvalidInput(f"{path} does not exist", field="path", remedy="name a file, folder or archive")
    with writing(folder, rebuild=rebuild) as build:
        ingest = _Ingest(paths, folder, build, Meaning(encoder), progress)
        ingest.report.anew = not rebuild and _outdated(folder)
        differs = ingest.take_in()
        ingest.report.seconds = time.monotonic() - started
        if differs or not build.sources:
            ingest.report.generation = build.commit(ingest.manifest())
        ingest.report.articles = len(build)
    return ingest.report


def _outdated(folder: Path) -> bool:
    try:
        builds.manifest(builds.current(folder))
    except IndexOutdated:
        return True
    except IndexMissing:
        pass
    return False


@cache
def rules() -> str:
    """A digest of the rules by which sources are read; what was read by other rules is read again."""
    package = Path(str(resources.files("kbservice")))
    files = [file for pattern in _RULES for file in sorted(package.glob(pattern))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:8]


def parse(source: corpus.Source) -> Record:
    """The record of one source.

    Raises:
        ArticleError: it is no article; the message says why.
    """
    document = layouts.read(corpus.decode(source.data))
    return extract(document, source_file=source.name, digest=source.digest)


def _parsed(sources: Iterator[corpus.Source]) -> Iterator[Parsed]:
    """What becomes of the sources, in their order; on all cores if there are many."""
    first = list(islice(sources, _WORTH_A_POOL))
    if len(first) < _WORTH_A_POOL:
        yield from _parse_all(first)
        return
    # A worker that dies breaks the pool, and the error ends the ingest: no article is lost in silence.
    with ProcessPoolExecutor(os.cpu_count(), initializer=workers.end_with_parent) as pool:
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
        return Parsed(SourceFile(source.name, source.digest, problem=error.message, rules=rules()))
    return _ready(SourceFile(source.name, source.digest, record.number, rules=rules()), record)


def _ready(file: SourceFile, record: Record) -> Parsed:
    problems = tuple(problem.field for problem in record.problems)
    return Parsed(file, prepare(record), record.layout, problems, passage(record))


def _merged(copies: list[Parsed]) -> Parsed:
    """The article of which these are copies."""
    records = [copy.prepared.record() for copy in copies if copy.prepared is not None]
    return _ready(copies[0].file, settled(merge.merge(records)))


class _Ingest:
    """One ingest under way: reads, parses what changed, and puts it into the build."""

    def __init__(
        self, paths: Sequence[Path], folder: Path, build: Writer, meaning: Meaning, progress: Progress
    ) -> None:
        self._paths = paths
        self._folder = folder
        self._build = build
        self._meaning = meaning
        self._progress = progress
        self._seen: set[str] = set()
        self.report = Report()

    def take_in(self) -> bool:
        """Bring the build up to date with the sources; whether it now differs from the one in service.

        Raises:
            InvalidInput: no source is left: more often a disk that is not mounted than articles that were deleted.
        """
        parsed = list(_parsed(self._changed()))
        gone = {n for n in self._build.sources if n not in self._seen and corpus.below(n, self._paths)}
        if gone and not self._seen:
            where = ", ".join(map(str, self._paths))
            remedy = "see that the disk is there, or ingest with --rebuild to begin anew"
            raise InvalidInput(f"nothing is left of the articles in {where}", field="path", remedy=remedy)
        self.report.removed = len(gone)
        self._put_articles(parsed, gone)
        for one in parsed:
            if one.file.number is None:
                self._build.skip(one.file)
                self.report.skipped.append(Skipped(one.file.name, one.file.problem))
        return self._encode() or bool(parsed or gone)

    def manifest(self) -> dict[str, object]:
        """What the build should remember of how it was made."""
        build = self._build.folder
        return {
            "read": self.report.read,
            "skipped": len(self.report.skipped),
            "seconds": round(self.report.seconds, 1),
            "vectors": build is not None and (build / semantic.HELD).exists(),
        }

    def _changed(self) -> Iterator[corpus.Source]:
        """The sources that the build was not made from by these rules; all names are noted, all counts reported."""
        report, total = self.report, corpus.size(self._paths)
        for source in corpus.sources(self._paths, lambda name, why: report.skipped.append(Skipped(name, why))):
            self._progress("reading", source.offset, total)
            report.read += 1
            self._seen.add(source.name)
            known = self._build.sources.get(source.name)
            if known is not None and (known.digest, known.rules) == (source.digest, rules()):
                report.unchanged += 1
                if known.problem:
                    report.skipped.append(Skipped(known.name, known.problem))
                continue
            report.new += known is None
            report.changed += known is not None
            yield source
        self._progress("reading", total, total)

    def _put_articles(self, parsed: list[Parsed], gone: set[str]) -> None:
        """Put every article of which a copy changed or went, made anew from all of its copies."""
        known = gone | {one.file.name for one in parsed}
        held = (self._build.sources[name].number for name in known if name in self._build.sources)
        touched = {n for n in (*held, *(one.file.number for one in parsed)) if n is not None}
        copies: dict[int | None, list[Parsed]] = defaultdict(list)
        for one in (*parsed, *self._other_copies(touched, known)):
            copies[one.file.number].append(one)
        for name in gone:
            self._build.forget(name)
        for done, number in enumerate(sorted(touched)):
            self._progress("indexing", done, len(touched))
            self._put(number, copies[number])
        self._progress("indexing", len(touched), len(touched))

    def _other_copies(self, numbers: set[int], known: set[str]) -> Iterator[Parsed]:
        """The unchanged copies of these articles: read again where the paths hold them, else as the index has them."""
        files = self._build.sources.values()
        others = {file.name: file for file in files if file.number in numbers and file.name not in known}
        if not others:
            return
        for source in corpus.sources(self._paths, lambda _name, _reason: None):
            if others.pop(source.name, None):
                yield _parse_one(source)
        held = open_current(self._folder) if others else None
        for file in others.values():
            record = held.get(file.number or 0) if held else None
            if record is not None:
                yield _ready(file, record)

    def _put(self, number: int, copies: list[Parsed]) -> None:
        if not copies:
            self._build.remove(number)
            return
        article = copies[0] if len(copies) == 1 else _merged(copies)
        assert article.prepared is not None
        self.report.layouts.update([article.layout])
        self.report.problems.update(article.problems)
        self._build.put(article.prepared, [copy.file for copy in copies])
        self._meaning.note(number, article.passage)

    def _encode(self) -> bool:
        """Give the build the vectors of its articles, if an encoder is installed; whether they changed."""
        build = self._build
        if build.folder is None:
            return False
        lacking = self._meaning.lacking(build.folder, build.numbers)
        for record in open_current(self._folder).get_many(sorted(lacking)) if lacking else ():
            self._meaning.note(record.number, passage(record))
        return self._meaning.write(
            build.folder, self._folder, build.numbers, lambda done, total: self._progress("encoding", done, total)
        )
