"""Three hundred changes of rows of money, each to a value that looks right: every one of them is found.

A seed chooses row, column and value among all rows, so that a change that is missed can be looked at again. What is
truly harmless stands in ``classified``, with the reason.
"""

from collections.abc import Iterator
from random import Random

import pytest

from storage.schema import METADATA
from tests.domain.checks.changes import Change, Filled, likely, read
from tests.domain.checks.spoiling import defenceless, found, why_not
from tests.grounds import Grounds, Kind
from tests.lengths import times

SEED, MANY = 20261201, times(60, long=300)
#: What people must be able to rely on, by table; of these columns alone where some are named.
MONEY = {
    "ledgerentry": (),
    "ledgerdue": (),
    "postedline": (),
    "paymentallocation": (),
    "paymentclaim": (),
    "statementclosing": (),
    "statementdispute": (),
    "temporarylimit": (),
    "rebate": (),
    "rebateuse": (),
    "account": ("closed_until",),
    "order": ("payment_approval", "finance_approval", "total", "rebate"),
    "orderline": ("amount", "discount", "rebate", "refused"),
}


def corruptions(filled: Filled) -> Iterator[Change]:
    """Every other value of every column of every row of money that looks like one of its kind."""
    chance = Random(SEED)
    for name, columns in MONEY.items():
        table = METADATA.tables[name]
        for row in filled[name]:
            for column in table.columns:
                value = row[column.name]
                if value is None or (columns and column.name not in columns):
                    continue
                for how, new in likely(column, value, filled, chance):
                    if new != value and how != "dangling":
                        yield Change(table=table, column=column.name, kind=how, row=row, values={column.name: new})


@pytest.mark.parametrize("kind", [Kind.SQLITE, pytest.param(Kind.POSTGRESQL, marks=pytest.mark.long)])
def test_three_hundred_changes_of_money_are_found(grounds: Grounds, kind: Kind) -> None:
    with defenceless(grounds, kind) as connection:
        harmful = [each for each in corruptions(read(connection)) if not why_not(each)]
        chosen = Random(SEED).sample(harmful, MANY)
        assert [each.name for each in chosen if not found(connection, each)] == []
