"""Correcting a line of an order in words that was read wrongly: choose it, then what it means."""

from dataclasses import replace
from decimal import Decimal

from domain.carts import carts
from domain.carts.carts import CartRow, CartView, CartWish
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.db.pages import ROWS
from domain.language.units import per_unit
from domain.order_text.result import TakenLine
from domain.rules.quantities import fault_of, nearest
from domain.rules.rights import Right
from domain.tables.nicknames import How
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.kept_text_order import Instead
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.text_order_state import TextOrder
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.text_orders import learn_nickname, text_order

#: Lines on a page, and goods offered for one.
_OFFERED = 6
#: How many goods are looked at for them.
_LOOKED = 12
#: How much of a line is said back on a button.
_SAID_BACK = 20


def show(request: Request, *, serial: int, page: int = 0) -> Turn:
    """Which line? Where there is one only, what it means."""
    reading = _reading(request, serial)
    lines = list(reading.put())
    if not lines:
        raise StaleButton
    if len(lines) == 1:
        return _ask(request, reading, lines[0][0])
    part = page_of(page, ROWS, len(lines))
    shown = part.of(lines)
    goods = goods_by_id(request.session, {reading.meant(at, line).sku_id for at, line in shown})
    rows = tuple((_row(request, reading, at, line, goods),) for at, line in shown)
    more = part.turn(request, Verb.NOT_RIGHT, reading.serial)
    title = part.head(request, request.say("correcting.which"))
    reply = Reply(title=title, buttons=(*rows, *more, _to_order(request)))
    return Turn(replies=(reply,))


def line(request: Request, *, serial: int, line: int) -> Turn:
    """What else the words of a line may mean."""
    return _ask(request, _reading(request, serial), line)


def typed(request: Request, text: str, *, serial: int, line: int) -> Turn:
    """Other words for what was meant."""
    return _ask(request, _reading(request, serial), line, text)


def swap(request: Request, *, serial: int, line: int, sku_id: Id, quantity: Decimal) -> Turn:
    """The line means this: the quantity moves over, and the words are learnt. Doing it twice changes nothing more."""
    reading, at = _reading(request, serial), line
    read = _line(reading, at)
    now = reading.meant(at, read)
    told: tuple[str, ...] = ()
    if now.sku_id == sku_id:
        cart, quantity = carts.view(request.actor), now.quantity
    else:
        done = carts.swap(
            request.actor, now.sku_id, now.quantity, CartWish(sku_id=sku_id, quantity=quantity, said=read.text)
        )
        cart, told = done.cart, (request.say("correcting.gone", goods=goods_text.name(request, done.gone)),)
    reading = replace(reading, swapped={**reading.swapped, at: Instead(sku_id=sku_id, quantity=quantity)})
    row = cart.row_of(sku_id)
    lesson = learn_nickname.from_choice(request, read, row.goods, How.CORRECTED) if row else None
    came = _came(request, row, quantity) if row else ()
    return text_order.shown(request, reading, cart, text_order.goods_of_first(request, reading), (*came, *told), lesson)


def _reading(request: Request, serial: int) -> TextOrder:
    """The order that is being talked about.

    Raises:
        StaleButton: another one was read since, or another account is served.
    """
    request.actor.need(Right.CART_CHANGE)
    if not text_order_state.is_about(request, serial):
        raise StaleButton
    return text_order_state.remembered(request)


def _line(reading: TextOrder, at: int) -> TakenLine:
    """A line that put goods into the cart.

    Raises:
        StaleButton: the goods are no longer sold, so the words read otherwise.
    """
    found = dict(reading.put()).get(at)
    if found is None:
        raise StaleButton
    return found


def _came(request: Request, row: CartRow, quantity: Decimal) -> tuple[str, ...]:
    amount = goods_text.quantity(request, row.goods, quantity)
    return (request.say("correcting.came", goods=goods_text.name(request, row.goods), amount=amount),)


def _ask(request: Request, reading: TextOrder, at: int, text: str = "") -> Turn:
    """The goods that the words, or other words, may mean; more can be typed."""
    read = _line(reading, at)
    now = reading.meant(at, read)
    found = _candidates(request, text or read.name, now)
    cart = carts.view(request.actor)
    rows = tuple((_candidate(request, reading, at, read, goods, cart),) for goods in found)
    key = "correcting.what" if found else "correcting.nothing"
    alone = len(list(reading.put())) == 1
    back = _to_order(request) if alone else _to_lines(request, reading)
    title, note = request.say(key, text=text or read.text), request.say("correcting.type")
    reply = Reply(title=title, note=note, buttons=(*rows, back))
    asked = Question(kind=QuestionKind.OTHER_GOODS, facts={"serial": reading.serial, "line": at})
    return Turn(replies=(reply,), question=asked)


def _candidates(request: Request, name: str, now: Instead) -> list[Goods]:
    """What a name may mean besides what it was read as; guesses only where nothing fits."""
    found = request.reader.look(name, _LOOKED, request.nicknames) if name else []
    hits = [hit for hit in found if hit.sku_id != now.sku_id]
    fitting = [hit.sku_id for hit in hits if not hit.near] or [hit.sku_id for hit in hits]
    goods = goods_by_id(request.session, fitting)
    return [goods[sku_id] for sku_id in fitting if sku_id in goods and goods[sku_id].sku.on_sale][:_OFFERED]


def _candidate(request: Request, reading: TextOrder, at: int, read: TakenLine, goods: Goods, cart: CartView) -> Button:
    """A button that moves the quantity over, as much of it as can be ordered."""
    row = cart.row_of(goods.sku.id)
    before = row.line.quantity if row else Decimal(0)
    total = before + _as_much(request, read, goods)
    if fault_of(total, goods.limits) is not None:
        total = nearest(total, goods.limits)
    name, much = goods_text.name(request, goods), total - before
    if much <= 0 or goods_text.is_sold_out(goods):
        words = request.say("wording.look", goods=name)
        return button(goods_text.choice(request, words, goods), Verb.PRODUCT, goods.sku.id, say=words)
    words = request.say("wording.candidate", goods=name, amount=goods_text.quantity(request, goods, much))
    label = goods_text.choice(request, words, goods)
    return button(label, Verb.SWAP, reading.serial, at, goods.sku.id, much, say=words)


def _as_much(request: Request, read: TakenLine, goods: Goods) -> Decimal:
    """The same count of the same unit; of other goods, singles for singles and packs for packs."""
    size = per_unit(read.unit, *goods_text.spoken_units(request, goods)) if read.unit else None
    if size is None:
        pack = goods.biggest_pack
        size = Decimal(pack.size) if pack and read.count != read.quantity else Decimal(1)
    return read.count * size


def _row(request: Request, reading: TextOrder, at: int, read: TakenLine, goods: dict[int, Goods]) -> Button:
    sku_id = reading.meant(at, read).sku_id
    name = goods_text.name(request, goods[sku_id]) if sku_id in goods else ""
    label = request.say("correcting.row", text=_short(read.text), goods=name)
    return button(label, Verb.OTHER, reading.serial, at)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _SAID_BACK else f"{said[:_SAID_BACK]}…"


def _to_order(request: Request) -> Row:
    return button(request.say("correcting.to_order"), Verb.DOUBTS), button(request.say("button.menu"), Verb.MENU)


def _to_lines(request: Request, reading: TextOrder) -> Row:
    back = button(request.say("correcting.to_lines"), Verb.NOT_RIGHT, reading.serial)
    return back, button(request.say("button.menu"), Verb.MENU)
