"""Stock: what runs low, counting, receiving, taking back, and which orders a short shelf does not reach."""

from tests.ordering import approve, place
from tests.world import World


def test_what_is_sold_out_or_low_comes_first(world: World) -> None:
    place(world, "老李", ("HN250", 20))
    world.warehouse.types("菜单").taps("库存").sees("缺货 1 种，偏低 1 种")
    out, low = world.warehouse.labels[:2]
    assert "ZJ10" in out
    assert "HN250" in low


def test_a_sku_is_found_by_typing(world: World) -> None:
    world.warehouse.types("菜单").taps("库存").types("kl500").sees(
        "KL500 峰泡可乐 500ml瓶", "架上：41箱 16瓶", "可卖：41箱 16瓶"
    )


def test_several_that_fit_are_listed_and_nothing_is_said_kindly(world: World) -> None:
    world.warehouse.types("菜单").taps("库存").types("可乐").sees("KL330", "KL500").taps("KL330").sees("架上")
    world.warehouse.taps("⬅️ 库存").types("飞机").sees("没找到“飞机”").types("米线").sees("MM5 禾稼米线")


def test_reserved_and_allocated_are_told_apart(world: World) -> None:
    place(world, "老李", ("KL330", 24))
    approve(world, place(world, "Ann", ("KL330", 48)))
    _open(world, "KL330")
    world.warehouse.sees("待审核占用：1箱", "待发货占用：2箱", "可卖：38箱 16罐", "入库 +41箱 16罐")


def test_a_count_shows_the_difference_and_can_be_taken_back(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("✏️ 盘点").sees("41箱 16罐（1,000罐）").types("40箱").sees("少了 1箱 16罐", "41箱 16罐 → 40箱")
    assert world.stock("KL330").on_hand == 960
    world.warehouse.sees("盘点 −1箱 16罐 老周").taps("❌ 撤销盘点").sees("已撤销：40箱 → 41箱 16罐", "（已撤销）")
    assert world.stock("KL330").on_hand == 1000


def test_a_count_that_agrees_says_so(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("✏️ 盘点").types("1000").sees("账实相符")


def test_goods_come_in_by_the_case(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("5箱").sees("已入库 +5箱：0提 → 5箱")
    assert world.stock("ZJ10").on_hand == 40


def test_taking_back_twice_takes_back_once(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3 cases")
    message, button = world.warehouse.find("❌ 撤销入库")
    world.warehouse.taps_button(button, message).sees("已撤销")
    world.warehouse.taps_button(button, message).sees("之前已经撤销过")
    assert world.stock("ZJ10").on_hand == 0


def test_what_has_left_since_cannot_be_taken_back(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3箱")
    undo = world.warehouse.find("❌ 撤销入库")[1]
    world.warehouse.taps("✏️ 盘点").types("1箱").taps_button(undo).sees("棉雾抽纸", "1箱")
    assert world.stock("ZJ10").on_hand == 8


def test_a_count_below_what_is_promised_names_the_orders_it_does_not_reach(world: World) -> None:
    approve(world, place(world, "老李", ("HN250", 24)))
    approve(world, place(world, "Ann", ("HN250", 24)))
    _open(world, "HN250")
    world.warehouse.taps("✏️ 盘点").types("30罐").sees("不够发，差 18罐", "1123-0002 Harbour Mart 差 18罐").does_not_see(
        "0001"
    )
    assert world.stock("HN250").on_hand == 30


def test_goods_by_weight_are_counted_to_the_gram_and_cans_are_not(world: World) -> None:
    _open(world, "MM5")
    world.warehouse.taps("➕ 入库").types("12.345").sees("12.345kg")
    _open(world, "KL330")
    world.warehouse.taps("➕ 入库").types("1.5").does_not_see("已入库")
    assert world.stock("KL330").on_hand == 1000


def test_nonsense_is_asked_again_and_then_understood(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("➕ 入库").types("好多").sees("数量没看懂").types("-3").does_not_see("已入库").types(
        "2箱"
    ).sees("已入库 +2箱")
    assert world.stock("KL330").on_hand == 1048


def test_a_salesperson_looks_but_does_not_touch(world: World) -> None:
    _open(world, "KL330")
    count = world.warehouse.find("✏️ 盘点")[1]
    world.salesperson.taps_button(count).does_not_see("架上实际有多少")
    world.salesperson.types("5")
    assert world.stock("KL330").on_hand == 1000


def test_a_dealer_sees_no_stock_room(world: World) -> None:
    _open(world, "KL330")
    receive = world.warehouse.find("➕ 入库")[1]
    world.dealer.taps_button(receive).does_not_see("来了多少货")


def test_it_speaks_english(world: World) -> None:
    world.warehouse.types("language").taps("English").taps("Stock").types("KL330").taps("➕ Receive").types("2 cases")
    world.warehouse.sees("Received +2 cases", "On hand: 43 cases 16 cans", "received +2 cases")


def _open(world: World, code: str) -> None:
    world.warehouse.types("菜单").taps("库存").types(code).sees(code, "架上")
