"""The product card, drawn for whoever looks."""

from decimal import Decimal

from domain import catalogue
from domain.cart_glance import quantities
from domain.catalogue import Goods
from domain.refusals import NotFound
from domain.rules.rights import Right
from handlers import goods_words, product_card
from handlers.press import Press
from handlers.turn import Question, QuestionKind, Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """The card of a SKU, perhaps with a quantity chosen."""
    return open_(visit, press.id(0), press.quantity(1) if press.has(1) else None)


def open_(visit: Visit, sku_id: int, chosen: Decimal | None = None) -> Turn:
    """The card of a SKU; what is typed while it is open says how much.

    Raises:
        NotFound: there is no such SKU.
    """
    visit.by.need(Right.CATALOGUE_READ)
    family = catalogue.family(visit.session, sku_id)
    goods = next((each for each in family if each.sku.id == sku_id), None)
    if goods is None:
        raise NotFound
    others = [each for each in family if each is not goods and each.sku.on_sale]
    ready = visit.by.may(Right.CART_CHANGE) and visit.by.account_id is not None
    in_cart = quantities(visit.by).get(sku_id, Decimal(0)) if ready else Decimal(0)
    card = product_card.draw(visit, goods, others, in_cart, chosen)
    if not (ready and goods.sku.on_sale):
        return Turn(replies=(card,))
    return Turn(replies=(card,), question=how_much(goods), memory={**visit.memory, "about": sku_id})


def how_much(goods: Goods) -> Question:
    """The question that an open card asks."""
    return Question(kind=QuestionKind.QUANTITY, facts=goods_words.counted(goods))
