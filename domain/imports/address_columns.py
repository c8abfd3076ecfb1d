"""The columns of a sheet of accounts that each of its addresses has of its own: round, receiver, telephone number."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from domain.actor import Actor
from domain.events.journal import log_event
from domain.imports.report import CellChange, cell
from domain.language.typed_address import PHONE_MOST, RECEIVER_MOST
from domain.sheets.cells import BadCellError
from domain.sheets.rows import SheetRow
from domain.tables.people import Address

#: By the words of an address, its columns.
OwnColumns: TypeAlias = Mapping[str, Mapping[str, str]]
_PARTS, _CELL = re.compile("[;；]"), 300
_MOST = {"route": 60, "receiver": RECEIVER_MOST, "phone": PHONE_MOST}


def read(row: SheetRow, addresses: Sequence[str]) -> OwnColumns:
    """What a row says of each of its addresses: one for all of them, or as many as addresses, in their order."""
    own: dict[str, dict[str, str]] = {}
    for column in (column for column in _MOST if row.has(column)):
        for text, value in _of_column(row, column, addresses).items():
            own.setdefault(text, {})[column] = value
    return own


def _of_column(row: SheetRow, column: str, addresses: Sequence[str]) -> dict[str, str]:
    parts = [" ".join(part.split()) for part in _PARTS.split(row.words(column, _CELL))]
    if len(parts) not in (1, len(addresses)) or any(len(part) > _MOST[column] for part in parts):
        bad = "sheets.bad_routes" if column == "route" else "sheets.bad_receivers"
        raise BadCellError(bad, column=row.called(column), most=_MOST[column])
    return dict(zip(addresses, parts * len(addresses) if len(parts) == 1 else parts, strict=True))


def change(actor: Actor, known: Mapping[str, Address], own: OwnColumns) -> list[CellChange]:
    """Give known addresses what a sheet says anew of them; an empty cell takes no receiver away."""
    cells = []
    for text, columns in own.items():
        address = known.get(text)
        for column, value in columns.items() if address else ():
            before = getattr(address, column)
            if before == value or (column != "route" and not value):
                continue
            subject = f"address:{address.id}" if address else ""
            if column == "route":
                log_event(actor, "address.routed", subject=subject, before=before, after=value)
            else:
                log_event(actor, "address.receiver", subject=subject)
            cells.append(cell(column, before, value))
            setattr(address, column, value)
    return cells
