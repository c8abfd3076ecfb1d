"""How a parcel is shown to those who pack it: the pick list, one line of it, and the ways on."""

from decimal import Decimal

from domain.catalogue import Goods
from domain.picking import PackedRow, Packing
from domain.tables.catalogue import Pack
from handlers import goods_words, order_words
from handlers.paging import page as page_of
from handlers.press import button
from handlers.turn import Button, Reply, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: Lines of a pick list shown at once.
PAGE = 6
_IN_A_ROW = 3


def card(parcel: Packing) -> str:
    """What the parcel's place in a chat is called."""
    return f"parcel:{parcel.id}"


def said(visit: Visit, word: str, parcel: Packing) -> str:
    """A button's own words, which name the order."""
    return visit.say(f"picking.{word}_say", order=order_words.short(parcel.order))


def back(visit: Visit, parcel: Packing) -> Button:
    """Back to the pick list."""
    return button(visit.say("picking.back"), Verb.PARCEL, parcel.id, say=said(visit, "back", parcel))


def ways(visit: Visit) -> Row:
    """Back to the queue, and home."""
    return (
        button(visit.say("picking.to_queue"), Verb.QUEUE),
        button(visit.say("button.menu"), Verb.MENU),
    )


def pick_list(visit: Visit, parcel: Packing, page: int = 0) -> Reply:
    """What goes into the parcel, line by line, with what is on the shelf."""
    part = page_of(page, PAGE, len(parcel.rows))
    rows = part.of(parcel.rows)
    change = [_to_line(visit, parcel, row) for row in rows]
    last: list[Button] = []
    if not parcel.empty:
        last.append(_about(visit, parcel, "ship", Verb.SHIP))
    last.append(_about(visit, parcel, "drop", Verb.DROP))
    return Reply(
        title=part.head(
            visit, visit.say("picking.title", number=parcel.order.number, account=parcel.held.account.name)
        ),
        lines=tuple(_told(visit, row) for row in rows),
        note="\n".join(_facts(visit, parcel)),
        buttons=(
            *(tuple(change[at : at + _IN_A_ROW]) for at in range(0, len(change), _IN_A_ROW)),
            *part.turn(visit, Verb.PARCEL, parcel.id),
            tuple(last),
            ways(visit),
        ),
        card=card(parcel),
    )


def line(visit: Visit, parcel: Packing, row: PackedRow) -> Reply:
    """One line, to send less of it."""
    goods = row.goods
    lines = (
        visit.say("picking.to_send", amount=goods_words.quantity(visit, goods, row.left)),
        visit.say("picking.packed", amount=goods_words.quantity(visit, goods, row.line.quantity)),
        visit.say("picking.shelf", amount=goods_words.quantity(visit, goods, row.on_shelf)),
    )
    return Reply(
        title=visit.say("picking.line_title", code=goods.sku.code, goods=goods_words.name(visit, goods)),
        lines=lines,
        note=visit.say(
            "picking.line_hint",
            example=example(visit, goods),
            unit=goods_words.screen_unit_name(visit, goods, row.line.quantity),
        ),
        buttons=(*_steps(visit, parcel, row), *_whole(visit, parcel, row), (back(visit, parcel),)),
        card=card(parcel),
    )


def example(visit: Visit, goods: Goods) -> str:
    """A quantity in the SKU's own units, to show how it can be typed."""
    return goods_words.quantity(visit, goods, Decimal(2 * (goods.biggest_pack.size if goods.biggest_pack else 1)))


def _told(visit: Visit, row: PackedRow) -> str:
    goods, packed = row.goods, row.line.quantity
    amount = goods_words.quantity(visit, goods, packed)
    base = goods_words.base_quantity(visit, goods, packed)
    facts = {
        "code": goods.sku.code,
        "goods": goods_words.name(visit, goods),
        "amount": amount if amount == base else visit.say("picking.both", packs=amount, base=base),
        "left": goods_words.quantity(visit, goods, row.left),
        "shelf": goods_words.quantity(visit, goods, row.on_shelf),
    }
    key = "out" if not packed else "part" if packed < row.left else "row"
    warning = visit.say("picking.shelf_short") if row.on_shelf < (packed or row.left) else ""
    return visit.say(f"picking.{key}", **facts) + warning


def _facts(visit: Visit, parcel: Packing) -> list[str]:
    order, told = parcel.order, []
    if order.address:
        told.append(visit.say("picking.address", words=order.address))
    if order.wanted_on:
        told.append(visit.say("picking.wanted_line", day=visit.say.day(order.wanted_on)))
    if order.note:
        told.append(visit.say("picking.note", words=order.note))
    if parcel.shipment.picked_by_id not in (None, visit.person.id):
        told.append(visit.say("picking.begun_by", who=parcel.picker))
    return told


def _to_line(visit: Visit, parcel: Packing, row: PackedRow) -> Button:
    label = visit.say("picking.change", code=row.goods.sku.code)
    return button(label, Verb.PARCEL_LINE, parcel.id, parcel.revision, row.line.id)


def _about(visit: Visit, parcel: Packing, word: str, verb: Verb) -> Button:
    return button(visit.say(f"picking.{word}"), verb, parcel.id, parcel.revision, say=said(visit, word, parcel))


def _steps(visit: Visit, parcel: Packing, row: PackedRow) -> tuple[Row, ...]:
    """One pack and one base unit less or more, as far as it goes."""
    pack: Pack | None = row.goods.biggest_pack
    sizes = [Decimal(pack.size)] if pack and pack.size > 1 else []
    return tuple(each for each in (_step(visit, parcel, row, size) for size in (*sizes, Decimal(1))) if each)


def _step(visit: Visit, parcel: Packing, row: PackedRow, size: Decimal) -> Row:
    amount = goods_words.quantity(visit, row.goods, size)
    return tuple(
        _set(visit.say(f"picking.{word}", amount=amount), parcel, row, target)
        for word, target in (("less", row.line.quantity - size), ("more", row.line.quantity + size))
        if 0 <= target <= row.left
    )


def _whole(visit: Visit, parcel: Packing, row: PackedRow) -> tuple[Row, ...]:
    """All of it, or none."""
    whole: list[Button] = []
    if row.line.quantity < row.left:
        amount = goods_words.quantity(visit, row.goods, row.left)
        whole.append(_set(visit.say("picking.all", amount=amount), parcel, row, row.left))
    if row.line.quantity:
        whole.append(_set(visit.say("picking.none"), parcel, row, Decimal(0)))
    return (tuple(whole),) if whole else ()


def _set(label: str, parcel: Packing, row: PackedRow, target: Decimal) -> Button:
    return button(label, Verb.SET_PARCEL_LINE, parcel.id, parcel.revision, row.line.id, target)
