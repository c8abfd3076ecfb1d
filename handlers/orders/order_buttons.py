"""The buttons of an order's card, derived from the table that the acts check."""

from collections.abc import Iterable

from domain.orders import back_orders
from domain.orders import papers as order_papers
from domain.orders.access import may_take
from domain.orders.back_orders import Rest
from domain.orders.rating import STARS
from domain.orders.view import OrderView, Parcel
from domain.rules.order_life import Step
from domain.rules.order_states import AGREED, COUNTABLE
from domain.rules.rights import Right, Role
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.orders import Order
from domain.tables.shipments import Shipment
from handlers.conversation.callback_data import Argument, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import payment_text
from handlers.formatting.orders_text import LINES_MOST, named, on_its_way, parcel_name, reason, short
from handlers.orders import swap_offers


def rows(request: Request, view: OrderView, *, pushed: bool = False) -> tuple[Row, ...]:
    """The buttons this person may press now, the likeliest first, then the ways back; none of those on news."""
    drawn = (
        *swap_offers.rows(request, view),
        *payment_text.ways(request, view),
        *decide(request, view),
        lines(request, view),
        pick(request, view),
        *received(request, view),
        *numbers(request, view),
        stars(request, view),
        (*follow(request, view), *paper(request, view)),
        change(request, view),
        ride(request, view),
        close_short(request, view),
        after_sales(request, view),
        again(request, view),
        talk(request, view),
        (home(request),) if pushed else back(request),
    )
    return tuple(row for row in drawn if row)


def decide(request: Request, view: OrderView) -> tuple[Row, ...]:
    """Approve or reject the revision shown; where goods are not there, what becomes of them is said with the yes."""
    approve, reject = (may_take(request.actor, view.access, step) for step in (Step.APPROVE, Step.REJECT))
    approve = approve and bool(view.rows)
    no = (_about(request, view, "reject", Verb.REJECT, view.order.revision),) if reject else ()
    if approve and any(row.short for row in view.rows):
        return (*((each,) for each in _short(request, view)), no)
    yes = (_about(request, view, "approve", Verb.APPROVE, view.order.revision),) if approve else ()
    return ((*yes, *no),) if yes or no else ()


def _short(request: Request, view: OrderView) -> Iterable[Button]:
    """What is there goes on; the rest is back-ordered, or cancelled where not everything would be."""
    revision = view.order.revision
    yield _about(request, view, "approve_back_order", Verb.APPROVE_SHORT, revision, Rest.BACK_ORDER.value)
    if view.ready_to_send:
        yield _about(request, view, "approve_cancel", Verb.APPROVE_SHORT, revision, Rest.CANCEL.value)


def close_short(request: Request, view: OrderView) -> Row:
    """Give up what the order waits for."""
    may = may_take(request.actor, view.access, Step.CLOSE_SHORT)
    if not may or not back_orders.to_give_up(request.actor, view):
        return ()
    return (_about(request, view, "close_short", Verb.CLOSE_SHORT, view.order.revision),)


def ride(request: Request, view: OrderView) -> Row:
    """What the order waits for goes with the next order of its account, or by itself again."""
    rides = view.order.rides_after is not None
    late = rides or any(row.short for row in view.rows)
    if not may_take(request.actor, view.access, Step.CLOSE_SHORT) or not (late and view.left_to_send):
        return ()
    return (to_ride(request, view, along=not rides),)


def to_ride(request: Request, view: OrderView, *, along: bool) -> Button:
    """The choice between the two."""
    return _about(request, view, "ride" if along else "ride_not", Verb.RIDE, int(along))


def lines(request: Request, view: OrderView) -> Row:
    """All lines, for the person who decides, and for everybody where the card has no room for them."""
    if not may_take(request.actor, view.access, Step.APPROVE) and len(view.rows) <= LINES_MOST:
        return ()
    return (_about(request, view, "lines", Verb.CARD_LINES),)


def pick(request: Request, view: OrderView) -> Row:
    """Begin gathering the goods, or go on."""
    if not (may_take(request.actor, view.access, Step.PICK) and view.ready_to_send):
        return ()
    begun = any(each.shipment.status is ShipmentStatus.PICKING for each in view.parcels)
    label = request.say("order_card.pick_on" if begun else "order_card.pick")
    return (button(label, Verb.PICK, view.order.id, say=request.say("order_card.pick_say", order=short(view.order))),)


def received(request: Request, view: OrderView) -> tuple[Row, ...]:
    """A receipt for each parcel on its way, and one with something missing or broken."""
    if not request.actor.may(Right.SHIPMENT_RECEIVE):
        return ()
    return tuple(
        tuple(
            _receipt(request, view, each, *way)
            for way in (("received", Verb.RECEIVED), ("received_short", Verb.RECEIVED_SHORT))
        )
        for each in on_its_way(view)
    )


def _receipt(request: Request, view: OrderView, each: Parcel, word: str, verb: Verb) -> Button:
    parcel = parcel_name(request, view, each)
    say = request.say(f"order_card.{word}_say", parcel=parcel, order=_said(view))
    return button(request.say(f"order_card.{word}", parcel=parcel), verb, each.shipment.id, say=say)


def numbers(request: Request, view: OrderView) -> tuple[Row, ...]:
    """A correction of the tracking number for each parcel on its way."""
    if not request.actor.may(Right.SHIPMENT_PICK):
        return ()
    one = len(view.parcels) == 1
    return tuple(
        (correct_tracking(request, view.order, each.shipment, "" if one else parcel_name(request, view, each)),)
        for each in on_its_way(view)
    )


def correct_tracking(request: Request, order: Order, shipment: Shipment, parcel: str = "") -> Button:
    """Put carrier and number right; ``parcel`` is named where there are several."""
    return button(
        request.say("correct_tracking.button", parcel=parcel).strip(),
        *(Verb.CORRECT_TRACKING, shipment.id, shipment.revision),
        say=request.say("correct_tracking.button_say", order=short(order), parcel=parcel).strip(),
    )


def stars(request: Request, view: OrderView) -> Row:
    """One to five stars."""
    if not may_take(request.actor, view.access, Step.RATE):
        return ()
    return tuple(
        button(
            request.say("order_card.stars", stars=number),
            Verb.RATE,
            view.order.id,
            number,
            say=request.say("order_card.stars_say", stars=number, order=_said(view)),
        )
        for number in STARS
    )


def follow(request: Request, view: OrderView) -> Row:
    """Where it is, and showing that to a customer."""
    row: list[Button] = []
    if view.order.status in AGREED:
        row.append(_about(request, view, "track", Verb.TRACK))
    if (
        request.actor.may(Right.ORDER_SHARE)
        and view.order.status in COUNTABLE
        and not may_take(request.actor, view.access, Step.APPROVE)
    ):
        row.append(_about(request, view, "share", Verb.SHARE))
    return tuple(row)


def paper(request: Request, view: OrderView) -> Row:
    """The papers, where there are any."""
    return (papers(request, view),) if order_papers.offered(request.actor, view) else ()


def papers(request: Request, view: OrderView) -> Button:
    """The papers to choose from."""
    return _about(request, view, "papers", Verb.PAPERS)


def change(request: Request, view: OrderView) -> Row:
    """Change lines, take back, call off; who may reject an order does that instead."""
    row: list[Button] = []
    if may_take(request.actor, view.access, Step.CHANGE):
        row.append(_about(request, view, "change", Verb.CHANGE))
    if may_take(request.actor, view.access, Step.WITHDRAW):
        row.append(_about(request, view, "withdraw", Verb.WITHDRAW, view.order.revision))
    if may_take(request.actor, view.access, Step.CANCEL) and not may_take(request.actor, view.access, Step.REJECT):
        row.append(cancel(request, view))
    return tuple(row)


def cancel(request: Request, view: OrderView) -> Button:
    """Call the revision shown off."""
    return _about(request, view, "cancel", Verb.CANCEL, view.order.revision)


def after_sales(request: Request, view: OrderView) -> Row:
    """Claim for goods that came, or bring them back."""
    if not request.actor.may(Right.RETURN_ASK) or not any(row.line.delivered for row in view.rows):
        return ()
    return (_about(request, view, "after_sales", Verb.RETURN_OF_ORDER),)


def again(request: Request, view: OrderView) -> Row:
    """The same once more, for those who order for this account."""
    if not request.actor.may(Right.CART_CHANGE) or request.actor.account_id != view.order.account_id:
        return ()
    return (_about(request, view, "again", Verb.AGAIN),)


def talk(request: Request, view: OrderView) -> Row:
    """A word with a person about it; the staff sees what was said."""
    if request.actor.may(Right.THREAD_ASK):
        return (_about(request, view, "ask_person", Verb.CONTACT),)
    if request.actor.may(Right.THREAD_ANSWER):
        return (_about(request, view, "talk", Verb.THREADS_OF_ORDER),)
    return ()


def back(request: Request) -> Row:
    """To where this person's orders are listed, and home."""
    verb = Verb.ORDERS
    if request.actor.is_a(Role.SALESPERSON):
        verb = Verb.WAITING
    elif request.actor.is_a(Role.WAREHOUSE):
        verb = Verb.QUEUE
    return (button(request.say("order_card.back"), verb), home(request))


def reasons(request: Request, view: OrderView, verb: Verb, common: Iterable[str], said: str) -> tuple[Row, ...]:
    """The common reasons. The words of a link, under the key ``said``, name the order: an old one can mean no other."""

    def row(each: str) -> Row:
        words = reason(request, each)
        say = request.say(said, order=_said(view), reason=words)
        about = (view.order.id, view.order.revision, each)
        return (button(request.say("button.reason", reason=words), verb, *about, say=say),)

    return tuple(map(row, common))


def home(request: Request) -> Button:
    """The way home."""
    return button(request.say("button.menu"), Verb.MENU)


def to_order(request: Request, view: OrderView) -> Button:
    """Back to the order's card."""
    return _about(request, view, "to_order", Verb.ORDER)


def to_decision(request: Request, view: OrderView) -> Button:
    """Back to the card of who decides; the words name the version."""
    return button(
        request.say("button.back"),
        Verb.CARD,
        view.order.id,
        say=request.say("approval.card_say", order=named(view.order)),
    )


def _about(request: Request, view: OrderView, word: str, verb: Verb, *more: Argument) -> Button:
    """A button whose own words name the order, because several may be open, and its version if one is meant."""
    say = request.say(f"order_card.{word}_say", order=_said(view) if more else short(view.order))
    return button(request.say(f"order_card.{word}"), verb, view.order.id, *more, say=say)


def _said(view: OrderView) -> str:
    return named(view.order)
