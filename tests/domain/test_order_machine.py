"""Order and stock, whoever does what in whatever order: the books agree after every step."""

from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from domain import carts, due, line_change, orders, picking, reorder, shipments, stock
from domain.acting import By
from domain.carts import Wanted
from domain.checks import check_all
from domain.refusals import Refusal
from domain.tables.catalogue import Sku
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Channel, Person
from domain.tables.shipments import Shipment, ShipmentLine
from domain.tables.stock import StockLevel, StockMove
from tests.grounds import Ground
from tests.lengths import times
from tests.world import World, build, open_world

BUYERS = st.sampled_from(["老李", "Ann", "老莫"])
ANYBODY = st.sampled_from(
    ["老李", "老李", "Ann", "老莫", "小王", "小王", "小赵", "老周", "老周", "陈总", "小孙", "阿美"]
)
CODES = st.sampled_from(["KL330", "HN250", "HN250", "MM5", "ZJ10"])
QUANTITIES = st.sampled_from([Decimal(q) for q in ("0", "1", "12", "24", "30", "48", "0.5", "700", "-1")])
#: Which of the things there are, the newest first; and by how much the revision seen is behind.
WHICH = st.integers(0, 3)
BEHIND = st.sampled_from([0, 0, 0, 0, 1])


class OrderMachine(RuleBasedStateMachine):
    """Anybody tries anything; a refusal must leave no trace, and nothing else may be raised."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.stack = ExitStack()
        plan = ground.plan(f"world on {Channel.TELEGRAM}", partial(build, channel=Channel.TELEGRAM))
        self.world: World = open_world(self.stack.enter_context(plan.copy()), Channel.TELEGRAM)
        self.counted: set[str] = set()

    def teardown(self) -> None:
        self.world.database.close()
        self.stack.close()

    @initialize()
    def somebody_has_ordered(self) -> None:
        self.order("老李", "KL330", Decimal(48))

    # Buyers

    @rule(who=ANYBODY, code=CODES, quantity=QUANTITIES)
    def puts(self, who: str, code: str, quantity: Decimal) -> None:
        sku = self.world.sku(code)
        self.tries(who, lambda by: carts.put(by, Wanted(sku_id=sku.id, quantity=quantity)))

    @rule(who=BUYERS, code=CODES, quantity=QUANTITIES)
    def order(self, who: str, code: str, quantity: Decimal) -> None:
        self.puts(who, code, quantity)
        self.submits(who, 0)

    @rule(who=ANYBODY, behind=BEHIND)
    def submits(self, who: str, behind: int) -> None:
        def submit(by: By) -> None:
            cart = carts.view(by)
            revision = cart.cart.revision - behind
            orders.submit(by, cart_id=cart.cart.id, revision=revision, total_seen=cart.total, again=True)

        self.tries(who, submit)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def withdraws(self, who: str, which: int, behind: int) -> None:
        self.with_order(who, which, lambda by, order: orders.withdraw(by, order.id, order.revision - behind))

    @rule(who=ANYBODY, which=WHICH, line=WHICH, quantity=QUANTITIES, behind=BEHIND)
    def changes(self, who: str, which: int, line: int, quantity: Decimal, behind: int) -> None:
        def change(by: By, order: Order) -> None:
            lines = by.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
            chosen = lines[line % len(lines)]
            seen = line_change.to_change(by, order.id, order.revision - behind)
            line_change.change_line(by, seen, chosen.id, quantity)

        self.with_order(who, which, change)

    @rule(who=ANYBODY, which=WHICH, change=WHICH)
    def takes_a_change_back(self, who: str, which: int, change: int) -> None:
        def undo(by: By, order: Order) -> None:
            changed = (Event.order_id == order.id, Event.kind == line_change.CHANGED)
            changes = by.session.exec(select(Event.id).where(*changed).order_by(col(Event.id).desc())).all()
            line_change.undo_line(by, changes[change % len(changes)] if changes else 0)

        self.with_order(who, which, undo)

    @rule(who=ANYBODY, which=WHICH)
    def orders_again(self, who: str, which: int) -> None:
        self.with_order(who, which, lambda by, order: reorder.order_again(by, order.id))

    @rule(who=ANYBODY, which=WHICH, stars=st.integers(0, 6))
    def rates(self, who: str, which: int, stars: int) -> None:
        self.with_order(who, which, lambda by, order: orders.rate(by, order.id, stars))

    # Deciding

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def approves(self, who: str, which: int, behind: int) -> None:
        self.with_order(who, which, lambda by, order: orders.approve(by, order.id, order.revision - behind))

    @rule(which=WHICH)
    def approved_by_the_salesperson(self, which: int) -> None:
        self.approves("小王", which, 0)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def rejects(self, who: str, which: int, behind: int) -> None:
        self.with_order(who, which, lambda by, order: orders.reject(by, order.id, order.revision - behind, "不做"))

    @rule(who=ANYBODY, which=WHICH)
    def cancels(self, who: str, which: int) -> None:
        self.with_order(who, which, lambda by, order: orders.cancel(by, order.id, "不要了"))

    @rule(hours=st.sampled_from([1, 13, 50]))
    def time_passes(self, hours: int) -> None:
        self.world.clock.pass_(hours=hours)
        self.tries(None, due.expire_due)

    # The warehouse

    @rule(who=ANYBODY, which=WHICH)
    def picks(self, who: str, which: int) -> None:
        self.with_order(who, which, lambda by, order: picking.pick(by, order.id))

    @rule(who=ANYBODY, which=WHICH, line=WHICH, quantity=QUANTITIES, behind=BEHIND)
    def packs(self, who: str, which: int, line: int, quantity: Decimal, behind: int) -> None:
        def pack(by: By, shipment: Shipment) -> None:
            lines = by.session.exec(select(ShipmentLine).where(ShipmentLine.shipment_id == shipment.id)).all()
            chosen = lines[line % len(lines)]
            picking.set_line(by, shipment.id, shipment.revision - behind, chosen.id, quantity)

        self.with_shipment(who, which, pack)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def drops(self, who: str, which: int, behind: int) -> None:
        self.with_shipment(who, which, lambda by, parcel: picking.drop(by, parcel.id, parcel.revision - behind))

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def ships(self, who: str, which: int, behind: int) -> None:
        self.with_shipment(
            who, which, lambda by, parcel: shipments.ship(by, parcel.id, parcel.revision - behind, "顺丰", "SF1")
        )

    @rule(which=WHICH)
    def picked_and_shipped(self, which: int) -> None:
        self.picks("老周", which)
        self.ships("老周", 0, 0)

    @rule(who=ANYBODY, which=WHICH)
    def receives(self, who: str, which: int) -> None:
        self.with_shipment(who, which, lambda by, parcel: shipments.receive(by, parcel.id))

    @rule(who=ANYBODY, code=CODES, quantity=QUANTITIES)
    def counts(self, who: str, code: str, quantity: Decimal) -> None:
        level = self.world.stock(code)
        self.counted.add(code)
        self.tries(who, lambda by: stock.count(by, level.warehouse_id, level.sku_id, quantity))

    @rule(who=ANYBODY, code=CODES, quantity=QUANTITIES)
    def takes_in(self, who: str, code: str, quantity: Decimal) -> None:
        level = self.world.stock(code)
        self.tries(who, lambda by: stock.receive(by, level.warehouse_id, level.sku_id, quantity))

    # What always holds

    @invariant()
    def the_books_agree(self) -> None:
        with self.world.database.transaction() as session:
            assert check_all(session) == []

    @invariant()
    def on_hand_is_the_sum_of_its_moves(self) -> None:
        with self.world.database.transaction() as session:
            moved: dict[int, Decimal] = {}
            for move in session.exec(select(StockMove)):
                moved[move.sku_id] = moved.get(move.sku_id, Decimal(0)) + move.quantity
            for level in session.exec(select(StockLevel)):
                assert level.on_hand == moved.get(level.sku_id, Decimal(0))

    @invariant()
    def nothing_is_promised_that_is_not_there(self) -> None:
        """But for back-orders, and for shelves that were found to hold less than was promised already."""
        with self.world.database.transaction() as session:
            for sku, level in session.exec(select(Sku, StockLevel).join(StockLevel)):
                if level.available >= 0:
                    self.counted.discard(sku.code)
                assert level.available >= 0 or sku.backorder or sku.code in self.counted

    # How

    def tries(self, who: str | None, act: Callable[[By], object]) -> None:
        """In a transaction of its own; a refusal undoes it."""
        try:
            with self.world.database.transaction() as session:
                act(self.by(session, who))
        except Refusal:
            pass

    def with_order(self, who: str, which: int, act: Callable[[By, Order], object]) -> None:
        """On one of the newest orders, whosever it is."""

        def on_one(by: By) -> None:
            newest = by.session.exec(select(Order).order_by(col(Order.id).desc()).limit(4)).all()
            if newest:
                act(by, newest[which % len(newest)])

        self.tries(who, on_one)

    def with_shipment(self, who: str, which: int, act: Callable[[By, Shipment], object]) -> None:
        """On one of the newest shipments, whosever it is."""

        def on_one(by: By) -> None:
            newest = by.session.exec(select(Shipment).order_by(col(Shipment.id).desc()).limit(4)).all()
            if newest:
                act(by, newest[which % len(newest)])

        self.tries(who, on_one)

    def by(self, session: Session, who: str | None) -> By:
        person = session.exec(select(Person).where(Person.name == who)).one() if who else None
        return By(session=session, person=person, now=self.world.clock(), house=self.world.house)


def test_whatever_anybody_tries_the_books_agree(ground: Ground) -> None:
    class Here(OrderMachine):
        def __init__(self) -> None:
            super().__init__(ground)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=times(8, long=100),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
