"""A parcel for the warehouse: the pick list, one line of it, and the buttons."""

from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.fulfilment import riding
from domain.fulfilment.picking import PackedRow, WarehouseParcel
from domain.rules.order_papers import OrderPaper
from domain.tables.catalogue import Pack
from handlers.conversation.callback_data import Argument, button
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.formatting.orders_text import FREE
from handlers.shopping import expected_day

#: Lines of a pick list shown at once.
PAGE = 6
_IN_A_ROW = 3


def card(parcel: WarehouseParcel) -> str:
    """What the parcel's place in a chat is called."""
    return f"parcel:{parcel.id}"


def said(request: Request, word: str, parcel: WarehouseParcel) -> str:
    """A button's own words, which name the order."""
    return request.say(f"picking.{word}_say", order=orders_text.short(parcel.order))


def back(request: Request, parcel: WarehouseParcel) -> Button:
    """Back to the pick list."""
    return button(request.say("picking.back"), Verb.PARCEL, parcel.id, say=said(request, "back", parcel))


def ways(request: Request) -> Row:
    """Back to the queue, and home."""
    return (button(request.say("picking.to_queue"), Verb.QUEUE), button(request.say("button.menu"), Verb.MENU))


def pick_list(request: Request, parcel: WarehouseParcel, page: int = 0) -> Reply:
    """What goes into the parcel, line by line, with what is on the shelf."""
    part = page_of(page, PAGE, len(parcel.rows))
    rows = part.of(parcel.rows)
    change = [_to_line(request, parcel, row) for row in rows]
    last: list[Button] = []
    if not parcel.empty:
        last.append(_about(request, parcel, "ship", Verb.SHIP))
    last.append(_about(request, parcel, "drop", Verb.DROP))
    return Reply(
        title=part.head(
            request, request.say("picking.title", number=parcel.order.number, account=parcel.access.account.name)
        ),
        lines=tuple(_told(request, row) for row in rows),
        note="\n".join(_facts(request, parcel)),
        buttons=(
            *(tuple(change[at : at + _IN_A_ROW]) for at in range(0, len(change), _IN_A_ROW)),
            *part.turn(request, Verb.PARCEL, parcel.id),
            *((each,) for each in riders(request, parcel)),
            tuple(last),
            paper(request, parcel),
            ways(request),
        ),
        card=card(parcel),
    )


def paper(request: Request, parcel: WarehouseParcel) -> Row:
    """The pick list on paper, and the delivery note of what is in it."""
    number = orders_text.short(parcel.order)
    row = [_paper(request, "picking", number, Verb.PAPER, parcel.order.id, OrderPaper.PICKING.value, "a4")]
    if not parcel.empty:
        row.append(_paper(request, "delivery", number, Verb.PARCEL_PAPER, parcel.id))
    return tuple(row)


def _paper(request: Request, key: str, number: str, verb: Verb, *args: Argument) -> Button:
    label = request.say(f"papers.parcel_{key}")
    say = request.say("papers.button_say", label=label.lstrip("📄 "), order=number)
    return button(label, verb, *args, say=say)


def riders(request: Request, parcel: WarehouseParcel) -> tuple[Button, ...]:
    """The orders of the account whose late goods leave together with this one."""
    return tuple(
        button(request.say("picking.pick_along", order=orders_text.short(each)), Verb.ORDER, each.id)
        for each in riding.riders(request.actor, parcel.order)
    )


def line(request: Request, parcel: WarehouseParcel, row: PackedRow) -> Reply:
    """One line, to send less of it."""
    goods = row.goods
    lines = (
        request.say("picking.to_send", amount=goods_text.quantity(request, goods, row.left)),
        request.say("picking.packed", amount=goods_text.quantity(request, goods, row.line.quantity)),
        request.say("picking.shelf", amount=goods_text.quantity(request, goods, row.on_shelf)),
    )
    return Reply(
        title=request.say("picking.line_title", code=goods.sku.code, goods=goods_text.name(request, goods)),
        lines=lines,
        note=request.say(
            "picking.line_hint",
            example=example(request, goods),
            unit=goods_text.screen_unit_name(request, goods, row.line.quantity),
        ),
        buttons=(*_steps(request, parcel, row), *_whole(request, parcel, row), (back(request, parcel),)),
        card=card(parcel),
    )


def example(request: Request, goods: Goods) -> str:
    """A quantity in the SKU's own units, to show how it can be typed."""
    return goods_text.quantity(request, goods, Decimal(2 * (goods.biggest_pack.size if goods.biggest_pack else 1)))


def _told(request: Request, row: PackedRow) -> str:
    goods, packed = row.goods, row.line.quantity
    amount = goods_text.quantity(request, goods, packed)
    base = goods_text.base_quantity(request, goods, packed)
    facts = {
        "code": goods.sku.code,
        "goods": _name(request, row),
        "amount": amount if amount == base else request.say("picking.both", packs=amount, base=base),
        "left": goods_text.quantity(request, goods, row.left),
        "shelf": goods_text.quantity(request, goods, row.on_shelf),
    }
    waits = goods_text.to_come(request, goods, row.waits)
    if not row.left and row.waits:
        return request.say("picking.all_waits", waits=waits, **facts)
    key = "out" if not packed else "part" if packed < row.left else "row"
    warning = request.say("picking.shelf_short") if row.left < packed else ""
    more = request.say("picking.waits", waits=waits) if row.waits else ""
    return request.say(f"picking.{key}", **facts) + warning + more


def _name(request: Request, row: PackedRow) -> str:
    """The goods; a gift is named as such, as the same may be bought beside it."""
    name = goods_text.name(request, row.goods)
    return request.say(f"orders.{row.ordered.kind}", line=name) if row.ordered.kind in FREE else name


def _facts(request: Request, parcel: WarehouseParcel) -> list[str]:
    order, told = parcel.order, []
    if order.address:
        told.append(request.say("picking.address", words=order.address))
    if receiver := orders_text.receiver(order):
        told.append(request.say("picking.receiver", words=receiver))
    if order.wanted_on:
        told.append(request.say("picking.wanted_line", day=request.say.day(order.wanted_on)))
    told += expected_day.of_order(request, order)
    if order.note:
        told.append(request.say("picking.note", words=order.note))
    if parcel.shipment.picked_by_id not in (None, request.person.id):
        told.append(request.say("picking.begun_by", who=parcel.picker))
    return told


def _to_line(request: Request, parcel: WarehouseParcel, row: PackedRow) -> Button:
    label = request.say("picking.change", code=row.goods.sku.code)
    return button(label, Verb.PARCEL_LINE, parcel.id, parcel.revision, row.line.id)


def _about(request: Request, parcel: WarehouseParcel, word: str, verb: Verb) -> Button:
    return button(request.say(f"picking.{word}"), verb, parcel.id, parcel.revision, say=said(request, word, parcel))


def _steps(request: Request, parcel: WarehouseParcel, row: PackedRow) -> tuple[Row, ...]:
    """One pack and one base unit less or more, as far as it goes."""
    pack: Pack | None = row.goods.biggest_pack
    sizes = [Decimal(pack.size)] if pack and pack.size > 1 else []
    return tuple(each for each in (_step(request, parcel, row, size) for size in (*sizes, Decimal(1))) if each)


def _step(request: Request, parcel: WarehouseParcel, row: PackedRow, size: Decimal) -> Row:
    amount = goods_text.quantity(request, row.goods, size)
    return tuple(
        _set(request.say(f"picking.{word}", amount=amount), parcel, row, target)
        for word, target in (("less", row.line.quantity - size), ("more", row.line.quantity + size))
        if 0 <= target <= row.left
    )


def _whole(request: Request, parcel: WarehouseParcel, row: PackedRow) -> tuple[Row, ...]:
    """All of it, or none."""
    whole: list[Button] = []
    if row.line.quantity < row.left:
        amount = goods_text.quantity(request, row.goods, row.left)
        whole.append(_set(request.say("picking.all", amount=amount), parcel, row, row.left))
    if row.line.quantity:
        whole.append(_set(request.say("picking.none"), parcel, row, Decimal(0)))
    return (tuple(whole),) if whole else ()


def _set(label: str, parcel: WarehouseParcel, row: PackedRow, target: Decimal) -> Button:
    return button(label, Verb.SET_PARCEL_LINE, parcel.id, parcel.revision, row.line.id, target)
