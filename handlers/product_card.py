"""The card of one SKU: picture, price, packs, what is there, and how much to take."""

from collections.abc import Sequence
from decimal import Decimal

from domain.catalogue import Goods
from domain.rules.money import line_amount
from domain.rules.quantities import MOST, nearest
from domain.rules.rights import Right
from handlers import goods_words
from handlers.press import button
from handlers.turn import Button, Reply, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: Packs that one tap puts into the cart.
_QUICK = (1, 5, 10)
#: How many packs the words about typing give as an example.
_EXAMPLE = 5
#: So many other sizes are shown.
_SIZES = 4


def draw(visit: Visit, goods: Goods, others: Sequence[Goods], in_cart: Decimal, chosen: Decimal | None) -> Reply:
    """The card; ``others``: other sizes of the same product; ``chosen``: how much the 🛒 button would take."""
    orders = visit.by.may(Right.CART_CHANGE) and goods.sku.on_sale
    ready = orders and visit.by.account_id is not None
    quantity = nearest(chosen or in_cart or step(goods), goods.limits)
    return Reply(
        title=goods_words.name(visit, goods),
        lines=tuple(filter(None, (*_facts(visit, goods), _in_cart(visit, goods, in_cart)))),
        note=_how(visit, goods) if ready else "",
        buttons=(
            *(_quantities(visit, goods, quantity, in_cart) if ready else ()),
            *(((button(visit.say("product.for_whom"), Verb.ACCOUNTS),),) if orders and not ready else ()),
            *_sizes(visit, others),
            *(((button(visit.say("product.name_it"), Verb.NAME, goods.sku.id),),) if ready else ()),
            *_for_staff(visit, goods),
            (button(visit.say("button.search"), Verb.SEARCH), button(visit.say("button.menu"), Verb.MENU)),
        ),
        picture=goods.product.picture,
    )


def _how(visit: Visit, goods: Goods) -> str:
    example = goods_words.quantity(visit, goods, nearest(step(goods) * _EXAMPLE, goods.limits))
    return visit.say("product.how", amount=example, unit=goods_words.unit(visit, goods))


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
    """➖ ✏️ ➕, packs at one tap, and 🛒 with what it does."""
    said = goods_words.quantity(visit, goods, quantity)
    less, more = quantity - step(goods), quantity + step(goods)
    change = (
        *((_choose(visit, "product.less", goods, less),) if less >= max(goods.sku.minimum, goods.sku.multiple) else ()),
        button(visit.say("product.type", amount=said), Verb.TYPE_QUANTITY, goods.sku.id),
        *((_choose(visit, "product.more", goods, more),) if more <= MOST else ()),
    )
    word = "product.change_cart" if in_cart else "product.into_cart"
    take = button(visit.say(word, amount=said, money=amount(visit, goods, quantity)), Verb.PUT, goods.sku.id, quantity)
    return (change, _quick(visit, goods), (take, *_out(visit, goods, in_cart)))


def _quick(visit: Visit, goods: Goods) -> Row:
    """Packs that go into the cart at one tap: typing the same words does the same."""
    sizes = dict.fromkeys(nearest(step(goods) * packs, goods.limits) for packs in _QUICK)
    said = [(goods_words.quantity(visit, goods, size), size) for size in sizes]
    return tuple(
        button(visit.say("product.quick", amount=amount), Verb.PUT, goods.sku.id, size, say=amount)
        for amount, size in said
    )


def _choose(visit: Visit, word: str, goods: Goods, quantity: Decimal) -> Button:
    said = goods_words.quantity(visit, goods, step(goods))
    return button(visit.say(word, amount=said), Verb.PRODUCT, goods.sku.id, nearest(quantity, goods.limits))


def _out(visit: Visit, goods: Goods, in_cart: Decimal) -> Row:
    return (button(visit.say("product.out"), Verb.PUT, goods.sku.id, Decimal(0)),) if in_cart else ()


def _sizes(visit: Visit, others: Sequence[Goods]) -> tuple[Row, ...]:
    """Other sizes and flavours of the same product, two a row."""
    english = visit.say.language == "en"
    labels = [
        button(
            visit.say(
                "product.other",
                spec=(each.sku.spec_en if english else "") or each.sku.spec or each.sku.code,
                price=goods_words.price(visit, each),
            )
            if visit.by.may(Right.ORDER_PRICES)
            else goods_words.name(visit, each),
            Verb.PRODUCT,
            each.sku.id,
        )
        for each in others[:_SIZES]
    ]
    return tuple(tuple(labels[at : at + 2]) for at in range(0, len(labels), 2))


def _for_staff(visit: Visit, goods: Goods) -> tuple[Row, ...]:
    """What those who run the house do with a SKU."""
    row = []
    if visit.by.may(Right.STOCK_READ):
        row.append(button(visit.say("product.stock"), Verb.STOCK_OF, goods.sku.id))
    if visit.by.may(Right.CATALOGUE_CHANGE):
        row.append(button(visit.say("product.change"), Verb.GOODS_OF, goods.sku.id))
    return (tuple(row),) if row else ()
