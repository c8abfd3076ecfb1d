"""The reply to each refusal, in the person's language, with the way forward."""

from decimal import Decimal

from domain.after_sales.refusals import ReturnMoved, ReturnTooLate, ReturnTooMuch
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.goods_parts import GoodsPart
from domain.catalogue.refusals import BadPart, GoodsChanged, GoodsUnfit, NoPriceYet
from domain.orders.placing import AddressNeeded
from domain.people.account_refusals import AccountChanged, AccountThere, AccountUnfit
from domain.refusals import (
    AbovePeriod,
    AnswerTooLate,
    BadDate,
    BadQuantity,
    BadSetting,
    BelowMinimumOrder,
    CartMoved,
    ChangedSince,
    CreditHeld,
    CreditStopped,
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
    NotPaid,
    OrderMoved,
    OthersMustAgree,
    OwnChat,
    PriceMoved,
    Refusal,
    RepeatOrder,
    ShelfShort,
    ShipmentMoved,
    StatementMoved,
    TooLateToUndo,
    TooManyNicknames,
)
from domain.rules.rights import Right, Role
from domain.settings import SettingMoved
from handlers import changed_since
from handlers.administration import account_page, settings_page
from handlers.administration import goods as goods_admin
from handlers.after_sales import card as return_card
from handlers.conversation.callback_data import button
from handlers.conversation.rate_limit import TooFast
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import statement
from handlers.formatting import goods_text
from handlers.orders import order_card, swap_goods
from handlers.shopping import alerts, checkout
from handlers.warehouse import picking


def _statement_moved(request: Request, refusal: StatementMoved) -> Turn:
    """As it is now, to be agreed on again."""
    shown = statement.show(request, account_id=refusal.facts["account_id"], last=refusal.facts["until"])
    return shown.headed(request.say("refusal.StatementMoved"))


def word(request: Request, refusal: Refusal) -> Turn:  # noqa: C901, PLR0911, PLR0912 - a table, a row a way forward
    """The refusal as an answer. Read after the act was undone, so what it shows is what is true now."""
    match refusal:
        case TooFast():  # in a message of its own: what was on the screen is wanted again in a minute
            return Turn(replies=(Reply(title=request.say(_key(refusal)), card="rest"),))
        case ShelfShort():
            return picking.shelf_short(request, refusal)
        case EmptyParcel():
            return picking.empty_parcel(request, refusal)
        case ShipmentMoved() if request.actor.may(Right.SHIPMENT_PICK):
            return picking.moved(request, refusal.facts["order_id"])
        case NotAllowed() if request.actor.is_a(Role.CUSTOMER):
            return _said(request, "refusal.ask_the_dealer", *_onward(request, refusal))
        case _ if isinstance(refusal, _ABOUT_THINGS):
            return _moved_on(request, refusal)
        case OrderMoved() | ShipmentMoved():
            return order_card.moved(request, refusal.facts["order_id"])
        case ChangedSince() | TooLateToUndo() if refusal.facts.keys() & {"order_id", "sku_id"}:
            return changed_since.word(request, refusal)
        case AnswerTooLate():
            return swap_goods.too_late(request, refusal.facts["order_id"])
        case OthersMustAgree():
            return order_card.others_must_agree(request, refusal.facts["order_id"])
        case CartMoved() if refusal.facts["order_id"]:
            return _said(request, "refusal.CartSubmitted", _to_order(request, refusal), number=refusal.facts["number"])
        case PriceMoved():
            return checkout.price_moved(request)
        case RepeatOrder():
            again = button(request.say("refusal.again"), Verb.CHECKOUT, 1)
            return _said(request, _key(refusal), _to_order(request, refusal), again, number=refusal.facts["number"])
        case NotEnoughStock() | BadQuantity() | NotOnSale() | NotInCart():
            return _about_goods(request, refusal)
        case BelowMinimumOrder():
            return _below_minimum(request, refusal)
        case CreditStopped() | CreditHeld() | NotPaid():
            return _about_credit(request, refusal)
        case InviteRefused() if request.actor.person is None:
            return _said(request, _key(refusal), button(request.say("refusal.to_code"), Verb.JOIN))
        case _:
            return _said(request, _key(refusal), *_onward(request, refusal), **refusal.facts)


#: Refusals that show what they are about as it is now.
_ABOUT_THINGS = (
    *(StatementMoved, ReturnMoved, ReturnTooMuch, ReturnTooLate),
    *(BadSetting, SettingMoved),
    *(GoodsChanged, GoodsUnfit, AccountChanged, AccountThere, AccountUnfit),
)


def _below_minimum(request: Request, refusal: BelowMinimumOrder) -> Turn:
    amounts = {name: request.say.money(amount, request.currency) for name, amount in refusal.facts.items()}
    more = button(request.say("menu.usual"), Verb.USUAL)
    return _said(request, _key(refusal), more, button(request.say("refusal.to_cart"), Verb.CART), **amounts)


def _moved_on(request: Request, refusal: Refusal) -> Turn:
    """What became of goods, a statement or a return request meanwhile; why goods cannot be so."""
    if isinstance(refusal, GoodsChanged):
        return goods_admin.show(request, sku_id=refusal.facts["sku_id"]).headed(request.say("refusal.GoodsChanged"))
    if isinstance(refusal, BadSetting):
        facts = refusal.facts
        expected, name = (
            request.say(f"setting.expects_{facts['expected']}"),
            request.say(f"setting_name.{facts['name']}"),
        )
        return _said(request, _key(refusal), name=name, text=facts["text"][:40], expected=expected)
    if isinstance(refusal, SettingMoved):
        shown = settings_page.ask(request, name=refusal.facts["name"])
        return shown.headed(request.say(_key(refusal)))
    if isinstance(refusal, AccountUnfit):
        return _said(request, f"account_part.bad_{refusal.facts['part']}", text=refusal.facts["text"])
    if isinstance(refusal, AccountChanged | AccountThere):
        shown = account_page.show(request, account_id=refusal.facts["account_id"])
        return shown.headed(request.say(_key(refusal), name=refusal.facts.get("name", "")))
    if isinstance(refusal, GoodsUnfit):
        return _about_change(request, refusal)
    return _statement_moved(request, refusal) if isinstance(refusal, StatementMoved) else _return(request, refusal)


def _about_change(request: Request, refusal: GoodsUnfit) -> Turn:
    """What a part of goods must look like; or the goods that have the code, or the name, or lack a price."""
    if isinstance(refusal, BadPart):
        return _said(request, f"goods_part.bad_{refusal.facts['part']}", text=refusal.facts["text"])
    goods = catalogue.one(request.session, refusal.facts["sku_id"])
    name = goods_text.name(request, goods)
    verb = Verb.PRICE if isinstance(refusal, NoPriceYet) else Verb.GOODS_OF
    look = button(request.say("refusal.to_price_of", code=goods.sku.code), verb, goods.sku_id)
    key = "refusal.GoodsInUsePacks" if refusal.facts.get("part") == GoodsPart.PACKS else _key(refusal)
    return _said(request, key, look, code=goods.sku.code, goods=name)


def _return(request: Request, refusal: Refusal) -> Turn:
    """The request as it is now; how much may still be asked for, or until when it might have been."""
    if isinstance(refusal, ReturnMoved):
        return return_card.moved(request, refusal.facts["request_id"])
    back = button(request.say("returns.back"), Verb.RETURNS)
    if isinstance(refusal, ReturnTooLate):
        return _said(request, _key(refusal), back, day=request.say.moment(refusal.facts["ended"], request.zone))
    sku_id = refusal.facts["sku_id"]
    goods = catalogue.ordered(request.session, [sku_id])[sku_id]
    left = goods_text.quantity(request, goods, refusal.facts["left"])
    return _said(request, _key(refusal), back, goods=goods_text.name(request, goods), amount=left)


def _about_credit(request: Request, refusal: Refusal) -> Turn:
    """Finance can be asked; or what is left of the credit, or late: those who may see it can look.

    An order that is not paid is shown with what it lacks.
    """
    facts = refusal.facts
    if isinstance(refusal, NotPaid):
        return order_card.not_paid(request, facts["order_id"])
    if isinstance(refusal, CreditHeld):
        ask = button(request.say("credit.ask_release"), Verb.ASK_RELEASE, facts["order_id"])
        return _said(request, _key(refusal), ask, number=facts["number"])
    amounts = {
        "free": request.say.money(max(facts["free"] or Decimal(0), Decimal(0)), request.currency),
        "amount": request.say.money(facts["amount"], request.currency),
        "late": request.say.money(facts["late"], request.currency),
    }
    if not request.actor.may(Right.BALANCE_READ):
        return _said(request, "refusal.CreditStoppedPlain")
    show = button(request.say("credit.show"), Verb.CREDIT, facts["account_id"])
    return _said(request, "refusal.CreditStoppedLate" if facts["late"] else _key(refusal), show, **amounts)


#: Where the way forward is one button.
_ONWARD: dict[type[Refusal], tuple[str, Verb]] = {
    CartMoved: ("refusal.to_checkout", Verb.CHECKOUT),
    NoAccount: ("refusal.to_accounts", Verb.ACCOUNTS),
    NothingInCart: ("refusal.to_search", Verb.SEARCH),
    AddressNeeded: ("checkout.write_address", Verb.NEW_ADDRESS),
    BadDate: ("refusal.to_dates", Verb.DATES),
    InviteGone: ("people.to_invites", Verb.INVITES),
    LastAdmin: ("people.back", Verb.PEOPLE),
    OwnChat: ("people.back", Verb.PEOPLE),
    TooLateToUndo: ("people.back", Verb.PEOPLE),
    ChangedSince: ("people.back", Verb.PEOPLE),
    NicknameGone: ("refusal.to_nicknames", Verb.NICKNAMES),
    TooManyNicknames: ("refusal.to_nicknames", Verb.NICKNAMES),
}


def _onward(request: Request, refusal: Refusal) -> tuple[Button, ...]:
    if type(refusal) not in _ONWARD:
        return ()
    key, verb = _ONWARD[type(refusal)]
    return (button(request.say(key), verb),)


def _about_goods(request: Request, refusal: Refusal) -> Turn:
    """Name the goods, the nearest quantity that would do, and where to change it."""
    sku_id = refusal.facts["sku_id"]
    goods = goods_by_id(request.session, [sku_id]).get(sku_id)
    if goods is None:
        return _said(request, "refusal.NotFound")
    amount = refusal.facts.get("available", refusal.facts.get("quantity"))
    said = goods_text.quantity(request, goods, amount) if amount is not None else ""
    key = "refusal.NoneInStock" if isinstance(refusal, NotEnoughStock) and not amount else _key(refusal)
    facts: dict[str, object] = {}
    if isinstance(refusal, AbovePeriod):
        key = _key(refusal) if amount else "refusal.AbovePeriodNone"
        spent = {name: goods_text.quantity(request, goods, refusal.facts[name]) for name in ("limit", "taken")}
        facts = {**spent, "days": refusal.facts["days"]}
    waits = alerts.offer(request, goods, refusal.facts.get("missing", Decimal(0)))
    buttons = (
        *_right_amounts(request, goods, refusal),
        *(each for row in waits for each in row),
        *_ways(request, goods),
    )
    return _said(request, key, *buttons, goods=goods_text.name(request, goods), amount=said, **facts)


def _right_amounts(request: Request, goods: Goods, refusal: Refusal) -> tuple[Button, ...]:
    """The nearest quantities that can be ordered: of the line of an order, or else in the cart."""
    near: tuple[Decimal, ...] = refusal.facts.get("near", ())
    amounts = [(each, goods_text.quantity(request, goods, each)) for each in near]
    if line := refusal.facts.get("order_line"):
        return tuple(
            button(request.say("refusal.change_to", amount=said), Verb.SET_ORDER_LINE, *line, each)
            for each, said in amounts
        )
    if not (request.actor.may(Right.CART_CHANGE) and request.account is not None):
        return ()
    return tuple(
        button(request.say("refusal.set_to", amount=said), Verb.PUT, goods.sku.id, each) for each, said in amounts
    )


def _ways(request: Request, goods: Goods) -> tuple[Button, ...]:
    """Those who order go on to the cart or the product, the warehouse to its stock."""
    if request.actor.may(Right.CART_CHANGE) and request.account is not None:
        look = button(request.say("refusal.to_goods"), Verb.PRODUCT, goods.sku.id)
        return button(request.say("refusal.to_cart"), Verb.CART), look
    if request.actor.may(Right.STOCK_READ):
        return (button(request.say("refusal.to_stock"), Verb.STOCK_OF, goods.sku.id),)
    return ()


def _to_order(request: Request, refusal: Refusal) -> Button:
    number = refusal.facts["number"]
    return button(request.say("refusal.to_order", number=number), Verb.ORDER, refusal.facts["order_id"])


def _key(refusal: Refusal) -> str:
    return f"refusal.{type(refusal).__name__}"


def _said(request: Request, key: str, *buttons: Button, **facts: object) -> Turn:
    rows = tuple((each,) for each in (*buttons, *_home(request)))
    return Turn(replies=(Reply(title=request.say(key, **facts), buttons=rows),))


def _home(request: Request) -> tuple[Button, ...]:
    """Nobody gets a menu before they are in."""
    return (button(request.say("button.menu"), Verb.MENU),) if request.actor.person else ()
