"""Order sheets that people reported to other programs, and how each is read; the table is beside the sheets."""

import tomllib
from pathlib import Path

import pytest

from domain.order_text.order_sheet import ALL, OrderSheet, of_column, read
from domain.order_text.reader import OrderReader
from storage.files.cells import read_sheets
from tests.domain.sample_goods import INDEX

_SHEETS = Path(__file__).parents[2] / "corpus" / "sheets"
_ORDERS = tomllib.loads(_SHEETS.joinpath("orders.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", _ORDERS)
def test_a_reported_order_sheet_is_read_right_asked_about_or_said_back(name: str) -> None:
    found = read(read_sheets((_SHEETS / name).read_bytes()), OrderReader(INDEX).units)
    assert isinstance(found, OrderSheet), found
    assert outcome(found) == _ORDERS[name]


def outcome(sheet: OrderSheet) -> dict[str, object]:
    """The order of a sheet in short: only what it has."""
    told = {
        "rows": sheet.text.replace("\t", " ").splitlines(),
        "rivals": list(sheet.rivals),
        "together": of_column(sheet.text, sheet.rivals, ALL).replace("\t", " ").splitlines() if sheet.rivals else [],
        "left_out": sheet.left_out,
        "note": sheet.note,
        "said": [" ".join((remark.key, *map(in_chinese, remark.facts.values()))) for remark in sheet.remarks],
    }
    return {name: value for name, value in told.items() if value}


def in_chinese(fact: object) -> str:
    """What a text says, as Chinese joins names."""
    return "、".join(fact) if isinstance(fact, tuple) else str(fact)
