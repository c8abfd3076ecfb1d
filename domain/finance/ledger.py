"""The one writer of the ledger: every change of what an account owes is an entry, and no entry is ever changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, type_coerce
from sqlmodel import col, select

from domain import settings
from domain.actor import Actor
from domain.db import bulk
from domain.db.statements import Prepared
from domain.events.journal import log_event
from domain.finance import allocations, invoices
from domain.refusals import BadAmount
from domain.rules.business_settings import TERMS
from domain.rules.finance.ledger import BilledLine, LedgerKind, LinePosting, ParcelCost, parcel_cost, posting, so_far
from domain.rules.finance.terms import Terms, TermsKind, due_on, read_terms
from domain.rules.money import smallest_unit, total
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.columns import ID, QUANTITY
from domain.tables.ledger import LedgerDue, LedgerEntry, PostedLine
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.shipments import Shipment, ShipmentLine

#: No single amount reaches this: it would be a slip of the finger.
AMOUNT_MOST = Decimal(10) ** 9
_NONE = Decimal(0)


class _Row(NamedTuple):
    """What an invoice bills of an order line; ``return_line_id``: a claim kept it back until now."""

    line_id: int
    posting: LinePosting
    return_line_id: int | None = None


_CLOSED = Prepared(
    select(col(Account.closed_until))
    .where(col(Account.id) == bindparam("account", type_=ID))
    .with_for_update(read=True, key_share=True)
)


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What is to be written of an entry; its columns are explained at ``LedgerEntry``. ``day``: where it is known."""

    account_id: int
    kind: LedgerKind
    amount: Decimal
    due_on: date | None = None
    document: str = ""
    order_id: int | None = None
    note: str = ""
    undoes_id: int | None = None
    day: date | None = None
    value_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Disputed:
    """So much of an order line was not billed at its receipt because of a claim, ``return_line_id``."""

    line: OrderLine
    return_line_id: int
    quantity: Decimal


def check_amount(actor: Actor, amount: Decimal) -> None:
    """Whether somebody can mean so much money. Raises BadAmount."""
    if not 0 < amount < AMOUNT_MOST or amount != amount.quantize(smallest_unit(actor.supplier.currency)):
        raise BadAmount


def enter(actor: Actor, new: NewEntry) -> LedgerEntry:
    """Write an entry, on the day of whoever acts, or the first one that is not closed."""
    day = new.day or open_day(actor, new.account_id)
    row = {**vars(new), "day": day, "person_id": actor.person_id, "at": actor.now}
    entry = bulk.insert_one(actor.session, LedgerEntry, row)
    due = new.due_on.isoformat() if new.due_on else None
    told = {"account": new.account_id, "entry": new.kind.value, "amount": str(new.amount), "due_on": due}
    about = {"subject": f"ledger:{entry.id}", "reason": entry.note}
    told |= {"value_day": entry.value_day.isoformat()} if entry.value_day else {}
    log_event(actor, "ledger.posted", **about, day=entry.day.isoformat(), **told)
    return entry


def open_day(actor: Actor, account_id: int) -> date:
    """The day of what is entered now: today, or the day after the period that was agreed on.

    The account is locked against an agreement meanwhile, which would not know of the entry.
    """
    closed: date | None = _CLOSED.scalars(actor.session, {"account": account_id})[0]
    return actor.today if closed is None or closed < actor.today else closed + timedelta(days=1)


def terms_of(actor: Actor, account: Account) -> Terms:
    """When an account pays: by its own terms, or the shop's."""
    return (read_terms(account.terms) if account.terms else None) or settings.value(actor.session, TERMS)


def bill_shipped(
    actor: Actor, order: Order, account: Account, shipment: Shipment, sent: Iterable[tuple[Decimal, OrderLine]]
) -> None:
    """Bill what is in a parcel that leaves, unless the account's terms count from its receipt."""
    terms = terms_of(actor, account)
    shipment.billed_on_receipt = terms.billed_on_receipt
    if not terms.billed_on_receipt:
        _bill(actor, order, account, shipment, terms, sent)


def parcel_costs(
    actor: Actor, order: Order, shipment: Shipment, contents: Iterable[tuple[Decimal, OrderLine]]
) -> dict[int, ParcelCost]:
    """What the lines of a parcel cost, by their ids: as it was billed, else as it will be, whatever is claimed."""
    rows = tuple(contents)
    found = select(PostedLine).where(col(PostedLine.order_line_id).in_([line.id for _quantity, line in rows]))
    posted = actor.session.exec(found.order_by(col(PostedLine.id))).all()
    own = {each.order_line_id: each for each in posted if each.shipment_id == shipment.id}
    costs = {}
    for quantity, line in rows:
        mine = own.get(line.id)
        is_whole = mine is not None and mine.quantity == quantity
        disputed = not is_whole and shipment.status is ShipmentStatus.DELIVERED
        earlier = [each for each in posted if each.order_line_id == line.id and _is_before(each, mine)]
        before = [as_posted(each) for each in earlier if not (disputed and each.return_line_id)]
        now = as_posted(mine) if mine and is_whole else _posting(order, line, {line.id: before}, quantity)
        costs[line.id] = parcel_cost(_billed(line), line.discount, before, now, order.currency)
    return costs


def _is_before(posted: PostedLine, mine: PostedLine | None) -> bool:
    return mine is None or posted.id < mine.id


def bill_received(
    actor: Actor, order: Order, account: Account, shipment: Shipment, disputed: Mapping[int, Decimal]
) -> None:
    """Bill a parcel that is there now, where it was not billed when it left; not what is disputed of its lines."""
    billed = select(PostedLine.id).where(PostedLine.shipment_id == shipment.id).limit(1)
    if shipment.billed_on_receipt and actor.session.exec(billed).first() is None:
        packed = select(col(ShipmentLine.quantity), OrderLine)
        packed = packed.join(OrderLine, col(OrderLine.id) == ShipmentLine.order_line_id)
        rows = actor.session.exec(
            packed.where(ShipmentLine.shipment_id == shipment.id, ShipmentLine.quantity > 0)
        ).all()
        counted = [(quantity - min(quantity, disputed.get(line.id, _NONE)), line) for quantity, line in rows]
        there = [(quantity, line) for quantity, line in counted if quantity]
        _bill(actor, order, account, shipment, terms_of(actor, account), there)


def bill_disputed(actor: Actor, order: Order, account: Account, document: str, disputed: Sequence[Disputed]) -> None:
    """Bill what was left out at its receipt, as its claim came to nothing; it is due by the terms from today."""
    before = _posted(actor, [each.line.id for each in disputed])
    rows = []
    for each in disputed:
        made = _posting(order, each.line, before, each.quantity)
        before.setdefault(each.line.id, []).append(made)
        rows.append(_Row(each.line.id, made, each.return_line_id))
    day = open_day(actor, account.id)
    _write(actor, order, rows, document, day=day, due=due_on(terms_of(actor, account), day))


def waive(actor: Actor, order: Order, disputed: Disputed) -> LinePosting:
    """What was left out at its receipt is never billed: its claim was granted. What it would have cost."""
    line = disputed.line
    made = costs(actor, order, disputed)
    row = {"order_line_id": line.id, "return_line_id": disputed.return_line_id, **vars(made)}
    bulk.insert_one(actor.session, PostedLine, row)
    return made


def costs(actor: Actor, order: Order, disputed: Disputed) -> LinePosting:
    """What goods that were left out of the bill come to, when they are billed next."""
    return _posting(order, disputed.line, _posted(actor, [disputed.line.id]), disputed.quantity)


def left_out(actor: Actor, order_line_id: int) -> Decimal:
    """How much of a line was received, is billed on receipt, and was not billed with its parcel."""
    mine = and_(col(PostedLine.shipment_id) == Shipment.id, col(PostedLine.order_line_id) == ShipmentLine.order_line_id)
    rest: Any = func.sum(ShipmentLine.quantity - func.coalesce(PostedLine.quantity, 0))
    query = select(type_coerce(func.coalesce(rest, 0), QUANTITY)).select_from(ShipmentLine)
    query = query.join(Shipment, col(Shipment.id) == ShipmentLine.shipment_id).join(PostedLine, mine, isouter=True)
    there = (col(Shipment.billed_on_receipt), Shipment.status == ShipmentStatus.DELIVERED)
    found: Decimal = actor.session.exec(query.where(ShipmentLine.order_line_id == order_line_id, *there)).one()
    return found


def follow(actor: Actor, order: Order, lines: Iterable[OrderLine]) -> None:
    """Bill what is missing, or give back what is too much, once the price of lines changed that left in part."""
    sent = [line for line in lines if line.shipped]
    if not sent:
        return
    before = _posted(actor, [line.id for line in sent])
    found = [_Row(line.id, _posting(order, line, before, _NONE)) for line in sent if line.id in before]
    changed = [_without_waived(actor, order, each) for each in found if not each.posting.is_nothing]
    _write(actor, order, changed, order.number, due=actor.today)
    if any(each.posting.amount < 0 for each in changed):
        invoices.ask_red(actor, order)


def open_balance(actor: Actor, account_id: int, amount: Decimal, due: date | None, note: str) -> Decimal:
    """What an account owed under a note before the ledger began, as it shall be; what it was until now.

    The difference is an entry of its own.
    """
    actor.session.exec(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)).one()
    same = (LedgerEntry.account_id == account_id, LedgerEntry.kind == LedgerKind.OPENING, LedgerEntry.note == note)
    entries = actor.session.exec(select(LedgerEntry).where(*same)).all()
    known = sum((each.amount for each in entries if each.due_on == due), _NONE)
    if amount != known:
        kind, more = LedgerKind.OPENING, amount - known
        enter(actor, NewEntry(account_id=account_id, kind=kind, amount=more, due_on=due, note=note))
    return known


def _bill(
    actor: Actor,
    order: Order,
    account: Account,
    shipment: Shipment,
    terms: Terms,
    sent: Iterable[tuple[Decimal, OrderLine]],
) -> None:
    rows = tuple(sent)
    earlier = [line.id for quantity, line in rows if line.shipped > quantity]
    before = _posted(actor, earlier) if earlier else {}
    lines = [_Row(line.id, _posting(order, line, before, quantity)) for quantity, line in rows]
    day = open_day(actor, account.id)
    if terms.kind is TermsKind.BATCH:
        _fall_due(actor, account.id, day)
    document = f"{order.number}/{shipment.position}"
    _write(actor, order, lines, document, day=day, due=due_on(terms, day), shipment_id=shipment.id)


def _posting(
    order: Order, line: OrderLine, before: Mapping[int, Sequence[LinePosting]], quantity: Decimal
) -> LinePosting:
    return posting(_billed(line), before.get(line.id, ()), quantity, order.currency)


def _billed(line: OrderLine) -> BilledLine:
    return BilledLine(
        whole=line.quantity - line.refused,
        amount=line.amount - line.discount,
        tax_rate=line.tax_rate,
        rebate=line.rebate,
    )


def _write(
    actor: Actor,
    order: Order,
    lines: Sequence[_Row],
    document: str,
    *,
    day: date | None = None,
    due: date | None,
    shipment_id: int | None = None,
) -> None:
    """Write an invoice with its lines."""
    if not lines:
        return
    new = NewEntry(
        account_id=order.account_id,
        kind=LedgerKind.INVOICE,
        amount=sum((each.posting.amount for each in lines), _NONE),
        day=day or open_day(actor, order.account_id),
        due_on=due,
        document=document,
        order_id=order.id,
    )
    entry = enter(actor, new)
    of = {"entry_id": entry.id, "shipment_id": shipment_id}
    rows = (
        {**of, "order_line_id": each.line_id, "return_line_id": each.return_line_id, **vars(each.posting)}
        for each in lines
    )
    bulk.insert_many(actor.session, PostedLine, rows)
    allocations.bill(actor, entry)
    _credit_rebate(actor, new, total(each.posting.rebate for each in lines))


def _credit_rebate(actor: Actor, invoice: NewEntry, amount: Decimal) -> None:
    """What rebates pay of an invoice, as an entry of its own."""
    if amount:
        enter(actor, replace(invoice, kind=LedgerKind.REBATE, amount=-amount, due_on=None))


def _without_waived(actor: Actor, order: Order, row: _Row) -> _Row:
    """A change of what a line costs, but for the goods of it that were granted to a claim and are never billed."""
    rows = actor.session.exec(select(PostedLine).where(PostedLine.order_line_id == row.line_id)).all()
    free = [each for each in rows if each.return_line_id is not None and each.entry_id is None]
    if not free:
        return row
    part, whole = sum(each.quantity for each in free), sum(each.quantity for each in rows)
    amount, tax, rebate = (
        so_far(each, Decimal(part), Decimal(whole), order.currency)
        for each in (row.posting.amount, row.posting.tax, row.posting.rebate)
    )
    waived = {"quantity": _NONE, "amount": amount, "tax": tax, "rebate": rebate}
    new = {"order_line_id": row.line_id, "return_line_id": free[-1].return_line_id, **waived}
    bulk.insert_one(actor.session, PostedLine, new)
    posting = row.posting
    left = LinePosting(
        quantity=_NONE, amount=posting.amount - amount, tax=posting.tax - tax, rebate=posting.rebate - rebate
    )
    return row._replace(posting=left)


def _posted(actor: Actor, lines: Sequence[int]) -> dict[int, list[LinePosting]]:
    """What was posted of these lines."""
    found: dict[int, list[LinePosting]] = {}
    for row in actor.session.exec(select(PostedLine).where(col(PostedLine.order_line_id).in_(lines))):
        found.setdefault(row.order_line_id, []).append(as_posted(row))
    return found


def as_posted(row: PostedLine) -> LinePosting:
    """A row as the rules read it."""
    return LinePosting(quantity=row.quantity, amount=row.amount, tax=row.tax, rebate=row.rebate)


def _fall_due(actor: Actor, account_id: int, day: date) -> None:
    """The last lot is due now that the next one leaves."""
    open_ = (LedgerEntry.account_id == account_id, LedgerEntry.kind == LedgerKind.INVOICE)
    without = select(LedgerEntry.id).where(*open_, col(LedgerEntry.due_on).is_(None))
    without = without.join(LedgerDue, col(LedgerDue.entry_id) == LedgerEntry.id, isouter=True)
    ids = actor.session.exec(without.where(col(LedgerDue.entry_id).is_(None))).all()
    bulk.insert_many(actor.session, LedgerDue, ({"entry_id": each, "due_on": day} for each in ids))
