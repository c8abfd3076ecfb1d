"""What people hear without having asked: shipped, received, complete, expired, cancelled, and people who come."""

from collections.abc import Mapping

from sqlmodel import select

from domain.orders import rating, status_changes
from domain.people import invites
from domain.rules.rights import Role
from domain.scheduled import expire_due
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account
from domain.threads import threads
from handlers.conversation.serialisation import dump_reply
from handlers.conversation.turn import Reply
from handlers.notices.prepare import NoticeContext, PreparedNotice, prepare
from storage import outbox
from tests.orders import COLA, approve, change, place, receive, ship
from tests.phones import Phone
from tests.world import World


def approved(world: World, lines: Mapping[str, int] = COLA) -> Order:
    order = place(world, lines)
    approve(world, order)
    return order


def told(phone: Phone, word: str) -> list[str]:
    """What somebody heard that holds a word."""
    return [reply.text() for reply in phone.heard if word in reply.text()]


def share_with_customer(world: World, order: Order) -> None:
    mei = world.person("阿美").id
    with world.database.transaction() as session:
        session.add(OrderShare(order_id=order.id, person_id=mei))


def test_the_dealer_hears_carrier_number_and_what_is_in_the_parcel(world: World) -> None:
    order = approved(world, {"KL330": 48, "JY1900": 6})
    ship(world, order, {"KL330": 24}, number="SF100")
    world.deliver()
    world.dealer.hears("发出一部分", order.number, "顺丰", "SF100", "· 峰泡可乐 330ml罐 × 1箱", "其余的备好就发")
    assert not [reply for reply in world.dealer.heard if reply.title.startswith("🚚") and "味满楼" in reply.text()]
    ship(world, order, number="SF200")
    world.deliver()
    world.dealer.hears("SF200", "· 味满楼生抽 1.9L桶 × 1箱")
    world.salesperson.hears("李记便利店", "发出一部分")


def test_a_whole_order_in_one_parcel(world: World) -> None:
    order = approved(world)
    ship(world, order, number="SF100")
    world.deliver()
    world.dealer.hears("发货了", order.number, "✅ 收到")


def test_the_dealers_customer_hears_without_prices_or_names(world: World) -> None:
    order = approved(world)
    share_with_customer(world, order)
    ship(world, order, number="SF100")
    world.deliver()
    world.customer.hears("您的货发出了", order.number, "SF100", "峰泡可乐")
    assert not told(world.customer, "¥")
    assert not told(world.customer, "老周")


def test_a_parcel_that_is_there_already_is_not_announced_any_more(world: World) -> None:
    order = approved(world)
    shipment = ship(world, order, number="SF100")
    receive(world, shipment)
    world.deliver()
    assert not told(world.dealer, "发货了")


def test_receipt_tells_the_salesperson_and_asks_the_dealer_for_stars(world: World) -> None:
    order = approved(world)
    share_with_customer(world, order)
    shipment = ship(world, order, number="SF100")
    world.deliver()
    receive(world, shipment, "陈总")
    world.deliver()
    world.salesperson.hears("李记便利店", order.number, "签收了", "陈总")
    world.dealer.hears("完成了", order.number, "⭐5")
    assert not told(world.dealer, "有货签收了"), "the request for a rating says it already"


def test_a_rating_reaches_the_salesperson_with_its_words(world: World) -> None:
    order = approved(world)
    receive(world, ship(world, order, number="SF100"))
    with world.database.transaction() as session:
        rating.rate(world.actor(session, "老李"), order.id, 4)
    world.deliver()
    world.salesperson.hears("⭐⭐⭐⭐", "李记便利店", order.number)
    with world.database.transaction() as session:
        rating.explain_rating(world.actor(session, "老李"), order.id, "送得很快")
    world.deliver()
    world.salesperson.hears("送得很快")


def test_nobody_is_asked_to_rate_what_is_rated(world: World) -> None:
    order = approved(world)
    shipment = ship(world, order, number="SF100")
    share_with_customer(world, order)
    receive(world, shipment, "陈总")
    with world.database.transaction() as session:
        rating.rate(world.actor(session, "老李"), order.id, 5)
    world.deliver()
    assert not told(world.dealer, "完成了")


def test_an_expired_order_can_be_sent_again(world: World) -> None:
    order = place(world)
    world.deliver()
    world.clock.pass_(hours=49)
    with world.database.transaction() as session:
        assert expire_due(world.actor(session)) == 1
    world.deliver()
    world.dealer.hears("过期了", order.number, "🔁")
    world.salesperson.hears("没人审核", "李记便利店", order.number)
    world.dealer.taps("🔁").sees("🛒")


def test_whoever_is_concerned_hears_of_a_cancelled_order(world: World) -> None:
    order = approved(world)
    share_with_customer(world, order)
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "老李"), order.id, "不要了")
    world.deliver()
    for phone in (world.salesperson, world.warehouse):
        phone.hears("已取消", order.number, "老李", "不要了")
    world.customer.hears("已取消", order.number)
    assert not told(world.customer, "老李")
    assert not told(world.warehouse, "要备货"), "an order that was cancelled meanwhile need not be picked"


def test_an_order_that_was_decided_meanwhile_is_announced_to_no_approver(world: World) -> None:
    approved(world)
    world.deliver()
    assert not told(world.salesperson, "新订单")


def test_an_account_that_moved_is_none_of_the_old_salespersons_business(world: World) -> None:
    place(world)
    successor = world.person("小赵").id
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "李记便利店")).one()
        account.salesperson_id = successor
    world.deliver()
    assert not world.salesperson.heard


def test_whoever_wrote_an_invite_hears_who_came(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE, name="小马").code
    world.phone("ma").starts(code)
    world.deliver()
    world.admin.hears("小马", "仓库")


def test_a_dealer_who_asks_for_a_human_is_heard(world: World) -> None:
    with world.database.transaction() as session:
        threads.begin(world.actor(session, "老李"))
    world.deliver()
    world.salesperson.hears("李记便利店", "老李", "想找您")


def test_news_comes_in_the_language_of_whoever_hears_it(world: World) -> None:
    order = place(world, who="Ann")
    approve(world, order)
    ship(world, order, number="SF100")
    world.deliver()
    world.english_dealer.hears("is approved", order.number, "cases")
    world.english_dealer.hears("has shipped", "SF100", "Fengpao Cola")


def test_news_is_a_message_of_its_own_and_only_a_moved_card_is_drawn_in_place(world: World) -> None:
    order = place(world)
    world.deliver()
    change(world, order, "KL330", 24)
    world.deliver()
    assert len([message for message in world.salesperson.chat if message.reply.card]) == 2


def test_a_reply_that_no_platform_would_take_is_shown_at_the_next_contact(world: World) -> None:
    dealer = world.dealer.starts()
    with world.database.transaction() as session:
        late = dump_reply(Reply(title="迟到的回答"))
        outbox.enqueue_reply(session, world.channel, "li", late, "zh-CN", world.clock())
        session.flush()
        outbox.defer(session.exec(select(Notice)).one(), "no window")
    dealer.presses("menu")
    assert dealer.last[0].title == "迟到的回答"


def test_every_kind_of_notice_is_worded_for_everybody_or_left_out(world: World) -> None:
    order = approved(world)
    shipment = ship(world, order, number="SF100")
    facts = {"shipment": shipment.id, "role": "buyer", "name": "某人", "day": "2026-11-23", "total": "1.00"}
    facts |= {"account": "某店", "keeper": "小赵", "who": "陈总", "number": order.number, "count": 1}
    facts |= {"before": ["jd", "JD1"], "after": ["sf", "SF100"], "proposal": 0, "wish": 0}
    facts |= {"salesperson": "小王", "deputy": "小赵", "first": "2026-11-23", "last": "2026-11-25"}
    facts |= {"account_id": order.account_id, "amount": "1.00", "until": "2026-11-25", "closing": "1.00", "dispute": 0}
    facts |= {"thread": 0, "message": 0, "at": world.clock().isoformat(), "agent": "Chrome · Windows", "session": 0}
    counts = dict.fromkeys(("waiting", "to_pick", "shipped", "expired", "orders"), 1) | {"oldest": None}
    for name in ("老李", "Ann", "小王", "小赵", "老周", "陈总", "小孙", "阿美"):
        receiver = world.person(name).id
        with world.database.transaction() as session:
            desk = NoticeContext(
                session=session, supplier=world.supplier, now=world.clock(), catalogue_index=world.catalogue_index
            )
            for kind in set(NoticeKind) - {NoticeKind.RESEND}:
                notice = Notice(
                    person_id=receiver,
                    kind=kind,
                    order_id=order.id,
                    facts=facts | counts,
                    created_at=world.clock(),
                    due_at=world.clock(),
                )
                push = prepare(desk, notice)
                assert not isinstance(push, PreparedNotice) or push.reply.text()
