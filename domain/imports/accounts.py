"""Accounts from a sheet, with their salesperson, credit limit and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from domain import account_moves
from domain.acting import By
from domain.imports.report import ImportReport, Outcome, Progress, Tally, chunks, lacks
from domain.records import note
from domain.rules.rights import Right, Role
from domain.rules.sheet_rows import BadCellError, SheetRow
from domain.tables.people import Account, Address, Person

_NAME, _ADDRESS, _LANGUAGE = 120, 300, 8
_LANGUAGES = {
    "": "",
    "zh-cn": "zh-CN",
    "zh": "zh-CN",
    "中文": "zh-CN",
    "汉语": "zh-CN",
    "chinese": "zh-CN",
    "en": "en",
    "英文": "en",
    "英语": "en",
    "english": "en",
}


def import_accounts(by: By, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add and change accounts; addresses are added and never taken away, the first of a new account is the usual."""
    if by.person is not None:
        by.need(Right.PERSON_INVITE)
    refused = lacks(rows, "account", "name")
    if refused is not None:
        return refused
    tally, seen = Tally(), dict[str, int]()
    query = select(Person.name, Person.id).where(Person.role == Role.SALESPERSON, col(Person.active).is_(True))
    salespeople = dict(by.session.exec(query).all())
    for chunk in chunks(rows, progress):
        names = [_name(row) for row in chunk]
        accounts = {each.name: each for each in by.session.exec(select(Account).where(col(Account.name).in_(names)))}
        addresses = _addresses(by, accounts.values())
        moving: dict[int, list[Account]] = {}
        for row in chunk:
            try:
                _take(by, tally, seen, row, accounts, addresses, salespeople, moving)
            except BadCellError as bad:
                tally.refuse(row.number, bad.reason, **bad.facts)
        by.session.flush()
        for keeper_id, those in moving.items():
            account_moves.hand_over(by, those, keeper_id)
    return tally.report()


def _take(
    by: By,
    tally: Tally,
    seen: dict[str, int],
    row: SheetRow,
    accounts: dict[str, Account],
    addresses: Mapping[int, set[str]],
    salespeople: Mapping[str, int],
    moving: dict[int, list[Account]],
) -> None:
    """``moving``: the accounts that go to another salesperson, by who that is."""
    name = row.needed("account" if row.has("account") else "name", _NAME)
    if seen.setdefault(name, row.number) != row.number:
        raise BadCellError("sheets.repeated", sku=name, first=seen[name])
    values, wanted = _values(row, salespeople), row.parts("addresses", _ADDRESS)
    account = accounts.get(name)
    if account is None:
        account = Account(name=name, created_at=by.now, **values)
        by.session.add(account)
        by.session.flush()
        note(by, "account.made", subject=f"account:{account.id}")
        tally.outcomes.append(Outcome.ADDED)
    else:
        differing = {column: value for column, value in values.items() if getattr(account, column) != value}
        keeper_id = differing.pop("salesperson_id", None)
        if keeper_id is not None:
            moving.setdefault(keeper_id, []).append(account)
        for column, value in differing.items():
            setattr(account, column, value)
        new = set(wanted) - addresses.get(account.id, set())
        tally.outcomes.append(Outcome.CHANGED if keeper_id or differing or new else Outcome.SAME)
    known = addresses.get(account.id, set())
    fresh = [text for text in wanted if text not in known]
    by.session.add_all(
        Address(account_id=account.id, text=text, is_default=not known and text == fresh[0]) for text in fresh
    )


def _values(row: SheetRow, salespeople: Mapping[str, int]) -> dict[str, Any]:
    """The columns that the sheet gives."""
    values: dict[str, Any] = {}
    if name := row.words("salesperson", _NAME):
        if name not in salespeople:
            raise BadCellError("sheets.unknown_salesperson", name=name)
        values["salesperson_id"] = salespeople[name]
    if row.has("language"):
        language = row.words("language", _LANGUAGE).casefold()
        if language not in _LANGUAGES:
            raise BadCellError("sheets.bad_language", text=language)
        values["language"] = _LANGUAGES[language]
    if row.has("credit_limit"):
        values["credit_limit"] = row.price("credit_limit")
    return values


def _addresses(by: By, accounts: Any) -> dict[int, set[str]]:
    ids = [account.id for account in accounts]
    query = select(Address).where(col(Address.account_id).in_(ids), col(Address.removed_at).is_(None))
    found: dict[int, set[str]] = {}
    for address in by.session.exec(query):
        found.setdefault(address.account_id, set()).add(address.text)
    return found


def _name(row: SheetRow) -> str:
    return " ".join((row.cells.get("account") or row.cells.get("name") or "").split())
