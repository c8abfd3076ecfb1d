"""A webhook's answer: opened, checked against all that WeChat demands, and made visible."""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from tests.servers.wechat.wechat_account import Account, Article, Bubble, Way
from tests.servers.wechat.wechat_crypto import Seal, SealError, signature
from tests.servers.wechat.wechat_errors import ApiError
from tests.servers.wechat.wechat_rules import REPLY_TEXT_BYTES, size
from tests.servers.wechat.wechat_text import BrokenTextError, show
from tests.servers.wechat.wechat_xml import XmlError, read, text_of

ARTICLES_AFTER_MESSAGE: Final = 1
ARTICLES_AFTER_ACT: Final = 8


class BadReplyError(ValueError):
    """An answer that makes WeChat tell the person that the account is out of order."""


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What a reply to one delivery must fulfil."""

    openid: str
    sealed: bool
    """Safe mode: only an encrypted reply is taken."""
    may_be_sealed: bool
    after_act: bool
    """After a menu click, a follow or a scan more articles are allowed."""


def bubble_of(account: Account, body: bytes, expected: Expectation) -> Bubble | None:
    """Read an answer; None is an accepted answer that shows nothing."""
    try:
        text = body.decode()
        if text in {"", "success"}:
            return None
        return _shown(account, _plain(account, read(text), expected), expected)
    except (UnicodeDecodeError, XmlError, SealError, BrokenTextError) as problem:
        raise BadReplyError(str(problem)) from problem
    except ApiError as problem:
        raise BadReplyError(problem.words) from problem


def readable(account: Account, body: bytes) -> str:
    """The answer as its author wrote it, as far as it opens; for whoever reads about a refusal."""
    text = body.decode(errors="replace")
    try:
        return _opened(account, text_of(read(text), "Encrypt"))
    except (XmlError, SealError):
        return text


def _plain(account: Account, root: Element, expected: Expectation) -> Element:
    if root.find("Encrypt") is None:
        if expected.sealed:
            raise BadReplyError("a plain reply in safe mode")
        return root
    if not expected.may_be_sealed:
        raise BadReplyError("an encrypted reply in plain mode")
    _check_signature(account, root)
    return read(_opened(account, text_of(root, "Encrypt")))


def _check_signature(account: Account, root: Element) -> None:
    signed = [text_of(root, name) for name in ("TimeStamp", "Nonce", "Encrypt")]
    if not all(signed) or text_of(root, "MsgSignature") != signature(account.credentials.token, *signed):
        raise BadReplyError("the reply's signature is wrong")


def _opened(account: Account, sealed: str) -> str:
    credentials = account.credentials
    try:
        return Seal(encoding_aes_key=credentials.aes_key, app_id=credentials.app_id).open(sealed)
    except SealError:
        if credentials.previous_aes_key is None:
            raise
        return Seal(encoding_aes_key=credentials.previous_aes_key, app_id=credentials.app_id).open(sealed)


def _shown(account: Account, root: Element, expected: Expectation) -> Bubble | None:
    _check_address(account, root, expected)
    match text_of(root, "MsgType"):
        case "text":
            return _text(text_of(root, "Content"))
        case "image":
            return Bubble(way=Way.REPLY, picture=account.fetch(root.findtext("Image/MediaId") or ""))
        case "news":
            return Bubble(way=Way.REPLY, articles=_articles(root, expected))
        case "transfer_customer_service":
            return None
        case other:
            raise BadReplyError(f"a reply of type {other!r}")


def _check_address(account: Account, root: Element, expected: Expectation) -> None:
    if text_of(root, "ToUserName") != expected.openid:
        raise BadReplyError("ToUserName is not the person who wrote")
    if text_of(root, "FromUserName") != account.credentials.original_id:
        raise BadReplyError("FromUserName is not the account")
    if not text_of(root, "CreateTime").isdecimal():
        raise BadReplyError("CreateTime is not a number")


def _text(content: str) -> Bubble:
    if not content.strip():
        raise BadReplyError("an empty text")
    if size(content) > REPLY_TEXT_BYTES:
        raise BadReplyError(f"a text of {size(content)} bytes")
    shown = show(content)
    return Bubble(way=Way.REPLY, text=shown.text, links=shown.links)


def _articles(root: Element, expected: Expectation) -> tuple[Article, ...]:
    rows = root.findall("Articles/item")
    most = ARTICLES_AFTER_ACT if expected.after_act else ARTICLES_AFTER_MESSAGE
    if not 1 <= len(rows) <= most or text_of(root, "ArticleCount") != str(len(rows)):
        raise BadReplyError(f"{len(rows)} articles where {most} are allowed, ArticleCount must agree")
    return tuple(_article(row) for row in rows)


def _article(row: Element) -> Article:
    return Article(
        title=text_of(row, "Title"),
        description=text_of(row, "Description"),
        picture_url=text_of(row, "PicUrl"),
        url=text_of(row, "Url"),
    )
