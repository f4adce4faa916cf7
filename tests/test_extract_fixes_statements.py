"""What articles say about a fix besides the release that holds it, and what a fix needs."""

from __future__ import annotations

import pytest
from draft import draft

from kbservice.extract.fixes import requires, statements
from kbservice.record import Document, Statement

SQUEEZE = "As files depend on one another, "
EXCHANGE = "Exchange Server 5.5 Service Pack 4"


def only(document: Document) -> Statement:
    [fact] = statements(document)
    return fact


@pytest.mark.parametrize(
    ("section", "sentence", "kind"),
    [
        ("status", "We are researching this and will add to the article.", "open"),
        ("status", "The report is under investigation.", "open"),
        ("status", "That the pane stays empty is by design.", "by_design"),
        ("status", "There is no fix for the crash.", "no_fix"),
        ("status", "It is not feasible to update the driver.", "no_fix"),
        ("status", "The problem will be fixed in a future release.", "planned"),
        ("status", "A correction is being considered for a later update.", "planned"),
        ("resolution", "Please wait for the next Exchange Server pack that contains this fix.", "planned"),
        ("resolution", "A supported fix that stops the leak is now available.", "hotfix_only"),
    ],
)
def test_a_sentence_states(section: str, sentence: str, kind: str) -> None:
    assert only(draft(**{section: sentence})).kind == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It is scheduled to be fixed in Windows 2000 Service Pack 3.", "planned"),
        ("The bug will be corrected in Windows 2000 Service Pack 3.", "planned"),
        ("This fix is not included in Windows 2000 Service Pack 3.", "not_in"),
        ("The bug has not been fixed in Windows 2000 Service Pack 3.", "not_in"),
        ("The bug was introduced in Windows 2000 Service Pack 3.", "introduced_in"),
    ],
)
def test_a_statement_names_the_release_that_it_is_about(sentence: str, kind: str) -> None:
    fact = only(draft(status=sentence))
    assert (fact.kind, fact.product, fact.version, fact.release) == (kind, "Windows", "2000", "Service Pack 3")


def test_the_service_pack_that_brought_the_problem_is_named_among_the_symptoms() -> None:
    said = "After you apply Windows NT 4.0 Service Pack 4, the modem is silent."
    fact = only(draft(symptoms=said))
    assert (fact.kind, fact.release) == ("introduced_in", "Service Pack 4")
    assert statements(draft(resolution=said)) == ()


@pytest.mark.parametrize(
    ("sentence", "build", "component"),
    [
        ("This occurs in build 5.5.2651.61 or later of the MTA.", "5.5.2651.61", "MTA"),
        ("Mail loops after the MTA has been upgraded to build 2651.75 or later.", "2651.75", "MTA"),
        ("It is seen with builds 2365.0 through 2448.7 of Store.exe.", "2365.0", "Store.exe"),
        ("A fix in build 2576 of the information store introduces a delay.", "2576", "information store"),
        ("The error was introduced in version 995.50 of the MTA.", "995.50", "MTA"),
    ],
)
def test_builds_with_the_problem(sentence: str, build: str, component: str) -> None:
    fact = only(draft(cause=sentence, applies=("Microsoft Exchange Server, version 5.5",)))
    assert (fact.kind, fact.build, fact.component) == ("introduced_in", build, component)
    assert (fact.product, fact.version) == ("Exchange Server", "5.5")


def test_a_build_in_the_remedy_has_no_problem() -> None:
    assert statements(draft(resolution="Get the tool if you do not have build 2220 or later.")) == ()


def test_a_hotfix_is_all_there_is_only_where_no_release_has_the_fix() -> None:
    hotfix = "A supported fix is now available."
    sna = "## SNA Server 4.0\nFirst corrected in SNA Server 4.0 Service Pack 4."
    document = draft(resolution=f"{sna}\n## Host Integration Server 2000\n{hotfix}")
    fact = only(document)
    assert (fact.kind, fact.product, fact.version) == ("hotfix_only", "Host Integration Server", "2000")
    assert statements(draft(resolution=f"{sna}\n{hotfix}")) == ()
    assert statements(draft(resolution=hotfix, status=sna.splitlines()[1])) == ()


def test_superseded_fixes_name_the_other_articles() -> None:
    document = draft(
        summary="This article is a consolidation of 274770, 279030 and 900001.",
        resolution="This hotfix is superseded by the fix in the following article:\n\n  Q179129 One for all",
    )
    assert [(s.kind, s.article) for s in statements(document)] == [
        ("supersedes", 274770),
        ("supersedes", 279030),
        ("superseded_by", 179129),
    ]
    assert statements(draft(resolution="The old fix is superseded by the fix of next week.")) == ()


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        (f"{SQUEEZE}this fix requires Microsoft Exchange Server version 5.5 Service Pack 4.", [EXCHANGE]),
        (f"{SQUEEZE}this hotfix requires Windows NT 4.0 SP5 or later.", ["Windows NT 4.0 Service Pack 5"]),
        (
            "This patch can be installed on systems running Windows NT 4.0 SP5 or SP6a.",
            ["Windows NT 4.0 Service Pack 5 or Windows NT 4.0 Service Pack 6a"],
        ),
        (
            "These fixes require Exchange Server 5.5 SP4 and Internet Explorer 5.5 SP2.",
            [EXCHANGE, "Internet Explorer 5.5 Service Pack 2"],
        ),
        ("You must apply Exchange Server 5.5 SP4 before applying this fix.", [EXCHANGE]),
        ("Windows NT Service Pack 2 must be installed before you install this fix.", ["Windows NT Service Pack 2"]),
        (
            "This hotfix requires Windows NT Server 4.0, Terminal Server Edition SP6.",
            ["Windows NT Server 4.0, Terminal Server Edition Service Pack 6"],
        ),
        ("You must be running Windows NT 4.0 SP4 or later to apply this fix.", ["Windows NT 4.0 Service Pack 4"]),
        ("Windows NT 4.0 SP3 must be applied prior to applying this fix.", ["Windows NT 4.0 Service Pack 3"]),
        ("You must install the AMD-K6-2 update before installing this hotfix.", ["AMD-K6-2 update"]),
        ("This fix requires a manager's approval.", []),
        ("The tool requires Windows NT 4.0.", []),
        ("This update requires the latest service pack.", []),
    ],
)  # fmt: skip
def test_requirements(sentence: str, texts: list[str]) -> None:
    found = requires(draft(resolution=sentence))
    assert [fact.text for fact in found] == texts
    assert all(fact.where.section == "resolution" for fact in found)
