"""Draws papers as PDF: whose it is, a title, facts, and tables that go on over the pages with their heads."""

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, LongTable, PageBreak, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Block

from bot.papers.cells import written
from bot.papers.font import FONT, font, printable
from bot.papers.layout import LAYOUTS, Layout
from bot.papers.numbered_pages import GREY, Beginning, numbered
from bot.papers.paper import CellKind, Column, Fact, Paper, Table
from bot.papers.text_lines import LEADING, cell, wrapped

_PADDING = 4
_INK, _RULE, _SHADE = (colors.HexColor(each) for each in ("#1d2129", "#c9ced8", "#f2f4f7"))
#: Facts stand in two columns beside one another, each a name and a value.
_FACT_SHARES = (0.22, 0.28, 0.22, 0.28)
#: The same where values are words: names are short, and stand close to them.
_WORD_SHARES = (0.13, 0.37, 0.13, 0.37)
_RIGHT = frozenset({CellKind.MONEY, CellKind.PRICE, CellKind.QUANTITY})


def pdf_of(*papers: Paper) -> bytes:
    """Papers of one form as a file, each from a page of its own, with its own page numbers."""
    font()
    first, made = papers[0], io.BytesIO()
    layout = LAYOUTS[first.form]
    document = SimpleDocTemplate(
        made,
        pagesize=layout.size,
        leftMargin=layout.side,
        rightMargin=layout.side,
        topMargin=layout.top,
        bottomMargin=layout.foot,
        title=printable(first.title),
        initialFontName=FONT,
    )
    document.build(list(_all(papers, layout)), canvasmaker=numbered(papers, layout))
    return made.getvalue()


def _all(papers: Iterable[Paper], layout: Layout) -> Iterator[Flowable]:
    for at, paper in enumerate(papers):
        if at:
            yield PageBreak()
        yield Beginning(at)
        yield from _parts(paper, layout)


def _parts(paper: Paper, layout: Layout) -> Iterator[Flowable]:
    if paper.head:
        yield _headed(paper, layout)
    else:
        yield _stacked((paper.title,), layout.title, _INK, layout)
        yield _stacked(paper.about[:1], layout.text, GREY, layout)
    yield _stacked(paper.about[1:], layout.text, GREY, layout)
    yield Spacer(0, 3 * mm * layout.gap)
    if paper.facts:
        yield _facts(paper, layout)
    for table in paper.tables:
        yield Spacer(0, 5 * mm * layout.gap)
        if table.title:
            yield _stacked((table.title,), layout.text + 2, _INK, layout)
        yield _rows(paper, table, layout) if table.rows else _stacked((table.empty,), layout.text, GREY, layout)
    yield Spacer(0, 4 * mm * layout.gap)
    yield _stacked(paper.notes, layout.small, GREY, layout)
    if paper.signatures:
        yield KeepTogether([Spacer(0, 6 * mm * layout.gap), _signed(paper.signatures, layout)])


def _headed(paper: Paper, layout: Layout) -> Flowable:
    """Whose paper it is at the left, what paper at the right."""
    left, right = layout.width * 0.62, layout.width * 0.38
    big, small = layout.text + 3, layout.text
    whose, number = "\u3000".join(paper.head[1:]), "".join(paper.about[:1])
    cells = [
        [cell(paper.head[0], left - _PADDING, big, ink=_INK), wrapped(paper.title, right - _PADDING, layout.title)],
        [cell(whose, left - _PADDING, small, ink=GREY), cell(number, right - _PADDING, small, right=True, ink=GREY)],
    ]
    style = [*_plain(small), ("ALIGN", (1, 0), (1, -1), "RIGHT"), ("VALIGN", (0, 0), (-1, 0), "BOTTOM")]
    style += [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (1, 0), (1, -1), 0)]
    style += [("FONT", (0, 0), (0, 0), FONT, big, big * LEADING), ("TEXTCOLOR", (0, 1), (-1, 1), GREY)]
    style += [("FONT", (1, 0), (1, 0), FONT, layout.title, layout.title * LEADING), ("TOPPADDING", (0, 0), (-1, -1), 0)]
    return Block(cells, colWidths=[left, right], style=TableStyle(style), hAlign="LEFT")


def _stacked(lines: Iterable[str], size: float, ink: colors.Color, layout: Layout) -> Flowable:
    """Lines below one another, each a row of its own: any number of them can go on over pages."""
    shown = [part for line in lines if line for part in wrapped(line, layout.width, size).split("\n")]
    if not shown:
        return Spacer(0, 0)
    cells = [[cell(each, layout.width, size, ink=ink)] for each in shown]
    style = [*_plain(size), ("TEXTCOLOR", (0, 0), (-1, -1), ink), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    style += [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    return Block(cells, colWidths=[layout.width], style=TableStyle(style), hAlign="LEFT")


def _facts(paper: Paper, layout: Layout) -> Flowable:
    """Two columns of names and values: amounts at the right, words beside their names."""
    facts = (*paper.facts, *paper.beside)
    words = all(each.kind is CellKind.TEXT for each in facts)
    widths = [layout.width * share for share in (_WORD_SHARES if words else _FACT_SHARES)]
    blank = Fact(name="", value="")
    cells = [
        [
            cell(
                text,
                room - 2 * _PADDING,
                layout.text,
                right=not words and at % 2 == 1,
                ink=GREY if at in (0, 2) else _INK,
            )
            for at, (text, room) in enumerate(zip((*_told(paper, one), *_told(paper, other)), widths, strict=True))
        ]
        for one, other in zip_longest(paper.facts, paper.beside, fillvalue=blank)
    ]
    style = [
        *_plain(layout.text),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, _RULE),
        ("BACKGROUND", (0, 0), (-1, -1), _SHADE),
    ]
    style += [("TEXTCOLOR", (at, 0), (at, -1), GREY) for at in (0, 2)]
    style += [("ALIGN", (at, 0), (at, -1), "LEFT" if words else "RIGHT") for at in (1, 3)]
    return Block(cells, colWidths=widths, style=TableStyle(style), hAlign="LEFT")


def _told(paper: Paper, fact: Fact) -> tuple[str, str]:
    return fact.name, written(fact.value, fact.kind, paper)


def _rows(paper: Paper, table: Table, layout: Layout) -> Flowable:
    whole = sum(column.share for column in table.columns)
    widths = [layout.width * column.share / whole for column in table.columns]
    rooms = [each - 2 * _PADDING for each in widths]
    head = [cell(column.title, room, layout.small, ink=GREY) for column, room in zip(table.columns, rooms, strict=True)]
    cells = [
        [
            cell(written(each, column.kind, paper), room, layout.small, right=column.kind in _RIGHT, ink=_INK)
            for each, column, room in zip(row, table.columns, rooms, strict=True)
        ]
        for row in table.rows
    ]
    style = TableStyle([*_plain(layout.small), *_looks(table.columns), *_standing_out(table)])
    return LongTable([head, *cells], colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def _signed(signatures: tuple[str, ...], layout: Layout) -> Flowable:
    """A line to write on behind each name."""
    share = layout.width / len(signatures)
    cells = [[wrapped(each, share - 2 * _PADDING, layout.text) for each in signatures]]
    style = [*_plain(layout.text), ("LINEBELOW", (0, 0), (-1, -1), 0.6, _INK), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
    return Block(cells, colWidths=[share] * len(signatures), style=TableStyle(style), hAlign="LEFT")


def _plain(size: float) -> list[tuple[object, ...]]:
    everywhere = ((0, 0), (-1, -1))
    return [
        ("FONT", *everywhere, FONT, size, size * LEADING),
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
        ("TEXTCOLOR", (0, 0), (-1, 0), GREY),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, _RULE),
        *right,
    ]


def _standing_out(table: Table) -> list[tuple[object, ...]]:
    """There is no bold font: the row is shaded, below the head's own row. Those below one another stay together."""
    shaded = [("BACKGROUND", (0, at + 1), (-1, at + 1), _SHADE) for at in sorted(table.strong)]
    together = [("NOSPLIT", (0, at), (0, at + 1)) for at in sorted(table.strong) if at - 1 in table.strong]
    return [*shaded, *together]
