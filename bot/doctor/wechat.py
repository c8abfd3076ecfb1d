"""Checks of WeChat: token and key, app id and secret, IP whitelist, public address, template."""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha1

import requests
import xmltodict  # type: ignore[import-untyped]
from wechatpy.crypto import WeChatCrypto

from bot.doctor.diagnosis import Diagnosis, fail, look, none, ok
from bot.settings import Settings
from bot.wechat.client import WeChatClient
from bot.wechat.envelope import Envelope, RefusedError
from bot.wechat.errors import NOT_LISTED, WRONG_CREDENTIALS, CallFailedError

_SECONDS = 10
_ADDRESS = re.compile(r"invalid ip (\d{1,3}(?:\.\d{1,3}){3})\b")
_PROBE = "<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[可乐 10箱]]></Content></xml>"


def check_wechat(settings: Settings, now: Callable[[], datetime]) -> Iterator[Diagnosis]:
    """Everything that can be tried without sending anybody a message."""
    try:
        envelope = Envelope(settings)
    except ValueError as wrong:
        yield fail("wechat settings", str(wrong))
        return
    yield _signature(settings, envelope, now())
    yield _address(settings, now())
    client = WeChatClient(settings, now)
    reached = _token(client)
    yield reached
    if reached.verdict == "ok":
        yield _callback(client)
        yield _template(client, settings.wechat_template_id)


def _signature(settings: Settings, envelope: Envelope, now: datetime) -> Diagnosis:
    """A message encrypted as WeChat does it must decrypt with the configured token and key."""
    token, key = settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value()
    crypto = WeChatCrypto(token, key, settings.wechat_app_id)
    sealed = xmltodict.parse(crypto.encrypt_message(_PROBE, secrets.token_hex(8), str(int(now.timestamp()))))["xml"]
    query = {"msg_signature": sealed["MsgSignature"], "timestamp": sealed["TimeStamp"], "nonce": sealed["Nonce"]}
    try:
        opened = envelope.open(query, f"<xml><Encrypt>{sealed['Encrypt']}</Encrypt></xml>".encode(), now)
    except RefusedError as refused:
        return fail("wechat signature", f"a message sealed with our own key is refused: {refused}")
    if opened.xml != _PROBE:
        return fail("wechat signature", "a message sealed with our own key opens as something else")
    return ok("wechat signature", "token and key fit together")


def _address(settings: Settings, now: datetime) -> Diagnosis:
    """Ask our own webhook what WeChat asks when the address is entered on its settings page."""
    if not settings.public_url:
        return none("wechat address", "DINGHUO_PUBLIC_URL is empty, so it cannot be tried from here")
    url, said = settings.public_url.rstrip("/") + "/wechat", secrets.token_hex(8)
    moment, nonce = str(int(now.timestamp())), secrets.token_hex(8)
    facts = "".join(sorted([settings.wechat_token.get_secret_value(), moment, nonce]))
    signature = sha1(facts.encode(), usedforsecurity=False).hexdigest()
    query = {"signature": signature, "timestamp": moment, "nonce": nonce, "echostr": said}
    try:
        answer = requests.get(url, params=query, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        return look("wechat address", f"{url} cannot be reached from here: {type(error).__name__}")
    if answer.text != said:
        return look("wechat address", f"{url} answers {answer.status_code} and not as our token would have it")
    return ok("wechat address", f"{url} leads here, with this token")


def _token(client: WeChatClient) -> Diagnosis:
    try:
        _ = client.access_token
    except CallFailedError as failed:
        return fail("wechat token", _why(failed))
    return ok("wechat token", "fetched")


def _why(failed: CallFailedError) -> str:
    if failed.code == NOT_LISTED:
        ours = _ADDRESS.search(failed.said)
        return f"this machine's address {ours[1] if ours else ''} is not in the IP whitelist (IP白名单) at WeChat"
    if failed.code in WRONG_CREDENTIALS:
        return f"DINGHUO_WECHAT_APP_ID or DINGHUO_WECHAT_APP_SECRET is not the account's ({failed})"
    return f"not fetched: {failed}"


def _callback(client: WeChatClient) -> Diagnosis:
    """The addresses WeChat delivers from; a firewall must let these through."""
    try:
        listed = client.get("getcallbackip").get("ip_list", [])
    except CallFailedError as failed:
        return look("wechat callback", f"the list of addresses cannot be had: {failed}")
    return ok("wechat callback", f"WeChat delivers from {len(listed)} addresses, {', '.join(map(str, listed[:3]))} …")


def _template(client: WeChatClient, wanted: str) -> Diagnosis:
    if not wanted:
        return none("wechat template", "none: news outside the message window waits for the next contact")
    try:
        listed = client.template.get_all_private_template().get("template_list", [])
    except CallFailedError as failed:
        return look("wechat template", f"the account's templates cannot be had: {failed}")
    if wanted not in {row.get("template_id") for row in listed}:
        return fail("wechat template", "DINGHUO_WECHAT_TEMPLATE_ID is none of the account's templates")
    return ok("wechat template", "is the account's")
