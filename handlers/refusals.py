"""How the house says no: each refusal in the person's words, with the way forward."""

from domain.catalogue import Goods
from domain.refusals import (
    BadDate,
    BadQuantity,
    CartMoved,
    ChangedSince,
    EmptyParcel,
    InviteGone,
    InviteRefused,
    LastAdmin,
    NicknameGone,
    NoAccount,
    NotAllowed,
    NotEnoughStock,
    NothingInCart,
    NotInCart,
    NotOnSale,
    OrderMoved,
    OwnChat,
    PriceMoved,
    Refusal,
    RepeatOrder,
    ShelfShort,
    ShipmentMoved,
    TooLateToUndo,
    TooManyNicknames,
)
from domain.rules.rights import Right, Role
from handlers import goods_words, order_card, overtaken, picking
from handlers.flood import TooFast
from handlers.press import button
from handlers.turn import Button, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def word(visit: Visit, refusal: Refusal) -> Turn:  # noqa: C901, PLR0911 - a table, a row for each kind of way forward
    """The refusal as an answer. Read after the act was undone, so what it shows is what is true now."""
    match refusal:
        case TooFast():  # in a message of its own: what was on the screen is wanted again in a minute
            return Turn(replies=(Reply(title=visit.say(_key(refusal)), card="rest"),))
        case ShelfShort():
            return picking.shelf_short(visit, refusal)
        case EmptyParcel():
            return picking.empty_parcel(visit, refusal)
        case ShipmentMoved() if visit.by.may(Right.SHIPMENT_PICK):
            return picking.moved(visit, refusal.facts["order_id"])
        case NotAllowed() if visit.by.is_a(Role.CUSTOMER):
            return _said(visit, "refusal.ask_the_dealer", *_onward(visit, refusal))
        case OrderMoved() | ShipmentMoved():
            return order_card.moved(visit, refusal.facts["order_id"])
        case ChangedSince() | TooLateToUndo() if refusal.facts.keys() & {"order_id", "sku_id"}:
            return overtaken.word(visit, refusal)
        case CartMoved() if refusal.facts["order_id"]:
            return _said(visit, "refusal.CartSubmitted", _to_order(visit, refusal), number=refusal.facts["number"])
        case RepeatOrder():
            again = button(visit.say("refusal.again"), Verb.CHECKOUT, 1)
            return _said(visit, _key(refusal), _to_order(visit, refusal), again, number=refusal.facts["number"])
        case NotEnoughStock() | BadQuantity() | NotOnSale() | NotInCart():
            return _about_goods(visit, refusal)
        case InviteRefused() if visit.by.person is None:
            return _said(visit, _key(refusal), button(visit.say("refusal.to_code"), Verb.JOIN))
        case _:
            return _said(visit, _key(refusal), *_onward(visit, refusal), **refusal.facts)


#: Where the way forward is one button.
_ONWARD: dict[type[Refusal], tuple[str, Verb]] = {
    CartMoved: ("refusal.to_checkout", Verb.CHECKOUT),
    PriceMoved: ("refusal.to_checkout", Verb.CHECKOUT),
    NoAccount: ("refusal.to_accounts", Verb.ACCOUNTS),
    NothingInCart: ("refusal.to_search", Verb.SEARCH),
    BadDate: ("refusal.to_dates", Verb.DATES),
    InviteGone: ("people.to_invites", Verb.INVITES),
    LastAdmin: ("people.back", Verb.PEOPLE),
    OwnChat: ("people.back", Verb.PEOPLE),
    TooLateToUndo: ("people.back", Verb.PEOPLE),
    ChangedSince: ("people.back", Verb.PEOPLE),
    NicknameGone: ("refusal.to_nicknames", Verb.NICKNAMES),
    TooManyNicknames: ("refusal.to_nicknames", Verb.NICKNAMES),
}


def _onward(visit: Visit, refusal: Refusal) -> tuple[Button, ...]:
    if type(refusal) not in _ONWARD:
        return ()
    key, verb = _ONWARD[type(refusal)]
    return (button(visit.say(key), verb),)


def _about_goods(visit: Visit, refusal: Refusal) -> Turn:
    """Name the goods, the nearest quantity that would do, and where to change it."""
    goods = goods_words.one(visit, refusal.facts["sku_id"])
    amount = refusal.facts.get("available", refusal.facts.get("quantity"))
    said = goods_words.quantity(visit, goods, amount) if amount is not None else ""
    key = "refusal.NoneInStock" if isinstance(refusal, NotEnoughStock) and not amount else _key(refusal)
    return _said(visit, key, *_ways(visit, goods), goods=goods_words.name(visit, goods), amount=said)


def _ways(visit: Visit, goods: Goods) -> tuple[Button, ...]:
    """Those who order go on to the cart or the product, the warehouse to its stock."""
    if visit.by.may(Right.CART_CHANGE) and visit.account is not None:
        look = button(visit.say("refusal.to_goods"), Verb.PRODUCT, goods.sku.id)
        return button(visit.say("refusal.to_cart"), Verb.CART), look
    if visit.by.may(Right.STOCK_READ):
        return (button(visit.say("refusal.to_stock"), Verb.STOCK_OF, goods.sku.id),)
    return ()


def _to_order(visit: Visit, refusal: Refusal) -> Button:
    number = refusal.facts["number"]
    return button(visit.say("refusal.to_order", number=number), Verb.ORDER, refusal.facts["order_id"])


def _key(refusal: Refusal) -> str:
    return f"refusal.{type(refusal).__name__}"


def _said(visit: Visit, key: str, *buttons: Button, **facts: object) -> Turn:
    rows = tuple((each,) for each in (*buttons, *_home(visit)))
    return Turn(replies=(Reply(title=visit.say(key, **facts), buttons=rows),))


def _home(visit: Visit) -> tuple[Button, ...]:
    """Nobody gets a menu before they are in."""
    return (button(visit.say("button.menu"), Verb.MENU),) if visit.by.person else ()
