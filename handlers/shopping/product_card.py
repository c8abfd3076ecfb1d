"""The card of one SKU: picture, price, packs, stock, and one way to add it to the cart."""

from collections.abc import Sequence
from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.rules.quantities import nearest, stepped
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, price_text
from handlers.shopping import alerts

#: Maximum number of buttons; other sizes are shown as far as they fit.
BUTTONS = 8
#: How many packs the words about typing give as an example.
_EXAMPLE = 5


def draw(request: Request, goods: Goods, others: Sequence[Goods], in_cart: Decimal, chosen: Decimal | None) -> Reply:
    """The card; ``others``: other sizes of the same product; ``chosen``: how much the 🛒 button would take."""
    orders = request.actor.may(Right.CART_CHANGE) and goods.sku.on_sale
    ready = orders and request.actor.account_id is not None
    request.prices.know((goods, *others))
    quantity = goods.within(nearest(chosen or in_cart or step(goods), goods.limits)) if ready else Decimal(0)
    shown = chosen or in_cart or step(goods)
    return Reply(
        title=goods_text.name(request, goods),
        lines=tuple(filter(None, (*_facts(request, goods, shown), _in_cart(request, goods, in_cart)))),
        note=_how(request, goods) if quantity else "",
        buttons=_filled(
            request,
            (
                *(_quantities(request, goods, quantity, in_cart) if ready else ()),
                *(alerts.offer(request, goods, _missing(goods, chosen or in_cart or step(goods))) if ready else ()),
                *(((button(request.say("product.for_whom"), Verb.ACCOUNTS),),) if orders and not ready else ()),
                *_for_staff(request, goods),
            ),
            tuple(_size(request, each) for each in others),
            button(request.say("product.name_it"), Verb.NAME, goods.sku.id) if ready else None,
        ),
        picture=_picture(request, goods),
    )


def _missing(goods: Goods, wanted: Decimal) -> Decimal:
    """How much of what is wanted is not there."""
    return wanted - max(goods.available, Decimal(0))


def _picture(request: Request, goods: Goods) -> str | None:
    """The SKU's own picture in the reader's language, else the product's."""
    english = request.say.language == "en"
    return (goods.sku.picture_en if english else None) or goods.sku.picture or goods.product.picture


def _filled(
    request: Request, first: tuple[Row, ...], sizes: tuple[Button, ...], name_it: Button | None
) -> tuple[Row, ...]:
    """What the card is for comes first; then, as far as they fit: a nickname, other sizes, a row each, and a search."""
    room = BUTTONS - sum(map(len, first)) - 1
    named = (name_it,) if name_it and room else ()
    fitting = sizes[: room - len(named)]
    search = (button(request.say("button.search"), Verb.SEARCH),) if room > len(named) + len(fitting) else ()
    last = (*search, button(request.say("button.menu"), Verb.MENU))
    return tuple(row for row in (*first, *((each,) for each in fitting), named, last) if row)


def _how(request: Request, goods: Goods) -> str:
    amount = goods.within(nearest(step(goods) * _EXAMPLE, goods.limits))
    example = goods_text.quantity(request, goods, amount)
    return request.say("product.how", amount=example, unit=goods_text.screen_unit_name(request, goods))


def step(goods: Goods) -> Decimal:
    """What ➕ adds: a pack where that can be ordered, else one step of the order rules."""
    pack = goods.biggest_pack
    size = Decimal(pack.size) if pack else Decimal(1)
    return nearest(size, goods.limits) if size % goods.sku.multiple else size


def _facts(request: Request, goods: Goods, shown: Decimal) -> tuple[str, ...]:
    """``shown``: the quantity that the card speaks of."""
    prices = request.actor.may(Right.ORDER_PRICES)
    return (
        request.say("product.price", price=goods_text.price(request, goods)) if prices else "",
        *(_pack(request, goods, prices=prices)),
        *(price_text.beside(request, goods, request.prices.line(goods, shown)) if prices else ()),
        _there(request, goods),
        goods_text.order_rules(request, goods),
    )


def _pack(request: Request, goods: Goods, *, prices: bool) -> tuple[str, ...]:
    """Each pack with what it holds and costs."""
    told = []
    for pack in goods.packs:
        size = Decimal(pack.size)
        holds = {
            "pack": goods_text.pack_name(request, pack),
            "size": goods_text.base_quantity(request, goods, size),
        }
        if size > 1 and prices:
            told.append(request.say("product.pack", amount=goods_text.cost(request, goods, size), **holds))
        elif size > 1:
            told.append(request.say("goods.pack", **holds))
    return tuple(told)


def _there(request: Request, goods: Goods) -> str:
    if not goods.sku.on_sale:
        return request.say("product.off_sale")
    if goods.available > 0:
        return request.say("product.there", amount=goods_text.quantity(request, goods, goods.available))
    told = request.say("product.backorder" if goods.sku.backorder else "product.sold_out")
    return "\n".join((told, *goods_text.expected(request, goods)))


def _in_cart(request: Request, goods: Goods, in_cart: Decimal) -> str:
    return request.say("product.in_cart", amount=goods_text.quantity(request, goods, in_cart)) if in_cart else ""


def _quantities(request: Request, goods: Goods, quantity: Decimal, in_cart: Decimal) -> tuple[Row, ...]:
    """➖ n箱 ➕, and 🛒 with what it does, as far as there is any; and the way out of the cart."""
    out = (button(request.say("product.out"), Verb.PUT, goods.sku.id, Decimal(0)),) if in_cart else ()
    if not quantity:
        return (out,) if out else ()
    said = goods_text.quantity(request, goods, quantity)
    word = "product.change_cart" if in_cart else "product.into_cart"
    label = request.say(word, amount=said, money=goods_text.cost(request, goods, quantity))
    take = button(label, Verb.PUT, goods.sku.id, quantity)
    number = button(request.say("product.type", amount=said), Verb.TYPE_QUANTITY, goods.sku.id)
    less, more = _stepped(request, goods, quantity, -1), _stepped(request, goods, quantity, 1)
    return ((*less, number, *more), (take, *out))


def _stepped(request: Request, goods: Goods, quantity: Decimal, sign: int) -> Row:
    """A step less or more, where that can be had."""
    wanted = stepped(quantity, step(goods) * sign, goods.limits)
    if wanted is None or goods.within(wanted) != wanted:
        return ()
    said = goods_text.quantity(request, goods, step(goods))
    word = "product.more" if sign > 0 else "product.less"
    return (button(request.say(word, amount=said), Verb.PRODUCT, goods.sku.id, wanted),)


def _size(request: Request, other: Goods) -> Button:
    """Another size or flavour of the same product."""
    english = request.say.language == "en"
    spec = (other.sku.spec_en if english else "") or other.sku.spec or other.sku.code
    label = request.say("product.other", spec=spec, offer=goods_text.offer(request, other))
    return button(label, Verb.PRODUCT, other.sku.id, say=goods_text.name(request, other))


def _for_staff(request: Request, goods: Goods) -> tuple[Row, ...]:
    """What those who run the business do with a SKU."""
    row = []
    if request.actor.may(Right.STOCK_READ):
        row.append(button(request.say("product.stock"), Verb.STOCK_OF, goods.sku.id))
    if request.actor.may(Right.CATALOGUE_CHANGE):
        row.append(button(request.say("product.change"), Verb.GOODS_OF, goods.sku.id))
    return (tuple(row),) if row else ()
