"""Notices about return requests: asked, decided on, to be received, settled, taken back."""

from collections.abc import Callable, Mapping

from domain.after_sales.view import ReturnView, view_return
from domain.rules.return_life import AWAITED, ReturnStatus
from domain.rules.returns import ReturnKind
from domain.tables.notices import Notice, NoticeKind
from handlers.after_sales import card
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply

#: What those who wait for a repair hear of.
_REPAIRED = frozenset({ReturnStatus.RECEIVED, ReturnStatus.REPAIRING, ReturnStatus.SENT_BACK})


def _view(request: Request, notice: Notice) -> ReturnView:
    return view_return(request.actor, int(notice.facts.get("return_request", 0)))


def _asked(request: Request, notice: Notice) -> Reply | None:
    """As long as nobody has decided."""
    found = _view(request, notice)
    if found.request.status is not ReturnStatus.REQUESTED:
        return None
    title = request.say(f"notices.return_asked_{found.request.kind}", account=found.account.name)
    return card.draw(request, found, title)


def _to_receive(request: Request, notice: Notice) -> Reply | None:
    """As long as the goods are awaited."""
    found = _view(request, notice)
    if found.request.status not in AWAITED:
        return None
    kind = "repair_to_come" if found.request.kind is ReturnKind.REPAIR else "return"
    title = request.say(f"notices.{kind}_{found.request.status}", account=found.account.name)
    return card.draw(request, found, title)


def _decided(request: Request, notice: Notice) -> Reply:
    found = _view(request, notice)
    word = "refused" if found.request.status is ReturnStatus.REFUSED else "agreed"
    who = str(notice.facts.get("who", ""))
    return card.draw(request, found, request.say(f"notices.return_decided_{word}", who=who))


def _settled(request: Request, notice: Notice) -> Reply:
    return card.draw(request, _view(request, notice), request.say("notices.return_settled"))


def _repair(request: Request, notice: Notice) -> Reply | None:
    """Where the goods are now; what was told since is not told again."""
    found = _view(request, notice)
    if found.request.status not in _REPAIRED:
        return None
    return card.draw(request, found, request.say(f"notices.return_repair_{found.request.status}"))


def _withdrawn(request: Request, notice: Notice) -> Reply:
    found = _view(request, notice)
    return card.draw(request, found, request.say("notices.return_withdrawn", account=found.account.name))


def _question(request: Request, notice: Notice) -> Reply | None:
    """As long as nobody has decided."""
    found = _view(request, notice)
    if found.request.status is not ReturnStatus.REQUESTED:
        return None
    who = str(notice.facts.get("who", ""))
    return card.draw(request, found, request.say("notices.return_question", who=who))


def _answer(request: Request, notice: Notice) -> Reply | None:
    """As long as nobody has decided."""
    found = _view(request, notice)
    if found.request.status is not ReturnStatus.REQUESTED:
        return None
    return card.draw(request, found, request.say("notices.return_answer", account=found.account.name))


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.RETURN_ASKED: _asked,
    NoticeKind.RETURN_TO_RECEIVE: _to_receive,
    NoticeKind.RETURN_DECIDED: _decided,
    NoticeKind.RETURN_SETTLED: _settled,
    NoticeKind.RETURN_REPAIR: _repair,
    NoticeKind.RETURN_WITHDRAWN: _withdrawn,
    NoticeKind.RETURN_QUESTION: _question,
    NoticeKind.RETURN_ANSWER: _answer,
}
