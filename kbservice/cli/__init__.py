"""The command line. Exit codes: 0 found or included, 1 not found or not included, 2 wrong use, 3 unknown."""

from __future__ import annotations

import click

from kbservice import __version__
from kbservice.cli.shared import Commands

# Command -> where it is; loaded when it is called, so that a search does not wait for the parsers.
COMMANDS = {
    "ingest": "making:ingest_articles",
    "parse": "making:parse",
    "search": "asking:search",
    "show": "asking:show_article",
    "event": "asking:event",
    "file": "asking:file",
    "check": "asking:check",
    "builds": "surveying:builds",
    "diff": "surveying:diff",
    "plan": "surveying:plan",
    "audit": "surveying:audit",
    "quality": "surveying:quality",
    "serve": "caring:serve",
    "doctor": "caring:examine",
}


@click.group(cls=Commands, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kbservice")
def main() -> None:
    """Support articles as structured, searchable fix records.

    Exit codes: 0 found or included, 1 not found or not included, 2 wrong use,
    3 unknown.
    """
