"""Pictures that people send on WeChat: fetched from its API by their id, within its patience, from nowhere else."""

import threading

import pytest

import bot.wechat.webhook as webhook_module
from handlers.conversation.turn import Sent, SentKind
from storage.files.unreadable import UnreadableReason
from tests import things_enclosed as things
from tests.bot.wechat.furniture import House, run, text
from tests.servers.wechat.wechat_gateway import PICTURES
from tests.servers.wechat.wechat_http import Fault as ApiFault
from tests.servers.wechat.wechat_phone import Phone

COLA = "2000000000015"


def body(supplier: House) -> Sent:
    found = supplier.script.heard[-1].body
    assert isinstance(found, Sent)
    return found


def test_a_photo_is_fetched_by_its_id_and_looked_at(supplier: House, buyer: Phone) -> None:
    buyer.send_picture(things.photo(COLA))
    assert body(supplier) == Sent(kind=SentKind.PICTURE, codes=(COLA,))
    (call,) = supplier.wechat.calls_to("media/get")
    assert call.query["access_token"]


def test_the_address_in_the_message_is_never_asked(supplier: House, buyer: Phone) -> None:
    buyer.send_picture(things.photo(COLA))
    assert [call for call in supplier.wechat.calls if call.endpoint.startswith(PICTURES)] == []


def test_a_stale_token_is_renewed_once(supplier: House, buyer: Phone) -> None:
    buyer.send_picture(things.photo(COLA))
    supplier.wechat.revoke_tokens()
    buyer.send_picture(things.photo(COLA))
    assert body(supplier).codes == (COLA,)
    assert len(supplier.wechat.calls_to("media/get")) == 3


@pytest.mark.parametrize("fault", [ApiFault.BUSY, ApiFault.SERVER_ERROR, ApiFault.CLOSE, ApiFault.LOST_ANSWER])
def test_a_photo_that_does_not_arrive_is_said_not_to_have(supplier: House, buyer: Phone, fault: ApiFault) -> None:
    supplier.wechat.fail_next(fault, endpoint="media/get")
    buyer.send_picture(things.photo(COLA))
    assert body(supplier) == Sent(kind=SentKind.PICTURE, fault=UnreadableReason.AWAY)


def test_an_account_that_may_not_fetch_gets_a_kind_word(supplier: House, buyer: Phone) -> None:
    supplier.wechat.account.without_right.add("media/get")
    buyer.send_picture(things.photo(COLA))
    assert body(supplier).fault is UnreadableReason.AWAY


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"\xff\xd8\xff" + bytes(11_000_000), UnreadableReason.TOO_LARGE), (b"\xff\xd8\xff", UnreadableReason.BROKEN)],
    ids=["large", "broken"],
)
def test_what_is_no_photo_is_said_to_be_none(
    supplier: House, buyer: Phone, content: bytes, fault: UnreadableReason
) -> None:
    buyer.send_picture(content)
    assert body(supplier).fault is fault


def test_a_photo_delivered_again_is_fetched_and_looked_at_once(supplier: House, buyer: Phone) -> None:
    with supplier.wechat.courier.repeating(3, parallel=True):
        delivery = buyer.send_picture(things.photo(COLA))
    assert {attempt.bubble.text for attempt in delivery.attempts if attempt.bubble} == {"heard Sent"}
    assert (len(supplier.wechat.calls_to("media/get")), len(supplier.script.heard)) == (1, 1)


def test_a_slow_photo_is_promised_and_then_brought(
    supplier: House, buyer: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_module, "BUDGET", 0.05)
    supplier.wechat.courier.budget_seconds = 0.4
    go_on = threading.Event()
    supplier.script.says = lambda _: text("找到了") if go_on.wait(30) else text("")
    buyer.send_picture(things.photo(COLA))
    go_on.set()
    ((external, reply),) = supplier.outbox.wait()
    assert (external, reply.title) == (buyer.openid, "找到了")


def test_a_file_gets_the_word_that_files_do_not_arrive(supplier: House, buyer: Phone) -> None:
    buyer.send_file("订单.xlsx")
    assert body(supplier) == Sent(kind=SentKind.FILE, name="订单.xlsx", fault=UnreadableReason.WITHHELD)
    assert supplier.wechat.calls_to("media/get") == ()


def test_a_scan_from_the_menu_says_its_code_without_its_kind(supplier: House, buyer: Phone) -> None:
    run(supplier.channel.start())
    buyer.scan_product(f"EAN_13,{COLA}")
    buyer.scan_product("http://example.org/a,b")
    assert [incoming.body for incoming in supplier.script.heard] == [
        Sent(kind=SentKind.SCAN, text=COLA),
        Sent(kind=SentKind.SCAN, text="http://example.org/a,b"),
    ]


def test_what_is_handed_over_for_a_picture_and_is_none_is_not_read(supplier: House, buyer: Phone) -> None:
    buyer.send_picture(b"<html>sign in first</html>")
    assert body(supplier).fault is UnreadableReason.AWAY
