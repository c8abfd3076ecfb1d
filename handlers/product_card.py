"""The card of one SKU: picture, price, packs, what is there, and one way to take some of it."""

from collections.abc import Sequence
from decimal import Decimal

from domain.catalogue import Goods
from domain.rules.money import line_amount
from domain.rules.quantities import nearest, stepped
from domain.rules.rights import Right
from handlers import goods_words
from handlers.press import button
from handlers.turn import Button, Reply, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: So many buttons at most; other sizes are shown as far as they fit.
BUTTONS = 8
#: How many packs the words about typing give as an example.
_EXAMPLE = 5


def draw(visit: Visit, goods: Goods, others: Sequence[Goods], in_cart: Decimal, chosen: Decimal | None) -> Reply:
    """The card; ``others``: other sizes of the same product; ``chosen``: how much the 🛒 button would take."""
    orders = visit.by.may(Right.CART_CHANGE) and goods.sku.on_sale
    ready = orders and visit.by.account_id is not None
    quantity = goods.within(nearest(chosen or in_cart or step(goods), goods.limits)) if ready else Decimal(0)
    return Reply(
        title=goods_words.name(visit, goods),
        lines=tuple(filter(None, (*_facts(visit, goods), _in_cart(visit, goods, in_cart)))),
        note=_how(visit, goods) if quantity else "",
        buttons=_filled(
            visit,
            (
                *(_quantities(visit, goods, quantity, in_cart) if ready else ()),
                *(((button(visit.say("product.for_whom"), Verb.ACCOUNTS),),) if orders and not ready else ()),
                *_for_staff(visit, goods),
            ),
            tuple(_size(visit, each) for each in others),
            button(visit.say("product.name_it"), Verb.NAME, goods.sku.id) if ready else None,
        ),
        picture=_picture(visit, goods),
    )


def _picture(visit: Visit, goods: Goods) -> str | None:
    """The SKU's own picture in the reader's language, else the product's."""
    english = visit.say.language == "en"
    return (goods.sku.picture_en if english else None) or goods.sku.picture or goods.product.picture


def _filled(visit: Visit, first: tuple[Row, ...], sizes: tuple[Button, ...], name_it: Button | None) -> tuple[Row, ...]:
    """What the card is for comes first; then, as far as they fit: a nickname, other sizes, a row each, and a search."""
    room = BUTTONS - sum(map(len, first)) - 1
    named = (name_it,) if name_it and room else ()
    fitting = sizes[: room - len(named)]
    search = (button(visit.say("button.search"), Verb.SEARCH),) if room > len(named) + len(fitting) else ()
    last = (*search, button(visit.say("button.menu"), Verb.MENU))
    return tuple(row for row in (*first, *((each,) for each in fitting), named, last) if row)


def _how(visit: Visit, goods: Goods) -> str:
    amount = goods.within(nearest(step(goods) * _EXAMPLE, goods.limits))
    example = goods_words.quantity(visit, goods, amount)
    return visit.say("product.how", amount=example, unit=goods_words.screen_unit_name(visit, goods))


def step(goods: Goods) -> Decimal:
    """What ➕ adds: a pack where that can be ordered, else one step of the order rules."""
    pack = goods.biggest_pack
    size = Decimal(pack.size) if pack else Decimal(1)
    return nearest(size, goods.limits) if size % goods.sku.multiple else size


def amount(visit: Visit, goods: Goods, quantity: Decimal) -> str:
    """What a quantity costs."""
    return visit.say.money(line_amount(quantity, goods.sku.price, visit.currency), visit.currency)


def _facts(visit: Visit, goods: Goods) -> tuple[str, ...]:
    prices = visit.by.may(Right.ORDER_PRICES)
    return (
        visit.say("product.price", price=goods_words.price(visit, goods)) if prices else "",
        *(_pack(visit, goods, prices=prices)),
        _there(visit, goods),
        _rules(visit, goods),
    )


def _pack(visit: Visit, goods: Goods, *, prices: bool) -> tuple[str, ...]:
    """Each pack with what it holds and costs."""
    told = []
    for pack in goods.packs:
        size = Decimal(pack.size)
        holds = {
            "pack": goods_words.pack_name(visit, pack),
            "size": goods_words.base_quantity(visit, goods, size),
        }
        if size > 1 and prices:
            told.append(visit.say("product.pack", amount=amount(visit, goods, size), **holds))
        elif size > 1:
            told.append(visit.say("goods.pack", **holds))
    return tuple(told)


def _there(visit: Visit, goods: Goods) -> str:
    if not goods.sku.on_sale:
        return visit.say("product.off_sale")
    if goods.available > 0:
        return visit.say("product.there", amount=goods_words.quantity(visit, goods, goods.available))
    return visit.say("product.backorder" if goods.sku.backorder else "product.sold_out")


def _rules(visit: Visit, goods: Goods) -> str:
    """The smallest order and its steps, where they are more than the smallest possible."""
    smallest = Decimal(1).scaleb(-goods.sku.decimals)
    told = [
        visit.say(key, amount=goods_words.quantity(visit, goods, rule))
        for key, rule in (("product.minimum", goods.sku.minimum), ("product.multiple", goods.sku.multiple))
        if rule > smallest and (rule > 1 or not goods.sku.decimals)
    ]
    return visit.say("goods.pack_gap").join(told)


def _in_cart(visit: Visit, goods: Goods, in_cart: Decimal) -> str:
    return visit.say("product.in_cart", amount=goods_words.quantity(visit, goods, in_cart)) if in_cart else ""


def _quantities(visit: Visit, goods: Goods, quantity: Decimal, in_cart: Decimal) -> tuple[Row, ...]:
    """➖ n箱 ➕, and 🛒 with what it does, as far as there is any; and the way out of the cart."""
    out = (button(visit.say("product.out"), Verb.PUT, goods.sku.id, Decimal(0)),) if in_cart else ()
    if not quantity:
        return (out,) if out else ()
    said = goods_words.quantity(visit, goods, quantity)
    word = "product.change_cart" if in_cart else "product.into_cart"
    label = visit.say(word, amount=said, money=amount(visit, goods, quantity))
    take = button(label, Verb.PUT, goods.sku.id, quantity)
    number = button(visit.say("product.type", amount=said), Verb.TYPE_QUANTITY, goods.sku.id)
    less, more = _stepped(visit, goods, quantity, -1), _stepped(visit, goods, quantity, 1)
    return ((*less, number, *more), (take, *out))


def _stepped(visit: Visit, goods: Goods, quantity: Decimal, sign: int) -> Row:
    """A step less or more, where that can be had."""
    wanted = stepped(quantity, step(goods) * sign, goods.limits)
    if wanted is None or goods.within(wanted) != wanted:
        return ()
    said = goods_words.quantity(visit, goods, step(goods))
    word = "product.more" if sign > 0 else "product.less"
    return (button(visit.say(word, amount=said), Verb.PRODUCT, goods.sku.id, wanted),)


def _size(visit: Visit, other: Goods) -> Button:
    """Another size or flavour of the same product."""
    english = visit.say.language == "en"
    spec = (other.sku.spec_en if english else "") or other.sku.spec or other.sku.code
    label = visit.say("product.other", spec=spec, offer=goods_words.offer(visit, other))
    return button(label, Verb.PRODUCT, other.sku.id, say=goods_words.name(visit, other))


def _for_staff(visit: Visit, goods: Goods) -> tuple[Row, ...]:
    """What those who run the house do with a SKU."""
    row = []
    if visit.by.may(Right.STOCK_READ):
        row.append(button(visit.say("product.stock"), Verb.STOCK_OF, goods.sku.id))
    if visit.by.may(Right.CATALOGUE_CHANGE):
        row.append(button(visit.say("product.change"), Verb.GOODS_OF, goods.sku.id))
    return (tuple(row),) if row else ()
