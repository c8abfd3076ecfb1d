"""Whatever is changed behind the house's back is found, or it is written down why it does no harm.

The short form makes one change of twenty-five; only the whole of them shows that nothing is called harmless in vain.
"""

import pytest
from sqlalchemy import Table
from sqlmodel import Session

from domain.checks import check_all
from storage.schema import METADATA
from tests.domain.checks.changes import Change, Filled, changes_of, read
from tests.domain.checks.classified import ROW
from tests.domain.checks.classified_delivery import EVERYTHING as HARMLESS
from tests.domain.checks.found import FOUND
from tests.domain.checks.spoiling import defenceless, found, why_not
from tests.grounds import Grounds, Kind
from tests.lengths import LONG, times

TABLES = sorted(METADATA.tables.values(), key=lambda table: table.name)
#: Which of the changes PostgreSQL suffers, too.
EVERY = times(150, long=20)
LEAST = 300


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_change_of_a_table_is_found_or_harmless(grounds: Grounds, table: Table) -> None:
    with defenceless(grounds, Kind.SQLITE) as connection:
        changes = list(changes_of(table, read(connection), raw=True))
        missed = [each for each in changes[:: times(25, long=1)] if not found(connection, each)]
    assert [each.name for each in missed if not why_not(each)] == []
    if LONG:
        assert _needless(table, missed) == []


def test_the_same_on_postgresql(grounds: Grounds) -> None:
    with defenceless(grounds, Kind.POSTGRESQL) as connection:
        changes = _all(read(connection), raw=False)[::EVERY]
        assert [each.name for each in changes if not why_not(each) and not found(connection, each)] == []


def test_a_day_without_changes_has_no_findings_and_gives_room_for_many(grounds: Grounds) -> None:
    with defenceless(grounds, Kind.SQLITE) as connection:
        changes = _all(read(connection), raw=True)
        with Session(connection) as session:
            assert check_all(session) == []
    assert len([each for each in changes if not why_not(each)]) > LEAST


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_column_is_classified(table: Table) -> None:
    found_in = set(FOUND[table.name].split())
    harmless = {
        part for each in HARMLESS if each.what.partition("(")[0] == table.name for part in each.columns.split()
    } - ROW
    assert found_in | harmless == {column.name for column in table.columns}


def test_nothing_is_said_of_what_is_not_there() -> None:
    assert set(FOUND) == set(METADATA.tables)
    for each in HARMLESS:
        assert each.what.partition("(")[0] in METADATA.tables, each.what
        assert each.why


def _all(filled: Filled, *, raw: bool) -> list[Change]:
    return [change for table in TABLES for change in changes_of(table, filled, raw=raw)]


def _needless(table: Table, missed: list[Change]) -> list[str]:
    """What is called harmless and yet always found: the list would say less of the checks than they do."""
    ours = [each for each in HARMLESS if each.what.partition("(")[0] == table.name and not each.partly]
    return [
        f"{each.what}.{part}"
        for each in ours
        for part in each.columns.split()
        if not any(each.covers(change) and part == (change.column or change.kind) for change in missed)
    ]
