"""What must be true of gifts that go with returned goods: they come back, or are charged as was told."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, type_coerce
from sqlmodel import Session

from domain.checks.findings import computed, differ, rule, words
from domain.checks.tables import LedgerEntry, Order, OrderLine, ReturnLine, ReturnRequest
from domain.rules.finance.ledger import LedgerKind
from domain.rules.money import rounded
from domain.rules.return_life import ReturnStatus
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.tables.columns import MONEY, QUANTITY
from domain.tables.lines import LineKind

_ZERO, _NO_MONEY = type_coerce(0, QUANTITY), type_coerce(0, MONEY)
_IS_RETURN = ReturnRequest.kind == ReturnKind.RETURN
_OF = ReturnLine.request_id == ReturnRequest.id


@rule("return_gift")
def gifts() -> Any:
    """A gift that is expected back was given, asks for nothing, and is charged only where it stayed."""
    is_gift = ReturnLine.reason == ReturnReason.GIFT
    is_settled = and_(ReturnRequest.status == ReturnStatus.SETTLED, _IS_RETURN)
    wrong = or_(
        is_gift != (ReturnLine.outcome == Outcome.NOTHING),
        and_(is_gift, or_(~_IS_RETURN, OrderLine.kind != LineKind.GIFT)),
        and_(~is_gift, or_(ReturnLine.price != _NO_MONEY, ReturnLine.kept != _ZERO)),
        ReturnLine.price < _NO_MONEY,
        ReturnLine.charged < _NO_MONEY,
        ReturnLine.kept < _ZERO,
        and_(ReturnLine.kept == _ZERO, ReturnLine.charged != _NO_MONEY),
        and_(ReturnLine.kept != _ZERO, ~is_settled),
        ReturnLine.kept + ReturnLine.good + ReturnLine.bad > ReturnLine.agreed,
    )
    query = select(ReturnRequest.number, words(ReturnLine.outcome), ReturnLine.charged).join(ReturnLine, _OF)
    return query.join(OrderLine, OrderLine.id == ReturnLine.order_line_id).where(wrong)


@computed("return_gift")
def gift_prices(session: Session) -> Iterator[Any]:
    """A gift that stayed costs what was told."""
    query = select(ReturnRequest.number, Order.currency, ReturnLine.price, ReturnLine.kept, ReturnLine.charged)
    query = query.join_from(ReturnLine, ReturnRequest, _OF).join(Order, Order.id == ReturnRequest.order_id)
    for number, currency, price, kept, charged in session.execute(query.where(ReturnLine.kept != _ZERO)):
        if charged != rounded(price * kept, currency):
            yield number, rounded(price * kept, currency), charged


@rule("return_gift")
def charges() -> Any:
    """Gifts of a request are charged once, as much as its lines say."""
    total = func.sum(ReturnLine.charged)
    entry = (ReturnRequest.charge_id, LedgerEntry.kind, LedgerEntry.amount, LedgerEntry.account_id)
    query = select(ReturnRequest.number, total, func.coalesce(LedgerEntry.amount, _NO_MONEY))
    query = query.join(ReturnLine, ReturnLine.request_id == ReturnRequest.id)
    query = query.join(LedgerEntry, LedgerEntry.id == ReturnRequest.charge_id, isouter=True)
    of_request = (ReturnRequest.id, ReturnRequest.number, ReturnRequest.account_id, ReturnRequest.order_id)
    wrong = or_(
        (total != _NO_MONEY) != LedgerEntry.id.is_not(None),
        ReturnRequest.charge_id.is_not(None) != LedgerEntry.id.is_not(None),
        LedgerEntry.kind != LedgerKind.CHARGE,
        LedgerEntry.amount != total,
        LedgerEntry.account_id != ReturnRequest.account_id,
        LedgerEntry.document != ReturnRequest.number,
        differ(LedgerEntry.order_id, ReturnRequest.order_id) & LedgerEntry.id.is_not(None),
    )
    named = (LedgerEntry.id, LedgerEntry.document, LedgerEntry.order_id)
    return query.group_by(*of_request, *entry, *named).having(wrong)


@rule("return_gift")
def uncalled() -> Any:
    """Nothing is charged but for the gifts of a request."""
    query = select(cast(LedgerEntry.id, String), literal("a request with gifts"), LedgerEntry.document)
    query = query.join_from(LedgerEntry, ReturnRequest, ReturnRequest.charge_id == LedgerEntry.id, isouter=True)
    return query.where(LedgerEntry.kind == LedgerKind.CHARGE, ReturnRequest.id.is_(None))
