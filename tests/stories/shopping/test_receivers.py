"""Who takes the goods at an address: read out of what was pasted, asked once, and shown to whoever brings them."""

import pytest
from sqlmodel import select

from domain.tables.orders import Order
from domain.tables.people import Address
from tests.carts import put
from tests.orders import approve
from tests.world import World

ASKS = "送到时找谁"


def order_of(world: World) -> Order:
    """The only order there is."""
    with world.session() as session:
        return session.exec(select(Order)).one()


def address(world: World, text: str) -> Address:
    """An address by its words."""
    with world.session() as session:
        return session.exec(select(Address).where(Address.text == text)).one()


@pytest.mark.parametrize(
    "pasted",
    [
        "张三 13800000000 银杏街2号",
        "收货人：张三，电话 138 0000 0000，地址：银杏街2号",
        "收货人: 张三\n手机号码: 13800000000\n详细地址: 银杏街2号",
    ],
)
def test_a_pasted_address_is_told_apart_and_reaches_the_warehouse(world: World, pasted: str) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").sees(ASKS).taps("✏️ 改地址").taps("➕").types(pasted)
    world.dealer.sees("送到：银杏街2号", "☎️ 收货：张三 13800000000").does_not_see(ASKS)
    world.dealer.taps("✅").sees("下单成功")
    order = order_of(world)
    assert (order.address, order.receiver, order.phone) == ("银杏街2号", "张三", "13800000000")
    world.dealer.taps("📦 订单").sees("📍 银杏街2号", "☎️ 张三 13800000000")
    approve(world, order)
    world.deliver()
    world.warehouse.types("待备货").taps("📦").sees("📍 银杏街2号", "☎️ 张三 13800000000")
    world.warehouse.taps("📦").sees("备货", "📍 银杏街2号", "☎️ 张三 13800000000")


def test_an_old_address_is_asked_about_once_and_later_is_an_answer(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").sees(ASKS).taps("⏳ 以后再说").sees("以后想加", "✅ 提交").does_not_see(ASKS)
    world.dealer.taps("✅").sees("下单成功")
    put(world, KL500=72)
    world.dealer.types("结算").does_not_see(ASKS)
    assert order_of(world).receiver == ""


def test_who_orders_without_an_answer_is_not_asked_again(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").sees(ASKS).taps("✅").sees("下单成功")
    put(world, KL500=72)
    world.dealer.types("结算").does_not_see(ASKS).taps("✅").sees("D20261123-0002")


def test_name_and_number_are_typed_at_the_summary(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").types("张三 13800000000").sees("收货人记下了", "☎️ 收货：张三 13800000000", "✅ 提交")
    world.dealer.does_not_see(ASKS)
    told = address(world, "梧桐路18号")
    assert (told.receiver, told.phone) == ("张三", "13800000000")


def test_a_name_alone_is_confirmed_and_the_number_can_follow(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").types("小陈").sees("是收货人吗").taps("✅").sees("☎️ 收货：小陈")
    world.dealer.types("13800000000").sees("☎️ 收货：小陈 13800000000")


def test_goods_and_days_at_the_summary_are_still_goods_and_days(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").types("后天").sees("时间记下了", "后天")
    world.dealer.types("雪璃 2箱").sees("雪璃")
    assert address(world, "梧桐路18号").receiver == ""


def test_the_receiver_is_changed_and_somebody_elses_number_goes(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").types("张三 13800000000").taps("✏️ 改地址").sees("☎️ 收货：张三 13800000000")
    world.dealer.taps("☎️ 收货人").sees("梧桐路18号", "张三 13800000000").types("李四").sees("☎️ 收货：李四")
    world.dealer.does_not_see("13800000000")
    world.dealer.taps("✏️ 改地址").taps("☎️ 收货人").types("等一下").types("021-62345678").sees("李四 021-62345678")


def test_an_address_that_names_a_number_in_its_words_is_not_asked_about(world: World) -> None:
    with world.database.transaction() as session:
        told = session.exec(select(Address).where(Address.text == "梧桐路18号")).one()
        told.text = "梧桐路18号 老李 13800000000"
    put(world, KL500=48)
    world.dealer.types("结算").sees("梧桐路18号 老李 13800000000").does_not_see(ASKS)


def test_in_english(world: World) -> None:
    world.english_dealer.types("cola 500 2 cases").types("checkout").sees("Who takes the goods")
    world.english_dealer.types("Wang, 12 High St, 07700 900123").sees("12 High St", "Receiver: Wang 07700 900123")
    world.english_dealer.taps("✅").sees("D20261123-0001")
    order = order_of(world)
    assert (order.address, order.receiver, order.phone) == ("12 High St", "Wang", "07700 900123")


def test_what_is_ordered_again_goes_to_the_same_receiver(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").types("张三 13800000000").taps("✅").sees("下单成功").taps("📦 订单").taps("↩️").taps(
        "✅"
    )
    world.dealer.types("结算").sees("☎️ 收货：张三 13800000000")
