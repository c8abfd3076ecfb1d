"""An order in the dealer's own words: what went into the cart, what is asked about, what was not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.carts import carts, details
from domain.carts.carts import CartRow, CartView, CartWish
from domain.carts.quantities import quantities
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.order_text import learnable as learning_rules
from domain.order_text.nickname_keys import as_written
from domain.order_text.result import (
    Act,
    AskedLine,
    Line,
    OrderSoFar,
    ReadOrder,
    RefusedLine,
    RemovedLine,
    TakenLine,
    UnknownLine,
)
from domain.refusals import Refusal
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.kept_text_order import Instead
from handlers.conversation.request import Request
from handlers.conversation.text_order_state import TextOrder
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.shopping import cart_text, product, search
from handlers.shopping.ranking import liking
from handlers.text_orders import apply_to_cart, clarify, learn_nickname, pack_habit
from handlers.text_orders.learn_nickname import Lesson
from handlers.text_orders.pack_habit import ByHabit
from handlers.text_orders.plausibility import plausible

#: Cart lines shown; the cart itself shows all.
_SHOWN = 20


def read(request: Request, text: str) -> tuple[ReadOrder, OrderSoFar | None]:
    """What a text orders, and what the cart held, where the words refer to it; only there it is looked into."""
    reader, nicknames = request.reader, request.nicknames
    if request.actor.account_id is None or not reader.refers_back(text):
        return reader.read(text, nicknames=nicknames), None
    held = OrderSoFar(quantities=quantities(request.actor))
    return reader.read(text, held, nicknames), held


def take_order(request: Request, text: str, intake: ReadOrder, held: OrderSoFar) -> Turn:
    """Put what is clear into the cart, and ask about the rest."""
    told: tuple[str, ...] = ()
    if intake.again:
        told = apply_to_cart.again(request)
        intake, now = read(request, text)
        held = now or held
    lines = intake.lines
    goods = goods_of(request, lines)
    clear = plausible(request, _clear(request, lines, goods), goods)
    open_ = tuple(at for at, line in enumerate(lines) if isinstance(line, TakenLine | AskedLine) and line not in clear)
    habit = _by_habit(request, lines, open_, goods)
    if not told and all(isinstance(line, UnknownLine) for line in lines):
        return search.find(request, text)
    done = apply_to_cart.write(request, [*clear, *habit.taken.values()], goods, held)
    cart, _ = details.add_note(request.actor, intake.note, done.cart)
    earlier = text_order_state.waiting(request)
    waiting = text_order_state.earlier_lines(request, earlier)
    open_ += tuple(range(len(lines), len(lines) + len(waiting)))
    reading = TextOrder(
        serial=text_order_state.serial(request) + 1,
        text=text,
        lines=(*lines, *waiting),
        open=tuple(at for at in open_ if at not in habit.taken),
        asked=open_,
        swapped={at: Instead(sku_id=line.sku_id, quantity=line.quantity) for at, line in habit.taken.items()},
        held=held,
        note=intake.note,
        recalled=intake.recalled,
        earlier=earlier,
    )
    told_of_habit = pack_habit.lesson(request, reading.serial, habit, cart)
    about_first = {**goods, **goods_of_first(request, reading)}
    return shown(request, reading, cart, about_first, (*told, *done.told), told_of_habit)


def _by_habit(request: Request, lines: Sequence[Line], open_: Sequence[int], goods: Mapping[int, Goods]) -> ByHabit:
    """The numbers in doubt that can only be cases for this account, and that can be ordered so."""
    found = pack_habit.by_habit(request, lines, open_, goods)
    fitting = _clear(request, list(found.taken.values()), goods) if found.taken else []
    return replace(found, taken={at: line for at, line in found.taken.items() if line in fitting})


def settle(request: Request, *, serial: int, line: int, sku_id: Id, quantity: Decimal = Decimal(0)) -> Turn:
    """A doubtful line was answered: put it into the cart, or leave it out, and go on to the next.

    Another answer to the same line takes the place of the one before; the same again changes nothing. Where the order
    is no longer talked about, only the card of the goods is shown.
    """
    at = text_order_state.position(request, serial, line)
    if at is None:
        if not sku_id:
            raise StaleButton
        return product.open_(request, sku_id, quantity or None)
    reading = text_order_state.remembered(request)
    if at not in reading.asked:
        raise StaleButton
    return settled(request, reading, at, [Instead(sku_id=sku_id, quantity=quantity)] if sku_id else [])


def settled(request: Request, reading: TextOrder, at: int, meant: Sequence[Instead]) -> Turn:
    """A line means these goods, or none; a line about each of several stays open until the rest is left out."""
    line, cart = reading.lines[at], carts.view(request.actor)
    there = cart.quantities
    for each in meant:
        cart = _answered(request, reading, at, each, cart)
    row = cart.row_of(meant[0].sku_id) if meant else None
    lesson = learn_nickname.from_answer(request, line, row.goods) if row and len(meant) == 1 else None
    goes_on = len(meant) == 1 and is_about_each(line) and at in reading.open
    swapped = {**reading.swapped, at: meant[-1]} if meant else reading.swapped
    open_ = reading.open if goes_on else tuple(each for each in reading.open if each != at)
    after = replace(reading, open=open_, swapped=swapped)
    told = cart_text.raised(request, cart, there)
    turn = shown(request, after, cart, goods_of_first(request, after), told, lesson)
    return about(request, turn, meant[-1].sku_id) if meant else turn


def _answered(request: Request, reading: TextOrder, at: int, meant: Instead, cart: CartView) -> CartView:
    """Put the goods of an answer into the cart, in place of those of an answer before."""
    line, before = reading.lines[at], reading.swapped.get(at)
    wanted = CartWish(sku_id=meant.sku_id, quantity=meant.quantity, said=line.text)
    if is_about_each(line) and (row := cart.row_of(meant.sku_id)) and row.line.said == line.text:
        return cart
    if at in reading.open and (before is None or before.sku_id != meant.sku_id):
        act = getattr(line, "act", Act.ADD)
        return (
            carts.add(request.actor, [wanted])
            if act is Act.ADD and meant.quantity
            else carts.put(request.actor, wanted)
        )
    if before is None or before == meant:
        return cart
    if before.sku_id == meant.sku_id:
        row = cart.row_of(meant.sku_id)
        held = row.line.quantity if row else Decimal(0)
        total = max(held - before.quantity, Decimal(0)) + meant.quantity
        return carts.put(request.actor, replace(wanted, quantity=total))
    return carts.swap(request.actor, before.sku_id, before.quantity, wanted).cart


def is_about_each(line: Line) -> bool:
    """Whether a line asks for so much of each of several: one answer does not settle it."""
    return isinstance(line, AskedLine) and learning_rules.is_about_each(line.text)


def about(request: Request, turn: Turn, sku_id: int) -> Turn:
    """Remember what was put last: an amount typed next is of it."""
    return replace(turn, memory={**(request.memory if turn.memory is None else turn.memory), "about": sku_id})


def again(request: Request, *, serial: int | None = None) -> Turn:
    """The order as it was read, with what is still in doubt; named by its ``serial``, without all of that."""
    if serial == text_order_state.serial(request) and text_order_state.is_open(request):
        return leave_all(request, text_order_state.remembered(request))
    return as_it_is(request)


def leave_all(request: Request, reading: TextOrder) -> Turn:
    """Nothing of what is still in doubt."""
    return shown(request, replace(reading, open=()), carts.view(request.actor), {})


def as_it_is(request: Request, told: tuple[str, ...] = ()) -> Turn:
    """The order as it was read; ``told``: what was done beside it."""
    reading = text_order_state.remembered(request)
    return shown(request, reading, carts.view(request.actor), goods_of_first(request, reading), told)


def goods_of(request: Request, lines: Sequence[Line]) -> dict[int, Goods]:
    """The goods that lines mean or may mean."""
    meant = {line.sku_id for line in lines if isinstance(line, TakenLine | RemovedLine)}
    meant |= {sku_id for line in lines if isinstance(line, AskedLine) for sku_id in line.options}
    return goods_by_id(request.session, meant) if meant else {}


def goods_of_first(request: Request, reading: TextOrder) -> dict[int, Goods]:
    """The goods that the first line in doubt may mean."""
    return goods_of(request, [reading.lines[at] for at in reading.open[:1]])


def _clear(request: Request, lines: Sequence[Line], goods: Mapping[int, Goods]) -> list[Line]:
    """The lines that can be written, those that order more if need be on top of what the cart holds."""
    clear: list[Line] = [line for line in lines if isinstance(line, RemovedLine) and line.sku_id in goods]
    taken = [line for line in lines if isinstance(line, TakenLine)]
    fitting = [line for line in taken if _fits(goods, {}, line)]
    if len(fitting) < len(taken):
        before = quantities(request.actor)
        fitting = [line for line in taken if _fits(goods, before, line)]
    return [line for line in lines if line in clear or line in fitting]


def _fits(goods: Mapping[int, Goods], before: Mapping[int, Decimal], line: TakenLine) -> bool:
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
    request: Request,
    reading: TextOrder,
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
        doubt = doubt_of(request, reading, first, goods)
        asked, rows = clarify.question(request, doubt), clarify.candidates(request, doubt, cart)
    reply = Reply(
        title=asked or _title(request, reading, told),
        lines=(
            *told,
            *(lesson.told if lesson else ()),
            *_by_memory(request, reading, cart),
            *_others(request, reading),
            *_cart(request, cart),
            *_note(request, reading),
        ),
        buttons=(
            *rows,
            *cart_text.leave_doubts(request, reading.serial, len(reading.open)),
            *(lesson.undo if lesson else ()),
            *_ways(request, reading, cart),
        ),
    )
    facts = text_order_state.memory(request, reading)
    return Turn(replies=(reply,), memory={**facts, **lesson.facts} if lesson else facts)


def doubt_of(request: Request, reading: TextOrder, at: int, goods: Mapping[int, Goods]) -> clarify.Doubt:
    """A doubtful line; several candidates come in the order in which this account is likeliest to mean them."""
    line = reading.lines[at]
    doubt = clarify.Doubt(
        serial=reading.serial, at=at, line=line, goods=goods, singly=pack_habit.singly(request, line, goods)
    )
    if not isinstance(line, AskedLine) or len(line.options) < 2:  # noqa: PLR2004 - one is before no other
        return doubt
    return replace(doubt, liked=liking(request, {sku_id: goods[sku_id] for sku_id in line.options if sku_id in goods}))


def _title(request: Request, reading: TextOrder, told: tuple[str, ...]) -> str:
    if reading.left_out():
        return request.say(
            "wording.rest_taken" if told or reading.swapped or any(reading.put()) else "wording.none_taken"
        )
    if any(isinstance(line, UnknownLine | RefusedLine) for line in reading.lines):
        return request.say("wording.mostly_clear")
    more = any(isinstance(line, TakenLine | AskedLine) and line.act is Act.ADD for line in reading.lines)
    return request.say("wording.clear" if more or not told else "wording.done")


def _by_memory(request: Request, reading: TextOrder, cart: CartView) -> tuple[str, ...]:
    """What was taken because the account calls it so: never without a word."""
    found = [(line, cart.row_of(line.sku_id)) for line in reading.by_memory()]
    key = "wording.by_memory_served" if request.on_behalf else "wording.by_memory"
    return tuple(
        request.say(key, words=as_written(line.text, line.name), goods=goods_text.name(request, row.goods))
        for line, row in found
        if row is not None
    )


def _others(request: Request, reading: TextOrder) -> tuple[str, ...]:
    """What will be asked next, and what was not understood or cannot be, in the dealer's words."""
    told = [request.say("wording.next", text=reading.lines[at].text) for at in reading.open[1:]]
    for line in reading.lines:
        if isinstance(line, UnknownLine):
            told.append(request.say("wording.unknown", text=line.text))
        elif isinstance(line, RefusedLine):
            told.append(request.say(f"wording.{line.fault.value}", text=line.text))
    if not reading.open and (left := reading.left_out()):
        told.append(request.say("wording.left_out", text="；".join(line.text for line in left)))
    return (*told, "") if told else ()


def _note(request: Request, reading: TextOrder) -> tuple[str, ...]:
    return ("", request.say("wording.note", words=" · ".join(reading.note.splitlines()))) if reading.note else ()


def _cart(request: Request, cart: CartView) -> tuple[str, ...]:
    if not cart.rows:
        return (request.say("wording.nothing_yet"),)
    rows = [_row(request, row) for row in cart.rows[:_SHOWN]]
    if len(cart.rows) > _SHOWN:
        rows.append(request.say.count("wording.more_rows", len(cart.rows) - _SHOWN))
    total = request.say.money(cart.total, request.currency)
    return (request.say("wording.cart"), *rows, request.say.count("product.cart", len(cart.rows), total=total))


def _row(request: Request, row: CartRow) -> str:
    return "\n".join(cart_text.row(request, row))


def _ways(request: Request, reading: TextOrder, cart: CartView) -> tuple[Row, ...]:
    ways: list[Button] = []
    if cart.rows:
        ways = [button(request.say("button.cart"), Verb.CART), button(request.say("product.checkout"), Verb.CHECKOUT)]
    if any(reading.put()):
        ways.append(button(request.say("wording.not_right"), Verb.NOT_RIGHT, reading.serial))
    if reading.note:
        ways.append(button(request.say("wording.no_note"), Verb.NOTE, 0))
    ways.append(button(request.say("button.menu"), Verb.MENU))
    return tuple(tuple(ways[at : at + 2]) for at in range(0, len(ways), 2))
