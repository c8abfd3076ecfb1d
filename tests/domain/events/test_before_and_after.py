"""What an act changed is in its event the same way everywhere: as ``before`` and ``after``."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from domain.catalogue import catalogue
from domain.catalogue.pictures import set_picture
from domain.fulfilment import picking
from domain.imports import IMPORTS
from domain.people import on_behalf
from domain.sheets.rows import SheetRow
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.orders import Event
from domain.tables.people import Account
from tests.orders import approve, change, pick, place
from tests.world import World


def approves(world: World) -> None:
    approve(world, place(world))


def orders_more(world: World) -> None:
    change(world, place(world), "KL330", 72)


def packs_less(world: World) -> None:
    order = place(world)
    approve(world, order)
    parcel = pick(world, order)
    with world.database.transaction() as session:
        packing = picking.view_parcel(world.actor(session, "老周"), parcel.id)
        line = packing.rows[0].line
        picking.set_line(world.actor(session, "老周"), parcel.id, packing.revision, line.id, Decimal(24))


def counts(world: World) -> None:
    sku_id = world.sku("KL330").id
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), home(session), sku_id, Decimal(50))


def takes_off_sale(world: World) -> None:
    sku_id = world.sku("KL330").id
    with world.database.transaction() as session:
        catalogue.put_on_sale(world.actor(session, "陈总"), sku_id, on_sale=False)


def raises_a_price(world: World) -> None:
    sku_id = world.sku("KL330").id
    with world.database.transaction() as session:
        catalogue.change_price(world.actor(session, "陈总"), sku_id, Decimal("2.5"))


def orders_for_a_dealer(world: World) -> None:
    with world.database.transaction() as session:
        on_behalf.order_for(world.actor(session, "小王"), account_id(session))


def sets_a_picture(world: World) -> None:
    sku_id = world.sku("KL500").id
    with world.database.transaction() as session:
        set_picture(world.actor(session, "陈总"), sku_id, None, "a" * 64)


def imports_a_limit(world: World) -> None:
    with world.database.transaction() as session:
        row = SheetRow(number=2, cells={"name": "李记便利店", "credit_limit": "5000"})
        IMPORTS["accounts"](world.actor(session), [row], lambda _: None)


def account_id(session: Session) -> int:
    return session.exec(select(Account.id).where(Account.name == "李记便利店")).one()


CHANGES: dict[str, tuple[Callable[[World], None], str, str]] = {
    "order.approved": (approves, "submitted", "approved"),
    "order.line_changed": (orders_more, "48.000", "72"),
    "shipment.line_set": (packs_less, "48.000", "24"),
    "stock.counted": (counts, "", "50.000"),
    "sku.off_sale": (takes_off_sale, "True", "False"),
    "sku.pictured": (sets_a_picture, "None", "a" * 64),
    "sku.priced": (raises_a_price, "", "2.5"),
    "person.ordering_for": (orders_for_a_dealer, "None", ""),
    "account.changed": (imports_a_limit, "{'credit_limit': None}", "{'credit_limit': '5000'}"),
}


@pytest.mark.parametrize("kind_of_event", CHANGES)
def test_what_was_changed_is_told_before_and_after(world: World, kind_of_event: str) -> None:
    """Empty: whatever stood there."""
    act, before, after = CHANGES[kind_of_event]
    act(world)
    with world.session() as session:
        events = select(Event).where(Event.kind == kind_of_event).order_by(col(Event.id).desc())
        facts = session.exec(events).first().facts  # type: ignore[union-attr]
    assert str(facts["before"]) == (before or str(facts["before"]))
    assert str(facts["after"]) == (after or str(facts["after"]))
    assert facts["before"] != facts["after"]
