"""What stands on a paper, whatever it is drawn as: a title, facts, and tables of typed cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import TypeAlias

Cell: TypeAlias = str | Decimal | date | None


class CellKind(Enum):
    """How the cells of a column look."""

    TEXT = auto()
    MONEY = auto()
    PRICE = auto()
    QUANTITY = auto()
    DAY = auto()


class PageForm(Enum):
    """What a paper is printed on."""

    A4 = auto()
    THREE_PART = auto()
    """241 × 140 mm, in three layers."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. ``share``: of the width that is there, beside the others'."""

    title: str
    kind: CellKind = CellKind.TEXT
    share: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of cells under their columns. ``strong``: the places of rows that stand out, such as totals.

    ``name``: of its sheet in a workbook. ``empty``: what is said where there is no row.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    strong: frozenset[int] = frozenset()
    title: str = ""
    empty: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something said beside its name: ``期初欠款  ¥1,200.00``."""

    name: str
    value: Cell
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper. ``about``: lines below the title; ``facts``: in a block above the tables, with those ``beside`` them.

    ``head``: whose paper it is, the name first. ``notes``: at the end, and below them ``signatures``, who signs.

    ``page``: the text of the page number, with the blanks ``page`` and ``pages``. ``currency``: of its amounts.
    """

    title: str
    about: tuple[str, ...]
    facts: tuple[Fact, ...]
    beside: tuple[Fact, ...]
    tables: tuple[Table, ...]
    page: str
    currency: str
    language: str
    notes: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    form: PageForm = PageForm.A4
