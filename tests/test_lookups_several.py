"""Several things that run: which verdict speaks for an article, and what to install for each."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbservice import fixcheck, lookups
from kbservice.errors import ArticleNotFound, InvalidInput
from kbservice.fixcheck import Running
from kbservice.index import Index

MTA = 197378  # corrected in Exchange Server 5.5 Service Pack 2
SAID = (
    "exchange 5.5 sp1", "exchange 5.5 sp2", "exchange 5.5", "windows nt 4.0 sp6a", "outlook 98", "exchange 2000",
    "emsmta.exe 5.5.2431.0", "emsmta.exe 5.5.2430.0", "other.dll 1.0.0.0",
)  # fmt: skip


def runs(*said: str) -> dict[str, Running]:
    return {one: fixcheck.from_text(one) for one in said}


@pytest.mark.parametrize(
    ("said", "speaks", "verdict"),
    [
        (("exchange 5.5 sp2",), "exchange 5.5 sp2", "included"),
        (("windows nt 4.0 sp6a", "exchange 5.5 sp2", "outlook 98"), "exchange 5.5 sp2", "included"),
        (("windows nt 4.0 sp6a", "exchange 5.5 sp1"), "exchange 5.5 sp1", "not_included"),
        (("exchange 5.5", "exchange 5.5 sp1"), "exchange 5.5 sp1", "not_included"),
        (("exchange 5.5", "emsmta.exe 5.5.2431.0"), "emsmta.exe 5.5.2431.0", "included"),
        (("emsmta.exe 5.5.2431.0", "exchange 5.5 sp1"), "exchange 5.5 sp1", "not_included"),
        (("outlook 98", "exchange 5.5"), "exchange 5.5", "unknown"),
        (("outlook 98", "windows nt 4.0 sp6a"), "outlook 98", "unknown"),
    ],
)
def test_the_verdict_is_for_what_the_article_is_about_and_a_lacking_fix_comes_first(
    index: Index, said: tuple[str, ...], speaks: str, verdict: str
) -> None:
    answers = lookups.check_each(index, MTA, runs(*said))
    first = next(iter(answers))
    assert (first, answers[first].verdict.verdict) == (speaks, verdict)
    assert set(answers) == set(said)


@given(said=st.lists(st.sampled_from(SAID), min_size=1, max_size=5, unique=True), number=st.sampled_from([MTA, 250111]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_else_runs_no_lacking_fix_is_hidden_and_none_is_made_up(
    index: Index, said: list[str], number: int
) -> None:
    answers = lookups.check_each(index, number, runs(*said))
    alone = {one: lookups.check(index, number, fixcheck.from_text(one)) for one in said}
    assert answers == alone
    first = next(iter(answers.values())).verdict
    verdicts = [answer.verdict for answer in alone.values()]
    assert (first.verdict == "not_included") == any(verdict.verdict == "not_included" for verdict in verdicts)
    assert first.verdict != "unknown" or all(verdict.verdict == "unknown" for verdict in verdicts)


def test_an_event_is_ruled_out_by_the_product_that_its_article_is_about(index: Index) -> None:
    several = runs("windows nt 4.0 sp6a", "exchange 5.5 sp2").values()
    articles = {article.number: article for article in lookups.event(index, 9301, None, *several).articles}
    assert articles[MTA].ruled_out
    assert not articles[250111].ruled_out
    nobody = lookups.event(index, 9301, None, Running())
    assert [article.verdict for article in nobody.articles] == [None, None]


def test_each_product_has_its_own_plan(index: Index) -> None:
    plans = lookups.plan_each(index, runs("emsmta.exe", "exchange 5.0 sp1", "exchange 5.5 sp2"), [MTA, 250111, MTA])
    assert {said: [step.number for step in plan.steps] for said, plan in plans.items()} == {
        "exchange 5.5 sp2": [MTA],
        "exchange 5.0 sp1": [250111],
    }
    assert plans["exchange 5.5 sp2"].steps[0].how == "already"
    assert plans["exchange 5.0 sp1"].steps[0].how == "hotfix"


def test_a_plan_says_which_article_is_not_held(index: Index) -> None:
    (plan,) = lookups.plan_each(index, runs("exchange 5.5 sp2"), [1]).values()
    assert "holds no such article" in plan.steps[0].why


def test_a_file_alone_makes_no_plan_and_no_article_no_answer(index: Index) -> None:
    with pytest.raises(InvalidInput, match="service pack or build"):
        lookups.plan_each(index, runs("emsmta.exe 5.5.2430.0"), [MTA])
    with pytest.raises(ArticleNotFound):
        lookups.check_each(index, 1, runs("exchange 5.5 sp2"))
