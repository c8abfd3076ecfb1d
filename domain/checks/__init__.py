"""``dinghuo check``: invariants of the data, recomputed from the records."""

from collections.abc import Sequence

from sqlmodel import Session

from domain.checks import (
    allocations,
    history,
    invoices,
    ledger,
    limits,
    money_told,
    moves,
    nicknames,
    order_numbers,
    orders,
    parcels,
    people,
    prices,
    promotions,
    rebates,
    retail,
    return_gifts,
    returns,
    statements,
    stock,
    swaps,
    threads,
    values,
)
from domain.checks.findings import Check, Finding

__all__ = ["CHECKS", "Finding", "check_all"]

_SUBJECTS = (
    values,
    stock,
    moves,
    parcels,
    orders,
    history,
    order_numbers,
    people,
    retail,
    nicknames,
    prices,
    limits,
    promotions,
    rebates,
    swaps,
    ledger,
    allocations,
    invoices,
    statements,
    money_told,
    returns,
    return_gifts,
    threads,
)
#: Every check of the subjects; ``values.form`` comes first.
CHECKS: Sequence[Check] = [each for of in _SUBJECTS for each in vars(of).values() if isinstance(each, Check)]


def check_all(session: Session) -> list[Finding]:
    """Every broken rule. What cannot be read as its type is told alone: it would stop the other checks."""
    form, *others = CHECKS
    return form(session) or [finding for check in others for finding in check(session)]
