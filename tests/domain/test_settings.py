"""Business settings: read with their defaults, changed by who may, each change on record."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlmodel import select

from domain import settings
from domain.refusals import BadSetting, NotAllowed, UnknownSetting
from domain.rules.business_settings import MINIMUM_ORDER, QUIET_FROM, QUIET_UNTIL, SWAP_HOURS
from domain.tables.orders import Event
from domain.tables.settings import Setting
from tests.world import World


def change(world: World, name: str, written: str, who: str = "陈总") -> None:
    with world.database.transaction() as session:
        settings.change(world.actor(session, who), name, written)


def test_what_nobody_set_has_its_default(world: World) -> None:
    with world.session() as session:
        assert settings.value(session, MINIMUM_ORDER) == 0
        assert settings.every(session)[SWAP_HOURS] == 24


def test_a_change_holds_and_is_on_record(world: World) -> None:
    change(world, "minimum_order", "500")
    change(world, "Minimum_Order", "800.50")
    change(world, "minimum_order", "800.5")
    with world.session() as session:
        assert settings.value(session, MINIMUM_ORDER) == Decimal("800.5")
        assert session.get_one(Setting, "minimum_order").revision == 2
        told = session.exec(select(Event).where(Event.kind == "setting.changed").order_by(Event.id)).all()  # type: ignore[arg-type]
    assert [each.facts for each in told] == [{"before": "0", "after": "500"}, {"before": "500", "after": "800.5"}]
    assert {each.subject for each in told} == {"setting:minimum_order"}


@pytest.mark.parametrize("who", ["老李", "小王", "老周"])
def test_only_an_admin_changes_settings(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        change(world, "minimum_order", "500", who)


def test_a_wrong_name_is_told_with_what_is_near(world: World) -> None:
    with pytest.raises(UnknownSetting) as refused:
        change(world, "minimum", "500")
    assert refused.value.facts["near"][0] == "minimum_order"


def test_a_wrong_value_changes_nothing(world: World) -> None:
    with pytest.raises(BadSetting) as refused:
        change(world, "minimum_order", "lots")
    assert refused.value.facts["expected"] == "money"
    with world.session() as session:
        assert session.exec(select(Setting)).all() == []


def test_a_value_without_meaning_any_more_is_the_default(world: World) -> None:
    with world.database.transaction() as session:
        session.add(Setting(name=SWAP_HOURS.name, value="a day"))
    with world.session() as session:
        assert settings.value(session, SWAP_HOURS) == 24


def test_quiet_hours_are_those_of_the_settings(world: World) -> None:
    world.clock.at = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # half past ten at night in Shanghai
    with world.database.transaction() as session:
        actor = world.actor(session)
        assert settings.is_quiet(actor)
        settings.change(actor, QUIET_FROM.name, "23:00")
        assert not settings.is_quiet(actor)
        settings.change(actor, QUIET_FROM.name, "22:00")
        settings.change(actor, QUIET_UNTIL.name, "22:00")
        assert not settings.is_quiet(actor)
