"""The engines that are compared: the same texts and fields, stems and positions, top ten and exact count.

Title and body are text; products, keywords and years are exact values, which only FTS5 does not hold.

Each answers with the numbers of ten articles and the count of all, and makes its own query of the words: Whoosh with
its parser, FTS5 and tantivy with theirs, ours as the service does, a tree from the field's terms. All score BM25.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import tantivy
from whoosh import fields, qparser, query
from whoosh.filedb.filestore import FileStorage

from benchmarks.questions import Question
from benchmarks.texts import Text
from kbservice.index import engine

Answer = tuple[list[str], int]
_TEXT = ["title", "body"]
_EXACT = ("products", "keywords", "years")


class Engine(Protocol):
    """An index in a folder of its own."""

    name: str

    def build(self, texts: Iterable[Text]) -> None: ...

    def open(self) -> None: ...

    def search(self, question: Question) -> Answer: ...


def size(folder: Path) -> int:
    """Bytes of all files of an index."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Ours:
    """This project's engine: Whoosh with numpy postings and executor."""

    name = "kbservice"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.searcher: Any = None

    def schema(self) -> fields.Schema:
        return fields.Schema(
            id=engine.KeywordField(unique=True, stored=True),
            title=engine.TextField(),
            body=engine.TextField(spelling=True),
            **{name: engine.KeywordField() for name in _EXACT},
        )

    def create(self) -> Any:
        return engine.create_index(engine.MappedStorage(self.folder), self.schema())

    def build(self, texts: Iterable[Text]) -> None:
        writer = self.create().writer()
        for text in texts:
            writer.add_document(**self.document(text))
        writer.commit(merge=False)

    def document(self, text: Text) -> dict[str, Any]:
        exact = {name: getattr(text, name) for name in _EXACT}
        return {"id": text.number, "title": text.title, "body": text.body, **exact}

    def open(self) -> None:
        self.searcher = engine.open_index(engine.MappedStorage(self.folder)).searcher()

    def search(self, question: Question) -> Answer:
        query = self.parse(question)
        found = engine.search(self.searcher, query, 10)
        return [self.searcher.stored_fields(doc)["id"] for doc in found.docs.tolist()], found.total

    def parse(self, question: Question) -> query.Query:
        terms = self.searcher.schema["body"].terms(" ".join(question.words))
        if question.kind == "prefix":
            return query.Or([query.Prefix(name, question.words[0]) for name in _TEXT])
        if question.kind == "phrase":
            return query.Or([query.Phrase(name, terms) for name in _TEXT])
        parts = [query.Or([query.Term(name, term) for name in _TEXT]) for term in dict.fromkeys(terms)]
        if question.kind == "NOT":
            parts[-1] = query.Not(parts[-1])
        return query.Or(parts) if question.kind == "OR" else query.And(parts)


class Stock(Ours):
    """Whoosh as it comes."""

    name = "Whoosh"

    def schema(self) -> fields.Schema:
        stemmed = engine.TextField().analyzer
        return fields.Schema(
            id=fields.ID(unique=True, stored=True),
            title=fields.TEXT(stemmed),
            body=fields.TEXT(stemmed),
            **{name: fields.KEYWORD(commas=True) for name in _EXACT},
        )

    def create(self) -> Any:
        return FileStorage(str(self.folder)).create_index(self.schema())

    def document(self, text: Text) -> dict[str, Any]:
        return super().document(text) | {name: ",".join(getattr(text, name)) for name in _EXACT}

    def build(self, texts: Iterable[Text]) -> None:
        writer = self.create().writer(limitmb=2048)
        for text in texts:
            writer.add_document(**self.document(text))
        writer.commit()

    def open(self) -> None:
        self.searcher = FileStorage(str(self.folder)).open_index().searcher()
        self.parsers = _parsers(self.searcher.schema)

    def search(self, question: Question) -> Answer:
        found = self.searcher.search(self.parse(question), limit=10)
        return [hit["id"] for hit in found], len(found)

    def parse(self, question: Question) -> query.Query:
        return self.parsers[question.kind == "OR"].parse(_whoosh_text(question))


def _parsers(schema: fields.Schema) -> dict[bool, qparser.QueryParser]:
    groups = {True: qparser.OrGroup, False: qparser.AndGroup}
    return {any_: qparser.MultifieldParser(_TEXT, schema, group=group) for any_, group in groups.items()}


def _whoosh_text(question: Question) -> str:
    *others, last = question.words
    match question.kind:
        case "NOT":
            return f"{' '.join(others)} NOT {last}"
        case "phrase":
            return f'"{" ".join(question.words)}"'
        case "prefix":
            return f"{last}*"
        case _:
            return " ".join(question.words)


class Fts5:
    """SQLite's full-text search, without a copy of the text."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database: Any = None

    def build(self, texts: Iterable[Text]) -> None:
        database = sqlite3.connect(self.folder / "fts5.db")
        database.execute("create virtual table t using fts5(title, body, content='', tokenize='porter unicode61')")
        rows = ((int(text.number), text.title, text.body) for text in texts)
        database.executemany("insert into t (rowid, title, body) values (?, ?, ?)", rows)
        database.commit()
        database.close()

    def open(self) -> None:
        self.database = sqlite3.connect(self.folder / "fts5.db")

    def search(self, question: Question) -> Answer:
        match = self._match(question)
        top = self.database.execute("select rowid from t where t match ? order by rank limit 10", (match,)).fetchall()
        count = self.database.execute("select count(*) from t where t match ?", (match,)).fetchone()[0]
        return [str(number) for (number,) in top], count

    def _match(self, question: Question) -> str:
        quoted = [f'"{word}"' for word in question.words]
        match question.kind:
            case "OR":
                return " OR ".join(quoted)
            case "NOT":
                return f"{' AND '.join(quoted[:-1])} NOT {quoted[-1]}"
            case "phrase":
                return f'"{" ".join(question.words)}"'
            case "prefix":
                return f"{quoted[0]} *"
            case _:
                return " AND ".join(quoted)


class Tantivy:
    """A native engine in Rust."""

    name = "tantivy"
    writers = min(2, os.cpu_count() or 1)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("number", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("title", tokenizer_name="en_stem")
        builder.add_text_field("body", tokenizer_name="en_stem")
        for name in _EXACT:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        self.schema = builder.build()

    def build(self, texts: Iterable[Text]) -> None:
        index = tantivy.Index(self.schema, str(self.folder))
        writer = index.writer(256 << 20, self.writers)
        for text in texts:
            exact = {name: list(getattr(text, name)) for name in _EXACT}
            writer.add_document(tantivy.Document(number=text.number, title=text.title, body=text.body, **exact))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self.index = tantivy.Index.open(str(self.folder))
        self.searcher = self.index.searcher()

    def search(self, question: Question) -> Answer:
        found = self.searcher.search(self._query(question), 10)
        return [self.searcher.doc(address)["number"][0] for _, address in found.hits], found.count

    def _query(self, question: Question) -> Any:
        if question.kind == "prefix":
            parts = [tantivy.Query.regex_query(self.schema, name, f"{question.words[0]}.*") for name in _TEXT]
            return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])
        *others, last = question.words
        text = {
            "OR": " ".join(question.words),
            "AND": " AND ".join(question.words),
            "NOT": f"+{' +'.join(others)} -{last}",
            "phrase": f'"{" ".join(question.words)}"',
        }[question.kind]
        return self.index.parse_query(text, _TEXT)


ENGINES = (Ours, Tantivy, Fts5, Stock)
