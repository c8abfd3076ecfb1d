"""What an account owes, asked in the chat: by the dealer, by who looks after them, and by finance."""

from decimal import Decimal

from sqlmodel import select

from domain.checks import check_all
from domain.orders import back_orders
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.ledger import LedgerEntry
from domain.tables.orders import Event, Order
from domain.tables.people import Account
from tests.orders import approve, current, place, receive, ship
from tests.prices import Said, give
from tests.world import World


def on_terms(world: World, terms: str, name: str = "李记便利店") -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == name)).one().terms = terms


def sent(world: World, lines: dict[str, int], only: dict[str, int] | None = None) -> Order:
    order = place(world, lines)
    approve(world, order)
    ship(world, order, only)
    return order


def arrives(world: World, code: str, much: int) -> None:
    sku = world.sku(code)
    with world.database.transaction() as session:
        stock.receive(world.actor(session, "老周"), home(session), sku.id, Decimal(much))


def booked(world: World) -> list[Decimal]:
    with world.session() as session:
        return [each.amount for each in session.exec(select(LedgerEntry).order_by(LedgerEntry.id))]  # type: ignore[arg-type]


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_the_dealer_owes_what_was_sent_and_nothing_before(world: World) -> None:
    order = place(world, {"KL500": 10})
    approve(world, order)
    world.dealer.types("欠多少").sees("李记便利店 没有欠款")
    ship(world, order)
    world.dealer.types("欠多少").sees("李记便利店 欠 ¥25.00", "未到期 ¥25.00").does_not_see("逾期")
    world.dealer.taps("📒 明细").sees(f"发货 {order.number}/1", "+¥25.00")
    is_whole(world)


def test_who_looks_after_them_and_finance_see_it_and_nobody_else(world: World) -> None:
    sent(world, {"KL500": 10})
    for phone in (world.salesperson, world.finance, world.admin):
        phone.types("李记便利店欠多少").sees("李记便利店 欠 ¥25.00")
    for phone in (world.other_salesperson, world.warehouse, world.english_dealer):
        phone.types("李记便利店欠多少").does_not_see("¥25.00")
    world.finance.types("谁欠钱").sees("一共欠 ¥25.00", "李记便利店 ¥25.00")
    world.salesperson.types("谁欠钱").sees("李记便利店 ¥25.00")
    world.other_salesperson.types("谁欠钱").sees("没有客户欠款")


def test_what_is_not_paid_in_time_is_overdue_by_age(world: World) -> None:
    on_terms(world, "7")
    sent(world, {"KL500": 10})
    world.clock.pass_(days=8)
    world.dealer.types("欠多少").sees("已逾期 ¥25.00", "逾期 1–30 天 ¥25.00")
    world.clock.pass_(days=30)
    world.english_dealer.types("what do I owe").sees("Harbour Mart owes nothing")
    world.finance.types("谁逾期").sees("一共逾期 ¥25.00").taps("李记便利店").sees("逾期 31–60 天 ¥25.00")


def test_with_terms_from_the_receipt_goods_are_owed_when_they_are_there(world: World) -> None:
    on_terms(world, "30:receipt")
    order = place(world, {"KL500": 10})
    approve(world, order)
    parcel = ship(world, order)
    world.dealer.types("欠多少").sees("没有欠款")
    receive(world, parcel)
    world.dealer.types("欠多少").sees("欠 ¥25.00")
    is_whole(world)


def test_with_terms_by_lot_the_last_one_is_due_when_the_next_leaves(world: World) -> None:
    on_terms(world, "批结")
    sent(world, {"KL500": 10})
    world.clock.pass_(days=40)
    world.dealer.types("欠多少").sees("未到期 ¥25.00", "¥25.00，下批发货时到期")
    sent(world, {"KL500": 20})
    world.clock.pass_(days=1)
    world.dealer.types("欠多少").sees("已逾期 ¥25.00", "未到期 ¥50.00", "¥50.00，下批发货时到期")
    is_whole(world)


def test_only_a_few_debts_are_listed_and_the_rest_counted(world: World) -> None:
    for _ in range(8):
        sent(world, {"KL500": 1})
    world.dealer.types("欠多少").sees("欠 ¥20.00", "还有 2 笔")


def test_parcels_of_an_order_come_to_its_total_to_the_cent(world: World) -> None:
    order = sent(world, {"KL330": 10}, {"KL330": 3})
    for much in (3, 4):
        ship(world, order, {"KL330": much})
    assert sum(booked(world)) == order.total == Decimal("18.33")
    is_whole(world)


def test_what_is_given_up_after_a_part_was_sent_is_put_right(world: World) -> None:
    give(world, "李记专享", [Said("ZJ10", "15.90"), Said("ZJ10", "120", "箱")], account="李记便利店")
    order = place(world, {"ZJ10": 8})
    approve(world, order)
    arrives(world, "ZJ10", 3)
    ship(world, order)
    assert booked(world) == [Decimal(45)]
    with world.database.transaction() as session:
        actor = world.actor(session, "小王")
        view = back_orders.to_close(actor, order.id, session.get_one(Order, order.id).revision)
        back_orders.close(actor, view, "不做了")
    assert booked(world) == [Decimal(45), Decimal("2.70")]
    assert sum(booked(world)) == current(world, order).total
    is_whole(world)


def test_finance_corrects_a_balance_with_a_reason_and_one_tap(world: World) -> None:
    sent(world, {"KL500": 10})
    world.finance.types("李记便利店欠多少").taps("✏️ 调账").sees("给 李记便利店 调多少")
    world.finance.types("便宜点").does_not_see("记好了")
    world.finance.types("李记便利店欠多少").taps("✏️ 调账").types("-5").sees("没看懂", "为什么")
    world.finance.types("-5 破损两瓶").sees("李记便利店 少欠 ¥5.00：破损两瓶")
    assert booked(world) == [Decimal(25)]
    world.finance.taps("✅ 记上").sees("记好了", "李记便利店 欠 ¥20.00")
    world.dealer.types("欠多少").sees("欠 ¥20.00").taps("📒 明细").sees("调账 破损两瓶", "−¥5.00")
    is_whole(world)


def test_an_old_button_of_a_correction_writes_nothing_twice(world: World) -> None:
    world.finance.types("李记便利店欠多少").taps("✏️ 调账").types("3 少收运费")
    once = world.finance.find("✅ 记上")
    world.finance.taps_button(once[1], once[0])
    world.finance.presses(once[1].data)
    assert booked(world) == [Decimal(3)]


def test_every_entry_has_its_event(world: World) -> None:
    sent(world, {"KL500": 10})
    with world.session() as session:
        noted = session.exec(select(Event).where(Event.kind == "ledger.posted")).one()
        assert (noted.facts["amount"], noted.facts["entry"]) == ("25.00", "invoice")
