"""Which words of a text a snippet marks: those, and only those, that have a term of the question as their stem."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import analysis, snippets

WORDS = ["Mail", "mails", "mailing", "mailbox", "server", "Servers", "emsmta.exe", "5.5.2448", "étés", "IRQL_NOT", "a"]
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", "\n", "-", " ("])), max_size=15)
terms = st.sets(st.sampled_from([analysis.stem(word.lower()) for word in WORDS]))


@given(texts, terms)
def test_marks_every_word_with_one_of_the_stems(parts: list[tuple[str, str]], terms: set[str]) -> None:
    text = "".join(word + separator for word, separator in parts)
    tokens = [(match.start(), match.end(), analysis.stem(match[0])) for match in analysis.TOKEN.finditer(text.lower())]
    expected = [token for token in tokens if token[2] in terms]
    assert snippets._occurrences(text, frozenset(terms)) == expected


def test_a_beginning_inside_a_word_is_no_word() -> None:
    assert "<mark>" not in snippets.snippet("hotmail wormmail .mail _mail", {"mail"})
    assert snippets.snippet("hotmail mail", {"mail"}) == "hotmail <mark>mail</mark>"
