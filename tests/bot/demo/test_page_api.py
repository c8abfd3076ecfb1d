"""The demo page's seam with the browser: what is said, shown, resumed and never done twice."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from sqlmodel import select

from domain.rules.rights import Role
from domain.tables.people import Channel, Identity, Person
from handlers.conversation.turn import Button, Reply, Started, Tapped, Typed
from storage.card_messages import message_of
from storage.engine import Database
from storage.media import store
from tests.bot.demo.shop import NOON, Page, Shop, order


@pytest.fixture
def browser(page: Page) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=page.url, timeout=10, trust_env=False) as browser:
        yield browser


def send(browser: httpx2.Client, chat: str, text: str, key: str, **more: str) -> dict[str, Any]:
    return posted(browser, "send", chat=chat, key=key, text=text, **more)


def tap(browser: httpx2.Client, chat: str, message: str, data: str, key: str) -> dict[str, Any]:
    return posted(browser, "tap", chat=chat, key=key, message=message, data=data)


def posted(browser: httpx2.Client, act: str, **body: str) -> dict[str, Any]:
    response = browser.post(f"/demo/{act}", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def lines(browser: httpx2.Client, chat: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = browser.get("/demo/state").json()["chats"][chat]
    return shown


def streamed(browser: httpx2.Client, count: int, after: int = 0, seen: str = "") -> list[tuple[str, str, Any]]:
    """The first events of a stream: id, name, data."""
    headers = {"Last-Event-ID": seen} if seen else {}
    events: list[tuple[str, str, Any]] = []
    current: dict[str, str] = {}
    with browser.stream("GET", f"/demo/events?after={after}", headers=headers) as response:
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            current[name] = value
            if not line and "data" in current:
                events.append((current.get("id", ""), current.get("event", "message"), json.loads(current["data"])))
                current = {}
            if len(events) == count:
                break
    return events


def test_what_is_written_reaches_the_conversation_and_both_are_shown(browser: httpx2.Client, shop: Shop) -> None:
    assert send(browser, "buyer", "你好", "k1", language="zh-CN") == {"repeated": False}
    assert shop.heard[0].channel is Channel.DEMO
    assert (shop.heard[0].identity, shop.heard[0].body) == ("buyer", Typed(text="你好"))
    said, answer = lines(browser, "buyer")
    assert (said["kind"], said["text"], said["key"]) == ("said", "你好", "k1")
    assert (answer["kind"], answer["telegram"][0]["lines"]) == ("answer", ["你说：你好"])


def test_the_same_key_twice_changes_nothing(browser: httpx2.Client, shop: Shop) -> None:
    send(browser, "buyer", "你好", "k1")
    assert send(browser, "buyer", "你好", "k1") == {"repeated": True}
    assert len(lines(browser, "buyer")) == 2
    assert len(shop.heard) == 1


def test_the_same_key_many_times_at_once_is_answered_once(browser: httpx2.Client, shop: Shop) -> None:
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: send(browser, "buyer", "可乐", "k1"), range(8)))
    assert sorted(answer["repeated"] for answer in answers) == [False] + [True] * 7
    assert len(lines(browser, "buyer")) == 2
    assert len(shop.heard) == 1


def test_the_same_key_in_two_chats_is_two_things(browser: httpx2.Client) -> None:
    assert posted(browser, "start", chat="buyer", key="start") == {"repeated": False}
    assert posted(browser, "start", chat="customer", key="start") == {"repeated": False}


def test_a_first_visit_opens_with_the_welcome_menu_once(browser: httpx2.Client, shop: Shop) -> None:
    posted(browser, "start", chat="buyer", key="start")
    posted(browser, "start", chat="buyer", key="start")
    assert [incoming.body for incoming in shop.heard] == [Started()]
    welcome = lines(browser, "buyer")[-1]["telegram"][0]
    assert welcome["buttons"][0][0] == {"label": "🔍 搜索商品", "data": "search"}


def test_a_first_visit_is_answered_in_the_language_of_the_page(browser: httpx2.Client, database: Database) -> None:
    with database.transaction() as session:
        person = Person(name="周敏", role=Role.SALESPERSON, language="zh-CN", created_at=NOON)
        session.add(person)
        session.flush()
        session.add(Identity(channel=Channel.DEMO, external="salesperson", person_id=person.id, seen_at=NOON))
    posted(browser, "start", chat="salesperson", key="start", language="en")
    with database.transaction() as session:
        assert session.exec(select(Person.language)).all() == ["en"]


def test_another_language_for_the_page_is_that_of_the_chats_nobody_opened(
    browser: httpx2.Client, database: Database
) -> None:
    with database.transaction() as session:
        person = Person(name="周敏", role=Role.SALESPERSON, language="zh-CN", created_at=NOON)
        session.add(person)
        session.flush()
        session.add(Identity(channel=Channel.DEMO, external="salesperson", person_id=person.id, seen_at=NOON))
    posted(browser, "language", chat="buyer", key="k1", language="en")
    with database.transaction() as session:
        assert session.exec(select(Person.language)).all() == ["en"]


def test_beginning_anew_wants_the_house_that_is_shown(browser: httpx2.Client, page: Page, database: Database) -> None:
    with database.transaction() as session:
        session.add(Person(name="周敏", role=Role.SALESPERSON, created_at=NOON))
    for body in ({}, {"dataset": ""}, {"dataset": "x" * 65}):
        assert browser.post("/demo/reset", json=body).status_code == 422
    plain = browser.post("/demo/reset", content='{"dataset":"x"}', headers={"Content-Type": "text/plain"})
    assert plain.status_code == 422
    assert browser.post("/demo/reset", json={"dataset": "an older one"}).status_code == 202
    assert page.begun_reset == 0
    dataset = browser.get("/demo/state").json()["dataset"]
    assert browser.post("/demo/reset", json={"dataset": dataset}).status_code == 202
    assert page.begun_reset == 1


def test_a_page_of_another_house_is_told_to_start_over(browser: httpx2.Client, page: Page, database: Database) -> None:
    with database.transaction() as session:
        session.add(Person(name="周敏", role=Role.SALESPERSON, created_at=NOON))
    send(browser, "buyer", "可乐", "k1")
    page.push("buyer", order("待审核"))
    with browser.stream("GET", "/demo/events", params={"after": 0, "dataset": "an older one"}) as response:
        assert next(line for line in response.iter_lines() if line.startswith("event")) == "event: reset"


def test_a_tap_edits_the_message_it_stands_under(browser: httpx2.Client, shop: Shop) -> None:
    send(browser, "buyer", "可乐", "k1")
    message = lines(browser, "buyer")[-1]["telegram"][0]["message"]
    tap(browser, "buyer", message, "more1:10", "k2")
    pressed, edited = lines(browser, "buyer")[-2:]
    assert (pressed["tapped"], pressed["text"]) == (True, "➕")
    assert (edited["edits"], edited["telegram"][0]["message"]) == (message, message)
    assert shop.heard[-1].message == message
    assert shop.heard[-1].body == Tapped(data="more1:10")
    tap(browser, "buyer", message, "more1:11", "k3")
    assert "12箱" in lines(browser, "buyer")[-1]["telegram"][0]["lines"][2]


def test_the_page_changes_the_language_of_a_chat_without_words(browser: httpx2.Client, shop: Shop) -> None:
    posted(browser, "language", chat="buyer", key="k1", language="en")
    assert (shop.heard[0].body, shop.heard[0].language) == (Tapped(data="lang:en"), "en")
    said, answer = lines(browser, "buyer")
    assert (said["text"], answer["edits"]) == ("", None)


def test_a_menu_link_sends_words_and_what_they_mean(browser: httpx2.Client, shop: Shop) -> None:
    send(browser, "buyer", "加入购物车", "k1", button="add")
    assert shop.heard[0].body == Typed(text="加入购物车", button="add")


def test_wechat_sees_one_text_with_links_and_no_markup(browser: httpx2.Client) -> None:
    send(browser, "buyer", "可乐", "k1")
    (text,) = lines(browser, "buyer")[-1]["wechat"]
    links = {piece["data"]: piece["say"] for piece in text["pieces"] if "say" in piece}
    assert links["add"] == "🛒 加入购物车"
    assert text["bytes"] <= 2047
    assert "<a" not in "".join(piece["text"] for piece in text["pieces"])


def test_hostile_words_stay_words(browser: httpx2.Client) -> None:
    evil = '<img src=x onerror=alert(1)><a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=pay:1">y</a>'
    send(browser, "buyer", evil, "k1")
    said, answer = lines(browser, "buyer")
    assert said["text"] == evil
    assert not [piece for piece in answer["wechat"][0]["pieces"] if "say" in piece]


def test_a_card_is_remembered_where_it_stands_and_redrawn_there(
    browser: httpx2.Client, page: Page, database: Database
) -> None:
    send(browser, "buyer", "可乐", "k1")
    tap(browser, "buyer", lines(browser, "buyer")[-1]["telegram"][0]["message"], "add", "k2")
    with database.transaction() as session:
        message = message_of(session, Channel.DEMO, "buyer", "order:42")
    assert message == lines(browser, "buyer")[-1]["telegram"][0]["message"]
    assert page.push("buyer", order("待备货"), replacing=message) == message
    notice = lines(browser, "buyer")[-1]
    assert (notice["kind"], notice["edits"]) == ("notice", message)
    assert notice["telegram"][0]["title"].endswith("待备货")


def test_a_notice_for_a_message_that_is_gone_is_shown_reset(browser: httpx2.Client, page: Page) -> None:
    send(browser, "buyer", "你好", "k1")
    message = page.push("salesperson", order("待审核"), replacing="999.0")
    (notice,) = lines(browser, "salesperson")
    assert (notice["edits"], notice["telegram"][0]["message"]) == (None, message)


def test_one_stream_carries_every_chat_and_resumes_after_the_last_seen(browser: httpx2.Client, page: Page) -> None:
    send(browser, "buyer", "你好", "k1")
    page.push("salesperson", order("待审核"))
    events = streamed(browser, 3)
    assert [data["chat"] for _, _, data in events] == ["buyer", "buyer", "salesperson"]
    page.push("warehouse", order("待备货"))
    resumed = streamed(browser, 1, seen=events[-1][0])
    assert [data["chat"] for _, _, data in resumed] == ["warehouse"]


def test_a_waiting_stream_hears_a_notice_at_once(browser: httpx2.Client, page: Page) -> None:
    send(browser, "buyer", "你好", "k1")
    seen = str(lines(browser, "buyer")[-1]["id"])
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(streamed, browser, 1, seen=seen)
        page.push("warehouse", order("待备货"))
        assert waiting.result(10)[0][2]["chat"] == "warehouse"


def test_a_page_from_another_database_is_told_to_start_over(browser: httpx2.Client) -> None:
    assert streamed(browser, 1, seen="123456")[0][:2] == ("0", "reset")


def test_after_a_restart_everything_is_still_shown_and_the_stream_goes_on(browser: httpx2.Client, page: Page) -> None:
    send(browser, "buyer", "你好", "k1")
    before = lines(browser, "buyer")
    page.stop()
    page.start()
    assert lines(browser, "buyer") == before
    page.push("buyer", order("待备货"))
    assert streamed(browser, 1, seen=str(before[-1]["id"]))[0][2]["kind"] == "notice"


def test_what_was_left_unanswered_is_answered_after_a_restart(browser: httpx2.Client, page: Page, shop: Shop) -> None:
    shop.broken = True
    broken = browser.post("/demo/send", json={"chat": "buyer", "key": "k1", "text": "你好"})
    assert broken.status_code == 503
    page.stop()
    shop.broken = False
    page.start()
    assert [line["kind"] for line in lines(browser, "buyer")] == ["said", "answer"]
    assert send(browser, "buyer", "你好", "k1") == {"repeated": True}


def test_a_failed_turn_is_answered_when_the_browser_sends_it_again(browser: httpx2.Client, shop: Shop) -> None:
    shop.broken = True
    browser.post("/demo/send", json={"chat": "buyer", "key": "k1", "text": "你好"})
    shop.broken = False
    assert send(browser, "buyer", "你好", "k1") == {"repeated": False}
    assert [line["kind"] for line in lines(browser, "buyer")] == ["said", "answer"]


def test_the_state_holds_the_last_messages_with_all_their_edits(browser: httpx2.Client, page: Page) -> None:
    send(browser, "buyer", "你好", "k1")
    for number in range(70):
        page.push("buyer", Reply(title=f"通知 {number}", buttons=((Button(label="好", data="ok"),),)))
    last = lines(browser, "buyer")[-1]["telegram"][0]["message"]
    for _ in range(5):
        page.push("buyer", Reply(title="通知 69，改过"), replacing=last)
    shown = lines(browser, "buyer")
    assert len(shown) == 65
    assert shown[0]["telegram"][0]["title"] == "通知 10"


@pytest.mark.parametrize(
    "body",
    [
        {"chat": "nobody", "key": "k", "text": "x"},
        {"chat": "buyer", "key": "", "text": "x"},
        {"chat": "buyer", "key": "k", "text": "  "},
        {"chat": "buyer", "key": "k", "text": "x" * 4001},
        {"chat": "buyer", "key": "k" * 65, "text": "x"},
        {"chat": "buyer", "key": "k", "text": "x", "admin": True},
    ],
)
def test_what_no_page_would_send_is_refused(browser: httpx2.Client, shop: Shop, body: dict[str, Any]) -> None:
    assert browser.post("/demo/send", json=body).status_code == 422
    assert not shop.heard


def test_a_form_on_another_site_cannot_write_for_the_visitor(browser: httpx2.Client, shop: Shop) -> None:
    body = '{"chat":"buyer","key":"k","text":"x"}'
    assert browser.post("/demo/send", content=body, headers={"Content-Type": "text/plain"}).status_code == 422
    assert not shop.heard


def test_a_picture_is_served_for_ever_and_only_if_it_is_one(browser: httpx2.Client, database: Database) -> None:
    with database.transaction() as session:
        png = store(session, b"\x89PNG", "image/png")
        svg = store(session, b"<svg/>", "image/svg+xml")
    found = browser.get(f"/demo/picture/{png}")
    assert (found.content, found.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert "immutable" in found.headers["cache-control"]
    again = browser.get(f"/demo/picture/{png}", headers={"If-None-Match": found.headers["etag"]})
    assert again.status_code == 304
    assert browser.get(f"/demo/picture/{svg}").status_code == 404
    assert browser.get("/demo/picture/unknown").status_code == 404


def test_the_page_and_its_files_are_served_with_a_closed_policy(browser: httpx2.Client) -> None:
    for path in ("/", "/demo/page/app.js", "/demo/page/style.css", "/demo/page/mark.svg"):
        found = browser.get(path)
        assert found.status_code == 200
        assert found.headers["content-security-policy"].startswith("default-src 'self'")
        assert "//" not in found.text.replace("http://www.w3.org/", "").replace("// ", "")
    assert browser.get("/demo/page/..%2fchannel.py").status_code == 404
    assert browser.get("/demo/page/index.html").status_code == 404
