"""The command line: what it prints, and the exit code that scripts go by."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from handmade import MTA

from kbservice.cli import COMMANDS, main
from kbservice.config import SETTINGS

ROOT = Path(__file__).parent.parent
SEED = ROOT / "articles" / "Q197378.md"


@pytest.fixture
def run(runner: CliRunner, stored: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command over the stored index; its output for people is at most 80 columns wide."""
    monkeypatch.setenv("KBSERVICE_INDEX", str(stored))

    def command(*words: str) -> Result:
        result = runner.invoke(main, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        if not {"--json", "--explain", "--format"} & set(words):  # explain keeps the lines of the article
            assert max(map(len, result.stdout.splitlines()), default=0) <= 80, result.stdout
        return result

    return command


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "Q197378"), 0, "Exchange Server 5.5 Service Pack 2"),
        (("show", "196381"), 0, "as Q250111 cites it"),
        (("show", "Q197378", "--source"), 0, MTA.text),
        (("search", "Q197378"), 0, "XADM: MTA Stops with Event 9301"),
        (("search", "event", "--per-page", "1"), 0, "More: --page 2"),
        (("search", "--kind", "nonsense"), 1, "No article found"),
        (("event", "9301"), 0, "Event 9301: MSExchangeMTA (2)"),
        (("event", "9301", "msexchangemta"), 0, "Fix: Corrected in Exchange Server 5.5 Service Pack 2"),
        (("event", "9301", "Disk"), 1, "No article states it for the source 'Disk'."),
        (("event", "289"), 0, "no source stated"),
        (("file", "EMSMTA"), 0, "Branch 5.5"),
        (("file", "emsmta.exe", "5.5.2431.0"), 0, "(this one)"),
        (("file", "emsmta", "5.5.2300.0"), 0, " - 5.5.2431.0"),
        (("builds", "exchange 5.5", "2653.23"), 0, "is Exchange Server 5.5 SP4"),
        (("builds", "exchange 5.5"), 0, "Exchange Server 5.5 RTM"),
        (("builds", "exchange 5.5", "sp3", "--fixes"), 0, "includes 1 fixes"),
        (("diff", "exchange 5.5", "sp1", "sp2"), 0, "Goes away: 1"),
        (("plan", "Q197378", "--have", "exchange 5.5 sp1"), 0, "Without hotfixes: SP2."),
        (("plan", "Q197378", "--have", "exchange 5.0 sp1"), 1, "not all fixes can be had"),
        (("plan", "Q197378", "--have", "exchange 5.5 sp3"), 0, "What runs will do"),
        (("plan", "Q197378", "Q196381", "--have", "exchange 5.5 sp1"), 1, "not all fixes can be had"),
        (("quality",), 0, "4 articles, of which have"),
        (("check", "197378", "exchange 5.5 sp2"), 0, "INCLUDED"),
        (("check", "197378", "exchange 5.5 sp1"), 1, "NOT INCLUDED"),
        (("check", "Q197378", "--file", "emsmta.exe", "--file-version", "5.5.2430.0"), 1, "file_version_below"),
        (("check", "Q197378", "--file", "other.exe", "--file-version", "1.0"), 3, "To settle it"),
    ],
)
def test_a_command_answers_and_its_exit_code_says_how_it_went(
    run: Any, words: tuple[str, ...], code: int, said: str
) -> None:
    result = run(*words)
    assert result.exit_code == code, result.output
    assert said in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "Q999999"), 1, "the index holds no article Q999999 (search for it, or ingest the article)"),
        (("show", "hello"), 2, "give an article number"),
        (("event", "4711"), 1, "no article of the index states event 4711"),
        (("event", "x"), 2, "give a number such as 9322"),
        (("file", "nothing.dll"), 1, "no article of the index corrects"),
        (("file", "emsmta.exe", "late"), 2, "is no version"),
        (("check", "Q197378", "--file", "emsmta.exe", "--file-version", "late"), 2, "is no version"),
        (("check", "Q999999", "exchange 5.5 sp2"), 1, "Q999999"),
        (("builds", "Foo", "1.0"), 1, "no release of Foo is known"),
        (("builds", "exchange", "late"), 2, "is no build"),
        (("builds", "exchange", "late", "--fixes"), 2, "late"),
        (("diff", "exchange 5.5", "late", "sp2"), 2, "late"),
        (("plan", "Q197378", "--have", "exchange 5.5"), 2, "service pack or build"),
        (("search", "--error-code", "hello"), 2, "not an error code"),
    ],
)
def test_an_error_is_one_line_with_its_remedy(run: Any, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("nothing",), ("show",), ("search", "--sort", "size", "x"), ("search", "--per-page", "101", "x"),
        ("check", "Q197378", "exchange 5.5", "--build", "2653.23"), ("parse", "nowhere.md"),
        ("search", "--event-id", "many"), ("search", "--page", "10001", "x"), ("builds", "exchange 5.5", "--fixes"),
        ("builds", "exchange 5.5", "sp3", "--verdict", "included"), ("plan", "Q197378"),
    ],
)  # fmt: skip
def test_wrong_use_is_exit_code_2_and_one_line_that_says_where_to_look(run: Any, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("kbservice: ")
    assert result.stderr.endswith(" --help)\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [("show", "Q1234"), ("search", "x"), ("event", "1"), ("file", "x"), ("serve",)])
def test_without_an_index_a_command_says_how_to_get_one(run: Any, words: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*words, "--index", str(tmp_path / "none"))
    assert result.exit_code == 2
    assert "kbservice ingest" in result.stderr


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("show", "Q197378"), "articles/Q197378"),
        (("event", "9301", "msexchangemta"), "events/9301?source=msexchangemta"),
        (("file", "emsmta.exe", "5.5.2431.0"), "files/emsmta.exe?version=5.5.2431.0"),
        (("check", "Q197378", "exchange 5.5 sp2"), "check?article=Q197378&text=exchange+5.5+sp2"),
        (("builds", "exchange 5.5", "2653.23"), "builds/exchange 5.5/2653.23"),
        (("builds", "exchange 5.5"), "builds/exchange 5.5"),
        (("quality",), "quality"),
        (("diff", "exchange 5.5", "sp1", "sp2"), "diff?product=exchange 5.5&from=sp1&to=sp2"),
        (("search", "gateway", "--event-id", "9301"), "search?q=gateway&event_id=9301"),
    ],
)
def test_json_is_what_the_api_answers(run: Any, client: Any, words: tuple[str, ...], path: str) -> None:
    printed, answered = json.loads(run(*words, "--json").stdout), client.get("/api/v1/" + path).json
    for answer in (printed, answered):
        answer.pop("facets", None)  # the command line does not ask for them
    assert printed == answered


@pytest.mark.parametrize(
    ("version", "code", "said"),
    [("5.5.2300.0", 1, "not_included"), ("5.5.2431.0", 0, "included"), ("9.0", 0, "0 not included")],
)
def test_an_audit_exits_by_what_is_lacking(run: Any, tmp_path: Path, version: str, code: int, said: str) -> None:
    listing = tmp_path / "files.csv"
    listing.write_text(f"FileName,FileVersion\nemsmta.exe,{version}\n")
    result = run("audit", str(listing))
    assert result.exit_code == code
    assert said in result.stdout
    assert json.loads(run("audit", str(listing), "--json").stdout)["checked"] == 1
    assert run("audit", str(listing), "--format", "sarif").stdout.startswith("{")
    with listing.open("a") as file:
        file.write("emsmta.exe,late\n")
    late = run("audit", str(listing), "--format", "csv")
    assert "left_out,,,,'late' is no version,line 3" in late.stdout.replace("''", "'")
    assert late.exit_code == (code or 3)


def test_an_audit_of_nothing_is_wrong_use(run: Any, tmp_path: Path) -> None:
    (tmp_path / "milk.txt").write_text("Buy milk.")
    result = run("audit", str(tmp_path / "milk.txt"))
    assert result.exit_code == 2
    assert "dir listing" in result.stderr


def test_parse_prints_a_record_without_an_index(run: Any, tmp_path: Path) -> None:
    result = run("parse", str(SEED), "--json")
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    assert (record["article_id"], record["layout"]) == ("Q197378", "archive-markdown")


def test_parse_explain_shows_each_fact_below_the_line_that_states_it(run: Any) -> None:
    lines = run("parse", str(SEED), "--explain").stdout.splitlines()
    fact = next(n for n, line in enumerate(lines) if "+-- file Emsmta.exe 5.5.2431.0" in line)
    stated = next(line for line in reversed(lines[:fact]) if " | " in line)
    assert "5.5.2431.0" in stated


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("note.txt", "Buy milk.", 1, "docs/layouts.md"),
        ("picture.png", "x", 1, "not a text"),
        ("nul.txt", "a\0b", 1, "no text"),
    ],
)
def test_parse_says_why_a_file_is_no_article(
    run: Any, tmp_path: Path, name: str, content: str, code: int, said: str
) -> None:
    (tmp_path / name).write_text(content)
    result = run("parse", str(tmp_path / name))
    assert result.exit_code == code
    assert said in result.stderr


def test_ingest_reports_and_then_the_index_answers(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / SEED.name).write_bytes(SEED.read_bytes())
    (folder / "note.txt").write_text("Buy milk.")
    index = ("--index", str(tmp_path / "index"))
    first = run("ingest", str(folder), *index)
    assert first.exit_code == 0, first.output
    assert "1 articles in the index" in first.stdout
    assert "skipped articles/note.txt" in first.stdout
    again = json.loads(run("ingest", str(folder), "--json", *index).stdout)
    assert (again["unchanged"], again["new"], again["articles"]) == (2, 0, 1)
    assert run("show", "Q197378", *index).exit_code == 0


def test_ingest_without_paths_reads_the_folder_of_the_settings(run: Any, tmp_path: Path) -> None:
    result = run("ingest", "--articles", str(SEED), "--index", str(tmp_path / "index"))
    assert "1 articles in the index" in result.stdout


def test_ingest_of_nothing_is_said_so(run: Any, tmp_path: Path) -> None:
    result = run("ingest", "--articles", str(tmp_path / "none"), "--index", str(tmp_path / "index"))
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_doctor_finds_nothing_wrong_with_a_good_set_up(run: Any, tmp_path: Path) -> None:
    result = run("doctor", "--articles", str(tmp_path), "--port", str(free_port()))
    assert result.exit_code == 0, result.output
    assert "BAD" not in result.stdout


def test_doctor_says_what_is_wrong_and_how_to_mend_it(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KBSERVICE_INDX", "x")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = ("doctor", "--index", str(tmp_path), "--articles", str(tmp_path / "none"), "--port", port)
        result = run(*words, "--json")
    assert result.exit_code == 1
    bad = {finding["name"]: finding["remedy"] for finding in json.loads(result.stdout) if not finding["good"]}
    assert set(bad) == {"environment", "articles", "index", "address"}
    assert bad["environment"] == "did you mean KBSERVICE_INDEX?"
    assert "kbservice ingest" in bad["index"]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("KBSERVICE_INDEX", "{file}", ("ingest", "articles")),
        ("KBSERVICE_INDEX", "{file}/index", ("ingest", "articles")),
        ("KBSERVICE_ENCODER", "{file}", ("ingest", "--index", "{file}.index", "articles")),
    ],
)
def test_a_folder_that_cannot_be_used_is_one_line(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: tuple[str, ...]
) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv(variable, value.format(file=file))
    result = run(*(word.format(file=file) for word in words))
    assert result.exit_code == 2
    assert str(file) in result.stderr
    assert result.stderr.count("\n") == 1
    assert run("doctor").exit_code == 1


def test_each_setting_is_an_option_of_some_command() -> None:
    options = {option for command in commands().values() for p in command.params for option in p.opts}
    assert {setting.flag for setting in SETTINGS} <= options


def test_doctor_tells_an_empty_index_from_a_missing_one(run: Any, tmp_path: Path) -> None:
    from kbservice.index.writer import writing

    with writing(tmp_path / "index") as build:
        build.commit({})
    assert "holds no articles" in run("doctor", "--index", str(tmp_path / "index")).stdout


def test_serve_says_where_and_how_much_it_serves(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(
        "waitress.serve", lambda app, **options: served.append((app, options["sockets"][0].getsockname()))
    )
    port = free_port()
    result = run("serve", "--port", str(port))
    assert result.exit_code == 0, result.output
    assert result.stdout == f"Serving 4 articles on http://127.0.0.1:{port} (Ctrl+C ends it)\n"
    ((app, address),) = served
    assert address == ("127.0.0.1", port)
    assert app.test_client().get("/api/v1/healthz").status_code == 200


def test_a_server_of_its_own_process_answers(stored: Path) -> None:
    port = free_port()
    words = ["-m", "kbservice", "serve", "--port", str(port), "--index", str(stored)]
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert str(port) in server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/healthz", timeout=10) as answer:
            assert json.load(answer)["articles"] == 4
        server.terminate()


def test_serve_says_when_the_port_is_taken(run: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "give another --host or --port" in result.stderr


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    return {name: command for name in COMMANDS if (command := main.get_command(context, name))}


def test_the_documentation_shows_each_command_with_each_option() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    shown = dict(re.findall(r"^## kbservice (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(shown) == set(commands())
    for name, command in commands().items():
        options = {option for p in command.params if isinstance(p, click.Option) for option in p.opts}
        assert options == set(re.findall(r"^\| `(--[\w-]+)", shown[name], re.MULTILINE)), name


def test_every_command_but_serve_has_json() -> None:
    without = {name for name, command in commands().items() if "as_json" not in {p.name for p in command.params}}
    assert without == {"serve"}


def test_help_and_version_are_there(run: Any) -> None:
    assert all(name in run("--help").stdout for name in COMMANDS)
    assert "kbservice" in run("--version").stdout
