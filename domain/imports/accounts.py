"""Importing accounts, with their salesperson, group, price list, credit limit and addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue import price_lists
from domain.events.journal import log_event, noted
from domain.imports import address_columns
from domain.imports.address_columns import OwnColumns
from domain.imports.report import CellChange, ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.people import account_transfers
from domain.rules.delivery_days import read_delivery_days
from domain.rules.finance.credit import OnLimit
from domain.rules.finance.terms import read_terms
from domain.rules.rights import Right, Role
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.people import Account, Address, Person
from domain.tables.prices import AccountGroup, PriceList

ACCOUNTS = Wanted(
    fields=frozenset(
        {
            "account", "name", "salesperson", "language", "credit_limit", "addresses", "area", "route", "group",
            "priority", "price_list", "terms", "on_limit", "receiver", "phone",
            "delivery_days",
        }
    ),
    keys=frozenset({"account", "name"}),
)  # fmt: skip
_NAME, _ADDRESS, _LANGUAGE, _PLACE, _LEVEL, _TERMS = 120, 300, 8, 60, 60, 24
_ON_LIMIT = {
    "": OnLimit.WARN,
    "提醒": OnLimit.WARN,
    "审批": OnLimit.HOLD,
    "财务审核": OnLimit.HOLD,
    "停止": OnLimit.STOP,
    "禁止": OnLimit.STOP,
    **{each.value: each for each in OnLimit},
}
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


def import_accounts(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add and change accounts; addresses are added and never taken away, the first of a new account is the usual."""
    actor.authorise(Right.PERSON_INVITE)
    refused = lacks(rows, "account", "name")
    if refused is not None:
        return refused
    tally, seen = RowTally(), dict[str, SheetRow]()
    given = _Given(actor)
    query = select(Person.name, Person.id).where(Person.role == Role.SALESPERSON, col(Person.active).is_(True))
    salespeople = dict(actor.session.exec(query).all())
    for chunk in chunks(rows, progress):
        names = [_name(row) for row in chunk]
        accounts = {each.name: each for each in actor.session.exec(select(Account).where(col(Account.name).in_(names)))}
        addresses = _addresses(actor, accounts.values())
        moving: dict[int, list[Account]] = {}
        for row in chunk:
            with tally.refusing(row):
                _take(actor, tally, seen, row, accounts, addresses, salespeople, moving, given)
        actor.session.flush()
        for salesperson_id, those in moving.items():
            account_transfers.hand_over(actor, those, salesperson_id)
    return tally.report()


@dataclass(frozen=True)
class _Given:
    """What a sheet gives to accounts: a level, and price lists."""

    actor: Actor

    def group(self, row: SheetRow) -> dict[str, Any]:
        """The column of the account's group, where the sheet has one; a new group is made."""
        if not row.has("group"):
            return {}
        name = row.words("group", _LEVEL)
        return {"group_id": price_lists.group_named(self.actor, name).id if name else None}

    def price_list(self, row: SheetRow) -> PriceList | None:
        """The list that a row names. Raises BadCellError: there is none."""
        name = row.words("price_list", _LEVEL)
        found = self.actor.session.exec(select(PriceList).where(PriceList.name == name)).first() if name else None
        if name and found is None:
            raise BadCellError("sheets.unknown_list", name=name)
        return found

    def hand_out(self, account: Account, listed: PriceList | None) -> list[CellChange]:
        """Give a list to an account; what changes by that."""
        if listed is None or not price_lists.give(self.actor, listed, account_id=account.id):
            return []
        return [cell("price_list", "", listed.name)]


def _take(
    actor: Actor,
    tally: RowTally,
    seen: dict[str, SheetRow],
    row: SheetRow,
    accounts: dict[str, Account],
    addresses: Mapping[int, Mapping[str, Address]],
    salespeople: Mapping[str, int],
    moving: dict[int, list[Account]],
    given: "_Given",
) -> None:
    """``moving``: the accounts that go to another salesperson, by who that is."""
    name = row.needed("account" if row.has("account") else "name", _NAME)
    if seen.setdefault(name, row) is not row:
        raise BadCellError("sheets.repeated", sku=name, first=seen[name].place)
    values, wanted = _values(row, salespeople) | given.group(row), row.parts("addresses", _ADDRESS)
    listed, own = given.price_list(row), address_columns.read(row, wanted)
    account = accounts.get(name)
    if account is None:
        account = Account(name=name, created_at=actor.now, **values)
        actor.session.add(account)
        actor.session.flush()
        log_event(actor, "account.made", subject=f"account:{account.id}")
        given.hand_out(account, listed)
        tally.add(row, name)
    else:
        differing = {column: value for column, value in values.items() if getattr(account, column) != value}
        cells = given.hand_out(account, listed)
        cells += [_cell(actor, account, column, value) for column, value in differing.items()]
        salesperson_id = differing.pop("salesperson_id", None)
        if salesperson_id is not None:
            moving.setdefault(salesperson_id, []).append(account)
        if differing:
            _change(actor, account, differing)
        there = sorted(addresses.get(account.id, {}))
        if set(wanted) - set(there):
            cells.append(cell("addresses", there, dict.fromkeys([*there, *wanted])))
        cells += address_columns.change(actor, addresses.get(account.id, {}), own)
        tally.change(row, name, cells)
    _add_addresses(actor, account.id, wanted, addresses.get(account.id, {}), own)


def _change(actor: Actor, account: Account, values: Mapping[str, Any]) -> None:
    before = {column: noted(getattr(account, column)) for column in values}
    after = {column: noted(value) for column, value in values.items()}
    log_event(actor, "account.changed", subject=f"account:{account.id}", before=before, after=after)
    for column, value in values.items():
        setattr(account, column, value)


def _cell(actor: Actor, account: Account, column: str, value: Any) -> CellChange:
    """What a sheet says anew of an account; a salesperson by their name."""
    before = getattr(account, column)
    if column == "group_id":
        groups = (actor.session.get_one(AccountGroup, each).name if each else "" for each in (before, value))
        return cell("group", *groups)
    if column != "salesperson_id":
        return cell(column, before, value)
    names = (actor.session.get_one(Person, each).name if each is not None else "" for each in (before, value))
    return cell("salesperson", *names)


def _values(row: SheetRow, salespeople: Mapping[str, int]) -> dict[str, Any]:
    """The columns that the sheet gives."""
    values: dict[str, Any] = _where_and_when(row)
    if name := row.words("salesperson", _NAME):
        if name not in salespeople:
            raise BadCellError("sheets.unknown_salesperson", name=name)
        values["salesperson_id"] = salespeople[name]
    if row.has("language"):
        language = row.words("language", _LANGUAGE).casefold()
        if language not in _LANGUAGES:
            raise BadCellError("sheets.bad_language", text=language)
        values["language"] = _LANGUAGES[language]
    if row.has("priority"):
        values["priority"] = row.whole("priority", 0, 9) or 0
    if row.has("credit_limit"):
        values["credit_limit"] = row.price("credit_limit")
    if row.has("on_limit"):
        values["on_limit"] = _on_limit(row)
    if row.has("terms"):
        values["terms"] = _terms(row)
    return values


def _where_and_when(row: SheetRow) -> dict[str, Any]:
    """Its area, and when it is delivered to."""
    values: dict[str, Any] = {}
    if row.has("area"):
        values["area"] = row.words("area", _PLACE)
    if row.has("delivery_days"):
        values["delivery_days"] = _delivery_days(row)
    return values


def _on_limit(row: SheetRow) -> OnLimit:
    """What happens beyond the limit; an empty cell only warns."""
    text = row.words("on_limit", _TERMS).casefold()
    if text not in _ON_LIMIT:
        raise BadCellError("sheets.bad_on_limit", text=text)
    return _ON_LIMIT[text]


def _delivery_days(row: SheetRow) -> str:
    """Delivery days in the one way we write them; none of its own where the cell is empty."""
    text = row.words("delivery_days", _ADDRESS)
    days = read_delivery_days(text) if text else None
    if text and days is None:
        raise BadCellError("sheets.bad_delivery_days", text=text)
    return str(days) if days else ""


def _terms(row: SheetRow) -> str:
    """Terms in the one way we write them; none of its own where the cell is empty."""
    text = row.words("terms", _TERMS)
    terms = read_terms(text)
    if text and terms is None:
        raise BadCellError("sheets.bad_terms", text=text)
    return str(terms) if terms else ""


def _add_addresses(
    actor: Actor, account_id: int, wanted: Sequence[str], known: Mapping[str, Address], own: OwnColumns
) -> None:
    """Add those that are new; the first one of an account is its usual one."""
    fresh = [text for text in wanted if text not in known]
    actor.session.add_all(
        Address(
            account_id=account_id,
            text=text,
            is_default=not known and text == fresh[0],
            route=own.get(text, {}).get("route", ""),
            receiver=own.get(text, {}).get("receiver", ""),
            phone=own.get(text, {}).get("phone", ""),
        )
        for text in fresh
    )


def _addresses(actor: Actor, accounts: Any) -> dict[int, dict[str, Address]]:
    ids = [account.id for account in accounts]
    query = select(Address).where(col(Address.account_id).in_(ids), col(Address.removed_at).is_(None))
    found: dict[int, dict[str, Address]] = {}
    for address in actor.session.exec(query):
        found.setdefault(address.account_id, {})[address.text] = address
    return found


def _name(row: SheetRow) -> str:
    return " ".join((row.cells.get("account") or row.cells.get("name") or "").split())
