"""The API side of the WeChat server: tokens, pushes, files, menu, codes, and every refusal."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_caller import Caller
from tests.servers.wechat.wechat_fixtures import api, bot, clock, wechat
from tests.servers.wechat.wechat_http import Fault
from tests.servers.wechat.wechat_tiny_bot import Clock

__all__ = ["api", "bot", "clock", "wechat"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_every_process_gets_the_same_stable_token(api: Caller) -> None:
    first = api.stable_token()
    assert first["expires_in"] == 7200
    assert api.stable_token()["access_token"] == first["access_token"]


def test_a_stable_token_is_renewed_in_its_last_minutes_and_both_work(api: Caller, clock: Clock) -> None:
    old = api.stable_token()["access_token"]
    clock.passes(116 * MINUTE)
    new = api.stable_token()["access_token"]
    assert new != old
    for api.token in (old, new):
        assert "ip_list" in api.get("getcallbackip")


def test_an_expired_token_is_refused(api: Caller, clock: Clock) -> None:
    api.get("getcallbackip")
    clock.passes(2 * HOUR)
    assert api.get("getcallbackip")["errcode"] == 42001


def test_forcing_a_new_token_ends_the_old_one(api: Caller, clock: Clock) -> None:
    api.get("getcallbackip")
    clock.passes(MINUTE)
    assert api.stable_token(force_refresh=True)["access_token"] != api.token
    assert api.get("getcallbackip")["errcode"] == 40001


def test_forcing_twice_within_thirty_seconds_changes_nothing(api: Caller) -> None:
    assert api.stable_token()["access_token"] == api.stable_token(force_refresh=True)["access_token"]


def test_the_old_kind_of_token_replaces_the_one_before_after_five_minutes(api: Caller, clock: Clock) -> None:
    asked = {"grant_type": "client_credential", "appid": "wx2c2769f8efd9abc2", "secret": "0123456789abcdef" * 2}
    api.token = api.get("token", **asked)["access_token"]
    assert api.get("token", **asked)["access_token"] != api.token
    assert "ip_list" in api.get("get_api_domain_ip")
    clock.passes(5 * MINUTE)
    assert api.get("get_api_domain_ip")["errcode"] == 40001


@pytest.mark.parametrize(
    ("wrong", "code"), [({"grant_type": "x"}, 40002), ({"appid": "wx0"}, 40013), ({"secret": "0"}, 40125)]
)
def test_wrong_credentials_get_no_token(api: Caller, wrong: dict[str, str], code: int) -> None:
    assert api.stable_token(**wrong)["errcode"] == code


def test_a_stable_token_is_only_posted_for(api: Caller) -> None:
    assert api.get("stable_token")["errcode"] == 43002


@pytest.mark.parametrize(("token", "code"), [("", 41001), ("nonsense", 40014)])
def test_a_call_needs_a_token_that_was_issued(api: Caller, token: str, code: int) -> None:
    assert api.get("getcallbackip", access_token=token)["errcode"] == code


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_revoked_tokens_are_answered_as_asked_until_a_new_one_is_fetched(
    wechat: WeChatServer, api: Caller, code: int
) -> None:
    api.get("getcallbackip")
    wechat.revoke_tokens(code)
    assert api.get("getcallbackip")["errcode"] == code
    api.token = ""
    assert "ip_list" in api.get("getcallbackip")


def test_five_pushes_follow_what_a_person_writes(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert [api.send_text(buyer.openid, f"第{n}条")["errcode"] for n in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert buyer.last.text == "第4条"
    buyer.type("在")
    assert wechat.pushes_left(buyer) == 5


def test_the_window_closes_after_two_days(wechat: WeChatServer, api: Caller, clock: Clock) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    clock.passes(48 * HOUR - MINUTE)
    assert api.send_text(buyer.openid, "还在")["errcode"] == 0
    clock.passes(MINUTE)
    assert api.send_text(buyer.openid, "晚了")["errcode"] == 45015


def test_three_pushes_follow_a_follow_within_a_minute(wechat: WeChatServer, api: Caller, clock: Clock) -> None:
    buyer = wechat.person()
    buyer.follow()
    assert [api.send_text(buyer.openid, "欢迎")["errcode"] for _ in range(4)] == [0, 0, 0, 45047]
    clock.passes(MINUTE)
    assert api.send_text(buyer.openid, "欢迎")["errcode"] == 45015


def test_who_never_wrote_or_has_left_cannot_be_pushed_to(wechat: WeChatServer, api: Caller) -> None:
    silent, gone = wechat.person(follows=True), wechat.person(follows=True)
    gone.type("再见")
    gone.unfollow()
    assert [api.send_text(phone.openid, "喂")["errcode"] for phone in (silent, gone)] == [45015, 45015]
    assert api.send_text("o" * 28, "喂")["errcode"] == 40003


def test_a_refused_push_costs_nothing(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert api.send_text(buyer.openid, "可" * 683)["errcode"] == 45002
    assert api.send_text(buyer.openid, " ")["errcode"] == 44004
    assert api.post("message/custom/send", {"touser": buyer.openid, "msgtype": "fax"})["errcode"] == 40008
    assert wechat.pushes_left(buyer) == 5
    assert api.send_text(buyer.openid, "可" * 682 + "ab")["errcode"] == 0


def test_letters_written_as_escapes_are_refused(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    front = f'{{"touser":"{buyer.openid}","msgtype":"text","text":{{"content":"'.encode()
    assert api.raw("message/custom/send", front + b'\\u53ef"}}')["errcode"] == 40033
    assert api.raw("message/custom/send", front + b'C:\\\\u53ef"}}')["errcode"] == 0
    assert buyer.last.text == r"C:\u53ef"


@pytest.mark.parametrize(("body", "code"), [(b"", 44002), (b"{", 47001), (b"[]", 47001), (b"\xff", 47001)])
def test_a_body_that_is_no_json_object_is_refused(api: Caller, body: bytes, code: int) -> None:
    assert api.raw("message/custom/send", body)["errcode"] == code


def test_a_picture_is_uploaded_and_pushed_for_three_days(wechat: WeChatServer, api: Caller, clock: Clock) -> None:
    buyer = wechat.person(follows=True)
    picture = {"media_id": api.upload(PNG)["media_id"]}
    message = {"touser": buyer.openid, "msgtype": "image", "image": picture}
    clock.passes(71 * HOUR)
    buyer.type("图")
    api.token = ""
    assert api.post("message/custom/send", message)["errcode"] == 0
    assert buyer.last.picture == PNG
    clock.passes(HOUR)
    assert api.post("message/custom/send", message)["errcode"] == 40007


def test_files_that_are_no_small_picture_are_refused(api: Caller) -> None:
    assert api.upload(PNG + bytes(2 * 1024 * 1024))["errcode"] == 40009
    assert api.upload(b"%PDF-1.7")["errcode"] == 40005
    assert api.upload(PNG, kind="fax")["errcode"] == 40004
    assert api.upload(PNG, field="file")["errcode"] == 41005


def test_a_pushed_menu_shows_choices_that_can_be_tapped(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    rows = [{"id": "yes:1", "content": "满意"}, {"id": "no:1", "content": "不满意"}]
    menu = {"head_content": "这次如何？", "list": rows, "tail_content": "谢谢"}
    assert (
        api.post("message/custom/send", {"touser": buyer.openid, "msgtype": "msgmenu", "msgmenu": menu})["errcode"] == 0
    )
    assert buyer.last.text == "这次如何？\n满意\n不满意\n谢谢"
    assert buyer.tap("不满意").letter.fields["bizmsgmenuid"] == "no:1"


def test_pushed_news_holds_one_article(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    article = {"title": "对账单", "description": "十一月", "url": "https://example.com/1", "picurl": ""}
    message: dict[str, Any] = {"touser": buyer.openid, "msgtype": "news", "news": {"articles": [article]}}
    assert api.post("message/custom/send", message)["errcode"] == 0
    assert buyer.last.articles[0].title == "对账单"
    message["news"]["articles"] = [article, article]
    assert api.post("message/custom/send", message)["errcode"] == 45008


def test_a_broken_link_in_a_push_is_shown_raw_and_remembered(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    assert api.send_text(buyer.openid, '看 <a href="https://example.com">这')["errcode"] == 0
    assert "<a href" in buyer.last.text
    assert "not whole" in wechat.refusals[0].reason


def _template(openid: str, **changes: Any) -> dict[str, Any]:
    data = {"thing1": {"value": "可乐 10箱"}, "time2": {"value": "2026-11-23"}}
    return {"touser": openid, "template_id": "shipped", "url": "https://example.com/o/1", "data": data} | changes


def test_a_template_message_needs_no_window(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    wechat.add_template("shipped", "thing1", "time2")
    assert api.post("message/template/send", _template(buyer.openid))["errcode"] == 0
    assert buyer.last.template == {"thing1": "可乐 10箱", "time2": "2026-11-23"}
    assert buyer.last.url == "https://example.com/o/1"
    (report,) = wechat.report_templates()
    assert report.letter.fields["Event"] == "TEMPLATESENDJOBFINISH"


@pytest.mark.parametrize("value", ["一" * 21, "两\n行", "", None])
def test_a_template_field_is_a_short_single_line(wechat: WeChatServer, api: Caller, value: str | None) -> None:
    buyer = wechat.person(follows=True)
    wechat.add_template("shipped", "thing1")
    message = _template(buyer.openid, data={"thing1": {"value": value}})
    assert api.post("message/template/send", message)["errcode"] == 47003


def test_template_messages_to_the_wrong_people_or_too_often_are_refused(
    wechat: WeChatServer, api: Caller, clock: Clock
) -> None:
    buyer, gone = wechat.person(follows=True), wechat.person()
    wechat.add_template("shipped", "thing1", "time2")
    wechat.account.template_gap = MINUTE
    sends = [
        _template("o" * 28),
        _template(gone.openid),
        _template(buyer.openid, template_id="unknown"),
        _template(buyer.openid, data={"thing1": {"value": "x"}}),
        _template(buyer.openid),
        _template(buyer.openid),
    ]
    codes = [api.post("message/template/send", message)["errcode"] for message in sends]
    assert codes == [40003, 43004, 40037, 47003, 0, 43117]
    clock.passes(MINUTE)
    assert api.post("message/template/send", _template(buyer.openid))["errcode"] == 0


def _click(name: str = "搜索", key: str = "search") -> dict[str, Any]:
    return {"type": "click", "name": name, "key": key}


def test_a_menu_is_created_read_clicked_and_deleted(wechat: WeChatServer, api: Caller) -> None:
    columns = [{"name": "订货", "sub_button": [_click(), _click("购物车", "cart")]}, _click("我的", "mine")]
    assert api.get("menu/get")["errcode"] == 46003
    assert api.post("menu/create", {"button": columns})["errcode"] == 0
    assert api.get("menu/get")["menu"]["button"] == columns
    buyer = wechat.person(follows=True)
    assert buyer.click_menu("购物车").letter.fields["EventKey"] == "cart"
    assert api.get("menu/delete")["errcode"] == 0
    assert wechat.account.menu is None


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ([], 40016),
        ([_click()] * 4, 40016),
        ([{"name": "订货", "sub_button": [_click()] * 6}], 40023),
        ([_click(name="一二三四五六")], 40018),
        ([_click(name="")], 40018),
        ([{"name": "订货", "sub_button": [_click(name="字" * 21)]}], 40025),
        ([_click(key="k" * 129)], 40019),
        ([{"name": "订货", "sub_button": [_click(key="")]}], 40026),
        ([{"name": "订货", "type": "dance"}], 40017),
        ([{"name": "网页", "type": "view", "url": "ftp://example.com"}], 40066),
    ],
)
def test_a_menu_beyond_the_limits_is_refused(api: Caller, columns: list[dict[str, Any]], code: int) -> None:
    assert api.post("menu/create", {"button": columns})["errcode"] == code


def _code(scene: str, **changes: Any) -> dict[str, Any]:
    return {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}} | changes


def test_a_code_lives_sixty_seconds_unless_told_otherwise(api: Caller) -> None:
    assert api.post("qrcode/create", _code("invite"))["expire_seconds"] == 60
    assert api.post("qrcode/create", _code("invite", expire_seconds=600))["expire_seconds"] == 600
    assert "expire_seconds" not in api.post("qrcode/create", _code("invite", action_name="QR_LIMIT_STR_SCENE"))


def test_a_codes_picture_can_be_fetched(api: Caller) -> None:
    ticket = api.post("qrcode/create", _code("i" * 64))["ticket"]
    shown = api.http.get(f"{api.url}/cgi-bin/showqrcode", params={"ticket": ticket})
    assert shown.content.startswith(b"\x89PNG")
    assert api.http.get(f"{api.url}/cgi-bin/showqrcode", params={"ticket": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [(_code("i" * 65), 40053), (_code(""), 40053), (_code("i", action_name="QR"), 40052), ({}, 40052)],
)
def test_a_code_with_a_wrong_scene_is_refused(api: Caller, body: dict[str, Any], code: int) -> None:
    assert api.post("qrcode/create", body)["errcode"] == code


def test_the_account_can_ask_who_follows(wechat: WeChatServer, api: Caller) -> None:
    assert api.get("user/info", openid=wechat.person(follows=True).openid)["subscribe"] == 1
    assert api.get("user/info", openid=wechat.person().openid)["subscribe"] == 0
    assert api.get("user/info", openid="nobody")["errcode"] == 40003


def test_rights_and_quotas_can_be_taken_away(wechat: WeChatServer, api: Caller) -> None:
    wechat.account.without_right.add("message/custom/send")
    wechat.account.out_of_quota.add("menu/create")
    assert api.send_text("o", "x")["errcode"] == 48001
    assert api.post("menu/create", {})["errcode"] == 45009


def test_the_next_calls_fail_as_asked_and_then_work_again(wechat: WeChatServer, api: Caller) -> None:
    api.get("getcallbackip")
    wechat.fail_next(Fault.BUSY, times=2)
    assert [api.get("getcallbackip").get("errcode") for _ in range(3)] == [-1, -1, None]
    wechat.fail_next(Fault.SERVER_ERROR, endpoint="menu/get")
    assert "ip_list" in api.get("getcallbackip")
    address = f"{api.url}/cgi-bin/menu/get"
    assert api.http.get(address).status_code == 500
    wechat.fail_next(Fault.CLOSE)
    with pytest.raises(httpx2.RemoteProtocolError):
        api.http.get(address)


def test_an_answer_can_be_lost_after_the_push_was_shown(wechat: WeChatServer, api: Caller) -> None:
    buyer = wechat.person(follows=True)
    buyer.type("在吗")
    wechat.fail_next(Fault.LOST_ANSWER, endpoint="message/custom/send")
    with pytest.raises(httpx2.RemoteProtocolError):
        api.send_text(buyer.openid, "在")
    assert buyer.last.text == "在"


def test_a_hanging_call_ends_when_the_client_gives_up(wechat: WeChatServer, api: Caller) -> None:
    wechat.fail_next(Fault.HANG)
    with pytest.raises(httpx2.ReadTimeout):
        api.http.get(f"{api.url}/cgi-bin/menu/get", timeout=0.1)


def test_every_call_is_recorded_with_its_answer(wechat: WeChatServer, api: Caller) -> None:
    api.send_text("nobody", "喂")
    (call,) = wechat.calls_to("message/custom/send")
    assert (call.body["text"], call.errcode) == ({"content": "喂"}, 40003)
    assert [call.endpoint for call in wechat.calls] == ["stable_token", "message/custom/send"]
    assert api.http.get(f"{api.url}/cgi-bin/unknown").status_code == 404
