"""The product card, for any role."""

from decimal import Decimal

from domain.carts.quantities import quantities
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.refusals import NotFound
from domain.rules.rights import Right
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Turn
from handlers.formatting import goods_text
from handlers.shopping import product_card


def show(request: Request, *, sku_id: Id, quantity: Decimal | None = None) -> Turn:
    """The card of a SKU, perhaps with a quantity chosen."""
    return open_(request, sku_id, quantity)


def open_(request: Request, sku_id: int, chosen: Decimal | None = None) -> Turn:
    """The card of a SKU; what is typed while it is open says how much. Raises NotFound: there is no such SKU."""
    request.actor.need(Right.CATALOGUE_READ)
    family = catalogue.family(request.session, sku_id)
    goods = next((each for each in family if each.sku.id == sku_id), None)
    if goods is None:
        raise NotFound
    others = [each for each in family if each is not goods and each.sku.on_sale]
    ready = request.actor.may(Right.CART_CHANGE) and request.actor.account_id is not None
    in_cart = quantities(request.actor).get(sku_id, Decimal(0)) if ready else Decimal(0)
    card = product_card.draw(request, goods, others, in_cart, chosen)
    if not (ready and goods.sku.on_sale):
        return Turn(replies=(card,))
    return Turn(replies=(card,), question=how_much(goods), memory={**request.memory, "about": sku_id})


def how_much(goods: Goods) -> Question:
    """The question that an open card asks."""
    return Question(kind=QuestionKind.QUANTITY, facts=goods_text.counted(goods))
