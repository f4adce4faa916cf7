"""The whole service: ingest from files, and answers over HTTP from gunicorn, driven by wrk (a package of that name).

Searches come with snippets and facets. Fresh ones are all different; repeated ones are a few over and over. Without
the encoder, which costs minutes of ingest and milliseconds of each search, and is measured by itself.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus
from urllib.request import urlopen

from benchmarks import questions, texts
from benchmarks.report import Table

_ROOT = Path(__file__).parents[1]
_SECONDS, _CONNECTIONS, _WORKERS = 6, 4, 2
_INGEST = """
import atexit, re, resource, sys
from pathlib import Path
from kbservice.cli import main
from kbservice.index import semantic
semantic.available = lambda *_: False
peak = lambda: re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
used = lambda who: sum(resource.getrusage(who)[:2])
atexit.register(lambda: print(peak(), used(resource.RUSAGE_SELF) + used(resource.RUSAGE_CHILDREN)))
main(["ingest"])
"""
_NOTE = (
    "CPU ms each is the workers' time of the processor for a request, which other work on the machine does not change; "
    "the next column is what it allows if each worker has a core to itself, with wrk elsewhere."
)
_EVENT = re.compile(r"Event ID: (\d{1,5})\b")
_CYCLE = """
local paths, turn = {}, 0
for path in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = path end
function request() turn = turn % #paths + 1; return wrk.format("GET", paths[turn]) end
"""


def measured(folder: Path | None) -> list[Table]:
    """Ingests the articles below the folder (or the project's own), serves them, and measures both."""
    articles = folder or _ROOT / "articles"
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"KBSERVICE_INDEX": scratch + "/index", "KBSERVICE_ARTICLES": str(articles)}
        tables = [_ingest(environment, Path(scratch) / "index")]
        if shutil.which("wrk"):
            with _serving(environment) as (address, pid):
                tables.append(_requests(address, pid, texts.base(folder), Path(scratch)))
        else:
            print("wrk is not installed: requests a second are left out", file=sys.stderr)
        return tables


def _ingest(environment: dict[str, str], index: Path) -> Table:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _INGEST], check=True, env=environment, stdout=subprocess.PIPE, text=True
    )
    seconds = time.perf_counter() - start
    peak, busy = done.stdout.splitlines()[-1].split()
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    rows = [[f"{seconds:.1f}", f"{float(busy):.1f}", f"{int(peak) / 1024:.0f}", f"{size / 1e6:.0f}"]]
    heads = ["seconds", "CPU seconds, all cores", "peak MB of the process that indexes", "MB on disk"]
    return Table("Ingest from files to a committed index", heads, rows)


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "--workers", str(_WORKERS), "--bind", address, "wsgi:application"]
    process = subprocess.Popen(command, cwd=_ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://{address}/api/v1/healthz", process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            with urlopen(url):
                return
        except OSError:
            assert process.poll() is None, "gunicorn has ended"
            time.sleep(0.1)


def _requests(address: str, pid: int, found: Sequence[texts.Text], scratch: Path) -> Table:
    searches = [_search(" ".join(asked.words)) for asked in _many(found, 20_000)]
    numbers = [text.number for text in random.Random(2).sample(found, min(2000, len(found)))]
    loads = {
        "search with snippets and facets, all different": searches,
        "the same searches again and again": searches[:200],
        "article": [f"/api/v1/articles/{number}" for number in numbers],
        "event": [f"/api/v1/events/{number}" for number in _events(found)],
    }
    _wrk(address, searches[-2000:], scratch)  # workers that still start up are not measured
    rows = []
    for name, paths in loads.items():
        before = _busy(pid)
        requests, rate, middle, failed = _wrk(address, paths, scratch)
        each = (_busy(pid) - before) / requests * 1000
        rows.append([name, f"{rate:,.0f}", middle, f"{each:.2f}", f"{_WORKERS * 1000 / each:,.0f}", f"{failed:,}"])
    memory = ", ".join(f"{_private(worker):.0f} MB" for worker in _children(pid))
    note = f"Private memory of the workers afterwards: {memory}."
    title = f"Requests a second: gunicorn with {_WORKERS} workers on loopback, {_CONNECTIONS} connections"
    heads = ["", "requests a second", "median", "CPU ms each", "on free cores, a second", "not 200"]
    return Table(title, heads, rows, (note, _NOTE))


def _many(found: Sequence[texts.Text], count: int) -> Iterator[questions.Question]:
    drawn = (one for seed in range(count) for one in questions.draw(found, seed) if one.kind in ("OR", "AND"))
    return (one for one, _ in zip(drawn, range(count), strict=False))


def _events(found: Sequence[texts.Text]) -> list[str]:
    """The IDs that articles print as those of events."""
    return sorted({number for text in found for number in _EVENT.findall(text.body)})


def _search(text: str) -> str:
    return f"/api/v1/search?q={quote_plus(text)}"


def _busy(pid: int) -> float:
    """Seconds of the processor that the workers have used."""
    stats = (Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split() for child in _children(pid))
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _wrk(address: str, paths: Sequence[str], scratch: Path) -> tuple[int, float, str, int]:
    (scratch / "paths").write_text("\n".join(paths))
    (scratch / "cycle.lua").write_text(_CYCLE)
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "--latency", "-s", str(scratch / "cycle.lua")]
    environment = os.environ | {"BENCH_PATHS": str(scratch / "paths")}
    done = subprocess.run([*command, f"http://{address}/"], check=True, capture_output=True, text=True, env=environment)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    middle = re.search(r"50%\s+(\S+)", done.stdout)
    count = re.search(r"(\d+) requests in", done.stdout)
    assert rate is not None
    assert middle is not None
    assert count is not None
    return int(count[1]), float(rate[1]), middle[1], int(failed[1]) if failed else 0


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _private(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(size) for size in re.findall(r"^Private_\w+:\s+(\d+)", rollup, re.MULTILINE)) / 1024
