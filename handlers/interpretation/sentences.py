"""The table of service sentences: for each intent the roles, and the function that answers it.

A function gets the request and what stood in the blanks, with the whole as ``sentence``. It returns nothing where the
words turn out to mean something else, and then the next reading is tried.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from domain.carts import carts
from domain.language.tracking_numbers import carrier_and_numbers
from domain.rules.rights import Right, Role
from handlers.administration import invite_list, people, retail, settings_page
from handlers.after_sales import lists as return_lists
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.entry import menu
from handlers.finance import cases
from handlers.interpretation import (
    about_accounts,
    about_deliveries,
    about_goods,
    about_money,
    about_orders,
    about_people,
    about_returns,
    entities,
    intents,
    small_talk,
)
from handlers.interpretation.not_built import later, later_of_order
from handlers.interpretation.typed_text import TypedText
from handlers.orders import approval
from handlers.shopping import cart, checkout, checkout_details, limits, promotions
from handlers.threads import talk
from handlers.warehouse import picking, stock, stops

Blanks: TypeAlias = Mapping[str, str]
Answers: TypeAlias = Callable[[Request, Blanks], Turn | None]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Who may say it, and what answers it."""

    roles: frozenset[Role]
    does: Answers


def _screen(show: Callable[[Request], Turn]) -> Answers:
    """A screen that needs nothing else of the sentence."""
    return lambda request, _blanks: show(request)


def _of_cart(show: Callable[[Request], Turn]) -> Answers:
    """A screen for those who have a cart."""

    def answer(request: Request, blanks: Blanks) -> Turn | None:
        has_one = request.actor.may(Right.CART_CHANGE) and request.actor.account_id is not None
        return show(request) if has_one else None

    return answer


def _clear_cart(request: Request) -> Turn:
    return cart.clear(request, revision=carts.view(request.actor).cart.revision)


R = Role
_ALL = frozenset(Role)
_BUYERS = frozenset({R.BUYER})
_ORDERING = frozenset({R.BUYER, R.SALESPERSON, R.ADMIN})
_STAFF = frozenset({R.SALESPERSON, R.WAREHOUSE, R.FINANCE, R.ADMIN})
_SELLING = frozenset({R.SALESPERSON, R.ADMIN})
_STORING = frozenset({R.WAREHOUSE, R.ADMIN})
_MONEY = frozenset({R.SALESPERSON, R.FINANCE, R.ADMIN})
_BOOKING = frozenset({R.FINANCE, R.ADMIN})
_INSIDE = _STAFF | _BUYERS
_DECIDING = frozenset({R.SALESPERSON, R.FINANCE, R.ADMIN})
_ADMINS = frozenset({R.ADMIN})
#: Words that ask for a name are no name.
_ASKED = re.compile(r"谁|什么|哪|几|多少|[我你他她]|\b(?:what|which|who|any|it|that|this|we|you)\b", re.IGNORECASE)

#: Beside an order these ask for nothing that the order does not bring anyway.
LET_GO = frozenset({"hello", "thanks", "nod", "bye", "wait", "where_any", "where", "help", "price_of"})

#: These are part of an order that stands beside them: ``老样子，再加一箱生抽``.
READ_WITH_ORDER = frozenset({"same_again"})

SENTENCES: Mapping[str, Sentence] = {
    "hello": Sentence(roles=_ALL, does=_screen(menu.show)),
    "wait": Sentence(roles=_ALL, does=small_talk.short("words.wait")),
    "never_mind": Sentence(roles=_ALL, does=small_talk.never_mind),
    "thanks": Sentence(roles=_ALL, does=small_talk.short("words.thanks")),
    "nod": Sentence(roles=_ALL, does=small_talk.short("words.nod")),
    "bye": Sentence(roles=_ALL, does=small_talk.short("words.bye")),
    "undo_approval": Sentence(roles=_SELLING, does=about_orders.undo_approval),
    "cancel": Sentence(roles=_ALL, does=about_orders.cancel),
    "again": Sentence(roles=_ORDERING, does=about_orders.again),
    "same_again": Sentence(roles=_ORDERING, does=_of_cart(cart.same_again)),
    "received": Sentence(roles=_ALL, does=about_orders.received),
    "rate": Sentence(roles=_BUYERS, does=about_orders.rate),
    "urge": Sentence(roles=_ALL, does=about_orders.urge),
    "decided_by": Sentence(roles=_INSIDE, does=about_orders.decided_by),
    "bill_of": Sentence(roles=_ALL, does=about_orders.show),
    "paper_of": Sentence(roles=_INSIDE, does=later_of_order("paper")),
    "paid_order": Sentence(roles=_INSIDE, does=about_money.paid_order),
    "return_order": Sentence(roles=_ALL, does=about_returns.of_order),
    "invoice_order": Sentence(roles=_ALL, does=about_money.invoice),
    "address_of": Sentence(roles=_ALL, does=about_orders.address_of),
    "hand_price": Sentence(roles=_SELLING, does=about_goods.hand_price),
    "change_order": Sentence(roles=_ALL, does=about_orders.change),
    "change_lines": Sentence(roles=_ALL, does=about_orders.change_lines),
    "approved_yet": Sentence(roles=_ALL, does=about_orders.progress),
    "tracking_of": Sentence(roles=_ALL, does=about_orders.progress),
    "where": Sentence(roles=_ALL, does=about_orders.where),
    "where_any": Sentence(roles=_ALL, does=about_orders.progress),
    "orders": Sentence(roles=_ALL, does=about_orders.orders),
    "price_of": Sentence(roles=_INSIDE, does=about_goods.price_of),
    "why_price": Sentence(roles=_INSIDE, does=about_goods.why_price),
    "pack_of": Sentence(roles=_INSIDE, does=about_goods.look),
    "tell_me": Sentence(roles=_ORDERING, does=about_goods.tell_me),
    "stock_of": Sentence(roles=_INSIDE, does=about_goods.stock_of),
    "picture_of": Sentence(roles=_INSIDE, does=about_goods.look),
    "limits": Sentence(roles=_ORDERING, does=_of_cart(limits.shown)),
    "promotions": Sentence(roles=_INSIDE, does=_screen(promotions.show)),
    "new_goods": Sentence(roles=_INSIDE, does=later("new_goods")),
    "usual": Sentence(roles=_ORDERING, does=about_goods.usual),
    "language": Sentence(roles=_ALL, does=_screen(menu.language)),
    "owed": Sentence(roles=_ALL, does=about_money.owed),
    "credit": Sentence(roles=_ALL, does=about_money.credit),
    "rebates": Sentence(roles=_ALL, does=about_money.rebates),
    "statement": Sentence(roles=_ALL, does=about_money.statement),
    "paid": Sentence(roles=_ALL, does=about_money.paid),
    "how_to_pay": Sentence(roles=_ALL, does=about_money.how_to_pay),
    "my_invoices": Sentence(roles=_ALL, does=about_money.my_invoices),
    "invoice": Sentence(roles=_ALL, does=about_money.invoice),
    "returns": Sentence(roles=_ALL, does=about_returns.returns),
    "my_returns": Sentence(roles=_INSIDE, does=_screen(return_lists.show)),
    "clear_cart": Sentence(roles=_ORDERING, does=_of_cart(_clear_cart)),
    "cart": Sentence(roles=_ORDERING, does=_of_cart(cart.show)),
    "checkout": Sentence(roles=_ORDERING, does=_of_cart(checkout.show)),
    "keeper": Sentence(roles=_BUYERS, does=small_talk.salesperson),
    "contact": Sentence(roles=_ALL, does=_screen(talk.start)),
    "address": Sentence(roles=_ORDERING, does=_of_cart(checkout_details.addresses)),
    "help": Sentence(roles=_ALL, does=_screen(menu.help_)),
    "menu": Sentence(roles=_ALL, does=_screen(menu.show)),
    "delivery_days": Sentence(roles=_ALL, does=about_deliveries.show),
    "set_delivery": Sentence(roles=_SELLING, does=about_deliveries.change),
    "no_delivery": Sentence(roles=_ADMINS, does=about_deliveries.not_on),
    "extra_delivery": Sentence(roles=_ADMINS, does=about_deliveries.also_on),
    "deputy": Sentence(roles=_SELLING, does=about_people.deputy),
    "approve": Sentence(roles=_DECIDING, does=about_orders.approve),
    "reject": Sentence(roles=_DECIDING, does=about_orders.reject),
    "waiting": Sentence(roles=_DECIDING, does=_screen(approval.waiting)),
    "today_orders": Sentence(roles=_STAFF, does=about_orders.orders),
    "sales": Sentence(roles=_MONEY, does=about_accounts.sales),
    "figures": Sentence(roles=_MONEY, does=about_accounts.sales),
    "account_orders": Sentence(roles=_MONEY, does=about_accounts.orders),
    "account_paid": Sentence(roles=_BOOKING, does=about_money.account_paid),
    "account_rebate": Sentence(roles=_MONEY, does=about_money.account_rebate),
    "account_rebates": Sentence(roles=_MONEY, does=about_money.account_rebates),
    "account_owes": Sentence(roles=_MONEY, does=about_money.account_owes),
    "account_credit": Sentence(roles=_MONEY, does=about_money.account_credit),
    "account_statement": Sentence(roles=_MONEY, does=about_money.account_statement),
    "cases": Sentence(roles=_BOOKING, does=_screen(cases.show)),
    "who_owes": Sentence(roles=_MONEY, does=about_money.who_owes),
    "overdue": Sentence(roles=_MONEY, does=about_money.overdue),
    "order_for": Sentence(roles=_SELLING, does=about_accounts.order_for),
    "my_stops": Sentence(roles=frozenset({R.WAREHOUSE}), does=_screen(stops.show)),
    "queue": Sentence(roles=_STORING, does=_screen(picking.queue)),
    "ship": Sentence(roles=_STORING, does=about_orders.ship),
    "pick": Sentence(roles=_STORING, does=about_orders.show),
    "receive": Sentence(roles=_STORING, does=about_goods.receive),
    "count": Sentence(roles=_STORING, does=about_goods.count),
    "short_stock": Sentence(roles=_INSIDE, does=about_orders.short_stock),
    "low_stock": Sentence(roles=_STAFF, does=_screen(stock.list_)),
    "price_by": Sentence(roles=_ADMINS, does=about_goods.price_by),
    "new_price": Sentence(roles=_ADMINS, does=about_goods.new_price),
    "off_sale": Sentence(roles=_ADMINS, does=about_goods.on_and_off_sale),
    "on_sale": Sentence(roles=_ADMINS, does=about_goods.on_and_off_sale),
    "add_goods": Sentence(roles=_ADMINS, does=about_goods.add),
    "revoke_invite": Sentence(roles=_ADMINS, does=_screen(invite_list.list_)),
    "invite": Sentence(roles=_ADMINS, does=about_people.invite),
    "retail": Sentence(roles=_ADMINS, does=_screen(retail.door)),
    "settings": Sentence(roles=_ADMINS, does=_screen(settings_page.show)),
    "people": Sentence(roles=_ADMINS, does=_screen(people.show)),
    "switch_off": Sentence(roles=_ADMINS, does=about_people.person),
    "switch_on": Sentence(roles=_ADMINS, does=about_people.person),
    "move_account": Sentence(roles=_ADMINS, does=about_people.account),
}


def answer(request: Request, said: TypedText) -> Turn | None:
    """The answer to the first intent of a text that this person may have and that makes sense."""
    for intent in said.intents:
        if intent.name == "where_any" and said.names_order:
            continue  # its phrase lets the number pass
        if turn := _served(request, intent.name, {**intent.blanks, "sentence": said.text}):
            return turn
    return _about_order(request, said)


def about(request: Request, said: TypedText) -> Turn | None:
    """The answer to a sentence that no phrase fits and that names no goods, by the words in it."""
    topics = tuple(intents.topics_in(said.text, "about"))
    if not topics or said.names_goods:  # in this order: looking for goods takes a hundred times as long
        return None
    answers = (_served(request, name, {"sentence": said.text}) for name in topics)
    return next((turn for turn in answers if turn is not None), None)


def of_others(request: Request, said: TypedText) -> Turn | None:
    """What only others here may do: who they are, instead of a search for goods that are called so."""
    if request.person.role not in _STAFF:
        return None
    for intent in said.intents:
        roles = SENTENCES[intent.name].roles & _STAFF
        if roles and request.person.role not in roles and _is_plain(request, intent.blanks):
            who = request.say("contact.and").join(request.say(f"people.role_{role}") for role in R if role in roles)
            rows: tuple[Row, ...] = ((button(request.say("button.menu"), Verb.MENU),),)
            return Turn(replies=(Reply(title=request.say("sentence.of_others", who=who), buttons=rows),))
    return None


def _is_plain(request: Request, blanks: Blanks) -> bool:
    """Whether nothing in the blanks is a guess: no names of people, and only goods that we know."""
    if not blanks.keys().isdisjoint({"account", "person"}):
        return False
    return "goods" not in blanks or bool(entities.goods(request, blanks["goods"]))


def goods_of(request: Request, said: TypedText) -> str:
    """The name in a sentence about goods that this person may say; nothing where it is no such sentence."""
    named = (
        intent.blanks["goods"]
        for intent in said.intents
        if "goods" in intent.blanks and request.person.role in SENTENCES[intent.name].roles
    )
    return next((name for name in named if not _ASKED.search(name)), "")


def _about_order(request: Request, said: TypedText) -> Turn | None:
    """What a sentence that names an order is after, by the words in it; else the order's card."""
    named = intents.order_named(said.text)
    if named is None:
        return None
    number, rest = named
    blanks = {"order": number}
    if rest and TypedText(request, rest).is_order:
        return _served(request, "change_lines", {**blanks, "words": rest})
    if carrier_and_numbers(rest).numbers and (turn := _served(request, "ship", {**blanks, "words": rest})):
        return turn
    answers = (_served(request, name, blanks) for name in intents.topics_in(rest, "about_order"))
    return next((turn for turn in answers if turn is not None), None) or about_orders.show(request, blanks)


def _served(request: Request, name: str, blanks: Blanks) -> Turn | None:
    sentence = SENTENCES[name]
    return sentence.does(request, blanks) if request.person.role in sentence.roles else None
