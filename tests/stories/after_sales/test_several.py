"""Several goods in one message: one request with a line for each; what is in doubt is asked about."""

from decimal import Decimal

from domain.rules.returns import Outcome, ReturnReason
from tests.orders import approve, place, receive, ship
from tests.returns import is_whole, lines_of, picture, requests_of
from tests.world import World


def came(world: World, goods: dict[str, int] | None = None) -> None:
    """老李 received an order of several goods."""
    order = place(world, goods or {"KL330": 48, "QS550": 24})
    approve(world, order)
    receive(world, ship(world, order))
    world.deliver()


def test_two_goods_are_one_request(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了3罐，泉水少了2瓶").sees("这 2 样", "峰泡可乐", "3罐", "破了", "2瓶", "少了")
    world.dealer.taps("💰 退款").sees("这几样都要退款").taps("✅ 交给业务员").sees("R20261123-0001")
    assert len(requests_of(world)) == 1
    assert [(each.reason, each.quantity, each.outcome) for each in lines_of(world)] == [
        (ReturnReason.BROKEN, Decimal(3), Outcome.REFUND),
        (ReturnReason.SHORT, Decimal(2), Outcome.REFUND),
    ]
    is_whole(world)


def test_what_is_in_doubt_is_asked_about_afterwards(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了3罐，泉水少了几瓶，补发").sees("可乐", "3罐", "接着再问")
    world.dealer.taps("✅ 交给业务员").sees("R20261123-0001", "多少").types("2")
    world.dealer.taps("📦 补发").taps("✅ 交给业务员")
    assert [each.quantity for each in lines_of(world)] == [Decimal(3), Decimal(2)]
    assert len(requests_of(world)) == 1
    is_whole(world)


def test_a_photo_goes_along_with_all_of_them(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了3罐，泉水破了2瓶，退款").sees("这几样都要退款").sends_file("cans.png", picture())
    assert [bool(each.photo) for each in lines_of(world)] == [True, False]
    is_whole(world)


def test_a_button_of_what_was_said_before_is_stale(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了3罐，泉水破了2瓶，退款")
    message, yes = world.dealer.find("✅ 交给业务员")
    world.dealer.types("可乐破了4罐，泉水破了2瓶，退款")
    world.dealer.taps_button(yes, message)
    assert not lines_of(world)
    world.dealer.taps("✅ 交给业务员")
    assert [each.quantity for each in lines_of(world)] == [Decimal(4), Decimal(2)]
    is_whole(world)


def test_an_order_is_no_claim(world: World) -> None:
    came(world)
    world.dealer.types("可乐2箱，别发错了").sees("购物车").does_not_see("哪一样")
    world.dealer.types("可乐少1箱").does_not_see("想怎么办")
    assert not lines_of(world)
