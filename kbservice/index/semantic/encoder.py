"""Text -> a vector of 384 numbers, with the weights of all-MiniLM-L6-v2 and numpy alone.

The model is a BERT of six layers (Devlin et al. 2019, arXiv:1810.04805) distilled to 384 dimensions (Wang et al. 2020,
arXiv:2002.10957) and trained for sentence similarity (Reimers and Gurevych 2019, arXiv:1908.10084): mean of the last
layer's tokens, scaled to unit length. Its forward pass is a page of matrix products, so that numpy, a tokenizer and the
weights suffice: no gigabytes of a deep-learning framework, 6 ms a question on one core.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from kbservice.errors import InvalidSetting
from kbservice.index import semantic

Array = NDArray[np.float32]

DIMENSIONS = 384
MAX_TOKENS = 128
_HEADS = 12
_BATCH = 16
_ROWS = 4  # BLAS takes rows in fours, and as long for the odd ones as for as many fours: empty rows make them up
_EPSILON = 1e-12

# all-MiniLM-L6-v2 as its authors published it; other weights may be named by a setting, but these must be intact.
PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class _Affine:
    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        y: Array = x @ self.weight
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class _Norm:
    gain: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        x = x - x.mean(-1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / x.shape[-1]
        x /= np.sqrt(variance + _EPSILON)
        x *= self.gain
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class _Layer:
    query_key_value: _Affine
    attended: _Affine
    attention_norm: _Norm
    wide: _Affine
    narrow: _Affine
    output_norm: _Norm

    def __call__(self, x: Array, texts: int, length: int) -> Array:
        x = self.attention_norm(x + self.attended(self._attend(x, texts, length)))
        return self.output_norm(x + self.narrow(_gelu(self.wide(x))))

    def _attend(self, x: Array, texts: int, length: int) -> Array:
        rows = texts * length
        split = self.query_key_value(x)[:rows].reshape(texts, length, 3, _HEADS, DIMENSIONS // _HEADS)
        query, key, value = split.transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(-1, -2)
        scores /= np.float32(np.sqrt(DIMENSIONS // _HEADS))
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        mixed = np.zeros_like(x)
        mixed[:rows] = (scores @ value).transpose(0, 2, 1, 3).reshape(rows, DIMENSIONS)
        return mixed


def load(setting: str = "") -> Encoder:
    """The encoder with the weights that are set, or with the installed ones, whose digest is checked.

    Raises:
        InvalidSetting: there are no weights, or they are damaged.
    """
    folder = semantic.weights_folder(setting)
    if folder is None:
        raise InvalidSetting("no encoder is installed", field="encoder", remedy="run: make semantic")
    return Encoder(folder, sha256=None if setting else PUBLISHED_SHA256)


class Encoder:
    """Encodes texts with the weights in a folder (model.safetensors, tokenizer.json); safe to share between threads."""

    def __init__(self, folder: Path, *, sha256: str | None = None) -> None:
        """Load the weights; with `sha256`, only if the file has that digest.

        Raises:
            InvalidSetting: the weights are damaged.
        """
        weights = folder / "model.safetensors"
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        if sha256 is not None and digest != sha256:
            raise InvalidSetting(f"{weights} is damaged", field="encoder", remedy="install the weights again")
        self.folder = folder
        self.model_id = digest[:16]
        self._threads = ThreadpoolController()
        tensors = load_file(weights)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._words = tensors["embeddings.word_embeddings.weight"]
        type_ = tensors["embeddings.token_type_embeddings.weight"][0]
        self._positions = tensors["embeddings.position_embeddings.weight"][:MAX_TOKENS] + type_
        self._norm = _norm(tensors, "embeddings.LayerNorm")
        count = len({name.split(".")[2] for name in tensors if name.startswith("encoder.layer.")})
        self._layers = [_layer(tensors, f"encoder.layer.{i}.") for i in range(count)]

    def encode(self, texts: Sequence[str]) -> Array:
        """One row of unit length a text, in their order; what a text has beyond 128 tokens does not count."""
        tokens = [self._tokenizer.encode(text).ids for text in texts]
        vectors = np.zeros((len(tokens), DIMENSIONS), np.float32)
        # BLAS threads wait for each other by spinning: on a busy machine two of them take ten times as long as one.
        with self._threads.limit(limits=1, user_api="blas"):
            self._fill(vectors, tokens)
        return vectors

    def _fill(self, vectors: Array, tokens: list[list[int]]) -> None:
        # Texts of one length share a batch, so that nothing is padded and nothing masked.
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        for _, group in groupby(order, key=lambda i: len(tokens[i])):
            same = list(group)
            for start in range(0, len(same), _BATCH):
                rows = same[start : start + _BATCH]
                vectors[rows] = self._forward(np.array([tokens[i] for i in rows]))

    def _forward(self, tokens: NDArray[np.int64]) -> Array:
        texts, length = tokens.shape
        x = np.zeros((-(-texts * length // _ROWS) * _ROWS, DIMENSIONS), np.float32)
        x[: texts * length] = (self._words[tokens] + self._positions[:length]).reshape(-1, DIMENSIONS)
        x = self._norm(x)
        for layer in self._layers:
            x = layer(x, texts, length)
        mean = x[: texts * length].reshape(texts, length, DIMENSIONS).mean(1)
        unit: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit


def _gelu(x: Array) -> Array:
    """The tanh form of GELU (Hendrycks and Gimpel 2016, arXiv:1606.08415): no error function in numpy."""
    y: Array = x * x
    y *= np.float32(0.7978845608 * 0.044715)
    y += np.float32(0.7978845608)
    y *= x
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y


def _layer(tensors: dict[str, Array], prefix: str) -> _Layer:
    parts = [_affine(tensors, f"{prefix}attention.self.{name}") for name in ("query", "key", "value")]
    joined = _Affine(np.concatenate([p.weight for p in parts], 1), np.concatenate([p.bias for p in parts]))
    return _Layer(
        joined,
        _affine(tensors, f"{prefix}attention.output.dense"),
        _norm(tensors, f"{prefix}attention.output.LayerNorm"),
        _affine(tensors, f"{prefix}intermediate.dense"),
        _affine(tensors, f"{prefix}output.dense"),
        _norm(tensors, f"{prefix}output.LayerNorm"),
    )


def _affine(tensors: dict[str, Array], name: str) -> _Affine:
    return _Affine(np.ascontiguousarray(tensors[f"{name}.weight"].T), tensors[f"{name}.bias"])


def _norm(tensors: dict[str, Array], name: str) -> _Norm:
    return _Norm(tensors[f"{name}.weight"], tensors[f"{name}.bias"])
