"""Files and photos sent from the demo page: opened, shown by their name, answered once, and not kept."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from sqlmodel import col, select

from handlers.conversation.turn import Sent, SentKind
from storage.files.unreadable import UnreadableReason
from storage.transcript import ShownKind, ShownLine
from tests import things_enclosed as things
from tests.bot.demo.shop import Page, Shop

COLA = "2000000000015"
BYTES = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def browser(page: Page) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=page.url, timeout=20, trust_env=False) as browser:
        yield browser


def send(browser: httpx2.Client, name: str, content: bytes, key: str = "k1", **more: Any) -> httpx2.Response:
    facts = {"chat": "buyer", "key": key, "name": name, **more}
    return browser.post("/demo/file", params=facts, content=content, headers=BYTES)


def body(shop: Shop) -> Sent:
    found = shop.heard[-1].body
    assert isinstance(found, Sent)
    return found


def said(browser: httpx2.Client) -> list[str]:
    return [line["text"] for line in browser.get("/demo/state").json()["chats"]["buyer"] if line["kind"] == "said"]


def test_a_workbook_is_read_and_stands_in_the_chat_by_its_name(browser: httpx2.Client, shop: Shop) -> None:
    sent = send(browser, "订单.xlsx", things.workbook(things.ORDER), text="明天送", language="zh-CN")
    assert sent.json() == {"repeated": False}
    assert body(shop).sheets[0].rows[-1] == (5, ("生抽", "1.9L", "2", "箱"))
    assert (body(shop).text, body(shop).name) == ("明天送", "订单.xlsx")
    assert said(browser) == ["📎 订单.xlsx\n明天送"]


def test_a_photo_is_looked_at(browser: httpx2.Client, shop: Shop) -> None:
    send(browser, "photo.jpg", things.photo(COLA))
    assert body(shop) == Sent(kind=SentKind.PICTURE, name="photo.jpg", codes=(COLA,))
    assert said(browser) == [""]


def test_a_photo_stands_in_the_chat_with_its_caption(browser: httpx2.Client) -> None:
    content = things.photo(COLA)
    send(browser, "photo.jpg", content, text="这个要两箱")
    (line,) = (line for line in browser.get("/demo/state").json()["chats"]["buyer"] if line["kind"] == "said")
    assert line["text"] == "这个要两箱"
    shown = browser.get(f"/demo/picture/{line['picture']}")
    assert (shown.content, shown.headers["content-type"]) == (content, "image/jpeg")


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"<html>", b"", b"RIFF----WEBX"])
def test_what_is_no_photo_is_not_served_as_one(browser: httpx2.Client, content: bytes) -> None:
    send(browser, "photo.jpg", content)
    (line,) = (line for line in browser.get("/demo/state").json()["chats"]["buyer"] if line["kind"] == "said")
    assert (line["text"], line["picture"]) == ("🖼 photo.jpg", None)


def test_the_same_key_twice_is_answered_once(browser: httpx2.Client, shop: Shop) -> None:
    book = things.workbook(things.ORDER)
    assert [send(browser, "单.xlsx", book).json()["repeated"] for _ in range(2)] == [False, True]
    assert len(shop.heard) == 1


def test_a_file_left_unanswered_is_answered_when_the_page_comes_back(
    browser: httpx2.Client, page: Page, shop: Shop
) -> None:
    shop.broken = True
    assert send(browser, "单.xlsx", things.workbook(things.ORDER)).status_code == 503
    page.stop()
    shop.broken = False
    page.start()
    assert body(shop).sheets[0].name == "第1张"


def test_what_was_in_a_file_is_not_kept_in_the_chat(browser: httpx2.Client, page: Page) -> None:
    send(browser, "单.xlsx", things.workbook(things.ORDER))
    with page.database.engine.connect() as connection:
        kept = connection.execute(select(col(ShownLine.body)).where(col(ShownLine.kind) == ShownKind.SAID)).scalar_one()
    assert kept
    assert "生抽" not in str(kept)


def test_a_file_too_large_to_send_is_told_by_its_size(browser: httpx2.Client, shop: Shop) -> None:
    assert send(browser, "单.csv", b"", size=99_000_000).status_code == 200
    assert body(shop).fault is UnreadableReason.TOO_LARGE


def test_what_is_no_order_is_told_apart(browser: httpx2.Client, shop: Shop) -> None:
    send(browser, "合同.pdf", b"%PDF-1.7")
    assert body(shop).fault is UnreadableReason.STRANGE


@pytest.mark.parametrize(
    ("facts", "headers", "size", "status"),
    [
        ({"name": "x" * 201}, BYTES, 1, 422),
        ({"name": ""}, BYTES, 1, 422),
        ({"chat": "nobody"}, BYTES, 1, 422),
        ({"more": "x"}, BYTES, 1, 422),
        ({}, {"Content-Type": "text/plain"}, 1, 415),
        ({}, {}, 1, 415),
        ({}, BYTES, 11_000_000, 413),
    ],
)
def test_odd_requests_are_refused(
    browser: httpx2.Client, shop: Shop, *, facts: dict[str, str], headers: dict[str, str], size: int, status: int
) -> None:
    given = {"chat": "buyer", "key": "k1", "name": "单.csv", **facts}
    assert browser.post("/demo/file", params=given, content=bytes(size), headers=headers).status_code == status
    assert shop.heard == []
