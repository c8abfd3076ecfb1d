"""Finding goods by typing, by shelf and by habit, on both channels."""

from decimal import Decimal

from sqlmodel import select

from domain.catalogue.versions import touch
from domain.tables.catalogue import Category, Product, Sku
from handlers.conversation.turn import SentKind
from tests.orders import place
from tests.world import World


def test_one_exact_hit_opens_the_card_at_once(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").sees("峰泡可乐 500ml瓶", "¥2.50/瓶", "1箱=24瓶", "现货", "🛒", "➕")


def test_several_hits_become_a_list_with_prices(world: World) -> None:
    world.dealer.types("可乐").sees("330ml罐 · ¥44.00/箱 · 有41箱", "500ml瓶 · ¥60.00/箱 · 有41箱")
    world.dealer.taps("500ml瓶").sees("峰泡可乐 500ml瓶", "🛒")


def test_pinyin_initials_traditional_script_codes_and_barcodes_find_too(world: World) -> None:
    for words in ("kele 500", "fpkl500", "峰泡可樂５００ｍｌ", "KL500", "2000000000022", "00022"):
        world.dealer.types("菜单")
        world.dealer.types(words).sees("峰泡可乐 500ml瓶")


def test_nothing_is_found_where_nothing_fits(world: World) -> None:
    world.dealer.types("茅台").sees("没找到“茅台”", "🏠")
    world.english_dealer.types("asdfgh").sees("Nothing found", "🏠")


def test_a_near_miss_is_offered_as_a_question(world: World) -> None:
    world.dealer.types("百事可乐").sees("您要的是不是")


def test_the_card_offers_the_other_sizes(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").taps("330ml罐").sees("峰泡可乐 330ml罐", "¥1.8333/罐")


def test_the_shelves_lead_to_cards(world: World) -> None:
    world.dealer.types("分类").sees("饮料（4）", "水（1）").taps("调味品").sees("味满楼生抽")
    world.dealer.taps("味满楼生抽").sees("1.9L桶", "¥12.80/桶")


def test_the_english_dealer_reads_english(world: World) -> None:
    world.english_dealer.types("cola 500").sees("Fengpao Cola 500ml bottle", "In stock", "🛒 Add 1 case to cart")


def test_a_scanned_barcode_opens_the_card(world: World) -> None:
    world.dealer.sends(SentKind.SCAN, "2000000000060").sees("味满楼生抽")


def test_a_salesperson_first_chooses_an_account(world: World) -> None:
    world.salesperson.types("生抽").sees("味满楼生抽", "客户").does_not_see("🛒")


def test_the_warehouse_sees_stock_and_no_prices(world: World) -> None:
    world.warehouse.types("生抽").sees("味满楼生抽", "现货", "库存").does_not_see("¥", "🛒")


def test_the_admin_reaches_stock_and_price(world: World) -> None:
    world.admin.types("生抽").sees("库存", "商品与价格")


def test_a_customer_cannot_look_at_the_goods(world: World) -> None:
    world.customer.types("可乐").does_not_see("¥", "峰泡可乐")


def test_long_results_have_pages_that_can_be_turned_later(world: World) -> None:
    with world.session() as session:
        product = session.exec(select(Product).where(Product.key == "cola")).one()
        for size in range(1, 9):
            session.add(
                Sku(code=f"KLX{size}", product_id=product.id, spec=f"{size}升桶", unit="桶", price=Decimal(size))
            )
        touch(session)
        session.commit()
    dealer = world.dealer.types("峰泡可乐").sees("找到 10 种", "▶️")
    message, onward = dealer.find("▶️")
    dealer.taps("▶️").sees("◀️").does_not_see("▶️")
    dealer.types("生抽").taps_button(onward, message).sees("峰泡可乐")


def test_usual_goods_come_from_what_was_ordered(world: World) -> None:
    world.dealer.types("菜单").taps("常买").sees("还没有常买的货")
    place(world, {"JY1900": 6})
    world.clock.pass_(days=1)
    place(world, {"JY1900": 12, "KL330": 24})
    dealer = world.dealer.types("菜单").taps("常买").sees("您常买的")
    assert [label[:5] for label in dealer.labels][:2] == ["🔹 味满楼", "🔹 峰泡可"]
    dealer.taps("味满楼生抽").sees("🛒 加入购物车")


def test_a_new_product_is_found_at_once(world: World) -> None:
    world.dealer.types("米酒").does_not_see("稻花米酒")
    with world.session() as session:
        category = session.exec(select(Category)).first()
        assert category is not None
        product = Product(key="mj", name="稻花米酒", category_id=category.id)
        session.add(product)
        session.flush()
        session.add(Sku(code="MJ", product_id=product.id, spec="1L瓶", unit="瓶", price=Decimal(9)))
        touch(session)
        session.commit()
    world.dealer.types("米酒").sees("稻花米酒 1L瓶", "¥9.00/瓶")


def test_among_goods_of_one_name_those_in_stock_and_bought_often_come_first_and_it_is_said(world: World) -> None:
    world.dealer.types("峰泡").sees("峰泡").does_not_see("您常买的排在前面")
    place(world, {"KL500": 48})
    world.dealer.types("峰泡").sees("有货的、您常买的排在前面")
    assert "500ml" in world.dealer.labels[0]
