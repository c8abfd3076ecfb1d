"""When goods are delivered on the busy day: an area has days of its own, and one day there is none."""

from datetime import date

from sqlmodel import select

from domain.people import delivery_changes
from domain.rules.delivery_days import read_delivery_days
from domain.tables.people import Account
from tests.world import World

AREA = "城东"


def delivery_days(world: World) -> None:
    """An admin says both."""
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "陌生超市")).one().area = AREA
        admin = world.actor(session, "陈总")
        delivery_changes.of_area(admin, AREA, read_delivery_days("周二、周五 17:00"))
        delivery_changes.otherwise(admin, [date(2027, 1, 1)], delivers=False)
