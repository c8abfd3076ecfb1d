"""An admin looks at the business settings in the chat, and changes them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain import settings
from domain.rules.business_settings import DEFINITIONS, MINIMUM_ORDER, SHOP_NAME, SINGLE_APPROVER
from handlers.administration.settings_page import TOPICS
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.world import World


def value(world: World, name: str) -> object:
    with world.session() as session:
        return settings.value(session, DEFINITIONS[name])


def test_every_setting_stands_in_one_topic() -> None:
    shown = [each.name for those in TOPICS.values() for each in those]
    assert sorted(shown) == sorted(DEFINITIONS)


def test_an_amount_is_typed_and_taken_back(world: World) -> None:
    world.admin.types("设置").taps("💰 起订额与账期").sees("起订额：¥0.00", "默认账期：30 天").taps("✏️ 起订额")
    world.admin.sees("一单最少多少元", "默认：¥0.00", "金额，如 500").types("很多").sees("起订额 不能设成“很多”")
    world.admin.types("500").sees("起订额改好了：¥0.00 → ¥500.00")
    assert value(world, MINIMUM_ORDER.name) == Decimal(500)
    world.admin.taps("↩️").sees("已撤销", "起订额：¥0.00")
    late = world.admin.taps("✏️ 起订额").types("300").find("↩️")[1]
    world.clock.at += timedelta(minutes=11)
    world.admin.presses(late.data).does_not_see("已撤销")
    assert value(world, MINIMUM_ORDER.name) == Decimal(300)


def test_a_switch_is_pressed(world: World) -> None:
    world.admin.types("设置").taps("✅ 审核规则").taps("✏️ 一人可审两道").sees("现在：关").taps("✅ 开").sees("关 → 开")
    assert value(world, SINGLE_APPROVER.name) is True


def test_the_head_of_papers_and_the_delivery_days(world: World) -> None:
    world.admin.types("菜单").taps("👤").taps("⚙️ 设置").taps("🧾").taps("✏️ 单据店名").types("青岚商贸").taps("✅").sees(
        "无 → 青岚商贸"
    )
    assert value(world, SHOP_NAME.name) == "青岚商贸"
    world.admin.types("设置").taps("🚚").taps("✏️ 送货日").types("周二、周五 17:00").sees("送货日改好了", "周二")
    world.admin.taps("✏️ 送货日").types("-").sees("送货日：无")


def test_what_somebody_changed_meanwhile_is_not_overwritten(world: World) -> None:
    world.admin.types("设置").taps("💰").taps("✏️ 起订额")
    with world.database.transaction() as session:
        settings.change(world.actor(session), MINIMUM_ORDER.name, "100")
    world.admin.types("500").sees("刚才有人改过这个设置", "现在：¥100.00")
    assert value(world, MINIMUM_ORDER.name) == Decimal(100)


def test_in_english(world: World) -> None:
    world.admin.types("language").taps("English")
    world.admin.types("settings").taps("🌙 Quiet hours").taps("✏️ Quiet from").types("22:30").sees("21:00 → 22:30")


@pytest.mark.parametrize("who", ["dealer", "salesperson", "warehouse", "finance", "customer"])
def test_nobody_else_sees_or_changes_settings(world: World, who: str) -> None:
    phone = getattr(world, who)
    phone.types("设置").does_not_see("夜里静音")
    phone.presses(data_of(Verb.SET_SETTING, "single_approver", "off", "on")).does_not_see("改好了")
    assert value(world, SINGLE_APPROVER.name) is False
