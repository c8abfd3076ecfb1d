"""The person's side of the WeChat server: follow, scan, type, tap, click, send, leave."""

from datetime import timedelta
from threading import Timer

import pytest

from tests.servers.wechat.wechat_account import Way
from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_caller import Caller
from tests.servers.wechat.wechat_fixtures import api, bot, clock, wechat
from tests.servers.wechat.wechat_phone import CODE_EXPIRED, NotOnScreenError
from tests.servers.wechat.wechat_tiny_bot import Clock, TinyBot

__all__ = ["api", "bot", "clock", "wechat"]

CHOICES = (
    "可乐 500ml\n"
    '1 <a href="weixin://bizmsgmenu?msgmenucontent=加入购物车&msgmenuid=add:7">🛒 加入购物车</a>\n'
    '2 <a href="weixin://bizmsgmenu?msgmenucontent=%E8%BF%94%E5%9B%9E&msgmenuid=back">⬅️ 返回</a>\n'
    '<a href="https://example.com/7">说明书</a>'
)


def test_a_follow_by_card_and_by_code_arrive_as_different_events(wechat: WeChatServer, bot: TinyBot) -> None:
    wechat.person().follow()
    wechat.person().follow(scene="invite-1")
    plain, by_code = bot.heard
    assert (plain["Event"], plain["EventKey"]) == ("subscribe", "")
    assert (by_code["EventKey"], by_code["Ticket"]) == ("qrscene_invite-1", "printed")
    assert "MsgId" not in plain


def test_a_code_follows_for_a_stranger_and_scans_for_a_follower(
    wechat: WeChatServer, bot: TinyBot, api: Caller
) -> None:
    code = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "invite-2"}}}
    ticket = api.post("qrcode/create", code)["ticket"]
    buyer = wechat.person()
    buyer.scan(ticket)
    buyer.scan(ticket)
    assert [(heard["Event"], heard["EventKey"]) for heard in bot.heard] == [
        ("subscribe", "qrscene_invite-2"),
        ("SCAN", "invite-2"),
    ]
    assert bot.heard[1]["Ticket"] == ticket


def test_an_expired_code_reaches_nobody(wechat: WeChatServer, bot: TinyBot, api: Caller, clock: Clock) -> None:
    code = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "invite-3"}}}
    ticket = api.post("qrcode/create", code)["ticket"]
    clock.passes(timedelta(seconds=60))
    buyer = wechat.person()
    assert buyer.scan(ticket) is None
    assert (buyer.last.text, buyer.following, bot.heard) == (CODE_EXPIRED, False, [])


def test_links_are_shown_as_labels_and_a_tap_sends_their_words(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.says(CHOICES)
    buyer = wechat.person(follows=True)
    buyer.type("可乐")
    assert buyer.last.text == "可乐 500ml\n1 🛒 加入购物车\n2 ⬅️ 返回\n说明书"
    buyer.tap("🛒")
    buyer.tap("⬅️ 返回")
    assert [(heard["Content"], heard.get("bizmsgmenuid")) for heard in bot.heard[1:]] == [
        ("加入购物车", "add:7"),
        ("返回", "back"),
    ]
    assert [bubble.text for bubble in buyer.chat if bubble.way is Way.PERSON] == ["可乐", "加入购物车", "返回"]


def test_an_old_phone_sends_the_words_without_the_id(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.says(CHOICES)
    buyer = wechat.person(follows=True, old_client=True)
    buyer.type("可乐")
    buyer.tap("🛒 加入购物车")
    assert bot.heard[-1]["Content"] == "加入购物车"
    assert "bizmsgmenuid" not in bot.heard[-1]


def test_a_tap_opens_no_window_for_pushes(wechat: WeChatServer, bot: TinyBot, clock: Clock) -> None:
    bot.says(CHOICES)
    buyer = wechat.person()
    buyer.follow()
    clock.passes(timedelta(minutes=1))
    buyer.tap("🛒")
    assert wechat.pushes_left(buyer) == 0


def test_the_newest_message_with_the_label_is_tapped(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person(follows=True)
    for number in (1, 2):
        bot.says(f'<a href="weixin://bizmsgmenu?msgmenucontent=确认{number}&msgmenuid=ok:{number}">✅ 确认</a>')
        buyer.type("下单")
    bot.says("没有按钮")
    buyer.type("在吗")
    buyer.tap("✅ 确认")
    assert bot.heard[-1]["bizmsgmenuid"] == "ok:2"


def test_what_is_not_on_the_screen_cannot_be_touched(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.says(CHOICES)
    buyer = wechat.person(follows=True)
    with pytest.raises(NotOnScreenError, match="nothing has been received"):
        buyer.tap("🛒")
    buyer.type("可乐")
    with pytest.raises(NotOnScreenError, match="no link"):
        buyer.tap("❌")
    with pytest.raises(NotOnScreenError, match="not back into the chat"):
        buyer.tap("说明书")
    with pytest.raises(NotOnScreenError, match="the menu has no"):
        buyer.click_menu("cart")
    with pytest.raises(NotOnScreenError, match="follow the account first"):
        wechat.person().type("在吗")


def test_two_clicks_in_the_same_second_are_two_events(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person(follows=True)
    buyer.click_menu("cart", cached=True)
    buyer.click_menu("cart", cached=True)
    assert bot.heard[0]["CreateTime"] != bot.heard[1]["CreateTime"]


def test_a_photo_can_be_fetched_where_the_message_says(wechat: WeChatServer, bot: TinyBot, api: Caller) -> None:
    wechat.person(follows=True).send_picture(b"\xff\xd8\xffphoto")
    assert bot.heard[-1]["MsgType"] == "image"
    assert api.http.get(bot.heard[-1]["PicUrl"]).content == b"\xff\xd8\xffphoto"


def test_a_place_and_a_voice_arrive_in_their_own_form(wechat: WeChatServer, bot: TinyBot) -> None:
    buyer = wechat.person(follows=True)
    buyer.send_location(latitude="31.23", longitude="121.47", label="上海市黄浦区")
    buyer.send_voice()
    place, voice = bot.heard
    assert (place["MsgType"], place["Location_X"], place["Label"]) == ("location", "31.23", "上海市黄浦区")
    assert (voice["MsgType"], voice["Format"]) == ("voice", "amr")


def test_who_has_left_sees_nothing_any_more(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.says("再见")
    buyer = wechat.person(follows=True)
    buyer.unfollow()
    assert bot.heard[-1]["Event"] == "unsubscribe"
    assert buyer.received == ()


def test_the_same_openid_is_the_same_chat(wechat: WeChatServer, bot: TinyBot) -> None:
    bot.says("好的")
    wechat.person("o" * 28, follows=True).type("在吗")
    assert wechat.person("o" * 28).last.text == "好的"


def test_one_can_wait_for_what_the_bot_pushes_by_itself(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    push = Timer(0.05, api.send_text, (buyer.openid, "发货了"))
    push.start()
    wechat.wait_until(lambda: any(bubble.text == "发货了" for bubble in buyer.received))
    push.join()
    with pytest.raises(TimeoutError, match="not within"):
        wechat.wait_until(lambda: False, timeout=0.01)
