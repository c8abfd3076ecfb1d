"""Sheets as they were sent: rows of cells as people see them, and what is odd about some of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias


class BadCellError(Exception):
    """A cell that cannot be used; ``reason`` is the key of its text, ``facts`` fill the blanks."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class Mark(StrEnum):
    """What is odd about a cell, which its text does not show."""

    FORMULA = "formula"
    """A formula whose value was never worked out."""
    YES_NO = "yes_no"
    """TRUE or FALSE."""
    DATE = "date"
    """A date, perhaps made of what somebody typed."""
    ERROR = "error"
    """What a spreadsheet shows as #N/A or the like."""
    CUT = "cut"
    """A number of more digits than a spreadsheet keeps: the last are lost."""
    MERGED = "merged"
    """One cell with others, of which each may mean its own."""


#: A row as people see it: its number, and its cells as text.
Row: TypeAlias = tuple[int, tuple[str, ...]]
#: The number of a row, and the place of a cell in it from 0.
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """Cells that are shown as one: the first and last row by number, the first and last place from 0."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet with its rows that hold anything and are in sight.

    ``hidden``: the sheet itself is, and its rows are left out. ``hidden_rows``: the numbers of rows that hold anything
    and are hidden or filtered. ``hidden_columns``: places from 0; their cells are among the rows.
    ``unclosed``: the first and last number of rows of a text file that a quote without an end made one.
    ``semicolons``: whether they part the cells of a text file, as where numbers have a decimal comma.
    ``encoding``: what a text file was taken for, where it does not say so itself. ``blind``: a workbook of a kind that
    does not tell us what of it is hidden.
    """

    name: str = ""
    rows: tuple[Row, ...] = ()
    marks: Mapping[Place, Mark] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    unclosed: tuple[tuple[int, int], ...] = ()
    semicolons: bool = False
    encoding: str = ""
    blind: bool = False


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something that a reader of sheets says about them: the key of its text, and what fills the blanks."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
