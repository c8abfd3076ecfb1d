"""An order in the dealer's own words: what went into the cart, what is asked about, what was not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain import carts
from domain.cart_glance import quantities
from domain.carts import CartRow, CartView, Wanted
from domain.catalogue import Goods, goods_by_id
from domain.refusals import Refusal
from domain.rules.intake import Asked, Line, Taken, Unknown
from handlers import doubts, goods_words, quantity, search
from handlers.press import Press, button
from handlers.turn import Facts, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Cart lines shown; the cart itself shows all.
_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An order as read, and where we are with it: ``open`` holds the positions of lines still in doubt."""

    serial: int
    text: str
    lines: tuple[Line, ...]
    open: tuple[int, ...]


def take(visit: Visit, text: str, lines: tuple[Line, ...]) -> Turn:
    """Put what is clear into the cart, and ask about the rest."""
    goods = _goods(visit, lines)
    clear = _clear(visit, lines, goods)
    open_ = tuple(at for at, line in enumerate(lines) if not isinstance(line, Unknown) and line not in clear)
    if not clear and not open_:
        return search.find(visit, text)
    wanted = [Wanted(sku_id=line.sku_id, quantity=line.quantity, said=line.text) for line in clear]
    cart = carts.add(visit.by, wanted) if wanted else carts.view(visit.by)
    reading = Reading(serial=_serial(visit) + 1, text=text, lines=lines, open=open_)
    return _shown(visit, reading, cart, goods)


def settle(visit: Visit, press: Press) -> Turn:
    """A doubtful line was answered: put it into the cart, or leave it out, and go on to the next."""
    at, sku_id = press.number(1), press.id(2)
    if press.number(0) != _serial(visit):
        return quantity.put(visit, Press(verb=Verb.PUT, args=press.args[2:]))
    reading = _remembered(visit)
    said = reading.lines[at].text if at < len(reading.lines) else ""
    wanted = Wanted(sku_id=sku_id, quantity=press.quantity(3), said=said)
    cart = carts.put(visit.by, wanted) if sku_id else carts.view(visit.by)
    left = tuple(each for each in reading.open if each != at)
    settled = Reading(serial=reading.serial, text=reading.text, lines=reading.lines, open=left)
    return _shown(visit, settled, cart, _goods(visit, [settled.lines[each] for each in left[:1]]))


def again(visit: Visit, press: Press) -> Turn:
    """The order as it was read, with what is still in doubt."""
    reading = _remembered(visit)
    return _shown(
        visit, reading, carts.view(visit.by), _goods(visit, [reading.lines[each] for each in reading.open[:1]])
    )


def unanswered(visit: Visit) -> tuple[str, ...]:
    """The words of lines that were asked about and never answered."""
    if not visit.memory.get("order_open"):
        return ()
    reading = _remembered(visit)
    return tuple(reading.lines[at].text for at in reading.open)


def answered(visit: Visit) -> Facts:
    """What to remember once the order is placed: nothing is open any more."""
    return {**visit.memory, "order_open": ""}


def _goods(visit: Visit, lines: Sequence[Line]) -> dict[int, Goods]:
    taken = {line.sku_id for line in lines if isinstance(line, Taken)}
    options = {sku_id for line in lines if isinstance(line, Asked) for sku_id in line.options}
    return goods_by_id(visit.session, taken | options) if taken | options else {}


def _clear(visit: Visit, lines: Sequence[Line], goods: Mapping[int, Goods]) -> list[Taken]:
    """The lines that can be ordered, if need be on top of what the cart holds."""
    taken = [line for line in lines if isinstance(line, Taken)]
    clear = [line for line in taken if _fits(goods, {}, line)]
    if len(clear) == len(taken):
        return clear
    before = quantities(visit.by)
    return [line for line in taken if _fits(goods, before, line)]


def _fits(goods: Mapping[int, Goods], before: Mapping[int, Decimal], line: Taken) -> bool:
    """Whether the line, on top of what the cart holds, keeps the order rules."""
    if line.sku_id not in goods:
        return False
    try:
        carts.check_quantity(goods[line.sku_id], before.get(line.sku_id, Decimal(0)) + line.quantity)
    except Refusal:
        return False
    return True


def _shown(visit: Visit, reading: Reading, cart: CartView, goods: Mapping[int, Goods]) -> Turn:
    """The first doubtful line with its candidates, the other doubts, and the cart as it is now."""
    first = next(iter(reading.open), None)
    asked = ""
    rows: tuple[Row, ...] = ()
    if first is not None:
        doubt = doubts.Doubt(serial=reading.serial, at=first, line=reading.lines[first], goods=goods)
        asked, rows = doubts.question(visit, doubt), doubts.candidates(visit, doubt, cart)
    shown = Reply(
        title=asked or visit.say("wording.clear" if not _unknown(reading) else "wording.mostly_clear"),
        lines=(*_others(visit, reading), *_cart(visit, cart)),
        buttons=(*rows, *_ways(visit, cart)),
    )
    return Turn(replies=(shown,), memory=_memory(visit, reading))


def _unknown(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines if isinstance(line, Unknown)]


def _others(visit: Visit, reading: Reading) -> tuple[str, ...]:
    """What will be asked next, and what was not understood, in the dealer's words."""
    next_ = [reading.lines[at].text for at in reading.open[1:]]
    told = [visit.say("wording.next", text=text) for text in next_]
    told += [visit.say("wording.unknown", text=text) for text in _unknown(reading)]
    return (*told, "") if told else ()


def _cart(visit: Visit, cart: CartView) -> tuple[str, ...]:
    if not cart.rows:
        return (visit.say("wording.nothing_yet"),)
    rows = [_row(visit, row) for row in cart.rows[:_SHOWN]]
    if len(cart.rows) > _SHOWN:
        rows.append(visit.say.count("wording.more_rows", len(cart.rows) - _SHOWN))
    total = visit.say.money(cart.total, visit.currency)
    return (visit.say("wording.cart"), *rows, visit.say.count("product.cart", len(cart.rows), total=total))


def _row(visit: Visit, row: CartRow) -> str:
    told = visit.say(
        "wording.row",
        goods=goods_words.name(visit, row.goods),
        amount=goods_words.quantity(visit, row.goods, row.line.quantity),
        money=visit.say.money(row.amount, visit.currency),
    )
    if row.in_order:
        return told
    there = goods_words.quantity(visit, row.goods, max(row.goods.available, Decimal(0)))
    return visit.say("wording.short", row=told, amount=there)


def _ways(visit: Visit, cart: CartView) -> tuple[Row, ...]:
    home = (button(visit.say("button.menu"), Verb.MENU),)
    if not cart.rows:
        return (home,)
    return (
        (button(visit.say("button.cart"), Verb.CART), button(visit.say("product.checkout"), Verb.CHECKOUT)),
        home,
    )


def _serial(visit: Visit) -> int:
    return int(visit.memory.get("order_serial") or 0)


def _memory(visit: Visit, reading: Reading) -> Facts:
    open_ = ",".join(map(str, reading.open))
    return {**visit.memory, "order_serial": reading.serial, "order_text": reading.text, "order_open": open_}


def _remembered(visit: Visit) -> Reading:
    """The order we were reading; the same words over the same goods read the same."""
    text = str(visit.memory.get("order_text") or "")
    lines = visit.shelf.reader(visit.session).read(text)
    positions = (int(at) for at in str(visit.memory.get("order_open") or "").split(",") if at)
    open_ = tuple(at for at in positions if at < len(lines) and not isinstance(lines[at], Unknown))
    return Reading(serial=_serial(visit), text=text, lines=lines, open=open_)
