"""A driver's stops: where to, whom to ask for, what to collect; delivered, with a photo, and cash taken."""

from base64 import b64decode
from decimal import Decimal

from domain.db.pages import ROWS
from domain.fulfilment import stops
from domain.fulfilment.stops import Stop
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Action, Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Sent, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import stop_card
from storage import media


def show(request: Request, *, page: int = 0) -> Turn:
    """The stops of this driver, in order."""
    found = stops.mine(request.actor, page)
    part = page_of(found.number, ROWS, found.total)
    first = found.number * ROWS + 1
    if not found.rows:
        return Turn(replies=(Reply(title=request.say("stops.none"), buttons=(_ways(request),)),))
    lines = [line for at, each in enumerate(found.rows, first) for line in _row(request, at, each)]
    buttons = tuple(
        (button(request.say("stops.open", number=at, account=stop_card.account(each)), Verb.STOP, each.shipment.id),)
        for at, each in enumerate(found.rows, first)
    )
    title = part.head(request, request.say.count("stops.title", found.total))
    rows = (*buttons, *part.turn(request, Verb.STOPS), _ways(request))
    return Turn(replies=(Reply(title=title, lines=tuple(lines), buttons=rows),))


def card(request: Request, *, shipment_id: Id) -> Turn:
    """One stop with what is in the parcel, and what can be said of it."""
    return Turn(replies=(stop_card.draw(request, stops.stop(request.actor, shipment_id)),))


def done(request: Request, *, shipment_id: Id, revision: int, cash: Decimal) -> Turn:
    """It was handed over, perhaps for cash; a photo is asked for."""
    stop = stops.hand_over(request.actor, shipment_id, revision, cash)
    money = request.say.money(cash, stop.view.order.currency)
    told = request.say("stops.cash_taken" if cash else "stops.done", account=stop_card.account(stop), money=money)
    later = button(request.say("stops.no_photo"), Verb.STOPS)
    reply = Reply(
        title=told,
        note=request.say("stops.ask_photo"),
        buttons=((button(request.say("stops.again"), Verb.STOP, shipment_id),), (later,)),
    )
    return Turn(replies=(reply,))


def photo(request: Request, body: Sent) -> Turn | None:
    """The photo of a stop that was delivered just now. Nothing where none is asked for."""
    if not body.photo or not request.actor.may(Right.STOP_DELIVER):
        return None
    shown = request.screen.callbacks
    stop = next((each for each in shown if each.verb is Verb.STOP), None)
    later = any(each.verb is Verb.STOPS and not each.args for each in shown)
    if stop is None or not later or len([each for each in shown if each.verb is Verb.STOP]) > 1:
        return None
    shipment_id = Action(card).arguments(stop)["shipment_id"]
    if stops.stop(request.actor, shipment_id).shipment.carrier_delivered_at is None:
        return None
    stops.add_photo(request.actor, shipment_id, media.store(request.session, b64decode(body.photo), "image/jpeg"))
    return show(request).headed(request.say("stops.photo_kept"))


def _row(request: Request, at: int, stop: Stop) -> tuple[str, ...]:
    """Where, whom, and how much, in a few lines."""
    head = request.say(
        "stops.row", number=at, account=stop_card.account(stop), order=orders_text.short(stop.view.order)
    )
    return (head, *(f"   {line}" for line in stop_card.where(request, stop)))


def _ways(request: Request) -> Row:
    return (button(request.say("button.menu"), Verb.MENU),)
