"""How goods and quantities are said: names, specs, units and packs in the reader's language."""

from decimal import Decimal

from domain import catalogue
from domain.catalogue import Goods
from domain.rules.quantities import express
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


def _many(visit: Visit, word: str, count: Decimal) -> str:
    """English counts in plurals; weights and abbreviations stay as they are."""
    if visit.say.language != "en" or count == 1 or word in _INVARIABLE or word.endswith("s"):
        return word
    return word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


_INVARIABLE = frozenset({"kg", "g", "lb", "oz", "L", "ml", "jin", "dozen"})
