"""Seeds the money of the demo: most dealers paid what was due, one did not, and says now that they did."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.demo.seed_history import SeedContext
from domain.finance import balances, claims, payments

#: Who is late, and who of that account pays.
_LATE, _PAYER = "jiahe", "chen"
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
