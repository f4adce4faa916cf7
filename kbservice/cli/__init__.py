"""The command line. Exit codes: 0 found or included, 1 not found or not included, 2 wrong use, 3 unknown."""

from __future__ import annotations

import click

from kbservice import __version__
from kbservice.cli import asking, caring, making
from kbservice.cli.shared import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="kbservice")
def main() -> None:
    """Support articles as structured, searchable fix records.

    Exit codes: 0 found or included, 1 not found or not included, 2 wrong use,
    3 unknown.
    """


for _room in (making, asking, caring):
    for _command in _room.COMMANDS:
        main.add_command(_command)
