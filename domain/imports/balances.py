"""Importing what accounts owed before there was a ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.finance import ledger
from domain.finance.ledger import AMOUNT_MOST
from domain.imports.report import ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.rules.money import smallest_unit
from domain.rules.rights import Right
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.people import Account

BALANCES = Wanted(fields=frozenset({"account", "amount", "due_on", "note"}), keys=frozenset({"account"}))
_NAME, _NOTE = 120, 300


def import_balances(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Write opening balances; below zero the account had paid more than it owed.

    A row is known again by account, day and note: another amount is written as the difference, none twice.
    """
    actor.authorise(Right.LEDGER_CHANGE)
    refused = lacks(rows, "account") or lacks(rows, "amount")
    if refused is not None:
        return refused
    tally, seen = RowTally(), dict[tuple[str, date | None, str], SheetRow]()
    for chunk in chunks(rows, progress):
        names = [row.words("account", _NAME) for row in chunk if len(row.cells.get("account", "")) <= _NAME]
        query = select(Account.name, Account.id).where(col(Account.name).in_(names)).order_by(col(Account.id))
        accounts = dict(actor.session.exec(query).all())
        for row in sorted(chunk, key=lambda row: accounts.get(row.cells.get("account", "").strip(), 0)):
            with tally.refusing(row):
                _take(actor, tally, seen, row, accounts)
    actor.session.flush()
    return tally.report()


def _take(
    actor: Actor,
    tally: RowTally,
    seen: dict[tuple[str, date | None, str], SheetRow],
    row: SheetRow,
    accounts: Mapping[str, int],
) -> None:
    name, amount, note = row.needed("account", _NAME), _amount(actor, row), row.words("note", _NOTE)
    due = row.day("due_on")
    first = seen.setdefault((name, due, note), row)
    if first is not row:
        raise BadCellError("sheets.repeated", sku=name, first=first.place)
    if name not in accounts:
        raise BadCellError("sheets.unknown_account", name=name)
    before = ledger.open_balance(actor, accounts[name], amount, due, note)
    tally.change(row, name, [cell("amount", before, amount)] if before != amount else ())


def _amount(actor: Actor, row: SheetRow) -> Decimal:
    row.needed("amount", _NOTE)
    amount = row.number_in("amount") or Decimal(0)
    cent = smallest_unit(actor.supplier.currency)
    if abs(amount) >= AMOUNT_MOST or amount != round(amount, -int(cent.as_tuple().exponent)):
        raise BadCellError("sheets.bad_number", column=row.called("amount"), text=row.cells["amount"].strip())
    return amount
