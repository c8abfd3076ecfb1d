"""Seeds the money of the demo: most dealers paid what was due, one did not, and says now that they did.

One paid for an order that they named, and one asked for an invoice, which waits for finance.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlmodel import col, select

from bot.demo.seed_history import SeedContext
from domain.finance import balances, billable, claims, invoices, payments
from domain.finance.payments import Slip
from domain.rules.order_states import OPEN
from domain.tables.orders import Order

#: Who is late, and who of that account pays.
_LATE, _PAYER = "jiahe", "chen"
#: Who paid for one order by its number, and by what the bank calls it.
_NAMES_ORDER, _BANK_NUMBER = "xiangwei", "20260088"
#: Who asks for an invoice, of so many deliveries, and on what it is made out.
_ASKS, _ASKED_BY, _DELIVERIES = "xinglong", "wang", 2
_TITLE, _TAX_NUMBER = "兴隆便利店", "91350100M000100Y43"
#: So many days ago finance booked what had come.
_BOOKED = (29, 15, 1)
_MORNING = time(10)
#: Dealers pay a few days before an amount is due.
_EARLY = timedelta(days=5)


def book_payments(context: SeedContext) -> Iterator[datetime]:
    """What follows a yielded time happens at that time."""
    today = context.now.astimezone(context.supplier.zone).date()
    for days in _BOOKED:
        yield (at := datetime.combine(today - timedelta(days=days), _MORNING, context.supplier.zone))
        finance, soon = context.actor("fang", at), context.actor("fang", at + _EARLY)
        for key, account in context.people.accounts.items():
            due = balances.standing(soon, account.id).aged.overdue
            if due > 0 and (key != _LATE or days == _BOOKED[0]):
                payments.record(finance, account.id, due)


def claim_payment(context: SeedContext) -> None:
    """陈芳 has just paid what is overdue, and told finance."""
    payer = context.actor(_PAYER, context.now)
    owed = balances.standing(payer, context.people.accounts[_LATE].id).aged.overdue
    claims.make(payer, owed)


def pay_for_an_order(context: SeedContext) -> None:
    """湘味小馆 paid for their newest open order, which finance booked by its number."""
    finance = context.actor("fang", context.now)
    account = context.people.accounts[_NAMES_ORDER]
    query = select(Order).where(Order.account_id == account.id, col(Order.status).in_(OPEN))
    order = context.session.exec(query.order_by(col(Order.submitted_at).desc(), col(Order.id).desc())).first()
    if order is None:
        raise AssertionError("they have no open order")
    payments.record(finance, account.id, order.total, slip=Slip(reference=_BANK_NUMBER, orders=[order.id]))


def ask_for_an_invoice(context: SeedContext) -> None:
    """王老板 said what invoices are made out to, and asks for one of the newest deliveries."""
    buyer = context.actor(_ASKED_BY, context.now)
    invoices.set_title(buyer, _TITLE, _TAX_NUMBER)
    left = billable.deliveries(buyer, context.people.accounts[_ASKS].id)
    invoices.ask(buyer, [each.entry_id for each in left[-_DELIVERIES:]])
