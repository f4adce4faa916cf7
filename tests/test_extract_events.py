"""Events out of all the ways in which articles write them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice import layouts
from kbservice.extract.events import events
from kbservice.record import Document, Event, Section, Where


def article(text: str, title: str = "") -> Document:
    """A document of one section whose body is the text."""
    body = dedent(text).strip("\n")
    section = Section("symptoms", "SYMPTOMS", 3, 2 + len(body.split("\n")))
    return Document("test", 1, f"SYMPTOMS\n========\n{body}", title, (section,))


def found(text: str, title: str = "") -> set[tuple[int, str | None]]:
    return {(event.event_id, event.source) for event in events(article(text, title))}


def only(text: str, title: str = "") -> Event:
    (event,) = events(article(text, title))
    return event


LOGGED = "The application event log holds more.\n\n"

BLOCKS = [
    pytest.param("Event ID: 9318\nSource: MSExchangeMTA", {(9318, "MSExchangeMTA")}, id="source on the next line"),
    pytest.param("Source: Srv\nType: Error\nEvent ID: 2019", {(2019, "Srv")}, id="source two lines above"),
    pytest.param(
        "Event Type: Warning\nEvent Source: Netlogon\nEvent Category: None\nEvent ID: 5719",
        {(5719, "Netlogon")},
        id="2000",
    ),
    pytest.param("Event ID: 12 Source: FTDISK Description: a set failed.", {(12, "FTDISK")}, id="one line"),
    pytest.param("Event ID: 2510, Source: Server, Type: Error", {(2510, "Server")}, id="one line with commas"),
    pytest.param("MSExchangeMTA Event ID: 1290\nType: Warning", {(1290, "MSExchangeMTA")}, id="source in front"),
    pytest.param(
        "Warning Event ID 1294 Source: MSExchangeMTA Category: X.400", {(1294, "MSExchangeMTA")}, id="severity"
    ),
    pytest.param("MSExchangeMSMI Event ID 2380:\nSource: MSMI\nType: Error", {(2380, "MSMI")}, id="label beats name"),
    pytest.param("Event ID 2143 MSExchangeMTA\nInternal Processing", {(2143, "MSExchangeMTA")}, id="source behind"),
    pytest.param("Event 9301   MSExchangeMTA     Configuration", {(9301, "MSExchangeMTA")}, id="columns"),
    pytest.param("Event 650, SNA Server, Warning, a pipe failed", {(650, "SNA Server")}, id="commas, no labels"),
    pytest.param(
        "Event ID 722\nMSExchangeMCA\nDescription:\nIt failed.", {(722, "MSExchangeMCA")}, id="source alone below"
    ),
    pytest.param("An event:\n\n  9322: MSExchangeMTA\n  A call failed.", {(9322, "MSExchangeMTA")}, id="number first"),
    pytest.param("Event: 624\nSource : SNA Server", {(624, "SNA Server")}, id="Event: N"),
    pytest.param("EventID=1107\nSource=Rdr", {(1107, "Rdr")}, id="equals signs"),
    pytest.param("EVENT ID - 4122\nSource - Rdr", {(4122, "Rdr")}, id="dashes"),
    pytest.param("Event ID#: 7005", {(7005, None)}, id="hash"),
    pytest.param("An event:\n\n  MSExchangeMTA 9321\n  It failed.", {(9321, "MSExchangeMTA")}, id="source, then ID"),
    pytest.param("An event:\n\n  Savedump, 1001: It fell.", {(1001, "Savedump")}, id="source, comma, ID"),
    pytest.param("An event:\n\n  Rdr   Warning   Resource   9156", {(9156, "Rdr")}, id="source to ID in columns"),
    pytest.param("MSExchangeMTAEvent ID 9405 follows.", {(9405, "MSExchangeMTA")}, id="glued"),
    pytest.param("Event 1040\nSource hpmon\nType Warning", {(1040, "hpmon")}, id="labels without colon"),
    pytest.param("Event ID: 162 (or Event ID: 178)\nSource: Rdr", {(162, "Rdr"), (178, "Rdr")}, id="two IDs"),
    pytest.param("An event:\n\nID: 4087, Source: Rdr, Type: Error", {(4087, "Rdr")}, id="ID beside a source"),
    pytest.param("Event ID: 5\n\nSource: Rdr\nType: Error", {(5, "Rdr")}, id="blank line between"),
    pytest.param(
        "Event ID: 5\nSource: Rdr\nType: Error\n\nEvent ID: 6\nSource: Srv", {(5, "Rdr"), (6, "Srv")}, id="two"
    ),
    pytest.param(
        "Event ID: 5\nSource: Rdr\nEvent ID: 6\nSource: Srv", {(5, "Rdr"), (6, "Srv")}, id="two without a gap"
    ),
    pytest.param(
        "Source: Rdr\nType: Error\nEvent ID: 5\nType: Error\nEvent ID: 6", {(5, "Rdr"), (6, None)}, id="repeated"
    ),
    pytest.param(
        "Source: MSExchangeIS Private | Public\nEvent ID: 1025", {(1025, "MSExchangeIS Private | Public")}, id="|"
    ),
    pytest.param("Source: SNA Server (or SnaBase)\nEvent ID: 3", {(3, "SNA Server")}, id="another source in brackets"),
    pytest.param(
        "Source: Service Control Manager Error\nEvent ID: 7000", {(7000, "Service Control Manager")}, id="type"
    ),
    pytest.param("Event ID: 3870\nSource: the name is not a valid one here", {(3870, None)}, id="no name"),
    pytest.param("Message ID: 620\nText: no event", set(), id="message ID of something else"),
    pytest.param(
        """\
        Date:     10/25/93          Event ID:  2000
        Time:     01:24:15 PM       Source:    Srv
        User:     N/A               Type:      Error
        """,
        {(2000, "Srv")},
        id="grid",
    ),
    pytest.param(
        "Date          11/24/01          Event ID        1027\nTime          12:14:44        Source          Rdr",
        {(1027, "Rdr")},
        id="grid without colons",
    ),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_entries_as_the_viewer_shows_them(text: str, expected: set[tuple[int, str | None]]) -> None:
    assert found(text) == expected


SENTENCES = [
    ("The server logs event ID 9322 then.", {(9322, None)}),
    ("Look for Event ID (8007), an error.", {(8007, None)}),
    ("It is reported as Event ID #7000.", {(7000, None)}),
    ("You see event ID's 1047 and 1038.", {(1047, None), (1038, None)}),
    ("Events 2191, 2198, and 9405 follow.", {(2191, None), (2198, None), (9405, None)}),
    ("You see Event ID 94 and Event ID 592.", {(94, None), (592, None)}),
    ("Two warning event IDs, 2635 and 2748, appear.", {(2635, None), (2748, None)}),
    ("You may find event 9301, followed by event 9202.", {(9301, None), (9202, None)}),
    ("Event IDs 4 through 6 are logged.", {(4, None), (5, None), (6, None)}),
    ("Events 5050-7504 are reserved.", {(5050, None), (7504, None)}),
    ("Events 5050-7504 are logged, most often event 6000.", {(6000, None)}),
    ("Event ID 11/1023 is logged.", {(11, None), (1023, None)}),
    ("the event ID is 8010 there", {(8010, None)}),
    ("Common events are 1170 and 1136.", {(1170, None), (1136, None)}),
    ("It generates a 2171 Event ID again.", {(2171, None)}),
    ("The 2166 and 2167 events tell more.", {(2166, None), (2167, None)}),
    ("It logs a 232 or a 233 event.", {(232, None), (233, None)}),
    ("The event log shows the following 9322 error.", {(9322, None)}),
    ("The event log is full; the service logs error 3210 or 5721.", {(3210, None), (5721, None)}),
    ("Event ID 903s appear, and four Event 578s.", {(903, None), (578, None)}),
    ("The log shows event\n529 (a failed logon).", {(529, None)}),
    ("An Event ID 2009 tells that sessions exceed 2048.", {(2009, None)}),
    ("SNA Server logs Event 11 (1178).", {(11, None)}),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:30] for text, _ in SENTENCES])
def test_events_in_sentences(text: str, expected: set[tuple[int, str | None]]) -> None:
    assert found(LOGGED + text) == expected


ATTACHED = [
    ("Netlogon Event ID 5719 appears.", "Netlogon"),
    ("You get event ID 5002 from MSExchangeKMS there.", "MSExchangeKMS"),
    ("You get event ID 5002 from source Backup then.", "Backup"),
    ("The text for Event ID ( 8007 ) in Source ( NwRdr ) is missing.", "NwRdr"),
    ("The text for Event ID (22) in source (cmosa) is missing.", "cmosa"),
    ("An Event 7000 with source of Service Control Manager follows.", "Service Control Manager"),
    ("Event ID: 4097\nSource: Dr. Watson\nIt failed.", "Dr. Watson"),
    (
        "The log shows the following errors coming from source SNA Host Security:\n\n  Event ID 594\n  No pipe.",
        "SNA Host Security",
    ),
    ("Event 528 is logged.\n\nThese events appear in a log of their own with a source of Security.", "Security"),
    ("Event 528 is logged.\n\nThese events help to find the source. Use the log.", None),
    ("A W3SVC warning with Event ID 36 follows.", "W3SVC"),
    ("You find Event ID 1012. The source for the event ID is HPMON.", "HPMON"),
    ('An event ID 2025 error message from "MSExchangeIS Private" follows.', "MSExchangeIS Private"),
    ("Several Event Id 54's coming from source SNA Host Security follow.", "SNA Host Security"),
    ("The mail transport logs event ID 1016.", None),
    ("The DHCP service logs event 1010 at once.", None),
    ("MSExchangeMTA logs event 9301.", None),
]


@pytest.mark.parametrize(("text", "source"), ATTACHED)
def test_a_source_is_a_label_or_a_name_attached_to_the_id(text: str, source: str | None) -> None:
    assert only(LOGGED + text).source == source


NO_EVENTS = [
    "READ EVENTS\n7. Run the form again.",
    "Look at the event log.\n\n1. Click the event. 4. Close it.",
    "Pens report 120 events per second.",
    "The Windows 2000 event viewer shows the event log.",
    "Set the event log to overwrite events\n7 days old.",
    "The DLL is called for an event. Currently 3 events are defined.",
    "Event log settings:\n\n1 - Only error events\n2 - Warning and error events\n4 - All events",
    "The service fails with an event 10.67 and the log is empty.",
    "trapThread: event 1 set in the system log.",
    "EVENTLOG EXE     119,572\nNETEVENT.DLL 4711",
    "The state machine met current event 6 in the application log.",
    "The clock shows event 12:30 in the system log.",
    "The description for Event ID (<xxx>) is missing.",
    "The application log shows a message:\n\n  Type: 0x10\n  Message ID: 1-24687\n  Folder: Sales",
    "The event log is full; a service fails with error 5.",
    "The following is in the event log:\n\n  302963063130\n  3130\n  30308201003080638061801302415500",
]


@pytest.mark.parametrize("text", NO_EVENTS)
def test_false_friends(text: str) -> None:
    assert found(text) == set()


OTHERS = [
    "Q123456 Event ID 4711 Fills the Log",
    "  Q123456 A Title That Is Long Enough to Go On Below\n  with Event ID 4711",
    "- Q123456: Event 4711 Appears",
    "191014 XADM: Event ID 4711 Appears",
    "ARTICLE-ID: Q123456\nTITLE     : Event ID 4711 Appears",
    'See Q123456, "Event ID 4711 and the Log," for more.',
    'See "Event ID 4711 and the Log" (Q123456) for more.',
    "See also Q123456 XADM: Event ID 4711 Appears",
]


@pytest.mark.parametrize("text", OTHERS)
def test_titles_of_other_articles_are_not_the_articles_own_events(text: str) -> None:
    assert found(LOGGED + text + "\n\nEvent ID 9318 counts.") == {(9318, None)}


LISTS = [
    pytest.param(
        "The event log shows:\n\n  502 - The service started.\n  501 - The service writes.",
        {(502, None), (501, None)},
        id="below an announcement",
    ),
    pytest.param("The event log shows:\n\n  1016 (source CLUSSVC)", {(1016, "CLUSSVC")}, id="source in brackets"),
    pytest.param("The event log shows:\n\n  4315 - Source NETBT: It failed.", {(4315, "NETBT")}, id="source label"),
    pytest.param("The event log tells more.\n\n  9405\n  An error occurred.", {(9405, None)}, id="number alone"),
    pytest.param(
        "Event ID Description\n-------- -----------\n9311     It fails.\n289      It ends.\n\nSee the event log.",
        {(9311, None), (289, None)},
        id="table, ID first",
    ),
    pytest.param("It reports:\n\n  331 Anonymous access allowed", set(), id="no announcement"),
    pytest.param(
        "See the system log:\n\n  ID 11502\n  MSExchangeNNTP\n  Error", {(11502, "MSExchangeNNTP")}, id="ID N"
    ),
    pytest.param(
        "See the system log:\n\n  1311 No server is available.", {(1311, None)}, id="the word event is nowhere"
    ),
    pytest.param("The event log shows these events:\n\n  0010: 00000000 c0000054", set(), id="memory dump"),
    pytest.param(
        "See the event log:\n\nSource         Category     Event\n-------------\nMSExchangeMTA  Interface    9318",
        {(9318, "MSExchangeMTA")},
        id="table, ID inside",
    ),
    pytest.param(
        "See the event log:\n\n6/19/98  5:06:37 PM  Nbf  Information  None  9011  N/A  SERVER1",
        {(9011, "Nbf")},
        id="saved",
    ),
    pytest.param("Event#   Event Type   Description\n0   Transfer in   It came.", set(), id="another program's log"),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_numbers_in_lists_and_tables(text: str, expected: set[tuple[int, str | None]]) -> None:
    assert found(text) == expected


def test_a_saved_list_of_the_log() -> None:
    event = only(
        """\
        The application log holds:

        7/31/97 4:15:31 PM MSExchangeMTA Warning Operating System 9221 N/A
          SERVER1 A sockets error occurred.
        """
    )
    assert (event.source, event.severity, event.category) == ("MSExchangeMTA", "warning", "Operating System")
    assert (event.description, event.rule) == ("A sockets error occurred.", "event.table")


def test_a_catalogue_lists_ids_of_any_size() -> None:
    text = "Code   Description\n----   -----------\n\n1     It began.\n\n2     It ended in the event log."
    assert found(text, "SMS: Event Log Codes of Remote Control") == {(1, None), (2, None)}


def test_lines_of_the_mta_text_log() -> None:
    event = only(
        """\
        The event log holds:

        message NMI9236: Internal Operating System Error, severity 12
        (BASE IL TCP/IP DRVR(22) Proc 262) 04-10-96 05:52:10pm
        Receive socket closed on CB 1
        """
    )
    assert (event.event_id, event.category) == (9236, "Internal Operating System")
    assert event.description == "Receive socket closed on CB 1"
    assert event.rule == "event.mta-log"


TITLES = [
    ("XCON: MTA Stops with Events 2219; 2206; and 2207", {2219, 2206, 2207}),
    ("XCON: MTA Stops with 2191, 2198, and 9405 Events", {2191, 2198, 9405}),
    ("XADM: Event 7200", {7200}),
    ("XFOR: Messages from Another Gateway Go Wrong and Cause Event 940", set()),  # 64 characters: cut off
    ("PRB: Cannot Pass Parameters to Visual Basic 4.0 Events", set()),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_the_articles_own_title_counts(title: str, expected: set[int]) -> None:
    assert {event.event_id for event in events(article("No event is told here.", title))} == expected


def test_severity_category_and_message_are_read() -> None:
    event = only(
        """\
        The following is logged:

          Event ID: 9318
          Source: MSExchangeMTA
          Type: Warning
          Category: Interface
          Description: An RPC communications error occurred. Unable to bind
          over RPC. Locality Table (LTAB) index: %1, NT/MTA error code: %2.
          [MAIN BASE 1 500 %10] (14)

        The mail stops.
        """
    )
    assert (event.severity, event.category, event.rule) == ("warning", "Interface", "event.label")
    assert event.description == (
        "An RPC communications error occurred. Unable to bind over RPC. Locality Table (LTAB) index: %1, "
        "NT/MTA error code: %2. [MAIN BASE 1 500 %10] (14)"
    )
    assert event.where == Where("symptoms", 5, 11)


MESSAGES = [
    ("Event ID: 5\nSource: Rdr\nIt failed\nbadly.", "It failed badly."),
    ("Event ID: 5\nDescription:\n\n  It failed\n  badly.", "It failed badly."),
    ("  Event ID: 5\n  Description: It failed because\n\n  of a cable.\n\nEnd.", "It failed because of a cable."),
    ("  Event ID: 5\n  Description: It failed because\n\n  Event ID: 5\n  Description: no.", "It failed because"),
    ('Event ID: 5 Description: "It failed."', "It failed."),
    ("Event 5: It failed.", "It failed."),
    ("Event ID: 5\nSource: Rdr", None),
    ("  Event ID: 5\n  Source: Rdr\n\n  A call failed\n  badly.\n\nEnd.", "A call failed badly."),
    ("  Event ID: 5\n  Source: Rdr\n\n  NOTE: Look at the disk.", None),
    ("Event ID: 5\nSource: Rdr\n\nThe disk was full.", None),
    ("Event ID: 5\nDescription: It failed.\nData:\n0000: c000005e", "It failed."),
    ('The log shows event ID 5: "It failed quite badly."', "It failed quite badly."),
    ("The log shows event ID 5, with this text:\n\n  It failed\n  badly.", "It failed badly."),
    ("The log shows event ID 5, which helps:\n\nUnindented prose goes on.", None),
    ("The log shows event ID 5, with this text:\n\n  - It failed", None),
]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("  Event ID: 5\n  Source: Rdr\n\n  A call failed\n  badly.\n\nEnd.", (3, 7)),
        ("The log shows event ID 5, with this text:\n\n  It failed\n  badly.", (3, 6)),
        ("The log shows event ID 5 and nothing else.", (3, 3)),
    ],
)
def test_the_place_holds_the_message(text: str, lines: tuple[int, int]) -> None:
    where = only(text).where
    assert (where.first_line, where.last_line) == lines


def test_messages_in_a_row_of_entries_need_no_indent() -> None:
    row = "Event ID=218\n\nA value is missing.\n\nEvent ID=219\n\nNo rights.\n\nEnd."
    assert [event.description for event in events(article(LOGGED + row))] == ["A value is missing.", None]


@pytest.mark.parametrize(("text", "message"), MESSAGES)
def test_the_message_as_the_log_shows_it(text: str, message: str | None) -> None:
    assert only(text).description == message


SEVERITIES = [
    ("Event ID: 5\nType: ERROR", "error"),
    ("Event ID: 5\nType: Success Audit", "success_audit"),
    ("Event ID: 5\nType: Failure Audit", "failure_audit"),
    ("Event ID: 5\nType: Informational", "information"),
    ("Event ID: 5\nType: Stop", None),
    ("Event ID: 5\nType: Audit", None),
    ("Event 6000 Warning\n\nSee the event log.", "warning"),
    ("The following warning event ID 5719 appears.", "warning"),
    ("You see several event 5712 warnings.", "warning"),
    ("You see event ID 5712 errors.", None),
]


@pytest.mark.parametrize(("text", "severity"), SEVERITIES)
def test_severity_only_from_a_type_or_the_words_warning_and_error_event(text: str, severity: str | None) -> None:
    assert only(text).severity == severity


def test_each_id_and_source_once_with_what_all_mentions_say() -> None:
    text = """\
    Event ID 1171 is explained below, and so is Event ID 1172.

    Event ID: 1171
    Source: MSExchangeDS

    Event ID: 1171
    Source: MSExchange DS
    Type: Error

    Event ID: 1171
    Source: Rdr
    """
    first, other, last = sorted(events(article(text)), key=lambda event: (event.event_id, event.source or ""))
    assert (first.event_id, first.source, first.severity) == (1171, "MSExchangeDS", "error")
    assert (other.event_id, other.source) == (1171, "Rdr")
    assert (last.event_id, last.source) == (1172, None)


def test_places_name_section_and_sub_heading() -> None:
    lines = ("RESOLUTION", "==========", "See below.", "", "Windows NT", "----------", "It logs event ID 7000.")
    sub = Section("other", "Windows NT", 7, 7)
    section = Section("resolution", "RESOLUTION", 3, 7, (sub,))
    (event,) = events(Document("test", 1, "\n".join(lines), "", (section,)))
    assert event.where == Where("resolution", 7, 7, "Windows NT")


def test_headers_footers_and_query_words_hold_no_events() -> None:
    document = article("No event is told here.")
    assert events(replace(document, text=document.text + "\nAdditional query words: event ID 9318")) == ()


SEEDS = {
    191594: {(9322, None)},
    257679: {(9318, "MSExchangeMTA"), (9322, "MSExchangeMTA"), (289, None)},
    197378: {(9301, None)},
    196381: {(number, "MSExchangeMTA") for number in (1290, 289, 1294, 1293)},
    151626: {(9236, None), (1279, None), (2036, None), (9225, None)},
}


@pytest.mark.corpus
def test_the_five_seeds(corpus: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((corpus / "corpus" / "seeds").iterdir())]
    documents = {document.number: document for document in map(layouts.read, texts)}
    read = {
        number: {(event.event_id, event.source) for event in events(document)} for number, document in documents.items()
    }
    assert read == SEEDS


PIECES = (
    *("event", "Event ID", "Event ID:", "Source:", "source of", "Description:", "error", "log", "SNA", "MSExchange"),
    *("NMI1:", "1234", "5,", "and", "through", "Q123456", "(", ")", '"', "-", ":", "=", ".", "|", "\t", "\n", "\n\n"),
    " " * 40,
)
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=400)


@given(HOSTILE, st.sampled_from(["", " "]))
def test_any_text_is_read_within_bounds(words: list[str], between: str) -> None:
    document = article("event log " + between.join(words))
    for event in events(document):
        assert 0 <= event.event_id <= 65535
        assert 3 <= event.where.first_line <= event.where.last_line <= len(document.lines)


REPEATED = [
    "event ",
    "event id ",
    "1234 error ",
    "event ids 5 through 9, ",
    'event 5: "',
    "Source: Type: ",
    "(",
    "SNA a ",
    'Q123456 "',
]


@pytest.mark.parametrize("words", REPEATED)
def test_time_grows_with_the_length_of_hostile_text_and_no_faster(words: str) -> None:
    def seconds(length: int) -> float:
        document = article("event log\n" + words * (length // len(words)))
        start = time.process_time()
        events(document)
        return time.process_time() - start

    seconds(2_000)
    assert min(seconds(40_000) for _ in range(3)) < 40 * max(seconds(4_000), 0.002)
