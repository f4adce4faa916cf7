"""Surveys for people: what quality shows with and without troubles and figures."""

from __future__ import annotations

from kbservice.cli import surveys
from kbservice.index import FacetValue
from kbservice.lookups import Quality, Trouble

FIGURES = {
    "date": "2001-01-02",
    "extraction": {"event ids": {"n": 12, "f1": 0.5}},
    "check": {"strict": 0.75, "false_included": 0},
    "search": {"ndcg@10": 0.25},
}


def test_quality_shows_shares_examples_and_the_caveat_beside_the_figures() -> None:
    found = Quality(
        articles=8,
        coverage=(FacetValue("more_information", 2),),
        problems=(Trouble("files", 1, (197378,)),),
        conflicts=Trouble("conflicts", 1, (250111, 196381)),
        measured=FIGURES,
    )
    text = surveys.quality(found)
    assert "more information            2  25.0 %" in text
    assert "such as Q197378" in text
    assert "such as Q250111, Q196381" in text
    assert "Measured on 2001-01-02" in text
    assert "others fare worse" in text
    assert "F1 0.500" in text
    assert "strict 0.750" in text


def test_quality_of_nothing_says_so() -> None:
    text = surveys.quality(Quality(0, (FacetValue("title", 0),), (), Trouble("conflicts", 0, ()), None))
    assert "Everything could be read" in text
    assert "Contradict" not in text
    assert "Never measured" in text
