"""Order and stock, whoever does what in whatever order: the books agree after every step."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from domain import scheduled
from domain import settings as business
from domain.actor import Actor
from domain.carts import carts, promotions
from domain.carts.carts import CartWish
from domain.carts.hand_prices import HandPrice
from domain.catalogue import promotion_changes
from domain.fulfilment import picking, riding, shipments
from domain.orders import hand_prices, line_change, placing, proposals, rating, reorder, status_changes
from domain.orders.back_orders import Rest
from domain.people import deputies
from domain.refusals import Refusal
from domain.stock import stock
from domain.stock.back_orders import GIVEN
from domain.tables.columns import new_id
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.promotions import Promotion
from domain.tables.shipments import Shipment, ShipmentLine
from domain.tables.swaps import SwapProposal
from tests.domain.orders.always_true import WEEKLY, AlwaysTrue
from tests.grounds import Ground, Kind
from tests.lengths import times
from tests.limits import limit
from tests.prices import Said, give, put_into
from tests.promotions import promote

BUYERS = st.sampled_from(["老李", "Ann", "老莫"])
ANYBODY = st.sampled_from(
    ["老李", "老李", "Ann", "老莫", "小王", "小王", "小赵", "老周", "老周", "陈总", "小孙", "阿美"]
)
CODES = st.sampled_from(["KL330", "HN250", "HN250", "MM5", "ZJ10"])
QUANTITIES = st.sampled_from([Decimal(q) for q in ("0", "1", "12", "24", "30", "48", "0.5", "700", "-1")])
RESTS = st.sampled_from([None, *Rest])
#: Which of the things there are, the newest first; and by how much the revision seen is behind.
WHICH = st.integers(0, 3)
BEHIND = st.sampled_from([0, 0, 0, 0, 1])


class OrderMachine(AlwaysTrue):
    """Anybody tries anything; a refusal must leave no trace, and nothing else may be raised."""

    @initialize()
    def somebody_has_ordered(self) -> None:
        self.promotions_run()
        self.some_pay_by_lists()
        self.order("老李", "KL330", Decimal(48))

    def promotions_run(self) -> None:
        """A few kinds at once, some of them limited; the gifts are scarce goods."""
        promote(self.world, kind="满减", reach="60", off="7", each="是")
        promote(self.world, kind="特价", sku="MM5", price="6.01", set_aside="40")
        promote(self.world, kind="买赠", sku="KL330", reach="24", gift_sku="HN250", gift_quantity="5", each="是")
        promote(self.world, kind="满赠", reach="90", gift_sku="HN250", gift_quantity="12", set_aside="30", times="2")
        promote(self.world, kind="组合", sku="KL330;HN250", quantity="12", price="60", own_prices="是")

    def some_pay_by_lists(self) -> None:
        """Ann has a list of her own that lets no promotion in, 老莫 one of his group; 老李 gets so much in a week."""
        own = [Said("KL330", "1.11"), Said("KL330", "25", "箱", 24), Said("HN250", "3.03")]
        give(self.world, "专享", own, account="Harbour Mart", promotions=False)
        put_into(self.world, "陌生超市", "A级")
        give(
            self.world, "A级价", [Said("KL330", "1.5"), Said("ZJ10", "100.01", "箱"), Said("MM5", "5.55")], group="A级"
        )
        limit(self.world, "HN250", period_quantity=WEEKLY, period_days=7)

    # Buyers

    @rule(which=WHICH, price=st.sampled_from(["0", "1.2345", "9"]), day=st.integers(-1, 1))
    def lists_change(self, which: int, price: str, day: int) -> None:
        starts_on = self.world.clock().date() + timedelta(days=day)
        account, group = (("Harbour Mart", ""), ("", "A级"), ("李记便利店", ""), ("", "A级"))[which]
        said = [Said("KL330", price), Said("HN250", price, "", 24)]
        give(self.world, f"新价{new_id()}", said, account=account, group=group, starts_on=starts_on, priority=which)

    @rule(who=ANYBODY, code=CODES, quantity=QUANTITIES)
    def puts(self, who: str, code: str, quantity: Decimal) -> None:
        sku = self.world.sku(code)
        self.tries(who, lambda actor: carts.put(actor, CartWish(sku_id=sku.id, quantity=quantity)))

    @rule(who=BUYERS, code=CODES, quantity=QUANTITIES)
    def order(self, who: str, code: str, quantity: Decimal) -> None:
        self.puts(who, code, quantity)
        self.submits(who, 0)

    @rule(who=ANYBODY, behind=BEHIND)
    def submits(self, who: str, behind: int) -> None:
        def submit(actor: Actor) -> None:
            cart = carts.view(actor)
            given = promotions.of_cart(actor, cart)
            placing.submit(
                actor,
                cart_id=cart.cart.id,
                revision=cart.cart.revision - behind,
                total_seen=cart.total - given.discount,
                again=True,
                gifts_seen=given.seal,
            )

        self.tries(who, submit)

    @rule(who=BUYERS, which=WHICH, code=st.sampled_from(["HN250", "KL330", ""]), most=QUANTITIES)
    def says_which_gift(self, who: str, which: int, code: str, most: Decimal) -> None:
        sku_id = self.world.sku(code).id if code else None

        def choose(actor: Actor) -> None:
            ids = actor.session.exec(select(Promotion.id).order_by(col(Promotion.id))).all()
            promotions.choose_gift(actor, ids[which % len(ids)], sku_id, most if most > 0 else None)

        self.tries(who, choose)

    @rule(
        kind=st.sampled_from(["满减", "满赠"]), reach=st.integers(21, 200), much=st.integers(1, 20), each=st.booleans()
    )
    def a_promotion_begins(self, kind: str, reach: int, much: int, each: bool) -> None:  # noqa: FBT001 - drawn
        gives = {"off": str(much)} if kind == "满减" else {"gift_sku": "ZJ10", "gift_quantity": str(much)}
        said = {"promotion": f"{kind}{new_id()}", "reach": str(reach), "each": "是" if each else ""}
        promote(self.world, kind=kind, **said, **gives)

    @rule(who=ANYBODY, which=WHICH)
    def ends_a_promotion(self, who: str, which: int) -> None:
        def end(actor: Actor) -> None:
            ids = actor.session.exec(select(Promotion.id).order_by(col(Promotion.id))).all()
            promotion_changes.end(actor, ids[which % len(ids)])

        self.tries(who, end)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def withdraws(self, who: str, which: int, behind: int) -> None:
        self.with_order(
            who, which, lambda actor, order: status_changes.withdraw(actor, order.id, order.revision - behind)
        )

    @rule(who=ANYBODY, which=WHICH, line=WHICH, quantity=QUANTITIES, behind=BEHIND)
    def changes(self, who: str, which: int, line: int, quantity: Decimal, behind: int) -> None:
        def change(actor: Actor, order: Order) -> None:
            lines = actor.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
            chosen = lines[line % len(lines)]
            seen = line_change.to_change(actor, order.id, order.revision - behind)
            line_change.change_line(actor, seen, chosen.id, quantity)

        self.with_order(who, which, change)

    @rule(who=ANYBODY, which=WHICH, change=WHICH)
    def takes_a_change_back(self, who: str, which: int, change: int) -> None:
        def undo(actor: Actor, order: Order) -> None:
            changed = (Event.order_id == order.id, Event.kind == line_change.CHANGED)
            changes = actor.session.exec(select(Event.id).where(*changed).order_by(col(Event.id).desc())).all()
            line_change.undo_line(actor, changes[change % len(changes)] if changes else 0)

        self.with_order(who, which, undo)

    @rule(who=ANYBODY, which=WHICH, code=CODES, quantity=QUANTITIES)
    def adds_goods(self, who: str, which: int, code: str, quantity: Decimal) -> None:
        sku = self.world.sku(code)

        def add(actor: Actor, order: Order) -> None:
            line_change.add_goods(actor, line_change.to_change(actor, order.id), sku.id, quantity)

        self.with_order(who, which, add)

    @rule(who=ANYBODY, which=WHICH, agreed=st.booleans())
    def answers_about_other_goods(self, who: str, which: int, agreed: bool) -> None:  # noqa: FBT001 - drawn
        self.with_proposal(who, which, lambda actor, each: proposals.answer(actor, each.id, agreed=agreed))

    @rule(who=ANYBODY, which=WHICH)
    def orders_again(self, who: str, which: int) -> None:
        self.with_order(who, which, lambda actor, order: reorder.order_again(actor, order.id))

    @rule(who=ANYBODY, which=WHICH, stars=st.integers(0, 6))
    def rates(self, who: str, which: int, stars: int) -> None:
        self.with_order(who, which, lambda actor, order: rating.rate(actor, order.id, stars))

    # Deciding

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND, rest=RESTS)
    def approves(self, who: str, which: int, behind: int, rest: Rest | None) -> None:
        self.with_order(
            who, which, lambda actor, order: status_changes.approve(actor, order.id, order.revision - behind, rest)
        )

    @rule(which=WHICH, rest=RESTS)
    def approved_by_the_salesperson(self, which: int, rest: Rest | None) -> None:
        self.approves("小王", which, 0, rest)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def closes_short(self, who: str, which: int, behind: int) -> None:
        self.with_order(
            who,
            which,
            lambda actor, order: status_changes.close_short(actor, order.id, order.revision - behind, "不等了"),
        )

    @rule(who=ANYBODY, which=WHICH, given=WHICH)
    def declines(self, who: str, which: int, given: int) -> None:
        def decline(actor: Actor, order: Order) -> None:
            kind = (Event.order_id == order.id, Event.kind == GIVEN)
            events = actor.session.exec(select(Event.id).where(*kind).order_by(col(Event.id).desc())).all()
            status_changes.decline(actor, events[given % len(events)] if events else 0)

        self.with_order(who, which, decline)

    @rule(who=ANYBODY, which=WHICH, along=st.booleans())
    def rides(self, who: str, which: int, along: bool) -> None:  # noqa: FBT001 - drawn
        self.with_order(who, which, lambda actor, order: riding.ride(actor, order.id, along=along))

    @rule(which=WHICH)
    def approved_by_finance(self, which: int) -> None:
        self.approves("小孙", which, 0, None)

    @rule(who=ANYBODY, which=WHICH, line=WHICH, code=CODES, quantity=QUANTITIES, behind=BEHIND)
    def offers_other_goods(self, who: str, which: int, line: int, code: str, quantity: Decimal, behind: int) -> None:
        sku = self.world.sku(code)

        def offer(actor: Actor, order: Order) -> None:
            lines = actor.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
            proposals.propose(actor, lines[line % len(lines)].id, order.revision - behind, sku.id, quantity)

        self.with_order(who, which, offer)

    @rule(which=WHICH, code=CODES)
    def offered_by_the_salesperson(self, which: int, code: str) -> None:
        self.offers_other_goods("小王", which, 0, code, Decimal(12), 0)

    @rule(who=ANYBODY, which=WHICH, line=WHICH, price=st.sampled_from(["0.5", "2.55", "99", ""]))
    def prices_by_hand(self, who: str, which: int, line: int, price: str) -> None:
        """A higher price asks the buyer; nothing: the list price again."""

        def put(actor: Actor, order: Order) -> None:
            view = line_change.to_change(actor, order.id)
            chosen = view.rows[line % len(view.rows)].line if view.rows else None
            if chosen is not None and price:
                wanted = HandPrice(price=Decimal(price), size=1, reason="说好的")
                hand_prices.set_price(actor, view, chosen.id, wanted)
            elif chosen is not None:
                hand_prices.list_price_again(actor, view, chosen.id)

        self.with_order(who, which, put)

    @rule(which=WHICH, price=st.sampled_from(["0.5", "99"]))
    def priced_by_the_salesperson(self, which: int, price: str) -> None:
        self.prices_by_hand("小王", which, 0, price)

    @rule(who=ANYBODY, which=WHICH)
    def takes_an_offer_back(self, who: str, which: int) -> None:
        self.with_proposal(who, which, lambda actor, each: proposals.withdraw(actor, each.id))

    @rule(amount=st.sampled_from(["off", "50"]))
    def large_orders_begin_elsewhere(self, amount: str) -> None:
        self.tries(None, lambda actor: business.change(actor, "approval_amount", amount))

    @rule(who=ANYBODY, days=st.integers(0, 3))
    def stands_in(self, who: str, days: int) -> None:
        away, deputy = self.world.person("小王").id, self.world.person("小赵").id

        def appoint(actor: Actor) -> None:
            deputies.appoint(actor, away, deputy, actor.today, actor.today + timedelta(days=days))

        self.tries(who, appoint)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def rejects(self, who: str, which: int, behind: int) -> None:
        self.with_order(
            who, which, lambda actor, order: status_changes.reject(actor, order.id, order.revision - behind, "不做")
        )

    @rule(who=ANYBODY, which=WHICH)
    def cancels(self, who: str, which: int) -> None:
        self.with_order(who, which, lambda actor, order: status_changes.cancel(actor, order.id, "不要了"))

    @rule(hours=st.sampled_from([1, 13, 50]))
    def time_passes(self, hours: int) -> None:
        self.world.clock.pass_(hours=hours)
        self.tries(None, scheduled.expire_due)
        self.tries(None, scheduled.end_swaps)

    # The warehouse

    @rule(who=ANYBODY, which=WHICH)
    def picks(self, who: str, which: int) -> None:
        self.with_order(who, which, lambda actor, order: picking.pick(actor, order.id))

    @rule(who=ANYBODY, which=WHICH, line=WHICH, quantity=QUANTITIES, behind=BEHIND)
    def packs(self, who: str, which: int, line: int, quantity: Decimal, behind: int) -> None:
        def pack(actor: Actor, shipment: Shipment) -> None:
            lines = actor.session.exec(select(ShipmentLine).where(ShipmentLine.shipment_id == shipment.id)).all()
            chosen = lines[line % len(lines)]
            picking.set_line(actor, shipment.id, shipment.revision - behind, chosen.id, quantity)

        self.with_shipment(who, which, pack)

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def drops(self, who: str, which: int, behind: int) -> None:
        self.with_shipment(who, which, lambda actor, parcel: picking.drop(actor, parcel.id, parcel.revision - behind))

    @rule(who=ANYBODY, which=WHICH, behind=BEHIND)
    def ships(self, who: str, which: int, behind: int) -> None:
        self.with_shipment(
            who, which, lambda actor, parcel: shipments.ship(actor, parcel.id, parcel.revision - behind, "顺丰", "SF1")
        )

    @rule(which=WHICH)
    def picked_and_shipped(self, which: int) -> None:
        self.picks("老周", which)
        self.ships("老周", 0, 0)

    @rule(who=ANYBODY, which=WHICH)
    def receives(self, who: str, which: int) -> None:
        self.with_shipment(who, which, lambda actor, parcel: shipments.confirm_receipt(actor, parcel.id))

    @rule(who=ANYBODY, code=CODES, quantity=QUANTITIES)
    def counts(self, who: str, code: str, quantity: Decimal) -> None:
        level = self.world.stock(code)
        self.tries(who, lambda actor: stock.count(actor, level.warehouse_id, level.sku_id, quantity))

    @rule(who=ANYBODY, code=CODES, quantity=QUANTITIES)
    def takes_in(self, who: str, code: str, quantity: Decimal) -> None:
        level = self.world.stock(code)
        self.tries(who, lambda actor: stock.receive(actor, level.warehouse_id, level.sku_id, quantity))

    # How

    def tries(self, who: str | None, act: Callable[[Actor], object]) -> None:
        """In a transaction of its own; a refusal undoes it."""
        try:
            with self.world.database.transaction() as session:
                act(self.actor(session, who))
        except Refusal:
            pass

    def with_order(self, who: str, which: int, act: Callable[[Actor, Order], object]) -> None:
        """On one of the newest orders, whosever it is."""

        def on_one(actor: Actor) -> None:
            newest = actor.session.exec(select(Order).order_by(col(Order.id).desc()).limit(4)).all()
            if newest:
                act(actor, newest[which % len(newest)])

        self.tries(who, on_one)

    def with_proposal(self, who: str, which: int, act: Callable[[Actor, SwapProposal], object]) -> None:
        """On one of the newest questions about other goods, whosever it is."""

        def on_one(actor: Actor) -> None:
            newest = actor.session.exec(select(SwapProposal).order_by(col(SwapProposal.id).desc()).limit(4)).all()
            if newest:
                act(actor, newest[which % len(newest)])

        self.tries(who, on_one)

    def with_shipment(self, who: str, which: int, act: Callable[[Actor, Shipment], object]) -> None:
        """On one of the newest shipments, whosever it is."""

        def on_one(actor: Actor) -> None:
            newest = actor.session.exec(select(Shipment).order_by(col(Shipment.id).desc()).limit(4)).all()
            if newest:
                act(actor, newest[which % len(newest)])

        self.tries(who, on_one)

    def actor(self, session: Session, who: str | None) -> Actor:
        return self.world.actor(session, who)


def test_whatever_anybody_tries_the_books_agree(ground: Ground) -> None:
    class Here(OrderMachine):
        def __init__(self) -> None:
            super().__init__(ground)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=times(5 if ground.kind is Kind.SQLITE else 2, long=100),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
