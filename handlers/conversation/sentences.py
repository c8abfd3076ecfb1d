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
    about_accounts,
    about_cart,
    about_goods,
    about_orders,
    about_people,
    intents,
    small_talk,
)
from handlers.conversation.not_yet import later, later_of_account, later_of_order
from handlers.conversation.said import Said
from handlers.turn import Turn
from handlers.visit import Visit

Blanks: TypeAlias = Mapping[str, str]
Answers: TypeAlias = Callable[[Visit, Blanks], Turn | None]


@dataclass(frozen=True, kw_only=True)
class Sentence:
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

SENTENCES: Mapping[str, Sentence] = {
    "hello": Sentence(roles=_ALL, does=small_talk.hello),
    "wait": Sentence(roles=_ALL, does=small_talk.wait),
    "never_mind": Sentence(roles=_ALL, does=small_talk.never_mind),
    "thanks": Sentence(roles=_ALL, does=small_talk.thanks),
    "nod": Sentence(roles=_ALL, does=small_talk.nod),
    "bye": Sentence(roles=_ALL, does=small_talk.bye),
    "cancel": Sentence(roles=_ALL, does=about_orders.cancel),
    "again": Sentence(roles=_ORDERING, does=about_orders.again),
    "same_again": Sentence(roles=_ORDERING, does=about_cart.same_again),
    "received": Sentence(roles=_ALL, does=about_orders.received),
    "rate": Sentence(roles=_BUYERS, does=about_orders.rate),
    "urge": Sentence(roles=_ALL, does=about_orders.urge),
    "decided_by": Sentence(roles=_INSIDE, does=about_orders.decided_by),
    "bill_of": Sentence(roles=_ALL, does=about_orders.show),
    "paper_of": Sentence(roles=_INSIDE, does=later_of_order("paper")),
    "paid_order": Sentence(roles=_INSIDE, does=later_of_order("paid")),
    "return_order": Sentence(roles=_ALL, does=later_of_order("returns")),
    "invoice_order": Sentence(roles=_ALL, does=later_of_order("invoice")),
    "address_of": Sentence(roles=_ALL, does=about_orders.address_of),
    "change_order": Sentence(roles=_ALL, does=about_orders.change),
    "change_lines": Sentence(roles=_ALL, does=about_orders.change_lines),
    "approved_yet": Sentence(roles=_ALL, does=about_orders.progress),
    "tracking_of": Sentence(roles=_ALL, does=about_orders.progress),
    "where": Sentence(roles=_ALL, does=about_orders.where),
    "where_any": Sentence(roles=_ALL, does=about_orders.progress),
    "orders": Sentence(roles=_ALL, does=about_orders.orders),
    "price_of": Sentence(roles=_INSIDE, does=about_goods.price_of),
    "pack_of": Sentence(roles=_INSIDE, does=about_goods.look),
    "stock_of": Sentence(roles=_INSIDE, does=about_goods.stock_of),
    "picture_of": Sentence(roles=_INSIDE, does=about_goods.look),
    "promotions": Sentence(roles=_INSIDE, does=later("promotions")),
    "new_goods": Sentence(roles=_INSIDE, does=later("new_goods")),
    "usual": Sentence(roles=_ORDERING, does=about_goods.usual),
    "owed": Sentence(roles=_ALL, does=later("owed")),
    "credit": Sentence(roles=_ALL, does=later("credit")),
    "statement": Sentence(roles=_ALL, does=later("statement")),
    "paid": Sentence(roles=_ALL, does=later("paid")),
    "how_to_pay": Sentence(roles=_ALL, does=later("how_to_pay")),
    "invoice": Sentence(roles=_ALL, does=later("invoice")),
    "returns": Sentence(roles=_ALL, does=about_orders.returns),
    "clear_cart": Sentence(roles=_ORDERING, does=about_cart.clear),
    "cart": Sentence(roles=_ORDERING, does=about_cart.show),
    "checkout": Sentence(roles=_ORDERING, does=about_cart.checkout),
    "keeper": Sentence(roles=_BUYERS, does=small_talk.keeper),
    "contact": Sentence(roles=_ALL, does=small_talk.contact),
    "address": Sentence(roles=_ORDERING, does=about_cart.address),
    "help": Sentence(roles=_ALL, does=small_talk.help_),
    "menu": Sentence(roles=_ALL, does=small_talk.hello),
    "approve": Sentence(roles=_SELLING, does=about_orders.approve),
    "reject": Sentence(roles=_SELLING, does=about_orders.reject),
    "waiting": Sentence(roles=_SELLING, does=about_orders.waiting),
    "today_orders": Sentence(roles=_STAFF, does=about_orders.orders),
    "sales": Sentence(roles=_MONEY, does=about_accounts.sales),
    "figures": Sentence(roles=_MONEY, does=about_accounts.sales),
    "account_orders": Sentence(roles=_MONEY, does=about_accounts.orders),
    "account_owes": Sentence(roles=_MONEY, does=later_of_account("owed")),
    "account_statement": Sentence(roles=_MONEY, does=later_of_account("statement")),
    "who_owes": Sentence(roles=_MONEY, does=later("who_owes")),
    "overdue": Sentence(roles=_MONEY, does=later("overdue")),
    "order_for": Sentence(roles=_SELLING, does=about_accounts.order_for),
    "queue": Sentence(roles=_STORING, does=about_orders.queue),
    "ship": Sentence(roles=_STORING, does=about_orders.ship),
    "pick": Sentence(roles=_STORING, does=about_orders.show),
    "receive": Sentence(roles=_STORING, does=about_goods.receive),
    "count": Sentence(roles=_STORING, does=about_goods.count),
    "low_stock": Sentence(roles=_STAFF, does=about_goods.low_stock),
    "new_price": Sentence(roles=_ADMINS, does=about_goods.new_price),
    "off_sale": Sentence(roles=_ADMINS, does=about_goods.on_and_off_sale),
    "on_sale": Sentence(roles=_ADMINS, does=about_goods.on_and_off_sale),
    "invite": Sentence(roles=_ADMINS, does=about_people.invite),
    "people": Sentence(roles=_ADMINS, does=about_people.list_),
    "switch_off": Sentence(roles=_ADMINS, does=about_people.person),
    "switch_on": Sentence(roles=_ADMINS, does=about_people.person),
    "move_account": Sentence(roles=_ADMINS, does=about_people.account),
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
        if "goods" in intent.blanks and visit.person.role in SENTENCES[intent.name].roles
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
    return next((turn for turn in answers if turn is not None), None) or about_orders.show(visit, blanks)


def _served(visit: Visit, name: str, blanks: Blanks) -> Turn | None:
    sentence = SENTENCES[name]
    return sentence.does(visit, blanks) if visit.person.role in sentence.roles else None
