"""Pick lists: what is to be gathered for an order, or for several by SKU."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.papers.order import page_words, where_to
from bot.papers.paper import Cell, Column, Fact, Paper, Table
from bot.papers.shop_head import shop_head
from domain.actor import Actor
from domain.catalogue.catalogue import Goods
from domain.orders.view import OrderRow, OrderView
from domain.rules.shipment_life import ShipmentStatus
from handlers.formatting import goods_words
from handlers.formatting.orders_text import FREE
from locales import Words

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What is to be gathered of some goods; ``whose``: for which orders, or what kind of line it is."""

    goods: Goods
    quantity: Decimal
    whose: str


def picking_paper(actor: Actor, views: Sequence[OrderView], say: Words) -> Paper:
    """Of one order line by line; of several merged by SKU, with how much is for which. In the order of the shelves."""
    one = views[0] if len(views) == 1 else None
    found = [_of_row(row, much, say) for row, much in _rows(one)] if one else _merged(views, say)
    wanted = sorted(found, key=lambda each: (each.goods.sku.shelf, each.goods.sku.code))
    whose = "  ".join(each.order.number[5:] for each in views)
    about = (one.order.number, *where_to(one, say)) if one else (say.count("papers.orders", len(views)), whose)
    printed = Fact(name=say("papers.printed"), value=say.moment(actor.now, actor.supplier.zone))
    facts = (Fact(name=say("papers.account"), value=one.access.account.name), printed) if one else (printed,)
    return Paper(
        title=say("papers.title_picking"),
        about=about,
        facts=facts[:1],
        beside=facts[1:],
        tables=(_table(say, wanted, merged=one is None),),
        page=page_words(say),
        currency=actor.supplier.currency,
        language=say.language,
        head=shop_head(actor, say),
        signatures=(say("papers.sign_picker"), say("papers.sign_checker")),
    )


def _rows(view: OrderView) -> Iterable[tuple[OrderRow, Decimal]]:
    """What can be sent now; where a parcel is gathered already, what goes into it."""
    begun = next((each for each in view.parcels if each.shipment.status is ShipmentStatus.PICKING), None)
    amounts = ((row, begun.contents.get(row.line.id, _NONE) if begun else row.ready) for row in view.rows)
    return ((row, much) for row, much in amounts if much > 0)


def _of_row(row: OrderRow, much: Decimal, say: Words) -> _Wanted:
    kind = row.line.kind
    whose = say(f"papers.{kind}") if kind in FREE else ""
    return _Wanted(goods=row.goods, quantity=much, whose=whose)


def _merged(views: Iterable[OrderView], say: Words) -> Iterable[_Wanted]:
    by_sku: dict[int, list[tuple[OrderView, OrderRow, Decimal]]] = {}
    for view in views:
        for row, much in _rows(view):
            by_sku.setdefault(row.line.sku_id, []).append((view, row, much))
    for found in by_sku.values():
        goods = found[0][1].goods
        whose = "\n".join(
            f"{view.order.number[5:]} {goods_words.quantity(say, goods, much)}" for view, _row, much in found
        )
        yield _Wanted(goods=goods, quantity=sum((much for *_, much in found), _NONE), whose=whose)


def _table(say: Words, wanted: Sequence[_Wanted], *, merged: bool) -> Table:
    columns = (
        Column(title=say("papers.column_tick"), share=0.5),
        Column(title=say("papers.column_shelf"), share=0.9),
        Column(title=say("papers.column_code"), share=1.2),
        Column(title=say("papers.column_barcode"), share=1.6),
        Column(title=say("papers.column_goods"), share=2.6),
        Column(title=say("papers.column_quantity"), share=1.3),
        Column(title=say("papers.column_base"), share=1.0),
        Column(title=say("papers.column_whose" if merged else "papers.column_remark"), share=2.4 if merged else 1.2),
    )
    rows = [_row(say, each) for each in wanted]
    return Table(name=say("papers.goods"), columns=columns, rows=rows, empty=say("papers.nothing_to_pick"))


def _row(say: Words, wanted: _Wanted) -> tuple[Cell, ...]:
    goods, much = wanted.goods, wanted.quantity
    packed = goods_words.quantity(say, goods, much)
    base = goods_words.counted(say, goods_words.unit(say, goods), much)
    return (
        "□",
        goods.sku.shelf,
        goods.sku.code,
        goods.sku.barcode or "",
        goods_words.name(say, goods),
        packed,
        "" if packed == base else base,
        wanted.whose,
    )
