"""The accounts and groups of accounts that a sheet names."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, select

from domain.catalogue.limit_changes import Owner
from domain.sheets.cells import BadCellError
from domain.sheets.rows import SheetRow
from domain.tables.people import Account
from domain.tables.prices import AccountGroup

#: Longest name of an account.
NAME = 120


def owners_named(session: Session, names: Iterable[str]) -> Mapping[str, Sequence[Owner]]:
    """Accounts and groups by their names."""
    wanted, found = set(names), dict[str, list[Owner]]()
    for account in session.exec(select(Account).where(col(Account.name).in_(wanted))):
        found.setdefault(account.name, []).append(account)
    for group in session.exec(select(AccountGroup).where(col(AccountGroup.name).in_(wanted))):
        found.setdefault(group.name, []).append(group)
    return found


def owner(row: SheetRow, name: str, owners: Mapping[str, Sequence[Owner]]) -> Owner:
    """The account or group of this name.

    Raises:
        BadCellError: there is none, or it is the name of both.
    """
    found = owners.get(name, ())
    if len(found) != 1:
        reason = "sheets.two_owners" if found else "sheets.unknown_owner"
        raise BadCellError(reason, column=row.called("for"), name=name)
    return found[0]
