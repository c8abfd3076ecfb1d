"""Entering the desk from the chat: a code from a browser, the number it shows, a one-time link, own sessions."""

from datetime import datetime

from domain.people import desk_logins, desk_sessions
from domain.rules.desk_codes import read_code, read_number
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb


def is_code(request: Request, text: str) -> bool:
    """Whether somebody of the staff wrote the code that a browser shows."""
    return request.actor.may(Right.DESK_ENTER) and read_code(text) is not None


def code(request: Request, text: str) -> Turn:
    """Ask which number the browser shows, so that nobody lets in a stranger's."""
    asked = desk_logins.ask(request.actor, request.identity, read_code(text) or "")
    at = _hour(request, asked.login.made_at)
    title = request.say("desk_chat.ask", browser=browser(request, asked.login.agent), at=at)
    numbers = tuple(button(str(each), Verb.DESK_AGREE, asked.login.id, each) for each in asked.numbers)
    refuse = button(request.say("desk_chat.not_me"), Verb.DESK_REFUSE, asked.login.id)
    reply = Reply(title=title, note=request.say("desk_chat.ask_note"), buttons=(numbers, (refuse,)), numbered=False)
    return Turn(
        replies=(reply,), question=Question(kind=QuestionKind.DESK_NUMBER, facts={"desk_login": asked.login.id})
    )


def agree(request: Request, *, desk_login_id: Id, number: int) -> Turn:
    """Let the browser in that shows this number."""
    right = desk_logins.agree(request.actor, desk_login_id, number)
    return Turn(replies=(_told(request, "desk_chat.in" if right else "desk_chat.wrong_number"),))


def typed_number(request: Request, text: str, *, desk_login_id: Id) -> Turn:
    """The same in a chat without buttons, where the number is typed."""
    return agree(request, desk_login_id=desk_login_id, number=read_number(text) or 0)


def refuse(request: Request, *, desk_login_id: Id) -> Turn:
    """It was somebody else's browser."""
    desk_logins.refuse(request.actor, desk_login_id)
    return Turn(replies=(_told(request, "desk_chat.refused"),))


def show(request: Request) -> Turn:
    """A one-time link for this phone; for another screen, the address."""
    token = desk_logins.link(request.actor)
    lines = (f"{request.desk_url}/desk/in/{token}", "", request.say("desk_chat.elsewhere"), f"{request.desk_url}/desk")
    return Turn(
        replies=(
            Reply(
                title=request.say("desk_chat.title"),
                lines=lines,
                note=request.say("desk_chat.link_note"),
                buttons=((_sessions_button(request),), _home(request)),
            ),
        )
    )


def sessions(request: Request) -> Turn:
    """Where the person is at the desk now."""
    found = desk_sessions.own(request.actor)
    rows = tuple(
        (
            button(
                request.say(
                    "desk_chat.leave",
                    browser=browser(request, each.agent),
                    at=request.say.moment(each.made_at, request.zone),
                ),
                Verb.DESK_LEAVE,
                each.id,
            ),
        )
        for each in found
    )
    title = request.say.count("desk_chat.sessions", len(found)) if found else request.say("desk_chat.no_sessions")
    return Turn(replies=(Reply(title=title, buttons=(*rows, _home(request))),))


def leave(request: Request, *, desk_session_id: Id) -> Turn:
    """Leave the desk in one browser."""
    desk_sessions.end(request.actor, desk_session_id)
    return sessions(request).headed(request.say("desk_chat.left"))


def browser(request: Request, agent: str) -> str:
    """What a browser is called."""
    return agent or request.say("desk_chat.some_browser")


def _told(request: Request, key: str) -> Reply:
    return Reply(title=request.say(key), buttons=((_sessions_button(request),), _home(request)))


def _sessions_button(request: Request) -> Button:
    return button(request.say("desk_chat.to_sessions"), Verb.DESK_SESSIONS)


def _home(request: Request) -> Row:
    return (button(request.say("button.menu"), Verb.MENU),)


def _hour(request: Request, at: datetime) -> str:
    return f"{at.astimezone(request.zone):%H:%M}"
