"""Entering and leaving the desk: a code confirmed in the chat, or a one-time link; the person's own sessions."""

from collections.abc import Callable
from io import BytesIO
from typing import Annotated
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.desk.page import SAFETY
from bot.desk.seam import Csrf, Desk
from bot.desk.visitor import Visitor
from domain.actor import Actor
from domain.people import desk_logins, desk_sessions, directory, identities
from domain.people.desk_refusals import LoginGone
from domain.people.desk_sessions import Entered
from domain.rules import desk_codes
from domain.tables.desk import DeskLogin
from handlers.entry.menu import spoken
from locales import words_for
from storage.perform import perform

#: What a browser calls itself, and what we call it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
)
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"))


def enter_router(desk: Desk) -> APIRouter:
    """All routes of entering."""
    router = APIRouter(include_in_schema=False)
    _serve_login(router, desk)
    _serve_state(router, desk)
    _serve_picture(router, desk)
    _serve_link(router, desk)
    _serve_sessions(router, desk)
    if desk.demo:
        _serve_demo(router, desk)
    return router


def agent_of(request: Request) -> str:
    """A browser in a few words: ``Chrome · Windows``; only from our own lists, never what it wrote."""
    told = request.headers.get("user-agent", "")
    browser = next((name for mark, name in _BROWSERS if mark in told), "Safari" if "Safari" in told else "")
    system = next((name for mark, name in _SYSTEMS if mark in told), "Linux" if "Linux" in told else "")
    return " · ".join(filter(None, (browser, system)))


def _serve_login(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/login")
    def login(request: Request) -> Response:
        """The code, until the chat said yes."""
        browser, _, code = request.cookies.get(desk.address.login_cookie, "").partition(".")
        if not browser:
            return _begun(desk, request)
        try:
            return _entered(desk, lambda actor: desk_logins.enter_by_browser(actor, browser, agent_of(request)))
        except LoginGone:
            return _waiting(desk, request, browser, code) or _begun(desk, request)


def _serve_state(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/login/state")
    def state(request: Request) -> Response:
        """Nothing while the chat has not answered; then the page of the code is read again."""
        browser, _, code = request.cookies.get(desk.address.login_cookie, "").partition(".")
        with desk.database.reading() as session:
            login = desk_logins.waiting(desk.actor(session), browser) if browser and code else None
            waits = login is not None and login.agreed_at is None
        return Response(status_code=204) if waits else Response(headers={"HX-Redirect": "/desk/login"})


def _waiting(desk: Desk, request: Request, browser: str, code: str) -> Response | None:
    """The same code again, while it can be used."""
    if not (browser and desk_codes.read_code(code)):
        return None
    with desk.database.reading() as session:
        login = desk_logins.waiting(desk.actor(session), browser)
        return _code_page(desk, request, login, code) if login is not None else None


def _begun(desk: Desk, request: Request) -> Response:
    caller = request.client.host if request.client else ""
    if not desk.entering.allows(caller):
        return desk.said(request, "desk.too_fast", 429)
    begun = perform(desk.database, lambda session: desk_logins.begin(desk.actor(session), agent_of(request))).result
    page = _code_page(desk, request, begun.login, begun.code)
    _keep(desk, page, desk.address.login_cookie, f"{begun.browser}.{begun.code}", desk_codes.CODE_VALID.seconds)
    return page


def _code_page(desk: Desk, request: Request, login: DeskLogin, code: str) -> HTMLResponse:
    say = words_for(desk.language_of(request))
    link = desk.chat_link(f"{desk_codes.PREFIX}{code}")
    return desk.pages.draw(
        "login.html", say, code=desk_codes.shown(code), number=login.number, link=link, demo=desk.demo
    )


def _serve_picture(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/login/picture")
    def picture(request: Request) -> Response:
        """The QR code of the chat link that the browser's code goes into."""
        code = desk_codes.read_code(request.cookies.get(desk.address.login_cookie, "").partition(".")[2])
        link = desk.chat_link(f"{desk_codes.PREFIX}{code}") if code else None
        if link is None:
            raise HTTPException(404)
        drawn = BytesIO()
        segno.make(link).save(drawn, kind="svg", scale=6, border=3, light="#fff", xmldecl=False)
        return Response(drawn.getvalue(), media_type="image/svg+xml", headers=SAFETY)


def _serve_link(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/in/{token}")
    def shown(request: Request, token: str) -> Response:
        """Who would come in: programs that fetch links for a preview use nothing up."""
        say = words_for(desk.language_of(request))
        try:
            with desk.database.reading() as session:
                name = desk_logins.whose_link(desk.actor(session), token).name
        except LoginGone:
            return desk.said(request, "refusal.LoginGone", 410)
        return desk.pages.draw("link.html", say, name=name, token=token)

    def use(request: Request, token: str) -> Response:
        if not desk.address.is_from_here(request):
            return desk.said(request, "desk.not_ours", 403)
        if not desk.entering.allows(request.client.host if request.client else ""):
            return desk.said(request, "desk.too_fast", 429)
        try:
            return _entered(desk, lambda actor: desk_logins.enter_by_link(actor, token, agent_of(request)))
        except LoginGone:
            return desk.said(request, "refusal.LoginGone", 410)

    @router.post("/desk/in/{token}")
    def used(request: Request, token: str) -> Response:
        return use(request, token)

    @router.get("/desk/in/{token}/now")
    def at_once(request: Request, token: str) -> Response:
        """For a link that no chat carries: that of a command, opened by who ran it."""
        return use(request, token)


def _serve_demo(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/demo")
    def as_admin(request: Request) -> Response:
        """In the demo everybody is the owner, too."""
        if not desk.address.is_from_here(request):
            return desk.said(request, "desk.not_ours", 403)
        agent = agent_of(request)

        def enter(actor: Actor) -> Entered:
            person = directory.first_admin(actor)
            return desk_logins.enter_by_link(actor, desk_logins.link(actor, person), agent)

        return _entered(desk, enter)


def _entered(desk: Desk, enter: Callable[[Actor], Entered]) -> Response:
    """Let somebody in. Raises LoginGone."""
    performed = perform(desk.database, lambda session: enter(desk.actor(session)))
    desk.wake()
    return _let_in(desk, performed.result)


def _serve_sessions(router: APIRouter, desk: Desk) -> None:
    def draw(visitor: Visitor) -> HTMLResponse:
        found = desk_sessions.own(visitor.actor)
        return desk.pages.show("sessions.html", visitor, found=found, here=visitor.session.id)

    @router.get("/desk/sessions")
    def sessions(request: Request) -> Response:
        return desk.read(request, draw)

    @router.post("/desk/sessions")
    def end(request: Request, session: Annotated[int, Form()], csrf: Csrf = "") -> Response:
        def act(visitor: Visitor) -> bool:
            desk_sessions.end(visitor.actor, session)
            return visitor.session.id == session

        def then(here: bool) -> Response:  # noqa: FBT001 - what the act returned
            return _left(desk) if here else RedirectResponse("/desk/sessions", 303)

        return desk.act(request, csrf, act, then, draw)

    @router.post("/desk/language")
    def speak(request: Request, wanted: Annotated[str, Form(max_length=10)], csrf: Csrf = "") -> Response:
        """The person's own language, in the chat, too; then the page they were on."""

        def act(visitor: Visitor) -> None:
            identities.speak(visitor.actor, spoken(wanted))

        return desk.act(request, csrf, act, lambda _: RedirectResponse(_page_before(request), 303), draw)

    @router.post("/desk/leave")
    def leave(request: Request, csrf: Csrf = "") -> Response:
        def act(visitor: Visitor) -> None:
            desk_sessions.end(visitor.actor, visitor.session.id)

        return desk.act(request, csrf, act, lambda _: _left(desk), draw)


def _page_before(request: Request) -> str:
    """The page of ours that a form was sent from."""
    parts = urlsplit(request.headers.get("referer", ""))
    whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return whole if parts.path.startswith("/desk/") else "/desk"


def _left(desk: Desk) -> Response:
    answer = RedirectResponse("/desk/login", 303)
    answer.delete_cookie(desk.address.cookie, secure=desk.address.is_secure, httponly=True, samesite="lax")
    return answer


def _let_in(desk: Desk, entered: Entered) -> Response:
    """A new session has a new token: what a browser had before opens nothing."""
    answer = RedirectResponse("/desk", 303)
    _keep(desk, answer, desk.address.cookie, entered.token, int(desk_codes.SESSION_MOST.total_seconds()))
    answer.delete_cookie(desk.address.login_cookie, secure=desk.address.is_secure, httponly=True, samesite="lax")
    return answer


def _keep(desk: Desk, answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        name, value, max_age=seconds, path="/", secure=desk.address.is_secure, httponly=True, samesite="lax"
    )
