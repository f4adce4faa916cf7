"""Field types: the words of a text, and what becomes of them."""

from __future__ import annotations

import pickle
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import engine
from kbservice.index.engine import fields

ascii_texts = st.text(st.sampled_from("aB9_.- \n\t(/"), max_size=30)


@given(st.one_of(ascii_texts, st.text(max_size=30)))
def test_tokens_are_those_of_the_pattern(text: str) -> None:
    found = [token.strip(".").lower() for token in fields.tokens(text)]
    assert [token for token in found if token] == [token.lower() for token in re.findall(engine.WORDS, text)]


@given(st.one_of(ascii_texts, st.text(max_size=30)))
def test_documents_questions_and_whooshs_parser_have_the_same_terms(text: str) -> None:
    field = engine.TextField()
    known = field.vocabulary
    items = field.index(text)
    words = items[0][3].tolist() if items else []
    indexed = [known.terms[known.term_of[word]].decode() for word in words]
    assert indexed == field.terms(text) == list(field.process_text(text, mode="query"))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The servers have stopped, and are running again.", ["server", "stop", "run", "again"]),
        ("Emsmta.exe 5.5.2448.0 isn't MSExchangeMTA", ["emsmta.exe", "5.5.2448.0", "isn", "msexchangemta"]),
        ("Wait...Done. (OK)..", ["wait", "done", "ok"]),
        ("L'événement №5", ["événement"]),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert engine.TextField(stopwords=("the", "have", "and", "are")).terms(text) == terms


def test_a_word_is_counted_once_for_its_many_forms() -> None:
    known = fields.Vocabulary(frozenset({"the"}), 2)
    numbers = [known[token] for token in ("Server", "server.", "SERVER", "servers", "the", "x")]
    assert numbers == [1, 1, 1, 2, 0, 0]
    assert known.words == [b"", b"server", b"servers"]
    assert [known.terms[known.term_of[number]] for number in (1, 2)] == [b"server", b"server"]


def test_keywords_are_matched_whole() -> None:
    field = engine.KeywordField()
    assert sorted(item[0] for item in field.index(["Exchange 5.5", "", "IIS", "IIS"])) == [b"Exchange 5.5", b"IIS"]
    assert [item[0] for item in field.index("Exchange 5.5")] == [b"Exchange 5.5"]
    assert list(field.process_text("Exchange 5.5", mode="query")) == ["Exchange 5.5"]


def test_fields_survive_pickling() -> None:
    field = pickle.loads(pickle.dumps(engine.TextField(stopwords=("mail",), spelling=True)))
    assert field.terms("Mail stopped") == ["stop"]
    assert field.spelling_words


def test_threads_may_learn_words_at_the_same_time() -> None:
    known = fields.Vocabulary(frozenset(), 1)
    tokens = [f"word{i % 997}" for i in range(8000)]

    def learn(seed: int) -> dict[str, int]:
        return {token: known[token] for token in tokens[seed:]}

    with ThreadPoolExecutor(4) as pool:
        learnt = list(pool.map(learn, (0, 500, 2500, 5000)))
    assert all(numbers == {token: learnt[0][token] for token in numbers} for numbers in learnt)
    assert sorted(learnt[0].values()) == list(range(1, 998))
    assert [known.words[number].decode() for number in learnt[0].values()] == list(learnt[0])
    assert [known.terms[number] for number in known.term_of] == known.words
