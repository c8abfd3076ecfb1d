"""Goods to choose from: one button each, with what the reader needs to choose by."""

from collections.abc import Iterable

from domain.catalogue import Goods
from domain.rules.rights import Right
from handlers import goods_words
from handlers.press import button
from handlers.turn import Button, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: Goods a page when they were searched for.
FOUND = 6


def rows(visit: Visit, goods: Iterable[Goods]) -> tuple[Row, ...]:
    """A button for each, leading to its card."""
    return tuple((row_button(visit, each),) for each in goods)


def row_button(visit: Visit, goods: Goods) -> Button:
    """Name and spec, the price of a pack for those who see prices, and what is there; its own words are the name."""
    name = goods_words.name(visit, goods)
    label = visit.say("search.row", name=name, offer=goods_words.offer(visit, goods))
    return button(label, Verb.PRODUCT, goods.sku.id, say=name)


def ways(visit: Visit) -> tuple[Row, ...]:
    """Other ways to goods, and home."""
    look = [button(visit.say("search.browse"), Verb.BROWSE)]
    if visit.by.may(Right.CART_CHANGE):
        look.append(button(visit.say("search.usual"), Verb.USUAL))
    return (tuple(look), (button(visit.say("button.menu"), Verb.MENU),))
