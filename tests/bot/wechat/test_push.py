"""Notices and pictures over loopback: by the ledger first, then a ring, then kept; and every error met."""

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO

import pytest
from PIL import Image
from pydantic import SecretStr
from sqlmodel import select

from bot.messenger import Delivered, Kept, Later, Unreachable
from bot.wechat.channel import invite_address
from bot.wechat.client import WeChatClient
from bot.wechat.push import WeChatMessenger
from handlers.conversation.paper_links import PaperForm, PaperKind, PaperLink, token_of
from handlers.conversation.turn import File, Reply
from storage import media
from storage.media import Media
from tests.bot.wechat.furniture import PAGE, TEMPLATE, House, answer, choices, run, settings_for
from tests.servers.wechat.wechat_account import Way
from tests.servers.wechat.wechat_http import Fault
from tests.servers.wechat.wechat_phone import Phone

NOTICE = Reply(title="订单 D20261123-0042 已发货", lines=("可乐 ×2",), buttons=choices("🚚 看物流"))
SEND = "message/custom/send"


def tokens_of(supplier: House) -> int:
    return len(supplier.wechat.calls_to("stable_token"))


def test_who_wrote_gets_five_notices_within_two_days(supplier: House, buyer: Phone) -> None:
    buyer.type("在吗")
    outcomes = [supplier.push(buyer.openid, NOTICE) for _ in range(6)]
    assert outcomes[:5] == [Delivered()] * 5
    assert isinstance(outcomes[5], Kept)
    pushed = [bubble for bubble in buyer.received if bubble.way is Way.CUSTOMER_SERVICE]
    assert len(pushed) == 5
    assert pushed[0].text.endswith("可乐 ×2\n\n🚚 看物流")
    assert [call.errcode for call in supplier.wechat.calls_to(SEND)] == [0] * 5


def test_who_wrote_two_days_ago_gets_none(supplier: House, buyer: Phone) -> None:
    buyer.type("在吗")
    supplier.clock.forward(hours=48)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert supplier.wechat.calls_to(SEND) == ()


def test_a_click_in_the_menu_allows_three_within_a_minute(supplier: House, buyer: Phone) -> None:
    run(supplier.channel.start())
    buyer.click_menu("cart")
    outcomes = [supplier.push(buyer.openid, NOTICE) for _ in range(4)]
    assert outcomes[:3] == [Delivered()] * 3
    assert isinstance(outcomes[3], Kept)
    buyer.click_menu("cart")
    supplier.clock.forward(seconds=61)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)


def test_a_tap_on_a_link_opens_no_window(supplier: House, buyer: Phone) -> None:
    supplier.script.says = lambda _: answer(Reply(title="选", buttons=choices("🛒 可乐")))
    run(supplier.channel.start())
    buyer.click_menu("search")
    supplier.clock.forward(minutes=2)
    buyer.tap("🛒")
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert supplier.wechat.calls_to(SEND) == ()


def test_a_message_delivered_again_does_not_fill_the_window_again(supplier: House, buyer: Phone) -> None:
    delivery = buyer.type("在吗")
    for _ in range(5):
        supplier.push(buyer.openid, NOTICE)
    supplier.wechat.deliver_again(delivery)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)


def test_who_has_left_is_not_written_to(supplier: House, buyer: Phone) -> None:
    buyer.type("在吗")
    buyer.unfollow()
    supplier.wechat.add_template(TEMPLATE, "thing1")
    assert isinstance(supplier.push(buyer.openid, NOTICE), Unreachable)
    assert supplier.wechat.calls_to(SEND) == ()


def test_without_a_window_a_template_rings_and_the_notice_waits(supplier: House, buyer: Phone) -> None:
    supplier.wechat.add_template(TEMPLATE, "thing1", "thing2", "time3", "character_string4", "phrase5")
    assert supplier.push(buyer.openid, NOTICE) == Kept(reason="rung by a template message")
    assert buyer.last.template == {
        "thing1": "订单 D20261123-0042 已…",
        "thing2": "可乐 ×2",
        "time3": "2026-11-23 10:00",
        "character_string4": "D20261123-0042",
        "phrase5": "新消息",
    }


def test_somebody_is_rung_once_in_a_few_minutes(supplier: House, buyer: Phone) -> None:
    supplier.wechat.add_template(TEMPLATE, "thing1")
    for _ in range(3):
        assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert len(supplier.wechat.calls_to("message/template/send")) == 1
    supplier.clock.forward(minutes=4)
    supplier.push(buyer.openid, NOTICE)
    assert len(supplier.wechat.calls_to("message/template/send")) == 2
    assert len(supplier.wechat.calls_to("template/get_all_private_template")) == 1


def test_a_ring_that_failed_is_rung_again(supplier: House, buyer: Phone) -> None:
    supplier.wechat.add_template(TEMPLATE, "thing1")
    supplier.wechat.fail_next(Fault.BUSY, endpoint="template/get_all_private_template")
    supplier.wechat.fail_next(Fault.BUSY, endpoint="message/template/send")
    outcomes = [supplier.push(buyer.openid, NOTICE) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Later, Later, Kept]
    assert buyer.last.way is Way.TEMPLATE


def test_without_a_template_the_notice_is_kept(supplier: House, buyer: Phone) -> None:
    messenger = _another(supplier, wechat_template_id="")
    assert isinstance(run(messenger.push(buyer.openid, NOTICE, "zh-CN", None)), Kept)
    assert supplier.wechat.calls == ()


def test_a_template_that_is_not_ours_is_tried_once(
    supplier: House, buyer: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    supplier.clock.forward(minutes=4)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert [call.errcode for call in supplier.wechat.calls_to("message/template/send")] == [40037]
    assert sum("denies" in record.message for record in caplog.records) == 1


def test_an_account_without_the_right_is_not_asked_again(supplier: House, buyer: Phone) -> None:
    supplier.wechat.account.without_right.add(SEND)
    buyer.type("在吗")
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert [call.errcode for call in supplier.wechat.calls_to(SEND)] == [48001]


def test_a_used_up_day_waits_until_beijings_midnight(supplier: House, buyer: Phone) -> None:
    supplier.wechat.account.out_of_quota.add(SEND)
    buyer.type("在吗")
    later = supplier.push(buyer.openid, NOTICE)
    assert isinstance(later, Later)
    assert later.seconds == timedelta(hours=14, minutes=1).total_seconds()
    assert isinstance(supplier.push(buyer.openid, NOTICE), Later)
    assert len(supplier.wechat.calls_to(SEND)) == 1
    supplier.wechat.account.out_of_quota.clear()
    supplier.clock.forward(hours=14, minutes=2)
    assert supplier.push(buyer.openid, NOTICE) == Delivered()


def test_a_busy_wechat_is_asked_again_and_the_window_stays_whole(supplier: House, buyer: Phone) -> None:
    buyer.type("在吗")
    supplier.wechat.fail_next(Fault.BUSY, times=3, endpoint=SEND)
    assert [type(supplier.push(buyer.openid, NOTICE)) for _ in range(8)] == [Later] * 3 + [Delivered] * 5


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.CLOSE, Fault.LOST_ANSWER])
def test_a_broken_line_is_tried_again_later(supplier: House, buyer: Phone, fault: Fault) -> None:
    buyer.type("在吗")
    supplier.wechat.fail_next(fault, endpoint=SEND)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Later)


def test_a_window_that_wechat_denies_is_forgotten(supplier: House, buyer: Phone) -> None:
    buyer.type("在吗")
    supplier.wechat.account.ledger.close(buyer.openid)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert isinstance(supplier.push(buyer.openid, NOTICE), Kept)
    assert [call.errcode for call in supplier.wechat.calls_to(SEND)] == [45015]


def test_a_stranger_to_the_account_is_unreachable(supplier: House) -> None:
    supplier.wechat.add_template(TEMPLATE, "thing1")
    assert isinstance(supplier.push("o-nobody", NOTICE), Unreachable)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_stale_token_is_renewed_once(supplier: House, buyer: Phone, code: int) -> None:
    buyer.type("在吗")
    supplier.push(buyer.openid, NOTICE)
    supplier.wechat.revoke_tokens(code)
    assert supplier.push(buyer.openid, NOTICE) == Delivered()
    assert [call.errcode for call in supplier.wechat.calls_to(SEND)] == [0, code, 0]
    assert tokens_of(supplier) == 2


def test_a_wrong_secret_is_no_loop(supplier: House, buyer: Phone) -> None:
    messenger = _another(supplier, wechat_app_secret=SecretStr("wrong"))
    buyer.type("在吗")
    assert isinstance(run(messenger.push(buyer.openid, NOTICE, "zh-CN", None)), Kept)
    assert tokens_of(supplier) == 2


def test_one_token_serves_for_two_hours(supplier: House, buyer: Phone) -> None:
    buyer.type("在吗")
    supplier.push(buyer.openid, NOTICE)
    supplier.clock.forward(minutes=110)
    supplier.push(buyer.openid, NOTICE)
    assert tokens_of(supplier) == 1
    supplier.clock.forward(minutes=10)
    supplier.push(buyer.openid, NOTICE)
    assert tokens_of(supplier) == 2
    assert {call.errcode for call in supplier.wechat.calls} == {0}


def test_a_long_notice_comes_in_several_messages_or_not_at_all(supplier: House, buyer: Phone) -> None:
    long = Reply(title="对账", lines=tuple(f"{number:03} 可口可乐经典罐装 330ml ×24" for number in range(150)))
    buyer.type("在吗")
    assert supplier.push(buyer.openid, long) == Delivered()
    parts = [bubble.text for bubble in buyer.received if bubble.way is Way.CUSTOMER_SERVICE]
    assert "\n".join(parts).splitlines()[-1].startswith("149")
    assert isinstance(supplier.push(buyer.openid, long), Kept)


def _has_received(phone: Phone, bubbles: int) -> bool:
    return len(phone.received) == bubbles


def test_a_picture_follows_the_answer_and_is_uploaded_once(supplier: House, buyer: Phone) -> None:
    digest = _stored(supplier, _picture(400))
    supplier.script.says = lambda _: answer(Reply(title="可乐", picture=digest))
    for times, words in enumerate(("看看", "再看"), start=1):
        buyer.type(words)
        # The phone may hear of the picture while it still reads the answer that left before it.
        supplier.wechat.wait_until(partial(_has_received, buyer, 2 * times))
    assert [bubble.way for bubble in buyer.received if bubble.picture] == [Way.CUSTOMER_SERVICE] * 2
    assert Counter(bubble.way for bubble in buyer.received) == {Way.REPLY: 2, Way.CUSTOMER_SERVICE: 2}
    assert len(supplier.wechat.calls_to("media/upload")) == 1


def test_a_picture_that_wechat_has_forgotten_is_uploaded_again(supplier: House, buyer: Phone) -> None:
    notice = Reply(title="新品", picture=_stored(supplier, _picture(400)))
    buyer.type("在吗")
    supplier.push(buyer.openid, notice)
    supplier.wechat.account.media.clear()
    buyer.type("还在吗")
    assert supplier.push(buyer.openid, notice) == Delivered()
    assert buyer.last.picture is not None
    assert len(supplier.wechat.calls_to("media/upload")) == 2


def test_a_picture_is_uploaded_anew_after_sixty_hours(supplier: House, buyer: Phone) -> None:
    notice = Reply(title="新品", picture=_stored(supplier, _picture(400)))
    for _ in range(2):
        buyer.type("在吗")
        supplier.push(buyer.openid, notice)
        supplier.clock.forward(hours=61)
    assert len(supplier.wechat.calls_to("media/upload")) == 2


def test_pictures_leave_messages_for_notices(supplier: House, buyer: Phone) -> None:
    digest = _stored(supplier, _picture(400))
    buyer.type("在吗")
    for _ in range(5):
        run(supplier.channel.messenger.show_picture(buyer.openid, digest))
    assert supplier.wechat.pushes_left(buyer) == 2


def test_a_picture_of_many_megabytes_is_made_smaller(supplier: House, buyer: Phone) -> None:
    noise = BytesIO()
    Image.effect_noise((2000, 2000), 90).save(noise, "PNG")
    assert len(noise.getvalue()) > 2 * 1024 * 1024
    notice = Reply(title="新品", picture=_stored(supplier, noise.getvalue()))
    buyer.type("在吗")
    supplier.push(buyer.openid, notice)
    assert buyer.last.picture is not None
    assert buyer.last.picture.startswith(b"\xff\xd8\xff")


def test_a_picture_that_cannot_be_read_never_stops_the_words(supplier: House, buyer: Phone) -> None:
    with supplier.database.transaction() as session:
        digest = media.store(session, b"no picture at all", "image/webp")
    buyer.type("在吗")
    assert supplier.push(buyer.openid, Reply(title="新品", picture=digest)) == Delivered()
    assert buyer.last.text == "新品"


def test_the_first_page_of_a_statement_follows_its_links_as_a_picture(supplier: House, buyer: Phone) -> None:
    statement = Reply(title="对账单", files=(_paper(PaperKind.STATEMENT, PaperForm.PDF),))
    supplier.script.says = lambda _: answer(statement)
    buyer.type("对账单")
    supplier.wechat.wait_until(partial(_has_received, buyer, 2))
    assert next(each.picture for each in buyer.received if each.picture) == PAGE
    assert supplier.push(buyer.openid, statement) == Delivered()
    assert buyer.last.picture == PAGE
    with supplier.database.reading() as session:
        assert session.exec(select(Media)).all() == [], "a statement is kept nowhere"


@pytest.mark.parametrize(
    ("kind", "form"),
    [(PaperKind.STATEMENT, PaperForm.XLSX), (PaperKind.DELIVERY, PaperForm.PDF), (PaperKind.INVOICE, PaperForm.PDF)],
)
def test_no_other_paper_is_pictured(supplier: House, buyer: Phone, kind: PaperKind, form: PaperForm) -> None:
    buyer.type("在吗")
    assert supplier.push(buyer.openid, Reply(title="文件", files=(_paper(kind, form),))) == Delivered()
    assert supplier.wechat.calls_to("media/upload") == ()


def test_a_page_leaves_messages_for_notices_and_needs_a_window(supplier: House, buyer: Phone) -> None:
    statement = Reply(title="对账单", files=(_paper(PaperKind.STATEMENT, PaperForm.PDF),))
    run(supplier.channel.messenger.show_page(buyer.openid, statement))
    assert supplier.wechat.calls == ()
    buyer.type("在吗")
    for _ in range(5):
        run(supplier.channel.messenger.show_page(buyer.openid, statement))
    assert supplier.wechat.pushes_left(buyer) == 2


def test_a_card_on_wechat_cannot_be_redrawn(supplier: House, buyer: Phone) -> None:
    assert run(supplier.channel.messenger.redraw(buyer.openid, NOTICE, "zh-CN", "1")) == Delivered()
    assert supplier.wechat.calls == ()


def test_an_invite_is_a_code_to_scan(supplier: House) -> None:
    url = _invite_address(supplier)
    (call,) = supplier.wechat.calls_to("qrcode/create")
    assert (call.body["action_name"], call.body["expire_seconds"]) == ("QR_STR_SCENE", 7 * 24 * 3600)
    assert url == (call.answer or {})["url"]
    (ticket,) = supplier.wechat.account.tickets
    person = supplier.wechat.person()
    person.scan(ticket)
    assert person.last.text == "heard Started"


def test_no_code_is_made_where_wechat_denies_it(supplier: House) -> None:
    supplier.wechat.account.without_right.add("qrcode/create")
    assert _invite_address(supplier) is None


def test_no_secret_is_written_to_any_log(supplier: House, buyer: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    buyer.type("在吗")
    for fault in (Fault.CLOSE, Fault.SERVER_ERROR, Fault.BUSY):
        supplier.wechat.fail_next(fault, endpoint=SEND)
        supplier.push(buyer.openid, NOTICE)
    supplier.wechat.fail_next(Fault.CLOSE)
    run(supplier.channel.start())
    credentials = supplier.wechat.account.credentials
    secrets = [credentials.secret, credentials.token, credentials.aes_key, *supplier.wechat.account.tokens.issued]
    assert not [secret for secret in secrets if secret in caplog.text]
    assert "access_token" not in caplog.text


def _another(supplier: House, **changes: object) -> WeChatMessenger:
    settings = settings_for(supplier.wechat, **changes)
    return WeChatMessenger(settings, supplier.database, WeChatClient(settings, supplier.clock), supplier.clock)


def _stored(supplier: House, content: bytes) -> str:
    with supplier.database.transaction() as session:
        return media.store(session, content, "image/png")


def _paper(kind: PaperKind, form: PaperForm) -> File:
    until = datetime(2026, 12, 1, tzinfo=UTC)
    link = PaperLink(kind=kind, form=form, about=("1", "2026-11-01", "2026-11-30"), person_id=7, until=until)
    return File(name="对账单", token=token_of(b"secret", link))


def _picture(edge: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (edge, edge), "red").save(written, "PNG")
    return written.getvalue()


def _invite_address(supplier: House) -> str | None:
    client, now = WeChatClient(settings_for(supplier.wechat), supplier.clock), supplier.clock()
    return invite_address(client, "CODE-7", now + timedelta(days=7), now)
