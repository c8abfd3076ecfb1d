"""Goods and quantities in the words of a language, whoever reads them: in a chat or on a paper."""

from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.rules.quantities import express
from domain.tables.catalogue import Pack
from locales import Words

_INVARIABLE = frozenset({"kg", "g", "lb", "oz", "L", "ml", "jin", "dozen"})


def name(say: Words, goods: Goods) -> str:
    """Product and spec, as a shopkeeper knows it."""
    english = say.language == "en"
    product = (goods.product.name_en if english else "") or goods.product.name
    spec = (goods.sku.spec_en if english else "") or goods.sku.spec
    return f"{product} {spec}".strip()


def unit(say: Words, goods: Goods) -> str:
    """The base unit."""
    return (goods.sku.unit_en if say.language == "en" else "") or goods.sku.unit


def pack_name(say: Words, pack: Pack) -> str:
    """A pack's unit."""
    return (pack.name_en if say.language == "en" else "") or pack.name


def quantity(say: Words, goods: Goods, amount: Decimal) -> str:
    """A quantity above zero in packs and base units: ``2箱 6瓶``, ``2 cases 6 bottles``."""
    packs = [(pack_name(say, pack), pack.size) for pack in goods.packs]
    return " ".join(counted(say, part.unit, part.count) for part in express(amount, unit(say, goods), packs))


def counted(say: Words, word: str, count: Decimal) -> str:
    """So many of a unit: ``2箱``, ``2 cases``."""
    return say("goods.amount", count=say.number(count), unit=_many(say, word, count))


def _many(say: Words, word: str, count: Decimal) -> str:
    """English counts in plurals; weights, abbreviations and units without an English name stay as they are."""
    if say.language != "en" or count == 1 or word in _INVARIABLE or word.endswith("s") or not word.isascii():
        return word
    return word + ("es" if word.endswith(("x", "ch", "sh")) else "s")
