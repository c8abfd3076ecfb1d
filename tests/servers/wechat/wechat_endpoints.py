"""The API's endpoints: each reads one call, changes the account and gives the JSON to answer."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tests.servers.wechat import wechat_rules as rules
from tests.servers.wechat.wechat_account import Account, Bubble, Ticket, Way
from tests.servers.wechat.wechat_errors import ApiError
from tests.servers.wechat.wechat_http import Request, Response
from tests.servers.wechat.wechat_pushes import bubble_of
from tests.servers.wechat.wechat_request import json_of, uploaded_file
from tests.servers.wechat.wechat_tokens import Token

Json = dict[str, Any]
OK: Final[Json] = {"errcode": 0, "errmsg": "ok"}
_numbers = itertools.count(200_000_001)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """How one endpoint is called and what it does."""

    method: str
    run: Callable[[Account, Request], Json | Response]
    needs_token: bool = True


def _plain_token(account: Account, request: Request) -> Json:
    _check_credentials(account, request.query)
    return _token_answer(account.tokens.plain(account.now()), account.now())


def _stable_token(account: Account, request: Request) -> Json:
    body = json_of(request)
    _check_credentials(account, body)
    force = body.get("force_refresh", False)
    if not isinstance(force, bool):
        raise ApiError(47001)
    return _token_answer(account.tokens.stable(account.now(), force=force), account.now())


def _check_credentials(account: Account, given: Mapping[str, Any]) -> None:
    if given.get("grant_type") != "client_credential":
        raise ApiError(40002)
    if given.get("appid") != account.credentials.app_id:
        raise ApiError(40013)
    if given.get("secret") != account.credentials.secret:
        raise ApiError(40125)
    if not account.whitelisted:
        raise ApiError(40164)


def _token_answer(token: Token, now: datetime) -> Json:
    return {"access_token": token.value, "expires_in": int((token.expires - now).total_seconds())}


def _send_customer_service(account: Account, request: Request) -> Json:
    body = json_of(request)
    contact = account.contact(str(body.get("touser")))
    bubble = bubble_of(account, contact.openid, body)
    account.ledger.spend(contact.openid, account.now())
    account.put_in_chat(contact.openid, bubble)
    return OK


def _send_template(account: Account, request: Request) -> Json:
    body = json_of(request)
    contact, template = account.contact(str(body.get("touser"))), str(body.get("template_id"))
    if template not in account.templates:
        raise ApiError(40037)
    if not contact.following:
        raise ApiError(43004)
    fields = rules.check_template_fields(account.templates[template], body.get("data"))
    _check_template_gap(account, (contact.openid, template))
    bubble = Bubble(way=Way.TEMPLATE, text="\n".join(fields.values()), template=fields, url=str(body.get("url") or ""))
    account.put_in_chat(contact.openid, bubble)
    number = next(_numbers)
    account.unreported_templates.append((contact.openid, number))
    return OK | {"msgid": number}


def _list_templates(account: Account, _: Request) -> Json:
    listed = account.templates.items()
    return {"template_list": [{"template_id": name, "content": _template_text(fields)} for name, fields in listed]}


def _template_text(fields: frozenset[str]) -> str:
    return "\n".join(f"{{{{{field}.DATA}}}}" for field in sorted(fields))


def _check_template_gap(account: Account, sent: tuple[str, str]) -> None:
    before = account.template_sent.get(sent)
    if before and account.now() - before < account.template_gap:
        raise ApiError(43117)
    account.template_sent[sent] = account.now()


def _upload(account: Account, request: Request) -> Json:
    kind = request.query.get("type")
    if kind not in {"image", "thumb"}:
        raise ApiError(40004)
    content = uploaded_file(request)
    rules.check_picture(content)
    return {"type": kind, "media_id": account.store(content), "created_at": int(account.now().timestamp())}


def _sent_by_people(account: Account, request: Request) -> Response:
    """A file by its id, as bytes; errors come as JSON."""
    content = account.fetch(request.query.get("media_id", ""))
    kinds = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
    kind = next((kind for begins, kind in kinds.items() if content.startswith(begins)), "application/octet-stream")
    return Response(content_type=kind, body=content)


def _create_menu(account: Account, request: Request) -> Json:
    columns = json_of(request).get("button")
    rules.check_menu(columns)
    account.menu = columns
    return OK


def _get_menu(account: Account, _: Request) -> Json:
    if account.menu is None:
        raise ApiError(46003)
    return {"menu": {"button": account.menu}}


def _delete_menu(account: Account, _: Request) -> Json:
    account.menu = None
    return OK


def _create_code(account: Account, request: Request) -> Json:
    body = json_of(request)
    scene, seconds = rules.scene_of(body), rules.code_seconds(body)
    ticket = f"gQ{next(_numbers)}{'A' * 80}=="
    expires = None if seconds is None else account.now() + timedelta(seconds=seconds)
    account.tickets[ticket] = Ticket(scene=scene, expires=expires)
    answer: Json = {"ticket": ticket, "url": f"http://weixin.qq.com/q/{ticket[2:11]}"}
    return answer if seconds is None else answer | {"expire_seconds": seconds}


def _person_info(account: Account, request: Request) -> Json:
    contact = account.contact(request.query.get("openid", ""))
    if not contact.following or contact.since is None:
        return {"subscribe": 0, "openid": contact.openid}
    since = int(contact.since.timestamp())
    return {
        "subscribe": 1,
        "openid": contact.openid,
        "language": "zh_CN",
        "subscribe_time": since,
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE",
    }


def _addresses(_: Account, __: Request) -> Json:
    return {"ip_list": ["127.0.0.1"]}


ENDPOINTS: Final[dict[str, Endpoint]] = {
    "token": Endpoint(method="GET", run=_plain_token, needs_token=False),
    "stable_token": Endpoint(method="POST", run=_stable_token, needs_token=False),
    "message/custom/send": Endpoint(method="POST", run=_send_customer_service),
    "message/template/send": Endpoint(method="POST", run=_send_template),
    "template/get_all_private_template": Endpoint(method="GET", run=_list_templates),
    "media/upload": Endpoint(method="POST", run=_upload),
    "media/get": Endpoint(method="GET", run=_sent_by_people),
    "menu/create": Endpoint(method="POST", run=_create_menu),
    "menu/get": Endpoint(method="GET", run=_get_menu),
    "menu/delete": Endpoint(method="GET", run=_delete_menu),
    "qrcode/create": Endpoint(method="POST", run=_create_code),
    "user/info": Endpoint(method="GET", run=_person_info),
    "getcallbackip": Endpoint(method="GET", run=_addresses),
    "get_api_domain_ip": Endpoint(method="GET", run=_addresses),
}
