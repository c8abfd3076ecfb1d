"""How a line looks on the page, in the Telegram look and within WeChat's limits. Never any HTML."""

import re
from html import unescape
from typing import Literal, NotRequired, TypedDict
from urllib.parse import parse_qs, urlsplit

from bot.demo.lines import ShownReplies, SpokenLine, read_said, read_shown
from bot.wechat.render import pages, render
from handlers.conversation.paper_links import PATH
from handlers.conversation.turn import Reply
from storage.transcript import ShownKind, ShownLine

_LINK = re.compile(rf'<a href="(weixin://bizmsgmenu\?[^"]*|{PATH}[^"]*)">(.*?)</a>', re.DOTALL)


class ButtonView(TypedDict):
    """A button of an inline keyboard."""

    label: str
    data: str


class FileView(TypedDict):
    """A paper that can be opened."""

    name: str
    href: str


class MessageView(TypedDict):
    """A message with its keyboard under it."""

    message: str
    title: str
    lines: list[str]
    note: str
    picture: str | None
    buttons: list[list[ButtonView]]
    files: list[FileView]


class TextPart(TypedDict):
    """A run of text; with ``say`` and ``data`` a link that sends those words for the person; ``href``: to a paper."""

    text: str
    say: NotRequired[str]
    data: NotRequired[str]
    href: NotRequired[str]


class TextView(TypedDict):
    """One WeChat message: its parts, its size in bytes there, its picture."""

    pieces: list[TextPart]
    bytes: int
    picture: str | None


class LineView(TypedDict):
    """A line in both looks, as the page reads it."""

    id: int
    chat: str
    kind: Literal["said", "answer", "notice", "redraw"]
    at: str
    key: str | None
    edits: str | None
    language: str
    text: str
    picture: str | None
    tapped: bool
    telegram: list[MessageView]
    wechat: list[TextView]


def view(line: ShownLine) -> LineView:
    """A line as the page shows it in either look."""
    seen = LineView(
        id=line.id or 0,
        chat=line.chat,
        kind=line.kind.value,
        at=line.at.isoformat(),
        key=line.key,
        edits=line.edits,
        language=line.body["language"],
        text="",
        picture=None,
        tapped=False,
        telegram=[],
        wechat=[],
    )
    if line.kind is ShownKind.SAID:
        return _with_words(seen, read_said(line.body))
    return _with_replies(seen, line, read_shown(line.body))


def _with_words(seen: LineView, said: SpokenLine) -> LineView:
    seen["text"] = said.text
    seen["picture"] = said.picture
    seen["tapped"] = said.message is not None
    return seen


def _with_replies(seen: LineView, line: ShownLine, showing: ShownReplies) -> LineView:
    seen["telegram"] = [_message(line.message(index), reply) for index, reply in enumerate(showing.replies)]
    if line.kind is not ShownKind.REDRAW:
        seen["wechat"] = _texts(showing, pushed=line.kind is ShownKind.NOTICE)
    return seen


def _message(name: str, reply: Reply) -> MessageView:
    return MessageView(
        message=name,
        title=reply.title,
        lines=list(reply.lines),
        note=reply.note,
        picture=reply.picture,
        buttons=[[ButtonView(label=button.label, data=button.data) for button in row] for row in reply.buttons],
        files=[FileView(name=each.name, href=f"{PATH}{each.token}") for each in reply.files],
    )


def pieces(text: str) -> list[TextPart]:
    """A WeChat text as plain runs and menu links; any other markup stays text."""
    found: list[TextPart] = []
    end = 0
    for link in _LINK.finditer(text):
        _add_text(found, text[end : link.start()])
        found.append(_link(*link.groups()))
        end = link.end()
    _add_text(found, text[end:])
    return found


def _add_text(found: list[TextPart], text: str) -> None:
    if text:
        found.append(TextPart(text=unescape(text)))


def _link(address: str, label: str) -> TextPart:
    if address.startswith(PATH):
        return TextPart(text=unescape(label), href=address)
    query = parse_qs(urlsplit(unescape(address)).query, keep_blank_values=True)
    say = query.get("msgmenucontent", [""])[0] or unescape(label)
    return TextPart(text=unescape(label), say=say, data=query.get("msgmenuid", [""])[0])


def _texts(showing: ShownReplies, *, pushed: bool) -> list[TextView]:
    """A passive reply is one text, the part that was asked for; pushed texts follow one another."""
    shown = (
        pages(showing.replies, showing.language, pushed=True, site="")
        if pushed
        else [render(showing.replies, showing.language, site="")]
    )
    views = [TextView(pieces=pieces(text), bytes=len(text.encode()), picture=None) for text in shown if text]
    picture = next((reply.picture for reply in showing.replies if reply.picture), None)
    if views and picture:
        views[0]["picture"] = picture
    return views
