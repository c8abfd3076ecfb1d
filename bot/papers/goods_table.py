"""The table of goods on the papers of an order: what, how much, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.papers.paper import Cell, CellKind, Column, Table
from domain.catalogue.catalogue import Goods
from domain.rules.pricing.price_calculation import LinePrice
from domain.tables.lines import LineKind
from handlers.formatting import goods_words
from handlers.formatting.orders_text import FREE
from locales import Words

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class GoodsRow:
    """Goods on a paper. ``quantity``: in base units. ``price``: in words, for a unit; ``amount``: of all of it."""

    goods: Goods
    quantity: Decimal
    kind: LineKind = LineKind.GOODS
    price: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What stands below the goods. ``total``: after what comes off; ``rebate``: what of that a rebate pays."""

    discount: Decimal
    total: Decimal
    rebate: Decimal = _NONE


def goods_table(say: Words, rows: Sequence[GoodsRow], sums: Sums | None, *, title: str = "") -> Table:
    """The goods, each with what it costs where ``sums`` are given, and the sums."""
    prices = sums is not None
    columns = [
        Column(title=say("papers.column_position"), kind=CellKind.QUANTITY, share=0.6),
        Column(title=say("papers.column_code"), share=1.2),
        Column(title=say("papers.column_goods"), share=3.0),
        Column(title=say("papers.column_quantity"), share=1.5),
        Column(title=say("papers.column_base"), share=1.1),
    ]
    if prices:
        columns += [
            Column(title=say("papers.column_price"), share=1.4),
            Column(title=say("papers.column_amount"), kind=CellKind.MONEY, share=1.35),
        ]
    cells: list[tuple[Cell, ...]] = [_row(say, at, row)[: len(columns)] for at, row in enumerate(rows, 1)]
    if sums is not None:
        cells += _below(say, sums)
    first = len(rows)
    return Table(
        name=say("papers.goods"),
        title=title,
        columns=tuple(columns),
        rows=cells,
        strong=frozenset(range(first, len(cells))),
    )


def price_words(say: Words, goods: Goods, price: LinePrice, currency: str) -> str:
    """What a unit costs: ``¥60.00/箱``; of both where some stand outside of the packs."""
    told = []
    if price.packs and price.pack_price is not None:
        pack = next((each for each in goods.packs if each.id == price.pack_id), None)
        unit = goods_words.pack_name(say, pack) if pack else say("papers.pack_of", size=price.pack_size)
        told.append(f"{say.price(price.pack_price, currency)}/{unit}")
    if price.loose or not told:
        told.append(f"{say.price(price.unit_price, currency)}/{goods_words.unit(say, goods)}")
    return " ".join(told)


def _row(say: Words, at: int, row: GoodsRow) -> tuple[Cell, ...]:
    name = goods_words.name(say, row.goods)
    base = goods_words.counted(say, goods_words.unit(say, row.goods), row.quantity)
    packed = goods_words.quantity(say, row.goods, row.quantity)
    return (
        Decimal(at),
        row.goods.sku.code,
        say(f"orders.{row.kind}", line=name) if row.kind in FREE else name,
        packed,
        "" if packed == base else base,
        row.price,
        row.amount,
    )


def _below(say: Words, sums: Sums) -> list[tuple[Cell, ...]]:
    def line(key: str, amount: Decimal) -> tuple[Cell, ...]:
        return (None, "", say(key), "", "", "", amount)

    discount = [line("papers.discount", -sums.discount)] if sums.discount else []
    whole = [*discount, line("papers.total", sums.total)]
    if not sums.rebate:
        return whole
    return [*whole, line("papers.rebate", -sums.rebate), line("papers.payable", sums.total - sums.rebate)]
