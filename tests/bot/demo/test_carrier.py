"""The demo's carrier: what is sent in the demo arrives within minutes, and older parcels stay where they are."""

from bot.carriers.follower import CarrierFollower
from bot.demo.carrier import EVERY, DemoCarrier
from domain import scheduled
from tests.orders import approve, place, ship
from tests.world import World


def test_a_parcel_moves_by_itself(world: World) -> None:
    old = place(world, {"KL330": 24})
    approve(world, old)
    ship(world, old, carrier="yto", number="YT1234567890001")
    world.clock.pass_(minutes=1)
    demo = CarrierFollower(
        world.database, world.supplier, DemoCarrier(world.clock), world.clock, since=world.clock(), every=EVERY
    )
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order, carrier="sf", number="SF1234567890123")
    world.deliver()
    for said in ("快递已揽收", "", "", "", "正在派送", "", "", "", "快递显示已送达", ""):
        demo.run()
        before = len(world.dealer.heard)
        with world.database.transaction() as session:
            scheduled.tell_of_parcels(world.actor(session))
        world.deliver()
        assert len(world.dealer.heard) == before + bool(said)
        if said:
            world.dealer.hears(order.number, said)
        world.clock.pass_(seconds=30)
    world.dealer.types(order.number).taps("🚚 到哪了").sees("快递显示已送达")
