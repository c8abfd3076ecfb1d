"""A small scripted conversation, standing in for the real one: the channel's tests need no shop."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy.exc import OperationalError

from bot.papers.desk import DrawnPaper
from domain.rules.rights import Role
from domain.tables.people import Channel
from handlers.conversation.paper_links import UnknownLinkError
from handlers.conversation.turn import Answer, Button, File, Incoming, Left, Reply, Sent, Started, Tapped, Typed

LONG = "\n".join(f"line {number}: 可乐 🥤 24 瓶" for number in range(600))


def menu(count: int = 0) -> Reply:
    return Reply(
        title="Menu",
        lines=(f"Pressed {count} times",),
        buttons=((Button(label="➕", data=f"add:{count + 1}"), Button(label="📷", data="photo")),),
    )


def card(words: str) -> Reply:
    return Reply(title="Order", lines=(words,), card="order:42", buttons=((Button(label="✅", data="approve"),),))


def statement(*names: str) -> Reply:
    return Reply(title="Statement", files=tuple(File(name=name, token=name) for name in names))


def drawn(token: str) -> DrawnPaper:
    if token == "gone":
        raise UnknownLinkError
    return DrawnPaper(name=token, mime="application/pdf", content=f"%PDF of {token}".encode())


@dataclass
class Script:
    """Remembers what it was asked, and answers a delivery that comes again as it did before."""

    picture: str = ""
    asked: list[Incoming] = field(default_factory=list)
    broken: int = 0
    away: int = 0
    before: Callable[[Incoming], None] = lambda _: None
    _answers: dict[str, Answer] = field(default_factory=dict)
    _opened: dict[str, Reply] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def __call__(self, incoming: Incoming) -> Answer:
        with self._lock:
            self.asked.append(incoming)
            self.before(incoming)
            if self.broken:
                self.broken -= 1
                raise OSError("a fault of ours")
            if self.away:
                self.away -= 1
                raise OperationalError("BEGIN", None, OSError("the database is away"))
            if incoming.key in self._answers:
                return replace(self._answers[incoming.key], repeated=True)
            answer = self._answer(incoming)
            self._answers[incoming.key] = answer
            return answer

    def _answer(self, incoming: Incoming) -> Answer:
        match incoming.body:
            case Started(code="JOIN"):
                return Answer(language="zh-CN", replies=(menu(),), introduced=Role.BUYER)
            case Started(code=code):
                return self._said(Reply(lines=(f"welcome {incoming.name} {code or ''}".strip(),)), menu())
            case Tapped(data=data):
                return self._tapped(incoming, data)
            case Typed(text=text):
                return self._typed(incoming, text)
            case Sent(kind=kind, text=text):
                return self._said(Reply(lines=(f"{kind}: {text}",)))
            case Left():
                return Answer(language="en")

    def _tapped(self, incoming: Incoming, data: str) -> Answer:
        verb, _, rest = data.partition(":")
        if verb == "add":
            return self._said(menu(int(rest)), replaces=True)
        if verb == "same":
            return self._said(menu(0), replaces=True)
        if verb == "photo":
            return self._said(self._photo("a picture"), replaces=True)
        if verb == "other":
            return self._said(self._photo("another look"), replaces=True)
        if verb == "back":
            return self._said(menu(), replaces=True)
        if verb == "more":
            return self._said(self._opened[incoming.identity].showing(int(rest)), replaces=True)
        return self._said(Reply(lines=(f"pressed {data}",)))

    def _typed(self, incoming: Incoming, text: str) -> Answer:
        if text == "long":
            self._opened[incoming.identity] = Reply(title="Long", lines=tuple(LONG.split("\n")))
            return self._said(self._opened[incoming.identity])
        if text == "photo":
            return self._said(self._photo("a picture"))
        if text == "card":
            return self._said(card("waits"))
        if text == "statement":
            return self._said(statement("a.pdf", "b.xlsx"))
        if text == "menu":
            return self._said(menu())
        return self._said(Reply(lines=(f"you said {text}",)))

    def _photo(self, words: str) -> Reply:
        buttons = ((Button(label="🔁", data="other"), Button(label="⬅️", data="back")),)
        return Reply(title="Cola", lines=(words,), picture=self.picture, buttons=buttons)

    def _said(self, *replies: Reply, replaces: bool = False) -> Answer:
        return Answer(language="en", replies=replies, replaces=replaces)


@dataclass
class Outbox:
    """What the channel could not send and handed over."""

    kept: list[tuple[Channel, str, Reply, str]] = field(default_factory=list)

    async def __call__(self, channel: Channel, external: str, reply: Reply, language: str) -> None:
        self.kept.append((channel, external, reply, language))
