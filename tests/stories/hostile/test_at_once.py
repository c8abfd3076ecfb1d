"""Several people in the same moment: one wins, the others are told, and the books agree."""

from collections.abc import Callable
from decimal import Decimal

from sqlmodel import col, func, select

from domain.carts import carts
from domain.carts.carts import CartWish
from domain.checks import check_all
from domain.people import invites
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import Approval, Order, OrderLine
from domain.tables.people import Identity, Invite, Person
from domain.tables.shipments import Shipment
from domain.tables.stock import MoveKind, StockMove
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Answer, Incoming, Started, Tapped, Typed
from handlers.conversation.verbs import Verb
from tests.orders import approve, current, pick, place, ship
from tests.phones import Phone
from tests.together import at_once, newcomer, presses
from tests.world import World


def held(world: World) -> tuple[int, int]:
    """How much cola is reserved and allocated."""
    level = world.stock("KL330")
    return int(level.reserved), int(level.allocated)


def books_agree(world: World) -> bool:
    """Whether ``dinghuo check`` finds nothing."""
    with world.session() as session:
        return check_all(session) == []


def ready_to_order(world: World, number: int, amount: int) -> Callable[[], Phone]:
    """A buyer with the scarce drink in the cart, the thumb over the button."""
    phone = newcomer(world, f"buyer-{number}", Role.BUYER, account=f"小店{number}")
    wanted = CartWish(sku_id=world.sku("HN250").id, quantity=Decimal(amount))
    with world.database.transaction() as session:
        cart = carts.put(world.actor(session, f"buyer-{number}"), wanted)
    return presses(phone, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total)


def test_eight_buyers_want_the_last_cans_and_only_as_many_get_them_as_there_are(world: World) -> None:
    at_once(*(ready_to_order(world, number, 12) for number in range(8)))
    with world.session() as session:
        orders = session.exec(select(Order)).all()
    assert len(orders) == 4
    assert len({order.number for order in orders}) == 4
    assert world.stock("HN250").reserved == 48
    winners = [phone for name, phone in world.phones.items() if name.startswith("buyer-") and "🛒" not in phone.text]
    assert len(winners) == 4
    assert books_agree(world)


def test_two_salespeople_approve_at_once_and_one_sees_who_was_faster(world: World) -> None:
    order = place(world, {"KL330": 24}, who="老莫")
    at_once(*(presses(phone, Verb.APPROVE, order.id, 1) for phone in (world.salesperson, world.other_salesperson)))
    with world.session() as session:
        decided = session.exec(select(Approval)).one()
        winner = session.get_one(Person, decided.decided_by_id).name
    loser = world.other_salesperson if winner == "小王" else world.salesperson
    loser.sees(winner)
    assert world.notices(NoticeKind.ORDER_TO_PICK) == world.notices(NoticeKind.ORDER_APPROVED) == 1
    assert held(world) == (0, 24)
    assert books_agree(world)


def test_one_approves_while_the_other_rejects_and_only_one_word_counts(world: World) -> None:
    order = place(world, {"KL330": 24}, who="老莫")
    at_once(
        presses(world.salesperson, Verb.APPROVE, order.id, 1),
        presses(world.other_salesperson, Verb.REJECT_WHY, order.id, 1, "reject_stock"),
    )
    status = current(world, order).status
    assert status in {OrderStatus.APPROVED, OrderStatus.REJECTED}
    assert held(world) == ((0, 24) if status is OrderStatus.APPROVED else (0, 0))
    with world.session() as session:
        assert session.exec(select(Approval)).one().approved is (status is OrderStatus.APPROVED)
    assert books_agree(world)


def test_the_buyer_calls_off_while_the_salesperson_approves_and_nothing_stays_held(world: World) -> None:
    order = place(world, {"KL330": 24})
    at_once(
        presses(world.salesperson, Verb.APPROVE, order.id, 1),
        presses(world.dealer, Verb.CANCEL_WHY, order.id, 1, "not_needed"),
    )
    assert current(world, order).status is OrderStatus.CANCELLED
    assert held(world) == (0, 0)
    assert books_agree(world)


def test_two_people_of_the_warehouse_send_the_same_parcel_and_it_leaves_once(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    parcel = pick(world, order)
    second = newcomer(world, "小吴", Role.WAREHOUSE)
    at_once(*(presses(phone, Verb.NO_NUMBER, parcel.id, parcel.revision, "sf") for phone in (world.warehouse, second)))
    with world.session() as session:
        assert session.exec(select(StockMove).where(StockMove.kind == MoveKind.SHIPPED)).one().quantity == -24
    assert world.stock("KL330").on_hand == 976
    assert held(world) == (0, 0)
    assert world.notices(NoticeKind.ORDER_SHIPPED) == 2
    assert books_agree(world)


def test_two_people_of_the_warehouse_begin_the_same_order_and_share_one_parcel(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    second = newcomer(world, "小吴", Role.WAREHOUSE)
    at_once(*(presses(phone, Verb.PICK, order.id) for phone in (world.warehouse, second)))
    with world.session() as session:
        assert session.exec(select(func.count()).select_from(Shipment)).one() == 1
    assert books_agree(world)


def test_two_parcels_of_an_order_arrive_at_once_and_both_are_counted(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    parcels = [ship(world, order, {"KL330": 10}), ship(world, order)]
    second = newcomer(world, "老板", Role.ADMIN)
    at_once(
        presses(world.dealer, Verb.RECEIVED, parcels[0].id),
        presses(second, Verb.RECEIVED, parcels[1].id),
    )
    assert current(world, order).status is OrderStatus.COMPLETED
    assert world.notices(NoticeKind.ORDER_COMPLETED) <= 1
    assert books_agree(world)


def test_one_receives_and_the_other_misses_something_at_once_and_one_word_counts(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    parcel = ship(world, order)
    world.dealer.types("我的货到哪了").taps("⚠️")
    at_once(lambda: world.dealer.types("少了3罐"), presses(world.admin, Verb.RECEIVED, parcel.id))
    with world.session() as session:
        words = session.get_one(Shipment, parcel.id).receipt_words
    assert words == ("少了3罐" if "记下了" in world.dealer.text else "")
    assert bool(world.notices(NoticeKind.ORDER_RECEIVED_SHORT)) == bool(words)
    assert books_agree(world)


def test_a_number_is_corrected_while_the_parcel_arrives(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    parcel = ship(world, order)
    world.warehouse.types("0001").taps("✏️ 改单号")
    at_once(lambda: world.warehouse.types("SF1000000009"), presses(world.dealer, Verb.RECEIVED, parcel.id))
    with world.session() as session:
        number = session.get_one(Shipment, parcel.id).tracking_number
    assert number == ("SF1000000009" if "单号改好了" in world.warehouse.text else "SF1001")
    assert books_agree(world)


def test_the_buyer_changes_a_line_while_it_is_approved_and_one_revision_is_agreed(world: World) -> None:
    order = place(world, {"KL330": 24})
    with world.session() as session:
        line = session.exec(select(OrderLine.id).where(OrderLine.order_id == order.id)).one()
    at_once(
        presses(world.dealer, Verb.SET_ORDER_LINE, order.id, 1, line, Decimal(48)),
        presses(world.salesperson, Verb.APPROVE, order.id, 1),
    )
    now = current(world, order)
    assert (now.status, now.revision) in {(OrderStatus.APPROVED, 1), (OrderStatus.SUBMITTED, 2)}
    assert sum(held(world)) == (24 if now.revision == 1 else 48)
    assert books_agree(world)


def test_one_delivery_five_times_in_parallel_makes_one_order_and_one_answer(world: World) -> None:
    wanted = CartWish(sku_id=world.sku("KL330").id, quantity=Decimal(24))
    with world.database.transaction() as session:
        cart = carts.put(world.actor(session, "老李"), wanted)
    data = data_of(Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total)
    incoming = Incoming(channel=world.channel, identity="li", key="same", body=Tapped(data=data))
    answers = at_once(*([lambda: world.door.answer(incoming)] * 5))
    assert len({answer.replies for answer in answers if isinstance(answer, Answer)}) == 1
    with world.session() as session:
        assert session.exec(select(func.count()).select_from(Order)).one() == 1
    assert world.notices(NoticeKind.ORDER_WAITING) == 1
    assert books_agree(world)


def test_only_where_no_other_process_can_be_in_the_way_is_a_thread_spared(world: World) -> None:
    world.catalogue_index.warm(world.database.engine)
    world.catalogue_index.wait()
    answer = world.door.answer_inline(Incoming(channel=world.channel, identity="li", key="1", body=Typed(text="kele")))
    assert (answer is not None) == world.database.is_sqlite


def test_a_stranger_writes_twice_in_the_first_moment_and_is_one_stranger(world: World) -> None:
    def writes(key: str) -> Callable[[], Answer]:
        incoming = Incoming(channel=world.channel, identity="new", key=key, body=Typed(text="你好"))
        return lambda: world.door.answer(incoming)

    answers = at_once(writes("first"), writes("second"), writes("second"))
    assert all(isinstance(answer, Answer) and answer.replies == answers[0].replies for answer in answers)  # type: ignore[attr-defined]
    with world.session() as session:
        assert session.exec(select(func.count()).where(col(Identity.external) == "new")).one() == 1


def test_two_strangers_come_with_the_same_code_and_one_is_let_in(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE).code

    def comes(who: str) -> Callable[[], Phone]:
        return lambda: world.phone(who).send(Started(code=code))

    at_once(comes("one"), comes("two"))
    with world.session() as session:
        known = session.exec(select(Identity.person_id).where(col(Identity.external).in_(("one", "two")))).all()
    assert sorted(person is None for person in known) == [False, True]
    assert world.notices(NoticeKind.MEMBER_JOINED) == 1


def test_two_admins_switch_each_other_off_and_one_stays(world: World) -> None:
    boss = newcomer(world, "boss", Role.ADMIN)
    chen, other = world.person("陈总").id, world.person("boss").id
    at_once(presses(world.admin, Verb.SWITCH_OFF_NOW, other, 0), presses(boss, Verb.SWITCH_OFF_NOW, chen, 0))
    with world.session() as session:
        admins = session.exec(select(Person.active).where(Person.role == Role.ADMIN)).all()
    assert sorted(admins) == [False, True]


def test_a_code_called_back_while_somebody_comes_in_with_it_is_one_or_the_other(world: World) -> None:
    with world.database.transaction() as session:
        issued = invites.issue(world.actor(session), role=Role.WAREHOUSE)
    new = world.phone("new")
    at_once(presses(world.admin, Verb.REVOKE, issued.invite.id), lambda: new.starts(issued.code))
    with world.session() as session:
        invite = session.get_one(Invite, issued.invite.id)
    assert (invite.used_at is None) != (invite.revoked_at is None)
    new.sees("欢迎您" if invite.used_at else "已经收回了")


def test_an_account_is_given_while_its_order_comes_in_and_somebody_who_decides_has_the_card(world: World) -> None:
    sku = world.sku("KL330").id
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        cart = carts.put(actor, CartWish(sku_id=sku, quantity=Decimal(24)))
        account = actor.account_id or 0
    submit = presses(world.dealer, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total)
    at_once(submit, presses(world.admin, Verb.ASSIGN, account, world.person("小赵").id))
    world.deliver()
    with world.session() as session:
        order = session.exec(select(Order)).one()
    cards = [reply for reply in world.other_salesperson.heard if reply.card == f"order:{order.id}"]
    assert len(cards) == 1
