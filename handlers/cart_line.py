"""One line of the cart: more, less, so much exactly, or none of it."""

from dataclasses import replace
from decimal import Decimal

from domain import carts
from domain.carts import CartRow, Wanted
from domain.catalogue import Goods
from domain.rules.quantities import nearest, stepped
from handlers import cart, cart_words, goods_words, slips
from handlers.press import Press, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """A line, perhaps with a new quantity; none of it takes the line out."""
    sku_id = press.id(0)
    if not press.has(1):
        return _shown(visit, carts.view(visit.by), sku_id)
    return _put(visit, Wanted(sku_id=sku_id, quantity=press.quantity(1)))


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """A quantity for the line that is open, in the unit it is counted in on the screen where none is said."""
    sku_id, said = int(facts["sku"] or 0), text.strip()
    goods = goods_words.one(visit, sku_id)
    quantity = goods_words.read_quantity(goods, said, counted_in=facts.get("size"))
    if quantity is None:
        row = carts.view(visit.by).row_of(sku_id)
        turn = _shown(visit, carts.view(visit.by), sku_id)
        return quantity_unread(visit, turn) if row else turn
    if told := slips.doubt(visit, goods, quantity):
        return _whether(visit, goods, quantity, told, facts)
    return _put(visit, Wanted(sku_id=sku_id, quantity=quantity, said=said))


def _whether(visit: Visit, goods: Goods, quantity: Decimal, told: str, facts: Facts) -> Turn:
    """One tap means it; another number can still be typed."""
    yes = slips.sure(visit, goods, quantity, Verb.CART_LINE)
    back = (button(visit.say("button.back"), Verb.CART_LINE, goods.sku.id), button(visit.say("button.cart"), Verb.CART))
    note = visit.say("cart.other_number")
    shown = Reply(title=goods_words.name(visit, goods), lines=(told,), note=note, buttons=((yes,), back))
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.LINE_QUANTITY, facts=facts))


def quantity_unread(visit: Visit, turn: Turn) -> Turn:
    """The same screen, with a word that these goods have no such unit."""
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, title=f"{visit.say('cart.no_such_unit')}\n{first.title}"), *rest))


def _put(visit: Visit, wanted: Wanted) -> Turn:
    if wanted.quantity:
        return _shown(visit, carts.put(visit.by, wanted), wanted.sku_id)
    before = carts.view(visit.by).row_of(wanted.sku_id)
    after = carts.put(visit.by, wanted)
    if before is None:
        return Turn(replies=(cart.draw(visit, after),))
    told = visit.say("cart.taken_out", goods=goods_words.name(visit, before.goods))
    reply = cart.draw(visit, after, told=(told,))
    back = button(visit.say("cart.put_back"), Verb.CART_LINE, wanted.sku_id, before.line.quantity)
    return Turn(replies=(_with_row(reply, (back,)),))


def _shown(visit: Visit, view: carts.CartView, sku_id: int) -> Turn:
    """The line; where it is no longer in the cart, the cart."""
    row = view.row_of(sku_id)
    if row is None:
        return Turn(replies=(cart.draw(visit, view),))
    question = Question(kind=QuestionKind.LINE_QUANTITY, facts=goods_words.counted(row.goods, row.line.quantity))
    return Turn(replies=(_card(visit, view, row),), question=question, memory={**visit.memory, "about": sku_id})


def _card(visit: Visit, view: carts.CartView, row: CartRow) -> Reply:
    goods = row.goods
    packs = goods_words.packs(visit, goods)
    there = goods_words.quantity(visit, goods, max(goods.available, Decimal(0)))
    facts = (
        visit.say("cart.line_price", price=goods_words.price(visit, goods)) + (f" · {packs}" if packs else ""),
        visit.say("cart.line_there", amount=there),
        visit.say(
            "cart.line_is",
            amount=goods_words.quantity(visit, goods, row.line.quantity),
            money=visit.say.money(row.amount, visit.currency),
        ),
        cart_words.trouble(visit, row),
        cart_words.total(visit, view),
    )
    return Reply(
        title="\n".join((visit.say("title.cart"), goods_words.name(visit, goods))),
        lines=tuple(fact for fact in facts if fact),
        note=_how(visit, goods, row.line.quantity),
        buttons=(
            *_steps(visit, row),
            *_fixes(visit, row),
            (_line(visit, row, Decimal(0), visit.say("cart.remove")), button(visit.say("button.cart"), Verb.CART)),
            (button(visit.say("cart.checkout"), Verb.CHECKOUT), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )


def _how(visit: Visit, goods: Goods, shown: Decimal) -> str:
    """How a quantity is typed, by one that can be had; nothing where none can."""
    pack = goods.biggest_pack
    some = goods.within(nearest(Decimal(pack.size if pack else 1) * 10, goods.limits))
    if not (some and goods.sku.on_sale):
        return ""
    amount = goods_words.quantity(visit, goods, some)
    return visit.say("cart.line_how", amount=amount, unit=goods_words.screen_unit_name(visit, goods, shown))


def _fixes(visit: Visit, row: CartRow) -> tuple[Row, ...]:
    """One tap to what can be had."""
    if row.in_order or not row.orderable:
        return ()
    label = visit.say("cart.set_to", amount=goods_words.quantity(visit, row.goods, row.orderable))
    return ((_line(visit, row, row.orderable, label),),)


def _steps(visit: Visit, row: CartRow) -> tuple[Row, ...]:
    """➖ ➕ by the pack and by the smallest sensible step, as far as there is any."""
    if not row.goods.sku.on_sale:
        return ()
    pack = row.goods.biggest_pack
    single = max(row.goods.sku.multiple, Decimal(1))
    sizes = dict.fromkeys((Decimal(pack.size) if pack else single, single))
    rows = (_step(visit, row, size) for size in sizes)
    return tuple(each for each in rows if each)


def _step(visit: Visit, row: CartRow, size: Decimal) -> Row:
    drawn: list[Button] = []
    said = goods_words.quantity(visit, row.goods, size)
    for word, change in (("less", -size), ("more_of", size)):
        quantity = stepped(row.line.quantity, change, row.goods.limits)
        if quantity is not None and (change < 0 or row.goods.within(quantity) == quantity):
            label = visit.say(f"cart.{word}", amount=said)
            drawn.append(_line(visit, row, quantity, label, say=visit.say(f"cart.{word}_said", amount=said)))
    return tuple(drawn)


def _line(visit: Visit, row: CartRow, quantity: Decimal, label: str, say: str = "") -> Button:
    return button(label, Verb.CART_LINE, row.goods.sku.id, quantity, say=say)


def _with_row(reply: Reply, row: Row) -> Reply:
    return Reply(title=reply.title, lines=reply.lines, note=reply.note, buttons=(row, *reply.buttons))
