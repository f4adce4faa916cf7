"""Saved HTML -> the text that a person would copy from the page, for the text layouts to read.

The only room that knows the HTML parser. Headings become underlined lines, lists bullets, data tables padded columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from bs4.element import PreformattedString

from kbservice.errors import NotAnArticle
from kbservice.layouts.flowing import is_furniture
from kbservice.layouts.headings import OTHER, canonical

MOST_TAGS = 20_000
"""Above this a page is no article: the longest saved pages have a tenth of it."""

_OF_SITE = re.compile(r"\s+[-|–]\s+(?:BetaArchive Wiki|Microsoft (?:Help and )?Support|Microsoft Docs)$", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|div|table|p|h[1-6])\b", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?![a-z!/?][^<>]*>)", re.IGNORECASE)
_UNSEEN = frozenset(
    {"script", "style", "head", "noscript", "template", "select", "textarea", "button", "svg", "iframe"}
)
_PARAGRAPHS = frozenset(
    {"p", "table", "ul", "ol", "dl", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset"}
)
_LAID_OUT = frozenset({"table", "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _PARAGRAPHS | {"div", "tr", "td", "th", "li", "dt", "dd", "section", "article", "main", "center", "br", "nav"}
_HEADING = re.compile(r"h[1-6]")
_FIRST_HEADINGS = 40  # among which the title is, if it is a heading
_DEEPEST_LIST = 8  # levels that are indented
_ARTICLE_ADDRESS = re.compile(r"(?:/kb/|kb;[\w-]+;q?|kbid=)(\d{5,6})\b", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text is a saved page: it begins with a tag, and tags that lay out a page follow soon."""
    return text.lstrip("\ufeff \t\n")[:1] == "<" and _MARKUP.search(text, 0, 5000) is not None


def render(text: str) -> str:
    """The page as text: one line a paragraph, blank lines between paragraphs.

    Raises:
        NotAnArticle: there is too much markup for an article.
    """
    if text.count("<") > MOST_TAGS:
        raise NotAnArticle(f"the page has more than {MOST_TAGS} tags")
    root = BeautifulSoup(_well_formed(text), "html.parser")
    page = _Page()
    page.title(root)
    for element, begins in _walk(root, _tables(root)):
        page.add(element, begins)
    return page.text()


def _well_formed(text: str) -> str:
    """The page without comments, each `<` that begins no tag as a character: what parsers take long to find out."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return _NO_TAG.sub("&lt;", "".join(kept) + text[position:])


def _tables(root: Tag) -> dict[int, list[list[str]]]:
    """The rows of each table that holds values rather than the layout of the page, by its identity."""
    tables: list[Tag] = []
    laid_out: set[int] = set()
    stack: list[tuple[Tag, Tag | None]] = [(root, None)]
    while stack:
        tag, table = stack.pop()
        if table and tag.name in _LAID_OUT:
            laid_out.add(id(table))
        if tag.name == "table":
            table = tag
            tables.append(tag)
        stack.extend((child, table) for child in tag.contents if isinstance(child, Tag))
    found = {id(table): _rows(table) for table in tables if id(table) not in laid_out}
    return {key: rows for key, rows in found.items() if len(rows) > 1 and min(map(len, rows)) > 1}


def _rows(table: Tag) -> list[list[str]]:
    return [[_plain(cell) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]


def _walk(root: Tag, tables: dict[int, list[list[str]]]) -> Iterator[tuple[PageElement | _Table, bool]]:
    """Elements in reading order, each with whether it begins; tags come again where they end."""
    stack: list[tuple[PageElement, bool]] = [(root, True)]
    while stack:
        element, begins = stack.pop()
        rows = tables.get(id(element))
        yield _Table(rows, element.find("th") is not None) if rows and isinstance(element, Tag) else element, begins
        if begins and not rows and isinstance(element, Tag) and not _is_taken_whole(element):
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element.contents))


def _is_taken_whole(tag: Tag) -> bool:
    return tag.name in _UNSEEN or tag.name == "pre" or _HEADING.fullmatch(tag.name) is not None


def _plain(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


@dataclass(frozen=True, slots=True)
class _Table:
    """The cells of a table of values, and whether its first row is a header."""

    rows: list[list[str]]
    headed: bool


class _Page:
    """The lines of a page as they are put together."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.lists: list[int | None] = []
        self.in_article = False

    def text(self) -> str:
        """The lines with single blank lines between paragraphs."""
        joined = "\n".join(line.rstrip() for line in self.lines).replace("\xa0", " ")
        return re.sub(r"\n{3,}", "\n\n", joined).strip("\n") + "\n"

    def title(self, root: Tag) -> None:
        """Begin with the title that the page's head gives it, where no heading gives it as well."""
        text = _OF_SITE.sub("", _plain(root.title)) if isinstance(root.title, Tag) else ""
        headings = {_plain(heading) for heading in root.find_all(_HEADING, limit=_FIRST_HEADINGS)}
        if text and text not in headings and not is_furniture(text):
            self._block([text])

    def add(self, element: PageElement | _Table, begins: bool) -> None:
        """Take an element in, or note that it ends."""
        if isinstance(element, _Table):
            self._table(element)
        elif isinstance(element, NavigableString):
            if not isinstance(element, PreformattedString):
                self._words(str(element))
        elif isinstance(element, Tag) and element.name not in _UNSEEN:
            if not begins:
                self._end(element)
            elif element.name == "pre":
                self._block([line.expandtabs() for line in element.get_text().split("\n")])
            elif _HEADING.fullmatch(element.name):
                self._heading(_plain(element))
            else:
                self._begin(element)

    def _begin(self, tag: Tag) -> None:
        if tag.name in ("ul", "ol"):
            self.lists.append(0 if tag.name == "ol" else None)
        if tag.name in _BLOCKS:
            self._break(blank=tag.name in _PARAGRAPHS and len(self.lists) < 2)
        if tag.name == "li":
            self.lines[-1] = "  " * max(1, min(len(self.lists), _DEEPEST_LIST)) + self._marker()

    def _end(self, tag: Tag) -> None:
        if tag.name in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag.name == "a":
            self._address(tag)
        if tag.name in _BLOCKS and tag.name != "br":
            self._break(blank=tag.name in _PARAGRAPHS and not self.lists)

    def _marker(self) -> str:
        count = self.lists[-1] if self.lists else None
        if count is None:
            return "• "
        self.lists[-1] = count + 1
        return f"{count + 1}. "

    def _words(self, text: str) -> None:
        words = re.sub(r"[ \t\n\f\v]+", " ", text)
        line = self.lines[-1]
        self.lines[-1] = line + (words.lstrip() if not line or line.endswith(" ") else words)

    def _address(self, tag: Tag) -> None:
        """Keep the article number of a link whose words do not say it."""
        match = _ARTICLE_ADDRESS.search(str(tag.get("href") or ""))
        if match and match[1] not in self.lines[-1]:
            self.lines[-1] += f" (http://support.microsoft.com/kb/{match[1]})"

    def _break(self, *, blank: bool) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        if blank and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")

    def _block(self, lines: list[str]) -> None:
        self._break(blank=True)
        self.lines[-1:] = [*lines, "", ""]

    def _heading(self, text: str) -> None:
        """A heading: plain before the article's first section (its title is one), underlined from there on."""
        known = canonical(text) != OTHER
        self.in_article |= known
        if not text:
            return
        rule = "=" if known else "-"
        self._block([text.upper() if known else text, *([rule * len(text)] if self.in_article else [])])

    def _table(self, table: _Table) -> None:
        columns = list(zip_longest(*table.rows, fillvalue=""))
        widths = [max(map(len, column)) for column in columns]
        lines = ["   ".join(map(str.ljust, row, widths)).rstrip() for row in table.rows]
        if table.headed:
            lines.insert(1, "-" * (sum(widths) + 3 * (len(widths) - 1)))
        self._block(lines)
