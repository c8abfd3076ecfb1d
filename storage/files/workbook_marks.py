"""What a workbook (.xlsx) says about its cells beside their values: hidden rows and columns, formats, formulas.

The library that reads the values tells nothing of this. One pass over the XML of each sheet, without building a tree.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from domain.sheets.cells import Mark, Place
from storage.files.unreadable import UnreadableError, UnreadableReason

_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_TRUE = frozenset({"1", "true"})
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]+)")
#: The most columns of a sheet.
_WIDEST = 16384
#: Formats that change the digits people see: 00000, 0%, 0"箱".
_SHOWN = re.compile(r"(?P<before>(?:\"[^\"]*\"|\\.)*)(?P<zeros>0+)(?P<percent>%?)(?P<after>(?:\"[^\"]*\"|\\.)*)")
_PERCENT = 9


@dataclass
class SheetMarks:
    """``hidden_rows`` by number, ``hidden_columns`` by place from 0, ``formats``: how some numbers are shown."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    marks: dict[Place, Mark] = field(default_factory=dict)
    formats: dict[Place, str] = field(default_factory=dict)


def marks_of(book: zipfile.ZipFile) -> Mapping[str, SheetMarks] | None:
    """What is odd about each sheet of a workbook, by the sheet's name; nothing where it is of another kind.

    Raises UnreadableError: its XML is damaged.
    """
    names = set(book.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        return None
    try:
        formats = _formats(book) if _STYLES in names else {}
        paths = _paths(book)
        return {name: _marks(book.read(path), formats) for name, path in paths.items() if path in names}
    except (ParseError, expat.ExpatError, ValueError, KeyError) as error:
        raise UnreadableError(f"no workbook that can be read: {error}", UnreadableReason.BROKEN) from error


def changes_digits(code: str) -> bool:
    """Whether a format shows other characters than the digits of a number."""
    return code != "0" and bool(_SHOWN.fullmatch(code))


def shown(number: str, code: str) -> str:
    """A whole number or share as a format shows it: 123 by ``00000`` is 00123."""
    found = _SHOWN.fullmatch(code)
    if not found or not number.replace(".", "", 1).isdecimal():
        return number
    if found["percent"]:
        from decimal import Decimal  # noqa: PLC0415 - hardly ever needed

        return f"{(Decimal(number) * 100).normalize():f}%"
    if "." in number:
        return number
    before, after = (re.sub(r"\"|\\", "", found[name]) for name in ("before", "after"))
    return f"{before}{number.zfill(len(found['zeros']))}{after}"


def _tree(book: zipfile.ZipFile, path: str) -> Element:
    return fromstring(book.read(path))  # noqa: S314 - expat refuses entities that grow; a sandbox holds what people send


def _paths(book: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet is."""
    targets = {each.get("Id"): each.get("Target", "") for each in _tree(book, _RELATIONS)}
    found = {}
    for element in _tree(book, _WORKBOOK).iter():
        if element.tag.endswith("}sheet"):
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            found[element.get("name", "")] = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
    return found


def _formats(book: zipfile.ZipFile) -> dict[str, str]:
    """The formats that change the digits, by the number of the style."""
    root = _tree(book, _STYLES)
    codes = {str(_PERCENT): "0%"}
    for element in root.iter():
        if element.tag.endswith("}numFmt") and "numFmtId" in element.attrib:
            codes[element.attrib["numFmtId"]] = element.get("formatCode", "").partition(";")[0]
    styles: list[str] = []
    for part in root:
        if part.tag.endswith("}cellXfs"):
            styles = [codes.get(each.get("numFmtId", ""), "") for each in part]
    return {str(at): code for at, code in enumerate(styles) if changes_digits(code)}


def _marks(xml: bytes, formats: Mapping[str, str]) -> SheetMarks:
    reader = _Reader(formats)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    parser.Parse(xml, True)  # noqa: FBT003 - the last part
    return reader.found


class _Reader:
    """Follows the elements of a sheet, and keeps what is odd."""

    def __init__(self, formats: Mapping[str, str]) -> None:
        self.found = SheetMarks()
        self._formats = formats
        self._row, self._column = 0, -1
        self._cell: dict[str, str] = {}
        self._formula, self._in_value, self._value = False, False, False
        self._starts: Mapping[str, Callable[[dict[str, str]], Any]] = {
            "row": self._begin_row,
            "c": self._begin_cell,
            "col": self._see_column,
            "f": self._begin_formula,
            "v": self._begin_value,
        }

    def start(self, name: str, facts: dict[str, str]) -> None:
        """An element begins."""
        begin = self._starts.get(name.rpartition("}")[2])
        if begin is not None:
            begin(facts)

    def end(self, name: str) -> None:
        """An element ends; at the end of a cell it is known whether a formula has a value."""
        match name.rpartition("}")[2]:
            case "v":
                self._in_value = False
            case "c":
                self._end_cell()

    def text(self, text: str) -> None:
        """Text in an element."""
        self._value = self._value or (self._in_value and bool(text.strip()))

    def _begin_row(self, facts: dict[str, str]) -> None:
        self._row, self._column = int(facts.get("r") or self._row + 1), -1
        if facts.get("hidden") in _TRUE or facts.get("ht") == "0":
            self.found.hidden_rows.add(self._row)

    def _begin_cell(self, facts: dict[str, str]) -> None:
        self._cell, self._formula, self._value = facts, False, False
        place = _PLACE.fullmatch(facts.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1

    def _see_column(self, facts: dict[str, str]) -> None:
        if facts.get("hidden") in _TRUE or facts.get("width") == "0":
            first, last = int(facts.get("min", 1)), min(int(facts.get("max", 1)), _WIDEST)
            self.found.hidden_columns |= set(range(first - 1, last))

    def _begin_formula(self, facts: dict[str, str]) -> None:  # noqa: ARG002 - begins as every element does
        self._formula = True

    def _begin_value(self, facts: dict[str, str]) -> None:  # noqa: ARG002 - begins as every element does
        self._in_value = True

    def _end_cell(self) -> None:
        place = (self._row, self._column)
        kind = self._cell.get("t", "")
        if self._formula and not self._value and kind != "inlineStr":
            self.found.marks[place] = Mark.FORMULA
        elif kind == "b":
            self.found.marks[place] = Mark.YES_NO
        elif kind == "e":
            self.found.marks[place] = Mark.ERROR
        elif kind in ("", "n") and (code := self._formats.get(self._cell.get("s", ""))):
            self.found.formats[place] = code


def _column(letters: str) -> int:
    at = 0
    for each in letters:
        at = at * 26 + ord(each) - ord("A") + 1
    return at - 1
