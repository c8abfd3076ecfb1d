"""Customer-service messages: from the JSON of a call to what the phone shows."""

from typing import Any, Final

from tests.servers.wechat.wechat_account import Account, Article, Bubble, Way
from tests.servers.wechat.wechat_errors import ApiError
from tests.servers.wechat.wechat_request import text_in
from tests.servers.wechat.wechat_rules import PUSHED_TEXT_BYTES, size
from tests.servers.wechat.wechat_text import BrokenTextError, Link, ShownText, show

MOST_ARTICLES: Final = 1


def bubble_of(account: Account, openid: str, body: dict[str, Any]) -> Bubble:
    """Read the message, refusing what WeChat refuses."""
    match body.get("msgtype"):
        case "text":
            shown = _shown(account, openid, _limited(text_in(body, "text", "content")))
            return Bubble(way=Way.CUSTOMER_SERVICE, text=shown.text, links=shown.links)
        case "image":
            picture = account.fetch(text_in(body, "image", "media_id"))
            return Bubble(way=Way.CUSTOMER_SERVICE, picture=picture)
        case "news":
            return Bubble(way=Way.CUSTOMER_SERVICE, articles=_articles(body))
        case "msgmenu":
            return _menu(body.get("msgmenu"))
        case _:
            raise ApiError(40008)


def _limited(content: str) -> str:
    if not content.strip():
        raise ApiError(44004)
    if size(content) > PUSHED_TEXT_BYTES:
        raise ApiError(45002)
    return content


def _shown(account: Account, openid: str, content: str) -> ShownText:
    """WeChat takes a broken link and shows its markup; that is remembered as a refusal."""
    try:
        return show(content)
    except BrokenTextError as problem:
        account.refuse(openid, str(problem), content)
        return ShownText(text=content)


def _articles(body: dict[str, Any]) -> tuple[Article, ...]:
    news = body.get("news")
    articles = news.get("articles") if isinstance(news, dict) else None
    if not isinstance(articles, list) or len(articles) != MOST_ARTICLES:
        raise ApiError(45008)
    return tuple(
        Article(
            title=text_in(article, "title"),
            description=text_in(article, "description"),
            picture_url=text_in(article, "picurl"),
            url=text_in(article, "url"),
        )
        for article in articles
    )


def _menu(menu: object) -> Bubble:
    """A question with choices: each is a link that sends its own label."""
    rows = menu.get("list") if isinstance(menu, dict) else None
    if not isinstance(rows, list) or not rows:
        raise ApiError(47001)
    links = tuple(_choice(row) for row in rows)
    lines = [text_in(menu, "head_content"), *(link.label for link in links), text_in(menu, "tail_content")]
    text = _limited("\n".join(line for line in lines if line))
    return Bubble(way=Way.CUSTOMER_SERVICE, text=text, links=links)


def _choice(row: object) -> Link:
    label, menu_id = text_in(row, "content"), text_in(row, "id")
    if not label or not menu_id:
        raise ApiError(47001)
    return Link(label=label, href="", sends=label, menu_id=menu_id)
