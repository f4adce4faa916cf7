"""Commands that make records: ingest and parse."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from kbservice import corpus, ingest, lookups
from kbservice.api.schemas import article as article_schema
from kbservice.cli import explain, render, reporting
from kbservice.cli.shared import NOT_FOUND, json_option, leave, settings, show
from kbservice.config import Config
from kbservice.errors import UnreadableSource

path_type = click.Path(exists=True, path_type=Path)


@click.command("ingest")
@click.argument("paths", nargs=-1, type=path_type)
@click.option("--rebuild", is_flag=True, help="Build anew instead of on top of the last index.")
@settings("index", "articles", "encoder")
@json_option
def ingest_articles(config: Config, paths: tuple[Path, ...], rebuild: bool, as_json: bool) -> None:
    """Read articles from PATHS (files, folders, .zip, .tar.*) into the index.

    Without PATHS the folder of the setting `articles` is read. Unchanged files
    are not parsed again; an interrupted ingest leaves the old index in service.
    """
    with reporting.Progress() as progress:
        paths = paths or (config.articles,)
        report = ingest.run(paths, config.index, rebuild=rebuild, encoder=config.encoder, progress=progress)
    show(dataclasses.asdict(report), reporting.report(report), as_json)
    leave(0 if report.articles else NOT_FOUND)


@click.command
@click.argument("file", type=path_type)
@click.option("--explain", "explained", is_flag=True, help="Print the text with each fact in the margin.")
@json_option
def parse(file: Path, explained: bool, as_json: bool) -> None:
    """Print the record of one FILE; no index is needed."""
    left_out: list[str] = []
    source = next(corpus.sources([file], lambda name, reason: left_out.append(f"{name}: {reason}")), None)
    if source is None:
        raise UnreadableSource("; ".join(left_out) or f"{file} holds no article")
    record = ingest.parse(source)
    article = lookups.Article(record, record.title, None, ())
    text = explain.margin(record) if explained else render.article(article)
    show(article_schema.dump(article), text, as_json)
