"""What people type and paste is read as they mean it, and nothing is an error."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import analysis
from kbservice.index.query import FILLING_WORD, NAME_WORD, PRODUCT_WORD, Reading, paste, read, syntax, wording
from kbservice.index.query.syntax import All, Any, Match, Not, Phrase, Prefix, Word

HELD = {
    ("number", "197378"), ("event", "9322"), ("event", "3013"), ("source", "msexchangemta"), ("source", "rdr"),
    ("source", "servicecontrolmanager"), ("event_source", "9322|msexchangemta"), ("event_source", "3013|rdr"),
    ("event_source", "7000|servicecontrolmanager"), ("stop", "0x0000000a"), ("stop", "0x00000050"),
}  # fmt: skip


def known(field: str, value: str) -> bool:
    return (field, value) in HELD


def reading(text: str) -> Reading:
    return read(text, known)


def found(text: str) -> set[tuple[str, str]]:
    return {(one.kind, one.term) for one in reading(text).identifiers}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("mail", Word("mail")),
        ("mail stops", All((Word("mail"), Word("stops")))),
        ("mail AND stops", All((Word("mail"), Word("stops")), True)),
        ("mail OR post", Any((Word("mail"), Word("post")))),
        ("mail NOT outlook", All((Word("mail"), Not(Word("outlook"))))),
        ("mail AND NOT outlook", All((Word("mail"), Not(Word("outlook"))), True)),
        ("mail -outlook", All((Word("mail"), Not(Word("outlook"))))),
        ('"directory replication"', Phrase("directory replication")),
        ('-"directory replication"', Not(Phrase("directory replication"))),
        ("connect*", Prefix("connect")),
        ("event:9322", Match("event", "=", "9322")),
        ("EVENT:9322", Match("event", "=", "9322")),
        ("version:<5.5.2448", Match("version", "<", "5.5.2448")),
        ("version:>=5.5", Match("version", ">=", "5.5")),
        ('product:"Exchange 5.5"', Match("product", "=", "Exchange 5.5")),
        ("(mail OR post) AND stops", All((Any((Word("mail"), Word("post"))), Word("stops")), True)),
        # No syntax: words.
        (r"C:\TEMP", Word(r"C:\TEMP")),
        ("colour:red", Word("colour:red")),
        ("IRQL NOT LESS OR EQUAL", All(tuple(map(Word, ["IRQL", "NOT", "LESS", "OR", "EQUAL"])))),
        ("((mail", Word("mail")),
        ("mail )", Word("mail")),
        ("mail AND", All((Word("mail"),))),
        ("OR mail", Word("mail")),
        ("mail NOT", Word("mail")),
        ("mail NOT OR", Word("mail")),
        ("x NOT NOT mail", All((Word("x"), Not(Not(Word("mail")))))),
        ("", All(())),
    ],
)
def test_syntax_is_read_as_a_tree(text: str, tree: syntax.Node) -> None:
    got = syntax.parse(text)
    assert got == tree or (isinstance(tree, All) and tree.nodes == (got,))


@given(st.text(alphabet='abc "()*:<>-.\\\nANDORNT0123', max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    syntax.parse(text)
    reading(text)


@given(st.text(max_size=200))
def test_no_character_is_an_error(text: str) -> None:
    reading(text)


@given(st.integers(1, 400))
def test_brackets_nest_only_so_deep(depth: int) -> None:
    reading("(" * depth + "mail" + ")" * depth)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Articles, in all spellings; a bare number only if it is one.
        ("Q197378", {("article", "197378")}),
        ("see kb197378 please", {("article", "197378")}),
        ("kb/197378", {("article", "197378")}),
        ("197378", {("article", "197378")}),
        ("123456", set()),
        # Events: named as such, or beside a known source of theirs.
        ("event 9322", {("event", "9322")}),
        (" 9322 ", {("event", "9322")}),
        ("9323", set()),
        ("event id 9322", {("event", "9322")}),
        ("Event ID: 9322", {("event", "9322")}),
        ("events 529 and 539 for an account", {("event", "529"), ("event", "539")}),
        ("msexchangemta 9322", {("source", "msexchangemta"), ("event", "9322"), ("event", "9322|msexchangemta")}),
        ("3013 Rdr times out", {("source", "rdr"), ("event", "3013"), ("event", "3013|rdr")}),
        (
            "Service Control Manager 7000",
            {("source", "servicecontrolmanager"), ("event", "7000"), ("event", "7000|servicecontrolmanager")},
        ),
        ("rdr has 17 users", set()),
        ("rdr is slow", set()),
        # Codes in every spelling.
        ("0x80004005", {("code", "0x80004005")}),
        ("80004005", {("code", "0x80004005")}),
        ("-2147467259", {("code", "0x80004005")}),
        ("2147500037", {("code", "0x80004005")}),
        ("c10312e7", {("code", "0xc10312e7")}),
        ("error 20010512 on a day", set()),
        ("STOP 0xA", {("stop", "0x0000000a")}),
        ("STOP: 0x0000000A", {("stop", "0x0000000a")}),
        ("stop 50 terminal server", {("stop", "0x00000050")}),
        ("stop 99 bottles", set()),
        # Files and versions.
        ("emsmta.exe 5.5.2448", {("file", "emsmta.exe"), ("version", "00000005.00000005.00002448")}),
        ("EMSMTA.EXE", {("file", "emsmta.exe")}),
        ("msorcl32.dll 2.573", {("file", "msorcl32.dll"), ("version", "00000002.00000573")}),
        ("exchange 5.5 freezes", set()),
        (r"HKLM\Software\Microsoft\Rpc", {("registry", "")}),
    ],
)
def test_identifiers_are_recognised_without_syntax(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= found(text)
    stops = {("code", term) for kind, term in found(text) if kind == "stop"}  # articles may print them as mere codes
    assert {kind for kind, _ in found(text) - stops} == {kind for kind, _ in expected - stops}


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("W2K freezes", ["Windows 2000"]),
        ("NT4 blue screen", ["Windows NT 4.0"]),
        ("OWA shows nothing", ["Outlook Web Access"]),
        ("IIS 5 redirect", ["Internet Information Server 5.0"]),
        ("SBS mail", ["Small Business Server"]),
        ("VB6 and xl97", ["Visual Basic 6.0", "Excel 97"]),
        ("ex55 on nt4", ["Exchange Server 5.5", "Windows NT 4.0"]),
        ("the word is out", []),
    ],
)
def test_products_are_recognised_by_their_short_names(text: str, products: list[str]) -> None:
    assert [str(product) for product in reading(text).products] == products


def test_the_gist_of_a_question_is_written_out_and_has_no_little_words() -> None:
    gist = wording.gist("Does the MTA on NT4 stop, and not after (the) fix? W2K: C:\\a.log")
    assert gist == "mta on windows nt 4.0 stop, not after fix? windows 2000: c:\\a.log"


@pytest.mark.parametrize(
    ("text", "term", "weight"),
    [
        ("CoGetClassObject fails", "cogetclassobject", NAME_WORD),
        ("fails in SMSCliToknAcct&", "smsclitoknacct", NAME_WORD),
        ("Outlook fails", "fail", 1.0),
        ("FoxPro report", "foxpro", PRODUCT_WORD),
    ],
)
def test_the_name_of_a_component_weighs_more_than_a_word(text: str, term: str, weight: float) -> None:
    assert {one.term: one.weight for one in reading(text).terms}[term] == weight


def test_words_that_name_a_product_count_less() -> None:
    weights = {term.term: term.weight for term in reading("nt4 freeze").terms}
    assert weights["freez"] == 1.0
    assert weights["nt"] == PRODUCT_WORD


LABELLED = """Event Type: Error
Event Source: MSExchangeMTA
Event Category: X.400 Service
Event ID: 9322
Date: 5/12/1999
Time: 10:11:12 PM
User: N/A
Computer: EXCH02
Description:
An interface error has occurred on the connection to \\\\EXCH01\\public."""

CSV = "5/12/1999,10:11:12 PM,MSExchangeMTA,Error,X.400 Service,9322,N/A,EXCH02,An interface error has occurred."

XML = """<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>
<Provider Name='MSExchangeMTA'/><EventID Qualifiers='0'>9322</EventID><Level>2</Level><Computer>EXCH02</Computer>
</System><EventData><Data>An interface error has occurred &amp; the link is down</Data></EventData></Event>"""

WEVTUTIL = """Event[0]:
  Log Name: Application
  Source: MSExchangeMTA
  Date: 1999-05-12T22:11:12.000
  Event ID: 9322
  Task: X.400 Service
  Level: Error
  Computer: EXCH02
  Description:
An interface error has occurred."""

ONE_LINE = "Event ID: 9322  Source: MSExchangeMTA  Type: Error  Computer: EXCH02 -- An interface error has occurred."


@pytest.mark.parametrize(
    "text", [LABELLED, CSV, XML, WEVTUTIL, ONE_LINE], ids=["labels", "csv", "xml", "wevtutil", "line"]
)
def test_a_pasted_event_is_taken_apart(text: str) -> None:
    got = reading(text)
    assert got.pasted
    assert {("event", "9322|msexchangemta"), ("source", "msexchangemta"), ("event", "9322")} <= found(text)
    terms = {term.term: term.weight for term in got.terms}
    assert terms["interfac"] == 1.0
    assert "1999" not in terms
    assert terms.get("exch02", FILLING_WORD) == FILLING_WORD


def test_host_names_in_a_pasted_message_count_less() -> None:
    terms = {term.term: term.weight for term in reading(LABELLED).terms}
    assert terms["exch01"] == FILLING_WORD


def test_a_stop_screen_gives_its_code_without_its_parameters() -> None:
    text = "*** STOP: 0x0000000A (0x00000004,0x00000002,0x00000000,0xFE5BD1C4)\nIRQL_NOT_LESS_OR_EQUAL"
    assert {term for kind, term in found(text) if kind in ("stop", "code")} == {"0x0000000a"}
    assert "irql_not_less_or_equal" in {term.term for term in reading(text).terms}


def test_a_question_in_words_is_no_paste() -> None:
    assert paste.take_apart("mail stops after the type of connector was changed") is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail freeze", None),
        ("event:9322 mail", All((Match("event", "=", "9322"),), True)),
        ("mail AND freeze", All((Word("mail"), Word("freeze")), True)),
        ('"link monitor"', Phrase("link monitor")),
        ('"no more connections can be made to this computer at this time"', None),
    ],
)
def test_what_must_hold_is_only_what_was_demanded(text: str, kept: syntax.Node | None) -> None:
    assert reading(text).condition == kept


def test_excluded_words_are_not_ranked_by() -> None:
    assert {term.term for term in reading("mail NOT outlook").terms} == {"mail"}


def test_the_answer_says_how_it_understood() -> None:
    parts = {(part.kind, part.value) for part in reading("ex55 event:9322 emsmta.exe stops").understood}
    assert {("product", "Exchange Server 5.5"), ("event", "9322"), ("file", "emsmta.exe")} <= parts
    assert any(kind == "words" for kind, _ in parts)


@pytest.mark.parametrize(
    ("typed", "printed"), [("freezes", ("hang",)), ("pc", ("comput",)), ("hang", ("stop", "respond"))]
)
def test_everyday_words_lead_to_those_of_the_articles(typed: str, printed: tuple[str, ...]) -> None:
    terms = tuple(t.term for t in reading(typed).terms)
    assert any(printed in found.others for found in wording.alternatives(terms))


def test_short_names_are_written_out_only_as_whole_words() -> None:
    assert wording.written_out("W2K ontrack w2k.txt") == "windows 2000 ontrack w2k.txt"


def rows(name: str) -> list[str]:
    lines = (files("kbservice") / "data" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows("synonyms.txt"))
def test_each_row_of_the_synonyms_leads_somewhere(row: str) -> None:
    typed, _, printed = row.partition("=") if "=" in row else (row, "", row)
    others = [analysis.terms(word) for word in printed.replace("~", "|").split("|")]
    for word in typed.replace("~", "|").split("|"):
        assert analysis.terms(word)
        assert any(other and other != analysis.terms(word) for other in others)


def test_each_short_name_stands_for_one_product() -> None:
    names = [name.strip() for row in rows("aliases.txt") for name in row.partition(" = ")[0].split("|")]
    assert len(names) == len(set(names))
    assert all(" = " in row for row in rows("aliases.txt"))
