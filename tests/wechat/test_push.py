"""Notices and pictures over loopback: by the ledger first, then a ring, then kept; and every error met."""

import logging
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from pydantic import SecretStr

from bot.messenger import Delivered, Kept, Later, Unreachable
from bot.wechat.client import WeChatClient
from bot.wechat.push import WeChatMessenger
from handlers.turn import Reply
from storage import media
from tests.servers.wechat_account import Way
from tests.servers.wechat_http import Fault
from tests.servers.wechat_phone import Phone
from tests.wechat.furniture import TEMPLATE, House, answer, choices, run, settings_for

NOTICE = Reply(title="订单 D20261123-0042 已发货", lines=("可乐 ×2",), buttons=choices("🚚 看物流"))
SEND = "message/custom/send"


def tokens_of(house: House) -> int:
    return len(house.wechat.calls_to("stable_token"))


def test_who_wrote_gets_five_notices_within_two_days(house: House, buyer: Phone) -> None:
    buyer.type("在吗")
    outcomes = [house.push(buyer.openid, NOTICE) for _ in range(6)]
    assert outcomes[:5] == [Delivered()] * 5
    assert isinstance(outcomes[5], Kept)
    pushed = [bubble for bubble in buyer.received if bubble.way is Way.CUSTOMER_SERVICE]
    assert len(pushed) == 5
    assert pushed[0].text.endswith("可乐 ×2\n\n🚚 看物流")
    assert [call.errcode for call in house.wechat.calls_to(SEND)] == [0] * 5


def test_who_wrote_two_days_ago_gets_none(house: House, buyer: Phone) -> None:
    buyer.type("在吗")
    house.clock.forward(hours=48)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert house.wechat.calls_to(SEND) == ()


def test_a_click_in_the_menu_allows_three_within_a_minute(house: House, buyer: Phone) -> None:
    run(house.channel.start())
    buyer.click_menu("cart")
    outcomes = [house.push(buyer.openid, NOTICE) for _ in range(4)]
    assert outcomes[:3] == [Delivered()] * 3
    assert isinstance(outcomes[3], Kept)
    buyer.click_menu("cart")
    house.clock.forward(seconds=61)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)


def test_a_tap_on_a_link_opens_no_window(house: House, buyer: Phone) -> None:
    house.script.says = lambda _: answer(Reply(title="选", buttons=choices("🛒 可乐")))
    run(house.channel.start())
    buyer.click_menu("search")
    house.clock.forward(minutes=2)
    buyer.tap("🛒")
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert house.wechat.calls_to(SEND) == ()


def test_a_message_delivered_again_does_not_fill_the_window_again(house: House, buyer: Phone) -> None:
    delivery = buyer.type("在吗")
    for _ in range(5):
        house.push(buyer.openid, NOTICE)
    house.wechat.deliver_again(delivery)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)


def test_who_has_left_is_not_written_to(house: House, buyer: Phone) -> None:
    buyer.type("在吗")
    buyer.unfollow()
    house.wechat.add_template(TEMPLATE, "thing1")
    assert isinstance(house.push(buyer.openid, NOTICE), Unreachable)
    assert house.wechat.calls_to(SEND) == ()


def test_without_a_window_a_template_rings_and_the_notice_waits(house: House, buyer: Phone) -> None:
    house.wechat.add_template(TEMPLATE, "thing1", "thing2", "time3", "character_string4", "phrase5")
    assert house.push(buyer.openid, NOTICE) == Kept(reason="rung by a template message")
    assert buyer.last.template == {
        "thing1": "订单 D20261123-0042 已…",
        "thing2": "可乐 ×2",
        "time3": "2026-11-23 10:00",
        "character_string4": "D20261123-0042",
        "phrase5": "新消息",
    }


def test_somebody_is_rung_once_in_a_few_minutes(house: House, buyer: Phone) -> None:
    house.wechat.add_template(TEMPLATE, "thing1")
    for _ in range(3):
        assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert len(house.wechat.calls_to("message/template/send")) == 1
    house.clock.forward(minutes=4)
    house.push(buyer.openid, NOTICE)
    assert len(house.wechat.calls_to("message/template/send")) == 2
    assert len(house.wechat.calls_to("template/get_all_private_template")) == 1


def test_a_ring_that_failed_is_rung_again(house: House, buyer: Phone) -> None:
    house.wechat.add_template(TEMPLATE, "thing1")
    house.wechat.fail_next(Fault.BUSY, endpoint="template/get_all_private_template")
    house.wechat.fail_next(Fault.BUSY, endpoint="message/template/send")
    outcomes = [house.push(buyer.openid, NOTICE) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Later, Later, Kept]
    assert buyer.last.way is Way.TEMPLATE


def test_without_a_template_the_notice_is_kept(house: House, buyer: Phone) -> None:
    messenger = _another(house, wechat_template_id="")
    assert isinstance(run(messenger.push(buyer.openid, NOTICE, "zh-CN", None)), Kept)
    assert house.wechat.calls == ()


def test_a_template_that_is_not_ours_is_tried_once(
    house: House, buyer: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    house.clock.forward(minutes=4)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert [call.errcode for call in house.wechat.calls_to("message/template/send")] == [40037]
    assert sum("denies" in record.message for record in caplog.records) == 1


def test_an_account_without_the_right_is_not_asked_again(house: House, buyer: Phone) -> None:
    house.wechat.account.without_right.add(SEND)
    buyer.type("在吗")
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert [call.errcode for call in house.wechat.calls_to(SEND)] == [48001]


def test_a_used_up_day_waits_until_beijings_midnight(house: House, buyer: Phone) -> None:
    house.wechat.account.out_of_quota.add(SEND)
    buyer.type("在吗")
    later = house.push(buyer.openid, NOTICE)
    assert isinstance(later, Later)
    assert later.seconds == timedelta(hours=14, minutes=1).total_seconds()
    assert isinstance(house.push(buyer.openid, NOTICE), Later)
    assert len(house.wechat.calls_to(SEND)) == 1
    house.wechat.account.out_of_quota.clear()
    house.clock.forward(hours=14, minutes=2)
    assert house.push(buyer.openid, NOTICE) == Delivered()


def test_a_busy_wechat_is_asked_again_and_the_window_stays_whole(house: House, buyer: Phone) -> None:
    buyer.type("在吗")
    house.wechat.fail_next(Fault.BUSY, times=3, endpoint=SEND)
    assert [type(house.push(buyer.openid, NOTICE)) for _ in range(8)] == [Later] * 3 + [Delivered] * 5


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.CLOSE, Fault.LOST_ANSWER])
def test_a_broken_line_is_tried_again_later(house: House, buyer: Phone, fault: Fault) -> None:
    buyer.type("在吗")
    house.wechat.fail_next(fault, endpoint=SEND)
    assert isinstance(house.push(buyer.openid, NOTICE), Later)


def test_a_window_that_wechat_denies_is_forgotten(house: House, buyer: Phone) -> None:
    buyer.type("在吗")
    house.wechat.account.ledger.close(buyer.openid)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert isinstance(house.push(buyer.openid, NOTICE), Kept)
    assert [call.errcode for call in house.wechat.calls_to(SEND)] == [45015]


def test_a_stranger_to_the_account_is_unreachable(house: House) -> None:
    house.wechat.add_template(TEMPLATE, "thing1")
    assert isinstance(house.push("o-nobody", NOTICE), Unreachable)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_stale_token_is_renewed_once(house: House, buyer: Phone, code: int) -> None:
    buyer.type("在吗")
    house.push(buyer.openid, NOTICE)
    house.wechat.revoke_tokens(code)
    assert house.push(buyer.openid, NOTICE) == Delivered()
    assert [call.errcode for call in house.wechat.calls_to(SEND)] == [0, code, 0]
    assert tokens_of(house) == 2


def test_a_wrong_secret_is_no_loop(house: House, buyer: Phone) -> None:
    messenger = _another(house, wechat_app_secret=SecretStr("wrong"))
    buyer.type("在吗")
    assert isinstance(run(messenger.push(buyer.openid, NOTICE, "zh-CN", None)), Kept)
    assert tokens_of(house) == 2


def test_one_token_serves_for_two_hours(house: House, buyer: Phone) -> None:
    buyer.type("在吗")
    house.push(buyer.openid, NOTICE)
    house.clock.forward(minutes=110)
    house.push(buyer.openid, NOTICE)
    assert tokens_of(house) == 1
    house.clock.forward(minutes=10)
    house.push(buyer.openid, NOTICE)
    assert tokens_of(house) == 2
    assert {call.errcode for call in house.wechat.calls} == {0}


def test_a_long_notice_comes_in_several_messages_or_not_at_all(house: House, buyer: Phone) -> None:
    long = Reply(title="对账", lines=tuple(f"{number:03} 可口可乐经典罐装 330ml ×24" for number in range(150)))
    buyer.type("在吗")
    assert house.push(buyer.openid, long) == Delivered()
    parts = [bubble.text for bubble in buyer.received if bubble.way is Way.CUSTOMER_SERVICE]
    assert "\n".join(parts).splitlines()[-1].startswith("149")
    assert isinstance(house.push(buyer.openid, long), Kept)


def test_a_picture_follows_the_answer_and_is_uploaded_once(house: House, buyer: Phone) -> None:
    digest = _stored(house, _picture(400))
    house.script.says = lambda _: answer(Reply(title="可乐", picture=digest))
    for words in ("看看", "再看"):
        buyer.type(words)
        house.wechat.wait_until(lambda: buyer.last.picture is not None)
    assert [bubble.way for bubble in buyer.received] == [Way.REPLY, Way.CUSTOMER_SERVICE] * 2
    assert len(house.wechat.calls_to("media/upload")) == 1


def test_a_picture_that_wechat_has_forgotten_is_uploaded_again(house: House, buyer: Phone) -> None:
    notice = Reply(title="新品", picture=_stored(house, _picture(400)))
    buyer.type("在吗")
    house.push(buyer.openid, notice)
    house.wechat.account.media.clear()
    buyer.type("还在吗")
    assert house.push(buyer.openid, notice) == Delivered()
    assert buyer.last.picture is not None
    assert len(house.wechat.calls_to("media/upload")) == 2


def test_a_picture_is_uploaded_anew_after_sixty_hours(house: House, buyer: Phone) -> None:
    notice = Reply(title="新品", picture=_stored(house, _picture(400)))
    for _ in range(2):
        buyer.type("在吗")
        house.push(buyer.openid, notice)
        house.clock.forward(hours=61)
    assert len(house.wechat.calls_to("media/upload")) == 2


def test_pictures_leave_messages_for_notices(house: House, buyer: Phone) -> None:
    digest = _stored(house, _picture(400))
    buyer.type("在吗")
    for _ in range(5):
        run(house.channel.messenger.show_picture(buyer.openid, digest))
    assert house.wechat.pushes_left(buyer) == 2


def test_a_picture_of_many_megabytes_is_made_smaller(house: House, buyer: Phone) -> None:
    noise = BytesIO()
    Image.effect_noise((2000, 2000), 90).save(noise, "PNG")
    assert len(noise.getvalue()) > 2 * 1024 * 1024
    notice = Reply(title="新品", picture=_stored(house, noise.getvalue()))
    buyer.type("在吗")
    house.push(buyer.openid, notice)
    assert buyer.last.picture is not None
    assert buyer.last.picture.startswith(b"\xff\xd8\xff")


def test_a_picture_that_cannot_be_read_never_stops_the_words(house: House, buyer: Phone) -> None:
    with house.database.transaction() as session:
        digest = media.keep(session, b"no picture at all", "image/webp")
    buyer.type("在吗")
    assert house.push(buyer.openid, Reply(title="新品", picture=digest)) == Delivered()
    assert buyer.last.text == "新品"


def test_a_card_on_wechat_cannot_be_redrawn(house: House, buyer: Phone) -> None:
    assert run(house.channel.messenger.redraw(buyer.openid, NOTICE, "zh-CN", "1")) == Delivered()
    assert house.wechat.calls == ()


def test_an_invite_is_a_code_to_scan(house: House) -> None:
    url = run(house.channel.invite_qr("CODE-7", house.clock() + timedelta(days=7)))
    (call,) = house.wechat.calls_to("qrcode/create")
    assert (call.body["action_name"], call.body["expire_seconds"]) == ("QR_STR_SCENE", 7 * 24 * 3600)
    assert url == (call.answer or {})["url"]
    (ticket,) = house.wechat.account.tickets
    person = house.wechat.person()
    person.scan(ticket)
    assert person.last.text == "heard Started"


def test_no_code_is_made_where_wechat_denies_it(house: House) -> None:
    house.wechat.account.without_right.add("qrcode/create")
    assert run(house.channel.invite_qr("CODE-7", house.clock() + timedelta(days=7))) is None


def test_no_secret_is_written_to_any_log(house: House, buyer: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    buyer.type("在吗")
    for fault in (Fault.CLOSE, Fault.SERVER_ERROR, Fault.BUSY):
        house.wechat.fail_next(fault, endpoint=SEND)
        house.push(buyer.openid, NOTICE)
    house.wechat.fail_next(Fault.CLOSE)
    run(house.channel.start())
    credentials = house.wechat.account.credentials
    secrets = [credentials.secret, credentials.token, credentials.aes_key, *house.wechat.account.tokens.issued]
    assert not [secret for secret in secrets if secret in caplog.text]
    assert "access_token" not in caplog.text


def _another(house: House, **changes: object) -> WeChatMessenger:
    settings = settings_for(house.wechat, **changes)
    return WeChatMessenger(settings, house.database, WeChatClient(settings, house.clock), house.clock)


def _stored(house: House, content: bytes) -> str:
    with house.database.transaction() as session:
        return media.keep(session, content, "image/png")


def _picture(edge: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (edge, edge), "red").save(written, "PNG")
    return written.getvalue()
