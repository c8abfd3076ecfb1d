"""A line of an order in words that was read wrongly: choose it, then what it means instead."""

from dataclasses import replace
from decimal import Decimal

from domain import carts
from domain.carts import CartRow, CartView, Wanted
from domain.catalogue import Goods, goods_by_id
from domain.rules.quantities import fault_of, nearest
from domain.rules.reading import Taken
from domain.rules.rights import Right
from domain.rules.units import per_unit
from domain.tables.nicknames import How
from handlers import goods_words, learning, said_order, wording
from handlers.paging import page
from handlers.press import Press, StaleButton, button
from handlers.said_order import Instead, Reading
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Lines on a page, and goods offered for one.
_PAGE, _OFFERED = 8, 6
#: How many goods are looked at for them.
_LOOKED = 12
#: How much of a line is said back on a button.
_SAID_BACK = 20


def show(visit: Visit, press: Press) -> Turn:
    """Which line? Where there is one only, what it means."""
    reading = _reading(visit, press.number(0))
    lines = list(reading.put())
    if not lines:
        raise StaleButton
    if len(lines) == 1:
        return _ask(visit, reading, lines[0][0])
    part = page(press.number(1, 0), _PAGE, len(lines))
    shown = part.of(lines)
    goods = goods_by_id(visit.session, {reading.meant(at, line).sku_id for at, line in shown})
    rows = tuple((_row(visit, reading, at, line, goods),) for at, line in shown)
    more = part.turn(visit, Verb.NOT_RIGHT, reading.serial)
    title = part.head(visit, visit.say("correcting.which"))
    reply = Reply(title=title, buttons=(*rows, *more, _to_order(visit)))
    return Turn(replies=(reply,))


def line(visit: Visit, press: Press) -> Turn:
    """What else the words of a line may mean."""
    return _ask(visit, _reading(visit, press.number(0)), press.number(1))


def typed(visit: Visit, facts: Facts, text: str) -> Turn:
    """Other words for what was meant."""
    return _ask(visit, _reading(visit, int(facts["serial"] or 0)), int(facts["line"] or 0), text)


def swap(visit: Visit, press: Press) -> Turn:
    """The line means this: the quantity moves over, and the words are learnt. Doing it twice changes nothing more."""
    reading, at, sku_id = _reading(visit, press.number(0)), press.number(1), press.id(2)
    read = _line(reading, at)
    now, quantity = reading.meant(at, read), press.quantity(3)
    told: tuple[str, ...] = ()
    if now.sku_id == sku_id:
        cart, quantity = carts.view(visit.by), now.quantity
    else:
        done = carts.swap(visit.by, now.sku_id, now.quantity, Wanted(sku_id=sku_id, quantity=quantity, said=read.text))
        cart, told = done.cart, (visit.say("correcting.gone", goods=goods_words.name(visit, done.gone)),)
    reading = replace(reading, swapped={**reading.swapped, at: Instead(sku_id=sku_id, quantity=quantity)})
    row = cart.row_of(sku_id)
    lesson = learning.from_choice(visit, read, row.goods, How.CORRECTED) if row else None
    came = _came(visit, row, quantity) if row else ()
    return wording.shown(visit, reading, cart, wording.goods_of_first(visit, reading), (*came, *told), lesson)


def _reading(visit: Visit, serial: int) -> Reading:
    """The order that is being talked about.

    Raises:
        StaleButton: another one was read since, or another account is served.
    """
    visit.by.need(Right.CART_CHANGE)
    if not said_order.is_about(visit, serial):
        raise StaleButton
    return said_order.remembered(visit)


def _line(reading: Reading, at: int) -> Taken:
    """A line that put goods into the cart.

    Raises:
        StaleButton: the goods are no longer sold, so the words read otherwise.
    """
    found = dict(reading.put()).get(at)
    if found is None:
        raise StaleButton
    return found


def _came(visit: Visit, row: CartRow, quantity: Decimal) -> tuple[str, ...]:
    amount = goods_words.quantity(visit, row.goods, quantity)
    return (visit.say("correcting.came", goods=goods_words.name(visit, row.goods), amount=amount),)


def _ask(visit: Visit, reading: Reading, at: int, text: str = "") -> Turn:
    """The goods that the words, or other words, may mean; more can be typed."""
    read = _line(reading, at)
    now = reading.meant(at, read)
    found = _candidates(visit, text or read.name, now)
    cart = carts.view(visit.by)
    rows = tuple((_candidate(visit, reading, at, read, goods, cart),) for goods in found)
    key = "correcting.what" if found else "correcting.nothing"
    alone = len(list(reading.put())) == 1
    back = _to_order(visit) if alone else _to_lines(visit, reading)
    title, note = visit.say(key, text=text or read.text), visit.say("correcting.type")
    reply = Reply(title=title, note=note, buttons=(*rows, back))
    asked = Question(kind=QuestionKind.OTHER_GOODS, facts={"serial": reading.serial, "line": at})
    return Turn(replies=(reply,), question=asked)


def _candidates(visit: Visit, name: str, now: Instead) -> list[Goods]:
    """What a name may mean besides what it was read as; guesses only where nothing fits."""
    found = visit.reader.look(name, _LOOKED, visit.nicknames) if name else []
    hits = [hit for hit in found if hit.sku_id != now.sku_id]
    fitting = [hit.sku_id for hit in hits if not hit.near] or [hit.sku_id for hit in hits]
    goods = goods_by_id(visit.session, fitting)
    return [goods[sku_id] for sku_id in fitting if sku_id in goods and goods[sku_id].sku.on_sale][:_OFFERED]


def _candidate(visit: Visit, reading: Reading, at: int, read: Taken, goods: Goods, cart: CartView) -> Button:
    """A button that moves the quantity over, as much of it as can be ordered."""
    row = cart.row_of(goods.sku.id)
    before = row.line.quantity if row else Decimal(0)
    total = before + _as_much(read, goods)
    if fault_of(total, goods.limits) is not None:
        total = nearest(total, goods.limits)
    name, much = goods_words.name(visit, goods), total - before
    if much <= 0 or goods_words.is_sold_out(goods):
        words = visit.say("wording.look", goods=name)
        return button(goods_words.choice(visit, words, goods), Verb.PRODUCT, goods.sku.id, say=words)
    words = visit.say("wording.candidate", goods=name, amount=goods_words.quantity(visit, goods, much))
    label = goods_words.choice(visit, words, goods)
    return button(label, Verb.SWAP, reading.serial, at, goods.sku.id, much, say=words)


def _as_much(read: Taken, goods: Goods) -> Decimal:
    """The same count of the same unit; of other goods, singles for singles and packs for packs."""
    size = per_unit(read.unit, *goods_words.units(goods)) if read.unit else None
    if size is None:
        pack = goods.biggest_pack
        size = Decimal(pack.size) if pack and read.count != read.quantity else Decimal(1)
    return read.count * size


def _row(visit: Visit, reading: Reading, at: int, read: Taken, goods: dict[int, Goods]) -> Button:
    sku_id = reading.meant(at, read).sku_id
    name = goods_words.name(visit, goods[sku_id]) if sku_id in goods else ""
    label = visit.say("correcting.row", text=_short(read.text), goods=name)
    return button(label, Verb.OTHER, reading.serial, at)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _SAID_BACK else f"{said[:_SAID_BACK]}…"


def _to_order(visit: Visit) -> Row:
    return button(visit.say("correcting.to_order"), Verb.DOUBTS), button(visit.say("button.menu"), Verb.MENU)


def _to_lines(visit: Visit, reading: Reading) -> Row:
    back = button(visit.say("correcting.to_lines"), Verb.NOT_RIGHT, reading.serial)
    return back, button(visit.say("button.menu"), Verb.MENU)
