"""The salesperson asks the buyer about a request, and the buyer answers in words or with a photo."""

from domain.after_sales import questions, status
from domain.after_sales.view import view_return
from domain.language.sanitise import one_line
from domain.rules.return_life import ReturnStep
from handlers.after_sales import card
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb


def ask(request: Request, *, return_request_id: Id) -> Turn:
    """What is the buyer to be asked?"""
    return _prompt(request, return_request_id, ReturnStep.CHANGE, QuestionKind.RETURN_QUESTION)


def typed(request: Request, text: str, *, return_request_id: Id) -> Turn:
    """That is asked."""
    view = questions.ask(request.actor, return_request_id, one_line(text))
    return Turn(replies=(card.draw(request, view, request.say("returns.question_sent")),))


def reply(request: Request, *, return_request_id: Id) -> Turn:
    """What is the answer?"""
    return _prompt(request, return_request_id, ReturnStep.WITHDRAW, QuestionKind.RETURN_REPLY)


def typed_reply(request: Request, text: str, *, return_request_id: Id) -> Turn:
    """That is the answer."""
    view = questions.answer(request.actor, return_request_id, one_line(text))
    return Turn(replies=(card.draw(request, view, request.say("returns.reply_sent")),))


def photo(request: Request, digest: str, *, return_request_id: Id) -> Turn:
    """A photo is the answer."""
    view = questions.answer_by_photo(request.actor, return_request_id, digest)
    return Turn(replies=(card.draw(request, view, request.say("returns.reply_sent")),))


def _prompt(request: Request, request_id: int, step: ReturnStep, kind: QuestionKind) -> Turn:
    view = view_return(request.actor, request_id)
    status.require(request.actor, view.request, step)
    verb = Verb.RETURN_REPLY if kind is QuestionKind.RETURN_REPLY else Verb.RETURN_QUESTION
    again = button(request.say(f"returns.{kind}_label"), verb, request_id)
    back = button(request.say("button.back"), Verb.RETURN, request_id)
    shown = Reply(
        title=request.say(f"returns.{kind}_prompt", number=view.request.number),
        lines=(*card.talk(request, request_id), *(card.line(request, view, row) for row in view.rows)),
        buttons=((again,), (back, button(request.say("button.menu"), Verb.MENU))),
    )
    return Turn(replies=(shown,), question=Question(kind=kind, facts={"return_request": request_id}))
