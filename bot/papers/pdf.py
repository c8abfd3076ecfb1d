"""Draws a paper as PDF, A4: a title, a block of facts, and tables that go on over the pages with their heads."""

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Block

from bot.papers.cells import written
from bot.papers.font import FONT, font, printable, width
from bot.papers.paper import CellKind, Column, Paper, Table

_MARGIN, _FOOT = 15 * mm, 18 * mm
#: What reportlab leaves free inside of the margins.
_INSET = 6
_WIDTH = A4[0] - 2 * (_MARGIN + _INSET)
_TITLE, _TEXT, _SMALL = 16, 9, 8
_PADDING = 4
_INK, _GREY, _RULE, _SHADE = (colors.HexColor(each) for each in ("#1d2129", "#5f6673", "#c9ced8", "#f2f4f7"))
#: Facts stand in two columns beside one another, each a name and a value.
_FACT_SHARES = (0.22, 0.28, 0.22, 0.28)
_RIGHT = frozenset({CellKind.MONEY, CellKind.PRICE, CellKind.QUANTITY})


def pdf_of(paper: Paper) -> bytes:
    """The paper as a file."""
    font()
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_FOOT,
        title=printable(paper.title),
        initialFontName=FONT,
    )
    document.build(list(_parts(paper)), canvasmaker=_numbered(paper))
    return made.getvalue()


def wrapped(text: str, room: float, size: float = _TEXT) -> str:
    """A text in lines that fit into so many points; between words where there are some, else between characters."""
    return "\n".join(_lines(printable(text), room, size))


def _parts(paper: Paper) -> Iterator[Flowable]:
    yield _stacked((paper.title,), _TITLE, _INK)
    if paper.about:
        yield _stacked(paper.about, _TEXT, _GREY)
    yield Spacer(0, 3 * mm)
    if paper.facts:
        yield _facts(paper)
    for table in paper.tables:
        yield Spacer(0, 5 * mm)
        if table.title:
            yield _stacked((table.title,), _TEXT + 2, _INK)
        yield _rows(paper, table) if table.rows else _stacked((table.empty,), _TEXT, _GREY)
    if paper.notes:
        yield Spacer(0, 4 * mm)
        yield _stacked(paper.notes, _SMALL, _GREY)


def _stacked(lines: Iterable[str], size: float, ink: colors.Color) -> Flowable:
    cells = [[wrapped(line, _WIDTH, size)] for line in lines]
    style = [*_plain(size), ("TEXTCOLOR", (0, 0), (-1, -1), ink), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    return Block(cells, colWidths=[_WIDTH], style=TableStyle(style), hAlign="LEFT")


def _facts(paper: Paper) -> Flowable:
    """Two columns of names and values."""
    left, right = (
        [(fact.name, written(fact.value, fact.kind, paper)) for fact in facts] for facts in (paper.facts, paper.beside)
    )
    widths = [_WIDTH * share for share in _FACT_SHARES]
    cells = [
        [wrapped(text, room - 2 * _PADDING) for text, room in zip((*one, *other), widths, strict=True)]
        for one, other in zip_longest(left, right, fillvalue=("", ""))
    ]
    style = [*_plain(_TEXT), ("LINEBELOW", (0, 0), (-1, -1), 0.3, _RULE), ("BACKGROUND", (0, 0), (-1, -1), _SHADE)]
    style += [("TEXTCOLOR", (at, 0), (at, -1), _GREY) for at in (0, 2)]
    style += [("ALIGN", (at, 0), (at, -1), "RIGHT") for at in (1, 3)]
    return Block(cells, colWidths=widths, style=TableStyle(style), hAlign="LEFT")


def _rows(paper: Paper, table: Table) -> Flowable:
    whole = sum(column.share for column in table.columns)
    widths = [_WIDTH * column.share / whole for column in table.columns]
    rooms = [each - 2 * _PADDING for each in widths]
    head = [wrapped(column.title, room, _SMALL) for column, room in zip(table.columns, rooms, strict=True)]
    cells = [
        [
            wrapped(written(cell, column.kind, paper), room, _SMALL)
            for cell, column, room in zip(row, table.columns, rooms, strict=True)
        ]
        for row in table.rows
    ]
    style = TableStyle([*_plain(_SMALL), *_looks(table.columns), *_standing_out(table)])
    return LongTable([head, *cells], colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def _plain(size: float) -> list[tuple[object, ...]]:
    everywhere = ((0, 0), (-1, -1))
    return [
        ("FONT", *everywhere, FONT, size, size * 1.35),
        ("TEXTCOLOR", *everywhere, _INK),
        ("VALIGN", *everywhere, "TOP"),
        ("LEFTPADDING", *everywhere, _PADDING),
        ("RIGHTPADDING", *everywhere, _PADDING),
        ("TOPPADDING", *everywhere, 2.5),
        ("BOTTOMPADDING", *everywhere, 3.5),
    ]


def _looks(columns: tuple[Column, ...]) -> list[tuple[object, ...]]:
    right = [("ALIGN", (at, 0), (at, -1), "RIGHT") for at, column in enumerate(columns) if column.kind in _RIGHT]
    return [
        ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("TEXTCOLOR", (0, 0), (-1, 0), _GREY),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, _RULE),
        *right,
    ]


def _standing_out(table: Table) -> list[tuple[object, ...]]:
    """There is no bold font: the row is shaded, below the head's own row."""
    return [("BACKGROUND", (0, at + 1), (-1, at + 1), _SHADE) for at in sorted(table.strong)]


def _lines(text: str, room: float, size: float) -> Iterator[str]:
    while width(text, size) > room and len(text) > 1:
        cut = _fitting(text, room, size)
        at_word = text.rfind(" ", 0, cut + 1)
        cut = at_word + 1 if at_word > 0 else cut
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters fit; one at least."""
    few, many = 1, len(text)
    while few < many:
        middle = (few + many + 1) // 2
        few, many = (middle, many) if width(text[:middle], size) <= room else (few, middle - 1)
    return few


def _numbered(paper: Paper) -> type[Canvas]:
    """A canvas that writes ``page x of y`` on each page, once all of them are there."""

    class Numbered(Canvas):  # type: ignore[misc] # reportlab has no types
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's own name
            """The page is finished later."""
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Finish every page, and the file."""
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                self.setFont(FONT, _SMALL)
                self.setFillColor(_GREY)
                self.drawString(
                    _MARGIN + _INSET, _FOOT / 2, wrapped(" · ".join((paper.title, *paper.about[:1])), _WIDTH * 0.75)
                )
                told = printable(paper.page.format(page=number, pages=len(self._pages)))
                self.drawRightString(A4[0] - _MARGIN - _INSET, _FOOT / 2, told)
                Canvas.showPage(self)
            Canvas.save(self)

    return Numbered
