"""The texts that are searched in a benchmark: articles as they are, or many more, made of their paragraphs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_ARTICLES = Path(__file__).parents[1] / "articles"
_TITLE = re.compile(r'^(?:title: "|## )Q(\d+): (.*?)"?$', re.MULTILINE)
_PRODUCTS = re.compile(r"Product\(s\):(.*)")
_KEYWORDS = re.compile(r"Keyword\(s\):(.*)")
_DATE = re.compile(r"Last Modified: *\S*?(\d\d\d\d)\b")


@dataclass(frozen=True, slots=True)
class Text:
    """What the engines index of an article. `products`, `keywords` and `years` are exact values."""

    number: str
    title: str
    body: str
    products: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


def base(folder: Path | None) -> list[Text]:
    """The articles below a folder; without one the project's own few, recombined to 5,000."""
    return load(folder) if folder else list(recombined(load(_ARTICLES), 5_000))


def load(folder: Path, limit: int | None = None) -> list[Text]:
    """The articles below a folder that state a number and a title; a random `limit` of them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    random.Random(1).shuffle(paths)
    found = (_read(path) for path in paths[: limit and limit * 2])
    return [text for text in found if text is not None][:limit]


def _read(path: Path) -> Text | None:
    whole = path.read_text("cp1252", errors="replace")
    head = _TITLE.search(whole)
    if head is None:
        return None
    products, keywords, date = (pattern.search(whole) for pattern in (_PRODUCTS, _KEYWORDS, _DATE))
    return Text(
        number=head[1],
        title=head[2],
        body=whole[head.end() :].strip(),
        products=tuple(name.strip() for name in products[1].split(",") if name.strip()) if products else (),
        keywords=tuple(keywords[1].split()) if keywords else (),
        years=(date[1],) if date else (),
    )


def recombined(base: Sequence[Text], count: int, seed: int = 7) -> Iterator[Text]:
    """That many texts, each made of paragraphs of several: as long as the real ones, with the same words as often.

    What does not grow with the number of texts is the vocabulary, which in real ones grows with about its root.
    """
    chance = random.Random(seed)
    paragraphs = [[part for part in re.split(r"\n\s*\n", text.body) if part] for text in base]
    for number in range(count):
        like = chance.randrange(len(base))
        body = [chance.choice(paragraphs[chance.randrange(len(base))] or [""]) for _ in paragraphs[like]]
        given = base[like]
        title = f"{given.title} {chance.choice(base).title}"
        yield Text(str(number), title, "\n\n".join(body), given.products, given.keywords, given.years)
