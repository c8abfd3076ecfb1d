"""The same conversation in a terminal: replies as text, buttons as numbers, news between the lines."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from pydantic import SecretStr
from rich.console import Console
from sqlmodel import Session, col, select

from bot.contents import Enclosed, kind_of, opened, refused
from bot.logs import write_logs
from bot.settings import Settings
from bot.wiring import Parts, build
from domain.rules.plain_words import plain
from domain.rules.rights import Role
from domain.tables.columns import new_id
from domain.tables.notices import Notice
from domain.tables.people import Channel, Identity, Person
from handlers.pushing import Desk, Nowhere, Push, prepare
from handlers.turn import Body, Button, Incoming, Left, Reply, Sent, Started, Tapped, Typed
from locales import Words, words_for
from storage import outbox
from storage.engine import Database
from storage.revisions import migrate

log = structlog.get_logger()

#: A button that a plain number cannot choose is chosen by its place on the screen.
_FILE = "/file "
_BY_PLACE = re.compile(r"#(\d{1,3})")


def chat(settings: Settings, role: Role) -> None:
    """Talk to the house as somebody of a role, line by line, until the input ends."""
    write_logs(settings)
    database = Database(settings.database_url)
    migrate(database)
    database.close()
    here_only = {"telegram_token": SecretStr(""), "wechat_app_id": ""}
    parts = build(settings.model_copy(update=here_only))
    try:
        console = Console()
        lines = _typed(console) if console.is_terminal and sys.stdin.isatty() else sys.stdin
        Talk(parts=parts, role=role, lines=lines, console=console).run()
    finally:
        parts.turns.close()
        parts.database.close()


def _typed(console: Console) -> Iterator[str]:
    """Lines from somebody's keyboard, until they close the input."""
    while True:
        try:
            yield console.input("› ")
        except EOFError:
            return


@dataclass(kw_only=True)
class Talk:
    """One person at one terminal. ``lines``: what they type. ``shown``: the buttons before their eyes, in order."""

    parts: Parts
    role: Role
    lines: Iterable[str]
    console: Console
    shown: list[Button] = field(default_factory=list)
    _say: Words = field(default_factory=lambda: words_for("en"))

    def run(self) -> None:
        """Greet, then answer line by line; whoever leaves is reached on their other channels again."""
        language = self._take_seat()
        self._send(Started())
        self._say = words_for(language)
        self._print(self._say("terminal.hint"), style="dim")
        try:
            self._news()
            for line in self.lines:
                if line.strip():
                    self._send(self._meant(line.strip()))
                self._news()
        except KeyboardInterrupt:
            self._print("")
        finally:
            self._send(Left())

    def _take_seat(self) -> str:
        """The terminal belongs to the first person of the role, if there is one; their language."""
        with self.parts.database.transaction() as session:
            identity = self._identity(session) or Identity(
                channel=Channel.TERMINAL, external=self.role.value, seen_at=self.parts.door.now()
            )
            if identity.person_id is None:
                first = select(Person).where(Person.role == self.role, col(Person.active)).order_by(col(Person.id))
                person = session.exec(first).first()
                identity.person_id = person.id if person else None
                session.add(identity)
            else:
                person = session.get(Person, identity.person_id)
        return (person.language if person else "") or self.parts.house.language

    def _identity(self, session: Session) -> Identity | None:
        query = select(Identity).where(Identity.channel == Channel.TERMINAL, Identity.external == self.role.value)
        return session.exec(query).first()

    def _meant(self, text: str) -> Body | None:
        place = _BY_PLACE.fullmatch(text)
        if place and 0 < int(place[1]) <= len(self.shown):
            return Tapped(data=self.shown[int(place[1]) - 1].data)
        if text.startswith(_FILE):
            return self._file(Path(text.removeprefix(_FILE).strip()).expanduser())
        return Typed(text=text)

    def _file(self, path: Path) -> Body | None:
        """A file or picture of this machine, as a chat would hand it over."""
        if not path.is_file():
            self._print(self._say("terminal.no_file", path=str(path)))
            return None
        enclosed = Enclosed(name=path.name, size=path.stat().st_size)
        sent = Sent(kind=kind_of(enclosed), name=path.name)
        return refused(sent, enclosed) or opened(sent, path.read_bytes())

    def _send(self, body: Body | None) -> None:
        if body is None:
            return
        incoming = Incoming(channel=Channel.TERMINAL, identity=self.role.value, key=str(new_id()), body=body)
        answer = self.parts.door.answer(incoming)
        self.parts.database.sync()
        if answer.replies:
            self.shown.clear()
        number = 0
        for reply in answer.replies:
            number = self._show(reply, number)

    def _show(self, reply: Reply, number: int | None) -> int:
        """Write a reply; its buttons go on counting from a number, or only by place where there is none."""
        self._print(f"\n{reply.text()}")
        for row in reply.buttons:
            labels = []
            for button in row:
                self.shown.append(button)
                by_number = number is not None and reply.numbered
                number = (number or 0) + by_number if number is not None else None
                labels.append(f"[{number}] {button.label}" if by_number else f"[#{len(self.shown)}] {button.label}")
            self._print("  " + "   ".join(labels), style="cyan")
        return number or 0

    def _news(self) -> None:
        """Show what others did meanwhile; it counts as delivered once it is written."""
        pushes = self._take_on()
        for _, push in pushes:
            if push is not None:
                self._print(f"\n{words_for(push.language)('terminal.news')}", style="bold yellow")
                self._show(push.reply, None)
        with self.parts.database.transaction() as session:
            for notice_id, _ in pushes:
                outbox.delivered(session.get_one(Notice, notice_id), self.parts.door.now())

    def _take_on(self) -> list[tuple[int, Push | None]]:
        now = self.parts.door.now()
        with self.parts.database.transaction() as session:
            identity = self._identity(session)
            if identity is None or identity.person_id is None:
                return []
            desk = Desk(session=session, house=self.parts.house, now=now, shelf=self.parts.door.shelf)
            taken = outbox.claim_for(session, identity.person_id, now)
            prepared = [(notice.id, push) for notice in taken for push in _prepared(desk, notice)]
        self.parts.database.sync()
        return prepared

    def _print(self, text: str, style: str | None = None) -> None:
        self.console.print(plain(text), style=style, markup=False, highlight=False, emoji=False, soft_wrap=True)


def _prepared(desk: Desk, notice: Notice) -> list[Push | None]:
    """The notice worded, or nothing where it belongs on another channel or cannot be worded."""
    try:
        with desk.session.begin_nested():
            push = prepare(desk, notice)
    except Exception:
        log.exception("notice cannot be worded", notice=notice.id, kind=notice.kind.value)
        outbox.refused(notice, desk.now, "cannot be worded")
        return []
    if isinstance(push, Nowhere) or (push is not None and push.identity.channel is not Channel.TERMINAL):
        outbox.give_back(notice)
        return []
    return [push]
