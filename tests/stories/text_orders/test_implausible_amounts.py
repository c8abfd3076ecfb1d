"""An amount far beyond the stock and all that was ever taken is asked about first."""

from tests.carts import cart
from tests.orders import approve, place
from tests.world import World


def test_far_more_than_ever_is_in_the_cart_only_once_it_was_confirmed_or_put_right(world: World) -> None:
    approve(world, place(world, {"KL330": 48}))
    dealer = world.dealer.types("可乐330 1002箱，雪璃 2箱").sees("峰泡可乐 330ml罐要 1,002箱，对吗", "雪璃柠檬汽水")
    assert cart(world) == {"XB330": "48"}
    dealer.types("10箱").sees("10箱")
    assert cart(world) == {"XB330": "48", "KL330": "240"}
    dealer.types("火犇 1002箱").sees("比平时多很多").taps("1,002箱")
    assert "HN250" in cart(world)
