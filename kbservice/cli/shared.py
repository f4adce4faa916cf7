"""What all commands share: settings as options, `--json`, exit codes, errors in one line."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NoReturn, cast

import click

from kbservice.config import SETTINGS, Config
from kbservice.errors import ArticleError, KbserviceError, NotFound
from kbservice.index.reader import open_current

FOUND = INCLUDED = 0
NOT_FOUND = NOT_INCLUDED = 1
WRONG_USE = 2
UNKNOWN = 3

Command = Callable[..., Any]


class Commands(click.Group):
    """Commands by `places` (name -> module:function), loaded when they are called.

    Our errors, those of click and those of the file system become one line on stderr and an exit code.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (as click calls it)
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module, _, function = self._places.get(cmd_name, "").partition(":")
        command = getattr(import_module(f"kbservice.cli.{module}"), function) if module else None
        return cast("click.Command | None", command)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KbserviceError as error:
            click.echo(f"kbservice: {error}", err=True)
            ctx.exit(NOT_FOUND if isinstance(error, NotFound | ArticleError) else WRONG_USE)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else ctx.command_path
            click.echo(f"kbservice: {error.format_message()} (see: {command} --help)", err=True)
            ctx.exit(WRONG_USE)
        except BrokenPipeError:
            raise  # whoever read the output has seen enough: click ends quietly
        except OSError as error:
            click.echo(f"kbservice: {error.filename or 'the system'}: {error.strerror or error}", err=True)
            ctx.exit(WRONG_USE)


def settings(*names: str) -> Callable[[Command], Command]:
    """Give a command the options of these settings, and the settings in force as its argument `config`."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def with_config(**options: Any) -> Any:
            flags = {name: options.pop(name) for name in names}
            return command(config=Config.from_env(os.environ, **flags), **options)

        for setting in reversed([s for s in SETTINGS if s.name in names]):
            help_ = f"{setting.help}  [{setting.env}; default: {setting.default or 'none'}]"
            with_config = click.option(setting.flag, setting.name, metavar="VALUE", help=help_)(with_config)
        return with_config

    return decorate


def asks(command: Command) -> Command:
    """Give a command the index in service as its argument `index`, and `--json` as `as_json`."""

    @settings("index")
    @functools.wraps(command)
    def with_index(config: Config, **options: Any) -> Any:
        return command(index=open_current(config.index, config.encoder), **options)

    return json_option(with_index)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API answers it.")


def show(value: Any, text: str, as_json: bool) -> None:
    """Print an answer: the JSON value if that was asked for, else the text for people."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False) if as_json else text)


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    click.get_current_context().exit(code)
