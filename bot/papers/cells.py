"""Cells of papers in words, as a reader of the language writes them."""

from datetime import date
from decimal import Decimal

from bot.papers.paper import Cell, CellKind, Paper
from locales import words_for


def written(cell: Cell, kind: CellKind, paper: Paper) -> str:
    """A cell as text."""
    say = words_for(paper.language)
    if isinstance(cell, Decimal):
        match kind:
            case CellKind.PRICE:
                return say.price(cell, paper.currency)
            case CellKind.MONEY:
                return say.money(cell, paper.currency)
            case _:
                return say.number(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return cell or ""
