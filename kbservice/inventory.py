"""What a machine runs, from the listings that people have: text -> files, products, installed hotfixes.

Read are CSV of PowerShell (`Get-Item ... | Select VersionInfo`, `Get-HotFix`), `wmic qfe`, `dir` and `filever`
listings, `systeminfo` and JSON. A row that cannot be read is reported by its line and left out.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kbservice import fixcheck, products
from kbservice.errors import InvalidInput
from kbservice.fixcheck import Running
from kbservice.fixcheck.running import date as read_date
from kbservice.products import ProductName
from kbservice.versions import FileVersion, ServicePack

_HOTFIX = re.compile(r"\b(?:KB|Q)(\d{5,7})\b", re.IGNORECASE)
_DIR = re.compile(
    r"\s*(?P<date>\d{1,2}[/-]\d{1,2}[/-]\d{2,4})\s+(?P<time>\d{1,2}:\d{2}\s?[ap]?m?)\s+(?P<size>[\d,.]+)\s+(?P<name>\S.*\S)\s*",
    re.IGNORECASE,
)
_DOS_DIR = re.compile(
    r"(?P<name>[^\s.]{1,8})\s+(?P<ext>\S{1,3})\s+(?P<size>[\d,]+)\s+(?P<date>\d{1,2}-\d{1,2}-\d{2,4})\s+\d{1,2}:\d{2}[ap]?\s*",
    re.IGNORECASE,
)
_FILEVER = re.compile(
    r"\S{5}\s+\S+\s+\S+\s+\S+\s+(?P<version>\d[\d.]+|-)\s+\S+\s+(?P<size>[\d,]+)\s+(?P<date>\d\d-\d\d-\d{4})\s+(?P<name>\S+)\s*"
)
_VERSION_TABLE = re.compile(r"\s*\S*\s+(?P<version>\d[\d.,]+(?: \(.*?\))?)\s+(?P<name>[A-Za-z]:\\.*\S)\s*")
_BLOCK = re.compile(
    r"^[^\w\n]*File(?:Name)?[ \t]*:[ \t]*(?P<name>\S.*?)[ \t]*$(?:\n(?![^\w\n]*File(?:Name)?[ \t]*:).*)*?"
    r"\n[ \t]*FileVersion[ \t]*:[ \t]*(?P<version>\S.*?)[ \t]*$",
    re.MULTILINE,
)
_OS_NAME = re.compile(r"OS Name:\s*(.+?)\s*$", re.MULTILINE)
_OS_VERSION = re.compile(r"OS Version:\s*(.+?)\s*$", re.MULTILINE)
_COLUMNS = {
    "name": ("filename", "name", "file", "fullname", "path", "internalname", "originalfilename"),
    "version": ("fileversion", "version", "fileversionraw"),
    "size": ("length", "size", "file_size"),
    "date": ("lastwritetime", "date", "modified", "file_date"),
    "hotfix": ("hotfixid", "hotfix", "kb"),
    "product": ("product", "displayname"),
    "product_version": ("product_version", "displayversion"),
    "service_pack": ("service_pack", "servicepack", "servicepackineffect"),
}
_PARTS = ("filemajorpart", "fileminorpart", "filebuildpart", "fileprivatepart")
_LONGEST_LINE = 1000
_FILE_NAME = re.compile(r"[^\s/:*?\"<>|][^/:*?\"<>|]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the machine and the line that states it."""

    file: str
    version: FileVersion | None
    date: dt.date | None
    size: int | None
    line: int
    path: str = ""

    @property
    def running(self) -> Running:
        """The item as what runs, for a fix check."""
        return Running(file=self.file, file_version=self.version, file_date=self.date, file_size=self.size)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read: its line and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Files, products with their service packs, numbers of installed hotfixes, and the rows that were left out."""

    files: tuple[Item, ...] = ()
    products: tuple[Running, ...] = ()
    hotfixes: tuple[int, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()


@dataclass
class _Found:
    files: list[Item] = field(default_factory=list)
    products: list[Running] = field(default_factory=list)
    hotfixes: list[int] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)


def parse(text: str) -> Inventory:
    """The inventory that a listing states; the kind of listing is recognised by its content.

    Raises:
        InvalidInput: nothing in the text is a file, product or hotfix, and no row was recognised as a bad one.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _Found()
    next(read for recognises, read in _READERS if recognises(text))(text, found)
    if not (found.files or found.products or found.hotfixes or found.bad_rows):
        raise InvalidInput(
            "the inventory names no file, product or hotfix",
            remedy="give CSV with the columns FileName and FileVersion, a dir listing, systeminfo, or JSON",
        )
    return Inventory(
        tuple(found.files), tuple(found.products), tuple(dict.fromkeys(found.hotfixes)), tuple(found.bad_rows)
    )


# ---- rows of columns: CSV and JSON -------------------------------------------------------------------------------


def _read_json(text: str, found: _Found) -> None:
    try:
        rows = list(_objects(json.loads(text)))
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the inventory is no JSON that can be read: {error}") from error
    for number, row in enumerate(rows, 1):
        _row(row, number, found)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that describe a file, product or hotfix, whatever lists and objects hold them."""
    if isinstance(value, list):
        for item in value:
            yield from _objects({"hotfix": item} if isinstance(item, str) else item)
    elif isinstance(value, dict):
        nested = [v for v in value.values() if isinstance(v, (list, dict))]
        plain = {k: v for k, v in value.items() if not isinstance(v, (list, dict))}
        version_info = value.get("VersionInfo")
        if isinstance(version_info, dict):
            yield {**plain, **version_info}
            return
        if _known(plain):
            yield plain
        for item in nested:
            yield from _objects(item)


def _read_csv(text: str, found: _Found) -> None:
    lines = text.split("\n")
    skip = 1 if lines[0].startswith("#TYPE") else 0
    header = lines[skip]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO("\n".join(lines[skip:])), delimiter=delimiter)
    for row in reader:
        _row({k: v for k, v in row.items() if k is not None and isinstance(v, str)}, reader.line_num + skip, found)


def _row(given: Mapping[str, Any], line: int, found: _Found) -> None:
    said = _known(given)
    hotfix = _HOTFIX.search(said.get("hotfix", ""))
    try:
        if hotfix:
            found.hotfixes.append(int(hotfix[1]))
        elif "product" in said and "version" not in said:
            found.products.append(_product(said))
        elif "name" in said:
            found.files.append(_item(said, line))
        else:
            found.bad_rows.append(BadRow(line, "the row names no file, product or hotfix"))
    except InvalidInput as error:
        found.bad_rows.append(BadRow(line, error.message))


def _known(given: Mapping[str, Any]) -> dict[str, str]:
    """The values of a row under our names; the numbers of PowerShell's version parts beat the printed version."""
    folded = {re.sub(r"[ _]", "", str(k)).lower(): str(v).strip() for k, v in given.items() if v not in (None, "")}
    said = {}
    for name, columns in _COLUMNS.items():
        value = next((folded[c.replace("_", "")] for c in columns if folded.get(c.replace("_", ""))), None)
        if value is not None:
            said[name] = value
    if all(folded.get(part, "").isdigit() for part in _PARTS) and any(folded[part] != "0" for part in _PARTS):
        said["version"] = ".".join(folded[part] for part in _PARTS)
    return said


def _product(said: Mapping[str, str]) -> Running:
    runs = fixcheck.parse({name: said.get(name) for name in ("product", "product_version", "service_pack")})
    doubt = fixcheck.doubted(runs.product, runs.service_pack, None) if runs.product else None
    if doubt is not None:
        raise InvalidInput(doubt.message)
    return runs


def _item(said: Mapping[str, str], line: int) -> Item:
    path = said["name"]
    name = fixcheck.file_key(path)
    if not _FILE_NAME.fullmatch(name):
        raise InvalidInput(f"{path[:60]!r} is no file name")
    size = re.sub(r"[,.\s]", "", said.get("size", ""))
    return Item(
        name,
        FileVersion.parse(said["version"]) if said.get("version") else None,
        _date(said.get("date")),
        int(size) if size.isdigit() else None,
        line,
        path,
    )


def _date(text: str | None) -> dt.date | None:
    """The date of a time stamp; what cannot be read or is yet to come is left out, for the version decides first."""
    if not text:
        return None
    day = re.split(r"[ T]", text.strip())[0]
    try:
        read = read_date(day.replace("-", "/") if re.match(r"\d{1,2}-\d", day) else day)
    except InvalidInput:
        return None
    return None if fixcheck.doubted_file(Running(file_date=read)) else read


# ---- lines: dir, filever, wmic, systeminfo -----------------------------------------------------------------------


def _read_lines(text: str, found: _Found) -> None:
    folder = ""
    for number, whole in enumerate(text.split("\n"), 1):
        line = whole[:_LONGEST_LINE].strip()
        if (heading := re.match(r"\s*Directory of (.+?)\s*$", line)) is not None:
            folder = heading[1].rstrip("\\") + "\\"
        elif (said := _listed(line)) is not None:
            _row({**said, "name": folder + said["name"]}, number, found)
        else:
            found.hotfixes += [int(n) for n in _HOTFIX.findall(line)]


def _read_blocks(text: str, found: _Found) -> None:
    """What PowerShell prints of VersionInfo: `File: C:\\...` and, some lines below, `FileVersion: 5.5.2653.23`."""
    for match in _BLOCK.finditer(text):
        said = {"name": match["name"].strip(), "version": match["version"].strip()}
        _row(said, text.count("\n", 0, match.start()) + 1, found)


def _listed(line: str) -> dict[str, str] | None:
    for pattern in (_FILEVER, _VERSION_TABLE, _DIR, _DOS_DIR):
        match = pattern.fullmatch(line)
        if match is not None:
            said = match.groupdict()
            said["name"] += f".{said['ext']}" if said.get("ext") else ""
            return {name: value for name, value in said.items() if value != "-"}  # filever: a file without a version
    return None


def _read_systeminfo(text: str, found: _Found) -> None:
    name = _OS_NAME.search(text)
    version = _OS_VERSION.search(text)
    if name is not None:
        pack = ServicePack.find(version[1]) if version else None
        found.products.append(Running(product=_system(name[1]), service_pack=pack or ServicePack(())))
    found.hotfixes += [int(n) for n in _HOTFIX.findall(text)]


def _system(name: str) -> ProductName:
    return products.parse(name.split("|")[0].replace("(R)", "").replace("®", ""))


_READERS: tuple[tuple[Callable[[str], bool], Callable[[str, _Found], None]], ...] = (
    (lambda text: text.lstrip()[:1] in ("[", "{") and not re.match(r"\s*\[\d+\]", text), _read_json),
    (lambda text: _OS_NAME.search(text) is not None, _read_systeminfo),
    (lambda text: _BLOCK.search(text) is not None, _read_blocks),
    (lambda text: text.startswith("#TYPE") or _has_columns(text.split("\n", 1)[0]), _read_csv),
    (lambda _: True, _read_lines),
)


def _has_columns(header: str) -> bool:
    delimiter = max(",;\t", key=header.count)
    names = [re.sub(r"[ _\"']", "", cell).lower() for cell in header.split(delimiter)]
    known = {column.replace("_", "") for columns in _COLUMNS.values() for column in columns}
    return sum(name in known for name in names) >= min(2, len(names)) and delimiter in header


def runnings(items: Iterable[Item]) -> Iterator[tuple[Item, Running]]:
    """Each different file once, with what runs; files that state neither version nor date are left out."""
    seen = set()
    for item in items:
        key = (item.file, item.version, item.date, item.size)
        if key not in seen and (item.version or item.date):
            seen.add(key)
            yield item, item.running
