"""Entering the desk: by a code from the chat, by a link; and all the ways in which nobody comes in."""

from sqlmodel import select

from domain.people import deactivation
from domain.tables.desk import DeskLogin, DeskSession
from domain.tables.orders import Event
from tests.bot.desk.house import HERE, DeskHouse, Visit, desk_app, link_for
from tests.world import World


def test_the_chat_lets_the_browser_in_that_shows_the_number(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/orders")
    assert "进入网页后台" in browser.page
    world.salesperson.types(browser.code).sees("Chrome · Windows").taps(browser.number).sees("已经进入后台")
    assert "小王" in browser.get("/desk/login")
    world.deliver()
    world.salesperson.hears("您已进入网页后台", "Chrome · Windows")
    wang = world.person("小王").id
    with world.session() as session:
        entered = session.exec(select(Event).where(Event.kind == "desk.entered")).one()
        assert (entered.person_id, entered.channel) == (wang, "desk")


def test_the_chat_link_asks_the_same(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/login")
    code = browser.code.replace("-", "")
    number = browser.number
    assert browser.get("/desk/login/picture").startswith("<svg")
    world.admin.starts(f"desk_{code}").taps(number)
    assert "陈总" in browser.get("/desk/login")


def test_another_number_lets_nobody_in(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/login")
    world.salesperson.types(browser.code)
    wrong = next(
        each.label
        for reply in world.salesperson.last
        for each in reply.choices()
        if each.label.isdecimal() and each.label != browser.number
    )
    world.salesperson.taps(wrong).sees("不是屏幕上的数字")
    code = browser.code
    assert browser.get("/desk/login")
    assert browser.code != code


def test_somebody_else_is_refused(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/login")
    world.salesperson.types(browser.code).taps("不是我").sees("进不来")
    assert "进入网页后台" in browser.get("/desk/login")


def test_a_dealer_never_comes_in(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/login")
    world.dealer.starts(f"desk_{browser.code.replace('-', '')}")
    assert "进入网页后台" in browser.get("/desk/login")
    with world.session() as session:
        assert session.exec(select(DeskLogin.person_id).where(DeskLogin.person_id != None)).first() is None  # noqa: E711


def test_guessed_codes_shut_the_door_for_an_hour(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/login")
    for guess in ("BBBB-BBBB", "CCCC-CCCC", "DDDD-DDDD", "FFFF-FFFF", "GGGG-GGGG"):
        world.salesperson.types(guess).sees("已经用过或过期")
    world.salesperson.types(browser.code).sees("错的次数太多")
    assert "进入网页后台" in browser.get("/desk/login")


def test_a_code_is_over_after_five_minutes(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.get("/desk/login")
    code, number = browser.code, browser.number
    world.salesperson.types(code)
    world.clock.pass_(minutes=5)
    world.salesperson.taps(number)
    assert "进入网页后台" in browser.get("/desk/login")


def test_the_code_of_one_browser_lets_no_other_in(house: DeskHouse, world: World) -> None:
    hers, other = house.browser(), house.browser()
    hers.get("/desk/login")
    other.get("/desk/login")
    world.salesperson.types(hers.code).taps(hers.number)
    assert "进入网页后台" in other.get("/desk/login")
    assert "小王" in hers.get("/desk/login")


def test_a_cookie_from_before_opens_nothing(house: DeskHouse, world: World) -> None:
    browser = house.browser()
    browser.cookies.set("desk", "planted", domain="127.0.0.1")
    browser.ask("GET", f"{link_for(world, '小王')}/now")
    assert [value for name, value in browser.cookies.items() if value == "planted"] == []
    with world.session() as session:
        assert session.exec(select(DeskSession)).one().token_hash


def test_a_preview_of_a_link_uses_nothing_up(house: DeskHouse, world: World) -> None:
    link, preview, phone = link_for(world, "小王"), house.browser(), house.browser()
    assert "以 小王 进入" in preview.get(link)
    assert "以 小王 进入" in phone.get(link)
    assert "小王" in phone.post(link)
    assert phone.status == 200
    preview.post(link)
    assert preview.status == 410


def test_the_menu_offers_the_desk_and_its_link_works(house: DeskHouse, world: World) -> None:
    world.salesperson.types("菜单").taps("网页后台").sees("只能用一次")
    link = next(line for line in world.salesperson.last[0].lines if "/desk/in/" in line)
    browser = house.browser()
    browser.get(link)
    assert "小王" in browser.post(link)
    world.salesperson.types("菜单").taps("网页后台").taps("已进后台").taps("退出").sees("已退出")
    assert "进入网页后台" in browser.get("/desk")


def test_a_form_without_its_token_or_from_elsewhere_does_nothing(house: DeskHouse, world: World) -> None:
    browser = house.enter("小王")
    browser.get("/desk/sessions")
    csrf = browser.csrf
    browser.ask("POST", "/desk/leave", origin=HERE, data={"csrf": "0" * 64})
    browser.ask("POST", "/desk/leave", origin="https://evil.example", data={"csrf": csrf})
    browser.ask("POST", "/desk/leave", origin="null", data={"csrf": csrf})
    assert "小王" in browser.get("/desk/sessions")
    browser.post("/desk/leave")
    assert "进入网页后台" in browser.get("/desk/sessions")


def test_another_page_cannot_let_a_browser_in(house: DeskHouse, world: World) -> None:
    browser, link = house.browser(), link_for(world, "小王")
    assert browser.ask("POST", link, origin="https://evil.example").status_code == 403


def test_nobody_ends_the_session_of_another(house: DeskHouse, world: World) -> None:
    house.enter("陈总")
    with world.session() as session:
        theirs = session.exec(select(DeskSession.id)).one()
    browser = house.enter("小王")
    browser.get("/desk/sessions")
    browser.post("/desk/sessions", session=str(theirs))
    assert browser.status == 409
    with world.session() as session:
        assert session.get_one(DeskSession, theirs).ended_at is None


def test_a_session_ends_when_it_is_not_used_and_after_a_week(house: DeskHouse, world: World) -> None:
    idle, busy = house.enter("小王"), house.enter("陈总")
    for _ in range(15):
        world.clock.pass_(hours=11)
        assert "陈总" in busy.get("/desk/sessions")
    assert "进入网页后台" in idle.get("/desk/sessions")
    world.clock.pass_(hours=4)
    assert "进入网页后台" in busy.get("/desk/sessions")


def test_who_is_switched_off_is_out_at_once_and_stays_out(house: DeskHouse, world: World) -> None:
    browser, zhou = house.enter("老周"), world.person("老周").id
    with world.database.transaction() as session:
        deactivation.switch_off(world.actor(session, "陈总"), zhou)
    assert "进入网页后台" in browser.get("/desk/sessions")
    with world.database.transaction() as session:
        deactivation.switch_on(world.actor(session, "陈总"), zhou)
    assert "进入网页后台" in browser.get("/desk/sessions")


def test_a_desk_on_plain_http_is_for_this_machine_alone(world: World) -> None:
    visit = Visit(app=desk_app(world), url="http://192.0.2.7:8000")
    assert visit.ask("GET", "/desk/login").status_code == 404


def test_elsewhere_cookies_are_secure_and_bound_to_the_host(world: World) -> None:
    url = "https://orders.example.com"
    visit = Visit(app=desk_app(world, url), url=url)
    visit.ask("GET", f"{link_for(world, '小王')}/now")
    assert visit.answer is not None
    cookies = [value for each in visit.answer.history for value in each.headers.get_list("set-cookie")]
    session = next(each for each in cookies if each.startswith("__Host-desk="))
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {each.strip() for each in session.split(";")}


def test_in_the_demo_the_owner_is_one_press_away(world: World) -> None:
    assert "陈总" in Visit(app=desk_app(world, demo=True)).get("/desk/demo")
    assert "陈总" not in Visit(app=desk_app(world)).get("/desk/demo")
