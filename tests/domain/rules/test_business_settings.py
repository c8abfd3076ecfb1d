"""What may be written in a business setting, what it means then, and what a wrong name may have meant."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.rules.business_settings import (
    APPROVAL_AMOUNT,
    DEFINITIONS,
    DISCOUNT_LIMIT,
    MINIMUM_ORDER,
    OFF,
    QUIET_FROM,
    SINGLE_APPROVER,
    SWAP_HOURS,
    Definition,
    nearest_names,
)
from domain.rules.quiet_hours import is_quiet
from locales import LANGUAGES, words_for

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("setting", "written", "value", "kept"),
    [
        (MINIMUM_ORDER, "500", Decimal(500), "500"),
        (MINIMUM_ORDER, "1,200.50", Decimal("1200.5"), "1200.5"),
        (MINIMUM_ORDER, "100", Decimal(100), "100"),
        (MINIMUM_ORDER, "0", Decimal(0), "0"),
        (APPROVAL_AMOUNT, "off", OFF, "off"),
        (APPROVAL_AMOUNT, "不限", OFF, "off"),
        (APPROVAL_AMOUNT, "5000", Decimal(5000), "5000"),
        (DISCOUNT_LIMIT, "7.5%", Decimal("7.5"), "7.5"),
        (SINGLE_APPROVER, "ON", True, "on"),
        (SINGLE_APPROVER, "否", False, "off"),
        (QUIET_FROM, "9:05", time(9, 5), "09:05"),
        (QUIET_FROM, "22：30", time(22, 30), "22:30"),
        (SWAP_HOURS, "48", 48, "48"),
    ],
)
def test_a_value_is_read_and_written(setting: Definition[Any], written: str, value: object, kept: str) -> None:
    read = setting.kind.read(written)
    assert read == value
    assert setting.kind.write(read) == kept
    assert setting.kind.read(kept) == value


@pytest.mark.parametrize(
    ("setting", "written"),
    [
        *((MINIMUM_ORDER, text) for text in ("", "-1", "1.234", "NaN", "Infinity", "1e99", "off", "很多")),
        *((DISCOUNT_LIMIT, text) for text in ("101", "-1", "ten")),
        *((SINGLE_APPROVER, text) for text in ("", "maybe", "2")),
        *((QUIET_FROM, text) for text in ("24:00", "9", "12:60", "noon")),
        *((SWAP_HOURS, text) for text in ("0", "721", "1.5", "")),
    ],
)
def test_what_is_no_value_is_none(setting: Definition[Any], written: str) -> None:
    assert setting.kind.read(written) is None


def test_every_default_is_a_value_that_can_be_written() -> None:
    assert {name: each.kind.read(each.kind.write(each.default)) for name, each in DEFINITIONS.items()} == {
        name: each.default for name, each in DEFINITIONS.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_says_what_it_means_and_what_it_takes(language: str) -> None:
    say = words_for(language)
    for name, each in DEFINITIONS.items():
        assert say(f"setting.{name}")
        assert say(f"setting.expects_{each.kind.name}")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("minimum-order", "minimum_order"), ("quiet", "quiet_until"), ("Discount", "discount_limit")],
)
def test_a_wrong_name_is_near_another(wrong: str, near: str) -> None:
    assert near in nearest_names(wrong)


def test_a_name_that_is_near_none_may_be_any() -> None:
    assert nearest_names("xyz") == tuple(DEFINITIONS)


@pytest.mark.parametrize(
    ("clock", "start", "end", "quiet"),
    [
        ("20:59", "21:00", "08:00", False),
        ("21:00", "21:00", "08:00", True),
        ("00:00", "21:00", "08:00", True),
        ("07:59", "21:00", "08:00", True),
        ("08:00", "21:00", "08:00", False),
        ("13:00", "12:00", "14:00", True),
        ("14:00", "12:00", "14:00", False),
        ("11:59", "12:00", "14:00", False),
        ("09:00", "09:00", "09:00", False),
    ],
)
def test_quiet_hours_may_go_over_midnight(clock: str, start: str, end: str, quiet: bool) -> None:  # noqa: FBT001
    now = datetime.combine(datetime(2026, 11, 24, tzinfo=SHANGHAI).date(), time.fromisoformat(clock), SHANGHAI)
    assert is_quiet(now, SHANGHAI, time.fromisoformat(start), time.fromisoformat(end)) is quiet
