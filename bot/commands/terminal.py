"""The conversation in a terminal: replies as text, buttons as numbers, notices between the lines."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import structlog
from pydantic import SecretStr
from rich.console import Console
from sqlmodel import Session, col, select

from bot.attachments import Attachment, kind_of, rejected, with_content
from bot.monitoring.logs import write_logs
from bot.settings import Settings
from bot.wiring import Parts, build
from domain.language.sanitise import plain
from domain.rules.rights import Role
from domain.tables.columns import new_id
from domain.tables.notices import Notice
from domain.tables.people import Channel, Identity, Person
from handlers.conversation.turn import Body, Button, Incoming, Left, Reply, Sent, Started, Tapped, Typed
from handlers.notices.prepare import NoAddress, NoticeContext, PreparedNotice, prepare
from locales import Words, words_for
from storage import outbox
from storage.engine import Database
from storage.leader_lock import wake_leader
from storage.perform import perform
from storage.schema_version import migrate

log = structlog.get_logger()

#: A button that a plain number cannot choose is chosen by its place on the screen.
_FILE = "/file "
_BY_PLACE = re.compile(r"#(\d{1,3})")


def run_terminal(settings: Settings, role: Role) -> None:
    """Talk to the supplier as somebody of a role, line by line, until the input ends."""
    write_logs(settings)
    database = Database(settings.database_url)
    migrate(database)
    database.close()
    here_only = {"telegram_token": SecretStr(""), "wechat_app_id": ""}
    parts = build(settings.model_copy(update=here_only))
    try:
        console = Console()
        lines = _typed(console) if console.is_terminal and sys.stdin.isatty() else sys.stdin
        TerminalChat(parts=parts, role=role, lines=lines, console=console).run()
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
class TerminalChat:
    """One person at one terminal. ``lines``: what they type; ``shown``: the buttons on the screen, in order."""

    parts: Parts
    role: Role
    lines: Iterable[str]
    console: Console
    shown: list[Button] = field(default_factory=list)
    _say: Words = field(default_factory=lambda: words_for("en"))

    def run(self) -> None:
        """Greet, then answer each line; on leaving, the person is reached on their other channels again."""
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
        person = perform(self.parts.database, self._seated).result
        return (person.language if person else "") or self.parts.supplier.language

    def _seated(self, session: Session) -> Person | None:
        identity = self._identity(session) or Identity(
            channel=Channel.TERMINAL, external=self.role.value, seen_at=self.parts.door.now()
        )
        if identity.person_id is not None:
            return session.get(Person, identity.person_id)
        first = select(Person).where(Person.role == self.role, col(Person.active)).order_by(col(Person.id))
        person = session.exec(first).first()
        identity.person_id = person.id if person else None
        session.add(identity)
        return person

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
        attachment = Attachment(name=path.name, size=path.stat().st_size)
        sent = Sent(kind=kind_of(attachment), name=path.name)
        return rejected(sent, attachment) or with_content(sent, path.read_bytes())

    def _send(self, body: Body | None) -> None:
        if body is None:
            return
        incoming = Incoming(channel=Channel.TERMINAL, identity=self.role.value, key=str(new_id()), body=body)
        answer = self.parts.door.answer(incoming)
        self.parts.database.sync()
        if answer.waiting:
            wake_leader(self.parts.database)
        if answer.replies:
            self.shown.clear()
        number = 0
        for reply in answer.replies:
            number = self._show(reply, number)

    def _show(self, reply: Reply, number: int | None) -> int:
        """Write a reply; its buttons go on counting from a number, or only by place where there is none."""
        self._print(f"\n{reply.text()}")
        for file in reply.files:
            self._print(f"📎 {self._saved(file.token)}")
        for row in reply.buttons:
            labels = []
            for button in row:
                self.shown.append(button)
                by_number = number is not None and reply.numbered
                number = (number or 0) + by_number if number is not None else None
                labels.append(f"[{number}] {button.label}" if by_number else f"[#{len(self.shown)}] {button.label}")
            self._print("  " + "   ".join(labels), style="cyan")
        return number or 0

    def _saved(self, token: str) -> Path:
        """Where a paper can be opened: a terminal shows none."""
        drawn = self.parts.papers.draw(token)
        place = Path(mkdtemp(prefix="dinghuo-")) / drawn.name
        place.write_bytes(drawn.content)
        return place

    def _news(self) -> None:
        """Show what others did meanwhile; it counts as delivered once it is written."""
        pushes = self._take_on()
        for _, push in pushes:
            if push is not None:
                self._print(f"\n{words_for(push.language)('terminal.news')}", style="bold yellow")
                self._show(push.reply, None)
        perform(self.parts.database, lambda session: self._delivered(session, pushes))

    def _delivered(self, session: Session, pushes: Iterable[tuple[int, PreparedNotice | None]]) -> None:
        for notice_id, _ in pushes:
            outbox.mark_delivered(session.get_one(Notice, notice_id), self.parts.door.now())

    def _take_on(self) -> list[tuple[int, PreparedNotice | None]]:
        prepared = perform(self.parts.database, self._prepared).result
        self.parts.database.sync()
        return prepared

    def _prepared(self, session: Session) -> list[tuple[int, PreparedNotice | None]]:
        identity, now = self._identity(session), self.parts.door.now()
        if identity is None or identity.person_id is None:
            return []
        context = NoticeContext(
            session=session, supplier=self.parts.supplier, now=now, catalogue_index=self.parts.door.catalogue_index
        )
        taken = outbox.claim_for(session, identity.person_id, now)
        return [(notice.id, push) for notice in taken for push in _prepared(context, notice)]

    def _print(self, text: str, style: str | None = None) -> None:
        self.console.print(plain(text), style=style, markup=False, highlight=False, emoji=False, soft_wrap=True)


def _prepared(context: NoticeContext, notice: Notice) -> list[PreparedNotice | None]:
    """The notice worded, or nothing where it belongs on another channel or cannot be worded."""
    try:
        with context.session.begin_nested():
            push = prepare(context, notice)
    except Exception:
        log.exception("notice cannot be worded", notice=notice.id, kind=notice.kind.value)
        outbox.retry_or_set_aside(notice, context.now, "cannot be worded")
        return []
    if isinstance(push, NoAddress) or (push is not None and push.identity.channel is not Channel.TERMINAL):
        outbox.release(notice)
        return []
    return [push]
