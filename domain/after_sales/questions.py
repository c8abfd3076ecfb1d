"""The salesperson asks the buyer about a request before deciding, and the buyer answers; its life goes on as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from domain.actor import Actor
from domain.after_sales import status
from domain.after_sales.requests import attach, people
from domain.after_sales.view import ReturnView, view_return
from domain.events.journal import log_event, notify
from domain.refusals import BadWords, NotFound
from domain.rules.return_life import ReturnStep
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event

WORDS_MOST = 300
_QUESTION, _ANSWER = "return.question", "return.answer"
#: What an answer is called that is a photo.
PHOTO = "📷"
#: So much of what was said is shown, the newest last.
_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was asked or answered about a request."""

    is_question: bool
    words: str


def said(actor: Actor, request_id: int) -> Sequence[Said]:
    """What was asked and answered lately, the newest last."""
    query = select(Event).where(Event.subject == f"return:{request_id}", col(Event.kind).in_((_QUESTION, _ANSWER)))
    found = actor.session.exec(query.order_by(col(Event.id).desc()).limit(_SHOWN)).all()
    return [Said(is_question=each.kind == _QUESTION, words=each.reason) for each in reversed(found)]


def waits_for_answer(talk: Sequence[Said]) -> bool:
    """Whether what was said last is a question."""
    return bool(talk) and talk[-1].is_question


def ask(actor: Actor, request_id: int, words: str) -> ReturnView:
    """Ask the buyers something before deciding. Raises NotFound, NotAllowed, ReturnMoved, BadWords."""
    view = view_return(actor, request_id, lock=True)
    status.require(actor, view.request, ReturnStep.CHANGE)
    _say(actor, view, _QUESTION, words)
    buyers = people(actor, view).buyers
    notify(actor, buyers, NoticeKind.RETURN_QUESTION, order=view.order, return_request=view.request.id)
    return view


def answer(actor: Actor, request_id: int, words: str) -> ReturnView:
    """Answer what was asked. Raises NotFound: nothing was; NotAllowed, ReturnMoved, BadWords."""
    view = _asked(actor, request_id)
    _say(actor, view, _ANSWER, words)
    approvers = people(actor, view).approvers
    notify(actor, approvers, NoticeKind.RETURN_ANSWER, order=view.order, return_request=view.request.id)
    return view


def answer_by_photo(actor: Actor, request_id: int, photo: str) -> ReturnView:
    """A photo answers: it is of the first of the goods that have none. Raises as ``answer``."""
    view = _asked(actor, request_id)
    row = next((each for each in view.rows if not each.line.photo), view.rows[0])
    _say(actor, view, _ANSWER, PHOTO)
    return attach(actor, row.line.id, photo)


def _asked(actor: Actor, request_id: int) -> ReturnView:
    view = view_return(actor, request_id, lock=True)
    status.require(actor, view.request, ReturnStep.WITHDRAW)
    if not said(actor, request_id):
        raise NotFound
    return view


def _say(actor: Actor, view: ReturnView, kind: str, words: str) -> None:
    plain = words.strip()
    if not plain or len(plain) > WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    log_event(actor, kind, subject=f"return:{view.request.id}", reason=plain)
    actor.session.flush()
