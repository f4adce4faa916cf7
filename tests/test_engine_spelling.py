"""Did you mean: one edit away, found by hashes, checked against comparing with every word."""

from __future__ import annotations

import random

import pytest
from engine_oracle import pair
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import engine
from kbservice.index.engine.spelling import Speller, WordCounts, one_edit

words = st.text(st.sampled_from("abcé"), min_size=3, max_size=7)


def distance(a: str, b: str) -> int:
    """Optimal string alignment: insertions, deletions, replacements, swaps of neighbours."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        rows.append([i])
        for j, y in enumerate(b, 1):
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i].append(best)
    return rows[-1][-1]


def speller(counts: dict[str, int]) -> Speller:
    return Speller(WordCounts.of({word.encode(): count for word, count in counts.items()}))


@given(words, words)
def test_one_edit(a: str, b: str) -> None:
    assert one_edit(a, b) == one_edit(b, a) == (distance(a, b) <= 1)


@given(st.sets(words, min_size=1, max_size=25), words)
def test_suggests_exactly_the_words_one_edit_away(known: set[str], typed: str) -> None:
    suggested = speller(dict.fromkeys(known, 5)).suggest(typed, limit=100)
    assert set(suggested) == {word for word in known if distance(word, typed) == 1}
    assert len(suggested) == len(set(suggested))


def test_the_commonest_with_the_same_first_letter_come_first() -> None:
    asked = speller({"server": 90, "sever": 3, "fever": 900, "severe": 40, "seaver": 1})
    assert asked.suggest("seber") == ["sever"]
    assert asked.suggest("sver") == ["sever"]
    assert asked.suggest("sever") == ["server", "severe", "fever"]
    assert asked.suggest("sever", limit=1) == ["server"]


@pytest.mark.parametrize("typed", ["", "ab", "x" * 41])
def test_very_short_and_very_long_words_have_no_suggestions(typed: str) -> None:
    assert speller({"abc": 5, "x" * 40: 5}).suggest(typed) == []


def test_words_of_all_segments_are_known_with_their_counts() -> None:
    def document(uid: str, body: str) -> dict[str, object]:
        return {"uid": uid, "id": uid, "title": "", "body": body, "tags": [], "size": 0}

    for merge in (False, True):
        rows = [document("a", "Servers servers stop"), document("b", "severs severs severs")]
        ours = pair([([rows[0]], False), ([rows[1]], False), ([document("c", "servers the")], merge)])[1]
        assert engine.suggest(ours.searcher(), "sevrers") == ["servers", "severs"]


def test_ninety_five_of_a_hundred_typing_errors_are_recognised() -> None:
    """The rate asked for, on words made up of syllables so that many are near each other."""
    chance = random.Random(11)
    syllables = [a + b for a in "bcdfglmnprstv" for b in "aeiou"]
    counts = {"".join(chance.choices(syllables, k=chance.randint(2, 5))): chance.randint(2, 900) for _ in range(3000)}
    asked = speller(counts)
    found = tried = 0
    while tried < 300:
        word = chance.choice(sorted(counts))
        place = chance.randrange(1, len(word))
        typed = word[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[place + chance.randint(0, 1) :]
        if len(word) > 5 and typed not in counts:
            tried += 1
            found += word in asked.suggest(typed, 3)
    assert found >= 0.95 * tried
