"""What a dealer calls the goods: learnt from answers and corrections or taught, used, shown, and taken back."""

from decimal import Decimal

from sqlmodel import col, select

from domain.catalogue import nicknames
from domain.catalogue.catalogue import put_on_sale
from domain.checks import check_all
from domain.tables.catalogue import Sku
from domain.tables.nicknames import How, Nickname
from domain.tables.people import Account
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.carts import cart
from tests.phones import Phone
from tests.world import World


def known(world: World, account: str = "李记便利店") -> dict[str, str]:
    """What an account means by its words: SKU code by key."""
    with world.session() as session:
        query = select(Nickname.key, Sku.code).join(Account).join(Sku, col(Sku.id) == Nickname.sku_id)
        return dict(iter(session.exec(query.where(Account.name == account))))


def taught(world: World, words: str, goods: str = "KL330") -> int:
    """老李 has taught us a nickname; its id."""
    sku = world.sku(goods).id
    with world.database.transaction() as session:
        learnt = nicknames.learn(world.actor(session, "老李"), words, sku, How.TAUGHT)
        assert learnt is not None
        return learnt.nickname.id


def serving(world: World, account: str = "李记便利店") -> Phone:
    return world.salesperson.presses("accounts").taps(account)


def test_an_answer_is_remembered_and_used_the_next_time(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱").sees("要哪一种").taps("330ml罐 10箱")
    dealer.sees("💬 记住了：您说“可乐”，就是 峰泡可乐 330ml罐", "❌ 别记这个叫法")
    assert known(world) == {"可乐": "KL330"}
    world.dealer.types("可乐 2箱").sees(
        "✅ 都放进购物车了", "💬 按您的叫法：“可乐”就是 峰泡可乐 330ml罐", "✏️ 不对，换一个"
    )
    assert cart(world) == {"KL330": "288"}


def test_it_is_said_in_english_too(world: World) -> None:
    world.english_dealer.types("cola 10 cases").taps("330ml can").sees("Remembered: when you say “cola”")
    world.english_dealer.types("COLA 2 cases").sees(
        "All in your cart", "As you call it: “COLA” is Fengpao Cola 330ml can"
    )
    world.english_dealer.taps("✏️").taps("500ml bottle").sees("Changed to Fengpao Cola 500ml bottle, 2 cases")
    world.english_dealer.types("my words").sees("My words: 1 name", "Ann corrected it").taps("❌ Remove").sees(
        "forgotten"
    )


def test_confirming_a_guess_teaches_it(world: World) -> None:
    world.dealer.types("冰峰可乐 10箱").taps("330ml罐").sees("记住了：您说“冰峰可乐”")
    world.dealer.types("冰峰可乐 1箱").sees("✅ 都放进购物车了", "按您的叫法")


def test_no_other_account_is_read_by_it(world: World) -> None:
    taught(world, "可乐")
    taught(world, "小红帽")
    world.phone("mo").types("可乐 10箱").sees("要哪一种").does_not_see("按您的叫法")
    world.phone("mo").types("小红帽 10箱").does_not_see("峰泡可乐")
    serving(world, "陌生超市").types("可乐 10箱").sees("要哪一种")
    world.phone("mo").types("我的叫法").sees("还没有记住您的叫法").does_not_see("小红帽")
    world.dealer.types("小红帽 1箱").sees("✅ 都放进购物车了")


def test_the_salesperson_orders_in_the_clients_own_words(world: World) -> None:
    taught(world, "小红帽")
    phone = serving(world).types("小红帽 2箱").sees("按客户的叫法：“小红帽”就是 峰泡可乐 330ml罐")
    phone.types("菜单").taps("💬 客户的叫法").sees("💬 李记便利店 的叫法：1 个", "老李", "教的")


def test_words_of_one_client_are_not_learnt_for_another(world: World) -> None:
    phone = serving(world).types("可乐 10箱")
    message, answer = phone.find("330ml罐 10箱")
    phone.types("叫法 小红帽=可乐")
    other, which = phone.find("330ml罐")
    serving(world, "陌生超市").types("生抽 1箱").taps_button(answer, message)
    assert known(world, "陌生超市") == {}
    world.salesperson.taps_button(which, other)
    assert "小红帽" not in known(world, "陌生超市")
    world.salesperson.types("购物车").taps("结算").does_not_see("还没定")


def test_a_line_read_wrongly_is_exchanged_and_the_words_are_learnt(world: World) -> None:
    taught(world, "小红帽")
    dealer = (
        world.dealer.types("小红帽 2箱，生抽 1箱")
        .taps("✏️ 不对")
        .sees("哪一样不对", "“小红帽 2箱” → 峰泡可乐 330ml罐", "生抽")
    )
    dealer.taps("“小红帽").sees("“小红帽 2箱”应该是哪一种？我没找到别的", "直接发商品名")
    dealer.types("雪璃").taps("雪璃柠檬汽水 330ml罐 2箱").sees(
        "换好了：雪璃柠檬汽水 330ml罐 2箱", "不要了：峰泡可乐 330ml罐"
    )
    dealer.sees("记住了：您说“小红帽”，就是 雪璃柠檬汽水 330ml罐").does_not_see("按您的叫法")
    assert cart(world) == {"XB330": "48", "JY1900": "6"}
    assert known(world) == {"小红帽": "XB330"}


def test_only_the_lines_own_quantity_moves_over(world: World) -> None:
    world.dealer.types("可乐330 3箱")
    taught(world, "可乐")
    dealer = world.dealer.types("可乐 2箱").taps("✏️ 不对").taps("峰泡可乐 500ml瓶 2箱")
    assert cart(world) == {"KL330": "72", "KL500": "48"}
    dealer.taps("❌ 别记").sees("“可乐”就是 峰泡可乐 330ml罐")
    assert known(world) == {"可乐": "KL330"}, "what was meant before is meant again"
    assert cart(world) == {"KL330": "72", "KL500": "48"}


def test_tapping_twice_moves_and_learns_once(world: World) -> None:
    taught(world, "可乐")
    dealer = world.dealer.types("可乐 2箱").taps("✏️ 不对")
    message, answer = dealer.find("500ml瓶 2箱")
    for _ in range(2):
        dealer.taps_button(answer, message).sees("换好了：峰泡可乐 500ml瓶 2箱", "记住了")
    assert cart(world) == {"KL500": "48"}
    asked = dealer.taps("✏️ 不对").taps("330ml罐 2箱")
    assert cart(world) == {"KL330": "48"}
    asked.taps_button(answer, message)
    assert cart(world) == {"KL500": "48"}, "an old button still says what the line means"


def test_a_line_of_an_older_order_can_no_longer_be_exchanged(world: World) -> None:
    taught(world, "可乐")
    dealer = world.dealer.types("可乐 2箱")
    message, wrong = dealer.find("✏️ 不对")
    dealer.taps("✏️ 不对")
    other, answer = dealer.find("500ml瓶 2箱")
    dealer.types("生抽 1箱")
    dealer.taps_button(wrong, message).sees("过期")
    dealer.taps_button(answer, other).sees("过期")
    assert cart(world) == {"KL330": "48", "JY1900": "6"}


def test_a_line_of_an_order_that_was_placed_can_no_longer_be_exchanged(world: World) -> None:
    taught(world, "可乐")
    dealer = world.dealer.types("可乐 2箱").taps("✏️ 不对")
    message, answer = dealer.find("500ml瓶 2箱")
    dealer.types("购物车").taps("✅ 去结算").taps("✅ 提交订单")
    dealer.types("峰泡可乐330ml").types("5箱")
    dealer.taps_button(answer, message).sees("过期")
    assert cart(world) == {"KL330": "120"}


def test_the_lines_of_a_long_order_come_in_pages(world: World) -> None:
    world.dealer.types("\n".join(f"生抽 {number}箱" for number in range(1, 11)))
    dealer = world.dealer.taps("✏️ 不对").sees("生抽 8箱", "▶️").does_not_see("生抽 9箱")
    dealer.taps("▶️").sees("生抽 10箱", "◀️").taps("“生抽 10箱”").taps("⬅️").sees("生抽 1箱").taps("⬅️").sees("🛒 购物车：")


def test_a_line_that_was_asked_about_is_not_one_that_was_read_wrongly(world: World) -> None:
    with world.database.transaction() as session:
        sku = session.exec(select(Sku).where(Sku.code == "JY1900")).one()
        sku.minimum, sku.multiple = Decimal(12), Decimal(6)
    world.dealer.types("生抽 1箱，雪璃 1箱").sees("不能这样订").taps("改成 2箱").sees("✅")
    world.dealer.taps("✏️ 不对").sees("“雪璃 1箱”").does_not_see("生抽 1箱")
    world.dealer.types("生抽 1箱").does_not_see("不能这样订")
    world.dealer.types("可乐 1箱").does_not_see("✏️").taps("❌ 不要这一种").does_not_see("✏️")


def test_goods_that_come_in_other_units_are_offered_in_theirs(world: World) -> None:
    dealer = world.dealer.types("生抽 6桶").taps("✏️ 不对").types("抽纸").sees("棉雾抽纸 10包提 6提")
    dealer.types("米线").sees("禾稼米线 散装 6kg").taps("米线")
    assert cart(world) == {"MM5": "6"}


def test_what_left_the_cart_is_not_exchanged(world: World) -> None:
    taught(world, "可乐")
    dealer = world.dealer.types("可乐 2箱").taps("✏️ 不对")
    message, answer = dealer.find("500ml瓶 2箱")
    dealer.types("购物车").taps("峰泡可乐").taps("❌")
    dealer.taps_button(answer, message).sees("峰泡可乐 330ml罐 已经不在购物车里了")
    assert cart(world) == {}
    assert known(world) == {"可乐": "KL330"}, "a refusal undoes all of it"


def test_a_whole_order_typed_while_a_line_is_being_exchanged_is_an_order(world: World) -> None:
    taught(world, "可乐")
    world.dealer.types("可乐 2箱").taps("✏️ 不对").types("生抽 1箱").sees("✅ 都放进购物车了")
    assert cart(world) == {"KL330": "48", "JY1900": "6"}


def test_a_name_of_one_product_is_exchanged_but_not_hijacked(world: World) -> None:
    dealer = world.dealer.types("生抽 1箱").taps("✏️ 不对").types("矿泉水").taps("青岚山泉水 550ml瓶 1箱")
    dealer.sees("换好了").does_not_see("记住了")
    assert known(world) == {}
    world.dealer.types("生抽 1箱").sees("味满楼生抽")


def test_the_answer_to_how_many_teaches_nothing(world: World) -> None:
    world.dealer.types("雪璃 3").taps("3箱").sees("✅").does_not_see("记住了")
    world.dealer.types("峰泡可乐500ml 10箱，峰泡可乐330ml 2箱").types("可乐改成5箱").taps("500ml瓶 5箱").does_not_see(
        "记住了"
    )
    assert known(world) == {}


def test_other_doubts_go_on_after_a_lesson_is_taken_back(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱\n雪璃 3").taps("330ml罐 10箱").sees("“雪璃 3”", "记住了")
    dealer.taps("❌ 别记").sees("“可乐”不再记着了", "“雪璃 3”").taps("3箱")
    assert known(world) == {}
    assert cart(world) == {"KL330": "240", "XB330": "72"}


def test_an_order_reads_the_same_while_it_is_talked_about_though_its_words_were_learnt_meanwhile(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱\n可乐 5罐\n峰泡可乐 1箱").taps("330ml罐 10箱")
    dealer.sees("“峰泡可乐 1箱”要哪一种").taps("500ml瓶 1箱").sees("✅ 都放进购物车了")
    assert cart(world) == {"KL330": "245", "KL500": "24"}


def test_answering_twice_says_the_same_twice(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱")
    message, answer = dealer.find("330ml罐 10箱")
    for _ in range(2):
        dealer.taps_button(answer, message).sees("记住了", "❌ 别记")
    dealer.taps("❌ 别记").sees("不再记着了")
    assert known(world) == {}


def test_a_dealer_gives_a_product_a_name(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐330ml").taps("💬 起个叫法").sees("平时怎么叫它").types("“小红帽”")
    dealer.sees("记住了：您说“小红帽”，就是 峰泡可乐 330ml罐", "下次直接发“小红帽 5箱”")
    world.dealer.types("小红帽 5箱").sees("按您的叫法")
    assert cart(world) == {"KL330": "120"}


def test_words_that_cannot_be_a_name_are_asked_for_again(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐330ml").taps("💬 起个叫法")
    dealer.types("10箱").sees("会被我当成数量")
    dealer.types("生抽").sees("“生抽”是 味满楼生抽 1.9L桶 的名字")
    dealer.types("可乐330").sees("本来就是 峰泡可乐 330ml罐 的名字")
    dealer.types("红" * 31).sees("1 到 30 个字")
    assert known(world) == {}
    dealer.types("小红帽").sees("记住了")


def test_an_order_typed_instead_of_a_name_is_an_order(world: World) -> None:
    world.dealer.types("峰泡可乐330ml").taps("💬 起个叫法").types("生抽 2箱").sees("✅ 都放进购物车了")
    world.dealer.types("峰泡可乐330ml").taps("💬 起个叫法").types("叫法 小红帽=可乐500").sees("就是 峰泡可乐 500ml瓶")
    assert known(world) == {"小红帽": "KL500"}


def test_a_nickname_is_taught_in_words(world: World) -> None:
    world.dealer.types("叫法 小红帽=可乐330").sees("记住了：您说“小红帽”，就是 峰泡可乐 330ml罐")
    world.dealer.types("叫法：“蓝瓶”就是可乐500").sees("记住了：您说“蓝瓶”，就是 峰泡可乐 500ml瓶")
    world.dealer.types("叫法 可乐330 = 小红").sees("记住了：您说“小红”，就是 峰泡可乐 330ml罐")
    world.dealer.types("叫法 小小红=小红帽").sees("记住了：您说“小小红”，就是 峰泡可乐 330ml罐")
    world.english_dealer.types("nickname red can = cola 330").sees("Remembered: when you say “red can”")
    assert known(world) == {"小红帽": "KL330", "蓝瓶": "KL500", "小红": "KL330", "小小红": "KL330"}
    assert known(world, "Harbour Mart") == {"redcan": "KL330"}


def test_which_of_several_goods_is_asked(world: World) -> None:
    dealer = world.dealer.types("叫法 小红帽=可乐").sees("“小红帽”指哪一种“可乐”")
    message, which = dealer.find("330ml罐")
    dealer.taps_button(which, message).sees("记住了")
    assert known(world) == {"小红帽": "KL330"}
    dealer.types("叫法 蓝罐=可乐").taps_button(which, message)
    assert known(world) == {"小红帽": "KL330"}, "the old button spoke of other words"


def test_goods_that_are_not_found_are_said(world: World) -> None:
    world.dealer.types("叫法 小红帽=茅台").sees("没找到“茅台”", "还没记下")
    world.dealer.types("叫法 小红帽").sees("还没有记住您的叫法", "叫法 红罐=可乐330")
    assert known(world) == {}


def test_a_salesperson_teaches_it_for_the_account_that_is_served(world: World) -> None:
    world.salesperson.types("叫法 小红帽=可乐330").sees("先选好替哪家客户下单")
    world.salesperson.types("我的叫法").sees("先选好替哪家客户下单")
    serving(world).types("叫法 小红帽=可乐330").sees("记住了：李记便利店 说“小红帽”，就是 峰泡可乐 330ml罐")
    world.dealer.types("小红帽 1箱").sees("按您的叫法")
    world.dealer.types("我的叫法").sees("小王", "教的")
    world.admin.presses("accounts").taps("李记便利店").types("小红帽 1箱").sees("按客户的叫法")


def test_others_have_no_nicknames(world: World) -> None:
    mine, sku = taught(world, "小红帽"), world.sku("KL330").id
    for phone in (world.warehouse, world.finance, world.customer):
        for data in ("nicks", data_of(Verb.NAME, sku), data_of(Verb.FORGET, mine)):
            phone.presses(data).sees("来办" if phone is world.customer else "这个您这边办不了").does_not_see("小红帽")
        phone.types("我的叫法").does_not_see("小红帽")
        phone.types("叫法 蓝罐=可乐330").does_not_see("记住了")
    assert known(world) == {"小红帽": "KL330"}


def test_nicknames_are_shown_by_page_and_removed_with_a_way_back(world: World) -> None:
    for number in range(8):
        taught(world, f"叫法{number}号")
        world.clock.pass_(minutes=1)
    dealer = (
        world.dealer.types("菜单")
        .taps("💬 我的叫法")
        .sees("💬 我的叫法：8 个", "“叫法7号”", "▶️")
        .does_not_see("叫法1号")
    )
    dealer.taps("▶️").sees("“叫法1号”", "“叫法0号”", "◀️").does_not_see("叫法7号")
    dealer.taps("❌ 去掉“叫法0号”").sees("“叫法0号”不再记着了", "我的叫法：7 个").does_not_see("去掉“叫法0号”")
    dealer.taps("⬅️ 撤销").sees("“叫法0号”就是 峰泡可乐 330ml罐", "我的叫法：8 个")
    assert len(known(world)) == 8


def test_a_number_removes_what_stands_beside_it(world: World) -> None:
    taught(world, "小红帽")
    world.dealer.types("我的叫法").types("1").sees("“小红帽”不再记着了")
    assert known(world) == {}


def test_removing_twice_says_the_same_twice_and_an_old_button_touches_nothing_new(world: World) -> None:
    taught(world, "小红帽")
    dealer = world.dealer.types("我的叫法")
    message, remove = dealer.find("❌ 去掉“小红帽”")
    for _ in range(2):
        dealer.taps_button(remove, message).sees("“小红帽”不再记着了", "⬅️ 撤销")
    dealer.taps("⬅️ 撤销").sees("“小红帽”就是")
    dealer.taps_button(remove, message).sees("已经不在了", "💬")
    dealer.types("叫法 小红帽=可乐500")
    dealer.taps_button(remove, message).sees("已经不在了")
    assert known(world) == {"小红帽": "KL500"}


def test_somebody_elses_nickname_is_out_of_reach(world: World) -> None:
    mine = taught(world, "小红帽")
    dealer = world.dealer.types("可乐 1箱").taps("330ml罐")
    _, undo = dealer.find("❌ 别记")
    for phone in (world.phone("mo"), world.english_dealer, serving(world, "陌生超市")):
        phone.presses(data_of(Verb.FORGET, mine)).does_not_see("小红帽")
        phone.presses(undo.data).does_not_see("可乐”")
    assert known(world) == {"小红帽": "KL330", "可乐": "KL330"}


def test_goods_no_longer_sold_are_shown_as_such_and_not_read(world: World) -> None:
    taught(world, "可乐", "KL500")
    sku = world.sku("KL500").id
    with world.database.transaction() as session:
        put_on_sale(world.actor(session, "陈总"), sku, on_sale=False)
    world.dealer.types("我的叫法").sees("“可乐” = 峰泡可乐 500ml瓶", "现在不卖了")
    world.dealer.types("可乐 1箱").does_not_see("按您的叫法", "500ml")
    world.dealer.types("叫法 蓝瓶=峰泡可乐500ml").does_not_see("就是 峰泡可乐 500ml瓶")


def test_a_search_for_a_learnt_word_puts_its_goods_first_and_says_so(world: World) -> None:
    taught(world, "可乐", "KL500")
    taught(world, "小红帽")
    world.dealer.types("可乐").sees("💬 您平时这么叫的排在最前面")
    assert "500ml" in world.dealer.labels[0]
    world.dealer.types("小红帽").sees("💬 您说的“小红帽”", "峰泡可乐 330ml罐", "🛒")
    world.dealer.types("2箱").sees("✅")
    assert cart(world) == {"KL330": "48"}
    world.phone("mo").types("小红帽").does_not_see("峰泡可乐 330ml罐")
    serving(world).types("小红帽").sees("💬 客户说的“小红帽”")


def test_too_many_are_refused_with_a_way_to_make_room(world: World) -> None:
    sku = world.sku("KL330").id
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        for number in range(200):
            nicknames.learn(actor, f"叫法{number}号", sku, How.TAUGHT)
    world.dealer.types("叫法 小红帽=可乐330").sees("已经记了 200 个叫法", "💬")
    world.dealer.types("可乐 1箱").taps("330ml罐").sees("✅ 都放进购物车了").does_not_see("记住了")
    with world.session() as session:
        assert check_all(session) == []
