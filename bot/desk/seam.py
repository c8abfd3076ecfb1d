"""The one way of every screen: session → who acts → one act in one transaction → the page again, or why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any

from fastapi import Form
from sqlmodel import Session
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.desk.address import DeskAddress
from bot.desk.limit import MinuteLimit
from bot.desk.page import Pages
from bot.desk.visitor import Visitor
from domain.actor import Actor, Supplier
from domain.people import desk_sessions
from domain.refusals import NotAllowed, NotFound, Refusal
from domain.tables.people import Channel, Identity, Person, Place
from handlers import refusals
from handlers.conversation.request import Request
from locales import best_language, words_for
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database
from storage.perform import perform

#: The hidden field of every form.
Csrf = Annotated[str, Form(max_length=200)]
#: What one session may ask for in a minute.
MOST_A_MINUTE = 240


class NotEnteredError(Exception):
    """Nobody is at the desk in this browser."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What became of one act of many: what it returned, or why it was refused."""

    result: Any = None
    why: str = ""


#: Draws a page, perhaps with what an act was refused for.
Draw = Callable[[Visitor], Response]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the screens work with.

    ``wake``: tells the sender that there are notices. ``chat_link``: opens a chat with a code, where there are such
    links.
    """

    database: Database
    supplier: Supplier
    now: Callable[[], datetime]
    catalogue_index: CatalogueIndex
    address: DeskAddress
    wake: Callable[[], None]
    chat_link: Callable[[str], str | None]
    demo: bool = False

    @cached_property
    def pages(self) -> Pages:
        """The templates."""
        return Pages()

    @cached_property
    def limit(self) -> MinuteLimit:
        """Of each session."""
        return MinuteLimit(MOST_A_MINUTE, self.now)

    @cached_property
    def entering(self) -> MinuteLimit:
        """Of each address that asks for a code or brings a link."""
        return MinuteLimit(30, self.now)

    def read(self, http: HttpRequest, draw: Draw) -> Response:
        """Show a page to who is at the desk."""
        try:
            self._allow(http)
            with self.database.reading() as session:
                visitor = self._visitor(session, http)
                due = desk_sessions.is_due(visitor.session, self.now())
                answer = self._drawn(visitor, draw)
            if due:
                self._touch(visitor)
        except NotEnteredError:
            return self._to_login(http)
        return answer

    def act(
        self, http: HttpRequest, csrf: str, act: Callable[[Visitor], Any], then: Callable[[Any], Response], draw: Draw
    ) -> Response:
        """Do one act and go on; a refusal undoes it and is shown on the page, with what is true now."""
        try:
            self._allow(http)
            result = self._performed(http, csrf, act)
        except NotEnteredError:
            return self._to_login(http)
        except Refusal as refusal:
            with self.database.reading() as session:
                return self._refused(self._visitor(session, http), refusal, draw)
        return then(result)

    def try_one(self, http: HttpRequest, csrf: str, act: Callable[[Visitor], Any]) -> Tried | Response:
        """One act of many: what became of it, or a page where nobody is at the desk."""
        try:
            return Tried(result=self._performed(http, csrf, act))
        except NotEnteredError:
            return self._to_login(http)
        except Refusal as refusal:
            with self.database.reading() as session:
                return Tried(why=self.words_of(self._visitor(session, http), refusal))

    def language_of(self, http: HttpRequest) -> str:
        """What a stranger's browser speaks."""
        return best_language(http.headers.get("accept-language", ""), self.supplier.language)

    def said(self, http: HttpRequest, key: str, status: int) -> HTMLResponse:
        """A page that only says something, to anybody."""
        say = words_for(self.language_of(http))
        return self.pages.draw("said.html", say, status=status, words=say(key))

    def actor(self, session: Session, person: Person | None = None) -> Actor:
        """Whoever acts here."""
        return Actor(session=session, person=person, now=self.now(), supplier=self.supplier, where=Place.DESK)

    def words_of(self, visitor: Visitor, refusal: Refusal) -> str:
        """Why not, in the words of the chat: read after the act was undone, so it says what is true now."""
        if isinstance(refusal, NotFound | NotAllowed):
            return visitor.request.say(f"refusal.{type(refusal).__name__}")
        try:
            reply = refusals.word(visitor.request, refusal).replies[0]
        except Refusal as another:
            return visitor.request.say(f"refusal.{type(another).__name__}")
        return next(iter((reply.title or reply.text()).split("\n\n")))

    def _performed(self, http: HttpRequest, csrf: str, act: Callable[[Visitor], Any]) -> Any:
        """One act in its transaction. Raises NotEnteredError, Refusal: nothing was done."""
        self._need_own_form(http, csrf)
        performed = perform(self.database, lambda session: act(self._visitor(session, http)))
        if performed.notices_left:
            self.wake()
        return performed.result

    def _allow(self, http: HttpRequest) -> None:
        if not self.limit.allows(http.cookies.get(self.address.cookie, "")):
            raise NotEnteredError

    def _need_own_form(self, http: HttpRequest, csrf: str) -> None:
        """Another page's form is nobody's. Raises NotEnteredError."""
        token = http.cookies.get(self.address.cookie, "")
        given = http.headers.get("x-csrf") or csrf
        if not (token and self.address.is_from_here(http) and desk_sessions.is_form_of(self._secret, token, given)):
            raise NotEnteredError

    @property
    def _secret(self) -> bytes:
        return self.supplier.secret

    def _visitor(self, session: Session, http: HttpRequest) -> Visitor:
        token = http.cookies.get(self.address.cookie, "")
        found = desk_sessions.find(session, self._secret, token, self.now()) if token else None
        if found is None:
            raise NotEnteredError
        kept, person = found
        request = Request(
            actor=self.actor(session, person),
            identity=Identity(channel=Channel.TERMINAL, external="", person_id=person.id, seen_at=self.now()),
            account=None,
            say=words_for(person.language or self.supplier.language),
            memory={},
            catalogue_index=self.catalogue_index,
            name=person.name,
            desk_url=self.address.url,
        )
        return Visitor(request=request, session=kept, csrf=desk_sessions.csrf_of(self._secret, token))

    def _drawn(self, visitor: Visitor, draw: Draw) -> Response:
        try:
            return draw(visitor)
        except (NotFound, NotAllowed) as refusal:
            key = "desk.not_found" if isinstance(refusal, NotFound) else "desk.not_allowed"
            status = 404 if isinstance(refusal, NotFound) else 403
            return self.pages.show("missing.html", visitor, status=status, words=visitor.request.say(key))

    def _refused(self, visitor: Visitor, refusal: Refusal, draw: Draw) -> Response:
        words = self.words_of(visitor, refusal)
        answer = self._drawn(visitor, lambda who: self.pages.refusing(draw, who, words))
        if answer.status_code == 200:  # noqa: PLR2004 - else it says that there is no such thing
            answer.status_code = 409
        return answer

    def _touch(self, visitor: Visitor) -> None:
        session_id = visitor.session.id
        perform(self.database, lambda session: desk_sessions.touch(self.actor(session), session_id))

    def _to_login(self, http: HttpRequest) -> Response:
        if not self.limit.allows(http.cookies.get(self.address.cookie, "")):
            return self.said(http, "desk.too_fast", 429)
        if "hx-request" in http.headers:  # the page of the code renews itself, which a part of a page cannot
            return Response(status_code=200, headers={"HX-Redirect": "/desk/login"})
        return RedirectResponse("/desk/login", 303)
