"""Goods and quantities as text: names, specs, units and packs in the reader's language."""

from decimal import Decimal

from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.language.typed_quantity import read_amount
from domain.rules.rights import Right
from domain.stock.expected import expected_day
from domain.tables.catalogue import Pack
from handlers.conversation.request import Request
from handlers.formatting import goods_words


def one(request: Request, sku_id: int) -> Goods:
    """The goods of a SKU. Raises NotFound: there is no such SKU."""
    return catalogue.one(request.session, sku_id)


def name(request: Request, goods: Goods) -> str:
    """Product and spec, as a shopkeeper knows it."""
    return goods_words.name(request.say, goods)


def unit(request: Request, goods: Goods) -> str:
    """The base unit."""
    return goods_words.unit(request.say, goods)


def pack_name(request: Request, pack: Pack) -> str:
    """A pack's unit."""
    return goods_words.pack_name(request.say, pack)


def quantity(request: Request, goods: Goods, amount: Decimal) -> str:
    """A quantity in packs and base units: ``2箱 6瓶``, ``2 cases 6 bottles``; none is ``0箱``."""
    if not amount:
        return goods_words.counted(request.say, screen_unit_name(request, goods), amount)
    return goods_words.quantity(request.say, goods, amount)


def base_quantity(request: Request, goods: Goods, amount: Decimal) -> str:
    """A quantity in base units only: ``54瓶``."""
    return goods_words.counted(request.say, unit(request, goods), amount)


def how_many_note(request: Request, goods: Goods) -> str:
    """How a quantity is typed where one of base units is asked for."""
    return request.say("returns.how_many_note", three=base_quantity(request, goods, Decimal(3)))


def price(request: Request, goods: Goods) -> str:
    """What one base unit costs whom the person orders for: ``¥2.50/瓶``."""
    return _per_unit(request, goods, request.prices.line(goods, Decimal(1)).unit_price)


def list_price(request: Request, goods: Goods) -> str:
    """The same before any account's own price, for those who set it."""
    return _per_unit(request, goods, goods.list_price)


def cost(request: Request, goods: Goods, quantity: Decimal) -> str:
    """What a quantity costs whom the person orders for."""
    return request.say.money(request.prices.line(goods, quantity).amount, request.currency)


def _per_unit(request: Request, goods: Goods, money: Decimal) -> str:
    return f"{request.say.price(money, request.currency)}/{unit(request, goods)}"


def line(request: Request, goods: Goods, amount: Decimal, money: str = "") -> str:
    """A line of a cart, an order or a parcel: goods, quantity and, for those who see prices, what it costs."""
    told = request.say("goods.line", goods=name(request, goods), amount=quantity(request, goods, amount))
    return told + request.say("goods.money", money=money) if money else told


def offer(request: Request, goods: Goods) -> str:
    """What is needed to choose goods by, in few words: the price they are ordered at, and what is there."""
    if not request.actor.may(Right.ORDER_PRICES):
        return there(request, goods)
    return request.say("goods.offer", price=pack_price(request, goods), there=there(request, goods))


def choice(request: Request, words: str, goods: Goods) -> str:
    """An answer to "which one?", with what is needed to choose by."""
    return request.say("goods.choice", words=words, offer=offer(request, goods))


def single_choice(request: Request, words: str, goods: Goods) -> str:
    """The same for an amount in base units: price and stock are in these, too."""
    if is_sold_out(goods) or not request.actor.may(Right.ORDER_PRICES):
        return choice(request, words, goods)
    rest = there(request, goods)
    if goods.available > 0:
        rest = request.say("goods.there", amount=base_quantity(request, goods, goods.available))
    return request.say(
        "goods.choice", words=words, offer=request.say("goods.offer", price=price(request, goods), there=rest)
    )


def is_sold_out(goods: Goods) -> bool:
    """Whether nothing of it can be ordered now."""
    return not goods.sku.on_sale or (goods.available <= 0 and not goods.sku.backorder)


def pack_price(request: Request, goods: Goods) -> str:
    """The price of the pack that dealers order in: ``¥60.00/箱``; of one where goods come singly."""
    pack = goods.biggest_pack
    if pack is None or pack.size == 1:
        return price(request, goods)
    return f"{cost(request, goods, Decimal(pack.size))}/{pack_name(request, pack)}"


def there(request: Request, goods: Goods) -> str:
    """What is there, in whole packs where there is one; or that nothing is."""
    if not goods.sku.on_sale:
        return request.say("goods.off_sale")
    if goods.available <= 0:
        return request.say("goods.to_come" if goods.sku.backorder else "goods.none")
    pack = goods.biggest_pack
    loose = goods.available % pack.size if pack and goods.available >= pack.size else Decimal(0)
    return request.say("goods.there", amount=quantity(request, goods, goods.available - loose))


def order_rules(request: Request, goods: Goods) -> str:
    """How much may be ordered by whom the person orders for, where that is more than the smallest possible."""
    limits, smallest = goods.limits, Decimal(1).scaleb(-goods.sku.decimals)
    told = [
        request.say(key, amount=quantity(request, goods, rule))
        for key, rule in (("product.minimum", limits.minimum), ("product.multiple", limits.multiple))
        if rule > smallest and (rule > 1 or not goods.sku.decimals)
    ]
    if limits.maximum is not None:
        told.append(request.say("product.maximum", amount=quantity(request, goods, limits.maximum)))
    if (period := limits.period) is not None:
        amounts = {"amount": quantity(request, goods, period.quantity), "left": quantity(request, goods, period.left)}
        told.append(request.say("product.period", days=period.days, **amounts))
    return request.say("goods.pack_gap").join(told)


def expected(request: Request, goods: Goods) -> tuple[str, ...]:
    """When more comes in, where that is known."""
    day = expected_day(goods.level, request.actor.today)
    return (request.say("expected.line", day=request.say.day(day)),) if day else ()


def to_come(request: Request, goods: Goods, amount: Decimal) -> str:
    """A quantity that has to come in first, with the day where it is known."""
    day = expected_day(goods.level, request.actor.today)
    return quantity(request, goods, amount) + (request.say("expected.short", day=request.say.day(day)) if day else "")


def packs(request: Request, goods: Goods) -> str:
    """What a pack holds: ``1箱=24瓶``; empty where goods come singly."""
    return request.say("goods.pack_gap").join(
        request.say("goods.pack", pack=pack_name(request, pack), size=base_quantity(request, goods, Decimal(pack.size)))
        for pack in goods.packs
        if pack.size > 1
    )


def units(goods: Goods) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """What a typed quantity may be counted in: the base unit's names and the packs, in every language."""
    base = tuple(filter(None, (goods.sku.unit, goods.sku.unit_en)))
    packs = tuple((word, pack.size) for pack in goods.packs for word in (pack.name, pack.name_en) if word)
    return base, packs


def spoken_units(request: Request, goods: Goods) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The same, with the supplier's own words for them: what an order in words is counted in."""
    entry = request.catalogue_index.entry(goods.sku.id)
    return (entry.units, entry.packs) if entry else units(goods)


def screen_unit(goods: Goods, shown: Decimal = Decimal(0)) -> Decimal:
    """Base units of what a screen counts in: packs, unless ``shown`` is not whole packs or sold by weight."""
    if goods.sku.decimals:
        return Decimal(1)
    pack = goods.biggest_pack
    size = Decimal(pack.size) if pack else Decimal(1)
    return Decimal(1) if shown % size else size


def counted(goods: Goods, shown: Decimal = Decimal(0)) -> dict[str, int]:
    """The facts of a question about a quantity: which SKU, and in what the screen counts, in base units."""
    return {"sku": goods.sku.id, "size": int(screen_unit(goods, shown))}


def read_quantity(request: Request, goods: Goods, text: str, counted_in: int | None = None) -> Decimal | None:
    """The base units that a typed quantity means; a bare number is in what the screen counts in.

    ``counted_in``: the base units of that. Nothing where the text is no quantity, or in a unit the SKU has not.
    """
    return read_amount(text, *spoken_units(request, goods), bare=Decimal(counted_in or 1))


def screen_unit_name(request: Request, goods: Goods, shown: Decimal = Decimal(0)) -> str:
    """The name of what a screen counts in."""
    pack = goods.biggest_pack
    return pack_name(request, pack) if pack and screen_unit(goods, shown) > 1 else unit(request, goods)
