"""What a benchmark is made of: texts, questions, tables and curves. The engines are run by `make bench` alone."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import plot, questions, reading, report, texts

ARTICLE = """---
title: "Q123456: XADM: Mail Connector Stops"
---
Product(s): Microsoft Exchange 5.5,Microsoft Windows NT 4.0
Keyword(s): kbbug kbfix
Last Modified: 14-OCT-1999

The mail server stops when a connector starts.

A later server pack corrects the connector problem today.
"""


def test_texts_are_read_with_their_exact_values(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE)
    (tmp_path / "b.md").write_text("no article")
    (text,) = texts.load(tmp_path)
    assert (text.number, text.title) == ("123456", "XADM: Mail Connector Stops")
    assert text.products == ("Microsoft Exchange 5.5", "Microsoft Windows NT 4.0")
    assert (text.keywords, text.years) == (("kbbug", "kbfix"), ("1999",))


def test_recombined_texts_are_made_of_the_same_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE)
    base = texts.load(tmp_path)
    made = list(texts.recombined(base, 5))
    assert [text.number for text in made] == ["0", "1", "2", "3", "4"]
    paragraphs = {part.strip() for part in base[0].body.split("\n\n")}
    assert all(part.strip() in paragraphs for text in made for part in text.body.split("\n\n"))


def test_questions_come_in_their_shares_and_from_the_texts(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE)
    found = texts.load(tmp_path)
    asked = questions.draw(found)
    assert {kind: sum(one.kind == kind for one in asked) for kind in questions.SHARES} == questions.SHARES
    words = (found[0].title + found[0].body).lower()
    assert all(word in words for one in asked for word in one.words)
    assert asked == questions.draw(found)


def test_texts_without_words_give_no_questions() -> None:
    with pytest.raises(ValueError, match="only 0 questions of the kind OR"):
        questions.draw([texts.Text("1", "a", "b")])


def test_a_curve_is_an_image_with_every_line_named() -> None:
    image = ElementTree.fromstring(plot.loglog({"OR": [(10, 0.1), (1000, 3)], "AND": [(10, 0.2), (1000, 1)]}, "x", "y"))
    assert len(image.findall("{*}polyline")) == 2
    assert {"OR", "AND", "1,000", "0.1", "x", "y"} <= {label.text for label in image.findall("{*}text")}


def test_tables_are_written_as_markdown(tmp_path: Path) -> None:
    table = report.Table("Speed", ["engine", "ms"], [["ours", "0.2"]], ["A note."])
    report.write([table], tmp_path / "page.md", "![curve](growth.svg)")
    page = (tmp_path / "page.md").read_text()
    assert "## Speed\n\n| engine | ms |\n| --- | --- |\n| ours | 0.2 |\n\nA note.\n" in page
    assert page.endswith("![curve](growth.svg)\n")


def test_reading_is_measured_with_the_longest_article(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE.replace("Product(s)", "\tArticle: Q123456\n\tProduct(s)"))
    (tmp_path / "b.md").write_text("no article")
    read, answered = map(str, reading.measured(tmp_path))
    assert "extraction of 1 articles" in read
    assert "| median |" in read
    assert "| longest, 0 kB |" in read
    assert "| audit of 50,000 files |" in answered
