"""Commands that run the service and look after it: serve and doctor."""

from __future__ import annotations

import os
import threading
from contextlib import closing

import click
import waitress
from flask import Flask

from kbservice import lookups
from kbservice.app import create_app
from kbservice.cli import doctor
from kbservice.cli.doctor import listen
from kbservice.cli.shared import NOT_FOUND, json_option, leave, settings, show
from kbservice.config import Config
from kbservice.index import Index
from kbservice.index.reader import open_current


@click.command
@settings("index", "host", "port", "threads", "encoder", "cache")
def serve(config: Config) -> None:
    """Serve the pages and the API."""
    index = open_current(config.index, config.encoder)
    app = create_app(config)
    threading.Thread(target=_warm, args=(app, index), daemon=True).start()
    with closing(listen(config.host, config.port)) as listening:
        click.echo(f"Serving {len(index):,} articles on http://{config.host}:{config.port} (Ctrl+C ends it)")
        waitress.serve(app, sockets=[listening], threads=config.threads, ident=None, _quiet=True)


def _warm(app: Flask, index: Index) -> None:
    """Make what is made once, so that the first who asks does not wait: for a search some tenths of a second, for
    surveys seconds."""
    app.test_client().get("/search?q=mispelt+wurds")
    lookups.catalogue(index)


@click.command("doctor")
@settings("index", "articles", "host", "port")
@json_option
def examine(config: Config, as_json: bool) -> None:
    """Say what is wrong with the set-up, and how to mend it."""
    findings = list(doctor.findings(config, os.environ))
    show([f.as_dict() for f in findings], doctor.render(findings), as_json)
    leave(NOT_FOUND if any(not finding.good for finding in findings) else 0)
