"""Who may do what: rights are words, granted to roles in one table."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person does here."""

    BUYER = "buyer"
    """Orders for a dealer account."""
    SALESPERSON = "salesperson"
    """Looks after accounts: approves their orders, orders on their behalf."""
    WAREHOUSE = "warehouse"
    """Picks, ships, counts and receives goods."""
    FINANCE = "finance"
    """Decides on money where a rule asks for it."""
    ADMIN = "admin"
    """Runs the house: people, goods, prices, and every order."""
    CUSTOMER = "customer"
    """A dealer's own customer: follows the orders that were shared with them, without prices."""


class Right(StrEnum):
    """One thing that can be allowed, as resource and action."""

    CATALOGUE_READ = "catalogue:read"
    CATALOGUE_CHANGE = "catalogue:change"
    CART_CHANGE = "cart:change"
    ORDER_SUBMIT = "order:submit"
    ORDER_READ = "order:read"
    ORDER_CHANGE = "order:change"
    ORDER_CANCEL = "order:cancel"
    ORDER_CANCEL_LATE = "order:cancel_late"
    ORDER_APPROVE = "order:approve"
    ORDER_RATE = "order:rate"
    ORDER_SHARE = "order:share"
    ORDER_PRICES = "order:prices"
    ACCOUNT_SERVE = "account:serve"
    NICKNAME_CHANGE = "nickname:change"
    SHIPMENT_PICK = "shipment:pick"
    SHIPMENT_RECEIVE = "shipment:receive"
    STOCK_READ = "stock:read"
    STOCK_CHANGE = "stock:change"
    PERSON_INVITE = "person:invite"
    PERSON_SWITCH = "person:switch"
    ACCOUNT_ASSIGN = "account:assign"
    CHAT_UNBIND = "chat:unbind"
    FIGURES_READ = "figures:read"


R = Right
GRANTS: Mapping[Role, frozenset[Right]] = {
    Role.BUYER: frozenset(
        {
            R.CATALOGUE_READ,
            R.CART_CHANGE,
            R.ORDER_SUBMIT,
            R.ORDER_READ,
            R.ORDER_CHANGE,
            R.ORDER_CANCEL,
            R.ORDER_RATE,
            R.ORDER_SHARE,
            R.ORDER_PRICES,
            R.NICKNAME_CHANGE,
            R.SHIPMENT_RECEIVE,
        }
    ),
    Role.SALESPERSON: frozenset(
        {
            R.CATALOGUE_READ,
            R.CART_CHANGE,
            R.ORDER_SUBMIT,
            R.ORDER_READ,
            R.ORDER_CHANGE,
            R.ORDER_CANCEL,
            R.ORDER_CANCEL_LATE,
            R.ORDER_APPROVE,
            R.ORDER_SHARE,
            R.ORDER_PRICES,
            R.ACCOUNT_SERVE,
            R.NICKNAME_CHANGE,
            R.STOCK_READ,
        }
    ),
    Role.WAREHOUSE: frozenset(
        {R.CATALOGUE_READ, R.ORDER_READ, R.SHIPMENT_PICK, R.STOCK_READ, R.STOCK_CHANGE},
    ),
    Role.FINANCE: frozenset({R.CATALOGUE_READ, R.ORDER_READ, R.ORDER_PRICES, R.STOCK_READ, R.FIGURES_READ}),
    Role.ADMIN: frozenset(set(Right) - {R.ORDER_RATE}),
    Role.CUSTOMER: frozenset({R.ORDER_READ}),
}


def grants(role: Role, right: Right) -> bool:
    """Whether a role has a right at all; whose order or account it is for is asked separately."""
    return right in GRANTS[role]
