"""What an order waits for comes in and leaves together with the dealer's next order."""

from sqlmodel import select

from domain import scheduled
from domain.checks import check_all
from domain.tables.orders import Order
from tests.orders import approve, comes, current, place, receive, ship
from tests.world import World


def short(world: World) -> Order:
    """An agreed order: one case of tissues is there, two have to come in."""
    comes(world, "ZJ10", 8)
    order = place(world, {"ZJ10": 24})
    approve(world, order)
    world.deliver()
    return order


def books_agree(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_what_came_in_waits_for_the_next_order_and_goes_with_it(world: World) -> None:
    first = short(world)
    world.dealer.hears(first.number, "⏳欠 2箱").taps("🚚 欠货跟下一单送").sees("跟下一单一起送", "🚚 欠货到了就送")
    world.warehouse.types("待备货").sees("0001")
    receive(world, ship(world, first))
    comes(world, "ZJ10", 16)
    world.dealer.hears("到了", first.number, "跟下一单一起送", "❌ 这批不要了")
    assert "可以备货" not in world.warehouse.heard[-1].text()
    world.warehouse.types("待备货").sees("没有要备货的单子")
    second = place(world, {"XB330": 24})
    approve(world, second)
    world.deliver()
    world.warehouse.hears("要备货", second.number, "跟 1123-0001 到的货一起发").taps("📦").sees(
        "📦 一起发的：1123-0001"
    )
    world.warehouse.types("待备货").sees("0001", "0002")
    receive(world, ship(world, second))
    world.warehouse.types("待备货").does_not_see("0001")
    receive(world, ship(world, first))
    assert {current(world, each).status.value for each in (first, second)} == {"completed"}
    books_agree(world)


def test_after_the_goods_came_it_can_be_said_as_well_and_taken_back(world: World) -> None:
    first = short(world)
    receive(world, ship(world, first))
    comes(world, "ZJ10", 16)
    world.dealer.hears("到了", first.number, "❌ 这批不要了").taps("🚚 欠货跟下一单送").sees("跟下一单一起送")
    world.warehouse.types("待备货").sees("没有要备货的单子")
    world.dealer.taps("🚚 欠货到了就送").sees("到了就送")
    world.deliver()
    world.warehouse.hears("到货了，可以备货", first.number).types("待备货").sees("0001")
    books_agree(world)


def test_whoever_waits_long_for_company_is_asked(world: World) -> None:
    first = short(world)
    world.dealer.taps("🚚 欠货跟下一单送")
    receive(world, ship(world, first))
    comes(world, "ZJ10", 16)
    world.clock.pass_(days=15)
    with world.database.transaction() as session:
        assert scheduled.ask_still_wanted(world.actor(session)) == 1
    world.deliver()
    world.dealer.hears("还要吗", first.number, "2箱", "等下一单", "✅ 继续等", "🚚 欠货到了就送")


def test_what_came_in_for_the_next_order_can_still_be_given_up(world: World) -> None:
    first = short(world)
    world.dealer.taps("🚚 欠货跟下一单送")
    receive(world, ship(world, first))
    other = place(world, {"ZJ10": 8}, "Ann")
    comes(world, "ZJ10", 16)
    world.dealer.types(first.number).taps("❌ 欠货不等了").sees("棉雾抽纸", "2箱（到了，等下一单一起送）")
    world.dealer.taps("暂时不需要").sees("不再等货", "已完成")
    world.deliver()
    world.salesperson.hears("❌", first.number, "这些货不等了", "2箱")
    world.warehouse.types("待备货").does_not_see("0001")
    assert current(world, first).status.value == "completed"
    assert world.stock("ZJ10").reserved == 8  # what was waited for by somebody else
    assert current(world, other).status.value == "submitted"
    books_agree(world)


def test_what_came_in_and_what_still_waits_is_given_up_together(world: World) -> None:
    first = short(world)
    world.dealer.taps("🚚 欠货跟下一单送")
    comes(world, "ZJ10", 8)
    world.dealer.types(first.number).taps("❌ 欠货不等了").sees("⏳ 棉雾抽纸", "1箱（到了，等下一单一起送）")
    world.dealer.taps("暂时不需要").sees("其余照常")
    receive(world, ship(world, first))
    assert current(world, first).status.value == "completed"
    assert world.stock("ZJ10").allocated == 0
    books_agree(world)


def test_an_order_of_somebody_else_is_no_company(world: World) -> None:
    first = short(world)
    world.dealer.taps("🚚 欠货跟下一单送")
    receive(world, ship(world, first))
    comes(world, "ZJ10", 16)
    approve(world, place(world, {"XB330": 24}, "Ann"))
    world.warehouse.types("待备货").sees("0002").does_not_see("0001")
    world.english_dealer.types(f"order {first.number}")
    with world.session() as session:
        assert session.exec(select(Order.rides_after).where(Order.id == first.id)).one() == 1
