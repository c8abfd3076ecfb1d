"""One line of the cart: more, less, an exact quantity, or removed."""

from dataclasses import replace
from decimal import Decimal

from domain.carts import carts
from domain.carts.carts import CartRow, CartWish
from domain.catalogue.catalogue import Goods
from domain.rules.quantities import nearest, stepped
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.shopping import cart, cart_promotions, cart_text, unusual_quantity


def show(request: Request, *, sku_id: Id, quantity: Decimal | None = None) -> Turn:
    """A line, perhaps with a new quantity; none of it takes the line out."""
    if quantity is None:
        return _shown(request, carts.view(request.actor), sku_id)
    return _put(request, CartWish(sku_id=sku_id, quantity=quantity))


def show_line(request: Request, view: carts.CartView, sku_id: int) -> Turn:
    """A line of a cart that was just changed."""
    return _shown(request, view, sku_id)


def typed_quantity(request: Request, text: str, *, sku_id: Id, size: int | None = None) -> Turn:
    """A quantity for the line that is open, in the unit it is counted in on the screen where none is said."""
    goods, said = goods_text.one(request, sku_id), text.strip()
    quantity = goods_text.read_quantity(request, goods, said, counted_in=size)
    if quantity is None:
        row = carts.view(request.actor).row_of(sku_id)
        turn = _shown(request, carts.view(request.actor), sku_id)
        return quantity_unread(request, turn) if row else turn
    if told := unusual_quantity.doubt(request, goods, quantity):
        back = (
            button(request.say("button.back"), Verb.CART_LINE, sku_id),
            button(request.say("button.cart"), Verb.CART),
        )
        shown = unusual_quantity.whether(request, goods, quantity, told, Verb.CART_LINE, back)
        question = Question(kind=QuestionKind.LINE_QUANTITY, facts={"sku": sku_id, "size": size})
        return Turn(replies=(shown,), question=question)
    return _put(request, CartWish(sku_id=sku_id, quantity=quantity, said=said))


def quantity_unread(request: Request, turn: Turn) -> Turn:
    """The same screen, with a word that these goods have no such unit."""
    return turn.headed(request.say("cart.no_such_unit"))


def _put(request: Request, wanted: CartWish) -> Turn:
    if wanted.quantity:
        return _shown(request, carts.put(request.actor, wanted), wanted.sku_id)
    before = carts.view(request.actor).row_of(wanted.sku_id)
    after = carts.put(request.actor, wanted)
    if before is None:
        return Turn(replies=(cart.draw(request, after),))
    told = request.say("cart.taken_out", goods=goods_text.name(request, before.goods))
    reply = cart.draw(request, after, told=(told,))
    back = button(request.say("cart.put_back"), Verb.CART_LINE, wanted.sku_id, before.line.quantity)
    return Turn(replies=(replace(reply, buttons=((back,), *reply.buttons)),))


def _shown(request: Request, view: carts.CartView, sku_id: int) -> Turn:
    """The line; where it is no longer in the cart, the cart."""
    row = view.row_of(sku_id)
    if row is None:
        return Turn(replies=(cart.draw(request, view),))
    question = Question(kind=QuestionKind.LINE_QUANTITY, facts=goods_text.counted(row.goods, row.line.quantity))
    return Turn(replies=(_card(request, view, row),), question=question, memory={**request.memory, "about": sku_id})


def _card(request: Request, view: carts.CartView, row: CartRow) -> Reply:
    goods = row.goods
    request.prices.learn(view.prices)
    packs = goods_text.packs(request, goods)
    there = goods_text.quantity(request, goods, max(goods.available, Decimal(0)))
    facts = (
        request.say("cart.line_price", price=cart_text.price(request, row)) + (f" · {packs}" if packs else ""),
        *cart_text.beside_price(request, row),
        request.say("cart.line_there", amount=there),
        request.say(
            "cart.line_is",
            amount=goods_text.quantity(request, goods, row.line.quantity),
            money=request.say.money(row.amount, request.currency),
        ),
        cart_text.trouble(request, row),
        cart_promotions.total(request, view, cart_promotions.of(request, view)),
    )
    return Reply(
        title="\n".join((request.say("title.cart"), goods_text.name(request, goods))),
        lines=tuple(fact for fact in facts if fact),
        note=_how(request, goods, row.line.quantity),
        buttons=(
            *_steps(request, row),
            *_fixes(request, row),
            *_by_hand(request, row),
            (
                _line(request, row, Decimal(0), request.say("cart.remove")),
                button(request.say("button.cart"), Verb.CART),
            ),
            (button(request.say("cart.checkout"), Verb.CHECKOUT), button(request.say("button.menu"), Verb.MENU)),
        ),
    )


def _by_hand(request: Request, row: CartRow) -> tuple[Row, ...]:
    """The price, for those who may set it for an account."""
    if not request.actor.may(Right.ORDER_REPRICE) or request.person.account_id is not None:
        return ()
    return ((button(request.say("hand_price.set"), Verb.HAND_PRICE, row.goods.sku.id),),)


def _how(request: Request, goods: Goods, shown: Decimal) -> str:
    """How a quantity is typed, by one that can be had; nothing where none can."""
    pack = goods.biggest_pack
    some = goods.within(nearest(Decimal(pack.size if pack else 1) * 10, goods.limits))
    if not (some and goods.on_sale):
        return ""
    amount = goods_text.quantity(request, goods, some)
    return request.say("cart.line_how", amount=amount, unit=goods_text.screen_unit_name(request, goods, shown))


def _fixes(request: Request, row: CartRow) -> tuple[Row, ...]:
    """One tap to what can be had."""
    if row.in_order or not row.orderable:
        return ()
    label = request.say("cart.set_to", amount=goods_text.quantity(request, row.goods, row.orderable))
    return ((_line(request, row, row.orderable, label),),)


def _steps(request: Request, row: CartRow) -> tuple[Row, ...]:
    """➖ ➕ by the pack and by the smallest sensible step, as far as there is any."""
    if not row.goods.on_sale:
        return ()
    pack = row.goods.biggest_pack
    single = max(row.goods.sku.multiple, Decimal(1))
    sizes = dict.fromkeys((Decimal(pack.size) if pack else single, single))
    rows = (_step(request, row, size) for size in sizes)
    return tuple(each for each in rows if each)


def _step(request: Request, row: CartRow, size: Decimal) -> Row:
    drawn: list[Button] = []
    said = goods_text.quantity(request, row.goods, size)
    for word, change in (("less", -size), ("more_of", size)):
        quantity = stepped(row.line.quantity, change, row.goods.limits)
        if quantity is not None and (change < 0 or row.goods.within(quantity) == quantity):
            label = request.say(f"cart.{word}", amount=said)
            drawn.append(_line(request, row, quantity, label, say=request.say(f"cart.{word}_said", amount=said)))
    return tuple(drawn)


def _line(request: Request, row: CartRow, quantity: Decimal, label: str, say: str = "") -> Button:
    return button(label, Verb.CART_LINE, row.goods.sku.id, quantity, say=say)
