"""Payments: booked by finance, claimed by buyers, taken back with a reason."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from PIL import Image
from sqlmodel import col, select

from domain.checks import check_all
from domain.tables.orders import Order
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from storage import media
from tests.orders import approve, place, ship
from tests.world import World

HOUSE = "李记便利店"


def owes(world: World, much: int = 10) -> None:
    order = place(world, {"KL500": much})
    approve(world, order)
    ship(world, order)


def newest(world: World) -> str:
    with world.session() as session:
        return session.exec(select(Order.number).order_by(col(Order.id).desc())).first() or ""


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_finance_books_a_payment_and_the_dealer_hears(world: World) -> None:
    owes(world)
    world.finance.types(f"{HOUSE}欠多少").taps("💵 收款").types("20 转账 尾号1234").sees(
        f"{HOUSE} 付了 ¥20.00 转账 尾号1234"
    )
    world.finance.taps("✅ 记上").sees("收款记好了", f"{HOUSE} 欠 ¥5.00")
    world.deliver()
    world.dealer.hears("收到", "¥20.00")
    world.salesperson.hears("收到", "¥20.00")
    world.dealer.types("欠多少").sees("欠 ¥5.00").taps("📒 明细").sees("付款 转账 尾号1234", "−¥20.00")
    is_whole(world)


def test_an_amount_may_end_in_a_nought(world: World) -> None:
    """A button carries 88.40 as 88.4: both are the amount that was asked about."""
    owes(world)
    finance = (
        world.finance.types(f"{HOUSE}欠多少").taps("💵 收款").types("12.50 转账").taps("✅ 记上").sees("欠 ¥12.50")
    )
    with world.session() as session:
        account_id = session.exec(select(Order.account_id)).one()
    finance.presses(data_of(Verb.CORRECT, account_id)).types("-2.50 破损").taps("✅").sees("欠 ¥10.00")
    is_whole(world)


def test_more_than_is_owed_is_kept_and_pays_the_next_goods(world: World) -> None:
    owes(world)
    world.finance.types(f"{HOUSE}欠多少").taps("💵 收款").types("30").taps("✅ 记上").sees("余款 ¥5.00")
    owes(world, 4)
    world.dealer.types("欠多少").sees("欠 ¥5.00")
    is_whole(world)


def test_a_payment_is_taken_back_with_a_reason_and_only_once(world: World) -> None:
    owes(world)
    world.finance.types(f"{HOUSE}欠多少").taps("💵 收款").types("25").taps("✅ 记上")
    world.finance.taps("📒 明细").taps("↩️ 冲销").sees("为什么冲销")
    back = world.finance.types("银行退票").sees("冲销", "银行退票").find("↩️ 冲销")
    world.finance.taps_button(back[1], back[0]).sees("冲销了", "欠 ¥25.00")
    world.finance.taps_button(back[1], back[0]).sees("已经冲销过了")
    world.deliver()
    world.dealer.hears("冲销了", "银行退票")
    is_whole(world)


def test_a_buyer_says_they_paid_and_finance_finds_it(world: World) -> None:
    owes(world)
    world.dealer.types("付了 25").sees("告诉财务您付了 ¥25.00").taps("✅ 告诉财务").sees("已经告诉财务")
    world.deliver()
    world.finance.hears(f"{HOUSE} 的 老李 说付了 ¥25.00")
    yes = world.finance.find("✅ 到账")
    world.finance.taps_button(yes[1], yes[0]).sees("¥25.00 记好了")
    world.finance.taps_button(yes[1], yes[0]).sees("已经有人处理了")
    world.deliver()
    world.dealer.hears("收到", "¥25.00")
    world.dealer.types("欠多少").sees("没有欠款")
    is_whole(world)


def slip_photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1600, 2400), "white").save(made, "PNG")
    return made.getvalue()


def test_a_photo_of_the_slip_goes_to_finance_with_the_claim(world: World) -> None:
    owes(world)
    world.dealer.sends_file("slip.png", slip_photo(), "付了 25").sees("回单收到了", "¥25.00")
    world.deliver()
    world.finance.hears(f"{HOUSE} 的 老李 说付了 ¥25.00")
    (card,) = [reply for reply in world.finance.heard if "说付了" in reply.title]
    with world.session() as session:
        kept = media.load(session, card.picture or "")
    assert kept is not None
    assert (kept.mime, kept.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert max(Image.open(io.BytesIO(kept.content)).size) == 1280
    world.finance.taps("✅ 到账").sees("¥25.00 记好了")
    is_whole(world)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_photo_may_come_after_the_words(world: World, confirmed: bool) -> None:  # noqa: FBT001
    owes(world)
    world.dealer.types("付了 25")
    if confirmed:
        world.dealer.taps("✅ 告诉财务")
    world.dealer.sends_file("slip.png", slip_photo()).sees("回单收到了", "¥25.00")
    world.deliver()
    assert [reply.picture for reply in world.finance.heard if "说付了" in reply.title][-1]
    world.dealer.sends_file("slip.png", slip_photo()).does_not_see("回单收到了")
    is_whole(world)


def test_a_photo_of_anything_else_is_no_slip_and_is_not_kept(world: World) -> None:
    for phone in (world.salesperson, world.finance):
        phone.sends_file("cat.png", slip_photo()).does_not_see("回单")
    with world.session() as session:
        assert session.exec(select(media.Media)).all() == []
    world.dealer.sends_file("cat.png", slip_photo()).sees("是付款凭证吗").types("可乐500 10箱").sees("可乐")
    with world.database.transaction() as session:
        media.forget_unused(session, world.clock() + timedelta(hours=35))
        assert session.exec(select(media.Media)).all() != []
        media.forget_unused(session, world.clock() + timedelta(hours=37))
        assert session.exec(select(media.Media)).all() == []


@pytest.mark.parametrize("said", ["25 订单 {number}", "付了 25 订单 {number}"])
def test_a_photo_sent_alone_is_asked_about_and_goes_to_finance_with_the_answer(world: World, said: str) -> None:
    owes(world)
    owes(world)
    number = newest(world)
    world.dealer.sends_file("slip.png", slip_photo()).sees("是付款凭证吗", "金额多少")
    world.dealer.types(said.format(number=number[-4:])).sees("¥25.00", f"付订单 {number[5:]}").taps("✅ 告诉财务")
    world.dealer.sees("回单收到了")
    world.deliver()
    (card,) = [reply for reply in world.finance.heard if "说付了" in reply.title]
    world.finance.hears(f"付订单 {number[5:]}").taps("✅ 到账")
    with world.database.transaction() as session:
        media.forget_unused(session, world.clock() + timedelta(days=9))
        assert media.load(session, card.picture or "") is not None
    is_whole(world)


def test_another_amount_came_or_nothing_at_all(world: World) -> None:
    owes(world)
    world.dealer.types("我付了钱了").sees("您付了多少").types("25").taps("✅ 告诉财务")
    world.deliver()
    world.finance.taps("✏️ 金额不对").sees("实际到了多少").types("20").sees("付了 ¥20.00").taps("✅ 记上").sees(
        "¥20.00 记好了"
    )
    world.dealer.types("付了 5").taps("✅ 告诉财务")
    world.deliver()
    world.finance.taps("❌ 没到").sees("没查到")
    world.deliver()
    world.dealer.hears("¥5.00", "财务还没查到")
    world.dealer.types("欠多少").sees("欠 ¥5.00")
    is_whole(world)


def test_only_finance_books_and_only_buyers_claim(world: World) -> None:
    owes(world)
    with world.session() as session:
        account_id = world.actor(session, "老李").account_id or 0
    for phone in (world.dealer, world.salesperson, world.warehouse, world.customer):
        phone.presses(data_of(Verb.PAYMENT, account_id)).does_not_see("付了多少")
        phone.presses(data_of(Verb.PAYMENT_NOW, account_id, Decimal(5)))
    for phone in (world.salesperson, world.finance, world.customer):
        phone.presses(data_of(Verb.CLAIM, Decimal(5))).does_not_see("已经告诉财务")
    world.dealer.types("欠多少").sees("欠 ¥25.00")
