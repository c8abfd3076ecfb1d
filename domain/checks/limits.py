"""Limits, and who sees what: each for somebody, and whole."""

from typing import Any

from sqlalchemy import String, cast, literal, select, union_all

from domain.checks.findings import rule
from domain.checks.tables import OrderLimit, VisibleTo


@rule("limit_for")
def owners() -> Any:
    """A limit, and who sees goods, is for an account or a group, never for both or neither in one row."""
    expected = literal("an account or a group")
    return union_all(
        *(
            select(literal(name), expected, cast(table.id, String)).where(
                table.account_id.is_(None) == table.group_id.is_(None)
            )
            for name, table in (("a limit", OrderLimit), ("who sees goods", VisibleTo))
        )
    )


@rule("limit_period")
def periods() -> Any:
    """A limit of a period says how much and in how many days."""
    query = select(cast(OrderLimit.id, String), OrderLimit.period_quantity, OrderLimit.period_days)
    return query.where(OrderLimit.period_quantity.is_(None) != OrderLimit.period_days.is_(None))
