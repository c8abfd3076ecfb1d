"""Importing orders that were completed before Dinghuo: a line a row, the whole file or nothing of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from sqlmodel import col, select

from domain.actor import Actor
from domain.db.bulk import insert_many
from domain.events.journal import log_event
from domain.imports.base_units import SkuUnits, size_of, unit_of
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.known import units_of
from domain.imports.report import CHUNK, CellChange, ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.sheets.cells import BadCellError, Remark
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Sku
from domain.tables.columns import new_id
from domain.tables.history import PastOrder, PastOrderLine
from domain.tables.lines import LineKind
from domain.tables.orders import Order
from domain.tables.people import Account

PAST_ORDERS = Wanted(
    fields=frozenset({"number", "account", "date", "sku", "quantity", "unit", "price", "price_unit"}),
    keys=frozenset({"number", "sku"}),
)
_NEEDED = ("number", "account", "date", "sku", "quantity", "price")
_NUMBER, _ACCOUNT, _CODE = 60, 120, 40
#: The smallest step of a quantity.
_PLACES = 3


class _Head(NamedTuple):
    """What each row of an order says of it."""

    account_id: int
    day: date


class _Key(NamedTuple):
    """By what a line is known in its order; ``size``: base units of the unit that its price is for."""

    sku_id: int
    size: Decimal
    kind: LineKind


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """A row as read, its quantity and price still in their own units; no unit: base units."""

    row: SheetRow
    number: str
    account: str
    day: date
    code: str
    quantity: Decimal
    unit: str
    price: Decimal
    price_unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A row with what it names. ``quantity``: in base units; the row counts it in units of ``counted_in`` of them."""

    row: SheetRow
    code: str
    key: _Key
    quantity: Decimal
    counted_in: Decimal
    price: Decimal


@dataclass
class _Orders:
    """The orders of a file by their number, each with its lines, and the rows that cannot go in."""

    actor: Actor
    tally: RowTally = field(default_factory=RowTally)
    heads: dict[str, tuple[_Head, SheetRow]] = field(default_factory=dict)
    lines: dict[str, dict[_Key, _Line]] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)

    def take(self, rows: Sequence[SheetRow], codes: CatalogueCodes) -> None:
        """Read a chunk of rows; nothing is written."""
        said = [each for each in (self._read(row) for row in rows) if each]
        session = self.actor.session
        written = [codes.written(each.code) for each in said]
        skus = {sku.code: sku for sku in session.exec(select(Sku).where(col(Sku.code).in_(set(written))))}
        units = units_of(session, list(skus.values()))
        names = {each.account for each in said} - self.accounts.keys()
        self.accounts.update(session.exec(select(Account.name, Account.id).where(col(Account.name).in_(names))).all())
        ours = set(session.exec(select(Order.number).where(col(Order.number).in_({each.number for each in said}))))
        for each, code in zip(said, written, strict=True):
            with self.tally.refusing(each.row):
                if each.number in ours:
                    raise BadCellError("sheets.own_order", number=each.number)
                sku = skus.get(code)
                if sku is None:
                    raise BadCellError("sheets.unknown_sku", sku=each.code)
                self._put(each, _line(each, sku, units[sku.id]))

    def _read(self, row: SheetRow) -> _Said | None:
        try:
            return _read(self.actor, row)
        except BadCellError as bad:
            self.tally.refuse(row, bad.reason, **bad.facts)
            return None

    def _put(self, said: _Said, line: _Line) -> None:
        if said.account not in self.accounts:
            raise BadCellError("sheets.unknown_account", name=said.account)
        head = _Head(account_id=self.accounts[said.account], day=said.day)
        known, first = self.heads.setdefault(said.number, (head, said.row))
        if known != head:
            raise BadCellError("sheets.order_differs", number=said.number, first=first.place)
        same = self.lines.setdefault(said.number, {}).setdefault(line.key, line)
        if same is not line:
            raise BadCellError("sheets.repeated", sku=line.code, first=same.row.place)


def import_past_orders(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add orders of the time before Dinghuo, and change those that are told otherwise now; none is taken away.

    One bad row keeps the whole file out: half of an order would be repeated as if it were whole.
    """
    actor.authorise(Right.LEDGER_CHANGE)
    refused = next(filter(None, (lacks(rows, column) for column in _NEEDED)), None)
    if refused is not None:
        return refused
    orders, codes = _Orders(actor=actor), CatalogueCodes(actor.session)
    for chunk in chunks(rows, progress):
        orders.take(chunk, codes)
    if orders.tally.bad:
        return ImportReport(bad=orders.tally.report().bad, remarks=(Remark(key="sheets.nothing_in"),))
    for numbers in _chunks(orders.heads):
        _write(orders, numbers)
    report = orders.tally.report()
    if report.new or report.changes:
        log_event(actor, "history.imported", added=report.added, changed=report.changed)
    return report


def _read(actor: Actor, row: SheetRow) -> _Said:
    unit = unit_of(row, "quantity", "unit")
    said = _Said(
        row=row,
        number=row.needed_code("number", _NUMBER),
        account=row.needed("account", _ACCOUNT),
        day=_day(actor, row),
        code=row.needed_code("sku", _CODE),
        quantity=_number(row, "quantity", row.number_in("quantity")),
        unit=unit,
        price=_number(row, "price", row.price("price")),
        price_unit=unit_of(row, "price", "price_unit") or unit,
    )
    if said.quantity <= 0:
        raise _unfit(row)
    return said


def _day(actor: Actor, row: SheetRow) -> date:
    row.needed("date", _NUMBER)
    day = row.day("date")
    if day is None or day > actor.today:
        raise BadCellError("sheets.future_day", column=row.called("date"), text=row.cells["date"].strip())
    return day


def _number(row: SheetRow, column: str, number: Decimal | None) -> Decimal:
    if number is None:
        raise BadCellError("sheets.needed", column=row.called(column))
    return number


def _unfit(row: SheetRow) -> BadCellError:
    return BadCellError("sheets.bad_number", column=row.called("quantity"), text=row.cells["quantity"].strip())


def _line(said: _Said, sku: Sku, units: SkuUnits) -> _Line:
    counted_in = size_of(said.row, "unit", said.unit, units)
    size = size_of(said.row, "price", said.price_unit, units)
    quantity = said.quantity * counted_in
    if quantity > MOST or quantity != round(quantity, sku.decimals):
        raise _unfit(said.row)
    if size != round(size, _PLACES):
        raise BadCellError("sheets.unknown_unit", column=said.row.called("price"), unit=said.price_unit)
    kind = LineKind.GOODS if said.price else LineKind.GIFT
    key = _Key(sku_id=sku.id, size=size, kind=kind)
    return _Line(row=said.row, code=sku.code, key=key, quantity=quantity, counted_in=counted_in, price=said.price)


def _chunks(numbers: Mapping[str, Any]) -> Iterator[list[str]]:
    every = iter(numbers)
    while some := list(islice(every, CHUNK)):
        yield some


def _write(orders: _Orders, numbers: Sequence[str]) -> None:
    """Write some of the orders, with all of their lines."""
    session = orders.actor.session
    known = {each.number: each for each in session.exec(select(PastOrder).where(col(PastOrder.number).in_(numbers)))}
    before: dict[int, dict[_Key, PastOrderLine]] = {order.id: {} for order in known.values()}
    lines = select(PastOrderLine).where(col(PastOrderLine.order_id).in_(list(before)))
    for old in session.exec(lines) if before else ():
        before[old.order_id][_Key(sku_id=old.sku_id, size=old.size, kind=old.kind)] = old
    names = _names(orders, known.values())
    new_orders, new_lines = [], list[dict[str, Any]]()
    for number in numbers:
        head, _ = orders.heads[number]
        order = known.get(number)
        order_id = order.id if order else new_id()
        moved = _moved(order, head, names) if order else ()
        if order is None:
            new_orders.append({"id": order_id, "number": number, "account_id": head.account_id, "ordered_on": head.day})
        for key, line in orders.lines[number].items():
            if key in before.get(order_id, {}):
                _change(orders.tally, f"{number} {line.code}", before[order_id][key], line, moved)
            else:
                told = {**key._asdict(), "quantity": line.quantity, "price": line.price}
                new_lines.append({"order_id": order_id, **told})
                orders.tally.add(line.row, f"{number} {line.code}")
            moved = ()
    session.flush()
    insert_many(session, PastOrder, new_orders)
    insert_many(session, PastOrderLine, new_lines)


def _names(orders: _Orders, known: Any) -> dict[int, str]:
    """The names of the accounts that orders are of, and were."""
    names = {account_id: name for name, account_id in orders.accounts.items()}
    others = {each.account_id for each in known} - names.keys()
    query = select(Account.id, Account.name).where(col(Account.id).in_(others))
    return names | (dict(orders.actor.session.exec(query).all()) if others else {})


def _moved(order: PastOrder, head: _Head, names: Mapping[int, str]) -> tuple[CellChange, ...]:
    """Say whose an order is and of which day, told with the first of its lines."""
    before, order.account_id, order.ordered_on = _Head(order.account_id, order.ordered_on), head.account_id, head.day
    pairs = (
        ("account", names[before.account_id], names[head.account_id]),
        ("date", before.day.isoformat(), head.day.isoformat()),
    )
    return tuple(cell(column, was, now) for column, was, now in pairs if was != now)


def _change(tally: RowTally, name: str, before: PastOrderLine, line: _Line, moved: tuple[CellChange, ...]) -> None:
    """Say what a line is now; quantities are told in the unit of the row."""
    pairs = (("quantity", before.quantity, line.quantity, line.counted_in), ("price", before.price, line.price, 1))
    changed = [cell(column, round(was / per, _PLACES + 1), now / per) for column, was, now, per in pairs if was != now]
    tally.change(line.row, name, [*moved, *changed])
    if before.quantity != line.quantity:
        before.quantity = line.quantity
    if before.price != line.price:
        before.price = line.price
