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
    """Answers for the money: agrees to orders where a rule asks for it."""
    ADMIN = "admin"
    """Runs the business: people, goods, prices, and every order."""
    CUSTOMER = "customer"
    """A dealer's own customer: follows the orders that were shared with them, without prices."""


class Right(StrEnum):
    """One thing that can be allowed, as resource and action."""

    CATALOGUE_READ = "catalogue:read"
    CATALOGUE_CHANGE = "catalogue:change"
    COST_READ = "cost:read"
    """See what goods cost the supplier, and their floor price."""
    CART_CHANGE = "cart:change"
    ORDER_SUBMIT = "order:submit"
    ORDER_READ = "order:read"
    ORDER_CHANGE = "order:change"
    ORDER_CANCEL = "order:cancel"
    ORDER_CANCEL_LATE = "order:cancel_late"
    ORDER_DECIDE = "order:decide"
    """Say yes or no to an order, as one of those who are asked."""
    ORDER_APPROVE = "order:approve"
    """Give the approval that every order needs."""
    APPROVAL_FINANCE = "approval:finance"
    APPROVAL_ADMIN = "approval:admin"
    SWAP_ANSWER = "swap:answer"
    """Say whether other goods are wanted than those that were ordered."""
    ORDER_REPRICE = "order:reprice"
    ORDER_RATE = "order:rate"
    ORDER_SHARE = "order:share"
    ORDER_PRICES = "order:prices"
    ACCOUNT_SERVE = "account:serve"
    NICKNAME_CHANGE = "nickname:change"
    SHIPMENT_PICK = "shipment:pick"
    DELIVERY_NOTE = "delivery:note"
    """Have the delivery notes of orders that they see."""
    SHIPMENT_RECEIVE = "shipment:receive"
    STOP_DELIVER = "stop:deliver"
    """Bring parcels that are given to oneself, and take the cash for them."""
    STOCK_READ = "stock:read"
    STOCK_CHANGE = "stock:change"
    STOCK_EXPECT = "stock:expect"
    PERSON_INVITE = "person:invite"
    PERSON_SWITCH = "person:switch"
    ACCOUNT_ASSIGN = "account:assign"
    DEPUTY_SET = "deputy:set"
    CHAT_UNBIND = "chat:unbind"
    FIGURES_READ = "figures:read"
    DESK_ENTER = "desk:enter"
    """Work at the desk, in a browser."""
    SETTING_CHANGE = "setting:change"
    PROMOTION_CHANGE = "promotion:change"
    BALANCE_READ = "balance:read"
    """See what accounts owe: a buyer their own, a salesperson those that they look after."""
    LEDGER_CHANGE = "ledger:change"
    CREDIT_CHANGE = "credit:change"
    INVOICE_ASK = "invoice:ask"
    INVOICE_ANSWER = "invoice:answer"
    STATEMENT_AGREE = "statement:agree"
    """Say that a statement is right, or what is wrong with it."""
    RETAIL_CHANGE = "retail:change"
    """Open and shut the door for retail, see who came in by it, and make one a dealer."""
    WISH_SEND = "wish:send"
    """Tell a dealer what one would like from them."""
    WISH_ANSWER = "wish:answer"
    """Put what a customer wishes for into one's cart, or decline it."""
    THREAD_ASK = "thread:ask"
    """Talk with the staff, as a buyer."""
    THREAD_ANSWER = "thread:answer"
    """Answer in the talks of accounts that one looks after."""
    THREAD_READ = "thread:read"
    RETURN_READ = "return:read"
    RETURN_ASK = "return:ask"
    """Claim for goods that came, or ask to bring them back."""
    RETURN_DECIDE = "return:decide"
    RETURN_RECEIVE = "return:receive"
    """Count goods that came back."""


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
            R.SWAP_ANSWER,
            R.ORDER_RATE,
            R.ORDER_SHARE,
            R.ORDER_PRICES,
            R.NICKNAME_CHANGE,
            R.SHIPMENT_RECEIVE,
            R.DELIVERY_NOTE,
            R.BALANCE_READ,
            R.STATEMENT_AGREE,
            R.INVOICE_ASK,
            R.WISH_ANSWER,
            R.RETURN_READ,
            R.RETURN_ASK,
            R.THREAD_ASK,
            R.THREAD_READ,
        }
    ),
    Role.SALESPERSON: frozenset(
        {
            R.CATALOGUE_READ,
            R.DESK_ENTER,
            R.CART_CHANGE,
            R.ORDER_SUBMIT,
            R.ORDER_READ,
            R.ORDER_CHANGE,
            R.ORDER_CANCEL,
            R.ORDER_CANCEL_LATE,
            R.ORDER_DECIDE,
            R.ORDER_APPROVE,
            R.ORDER_REPRICE,
            R.ORDER_SHARE,
            R.ORDER_PRICES,
            R.ACCOUNT_SERVE,
            R.DELIVERY_NOTE,
            R.DEPUTY_SET,
            R.NICKNAME_CHANGE,
            R.STOCK_READ,
            R.PROMOTION_CHANGE,
            R.STOCK_EXPECT,
            R.BALANCE_READ,
            R.RETURN_READ,
            R.RETURN_DECIDE,
            R.THREAD_ANSWER,
            R.THREAD_READ,
        }
    ),
    Role.WAREHOUSE: frozenset(
        {
            R.CATALOGUE_READ,
            R.DESK_ENTER,
            R.ORDER_READ,
            R.SHIPMENT_PICK,
            R.STOP_DELIVER,
            R.DELIVERY_NOTE,
            R.STOCK_READ,
            R.STOCK_CHANGE,
            R.STOCK_EXPECT,
            R.RETURN_READ,
            R.RETURN_RECEIVE,
        }
    ),
    Role.FINANCE: frozenset(
        {
            R.CATALOGUE_READ,
            R.DESK_ENTER,
            R.COST_READ,
            R.ORDER_READ,
            R.ORDER_PRICES,
            R.DELIVERY_NOTE,
            R.ORDER_DECIDE,
            R.APPROVAL_FINANCE,
            R.STOCK_READ,
            R.FIGURES_READ,
            R.BALANCE_READ,
            R.LEDGER_CHANGE,
            R.CREDIT_CHANGE,
            R.INVOICE_ANSWER,
            R.RETURN_READ,
        }
    ),
    Role.ADMIN: frozenset(
        set(Right)
        - {
            R.ORDER_RATE,
            R.SWAP_ANSWER,
            R.STATEMENT_AGREE,
            R.INVOICE_ASK,
            R.WISH_SEND,
            R.WISH_ANSWER,
            R.RETURN_ASK,
            R.THREAD_ASK,
            R.STOP_DELIVER,
        }
    ),
    Role.CUSTOMER: frozenset({R.ORDER_READ, R.WISH_SEND}),
}


def grants(role: Role, right: Right) -> bool:
    """Whether a role has a right at all; whose order or account it is for is asked separately."""
    return right in GRANTS[role]
