"""Stock: what runs low, counting, receiving, taking back, and which orders a short shelf does not reach."""

from decimal import Decimal

import pytest

from domain.catalogue.versions import touch
from domain.tables.catalogue import Product, Sku
from tests.orders import approve, place, ship
from tests.world import World


def test_what_is_sold_out_or_low_comes_first(world: World) -> None:
    place(world, {"HN250": 20})
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
    place(world, {"KL330": 24})
    approve(world, place(world, {"KL330": 48}, "Ann"))
    _open(world, "KL330")
    world.warehouse.sees("待审核占用：1箱", "待发货占用：2箱", "可卖：38箱 16罐", "入库 +41箱 16罐")


def test_a_count_shows_the_difference_and_can_be_taken_back(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("✏️ 盘点").sees("41箱 16罐（1,000罐）").types("40箱").sees("少了 1箱 16罐", "41箱 16罐 → 40箱")
    assert world.stock("KL330").on_hand == 960
    world.warehouse.sees("盘点 −1箱 16罐 老周").taps("↩️ 撤销盘点").sees("已撤销：40箱 → 41箱 16罐", "（已撤销）")
    assert world.stock("KL330").on_hand == 1000


def test_a_count_that_agrees_says_so(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("✏️ 盘点").types("1000").sees("账实相符")


def test_goods_come_in_by_the_case(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("5箱").sees("已入库 +5箱：0箱 → 5箱")
    assert world.stock("ZJ10").on_hand == 40


def test_taking_back_twice_takes_back_once(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3 cases")
    message, button = world.warehouse.find("↩️ 撤销入库")
    world.warehouse.taps_button(button, message).sees("已撤销")
    world.warehouse.taps_button(button, message).sees("之前已经撤销过")
    assert world.stock("ZJ10").on_hand == 0


def test_what_has_left_since_cannot_be_taken_back(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3箱")
    undo = world.warehouse.find("↩️ 撤销入库")[1]
    order = place(world, {"ZJ10": 16})
    approve(world, order)
    ship(world, order)
    world.warehouse.taps_button(undo).sees("棉雾抽纸", "1箱")
    assert world.stock("ZJ10").on_hand == 8


def test_a_receipt_is_not_taken_back_from_what_was_counted_since(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3箱")
    undo = world.warehouse.find("↩️ 撤销入库")[1]
    world.warehouse.taps("✏️ 盘点").types("1箱").taps_button(undo)
    world.warehouse.sees("库存又变过", "11月23日 10:00 老周盘点 −2箱", "没有撤销").taps("🔍 看看库存").sees("架上：1箱")
    assert world.stock("ZJ10").on_hand == 8


def test_after_ten_minutes_the_last_move_is_taken_back_by_a_tap_that_says_from_when_it_is(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3箱")
    world.clock.pass_(days=60)
    _open(world, "ZJ10")
    world.warehouse.taps("↩️ 撤销入库").sees("这是 11月23日 10:00 老周入库的 +3箱，真的要撤销吗？")
    assert world.stock("ZJ10").on_hand == 24
    message, button = world.warehouse.find("↩️ 真的撤销 +3箱")
    world.warehouse.taps_button(button, message).sees("已撤销：3箱 → 0箱")
    world.warehouse.taps_button(button, message).sees("之前已经撤销过")
    assert world.stock("ZJ10").on_hand == 0


def test_an_older_move_is_only_taken_back_in_the_first_ten_minutes(world: World) -> None:
    _open(world, "ZJ10")
    world.warehouse.taps("➕ 入库").types("3箱")
    first = world.warehouse.find("↩️ 撤销入库 +3箱")[1]
    world.clock.pass_(minutes=5)
    world.warehouse.taps("➕ 入库").types("1箱")
    world.clock.pass_(minutes=4)
    world.warehouse.taps_button(first).sees("已撤销：4箱 → 1箱")
    world.warehouse.taps("➕ 入库").types("2箱").taps("➕ 入库").types("1箱")
    world.clock.pass_(minutes=11)
    second = world.warehouse.find("↩️ 撤销入库 +1箱")[1]
    order = place(world, {"ZJ10": 8})
    approve(world, order)
    ship(world, order)
    world.warehouse.taps_button(second).sees("库存又变过", "老周发货 −1箱").does_not_see("真的")
    assert world.stock("ZJ10").on_hand == 24


def test_a_number_more_than_tenfold_or_beyond_what_was_ever_there_is_asked_about(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("✏️ 盘点").types("30罐").sees("从 41箱 16罐 改成 1箱 6罐，对吗？")
    assert world.stock("KL330").on_hand == 1000
    world.warehouse.types("500箱").sees("从 41箱 16罐 改成 500箱，对吗？").types("40箱").sees("少了 1箱 16罐")
    world.warehouse.taps("➕ 入库").types("60箱").sees("入库 60箱：从 40箱 变成 100箱，对吗？")
    assert world.stock("KL330").on_hand == 960
    message, button = world.warehouse.find("✅ 入库 60箱")
    world.warehouse.taps_button(button, message).sees("已入库 +60箱")
    world.warehouse.taps_button(button, message).sees("库存刚刚变过", "架上：100箱")
    assert world.stock("KL330").on_hand == 2400


def test_a_confirmed_count_is_written_once_and_not_over_what_moved_since(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("✏️ 盘点").types("30罐")
    old = world.warehouse.find("✅ 就是 1箱 6罐")[1]
    world.warehouse.taps_button(old).sees("少了 40箱 10罐").taps_button(old).sees("账实相符")
    _open(world, "KL500")
    world.warehouse.taps("✏️ 盘点").types("30瓶")
    old = world.warehouse.find("✅ 就是 1箱 6瓶")[1]
    _open(world, "KL500")
    world.warehouse.taps("➕ 入库").types("1箱").taps_button(old).sees("库存刚刚变过")
    assert world.stock("KL500").on_hand == 1024


def test_who_may_not_change_stock_confirms_none(world: World) -> None:
    _open(world, "KL330")
    world.warehouse.taps("➕ 入库").types("60箱")
    button = world.warehouse.find("✅ 入库 60箱")[1]
    world.salesperson.taps_button(button)
    world.dealer.taps_button(button)
    assert world.stock("KL330").on_hand == 1000


def test_a_count_below_what_is_promised_names_the_orders_it_does_not_reach(world: World) -> None:
    approve(world, place(world, {"HN250": 24}))
    approve(world, place(world, {"HN250": 24}, "Ann"))
    _open(world, "HN250")
    world.warehouse.taps("✏️ 盘点").types("30罐").sees("欠货共 18罐", "1123-0002 Harbour Mart 等 18罐").does_not_see(
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
    world.clock.pass_(hours=1)
    world.warehouse.taps("↩️ Take back receipt").sees("This is what 老周 received", "+2 cases. Really take it back?")
    world.warehouse.taps("↩️ Yes, take back +2 cases").sees("Taken back: 43 cases 16 cans")
    world.warehouse.taps("➕ Receive").types("500 cases").sees("Receive 500 cases", "Is that right?")


def _open(world: World, code: str) -> None:
    world.warehouse.types("菜单").taps("库存").types(code).sees(code, "架上")


@pytest.mark.parametrize(
    "words", ["少了一箱雪璃", "雪璃少了一箱", "雪璃坏了两罐", "仓库里多了3箱雪璃", "missing 2 cans of xueli"]
)
@pytest.mark.parametrize("before", ["库存", "菜单"])
def test_goods_that_are_missing_are_counted(world: World, words: str, before: str) -> None:
    world.warehouse.types(before).types(words).sees("都用盘点改", "XB330", "架上实际有多少").types("40箱")
    assert world.stock("XB330").on_hand == 960


def test_missing_goods_that_several_may_be_are_shown(world: World) -> None:
    world.warehouse.types("少了一箱可乐").sees("都用盘点改", "KL330", "KL500").does_not_see("刚到的货")


def test_other_missing_goods_are_no_answer_to_a_count(world: World) -> None:
    world.warehouse.types("少了一箱雪璃").types("火犇少了一罐").sees("HN250", "架上实际有多少")


def test_a_buyer_who_misses_goods_gets_the_buyers_answer(world: World) -> None:
    world.dealer.types("少了一箱雪璃").sees("没有可以申请售后的货").does_not_see("盘点")


def test_nothing_is_counted_in_packs_as_the_rest_is(world: World) -> None:
    world.warehouse.types("库存").types("KL330").sees("占用：0箱").does_not_see("：0罐")


def test_a_sentence_names_goods_as_an_order_does_where_a_search_finds_more(world: World) -> None:
    with world.database.transaction() as session:
        diet = Product(key="diet-cola", name="峰泡无糖可乐")
        session.add(diet)
        session.flush()
        session.add(Sku(code="WT330", product_id=diet.id, spec="330ml罐", unit="罐", price=Decimal(2)))
        touch(session)
    world.warehouse.types("入库 可乐330 3箱").sees("KL330 峰泡可乐 330ml罐", "入库 3箱？").taps("✅ 入库这么多")
    assert world.stock("KL330").on_hand == 1072
