"""Every command that the README and the operators' page show does what they say, with default settings.

Whoever writes a new command on a page adds its row here, or the first test fails.
"""

import re
import shutil
from dataclasses import dataclass

import pytest

from tests.bot.commands.operator import Operator
from tests.bot.commands.shown import ROOT, commands_in, shown
from tests.grounds import Kind

GOODS = """\
货号,品名,规格,单位,整件单位,箱规,单价,库存
KL500,可乐,500ml,瓶,箱,24,2.5,480
XB500,雪碧,500ml,瓶,箱,24,2.5,240
KL330,可乐,330ml,罐,箱,24,2.2,480
"""
ORDERS = "可乐500 10箱\n---\n雪碧 2箱\n"
LISTS = (
    "list,for_groups,for_accounts,sku,unit,from_quantity,price,starts_on,ends_on\nVIP,,李记便利店,KL500,瓶,1,2.50,,\n"
)
PAST = "number,account,date,sku,quantity,unit,price\nXS-1,李记便利店,2026-01-05,KL500,3,瓶,2.40\n"
BALANCES = "account,amount,due_on,note\n李记便利店,1200.50,2026-10-01,旧账\n"


@dataclass(frozen=True, kw_only=True)
class Row:
    """``typed``: what stands in the place of what the page leaves open; ``told``: what is typed into it."""

    says: str
    code: int = 0
    typed: str = ""
    told: str = ""


#: In the order of a first week; each goes on from where the last one left the house. CODE is the last invite's.
WEEK: dict[str, Row] = {
    "dinghuo": Row(says="Usage", code=2),
    "dinghuo --help": Row(says="export-person"),
    "dinghuo serve --help": Row(says="DINGHUO_WECHAT_AES_KEY"),
    "dinghuo --traceback": Row(says="Missing command", code=2),
    "dinghuo migrate": Row(says="database at revision"),
    "dinghuo import products goods.csv": Row(says="新增 3"),
    "dinghuo import products FILE": Row(typed="dinghuo import products goods.csv", says="没变 3"),
    "dinghuo serve": Row(says="set DINGHUO_TELEGRAM_TOKEN", code=2),
    "dinghuo invite --role admin": Row(says="code "),
    'dinghuo invite --role admin --name "Your name"': Row(says="code "),
    "dinghuo invite --role admin --name …": Row(says="code "),
    "dinghuo invite --role admin --name 陈总": Row(says="code "),
    "dinghuo desk-login --name 陈总": Row(
        typed="dinghuo chat --as admin && dinghuo desk-login --name 陈总", told="CODE\n", says="/desk/in/"
    ),
    "dinghuo invite --role buyer --account … --name …": Row(says="code "),
    "dinghuo invite --role buyer --account 李记便利店 --name 老李": Row(says="code "),
    "dinghuo chat": Row(says="Missing option", code=2),
    "dinghuo chat --as buyer": Row(told="CODE\n可乐500 3箱\n", says="3箱"),
    "dinghuo words": Row(says=""),
    "dinghuo settings": Row(says="minimum_order"),
    "dinghuo set minimum_order 500": Row(says="minimum_order = 500"),
    "dinghuo set retail open": Row(says="retail = open"),
    "dinghuo set retail_approval on": Row(says="retail_approval = on"),
    "dinghuo import balances FILE": Row(typed="dinghuo import balances balances.csv", says="李记便利店"),
    "dinghuo import orders FILE": Row(typed="dinghuo import orders past.csv", says="XS-1 KL500"),
    "dinghuo import price-lists FILE": Row(typed="dinghuo import price-lists lists.csv", says="KL500"),
    "dinghuo price --account 李记便利店 --sku KL330 --quantity 10箱": Row(says="amount"),
    "dinghuo statement 李记便利店 --from 2026-11-01 --to 2026-11-30": Row(says="closing"),
    "dinghuo paper order D20261123-0042 order.pdf": Row(says="D20261123-0042", code=2),
    "dinghuo set shop_name …": Row(typed="dinghuo set shop_name 订货小店", says="shop_name = 订货小店"),
    "dinghuo search 可乐 500": Row(says="KL500"),
    "dinghuo parse FILE": Row(typed="dinghuo parse orders.txt", says='"base_quantity": 240'),
    "dinghuo check": Row(says="everything agrees"),
    "dinghuo doctor": Row(says="fail  channels", code=1),
    "dinghuo export-person": Row(says="Missing argument", code=2),
    "dinghuo export-person 老李 FILE.zip": Row(says="老李"),
    "dinghuo backup FILE": Row(typed="dinghuo backup backups/first", says="bytes in backups/first"),
    "dinghuo backup /backups/before-moving.sqlite": Row(says="before-moving.sqlite"),
    "dinghuo backup /backups/before-update": Row(says="before-update"),
    "dinghuo backup /backups/dinghuo-$(date +%F)": Row(says="bytes in backups/dinghuo-20"),
    "dinghuo erase-person": Row(says="Missing argument", code=2),
    "dinghuo erase-person 老李": Row(told="y\n", says="is forgotten"),
    "dinghuo restore /backups/dinghuo-2026-11-23": Row(says="there is no backups/dinghuo-2026-11-23", code=2),
    "dinghuo restore FILE": Row(typed="dinghuo restore backups/first", says="is not empty; --force", code=2),
    "dinghuo restore FILE --force": Row(typed="dinghuo restore backups/first --force", says="restored from"),
    "dinghuo move": Row(says="Missing argument", code=2),
    "dinghuo move URL": Row(typed="dinghuo move URL", says="rows moved and checked"),
    "dinghuo move 'postgresql+psycopg://dinghuo:PASSWORD@127.0.0.1/dinghuo'": Row(
        typed="dinghuo move 'URL'", says="is not empty", code=2
    ),
}
#: These serve until they are told to stop: ``test_serving.py`` starts and stops them.
SERVING = {"dinghuo demo", "dinghuo demo --port 8010", "make demo", "make demo PORT=8010", "make demo RESET=1"}
#: What else ``make`` is shown with: it has a rule for each. They build or test the whole house.
MAKE = {"make", "make check", "make install", "make install PYTHON=/usr/bin/python3", "make test"}


def test_every_command_of_the_pages_is_tried() -> None:
    assert shown() == set(WEEK) | SERVING | MAKE


def test_commands_are_found_in_blocks_and_between_words() -> None:
    page = "Run `dinghuo chat` and\n\n```\n.venv/bin/dinghuo a b  # says\nsudo dinghuo x\n```\n`data/dinghuo.sqlite`"
    assert commands_in(page) == {"dinghuo chat", "dinghuo a b"}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_week_of_commands(operator: Operator, empty_postgres: list[str]) -> None:
    (operator.folder / "goods.csv").write_text(GOODS, "utf-8")
    (operator.folder / "orders.txt").write_text(ORDERS, "utf-8")
    (operator.folder / "lists.csv").write_text(LISTS, "utf-8")
    (operator.folder / "balances.csv").write_text(BALANCES, "utf-8")
    (operator.folder / "past.csv").write_text(PAST, "utf-8")
    (operator.folder / "backups").mkdir()
    code = ""
    for command, row in WEEK.items():
        line = (row.typed or command).replace("/backups/", "backups/")
        if "URL" in line and not empty_postgres:
            continue
        done = operator.types(line.replace("URL", empty_postgres[-1]), row.told.replace("CODE", code))
        whole = f"{line}\n{done.stdout}{done.stderr}"
        assert (done.returncode, row.says in whole, "Traceback" in whole) == (row.code, True, False), whole
        code = found[0] if (found := re.findall(r"^code +(\w+)$", done.stdout, re.MULTILINE)) else code


#: What each command says as the very first one in an empty folder.
FIRST: dict[str, tuple[int, str]] = {
    "dinghuo migrate": (0, "database at revision"),
    "dinghuo import products goods.csv": (0, "新增 3"),
    "dinghuo invite --role admin --name 陈总 --json": (0, '"code"'),
    "dinghuo search 可乐 --json": (0, "[]"),
    "dinghuo parse orders.txt": (0, '"unknown"'),
    "dinghuo chat --as admin": (0, ""),
    "dinghuo doctor": (1, "dinghuo migrate"),
    "dinghuo check": (2, "dinghuo migrate"),
    "dinghuo backup copy": (2, "dinghuo migrate"),
    "dinghuo restore copy": (2, "there is no copy"),
    "dinghuo export-person 老李 li.zip": (2, "dinghuo migrate"),
    "dinghuo erase-person 老李 --yes": (2, "dinghuo migrate"),
    "dinghuo serve": (2, "DINGHUO_TELEGRAM_TOKEN"),
}


@pytest.mark.parametrize("line", FIRST)
def test_every_command_can_be_the_first(operator: Operator, line: str) -> None:
    (operator.folder / "goods.csv").write_text(GOODS, "utf-8")
    (operator.folder / "orders.txt").write_text(ORDERS, "utf-8")
    code, says = FIRST[line]
    done = operator.types(line)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert says in done.stdout + done.stderr


@pytest.mark.parametrize("kind", [Kind.SQLITE])
@pytest.mark.parametrize("line", sorted(MAKE | {"make demo PORT=8010", "make demo RESET=1"}))
def test_make_has_a_rule_for_what_the_pages_show(operator: Operator, line: str) -> None:
    shutil.copy(ROOT / "Makefile", operator.folder)
    for needed in (ROOT / "pyproject.toml", *ROOT.glob("requirements*.lock")):
        (operator.folder / needed.name).touch()
    done = operator.types(f"{line} --dry-run --always-make")
    assert done.returncode == 0, done.stderr
    assert "PORT" not in line or "dinghuo demo --port 8010" in done.stdout
    assert "RESET" not in line or "--reset" in done.stdout
