"""Orders at the desk: found, decided, picked and shipped, with the same rights and refusals as in the chat."""

import re
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.rules.order_life import OrderStatus
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Person
from tests.bot.desk.house import DeskHouse
from tests.orders import approve, place, reject
from tests.world import World


def path(order: Order) -> str:
    return f"/desk/orders/{order.number}"


def status(world: World, order: Order) -> OrderStatus:
    with world.session() as session:
        return session.get_one(Order, order.id).status


def test_an_order_is_found_and_approved_and_the_chats_hear_of_it(house: DeskHouse, world: World) -> None:
    order, desk = place(world), house.enter("小王")
    assert order.number in desk.get("/desk/orders?tab=waiting")
    desk.get(path(order))
    assert "李记便利店" in desk.page
    assert "峰泡可乐" in desk.page
    desk.post(path(order), do="approve", revision=str(order.revision))
    assert desk.status == 200
    assert "待备货" in desk.page
    assert status(world, order) is OrderStatus.APPROVED
    world.deliver()
    world.dealer.hears(order.number[5:])
    wang = world.person("小王").id
    with world.session() as session:
        done = session.exec(select(Event).where(Event.kind == "order.approved")).one()
        assert (done.person_id, done.channel) == (wang, "desk")
    assert "网页后台" in desk.page.split("记录")[1]


def test_what_moved_on_is_refused_in_place_with_who_did_it(house: DeskHouse, world: World) -> None:
    order, desk = place(world), house.enter("小王")
    desk.get(path(order))
    approve(world, order, "陈总")
    desk.post(path(order), do="approve", revision=str(order.revision))
    assert desk.status == 409
    assert "陈总" in re.findall(r'role="alert">([^<]+)<', desk.page)[0]
    assert "通过</button>" not in desk.page


def test_rejecting_needs_a_reason(house: DeskHouse, world: World) -> None:
    order, desk = place(world), house.enter("小王")
    desk.get(path(order))
    desk.post(path(order), do="reject", revision=str(order.revision), reason="")
    assert (desk.status, status(world, order)) == (409, OrderStatus.SUBMITTED)
    desk.post(path(order), do="reject", revision=str(order.revision), reason="价格不对")
    assert status(world, order) is OrderStatus.REJECTED
    assert "价格不对" in desk.page


def test_many_are_decided_at_once_and_each_that_fails_is_named(house: DeskHouse, world: World) -> None:
    orders = [place(world, {"KL330": 24 * each}) for each in (1, 2, 3)]
    desk = house.enter("小王")
    desk.get("/desk/orders")
    reject(world, orders[1], "陈总")
    desk.post("/desk/orders", do="approve", tick=[f"{each.id}:{each.revision}" for each in orders])
    assert desk.status == 409
    assert "已办好 2 单" in desk.page
    assert "有 1 单没有办成" in desk.page
    assert "陈总" in desk.page
    assert [status(world, each) for each in orders] == [
        OrderStatus.APPROVED,
        OrderStatus.REJECTED,
        OrderStatus.APPROVED,
    ]


def test_the_warehouse_picks_and_ships_and_sees_no_price(house: DeskHouse, world: World) -> None:
    order = place(world)
    approve(world, order)
    desk = house.enter("老周")
    desk.get(path(order))
    assert "¥" not in desk.page
    assert "通过</button>" not in desk.page
    desk.post(path(order), do="pick")
    shipment = re.findall(r'name="shipment" value="(\d+)"', desk.page)[0]
    revision = re.findall(r'name="revision" value="(\d+)"', desk.page)[-1]
    desk.post(path(order), do="ship", shipment=shipment, revision=revision, carrier="sf", tracking="SF1234567890123")
    assert desk.status == 200
    assert "SF1234567890123" in desk.page
    world.deliver()
    world.dealer.hears("SF1234567890123")


def test_who_may_not_decide_cannot_by_a_forged_form(house: DeskHouse, world: World) -> None:
    order, desk = place(world), house.enter("老周")
    desk.get("/desk/sessions")
    desk.post(path(order), do="approve", revision=str(order.revision))
    assert (desk.status, status(world, order)) == (409, OrderStatus.SUBMITTED)


def test_the_order_of_another_salesperson_is_not_there(house: DeskHouse, world: World) -> None:
    order, desk = place(world), house.enter("小赵")
    assert order.number not in desk.get("/desk/orders")
    desk.get(path(order))
    assert desk.status == 404
    desk.post(path(order), do="approve", revision=str(order.revision))
    assert (desk.status, status(world, order)) == (404, OrderStatus.SUBMITTED)


@pytest.mark.parametrize(
    "query", ["q={number}", "q=李记", "q=KL330", "tab=waiting", "least=1&most=100000", "from=2026-11-23&to=2026-11-23"]
)
def test_an_order_is_found_by_what_it_has(house: DeskHouse, world: World, query: str) -> None:
    order, desk = place(world), house.enter("陈总")
    assert order.number in desk.get(f"/desk/orders?{query.format(number=order.number)}")


@pytest.mark.parametrize(
    "query",
    [
        "q=Harbour",
        "q=XB330",
        "tab=void",
        "tab=picking",
        "least=100000",
        "to=2026-11-22",
        "noted=1",
        "tab=nonsense&q=%25",
        "before=x~y&q=zz",
    ],
)
def test_an_order_is_not_found_by_what_it_has_not(house: DeskHouse, world: World, query: str) -> None:
    order, desk = place(world), house.enter("陈总")
    assert order.number not in desk.get(f"/desk/orders?{query}")
    assert desk.status == 200


def test_older_orders_are_behind_the_first_fifty(house: DeskHouse, world: World) -> None:
    orders = [place(world, {"KL330": 1}) for _ in range(52)]
    desk = house.enter("陈总")
    first = re.findall(r">(D\d{8}-\d{4})<", desk.get("/desk/orders"))
    older = re.findall(r'href="(/desk/orders\?[^"]*before[^"]*)"', desk.page)[0]
    second = re.findall(r">(D\d{8}-\d{4})<", desk.get(older))
    assert len(first) == 50
    assert sorted(first + second) == sorted(each.number for each in orders)


def test_words_of_people_are_never_markup(house: DeskHouse, world: World) -> None:
    order = place(world, said="<script>alert(1)</script>")
    with world.database.transaction() as session:
        stored = session.get_one(Order, order.id)
        stored.note, stored.address = '"><img src=x onerror=alert(2)>', "<svg onload=alert(3)>"
        session.get_one(Account, stored.account_id).name = "<b onclick='alert(4)'>李记</b>"
        session.get_one(Person, stored.buyer_id).name = "javascript:alert(5)</title><script>"
    desk = house.enter("陈总")
    for page in ("/desk/orders", path(order), "/desk/orders?q=%22%3E%3Cscript%3E"):
        answer = desk.ask("GET", page)
        for markup in ("<script>", "<img src=x", "<svg", "<b onclick", "</title><script"):
            assert markup not in answer.text, page
        assert answer.text.count("<title>") == 1


def test_pages_take_few_statements(house: DeskHouse, world: World) -> None:
    orders = [place(world, {"KL330": 24, "QS550": 24}) for _ in range(5)]
    desk = house.enter("小王")
    pages = ("/desk", "/desk/orders", "/desk/orders?tab=waiting&q=李记", path(orders[0]), "/desk/sessions")
    counted = {page: len(house.statements(desk, page)) for page in pages}
    assert max(counted.values()) <= 8, counted


def test_nothing_comes_from_elsewhere(house: DeskHouse, world: World) -> None:
    order, desk = place(world), house.enter("陈总")
    for page in ("/desk/orders", path(order), "/desk/sessions"):
        answer = desk.ask("GET", page)
        assert answer.headers["content-security-policy"].startswith("default-src 'self'; base-uri 'none'")
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', answer.text) == []
        assert " style=" not in answer.text
        assert "<script>" not in answer.text


def test_each_number_of_the_first_page_is_what_its_list_holds(house: DeskHouse, world: World) -> None:
    orders = [place(world, {"KL330": 24 * each}) for each in (1, 2, 3)]
    reject(world, orders[0])
    approve(world, orders[1])
    desk = house.enter("陈总")
    tiles = re.findall(r'class="tile[^"]*" href="([^"]+)"><span>[^<]+</span><strong>([^<]+)<', desk.get("/desk"))
    assert [told for address, told in tiles if "tab=waiting" in address or "tab=to_pick" in address] == ["1", "1"]
    for address, told in tiles:
        rows = re.findall(r">(D\d{8}-\d{4})</a>", desk.get(address))
        amounts = [Decimal(each.replace(",", "")) for each in re.findall(r'class="amount push">¥([\d.,]+)<', desk.page)]
        assert told in {str(len(rows)), f"¥{sum(amounts):,.2f}"}, address


def test_the_first_page_of_the_warehouse_shows_its_work_and_no_amount(house: DeskHouse, world: World) -> None:
    approve(world, place(world))
    page = house.enter("老周").get("/desk")
    assert "待备货" in page
    assert "¥" not in page
    assert "待审核" not in page
