"""The books agree after every story, and a single wrong figure is found."""

import pytest
from sqlalchemy import text

from domain.checks import Finding, check_all
from tests.orders import approve, current, place, receive, ship
from tests.world import World

#: How each database lets somebody spoil what its foreign keys protect.
NO_FOREIGN_KEYS = {
    "sqlite": ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
    "postgresql": ("SET LOCAL session_replication_role = replica",),
}


def test_after_a_whole_story_everything_agrees(world: World) -> None:
    _traded(world)
    assert _check(world) == []


def test_a_fresh_house_agrees(world: World) -> None:
    assert _check(world) == []


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        ("UPDATE stocklevel SET on_hand = on_hand + 1000", "on_hand"),
        ("UPDATE stocklevel SET reserved = reserved + 1000 WHERE on_hand > reserved + allocated", "reserved"),
        ("UPDATE stocklevel SET allocated = allocated + 1000 WHERE on_hand > reserved + allocated", "allocated"),
        ("UPDATE orderline SET back_ordered = 1000", "held"),
        ("UPDATE orderline SET back_ordered = -1000", "back_ordered"),
        ("DELETE FROM stocklevel", "level"),
        ("UPDATE hold SET kind = 'reservation' WHERE kind = 'allocation'", "hold_kind"),
        ("UPDATE hold SET closed_at = NULL, quantity = 1000 WHERE closed_at IS NOT NULL", "held"),
        ("UPDATE orderline SET shipped = shipped + 1000", "shipped"),
        ("UPDATE orderline SET delivered = delivered + 1000", "delivered"),
        ("UPDATE orderline SET shipped = quantity + 1000", "line_counters"),
        ("UPDATE orderline SET amount = amount + 100", "amount"),
        ("UPDATE orderline SET amount = amount + 1", "amount"),
        ('UPDATE "order" SET total = total + 100', "total"),
        ("UPDATE \"order\" SET status = 'approved' WHERE status = 'submitted'", "last_event"),
        ("DELETE FROM event WHERE kind = 'order.submitted'", "last_event"),
        ("UPDATE approval SET approved = NULL", "approvals"),
        ("UPDATE \"order\" SET status = 'completed' WHERE status = 'approved'", "completed"),
        ("UPDATE shipment SET shipped_at = NULL", "parcel_times"),
        ("UPDATE shipmentline SET quantity = quantity + 1000", "parcel_moves"),
        ("UPDATE notice SET person_id = NULL", "notice"),
        ("UPDATE notice SET person_id = 7", "notice"),
    ],
)
def test_what_does_not_add_up_is_found(world: World, spoil: str, what: str) -> None:
    _traded(world)
    with world.session() as session:
        for lift in NO_FOREIGN_KEYS[session.get_bind().dialect.name]:
            session.connection().exec_driver_sql(lift)
        session.execute(text(spoil))
        session.commit()
    assert what in {finding.what for finding in _check(world)}


def test_a_finding_says_where_and_what_was_expected(world: World) -> None:
    spoil = "UPDATE stocklevel SET on_hand = 999000 WHERE sku_id = (SELECT id FROM sku WHERE code = 'KL330')"
    with world.database.transaction() as session:
        session.execute(text(spoil))
    assert _check(world) == [Finding(what="on_hand", where="KL330", expected="1000.000", found="999.000")]


def _traded(world: World) -> None:
    """An order in every state that stock and money can be in."""
    done, moving, waiting = (place(world, {"KL330": amount, "MM5": 7}) for amount in (48, 72, 24))
    for order in (done, moving):
        approve(world, order)
    receive(world, ship(world, done))
    ship(world, moving, {"KL330": 24})
    place(world, {"ZJ10": 3}, "Ann")
    approve(world, current(world, place(world, {"QS550": 5}, "Ann")))
    assert waiting.revision == 1


def _check(world: World) -> list[Finding]:
    with world.database.transaction() as session:
        return check_all(session)
