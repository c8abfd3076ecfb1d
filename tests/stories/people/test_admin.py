"""The owner: inviting people, goods on and off sale, prices, and the day's figures."""

from decimal import Decimal

from sqlmodel import select

from domain.tables.people import Account, Person
from tests.orders import approve, place, ship
from tests.world import World


def test_people_are_counted_by_role_and_listed(world: World) -> None:
    world.admin.types("菜单").taps("人员").sees("业务员 2 人", "采购 3 人").taps("🔍 采购名单").sees(
        "老李 · 李记便利店", "Ann · Harbour Mart"
    )


def test_a_colleague_is_invited_and_comes_in_with_the_code(world: World) -> None:
    code = _code(world, "➕ 邀请仓库")
    world.phone("xiaotang").starts(code)
    assert _role_of(world, "xiaotang") == "warehouse"


def test_a_buyer_is_invited_for_a_known_account(world: World) -> None:
    world.admin.types("菜单").taps("人员").taps("➕ 邀请采购").sees("哪家客户")
    world.admin.taps("✅ Harbour Mart").sees("邀请好了：采购 · Harbour Mart", "前有效", "给您的邀请")


def test_a_buyer_is_invited_for_a_new_account(world: World) -> None:
    world.admin.types("菜单").taps("人员").taps("➕ 邀请采购").types("新开小卖部").sees(
        "要新建吗", "打错了？"
    ).does_not_see("不在里面")
    assert "新开小卖部" not in _accounts(world)
    world.admin.taps("➕ 新客户“新开小卖部”").sees("采购 · 新开小卖部")
    assert "新开小卖部" in _accounts(world)


def test_a_name_like_a_known_one_is_asked_about(world: World) -> None:
    world.admin.types("菜单").taps("人员").taps("➕ 邀请采购").types("李记").sees("没有叫“李记”的客户", "李记便利店")
    world.admin.taps("➕ 新客户“李记”").sees("采购 · 李记")
    assert {"李记", "李记便利店"} <= set(_accounts(world))


def test_only_those_who_may_invite_do(world: World) -> None:
    world.admin.types("菜单").taps("人员")
    invite = world.admin.find("➕ 邀请管理员")[1]
    world.salesperson.taps_button(invite).does_not_see("邀请好了", "邀请一位")
    world.dealer.taps_button(invite).does_not_see("邀请好了")


def test_goods_go_off_sale_and_come_back(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("❌ 下架").sees("已下架")
    assert not world.sku("KL500").on_sale
    world.dealer.types("可乐").does_not_see("500ml")
    world.admin.taps("⬅️ 商品").sees("现在下架的", "KL500").types("峰泡可乐").sees("KL500").taps("KL500").taps(
        "✅ 上架"
    ).sees("已上架")
    assert world.sku("KL500").on_sale


def test_a_price_changes_and_old_and_new_are_shown(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("💰 改价").sees("¥2.50/瓶").types("2.65元/瓶").sees("¥2.50 → ¥2.65", "¥2.65/瓶")
    assert world.sku("KL500").price == Decimal("2.65")


def test_a_new_price_is_taken_back_for_ten_minutes(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("💰 改价").types("2.65").sees("↩️ 撤销，改回 ¥2.50")
    message, button = world.admin.find("↩️ 撤销")
    world.salesperson.taps_button(button)
    world.dealer.taps_button(button)
    assert world.sku("KL500").price == Decimal("2.65")
    world.admin.taps_button(button, message).sees("已撤销改价，还是 ¥2.50/瓶")
    world.admin.taps_button(button, message).sees("¥2.50/瓶")
    assert world.sku("KL500").price == Decimal("2.50")
    world.admin.taps("💰 改价").types("2.65")
    late = world.admin.find("↩️ 撤销")[1]
    world.clock.pass_(minutes=11)
    world.admin.taps_button(late).sees("超过 10 分钟").taps("🏷 看看商品").sees("¥2.65/瓶")


def test_a_price_that_was_changed_again_is_not_taken_back(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("💰 改价").types("2.65")
    old = world.admin.find("↩️ 撤销")[1]
    world.admin.taps("💰 改价").types("2.8").taps_button(old).sees("您在 11月23日 10:00 又改过价，现在是 ¥2.80")
    world.admin.taps("🏷 看看商品").taps("💰 改价").types("2.65").taps_button(old).sees("又改过价")
    assert world.sku("KL500").price == Decimal("2.65")


def test_a_price_that_leaps_is_confirmed_first(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("💰 改价").types("26.5").sees("¥2.50 → ¥26.50", "确定吗")
    assert world.sku("KL500").price == Decimal("2.50")
    message, button = world.admin.find("✅ 就改成")
    world.admin.taps_button(button, message).sees("已改价")
    world.admin.taps_button(button, message)
    assert world.sku("KL500").price == Decimal("26.5")


def test_an_old_confirmation_does_not_overwrite_a_newer_price(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("💰 改价").types("26.5")
    old = world.admin.find("✅ 就改成")[1]
    _goods(world, "KL500")
    world.admin.taps("💰 改价").types("2.8")
    world.admin.taps_button(old).sees("价格刚被别人改过", "¥2.80")
    assert world.sku("KL500").price == Decimal("2.8")


def test_nonsense_is_no_price_and_may_be_typed_again(world: World) -> None:
    _goods(world, "KL500")
    world.admin.taps("💰 改价")
    for words in ("老价钱", "-1", "2.50001", "1e9"):
        world.admin.types(words).sees("价格没看懂")
    world.admin.types("2.4").sees("¥2.50 → ¥2.40")


def test_only_the_admin_changes_prices(world: World) -> None:
    _goods(world, "KL500")
    price = world.admin.find("💰 改价")[1]
    world.salesperson.taps_button(price).does_not_see("新的单价")
    world.salesperson.types("1")
    assert world.sku("KL500").price == Decimal("2.50")


def test_the_figures_of_today(world: World) -> None:
    place(world, {"QS550": 24})
    done = place(world, {"KL500": 48}, "Ann")
    approve(world, done)
    ship(world, done)
    world.admin.types("菜单").taps("📊 今日数据")
    world.admin.sees("11月23日", "下单 2 单，¥141.60", "已通过 1 单，¥120.00", "待审核 1 单，¥21.60", "发出 1 件包裹")
    world.admin.sees(
        "1. 峰泡可乐 500ml瓶 · 2箱 · ¥120.00", "2. 青岚山泉水 550ml瓶 · 1箱 · ¥21.60", "缺货 1 种", "棉雾抽纸"
    )


def test_yesterday_is_not_today(world: World) -> None:
    place(world, {"QS550": 24})
    world.clock.pass_(days=1)
    world.finance.types("菜单").taps("📊 今日数据").sees("11月24日", "下单 0 单", "待审核 1 单")


def test_figures_offer_to_decide_only_to_those_who_may(world: World) -> None:
    assert "⏳ 待审核" in world.admin.types("菜单").taps("📊 今日数据").labels
    assert "⏳ 待审核" in world.finance.types("菜单").taps("📊 今日数据").labels


def test_figures_are_not_for_dealers(world: World) -> None:
    world.admin.types("菜单")
    figures = world.admin.find("📊 今日数据")[1]
    world.dealer.taps_button(figures).does_not_see("今日数据")


def test_the_admin_reads_english_too(world: World) -> None:
    world.admin.types("language").taps("English").taps("📊").sees("Ordered: 0 orders", "Running out").taps("🏠").taps(
        "People"
    )
    world.admin.sees("Buyer: 3").taps("➕ Invite Finance").taps("✅ Invite").sees(
        "Invite ready: Finance", "It works once"
    )


def _goods(world: World, code: str) -> None:
    world.admin.types("菜单").taps("商品").types(code).sees(code, "单价")


def _code(world: World, role: str) -> str:
    world.admin.types("菜单").taps("人员").taps(role).sees("邀请好了", "只能用一次")
    words = next(reply.title for reply in world.admin.last if "邀请码" in reply.title)
    return words.split()[-1]


def _role_of(world: World, name: str) -> str:
    with world.session() as session:
        return session.exec(select(Person).where(Person.name == name)).one().role


def _accounts(world: World) -> list[str]:
    with world.session() as session:
        return list(session.exec(select(Account.name)))
