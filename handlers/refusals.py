"""How the house says no: each refusal in the person's words, with the way forward."""

from domain.refusals import (
    BadQuantity,
    CartMoved,
    NoAccount,
    NotEnoughStock,
    NotOnSale,
    OrderMoved,
    PriceMoved,
    Refusal,
    RepeatOrder,
    ShipmentMoved,
)
from handlers import goods_words, order_card
from handlers.press import button
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def word(visit: Visit, refusal: Refusal) -> Turn:
    """The refusal as an answer. Read after the act was undone, so what it shows is what is true now."""
    match refusal:
        case OrderMoved() | ShipmentMoved():
            return order_card.moved(visit, refusal.facts["order_id"])
        case CartMoved() if refusal.facts["order_id"]:
            return _said(visit, "refusal.CartSubmitted", _to_order(visit, refusal), number=refusal.facts["number"])
        case RepeatOrder():
            again = button(visit.say("refusal.again"), Verb.CHECKOUT, 1)
            return _said(visit, "refusal.RepeatOrder", _to_order(visit, refusal), again, number=refusal.facts["number"])
        case CartMoved() | PriceMoved():
            return _said(visit, _key(refusal), button(visit.say("refusal.to_checkout"), Verb.CHECKOUT))
        case NotEnoughStock() | BadQuantity() | NotOnSale():
            return _about_goods(visit, refusal)
        case NoAccount():
            return _said(visit, _key(refusal), button(visit.say("refusal.to_accounts"), Verb.ACCOUNTS))
        case _:
            return _said(visit, _key(refusal), **refusal.facts)


def _about_goods(visit: Visit, refusal: Refusal) -> Turn:
    """Name the goods and offer the nearest quantity that would do."""
    goods = goods_words.one(visit, refusal.facts["sku_id"])
    amount = refusal.facts.get("available", refusal.facts.get("quantity"))
    said = goods_words.quantity(visit, goods, amount) if amount is not None else ""
    look = button(visit.say("refusal.to_goods"), Verb.PRODUCT, goods.sku.id)
    return _said(visit, _key(refusal), look, goods=goods_words.name(visit, goods), amount=said)


def _to_order(visit: Visit, refusal: Refusal) -> object:
    return button(visit.say("refusal.to_order"), Verb.ORDER, refusal.facts["order_id"])


def _key(refusal: Refusal) -> str:
    return f"refusal.{type(refusal).__name__}"


def _said(visit: Visit, key: str, *buttons: object, **facts: object) -> Turn:
    home = button(visit.say("button.menu"), Verb.MENU)
    rows = tuple((each,) for each in (*buttons, home))
    return Turn(replies=(Reply(title=visit.say(key, **facts), buttons=rows),))  # type: ignore[arg-type]
