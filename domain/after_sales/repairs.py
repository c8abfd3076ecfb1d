"""Goods that are repaired: taken in, worked on, sent back to the dealer, who is told at each step."""

from domain.actor import Actor
from domain.after_sales import status
from domain.after_sales.requests import people
from domain.after_sales.view import ReturnView, view_return
from domain.events.journal import log_event, notify
from domain.refusals import BadWords
from domain.rules.return_life import ReturnStep
from domain.tables.notices import NoticeKind

CARRIER_MOST, NUMBER_MOST = 40, 120


def begin(actor: Actor, request_id: int) -> ReturnView:
    """Somebody works on the goods. Raises NotFound, ReturnMoved: they are not here, or somebody does already."""
    view = view_return(actor, request_id, lock=True)
    status.require(actor, view.request, ReturnStep.REPAIR)
    status.advance(actor, view.request, ReturnStep.REPAIR)
    view.request.repair_began_at = actor.now
    log_event(actor, "return.repairing", subject=f"return:{view.request.id}")
    tell(actor, view)
    return view


def send_back(actor: Actor, request_id: int, carrier: str, number: str) -> ReturnView:
    """They are repaired and on their way back, by this carrier under this number; both may be unknown.

    Raises NotFound, BadWords, ReturnMoved: nobody works on them, or they went back already.
    """
    if len(carrier) > CARRIER_MOST or len(number) > NUMBER_MOST:
        raise BadWords(most=NUMBER_MOST)
    view = view_return(actor, request_id, lock=True)
    request = view.request
    status.require(actor, request, ReturnStep.SEND_BACK)
    status.advance(actor, request, ReturnStep.SEND_BACK)
    request.carrier, request.tracking_number, request.closed_at = carrier, number, actor.now
    log_event(actor, "return.sent_back", subject=f"return:{request.id}", carrier=carrier, number=number)
    tell(actor, view)
    return view


def tell(actor: Actor, view: ReturnView) -> None:
    """Tell those who wait for them where the goods are."""
    told = people(actor, view)
    concerned = (*told.buyers, *told.approvers)
    notify(actor, concerned, NoticeKind.RETURN_REPAIR, order=view.order, return_request=view.request.id)
