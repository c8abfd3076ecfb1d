"""The message side of the WeChat server: sealed deliveries, five seconds, repeats, and refused replies."""

from datetime import timedelta
from threading import Barrier, Event

import pytest

from tests.servers.wechat.wechat_account import Way
from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_caller import Caller
from tests.servers.wechat.wechat_courier import OUTAGE, Mode
from tests.servers.wechat.wechat_fixtures import api, bot, clock, wechat
from tests.servers.wechat.wechat_http import Response
from tests.servers.wechat.wechat_tiny_bot import Fields, TinyBot, text_reply
from tests.servers.wechat.wechat_xml import write

__all__ = ["api", "bot", "clock", "wechat"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
NEW_KEY = "ABCDEFGabcdefghijklmnopqrstuvwxyz0123456789"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_message_is_heard_and_its_reply_is_shown_in_every_mode(
    wechat: WeChatServer, bot: TinyBot, mode: Mode
) -> None:
    wechat.courier.mode = mode
    bot.says("好的")
    buyer = wechat.person(follows=True)
    buyer.type("可乐 ]]> 10箱")
    assert bot.heard[-1]["Content"] == "可乐 ]]> 10箱"
    assert (buyer.last.way, buyer.last.text) == (Way.REPLY, "好的")
    assert wechat.refusals == ()


def test_the_webhook_proves_itself(wechat: WeChatServer, bot: TinyBot) -> None:
    assert wechat.courier.verify()
    bot.credentials.token = "another"
    assert not wechat.courier.verify()


@pytest.mark.parametrize("quiet", ["success", ""])
def test_a_quiet_answer_shows_nothing(wechat: WeChatServer, bot: TinyBot, quiet: str) -> None:
    bot.answer = lambda _: quiet
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert (len(buyer.received), len(wechat.refusals)) == (0, 0)


def test_control_characters_travel_as_wechat_sends_them(wechat: WeChatServer, bot: TinyBot) -> None:
    wechat.person(follows=True).type("可乐\x1d10箱")
    assert bot.heard[-1]["Content"] == "可乐␝10箱"


def test_a_slow_first_try_is_dropped_and_only_the_repeat_is_shown(wechat: WeChatServer, bot: TinyBot) -> None:
    wechat.courier.budget_seconds = 0.2
    dropped = Event()

    def slow_once(asked: Fields) -> str:
        if len(bot.heard) == 1:
            dropped.wait(30)
            return text_reply(asked, "太晚了")
        dropped.set()
        return text_reply(asked, "第二次")

    bot.answer = slow_once
    buyer = wechat.person(follows=True)
    delivery = buyer.type("在吗")
    assert [bubble.text for bubble in buyer.received] == ["第二次"]
    assert [attempt.problem for attempt in delivery.attempts] == ["no answer in time", ""]
    assert bot.heard[0]["MsgId"] == bot.heard[1]["MsgId"]


def test_after_three_silent_tries_the_person_reads_of_an_outage(wechat: WeChatServer, bot: TinyBot) -> None:
    wechat.courier.budget_seconds = 0.1
    over = Event()

    def never(_: Fields) -> str:
        over.wait(5)
        return ""

    bot.answer = never
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    over.set()
    assert (buyer.last.text, len(bot.heard)) == (OUTAGE, 3)
    assert [refusal.reason for refusal in wechat.refusals] == ["no answer in time"]


def test_a_webhook_that_is_away_or_fails_is_an_outage_too(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person(follows=True)
    bot.answer = lambda _: Response(status=500, body=b"Traceback")
    buyer.type("在吗")
    wechat.courier.webhook = "http://127.0.0.1:9/wechat"
    buyer.type("在吗")
    assert [bubble.text for bubble in buyer.received] == [OUTAGE, OUTAGE]
    assert wechat.refusals[0].reason == "status 500"
    assert "the connection broke" in wechat.refusals[1].reason


def test_every_message_can_be_delivered_twice_at_once(wechat: WeChatServer, bot: TinyBot) -> None:
    both_are_here = Barrier(2, timeout=30)

    def answer(asked: Fields) -> str:
        both_are_here.wait()
        return text_reply(asked, "收到")

    bot.answer = answer
    buyer = wechat.person(follows=True)
    with wechat.courier.repeating(2):
        buyer.type("在吗")
    assert [bubble.text for bubble in buyer.received] == ["收到"]
    assert bot.heard[0] == bot.heard[1]


def test_repeats_one_after_another_show_only_the_last_answer(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.answer = lambda asked: text_reply(asked, f"第{len(bot.heard)}次")
    buyer = wechat.person(follows=True)
    with wechat.courier.repeating(3, parallel=False):
        delivery = buyer.type("在吗")
    assert [bubble.text for bubble in buyer.received] == ["第3次"]
    assert wechat.deliver_again(delivery).letter == delivery.letter
    assert len({heard["MsgId"] for heard in bot.heard}) == 1


def test_a_rotated_key_is_used_at_once_and_a_reply_under_the_old_one_is_read(
    wechat: WeChatServer, bot: TinyBot
) -> None:
    old = bot.credentials.aes_key

    def answer(asked: Fields) -> str:
        bot.credentials.aes_key = old
        return text_reply(asked, "旧钥匙")

    wechat.rotate_key(NEW_KEY)
    bot.credentials.aes_key = NEW_KEY
    bot.answer = answer
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert buyer.last.text == "旧钥匙"


def _news(asked: Fields, count: int, *, claimed: int | None = None) -> str:
    article = "<item><Title>新品</Title><Description/><PicUrl/><Url>https://example.com</Url></item>"
    front = write({"ToUserName": asked["FromUserName"], "FromUserName": asked["ToUserName"], "CreateTime": 1})
    body = (
        f"<MsgType>news</MsgType><ArticleCount>{claimed or count}</ArticleCount><Articles>{article * count}</Articles>"
    )
    return front.replace("</xml>", f"{body}</xml>")


def test_one_article_after_a_message_and_eight_after_an_act(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person()
    bot.answer = lambda asked: _news(asked, 8)
    buyer.follow()
    buyer.scan("shelf")
    buyer.click_menu("new", cached=True)
    assert [len(bubble.articles) for bubble in buyer.received] == [8, 8, 8]
    buyer.type("新品")
    bot.answer = lambda asked: _news(asked, 1, claimed=2)
    buyer.type("新品")
    bot.answer = lambda asked: _news(asked, 1)
    buyer.type("新品")
    assert [bubble.text for bubble in buyer.received[3:]] == [OUTAGE, OUTAGE, ""]
    assert buyer.last.articles[0].title == "新品"


def _picture(asked: Fields, media_id: str) -> str:
    address = {"ToUserName": asked["FromUserName"], "FromUserName": asked["ToUserName"], "MsgType": "image"}
    image = f"<CreateTime>1</CreateTime><Image><MediaId><![CDATA[{media_id}]]></MediaId></Image></xml>"
    return write(address).replace("</xml>", image)


def test_a_picture_is_replied_by_the_id_of_an_upload(wechat: WeChatServer, bot: TinyBot, api: Caller) -> None:
    media_id = api.upload(PNG)["media_id"]
    bot.answer = lambda asked: _picture(asked, media_id if asked["Content"] == "图" else "gone")
    buyer = wechat.person(follows=True)
    buyer.type("图")
    assert buyer.last.picture == PNG
    buyer.type("别的图")
    assert (buyer.last.text, wechat.refusals[0].reason) == (OUTAGE, "invalid media_id")


def test_a_text_may_fill_its_bytes_and_not_one_more(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person(follows=True)
    bot.says("可" * 682 + "a")
    buyer.type("一")
    assert buyer.last.text.endswith("a")
    bot.says("可" * 682 + "ab")
    buyer.type("二")
    assert (buyer.last.text, wechat.refusals[0].reason) == (OUTAGE, "a text of 2048 bytes")
    assert "可可可" in wechat.refusals[0].content


@pytest.mark.parametrize(
    "content",
    [
        " ",
        "可乐\x7f",
        '看 <a href="https://example.com">这',
        '看 <a href="https://exam',
        '<a href="/orders">订单</a>',
        '<a href="weixin://bizmsgmenu?msgmenucontent=&msgmenuid=1">空</a>',
        '<a href="weixin://bizmsgmenu?msgmenucontent=可乐">没有号码</a>',
        "一半</a>",
    ],
)
def test_a_text_that_cannot_be_shown_as_meant_is_refused(wechat: WeChatServer, bot: TinyBot, content: str) -> None:
    bot.says(content)
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert (buyer.last.text, len(wechat.refusals)) == (OUTAGE, 1)


@pytest.mark.parametrize("content", ["3 < 5 箱", "A&B", "<A> 型", "第一行\n第二行", "价格 a<b"])
def test_ordinary_signs_in_a_text_are_shown(wechat: WeChatServer, bot: TinyBot, content: str) -> None:
    bot.says(content)
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert buyer.last.text == content


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<xml>", "<xml><CreateTime>1</CreateTime>"),
        ("<xml>", "<reply>"),
        ("</xml>", "<Unclosed></xml>"),
        ("好的", "好]]>的"),
        ("好的", "好\x1d的"),
        ("text", "hologram"),
        ("<CreateTime>1<", "<CreateTime>now<"),
        ("gh_10f6c3c3ac5a", "gh_another"),
        ("ToUserName", "TheirName"),
        ("<xml>", "<!DOCTYPE xml><xml>"),
        ("</MsgType>", "</MsgType>oops"),
    ],
)
def test_a_reply_that_is_not_as_agreed_is_refused(wechat: WeChatServer, bot: TinyBot, before: str, after: str) -> None:
    bot.answer = lambda asked: text_reply(asked, "好的").replace(before, after)
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert (buyer.last.text, len(wechat.refusals)) == (OUTAGE, 1)


@pytest.mark.parametrize(
    "body", [b'{"errcode": 0}', b"Success", b"ok", b"\xff\xfe", b"<xml></xml>", b"<xml><Encrypt>AAAA</Encrypt></xml>"]
)
def test_anything_else_than_a_reply_is_an_outage(wechat: WeChatServer, bot: TinyBot, body: bytes) -> None:
    bot.answer = lambda _: Response(body=body)
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert (buyer.last.text, len(wechat.refusals)) == (OUTAGE, 1)


def test_a_plain_reply_is_refused_in_safe_mode_and_taken_in_compatible_mode(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.answer = lambda asked: Response(body=text_reply(asked, "明文").encode())
    buyer = wechat.person(follows=True)
    buyer.type("一")
    wechat.courier.mode = Mode.COMPATIBLE
    buyer.type("二")
    assert [bubble.text for bubble in buyer.received] == [OUTAGE, "明文"]


def test_a_reply_signed_with_another_token_is_refused(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person(follows=True)

    def answer(asked: Fields) -> str:
        wechat.account.credentials.token = "changed"
        return text_reply(asked, "好的")

    bot.answer = answer
    buyer.type("在吗")
    assert wechat.refusals[0].reason == "the reply's signature is wrong"


def test_every_hostile_delivery_is_turned_away_and_none_is_heard(wechat: WeChatServer, bot: TinyBot) -> None:
    answers = dict(wechat.stranger().everything())
    assert {name: answer.status for name, answer in answers.items() if answer.status not in {400, 403}} == {}
    assert len(answers) == 16
    assert bot.heard == []


def test_a_stranger_who_does_everything_right_is_heard(wechat: WeChatServer, bot: TinyBot) -> None:
    stranger = wechat.stranger()
    assert stranger.old_timestamp(age=timedelta(seconds=10)).status == 200
    assert bot.heard[-1]["FromUserName"] == stranger.sender
