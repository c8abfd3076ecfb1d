"""An order in the dealer's own words: what went into the cart, what is asked about, what was not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from domain import cart_notes, carts
from domain.cart_glance import quantities
from domain.carts import CartRow, CartView, Wanted
from domain.catalogue import Goods, goods_by_id
from domain.refusals import Refusal
from domain.rules import learning as learning_rules
from domain.rules.nicknames import as_written
from domain.rules.reading import Act, Asked, Dropped, Held, Intake, Line, Refused, Taken, Unknown
from handlers import cart_words, dictated, doubts, goods_words, learning, product, said_order, search
from handlers.learning import Lesson
from handlers.liking import liking
from handlers.press import Press, StaleButton, button
from handlers.said_order import Instead, Reading
from handlers.turn import Button, Facts, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Cart lines shown; the cart itself shows all.
_SHOWN = 20


def read(visit: Visit, text: str) -> tuple[Intake, Held | None]:
    """What a text orders, and what the cart held, where the words refer to it; only there it is looked into."""
    reader, nicknames = visit.reader, visit.nicknames
    if visit.by.account_id is None or not reader.refers_back(text):
        return reader.read(text, nicknames=nicknames), None
    held = Held(quantities=quantities(visit.by))
    return reader.read(text, held, nicknames), held


def take(visit: Visit, text: str, intake: Intake, held: Held) -> Turn:
    """Put what is clear into the cart, and ask about the rest."""
    told: tuple[str, ...] = ()
    if intake.again:
        told = dictated.again(visit)
        intake, now = read(visit, text)
        held = now or held
    lines = intake.lines
    goods = _goods(visit, lines)
    clear = _clear(visit, lines, goods)
    open_ = tuple(at for at, line in enumerate(lines) if isinstance(line, Taken | Asked) and line not in clear)
    if not told and all(isinstance(line, Unknown) for line in lines):
        return search.find(visit, text)
    done = dictated.write(visit, clear, goods, held)
    cart, _ = cart_notes.add(visit.by, intake.note, done.cart)
    earlier = said_order.waiting(visit)
    waiting = said_order.earlier_lines(visit, earlier)
    open_ += tuple(range(len(lines), len(lines) + len(waiting)))
    reading = Reading(
        serial=said_order.serial(visit) + 1,
        text=text,
        lines=(*lines, *waiting),
        open=open_,
        asked=open_,
        held=held,
        note=intake.note,
        recalled=intake.recalled,
        earlier=earlier,
    )
    return shown(visit, reading, cart, {**goods, **goods_of_first(visit, reading)}, (*told, *done.told))


def settle(visit: Visit, press: Press) -> Turn:
    """A doubtful line was answered: put it into the cart, or leave it out, and go on to the next.

    Another answer to the same line takes the place of the one before; the same again changes nothing. Where the order
    is no longer talked about, only the card of the goods is shown.
    """
    sku_id = press.id(2)
    at = said_order.position(visit, press.number(0), press.number(1))
    if at is None:
        if not sku_id:
            raise StaleButton
        return product.open_(visit, sku_id, press.quantity(3) or None)
    reading = said_order.remembered(visit)
    if at not in reading.asked:
        raise StaleButton
    return settled(visit, reading, at, [Instead(sku_id=sku_id, quantity=press.quantity(3))] if sku_id else [])


def settled(visit: Visit, reading: Reading, at: int, meant: Sequence[Instead]) -> Turn:
    """A line means these goods, or none; a line about each of several stays open until the rest is left out."""
    line, cart = reading.lines[at], carts.view(visit.by)
    there = {row.goods.sku.id: row.line.quantity for row in cart.rows}
    for each in meant:
        cart = _answered(visit, reading, at, each, cart)
    row = cart.row_of(meant[0].sku_id) if meant else None
    lesson = learning.from_answer(visit, line, row.goods) if row and len(meant) == 1 else None
    goes_on = len(meant) == 1 and is_about_each(line) and at in reading.open
    swapped = {**reading.swapped, at: meant[-1]} if meant else reading.swapped
    open_ = reading.open if goes_on else tuple(each for each in reading.open if each != at)
    after = replace(reading, open=open_, swapped=swapped)
    told = cart_words.raised(visit, cart, there)
    turn = shown(visit, after, cart, goods_of_first(visit, after), told, lesson)
    return about(visit, turn, meant[-1].sku_id) if meant else turn


def _answered(visit: Visit, reading: Reading, at: int, meant: Instead, cart: CartView) -> CartView:
    """Put the goods of an answer into the cart, in place of those of an answer before."""
    line, before = reading.lines[at], reading.swapped.get(at)
    wanted = Wanted(sku_id=meant.sku_id, quantity=meant.quantity, said=line.text)
    if is_about_each(line) and (row := cart.row_of(meant.sku_id)) and row.line.said == line.text:
        return cart
    if at in reading.open and (before is None or before.sku_id != meant.sku_id):
        act = getattr(line, "act", Act.ADD)
        return carts.add(visit.by, [wanted]) if act is Act.ADD and meant.quantity else carts.put(visit.by, wanted)
    if before is None or before == meant:
        return cart
    if before.sku_id == meant.sku_id:
        row = cart.row_of(meant.sku_id)
        held = row.line.quantity if row else Decimal(0)
        total = max(held - before.quantity, Decimal(0)) + meant.quantity
        return carts.put(visit.by, replace(wanted, quantity=total))
    return carts.swap(visit.by, before.sku_id, before.quantity, wanted).cart


def is_about_each(line: Line) -> bool:
    """Whether a line asks for so much of each of several: one answer does not settle it."""
    return isinstance(line, Asked) and learning_rules.is_about_each(line.text)


def about(visit: Visit, turn: Turn, sku_id: int) -> Turn:
    """Remember what was put last: an amount typed next is of it."""
    return replace(turn, memory={**(visit.memory if turn.memory is None else turn.memory), "about": sku_id})


def again(visit: Visit, press: Press) -> Turn:
    """The order as it was read, with what is still in doubt."""
    return as_it_is(visit)


def as_it_is(visit: Visit, told: tuple[str, ...] = ()) -> Turn:
    """The order as it was read; ``told``: what was done beside it."""
    reading = said_order.remembered(visit)
    return shown(visit, reading, carts.view(visit.by), goods_of_first(visit, reading), told)


def answered(visit: Visit) -> Facts:
    """What to remember once the order is placed: nothing is open any more, and nothing can be exchanged."""
    return {**visit.memory, "order_open": "", "order_text": "", "order_earlier": "", "sheet_text": "", "about": None}


def _goods(visit: Visit, lines: Sequence[Line]) -> dict[int, Goods]:
    meant = {line.sku_id for line in lines if isinstance(line, Taken | Dropped)}
    meant |= {sku_id for line in lines if isinstance(line, Asked) for sku_id in line.options}
    return goods_by_id(visit.session, meant) if meant else {}


def goods_of_first(visit: Visit, reading: Reading) -> dict[int, Goods]:
    """The goods that the first line in doubt may mean."""
    return _goods(visit, [reading.lines[at] for at in reading.open[:1]])


def _clear(visit: Visit, lines: Sequence[Line], goods: Mapping[int, Goods]) -> list[Line]:
    """The lines that can be written, those that order more if need be on top of what the cart holds."""
    clear: list[Line] = [line for line in lines if isinstance(line, Dropped) and line.sku_id in goods]
    taken = [line for line in lines if isinstance(line, Taken)]
    fitting = [line for line in taken if _fits(goods, {}, line)]
    if len(fitting) < len(taken):
        before = quantities(visit.by)
        fitting = [line for line in taken if _fits(goods, before, line)]
    return [line for line in lines if line in clear or line in fitting]


def _fits(goods: Mapping[int, Goods], before: Mapping[int, Decimal], line: Taken) -> bool:
    """Whether the line keeps the order rules."""
    if line.sku_id not in goods:
        return False
    there = before.get(line.sku_id, Decimal(0)) if line.act is Act.ADD else Decimal(0)
    try:
        carts.check_quantity(goods[line.sku_id], there + line.quantity)
    except Refusal:
        return False
    return True


def shown(
    visit: Visit,
    reading: Reading,
    cart: CartView,
    goods: Mapping[int, Goods],
    told: tuple[str, ...] = (),
    lesson: Lesson | None = None,
) -> Turn:
    """The first doubtful line with its candidates, the other doubts, what changed, and the cart as it is now."""
    first = next(iter(reading.open), None)
    asked = ""
    rows: tuple[Row, ...] = ()
    if first is not None:
        doubt = doubt_of(visit, reading, first, goods)
        asked, rows = doubts.question(visit, doubt), doubts.candidates(visit, doubt, cart)
    reply = Reply(
        title=asked or _title(visit, reading, told),
        lines=(
            *told,
            *(lesson.told if lesson else ()),
            *_by_memory(visit, reading, cart),
            *_others(visit, reading),
            *_cart(visit, cart),
            *_note(visit, reading),
        ),
        buttons=(*rows, *(lesson.undo if lesson else ()), *_ways(visit, reading, cart)),
    )
    facts = said_order.memory(visit, reading)
    return Turn(replies=(reply,), memory={**facts, **lesson.facts} if lesson else facts)


def doubt_of(visit: Visit, reading: Reading, at: int, goods: Mapping[int, Goods]) -> doubts.Doubt:
    """A doubtful line; several candidates come in the order in which this account is likeliest to mean them."""
    line = reading.lines[at]
    doubt = doubts.Doubt(serial=reading.serial, at=at, line=line, goods=goods)
    if not isinstance(line, Asked) or len(line.options) < 2:  # noqa: PLR2004 - one is before no other
        return doubt
    return replace(doubt, liked=liking(visit, {sku_id: goods[sku_id] for sku_id in line.options if sku_id in goods}))


def _title(visit: Visit, reading: Reading, told: tuple[str, ...]) -> str:
    if any(isinstance(line, Unknown | Refused) for line in reading.lines):
        return visit.say("wording.mostly_clear")
    more = any(isinstance(line, Taken | Asked) and line.act is Act.ADD for line in reading.lines)
    return visit.say("wording.clear" if more or not told else "wording.done")


def _by_memory(visit: Visit, reading: Reading, cart: CartView) -> tuple[str, ...]:
    """What was taken because the account calls it so: never without a word."""
    found = [(line, cart.row_of(line.sku_id)) for line in reading.by_memory()]
    key = "wording.by_memory_served" if visit.serves else "wording.by_memory"
    return tuple(
        visit.say(key, words=as_written(line.text, line.name), goods=goods_words.name(visit, row.goods))
        for line, row in found
        if row is not None
    )


def _others(visit: Visit, reading: Reading) -> tuple[str, ...]:
    """What will be asked next, and what was not understood or cannot be, in the dealer's words."""
    told = [visit.say("wording.next", text=reading.lines[at].text) for at in reading.open[1:]]
    for line in reading.lines:
        if isinstance(line, Unknown):
            told.append(visit.say("wording.unknown", text=line.text))
        elif isinstance(line, Refused):
            told.append(visit.say(f"wording.{line.fault.value}", text=line.text))
    return (*told, "") if told else ()


def _note(visit: Visit, reading: Reading) -> tuple[str, ...]:
    return ("", visit.say("wording.note", words=" · ".join(reading.note.splitlines()))) if reading.note else ()


def _cart(visit: Visit, cart: CartView) -> tuple[str, ...]:
    if not cart.rows:
        return (visit.say("wording.nothing_yet"),)
    rows = [_row(visit, row) for row in cart.rows[:_SHOWN]]
    if len(cart.rows) > _SHOWN:
        rows.append(visit.say.count("wording.more_rows", len(cart.rows) - _SHOWN))
    total = visit.say.money(cart.total, visit.currency)
    return (visit.say("wording.cart"), *rows, visit.say.count("product.cart", len(cart.rows), total=total))


def _row(visit: Visit, row: CartRow) -> str:
    return "\n".join(cart_words.row(visit, row))


def _ways(visit: Visit, reading: Reading, cart: CartView) -> tuple[Row, ...]:
    ways: list[Button] = []
    if cart.rows:
        ways = [button(visit.say("button.cart"), Verb.CART), button(visit.say("product.checkout"), Verb.CHECKOUT)]
    if any(reading.put()):
        ways.append(button(visit.say("wording.not_right"), Verb.NOT_RIGHT, reading.serial))
    if reading.note:
        ways.append(button(visit.say("wording.no_note"), Verb.NOTE, 0))
    ways.append(button(visit.say("button.menu"), Verb.MENU))
    return tuple(tuple(ways[at : at + 2]) for at in range(0, len(ways), 2))
