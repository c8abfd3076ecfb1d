"""How goods and quantities are said: names, specs, units and packs in the reader's language."""

from decimal import Decimal

from domain import catalogue
from domain.catalogue import Goods
from domain.rules.amounts import read_amount
from domain.rules.money import line_amount
from domain.rules.quantities import express
from domain.rules.rights import Right
from domain.tables.catalogue import Pack
from handlers.visit import Visit


def one(visit: Visit, sku_id: int) -> Goods:
    """The goods of a SKU.

    Raises:
        NotFound: there is no such SKU.
    """
    return catalogue.one(visit.session, sku_id)


def name(visit: Visit, goods: Goods) -> str:
    """Product and spec, as a shopkeeper knows it."""
    english = visit.say.language == "en"
    product = (goods.product.name_en if english else "") or goods.product.name
    spec = (goods.sku.spec_en if english else "") or goods.sku.spec
    return f"{product} {spec}".strip()


def unit(visit: Visit, goods: Goods) -> str:
    """The base unit."""
    return (goods.sku.unit_en if visit.say.language == "en" else "") or goods.sku.unit


def pack_name(visit: Visit, pack: Pack) -> str:
    """A pack's unit."""
    return (pack.name_en if visit.say.language == "en" else "") or pack.name


def quantity(visit: Visit, goods: Goods, amount: Decimal) -> str:
    """A quantity in packs and base units: ``2箱 6瓶``, ``2 cases 6 bottles``."""
    packs = [(pack_name(visit, pack), pack.size) for pack in goods.packs]
    return " ".join(
        visit.say("goods.amount", count=visit.say.number(part.count), unit=_many(visit, part.unit, part.count))
        for part in express(amount, unit(visit, goods), packs)
    )


def base_quantity(visit: Visit, goods: Goods, amount: Decimal) -> str:
    """A quantity in base units only: ``54瓶``."""
    return visit.say("goods.amount", count=visit.say.number(amount), unit=_many(visit, unit(visit, goods), amount))


def price(visit: Visit, goods: Goods) -> str:
    """The price of one base unit: ``¥2.50/瓶``."""
    return f"{visit.say.price(goods.sku.price, visit.currency)}/{unit(visit, goods)}"


def line(visit: Visit, goods: Goods, amount: Decimal, money: str = "") -> str:
    """A line of a cart, an order or a parcel: goods, quantity and, for those who see prices, what it costs."""
    told = visit.say("goods.line", goods=name(visit, goods), amount=quantity(visit, goods, amount))
    return told + visit.say("goods.money", money=money) if money else told


def offer(visit: Visit, goods: Goods) -> str:
    """What is needed to choose goods by, in few words: the price they are ordered at, and what is there."""
    if not visit.by.may(Right.ORDER_PRICES):
        return there(visit, goods)
    return visit.say("goods.offer", price=pack_price(visit, goods), there=there(visit, goods))


def choice(visit: Visit, words: str, goods: Goods) -> str:
    """An answer to "which one?", with what is needed to choose by."""
    return visit.say("goods.choice", words=words, offer=offer(visit, goods))


def is_sold_out(goods: Goods) -> bool:
    """Whether nothing of it can be ordered now."""
    return not goods.sku.on_sale or (goods.available <= 0 and not goods.sku.backorder)


def pack_price(visit: Visit, goods: Goods) -> str:
    """The price of the pack that dealers order in: ``¥60.00/箱``; of one where goods come singly."""
    pack = goods.biggest_pack
    if pack is None or pack.size == 1:
        return price(visit, goods)
    amount = line_amount(Decimal(pack.size), goods.sku.price, visit.currency)
    return f"{visit.say.money(amount, visit.currency)}/{pack_name(visit, pack)}"


def there(visit: Visit, goods: Goods) -> str:
    """What is there, in whole packs where there is one; or that nothing is."""
    if not goods.sku.on_sale:
        return visit.say("goods.off_sale")
    if goods.available <= 0:
        return visit.say("goods.to_come" if goods.sku.backorder else "goods.none")
    pack = goods.biggest_pack
    loose = goods.available % pack.size if pack and goods.available >= pack.size else Decimal(0)
    return visit.say("goods.there", amount=quantity(visit, goods, goods.available - loose))


def packs(visit: Visit, goods: Goods) -> str:
    """What a pack holds: ``1箱=24瓶``; empty where goods come singly."""
    return visit.say("goods.pack_gap").join(
        visit.say("goods.pack", pack=pack_name(visit, pack), size=base_quantity(visit, goods, Decimal(pack.size)))
        for pack in goods.packs
        if pack.size > 1
    )


def units(goods: Goods) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """What a typed quantity may be counted in: the base unit's names and the packs, in every language."""
    base = tuple(filter(None, (goods.sku.unit, goods.sku.unit_en)))
    packs = tuple((word, pack.size) for pack in goods.packs for word in (pack.name, pack.name_en) if word)
    return base, packs


def screen_unit(goods: Goods, shown: Decimal = Decimal(0)) -> Decimal:
    """The base units of what a screen counts in: packs, unless the quantity it shows is no whole number of them.

    Goods sold by weight are counted in their base unit.
    """
    if goods.sku.decimals:
        return Decimal(1)
    pack = goods.biggest_pack
    size = Decimal(pack.size) if pack else Decimal(1)
    return Decimal(1) if shown % size else size


def counted(goods: Goods, shown: Decimal = Decimal(0)) -> dict[str, int]:
    """The facts of a question about a quantity: which SKU, and in what the screen counts, in base units."""
    return {"sku": goods.sku.id, "size": int(screen_unit(goods, shown))}


def read_quantity(goods: Goods, text: str, counted_in: object = None) -> Decimal | None:
    """The base units that a typed quantity means; a bare number is in what the screen counts in.

    ``counted_in``: the base units of that. Nothing where the text is no quantity, or in a unit the SKU has not.
    """
    return read_amount(text, *units(goods), bare=Decimal(int(str(counted_in or 1))))


def screen_unit_name(visit: Visit, goods: Goods, shown: Decimal = Decimal(0)) -> str:
    """The name of what a screen counts in."""
    pack = goods.biggest_pack
    return pack_name(visit, pack) if pack and screen_unit(goods, shown) > 1 else unit(visit, goods)


def _many(visit: Visit, word: str, count: Decimal) -> str:
    """English counts in plurals; weights and abbreviations stay as they are."""
    if visit.say.language != "en" or count == 1 or word in _INVARIABLE or word.endswith("s"):
        return word
    return word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


_INVARIABLE = frozenset({"kg", "g", "lb", "oz", "L", "ml", "jin", "dozen"})
