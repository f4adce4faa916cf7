"""Inverted lists against a plain dictionary: made, joined, renumbered, saved and loaded."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from kbservice import errors
from kbservice.index.engine import arrays, postings
from kbservice.index.engine.arrays import ArrayWriter, read_arrays
from kbservice.index.engine.postings import Postings, Terms, spans

TERMS = [b"", b"beta", b"alpha", b"gamma", "été".encode(), b"al"]
TERM_OF = np.array([0, 1, 2, 3, 4, 5, 1], "u4")  # words 1 and 6 have the same term

Plain = dict[bytes, dict[int, list[int]]]  # term -> document -> positions
documents = st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=9), min_size=1, max_size=6)


def plain(documents: list[list[int]], numbers: list[int]) -> Plain:
    held: Plain = defaultdict(lambda: defaultdict(list))
    for number, words in zip(numbers, documents, strict=True):
        for place, word in enumerate(words):
            held[TERMS[TERM_OF[word]]][number].append(place)
    return {term: dict(docs) for term, docs in held.items()}


def inverted(documents: list[list[int]], numbers: list[int]) -> Postings:
    tokens = np.array([word for words in documents for word in words], "u4")
    lengths = np.array([len(words) for words in documents])
    return postings.invert(tokens, np.array(numbers, "u4"), lengths, TERM_OF, TERMS)


def unpacked(value: Postings) -> Plain:
    held: Plain = {}
    assert list(value.terms) == sorted(value.terms)
    for number, term in enumerate(value.terms):
        rows = slice(*value.starts[number : number + 2])
        ends = value.firsts[number] + np.cumsum(value.counts[rows], dtype="i8")
        runs = zip(ends - value.counts[rows], ends, strict=True)
        places = [value.positions[start:end].tolist() for start, end in runs]
        held[term] = dict(zip(value.docs[rows].tolist(), places, strict=True))
        assert value.docs[rows].tolist() == sorted(held[term])
    return held


@given(documents)
def test_inverts_tokens(documents: list[list[int]]) -> None:
    numbers = list(range(3, 3 + len(documents)))
    assert unpacked(inverted(documents, numbers)) == plain(documents, numbers)


@given(st.lists(documents, min_size=1, max_size=4))
def test_joining_parts_is_inverting_the_whole(parts: list[list[list[int]]]) -> None:
    whole = [words for part in parts for words in part]
    values, base = [], 0
    for part in parts:
        values.append(inverted(part, list(range(base, base + len(part)))))
        base += len(part)
    assert unpacked(postings.join(values)) == plain(whole, list(range(len(whole))))


@given(documents, st.data())
def test_renumbering_leaves_out_what_is_deleted(documents: list[list[int]], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(documents), max_size=len(documents)))
    numbers = np.where(kept, np.cumsum(kept) + 10, -1)
    value = postings.renumbered(inverted(documents, list(range(len(documents)))), numbers)
    staying = [words for words, keep in zip(documents, kept, strict=True) if keep]
    assert unpacked(value) == plain(staying, numbers[numbers >= 0].tolist())


@given(documents)
def test_saved_and_loaded_it_is_the_same(documents: list[list[int]]) -> None:
    storage = RamStorage()
    value = inverted(documents, list(range(len(documents))))
    writer = ArrayWriter(storage.create_file("x"))
    postings.save(writer, "body", value)
    writer.close()
    loaded = postings.load(read_arrays(storage, "x"), "body")
    assert unpacked(loaded) == unpacked(value)


def test_values_are_held_without_positions() -> None:
    held = postings.renumbered(postings.of_values({b"b": [0, 3], b"a": [1], b"c": [2]}), np.array([4, 5, -1, 6]))
    whole = postings.join([held, postings.of_values({b"c": [7], b"b": [8]})])
    assert {term: whole.run(term).docs.tolist() for term in whole.terms} == {b"a": [5], b"b": [4, 6, 8], b"c": [7]}
    assert whole.run(b"b").positions is None
    assert whole.run(b"b").counts.tolist() == [1, 1, 1]


@given(st.sets(st.binary(min_size=1, max_size=4)), st.binary(max_size=3))
def test_terms_are_found_as_in_a_sorted_list(values: set[bytes], sought: bytes) -> None:
    names = sorted(values)
    terms = Terms.of(names)
    assert list(terms) == names == [terms[i] for i in range(len(names))]
    assert terms.find(sought) == (names.index(sought) if sought in names else None)


@given(st.sets(st.text(min_size=1, max_size=4)), st.text(min_size=1, max_size=2))
def test_terms_below_a_prefix(values: set[str], prefix: str) -> None:
    names = sorted(value.encode("utf-8", "surrogatepass") for value in values)
    start = prefix.encode("utf-8", "surrogatepass")
    assert [names[i] for i in Terms.of(names).below(start)] == [name for name in names if name.startswith(start)]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5))))
def test_spans(pairs: list[tuple[int, int]]) -> None:
    starts, lengths = (np.array([pair[i] for pair in pairs], "i8") for i in (0, 1))
    assert spans(starts, lengths).tolist() == [
        place for start, length in pairs for place in range(start, start + length)
    ]


@pytest.mark.parametrize("written", ["another format", "no arrays at all"])
def test_another_format_asks_for_a_rebuild(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = RamStorage()
    with monkeypatch.context() as patch:
        patch.setattr(arrays, "FORMAT", 999)
        patch.setattr(arrays, "_MARK", b"kbarrays" if written == "another format" else b"nonsense")
        ArrayWriter(storage.create_file("x")).close()
    with pytest.raises(errors.IndexOutdated, match="rebuild"):
        read_arrays(storage, "x")


def test_a_file_that_is_not_whole_asks_for_a_rebuild() -> None:
    storage = RamStorage()
    writer = ArrayWriter(storage.create_file("x"))
    writer.put("numbers", np.arange(5))
    writer.close()
    whole = storage.files["x"]
    for length in range(len(whole)):
        storage.files["x"] = whole[:length]
        with pytest.raises(errors.IndexOutdated):
            read_arrays(storage, "x")
