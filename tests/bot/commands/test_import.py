"""``dinghuo import`` as an operator runs it: first to see what a sheet would change, then to change it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.tables.people import Channel
from tests.past_orders import HEADER
from tests.storage.rows import read_rows
from tests.world import World

SHEET = """货号,单价,库存
KL330,2.2,10
KL500,2.5,1000000
没有,1,1
"""


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def run(world: World, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.setenv("DINGHUO_DATABASE_URL", world.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DINGHUO_LANGUAGE", "zh-CN")
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "of this test, so that none is made")
    return CliRunner().invoke(app, options)


def test_a_dry_run_tells_cell_by_cell_what_would_change_and_writes_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "单价.csv"
    file.write_text(SHEET)
    before = read_rows(world.database.engine)
    tried = run(world, monkeypatch, "import", "prices", str(file), "--dry-run")
    assert tried.exit_code == 1
    assert tried.stdout.splitlines() == [
        "第 2 行：KL330 单价 1.8333 → 2.2",
        "注意：没有用到的列：库存",
        "第 4 行：没有“没有”这个货号",
        "只是预览，什么都没写入：会新增 0 行，改动 1 行，没变 1 行，有问题 1 行",
    ]
    assert read_rows(world.database.engine) == before
    told = json.loads(run(world, monkeypatch, "import", "prices", str(file), "--json").stdout)
    assert told["changes"] == [
        {"number": 2, "sheet": "", "name": "KL330", "cells": [{"column": "price", "before": "1.8333", "after": "2.2"}]}
    ]
    assert (told["changed"], told["same"], told["bad"][0]["text"]) == (1, 1, "没有“没有”这个货号")
    assert world.sku("KL330").price.normalize().as_tuple().digits == (2, 2)
    again = run(world, monkeypatch, "import", "prices", str(file))
    assert again.stdout.splitlines()[-1] == "新增 0 行，改动 0 行，没变 2 行，没导入 1 行"


def test_past_orders_are_looked_at_first_and_one_bad_row_keeps_them_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "历史订单.csv"
    file.write_text(f"{HEADER}XS-1,李记便利店,2026-11-02,KL500,2,箱,58\nXS-1,李记便利店,2026-11-02,没有,1,箱,9\n")
    before = read_rows(world.database.engine)
    refused = run(world, monkeypatch, "import", "orders", str(file))
    assert refused.exit_code == 1
    assert refused.stdout.splitlines() == [
        "注意：整个文件都没有导入。改好有问题的行，再导入一次",
        "第 3 行：没有“没有”这个货号",
        "新增 0 行，改动 0 行，没变 0 行，没导入 1 行",
    ]
    file.write_text(f"{HEADER}XS-1,李记便利店,2026-11-02,KL500,2,箱,58\n")
    tried = run(world, monkeypatch, "import", "orders", str(file), "--dry-run")
    assert tried.exit_code == 0
    assert tried.stdout.splitlines() == [
        "第 2 行：新增 XS-1 KL500",
        "只是预览，什么都没写入：会新增 1 行，改动 0 行，没变 0 行，有问题 0 行",
    ]
    assert read_rows(world.database.engine) == before
    assert json.loads(run(world, monkeypatch, "import", "orders", str(file), "--json").stdout)["added"] == 1
    world.dealer.types("老样子").sees("XS-1", "2箱")


def test_words_are_listed_and_taken_away(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "words.csv"
    file.write_text("叫法,意思,类型\n老黑,KL500,简称\n手,罐,单位\n")
    assert run(world, monkeypatch, "import", "words", str(file)).exit_code == 0
    assert json.loads(run(world, monkeypatch, "words", "--remove", "手", "--json").stdout) == [
        {"word": "老黑", "means": "KL500", "kind": "abbreviation", "on_sale": True}
    ]
    gone = run(world, monkeypatch, "words", "--remove", "手")
    assert (gone.exit_code, gone.stderr) == (2, "there is no word 手: dinghuo words lists them\n")


def test_a_line_and_a_hit_say_why(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "orders.txt"
    file.write_text("峰泡可乐500 3箱，330的2箱\n谢谢\n")
    told = run(world, monkeypatch, "parse", str(file), "--why").stdout
    assert "330的2箱 → KL330，共 48" in told
    assert "靠“330”排除了" in told
    assert "前面说过的“峰泡可乐”沿用到这里" in told
    (line,) = run(world, monkeypatch, "parse", str(file), "--why", "--json").stdout.splitlines()
    assert json.loads(line)["lines"][1]["why"]["carried"] == "峰泡可乐"
    assert "靠“500”排除了另外 1 种" in run(world, monkeypatch, "search", "峰泡可乐", "500", "--why").stdout
