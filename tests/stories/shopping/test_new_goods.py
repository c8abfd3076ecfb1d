"""New goods are told to whom they concern: once a week, by day, with promotions, until they want no more."""

from decimal import Decimal

from domain.catalogue import news
from domain.tables.catalogue import Product, Sku
from domain.tables.columns import first_id_at
from tests.limits import show_only
from tests.orders import approve, place
from tests.world import World

NAME = "雪璃青柠味"


def tell(world: World) -> int:
    """The job of the morning."""
    with world.database.transaction() as session:
        return news.tell(world.actor(session))


def new_drink(world: World, code: str = "XB999", name: str = NAME) -> None:
    """A drink that comes into the catalogue now, beside XB330."""
    like = world.sku("XB330")
    with world.database.transaction() as session:
        category = session.get_one(Product, like.product_id).category_id
        product = Product(key=code, name=name, category_id=category)
        session.add(product)
        session.flush()
        at = first_id_at(world.clock())
        session.add(
            Sku(id=at, code=code, product_id=product.id, unit="罐", price=Decimal(3), backorder=True, spec="330ml罐")
        )


def test_who_bought_of_the_category_hears_of_it_the_next_day_with_the_price(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    new_drink(world)
    assert tell(world) == 0
    world.clock.pass_(days=1)
    assert tell(world) == 1
    world.deliver()
    world.dealer.hears("新货", NAME, "¥3.00/罐").taps(f"🔍 {NAME}").sees(NAME)
    assert not world.english_dealer.heard


def test_once_a_week_at_most(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    new_drink(world)
    world.clock.pass_(days=1)
    assert tell(world) == 1
    new_drink(world, "XB998", "雪璃荔枝味")
    world.clock.pass_(days=3)
    assert tell(world) == 0
    world.clock.pass_(days=4)
    assert tell(world) == 1
    world.deliver()
    world.dealer.hears("雪璃荔枝味").does_not_see(NAME)


def test_never_at_night(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    new_drink(world)
    world.clock.pass_(hours=13 + 24)
    assert tell(world) == 0
    world.clock.pass_(hours=10)
    assert tell(world) == 1


def test_who_bought_nothing_of_it_for_sixty_days_hears_nothing(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    world.clock.pass_(days=61)
    new_drink(world)
    world.clock.pass_(days=1)
    assert tell(world) == 0


def test_one_tap_ends_it(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    new_drink(world)
    world.clock.pass_(days=1)
    tell(world)
    world.deliver()
    world.dealer.hears(NAME).taps("❌ 以后不再发").sees("不再")
    new_drink(world, "XB998", "雪璃荔枝味")
    world.clock.pass_(days=8)
    assert tell(world) == 0


def test_goods_that_are_hidden_from_them_are_no_news(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    new_drink(world)
    show_only(world, "XB999", "Harbour Mart")
    world.clock.pass_(days=1)
    assert tell(world) == 0
