"""The table of service sentences: for each intent who may, and the function that answers it.

A function gets the visit and what stood in the blanks. It returns nothing where the words turn out to mean something
else, and then the next reading is tried.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from domain.rules.rights import Role
from domain.rules.tracking_numbers import carrier_and_numbers
from handlers.conversation import (
    intents,
    service_accounts,
    service_cart,
    service_goods,
    service_orders,
    service_people,
    small_talk,
)
from handlers.conversation.not_yet import later, later_of_account, later_of_order
from handlers.conversation.said import Said
from handlers.turn import Turn
from handlers.visit import Visit

Blanks: TypeAlias = Mapping[str, str]
Answers: TypeAlias = Callable[[Visit, Blanks], Turn | None]


@dataclass(frozen=True, kw_only=True)
class Service:
    """Who may say it, and what answers it."""

    roles: frozenset[Role]
    does: Answers


R = Role
_ALL = frozenset(Role)
_BUYERS = frozenset({R.BUYER})
_ORDERING = frozenset({R.BUYER, R.SALESPERSON, R.ADMIN})
_STAFF = frozenset({R.SALESPERSON, R.WAREHOUSE, R.FINANCE, R.ADMIN})
_SELLING = frozenset({R.SALESPERSON, R.ADMIN})
_STORING = frozenset({R.WAREHOUSE, R.ADMIN})
_MONEY = frozenset({R.SALESPERSON, R.FINANCE, R.ADMIN})
_INSIDE = _STAFF | _BUYERS
_ADMINS = frozenset({R.ADMIN})
#: What asks for a name is none.
_ASKED = re.compile(r"谁|什么|哪|几|多少|[我你他她]|\b(?:what|which|who|any|it|that|this|we|you)\b", re.IGNORECASE)

#: Beside an order these ask for nothing that the order does not bring anyway.
LET_GO = frozenset({"hello", "thanks", "nod", "bye", "wait", "where_any", "where", "help", "price_of"})

#: These are part of an order that stands beside them: ``老样子，再加一箱生抽``.
READ_WITH_ORDER = frozenset({"same_again"})

SERVICES: Mapping[str, Service] = {
    "hello": Service(roles=_ALL, does=small_talk.hello),
    "wait": Service(roles=_ALL, does=small_talk.wait),
    "never_mind": Service(roles=_ALL, does=small_talk.never_mind),
    "thanks": Service(roles=_ALL, does=small_talk.thanks),
    "nod": Service(roles=_ALL, does=small_talk.nod),
    "bye": Service(roles=_ALL, does=small_talk.bye),
    "cancel": Service(roles=_ALL, does=service_orders.cancel),
    "again": Service(roles=_ORDERING, does=service_orders.again),
    "same_again": Service(roles=_ORDERING, does=service_cart.same_again),
    "received": Service(roles=_ALL, does=service_orders.received),
    "rate": Service(roles=_BUYERS, does=service_orders.rate),
    "urge": Service(roles=_ALL, does=service_orders.urge),
    "decided_by": Service(roles=_INSIDE, does=service_orders.decided_by),
    "bill_of": Service(roles=_ALL, does=service_orders.show),
    "paper_of": Service(roles=_INSIDE, does=later_of_order("paper")),
    "paid_order": Service(roles=_INSIDE, does=later_of_order("paid")),
    "return_order": Service(roles=_ALL, does=later_of_order("returns")),
    "invoice_order": Service(roles=_ALL, does=later_of_order("invoice")),
    "address_of": Service(roles=_ALL, does=service_orders.address_of),
    "change_order": Service(roles=_ALL, does=service_orders.change),
    "change_lines": Service(roles=_ALL, does=service_orders.change_lines),
    "approved_yet": Service(roles=_ALL, does=service_orders.progress),
    "tracking_of": Service(roles=_ALL, does=service_orders.progress),
    "where": Service(roles=_ALL, does=service_orders.where),
    "where_any": Service(roles=_ALL, does=service_orders.progress),
    "orders": Service(roles=_ALL, does=service_orders.orders),
    "price_of": Service(roles=_INSIDE, does=service_goods.price_of),
    "pack_of": Service(roles=_INSIDE, does=service_goods.look),
    "stock_of": Service(roles=_INSIDE, does=service_goods.stock_of),
    "picture_of": Service(roles=_INSIDE, does=service_goods.look),
    "promotions": Service(roles=_INSIDE, does=later("promotions")),
    "new_goods": Service(roles=_INSIDE, does=later("new_goods")),
    "usual": Service(roles=_ORDERING, does=service_goods.usual),
    "owed": Service(roles=_ALL, does=later("owed")),
    "credit": Service(roles=_ALL, does=later("credit")),
    "statement": Service(roles=_ALL, does=later("statement")),
    "paid": Service(roles=_ALL, does=later("paid")),
    "how_to_pay": Service(roles=_ALL, does=later("how_to_pay")),
    "invoice": Service(roles=_ALL, does=later("invoice")),
    "returns": Service(roles=_ALL, does=service_orders.returns),
    "clear_cart": Service(roles=_ORDERING, does=service_cart.clear),
    "cart": Service(roles=_ORDERING, does=service_cart.show),
    "checkout": Service(roles=_ORDERING, does=service_cart.checkout),
    "keeper": Service(roles=_BUYERS, does=small_talk.keeper),
    "contact": Service(roles=_ALL, does=small_talk.contact),
    "address": Service(roles=_ORDERING, does=service_cart.address),
    "help": Service(roles=_ALL, does=small_talk.help_),
    "menu": Service(roles=_ALL, does=small_talk.hello),
    "approve": Service(roles=_SELLING, does=service_orders.approve),
    "reject": Service(roles=_SELLING, does=service_orders.reject),
    "waiting": Service(roles=_SELLING, does=service_orders.waiting),
    "today_orders": Service(roles=_STAFF, does=service_orders.orders),
    "sales": Service(roles=_MONEY, does=service_accounts.sales),
    "figures": Service(roles=_MONEY, does=service_accounts.sales),
    "account_orders": Service(roles=_MONEY, does=service_accounts.orders),
    "account_owes": Service(roles=_MONEY, does=later_of_account("owed")),
    "account_statement": Service(roles=_MONEY, does=later_of_account("statement")),
    "who_owes": Service(roles=_MONEY, does=later("who_owes")),
    "overdue": Service(roles=_MONEY, does=later("overdue")),
    "order_for": Service(roles=_SELLING, does=service_accounts.order_for),
    "queue": Service(roles=_STORING, does=service_orders.queue),
    "ship": Service(roles=_STORING, does=service_orders.ship),
    "pick": Service(roles=_STORING, does=service_orders.show),
    "receive": Service(roles=_STORING, does=service_goods.receive),
    "count": Service(roles=_STORING, does=service_goods.count),
    "low_stock": Service(roles=_STAFF, does=service_goods.low_stock),
    "new_price": Service(roles=_ADMINS, does=service_goods.new_price),
    "off_sale": Service(roles=_ADMINS, does=service_goods.on_and_off_sale),
    "on_sale": Service(roles=_ADMINS, does=service_goods.on_and_off_sale),
    "invite": Service(roles=_ADMINS, does=service_people.invite),
    "people": Service(roles=_ADMINS, does=service_people.list_),
    "switch_off": Service(roles=_ADMINS, does=service_people.person),
    "switch_on": Service(roles=_ADMINS, does=service_people.person),
    "move_account": Service(roles=_ADMINS, does=service_people.account),
}


def answer(visit: Visit, said: Said) -> Turn | None:
    """The answer to the first intent of a text that this person may have and that makes sense."""
    for intent in said.intents:
        if intent.name == "where_any" and said.names_order:
            continue  # its phrase lets the number pass
        if turn := _served(visit, intent.name, intent.blanks):
            return turn
    return _about_order(visit, said)


def about(visit: Visit, said: Said) -> Turn | None:
    """The answer to a sentence that no phrase fits, by the words in it."""
    answers = (_served(visit, name, {}) for name in intents.topics_in(said.text, "about"))
    return next((turn for turn in answers if turn is not None), None)


def goods_of(visit: Visit, said: Said) -> str:
    """The name in a sentence about goods that this person may say; nothing where it is no such sentence."""
    named = (
        intent.blanks["goods"]
        for intent in said.intents
        if "goods" in intent.blanks and visit.person.role in SERVICES[intent.name].roles
    )
    return next((name for name in named if not _ASKED.search(name)), "")


def _about_order(visit: Visit, said: Said) -> Turn | None:
    """What a sentence that names an order is after, by the words in it; else the order's card."""
    named = intents.order_named(said.text)
    if named is None:
        return None
    number, rest = named
    blanks = {"order": number}
    if rest and Said(visit, rest).is_order:
        return _served(visit, "change_lines", {**blanks, "words": rest})
    if carrier_and_numbers(rest).numbers and (turn := _served(visit, "ship", {**blanks, "words": rest})):
        return turn
    answers = (_served(visit, name, blanks) for name in intents.topics_in(rest, "about_order"))
    return next((turn for turn in answers if turn is not None), None) or service_orders.show(visit, blanks)


def _served(visit: Visit, name: str, blanks: Blanks) -> Turn | None:
    service = SERVICES[name]
    return service.does(visit, blanks) if visit.person.role in service.roles else None
