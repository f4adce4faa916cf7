"""Meaning: the encoder's arithmetic on a tiny model of our own, and the vectors on disk."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("safetensors", reason="the semantic extra is not installed")
pytest.importorskip("tokenizers", reason="the semantic extra is not installed")

import handmade
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from kbservice.errors import InvalidSetting
from kbservice.index import semantic
from kbservice.index.semantic import vectors
from kbservice.index.semantic.building import Meaning, passage
from kbservice.index.semantic.encoder import DIMENSIONS, MAX_TOKENS, Encoder, load

WORDS = ["[UNK]", "mail", "stops", "server", "event", "firewall", "crashes", "the", "queue"]


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of one layer, random but always the same."""
    folder = tmp_path_factory.mktemp("weights")
    random = np.random.default_rng(1)

    def tensor(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) / 20).astype(np.float32)

    tensors = {
        "embeddings.word_embeddings.weight": tensor(len(WORDS), DIMENSIONS),
        "embeddings.position_embeddings.weight": tensor(512, DIMENSIONS),
        "embeddings.token_type_embeddings.weight": tensor(2, DIMENSIONS),
    }
    layer = "encoder.layer.0."
    wide = 4 * DIMENSIONS
    shapes = {"intermediate.dense": (wide, DIMENSIONS), "output.dense": (DIMENSIONS, wide)}
    shapes |= {f"attention.self.{n}": (DIMENSIONS, DIMENSIONS) for n in ("query", "key", "value")}
    shapes["attention.output.dense"] = (DIMENSIONS, DIMENSIONS)
    for name, shape in shapes.items():
        tensors |= {f"{layer}{name}.weight": tensor(*shape), f"{layer}{name}.bias": tensor(shape[0])}
    for name in ("embeddings", f"{layer}attention.output", f"{layer}output"):
        tensors[f"{name}.LayerNorm.weight"] = np.ones(DIMENSIONS, np.float32)
        tensors[f"{name}.LayerNorm.bias"] = tensor(DIMENSIONS)
    save_file(tensors, folder / "model.safetensors")
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="module")
def encoder(weights: Path) -> Encoder:
    return Encoder(weights)


def test_vectors_have_unit_length_and_do_not_depend_on_their_company(encoder: Encoder) -> None:
    texts = ["mail stops", "the server crashes", "the queue", "mail", "event event event"]
    together = encoder.encode(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)


def test_word_order_counts(encoder: Encoder) -> None:
    first, second = encoder.encode(["mail stops server", "server stops mail"])
    assert not np.allclose(first, second, atol=1e-4)


def test_what_is_beyond_the_token_limit_does_not_count(encoder: Encoder) -> None:
    text = " ".join(["mail"] * MAX_TOKENS)
    assert np.allclose(*encoder.encode([text, f"{text} firewall crashes"]), atol=1e-6)


def test_damaged_weights_are_refused(weights: Path) -> None:
    with pytest.raises(InvalidSetting, match="damaged"):
        Encoder(weights, sha256="0" * 64)


def test_a_folder_without_weights_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="no weights in"):
        semantic.weights_folder(str(tmp_path))


def test_without_a_setting_the_installed_package_is_found_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "_PACKAGE", "no_such_package_here")
    assert semantic.weights_folder() is None
    assert not semantic.available()
    with pytest.raises(InvalidSetting, match="make semantic"):
        load()


def test_the_log_encodes_a_text_once_and_survives_a_row_cut_short(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / vectors.LOG
    vectors.VectorLog(path, encoder).add(["mail stops", "the queue"], silent)
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    told: list[tuple[int, int]] = []
    vectors.VectorLog(path, encoder).add(["mail stops", "the queue"], lambda d, t: told.append((d, t)))
    assert told == [(1, 1)]
    assert path.read_bytes() == whole


def test_integers_come_back_as_nearly_the_same_vectors(encoder: Encoder) -> None:
    exact = encoder.encode(["mail stops", "the firewall crashes", "event"])
    scale, small = vectors.quantise(exact)
    cosines = np.sum(exact * (small * scale[:, None]), axis=1)
    assert np.all(cosines > 0.999)


def test_a_build_finds_the_nearest_article_and_shares_no_file_with_the_one_before(
    tmp_path: Path, encoder: Encoder
) -> None:
    log = vectors.VectorLog(tmp_path / vectors.LOG, encoder)
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    vectors.write(old, log, {1: "mail stops", 2: "the queue", 3: "firewall"}, set(), silent)
    for path in old.iterdir():
        os.link(path, new / path.name)
    vectors.write(new, log, {2: "event", 4: "server crashes"}, {1}, silent)
    assert vectors.numbers(old) == {1, 2, 3}
    assert vectors.numbers(new) == {1, 2, 4}
    held = vectors.Vectors(new)
    question = encoder.encode(["server crashes"])[0]
    assert held.numbers[int(np.argmax(held.similarity(question)))] == 4
    assert not vectors.Vectors.held(tmp_path)


def test_a_build_keeps_what_holds_and_encodes_what_changed(tmp_path: Path, weights: Path) -> None:
    build = tmp_path / "build"
    build.mkdir()
    meaning = Meaning(str(weights))
    for record in handmade.RECORDS:
        meaning.note(record.number, passage(record))
    held = {record.number for record in handmade.RECORDS}
    assert meaning.write(build, tmp_path, held, silent)
    assert vectors.numbers(build) == held
    again = Meaning(str(weights))
    assert not again.write(build, tmp_path, held, silent)
    assert again.lacking(build, held | {999_999}) == {999_999}
    assert again.write(build, tmp_path, held - {handmade.RECORDS[0].number}, silent)
    assert vectors.numbers(build) == held - {handmade.RECORDS[0].number}


def test_without_an_encoder_nothing_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "_PACKAGE", "no_such_package_here")
    meaning = Meaning("")
    meaning.note(1, "mail stops")
    assert meaning.lacking(tmp_path, {1}) == set()
    assert not meaning.write(tmp_path, tmp_path, {1}, silent)


def test_an_article_is_stood_for_by_its_products_its_title_and_what_people_see() -> None:
    text = passage(handmade.record(1, "Mail stops", ("cause", "unseen"), ("symptoms", "The queue\n  grows.")))
    assert text == "Mail stops. The queue grows."
    assert passage(handmade.MTA).startswith("Exchange Server 5.5: MTA Stops with Event 9301. The message transfer")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((("other", "A note."),), "Mail stops. A note."),
        ((("more_information", "Details."), ("other", "A note.")), "Mail stops. A note."),
        ((("summary", "In short."), ("other", "A note.")), "Mail stops. In short."),
        ((("cause", "A fault."),), "Mail stops. Mail stops CAUSE A fault."),  # the whole text
    ],
)
def test_an_article_without_symptoms_is_stood_for_by_its_beginning(
    parts: tuple[tuple[str, str], ...], text: str
) -> None:
    assert passage(handmade.record(1, "Mail stops", *parts)) == text


@pytest.mark.weights
def test_the_published_weights_put_like_by_like() -> None:
    question, near, far = load().encode(
        ["mail has stopped flowing between servers", "messages are stuck in the MTA queue", "how to bake bread"]
    )
    assert question @ near > 0.35
    assert question @ far < 0.1
