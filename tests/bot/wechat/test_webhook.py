"""Deliveries over loopback: sealed, repeated, slow, forged, and never met with an error."""

import http.client
import threading
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from pydantic import SecretStr

import bot.wechat.webhook as webhook_module
from bot.attachments import AttachmentReader
from bot.failed_updates import TRIES
from bot.wechat.channel import WeChatChannel
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Incoming, Left, Reply, Sent, SentKind, Started, Tapped, Typed
from storage.engine import Database
from storage.failed_messages import recently_passed_over
from storage.files.unreadable import UnreadableReason
from tests.bot.wechat.furniture import Clock, House, answer, choices, run, settings_for, text
from tests.servers.wechat.wechat_account import Way
from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_courier import Mode
from tests.servers.wechat.wechat_crypto import signature
from tests.servers.wechat.wechat_phone import Phone
from tests.servers.wechat.wechat_xml import Value

WHO = "<FromUserName>o1</FromUserName><ToUserName>g</ToUserName>"
OTHER_KEY = "ABCDEFGabcdefghijklmnopqrstuvwxyz0123456789"


def test_wechat_verifies_the_webhook(supplier: House) -> None:
    assert supplier.wechat.courier.verify()


def test_a_verification_by_somebody_without_the_token_is_refused(supplier: House) -> None:
    supplier.wechat.account.credentials.token = "guessed"
    assert not supplier.wechat.courier.verify()


@pytest.mark.parametrize("mode", [Mode.SAFE, Mode.COMPATIBLE])
def test_a_buyer_writes_and_reads_the_answer(supplier: House, buyer: Phone, mode: Mode) -> None:
    supplier.wechat.courier.mode = mode
    supplier.script.says = lambda incoming: text(f"{_typed(incoming)} 好的")
    buyer.type("可乐\x1d 10箱")
    assert buyer.last.text == "可乐 10箱 好的"
    assert supplier.wechat.refusals == ()


def test_what_people_write_about_markup_is_read_as_it_is(supplier: House, buyer: Phone) -> None:
    buyer.type("<!DOCTYPE html> & ]]> <xml>")
    assert _typed(supplier.script.heard[0]) == "<!DOCTYPE html> & ]]> <xml>"


def test_a_plain_message_is_refused_unless_plain_mode_is_on(wechat: WeChatServer, database: Database) -> None:
    wechat.courier.mode = Mode.PLAIN
    person = wechat.person(follows=True)
    with House(wechat, database, Clock()):
        assert person.type("在吗").attempts[-1].problem == "status 403"
    with House(wechat, database, Clock(), wechat_plain_mode=True):
        person.type("在吗")
    assert person.last.text == "heard Typed"


def test_in_compatible_mode_only_the_sealed_part_is_read(supplier: House, buyer: Phone) -> None:
    """Who knows an old sealed message could write other words beside it."""
    courier = supplier.wechat.courier
    courier.mode = Mode.COMPATIBLE
    fields: dict[str, Value] = {
        **buyer.type("真的").letter.fields,
        "MsgId": 77,
    }
    query, body = courier.parcel(fields)
    forged = body.replace("<Content><![CDATA[真的]]></Content>", "<Content><![CDATA[假的]]></Content>")
    assert forged != body
    assert supplier.wechat.stranger().raw(forged.encode(), query).status == 200
    assert [_typed(incoming) for incoming in supplier.script.heard] == ["真的", "真的"]


def test_both_keys_open_while_the_key_is_changed(wechat: WeChatServer, database: Database, clock: Clock) -> None:
    old = SecretStr(wechat.account.credentials.aes_key)
    person = wechat.person(follows=True)
    keys = {"wechat_aes_key": SecretStr(OTHER_KEY), "wechat_previous_aes_key": old}
    with House(wechat, database, clock, **keys):
        person.type("用旧钥匙")
        wechat.rotate_key(OTHER_KEY)
        person.type("用新钥匙")
    assert [bubble.way for bubble in person.received] == [Way.REPLY, Way.REPLY]
    assert wechat.refusals == ()


def test_everything_hostile_is_refused_and_nothing_is_heard(supplier: House) -> None:
    statuses = {name: attack.status for name, attack in supplier.wechat.stranger().everything()}
    assert set(statuses.values()) <= {400, 403}, statuses
    assert supplier.script.heard == []


@pytest.mark.parametrize(
    "plain",
    [
        "<xml><FromUserName>o1</FromUserName></xml>",
        "<xml><FromUserName><a/></FromUserName><ToUserName>g</ToUserName><CreateTime>1</CreateTime></xml>",
        f"<xml>{WHO}<CreateTime>soon</CreateTime><MsgType>text</MsgType></xml>",
        f"<xml>{WHO}<CreateTime>99999999999999999</CreateTime><MsgType>text</MsgType></xml>",
        f"<xml>{WHO}<CreateTime>1</CreateTime><MsgType>event</MsgType></xml>",
        "<xml><MsgType>event</MsgType><MsgType>text</MsgType></xml>",
        "<xml>" + "<a>" * 2000 + "</a>" * 2000 + "</xml>",
        "<other/>",
        " ",
    ],
)
def test_a_sealed_message_of_no_known_shape_is_a_400(supplier: House, plain: str) -> None:
    assert supplier.wechat.stranger().sealed(plain).status == 400


def test_two_sealed_texts_in_one_envelope_are_a_400(supplier: House) -> None:
    stamp = str(int(supplier.clock().timestamp()))
    query = {"timestamp": stamp, "nonce": "n", "msg_signature": signature("spamtest", stamp, "n", "x")}
    body = b"<xml><Encrypt>x</Encrypt><Encrypt>x</Encrypt></xml>"
    assert supplier.wechat.stranger().raw(body, query).status == 400


def test_a_repeat_gets_the_same_reply_and_is_done_once(supplier: House, buyer: Phone) -> None:
    with supplier.wechat.courier.repeating(3, parallel=True):
        delivery = buyer.type("下单")
    bubbles = {attempt.bubble.text for attempt in delivery.attempts if attempt.bubble}
    assert (bubbles, len(supplier.script.heard)) == ({"heard Typed"}, 1)
    again = supplier.wechat.deliver_again(delivery)
    assert again.attempts[-1].bubble == delivery.attempts[-1].bubble
    assert len(supplier.script.heard) == 1


def test_a_slow_turn_is_answered_at_the_next_delivery(supplier: House, buyer: Phone) -> None:
    supplier.wechat.courier.budget_seconds = 0.3

    def slow(_: Incoming) -> Answer:
        supplier.wechat.courier.gave_up.wait(30)
        return text("做好了")

    supplier.script.says = slow
    delivery = buyer.type("下单")
    assert delivery.attempts[0].problem == "no answer in time"
    assert [bubble.text for bubble in buyer.received] == ["做好了"]
    assert len(supplier.script.heard) == 1


def test_a_turn_slower_than_every_delivery_is_promised_and_then_brought(
    supplier: House, buyer: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_module, "BUDGET", 0.05)
    supplier.wechat.courier.budget_seconds = 0.4
    go_on = threading.Event()

    def slow(_: Incoming) -> Answer:
        go_on.wait(30)
        return text("终于好了")

    supplier.script.says = slow
    buyer.type("下单")
    assert "稍后发给您" in buyer.last.text
    go_on.set()
    assert supplier.outbox.wait() == [(buyer.openid, Reply(title="终于好了"))]


def test_when_the_house_fails_wechat_delivers_again(supplier: House, buyer: Phone) -> None:
    supplier.wechat.courier.budget_seconds = 0.3

    def fail_once(incoming: Incoming) -> Answer:
        if len(supplier.script.heard) == 1:
            raise OSError("the database is down")
        return text("又好了")

    supplier.script.says = fail_once
    buyer.type("下单")
    assert [bubble.text for bubble in buyer.received] == ["又好了"]


def test_a_turn_that_always_fails_is_apologised_for_and_passed_over(
    supplier: House, buyer: Phone, database: Database, clock: Clock
) -> None:
    def fail(_: Incoming) -> Answer:
        raise KeyError("可乐")

    supplier.script.says = fail
    delivery = buyer.type("下单")
    assert len(delivery.attempts) == 1
    assert "编号" in buyer.last.text
    supplier.script.says = lambda _: text("又好了")
    buyer.type("菜单")
    assert buyer.last.text == "又好了"
    with database.transaction() as session:
        found = recently_passed_over(session, clock())
    assert found.newest is not None
    assert (found.count, found.newest.channel, found.newest.times) == (1, Channel.WECHAT, TRIES)


def test_events_of_wechat_itself_are_met_with_success(supplier: House, buyer: Phone) -> None:
    supplier.wechat.add_template("T", "thing1")
    supplier.wechat.account.unreported_templates.append((buyer.openid, 1))
    (delivery,) = supplier.wechat.report_templates()
    assert delivery.attempts[-1].answer is not None
    assert delivery.attempts[-1].answer.body == b"success"
    assert supplier.script.heard == []


def test_a_follower_by_code_a_scan_and_a_leaver_are_read(supplier: House) -> None:
    person = supplier.wechat.person()
    person.scan("CODE-1")
    person.scan("CODE-2")
    left = person.unfollow()
    bodies = [incoming.body for incoming in supplier.script.heard]
    assert bodies == [Started(code="CODE-1"), Started(code="CODE-2"), Left()]
    assert left.attempts[-1].answer is not None
    assert left.attempts[-1].answer.body == b"success"


def test_pictures_places_and_voices_are_read(supplier: House, buyer: Phone) -> None:
    buyer.send_picture(b"\xff\xd8\xff")
    buyer.send_location(latitude="31.2", longitude="121.4", label="仓库")
    buyer.send_voice()
    assert [incoming.body for incoming in supplier.script.heard] == [
        Sent(kind=SentKind.PICTURE, fault=UnreadableReason.BROKEN),
        Sent(kind=SentKind.LOCATION, text="仓库"),
        Sent(kind=SentKind.VOICE),
    ]


def test_a_tapped_link_says_its_words_and_carries_its_data(supplier: House, buyer: Phone) -> None:
    supplier.script.says = lambda _: answer(
        Reply(title="要什么？", buttons=choices("🛒 可乐 330ml*24 & 50%", "🏠 主菜单"))
    )
    buyer.type("菜单")
    buyer.tap("🛒")
    assert supplier.script.heard[-1].body == Typed(text="🛒 可乐 330ml*24 & 50%", button="choose:1")


def test_an_old_client_sends_the_words_alone(supplier: House) -> None:
    person = supplier.wechat.person(follows=True, old_client=True)
    supplier.script.says = lambda _: answer(Reply(title="要什么？", buttons=choices("🛒 可乐")))
    person.type("菜单")
    person.tap("🛒")
    assert supplier.script.heard[-1].body == Typed(text="🛒 可乐")


def test_the_menu_is_put_in_place_and_its_clicks_are_taps(supplier: House, buyer: Phone) -> None:
    run(supplier.channel.start())
    buyer.click_menu("购物车")
    assert supplier.script.heard[-1].body == Tapped(data="cart")


def test_a_menu_that_cannot_be_created_does_not_stop_the_house(supplier: House, buyer: Phone) -> None:
    supplier.wechat.account.without_right.add("menu/create")
    run(supplier.channel.start())
    buyer.type("在吗")
    assert buyer.last.text == "heard Typed"


def test_an_answer_without_words_is_met_with_success(supplier: House, buyer: Phone) -> None:
    supplier.script.says = lambda _: answer()
    assert buyer.type("在吗").attempts[-1].problem == ""
    assert buyer.received == ()


def test_a_person_cannot_forge_a_link_through_our_reply(supplier: House, buyer: Phone) -> None:
    supplier.script.says = lambda incoming: text(f"没有找到：{_typed(incoming)}")
    buyer.type('<a href="http://evil.example">点我</a> ]]> &lt;a href="weixin://bizmsgmenu?x"&gt;')
    assert buyer.last.links == ()
    assert buyer.last.text.startswith("没有找到：＜a href")
    assert "weixin://" not in buyer.last.text
    assert supplier.wechat.refusals == ()


@pytest.mark.parametrize("missing", ["wechat_token", "wechat_aes_key", "wechat_app_id"])
def test_without_token_key_and_app_id_there_is_no_channel(supplier: House, missing: str) -> None:
    empty: Any = "" if missing == "wechat_app_id" else SecretStr("")
    with pytest.raises(ValueError, match=f"DINGHUO_{missing.upper()}"):
        WeChatChannel(
            settings_for(supplier.wechat, **{missing: empty}),
            supplier.database,
            ask=supplier.script.ask,
            attachments=AttachmentReader(lambda _: True),
            resend=supplier.outbox.resend,
            now=supplier.clock,
        )


def test_a_key_of_the_wrong_length_is_named_at_start(supplier: House) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        WeChatChannel(
            settings_for(supplier.wechat, wechat_aes_key=SecretStr("short")),
            supplier.database,
            ask=supplier.script.ask,
            attachments=AttachmentReader(lambda _: True),
            resend=supplier.outbox.resend,
            now=supplier.clock,
        )


def _typed(incoming: Incoming) -> str:
    assert isinstance(incoming.body, Typed)
    return incoming.body.text


@pytest.mark.parametrize("changed", [{"msg_signature": ""}, {"msg_signature": "x" * 40}, {"timestamp": "1"}])
def test_nothing_is_read_of_a_body_whose_query_is_no_good(
    supplier: House, buyer: Phone, changed: dict[str, str]
) -> None:
    courier = supplier.wechat.courier
    query, _ = courier.parcel(buyer.type("在吗").letter.fields)
    place = urlsplit(courier.webhook)
    connection = http.client.HTTPConnection(place.netloc, timeout=5)
    connection.putrequest("POST", f"{place.path}?{urlencode({**query, **changed})}")
    connection.putheader("Content-Length", "60000")
    connection.endheaders()
    assert connection.getresponse().status == 403
    connection.close()
    assert len(supplier.script.heard) == 1


def test_a_delivery_that_somebody_recorded_is_answered_as_before_and_done_once(supplier: House, buyer: Phone) -> None:
    """Who listens in can send it again for five minutes; it is sealed, so they cannot read the answer either."""
    courier = supplier.wechat.courier
    query, body = courier.parcel({**buyer.type("可乐 10箱").letter.fields, "MsgId": 4711})
    stranger = supplier.wechat.stranger()
    answers = [stranger.raw(body.encode(), query) for _ in range(3)]
    assert [answer.status for answer in answers] == [200] * 3
    assert not [answer for answer in answers if "heard" in str(answer.body)]
    assert len([incoming for incoming in supplier.script.heard if incoming.key == "4711"]) == 1
    supplier.clock.forward(seconds=301)
    assert stranger.raw(body.encode(), query).status == 403


def test_silence_is_no_reply_and_no_error(supplier: House, buyer: Phone) -> None:
    """WeChat tells people that the account is out of order where it gets anything but XML, success or nothing."""
    supplier.script.says = lambda _: answer()
    buyer.type("第一百条")
    assert supplier.wechat.deliveries[-1].attempts[-1].problem == ""
    assert not buyer.received
