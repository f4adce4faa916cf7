"""Statements of correction: what counts as one, for which product, and what outweighs what."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft import draft

from kbservice import corpus as texts
from kbservice import layouts
from kbservice.extract import fixes
from kbservice.extract.fixes.named import LATEST
from kbservice.record import Document, FixedIn

NT, TSE = "Windows NT", "Windows NT Server, Terminal Server Edition"
EXCHANGE = "Exchange Server"
EXCHANGE_50 = ("Microsoft Exchange Server, version 5.0",)
VISUAL_BASIC_50 = ("Visual Basic Learning Edition for Windows, version 5.0",)


def stated(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [(fact.product, fact.version, fact.release) for fact in fixes.fixed_in(document)]


def only(document: Document) -> FixedIn:
    [fact] = fixes.fixed_in(document)
    return fact


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("The leak was first corrected in SNA Server 4.0 SP3.", "fixed.first-corrected"),
        ("This has since been fixed in SNA Server 4.0 SP3.", "fixed.corrected"),
        ("The leak is resolved by installing SNA Server 4.0 SP3.", "fixed.corrected"),
        ("The bug was identified and corrected in SNA Server 4.0 SP3.", "fixed.corrected"),
        ("Microsoft has fixed this problem in SNA Server 4.0 SP3.", "fixed.corrected"),
        ("The problem was corrected and does not occur in SNA Server 4.0 SP3.", "fixed.corrected"),
        ("It was solved by the driver that ships with SNA Server 4.0 SP3.", "fixed.corrected"),
        ("The error no longer occurs in SNA Server 4.0 SP3.", "fixed.no-longer-occurs"),
        ("A fix for the leak is included in SNA Server 4.0 SP3.", "fixed.fix-included"),
        ("The fix is in SNA Server 4.0 SP3 and later.", "fixed.fix-included"),
        ("This change was first included in SNA Server 4.0 SP3.", "fixed.first-included"),
        ("To resolve this problem, install SNA Server 4.0 SP3.", "fixed.remedy"),
        ("Upgrade to SNA Server 4.0 SP3.", "fixed.remedy"),
        ("To permanently fix this problem, apply SNA Server 4.0 SP3.", "fixed.remedy"),
        ("To resolve both errors, install SNA Server 4.0 SP3 or later.", "fixed.remedy"),
        ("Fixed in SNA Server version 4.0 SP3", "fixed.corrected"),
        ("A better driver is available in SNA Server 4.0 SP3 and later.", "fixed.available"),
        ("To correct this issue, get the hotfix below or SNA Server 4.0 SP3.", "fixed.remedy"),
        ("The leak is a known problem in SNA Server 3.0 and fixed in SNA Server 4.0 SP3.", "fixed.corrected"),
        ("The bug was corrected in the LINK.EXE distributed with SNA Server 4.0 SP3.", "fixed.corrected"),
        ("It was fixed in the BASE.EXE environment of SNA Server 4.0 SP3.", "fixed.corrected"),
        ("Support for long names in Base.dll is included in SNA Server 4.0 SP3.", "fixed.fix-included"),
        ("This feature has been added in SNA Server 4.0 SP3.", "fixed.fix-included"),
        ("To resolve this issue on a server without a shell, install SNA Server 4.0 SP3.", "fixed.remedy"),
        ("To resolve this problem, upgrade the backup server to SNA Server 4.0 SP3.", "fixed.remedy"),
        ("To resolve this issue, make sure that SNA Server 4.0 SP3 is installed on it.", "fixed.remedy"),
        ("You can resolve this problem by installing SNA Server 4.0 SP3.", "fixed.remedy"),
        ("To correct this bug, obtain the latest service pack for SNA Server 4.0.", "fixed.latest-pack"),
        ("The leak was corrected in the next SNA Server 4.0 service pack.", "fixed.latest-pack"),
    ],
)
def test_these_sentences_state_a_correction(sentence: str, rule: str) -> None:
    fact = only(draft(status=sentence))
    assert (fact.product, fact.version, fact.rule) == ("SNA Server", "4.0", rule)
    assert fact.release == (LATEST if rule == "fixed.latest-pack" else "Service Pack 3")
    assert fact.text.startswith(sentence[:30])


@pytest.mark.parametrize(
    "sentence",
    [
        "The leak will be corrected in SNA Server 4.0 SP3.",
        "The leak has not been fixed in SNA Server 4.0 SP3.",
        "The leak should be fixed in SNA Server 4.0 SP3.",
        "It is scheduled to be fixed in SNA Server 4.0 SP3.",
        "Wait until this is fixed in SNA Server 4.0 SP3.",
        "The leak was partially corrected in SNA Server 4.0 SP3.",
        "For a list of bugs that were fixed in SNA Server 4.0 SP3, see the next article.",
        "For information about what is fixed in SNA Server 4.0 SP3, click below.",
        "The leak does not occur in SNA Server 4.0 SP3.",
        "You must install SNA Server 4.0 SP3 before you install the hotfix.",
        "1. Install SNA Server 4.0 SP3.",
        "To work around the leak, install SNA Server 4.0 SP3.",
        "The leak will be fixed in a future release.",
        "Keep the old files unless you see a leak that has been fixed in SNA Server 4.0 SP3.",
        "A sample script is available on the SNA Server 4.0 SP3 disc.",
        "The leak was fixed in the latest version of SNA Server.",
        "The connection was addressed in 20 minutes.",
        "The leak was corrected in version 3.05.0029 of external.exe.",
        "Reinstall the current or latest service pack.",
        "To resolve this issue, copy the file that is included in the SNA Server 4.0 Service Pack on the disc.",
        "The file is not found because it no longer exists in SNA Server 4.0.",
        "This is by design.",
    ],
)
def test_these_sentences_state_none(sentence: str) -> None:
    assert stated(draft(resolution=sentence)) == []


def test_another_problem_in_the_prose_is_not_this_one() -> None:
    other = "A shutdown that hung was fixed in Windows NT 4.0 SP4."
    assert stated(draft(cause=other)) == []
    assert stated(draft(status=other)) == [(NT, "4.0", "Service Pack 4")]


def test_a_statement_survives_wrapped_lines_and_full_stops_and_knows_its_lines() -> None:
    text = "Known.\nThis was corrected in the latest Microsoft Exchange\nServer 5.5 U.S. Service Pack. Ask for it."
    fact = only(draft(status=text))
    assert (fact.product, fact.version, fact.release) == (EXCHANGE, "5.5", LATEST)
    assert (fact.where.section, fact.where.last_line - fact.where.first_line) == ("status", 1)


def test_one_sentence_can_name_two_releases() -> None:
    document = draft(
        status="First corrected in Windows NT 4.0 Service Pack 4.0 and Windows NT Server 4.0, Terminal Server Edition\n"
        "Service Pack 5."
    )
    assert stated(document) == [(NT, "4.0", "Service Pack 4"), (TSE, "4.0", "Service Pack 5")]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (draft(resolution="## Exchange Server 5.5\nThis was first corrected in Service Pack 2."), (EXCHANGE, "5.5")),
        (draft(status="This was corrected in Exchange Server SP2.", applies=EXCHANGE_50), (EXCHANGE, "5.0")),
        (draft(status="Seen: a bug in MASM version 5.1. This was corrected in version 5.1a."), ("MASM", "5.1a")),
        (draft(status="SNA Server version 4.0 has been corrected in Service Pack 1."), ("SNA Server", "4.0")),
        (draft(status="This was corrected in version 6.0.", applies=VISUAL_BASIC_50), ("Visual Basic", "6.0")),
    ],
    ids=["heading", "applies-to", "confirmed", "subject", "edition"],
)  # fmt: skip
def test_what_a_statement_leaves_out_is_found_nearby(document: Document, expected: tuple[str, str]) -> None:
    assert (only(document).product, only(document).version) == expected


def test_a_release_of_an_unknown_product_is_not_guessed() -> None:
    two = ("Microsoft Word, version 6.0", "Microsoft Excel, version 5.0")
    assert stated(draft(status="This was corrected in version 7.0.", applies=two)) == []
    versions = ("Microsoft SNA Server, version 3.0", "Microsoft SNA Server, version 4.0")
    assert stated(draft(status="This was corrected in SNA Server SP1.", applies=versions)) == [
        ("SNA Server", None, "Service Pack 1")
    ]


def test_a_number_stands_for_the_latest_service_pack_of_the_same_product_only() -> None:
    both = "To resolve this problem, obtain the latest service pack for {}."
    said = "The hang was first corrected in Windows NT Server version 4.0, Terminal Server Edition Service Pack 6."
    nt = draft(resolution=both.format("Windows NT 4.0"), status=said)
    assert stated(nt) == [(NT, "4.0", LATEST), (TSE, "4.0", "Service Pack 6")]
    tse = draft(resolution=both.format("Windows NT Server 4.0, Terminal Server Edition"), status=said)
    assert stated(tse) == [(TSE, "4.0", "Service Pack 6")]


def test_the_same_release_is_stated_once_as_status_names_it() -> None:
    document = draft(
        resolution="Apply Microsoft Windows NT Server version 4.0 Service Pack 5.",
        status="First corrected in Windows NT 4.0 SP5.",
    )
    assert stated(document) == [(NT, "4.0", "Service Pack 5")]


def test_an_upgrade_that_only_prepares_for_the_service_pack_is_no_fix() -> None:
    text = "To correct this problem, upgrade to Windows NT 3.51{}."
    assert stated(draft(resolution=text.format(""))) == [(NT, "3.51", None)]
    pack = " (if you still have to) and install the latest service pack for Windows NT version 3.51"
    assert stated(draft(resolution=text.format(pack))) == [(NT, "3.51", LATEST)]


def test_builds_name_component_and_product() -> None:
    fact = only(draft(status="For Exchange Server version 4.0, this has been fixed in MTA build 996.25."))
    assert (fact.product, fact.version, fact.release) == (EXCHANGE, "4.0", "MTA build 996.25")
    assert (fact.build, fact.component, fact.rule) == ("996.25", "MTA", "fixed.build")
    whole = only(draft(status="This was fixed in Exchange Server 5.5 build 2652.42."))
    assert (whole.build, whole.component, whole.release) == ("2652.42", None, "build 2652.42")
    assert stated(draft(status="This was fixed in MTA build 996.25.")) == []


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("The bug is fixed in Visual Basic 6.0 SP4 for the English version only.", "for the English version only"),
        ("The bug is fixed in Visual Basic 6.0 SP4 only if you set the value.", "only if you set the value"),
        ("The bug is fixed in Visual Basic 6.0 SP4.", None),
    ],
)
def test_a_condition_is_kept(sentence: str, condition: str | None) -> None:
    assert only(draft(status=sentence)).conditional == condition


def test_a_feature_counts_where_the_article_treats_it_as_the_fix() -> None:
    said = "This feature was first included in Exchange Server 5.5 Service Pack 2."
    assert stated(draft(more_information=said)) == []
    assert stated(draft(more_information=f"{said} The files of this fix are below.")) == [
        (EXCHANGE, "5.5", "Service Pack 2")
    ]


def test_an_article_that_says_nothing_about_fixes_has_none() -> None:
    document = draft(summary="Open the window and look at the sea.", more_information="")
    assert fixes.fixed_in(document) == fixes.statements(document) == fixes.requires(document) == ()


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("seed", "fixed", "needs", "replaces"),
    [
        ("000", [(EXCHANGE, "5.5", LATEST)], [], []),
        ("001", [], ["Exchange Server 5.5 Service Pack 4"], [274770, 279030, 289609, 327004, 323733, 298604, 217142]),
        ("002", [], [], []),
        ("003", [(EXCHANGE, "5.5", "Service Pack 2")], [], []),
        ("004", [], [], []),
    ],
)
def test_articles_of_five_layouts(
    corpus: Path, seed: str, fixed: list[tuple[str, str, str]], needs: list[str], replaces: list[int]
) -> None:
    [file] = (corpus / "corpus" / "seeds").glob(f"{seed}_*")
    document = layouts.read(texts.decode(file.read_bytes()))
    assert stated(document) == fixed
    assert [fact.text for fact in fixes.requires(document)] == needs
    assert [fact.article for fact in fixes.statements(document) if fact.kind == "supersedes"] == replaces


def test_the_latest_service_pack_keeps_to_the_words_that_name_it() -> None:
    latest = draft(applies=EXCHANGE_50, status="Corrected in the latest Microsoft Exchange Server U.S. Service Pack.")
    assert stated(latest) == [(EXCHANGE, None, LATEST)]
    numbered = draft(applies=EXCHANGE_50, status="Corrected in Microsoft Exchange Server Service Pack 1.")
    assert stated(numbered) == [(EXCHANGE, "5.0", "Service Pack 1")]
