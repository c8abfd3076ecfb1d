"""The warehouse repairs goods: work begins, and they go back to the dealer in a parcel."""

from domain.after_sales import repairs, status
from domain.after_sales.view import view_return
from domain.language.tracking_numbers import any_waybill, means_none
from domain.rules.return_life import ReturnStep
from handlers.after_sales import card
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb


def begin(request: Request, *, return_request_id: Id) -> Turn:
    """Somebody works on them."""
    view = repairs.begin(request.actor, return_request_id)
    return Turn(replies=(card.draw(request, view, request.say("returns.repair_began")),))


def ask_parcel(request: Request, *, return_request_id: Id, doubt: str = "") -> Turn:
    """How do they go back? Asked again where the number that was typed is in doubt."""
    view = view_return(request.actor, return_request_id)
    status.require(request.actor, view.request, ReturnStep.SEND_BACK)
    label = request.say("returns.without_number")
    none = button(label, Verb.RETURN_SENT_BACK, return_request_id, say=f"{label} {card.named(view)}")
    back = button(request.say("button.back"), Verb.RETURN, return_request_id)
    shown = Reply(
        title="\n".join(filter(None, (doubt, request.say("returns.which_parcel", number=view.request.number)))),
        note=request.say("returns.which_parcel_note"),
        buttons=((none,), (back, button(request.say("button.menu"), Verb.MENU))),
    )
    facts: dict[str, int | str | None] = {"return_request": return_request_id}
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.RETURN_PARCEL, facts=facts))


def typed(request: Request, text: str, *, return_request_id: Id) -> Turn:
    """Under this number."""
    waybill = any_waybill(text)
    if means_none(text):
        return send_back(request, return_request_id=return_request_id)
    if not waybill.numbers or waybill.at_odds or waybill.misread:
        doubt = request.say("returns.number_in_doubt", number=" ".join(waybill.numbers) or text)
        return ask_parcel(request, return_request_id=return_request_id, doubt=doubt)
    return _gone(request, return_request_id, waybill.carrier, ", ".join(waybill.numbers))


def send_back(request: Request, *, return_request_id: Id) -> Turn:
    """Without a number."""
    return _gone(request, return_request_id, "", "")


def _gone(request: Request, request_id: int, carrier: str, number: str) -> Turn:
    view = repairs.send_back(request.actor, request_id, carrier, number)
    return Turn(replies=(card.draw(request, view, request.say("returns.repair_gone")),))
