"""How much a dealer may order: own limits, limits of a period, and what an order is worth at least."""

from contextlib import suppress
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.carts import carts
from domain.orders import line_change, status_changes
from domain.refusals import AbovePeriod
from domain.rules.rights import Role
from domain.tables.orders import OrderLine
from domain.tables.people import Person
from handlers.conversation.verbs import Verb
from tests.carts import in_cart, put
from tests.limits import LI, limit, minimum_order, put_in_group
from tests.orders import approve, change, place
from tests.together import at_once, newcomer, presses
from tests.world import World


def test_an_order_in_words_beyond_a_limit_says_the_limit_and_waits_for_an_answer(world: World) -> None:
    limit(world, "KL330", period_quantity=240, period_days=7)
    dealer = world.dealer.types("可乐330 8箱").types("可乐330 12箱")
    dealer.sees("不能这样订：7 天内最多 10箱", "改成 2箱")
    dealer.types("矿泉水 2箱").sees("“可乐330 12箱”不能这样订", "改成 2箱").does_not_see("没看懂").taps("改成 2箱")
    dealer.types("购物车").sees("峰泡可乐 330ml罐 × 10箱", "青岚山泉水 550ml瓶 × 2箱")


def test_a_wrong_quantity_is_answered_with_the_two_nearest_right_ones(world: World) -> None:
    limit(world, "KL330", multiple=24)
    world.dealer.types("KL330 50罐").sees("改成 2箱", "改成 3箱").taps("改成 3箱")
    assert in_cart(world) == {"KL330": 72}


def test_the_card_steps_as_the_account_may_order(world: World) -> None:
    limit(world, "KL330", maximum=48)
    world.dealer.types("KL330").types("5箱").sees("一单最多订 2箱", "🛒 订 2箱").taps("🛒 订 2箱")
    assert in_cart(world) == {"KL330": 48}


def test_by_the_case_only_is_for_those_it_is_said_of(world: World) -> None:
    put_in_group(world, "批发", "Harbour Mart")
    limit(world, "KL330", "批发", pack_only=True)
    world.english_dealer.types("KL330").types("30 cans").sees("🛒 Order 1 case", "🛒 Order 2 cases")
    world.dealer.types("KL330").types("30罐").sees("1箱 6罐")


def test_a_period_limit_counts_what_a_colleague_ordered_and_is_given_back(world: World) -> None:
    limit(world, "KL500", period_quantity=72, period_days=7)
    put(world, KL500=48)
    other = place(world, {"KL500": 48}, who="小王", serving=LI)
    world.dealer.types("结算").sees("⚠️").does_not_see("✅ 提交")
    world.dealer.types("KL500").types("2箱").sees("7 天内最多 3箱", "已经订了 2箱", "还能订 1箱", "🛒 订 1箱")
    with world.database.transaction() as session:
        status_changes.reject(world.actor(session, "小王"), other.id, other.revision, "没货")
    world.dealer.types("结算").taps("✅ 提交").sees("D2026")


def test_a_period_limit_is_looked_at_again_at_submit(world: World) -> None:
    limit(world, "KL500", period_quantity=72, period_days=7)
    put(world, KL500=48)
    _, submit = world.dealer.types("结算").find("✅ 提交")
    place(world, {"KL500": 48}, who="小王", serving=LI)
    world.dealer.taps_button(submit).sees("还能订 1箱")
    assert in_cart(world) == {"KL500": 48}


def test_after_the_days_of_a_period_it_begins_anew(world: World) -> None:
    limit(world, "KL330", period_quantity=48, period_days=7)
    approve(world, place(world))
    with pytest.raises(AbovePeriod):
        place(world)
    world.clock.pass_(days=7, minutes=1)
    approve(world, place(world))


def test_an_order_that_waits_is_changed_within_what_the_period_leaves_beside_it(world: World) -> None:
    limit(world, "KL330", period_quantity=72, period_days=7)
    order = place(world)
    change(world, order, "KL330", 72)
    with pytest.raises(AbovePeriod):
        change(world, order, "KL330", 96)
    change(world, order, "KL330", 24)


def test_a_salesperson_adds_no_more_to_a_waiting_order_than_the_account_may_order(world: World) -> None:
    limit(world, "HN250", period_quantity=48, period_days=7)
    place(world, {"HN250": 24})
    place(world, {"KL330": 24})
    world.salesperson.types("0002 加 2箱 火犇").taps("➕").sees("限购", "7 天内最多 2箱", "已经订了 1箱")
    world.salesperson.types("0002 加 1箱 火犇").taps("➕").sees("火犇能量饮料 250ml罐 × 1箱")


def test_below_the_smallest_order_says_what_is_missing_and_offers_what_is_usual(world: World) -> None:
    approve(world, place(world, {"XB330": 24}))
    minimum_order(world, 500)
    put(world, KL330=48)
    world.dealer.types("购物车").sees("还差", "到 ¥500.00 起送")
    world.dealer.types("结算").sees("还差", "到 ¥500.00 起送", "➕ 常订的 雪璃").does_not_see("✅ 提交")
    minimum_order(world, 10, LI)
    world.dealer.types("结算").does_not_see("还差").sees("✅ 提交")


def test_the_accounts_minimum_comes_before_its_groups_and_the_shops(world: World) -> None:
    put_in_group(world, "街边店", LI)
    minimum_order(world, 500)
    minimum_order(world, 300, "街边店")
    put(world, KL330=24)
    world.dealer.types("结算").sees("到 ¥300.00 起送")
    minimum_order(world, 200, LI)
    world.dealer.types("结算").sees("到 ¥200.00 起送")
    minimum_order(world, None, LI)
    world.dealer.types("结算").sees("到 ¥300.00 起送")


def test_staff_may_pass_below_it_and_the_card_says_so(world: World) -> None:
    minimum_order(world, 500)
    place(world, {"KL330": 24}, who="陈总", serving=LI)
    world.deliver()
    world.salesperson.hears("没到 ¥500.00 起送")


def test_two_of_an_account_in_the_same_moment_get_no_more_than_the_period_allows(world: World) -> None:
    limit(world, "KL500", period_quantity=72, period_days=7)
    phones = [world.dealer, newcomer(world, "阿强", Role.BUYER, account="旧号")]
    with world.database.transaction() as session:
        colleague = session.exec(select(Person).where(Person.name == "阿强")).one()
        colleague.account_id = world.actor(session, "老李").account_id
    presses_submit = []
    for who, phone in zip(("老李", "阿强"), phones, strict=True):
        put(world, who=who, KL500=48)
        with world.session() as session:
            cart = carts.view(world.actor(session, who))
        presses_submit.append(presses(phone, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total))
    at_once(*presses_submit)
    with world.session() as session:
        lines = session.exec(select(OrderLine)).all()
    assert [line.quantity for line in lines] == [Decimal(48)]


def test_an_order_that_is_changed_while_a_colleague_orders_keeps_to_the_period(world: World) -> None:
    limit(world, "KL500", period_quantity=72, period_days=7)
    order, sku = place(world, {"KL330": 24}), world.sku("KL500").id
    put(world, KL500=48)
    with world.session() as session:
        cart = carts.view(world.actor(session, "老李"))

    def adds() -> None:
        with suppress(AbovePeriod), world.database.transaction() as session:
            actor = world.actor(session, "小王")
            line_change.add_goods(actor, line_change.to_change(actor, order.id), sku, Decimal(48))

    at_once(presses(world.dealer, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total), adds)
    with world.session() as session:
        lines = session.exec(select(OrderLine).where(OrderLine.sku_id == sku)).all()
    assert [line.quantity for line in lines] == [Decimal(48)]


def test_a_dealer_sees_what_to_keep_to_on_the_card_and_in_a_list(world: World) -> None:
    world.dealer.types("有限购吗").sees("没有限购")
    limit(world, "KL330", minimum=48, maximum=240, period_quantity=480, period_days=7)
    minimum_order(world, 500, owner=LI)
    put(world, KL330=48)
    world.dealer.types("可乐330").sees("最少 2箱", "每单最多 10箱", "7 天内最多 20箱，还能订 20箱")
    world.dealer.types("限购有哪些").sees("每单 ¥500.00 起送", "峰泡可乐 330ml罐：最少 2箱", "还能订 20箱")
    world.english_dealer.types("order limits").sees("no limits")


def test_a_cart_beyond_what_a_colleague_left_says_the_limit_and_is_brought_to_it(world: World) -> None:
    limit(world, "KL500", period_quantity=72, period_days=7)
    put(world, KL500=48)
    place(world, {"KL500": 48}, who="小王", serving=LI)
    world.dealer.types("结算").sees("不能这样订：7 天内最多 3箱，还能订 1箱；可以订 1箱").does_not_see("库存", "整份")
    world.dealer.taps("✏️ 按能订的调整").sees("✅ 提交")
    assert in_cart(world) == {"KL500": 24}
