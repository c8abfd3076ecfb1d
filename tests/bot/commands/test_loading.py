"""Commands start quickly because they load only what they use; told by the names of modules, never by a clock."""

import sys

import pytest

from tests.bot.commands.operator import Operator
from tests.grounds import Kind
from tests.lengths import LONG

#: The platforms, the web, the clock of the jobs, and the conversation.
_OF_SERVING = (
    *("telegram", "wechatpy", "fastapi", "starlette", "uvicorn", "sse_starlette", "aiohttp", "apscheduler"),
    *("prometheus_client", "requests", "PIL", "handlers", "bot.wiring"),
)
#: What words are read with.
_OF_WORDS = ("numpy", "cn2an", "pypinyin", "rapidfuzz")
_COMMANDS = {
    "migrate": _OF_WORDS,
    "invite --role admin --name 陈总": _OF_WORDS,
    "desk-login --name 陈总": _OF_WORDS,
    "invite --role buyer --account 李记便利店 --name 老李": _OF_WORDS,
    "import products goods.csv": ("numpy", "rapidfuzz"),
    "check": ("numpy", "rapidfuzz"),
    "backup copy": _OF_WORDS,
    "search 可乐": (),
    "parse orders.txt": (),
    "settings": _OF_WORDS,
    "set minimum_order 500": _OF_WORDS,
    "statement 李记便利店 --from 2026-11-01 --to 2026-11-30": ("numpy", "rapidfuzz", "reportlab", "xlsxwriter"),
    "paper order 0001 order.pdf": ("numpy", "rapidfuzz", "xlsxwriter"),
    "export-person 老李 li.zip": _OF_WORDS,
    "erase-person 老李 --yes": _OF_WORDS,
}
#: In the short form one of each kind: each starts an interpreter of its own.
_TRIED = (
    _COMMANDS if LONG else ("migrate", "invite --role admin --name 陈总", "import products goods.csv", "search 可乐")
)
_LISTING = """
import sys
from bot.cli import main
try:
    main()
finally:
    open("loaded", "w").write("\\n".join(sys.modules))
"""


@pytest.fixture
def at_work(operator: Operator) -> Operator:
    """Where the house stands, as on any day but the first."""
    (operator.folder / "goods.csv").write_text("sku,name,unit,price\nA1,可乐,瓶,3\n", "utf-8")
    (operator.folder / "orders.txt").write_text("可乐 3瓶\n", "utf-8")
    (operator.folder / "listing.py").write_text(_LISTING, "utf-8")
    assert operator.types("dinghuo migrate").returncode == 0
    return operator


@pytest.mark.parametrize(
    ("kind", "command"), [*((Kind.SQLITE, command) for command in _TRIED), (Kind.POSTGRESQL, "check")]
)
def test_a_command_loads_only_what_it_uses(at_work: Operator, kind: Kind, command: str) -> None:
    done = at_work.types(f"{sys.executable} listing.py {command}")
    loaded = set((at_work.folder / "loaded").read_text("utf-8").split())
    assert "storage.engine" in loaded, done.stderr
    unwanted = {*_OF_SERVING, *_COMMANDS[command], "alembic"}
    assert loaded & (unwanted | {"psycopg"} if kind is Kind.SQLITE else unwanted) == set()


@pytest.mark.parametrize("kind", [Kind.SQLITE])
def test_whoever_loads_one_table_loads_all_that_it_points_at(operator: Operator) -> None:
    """Else a command that loads few of them would meet a row that points at an unknown table."""
    points = "[key.column for table in SQLModel.metadata.tables.values() for key in table.foreign_keys]"
    line = f"import domain.tables.people; from sqlmodel import SQLModel; print(len({points}))"
    done = operator.types(f'{sys.executable} -c "{line}"')
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
