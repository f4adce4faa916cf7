"""Settings: one table, read from flags and environment."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from kbservice.config import SETTINGS, Config, unknown_names
from kbservice.errors import InvalidSetting

DOC = Path(__file__).parent.parent / "docs" / "settings.md"


def test_config_has_a_field_for_each_setting_in_its_order() -> None:
    assert [f.name for f in dataclasses.fields(Config)] == [s.name for s in SETTINGS]


def test_the_defaults_hold_without_environment() -> None:
    config = Config.from_env({})
    assert config.index == Path("index")
    assert config.port == 8000
    assert config.host == "127.0.0.1"


def test_the_environment_overrides_the_default_and_a_flag_the_environment() -> None:
    environ = {"KBSERVICE_PORT": "9000", "KBSERVICE_INDEX": "/srv/index"}
    assert Config.from_env(environ).port == 9000
    config = Config.from_env(environ, port="9001", index=None)
    assert config.port == 9001
    assert config.index == Path("/srv/index")


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"KBSERVICE_PORT": "0"}, "between 1 and 65535"),
        ({"KBSERVICE_PORT": "65536"}, "between 1 and 65535"),
        ({"KBSERVICE_PORT": "http"}, "whole number"),
        ({"KBSERVICE_PORT": "-1"}, "whole number"),
        ({"KBSERVICE_THREADS": "1.5"}, "whole number"),
        ({"KBSERVICE_INDEX": " "}, "must not be empty"),
    ],
)
def test_a_bad_value_is_refused_with_the_names_of_flag_and_variable(environ: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidSetting, match=message) as caught:
        Config.from_env(environ)
    (variable,) = environ
    assert variable in caught.value.remedy
    assert "--" + caught.value.field in caught.value.remedy


def test_a_misspelt_variable_is_told_with_the_setting_that_was_meant() -> None:
    environ = {"KBSERVICE_INDX": "x", "KBSERVICE_QQQQ": "y", "KBSERVICE_PORT": "1", "HOME": "/"}
    assert unknown_names(environ) == {"KBSERVICE_INDX": "KBSERVICE_INDEX", "KBSERVICE_QQQQ": ""}


def test_the_documentation_lists_each_setting_as_it_is() -> None:
    rows = re.findall(r"^\| `(--[\w-]+)` \| `(\w+)` \| `([^`]*)` \| (.+?) \|$", DOC.read_text("utf-8"), re.MULTILINE)
    assert rows == [(s.flag, s.env, str(s.default), s.help) for s in SETTINGS]
