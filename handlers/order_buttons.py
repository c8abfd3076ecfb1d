"""The buttons of an order's card, drawn from the same table that the acts check."""

from domain.order_access import may
from domain.order_view import OrderView, Parcel
from domain.orders import STARS
from domain.rules.order_life import OrderStatus, Step
from domain.rules.rights import Right, Role
from domain.tables.orders import Order
from domain.tables.shipments import Shipment, ShipmentStatus
from handlers.order_words import LINES_MOST, named, on_its_way, parcel_name, short
from handlers.press import Argument, button
from handlers.turn import Button, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: An order in one of these can be followed on its way.
MOVING = frozenset({OrderStatus.APPROVED, OrderStatus.COMPLETED})
#: An order in one of these can be shown to the dealer's own customer.
SHARED = MOVING | {OrderStatus.SUBMITTED}


def rows(visit: Visit, view: OrderView, *, pushed: bool = False) -> tuple[Row, ...]:
    """Everything this person may do with the order now, the likeliest first, then the ways back.

    Nothing leads back from a card that was pushed: nobody came to it from anywhere.
    """
    drawn = (
        decide(visit, view),
        lines(visit, view),
        pick(visit, view),
        *received(visit, view),
        *numbers(visit, view),
        stars(visit, view),
        follow(visit, view),
        change(visit, view),
        again(visit, view),
        (home(visit),) if pushed else back(visit),
    )
    return tuple(row for row in drawn if row)


def decide(visit: Visit, view: OrderView) -> Row:
    """Approve or reject the revision shown."""
    return tuple(
        _about(visit, view, word, verb, view.order.revision)
        for step, word, verb in ((Step.APPROVE, "approve", Verb.APPROVE), (Step.REJECT, "reject", Verb.REJECT))
        if may(visit.by, view.held, step)
    )


def lines(visit: Visit, view: OrderView) -> Row:
    """All lines, for the person who decides, and for everybody where the card has no room for them."""
    if not may(visit.by, view.held, Step.APPROVE) and len(view.rows) <= LINES_MOST:
        return ()
    return (_about(visit, view, "lines", Verb.CARD_LINES),)


def pick(visit: Visit, view: OrderView) -> Row:
    """Begin gathering the goods, or go on."""
    if not (may(visit.by, view.held, Step.PICK) and view.left_to_send):
        return ()
    begun = any(each.shipment.status is ShipmentStatus.PICKING for each in view.parcels)
    label = visit.say("order_card.pick_on" if begun else "order_card.pick")
    return (button(label, Verb.PICK, view.order.id, say=visit.say("order_card.pick_say", order=short(view.order))),)


def received(visit: Visit, view: OrderView) -> tuple[Row, ...]:
    """A receipt for each parcel on its way, and one with something missing or broken."""
    if not visit.by.may(Right.SHIPMENT_RECEIVE):
        return ()
    return tuple(
        tuple(
            _receipt(visit, view, each, *way)
            for way in (("received", Verb.RECEIVED), ("received_short", Verb.RECEIVED_SHORT))
        )
        for each in on_its_way(view)
    )


def _receipt(visit: Visit, view: OrderView, each: Parcel, word: str, verb: Verb) -> Button:
    parcel = parcel_name(visit, view, each)
    say = visit.say(f"order_card.{word}_say", parcel=parcel, order=_said(view))
    return button(visit.say(f"order_card.{word}", parcel=parcel), verb, each.shipment.id, say=say)


def numbers(visit: Visit, view: OrderView) -> tuple[Row, ...]:
    """A correction of the tracking number for each parcel on its way."""
    if not visit.by.may(Right.SHIPMENT_PICK):
        return ()
    one = len(view.parcels) == 1
    return tuple(
        (renumber(visit, view.order, each.shipment, "" if one else parcel_name(visit, view, each)),)
        for each in on_its_way(view)
    )


def renumber(visit: Visit, order: Order, shipment: Shipment, parcel: str = "") -> Button:
    """Put carrier and number right; ``parcel`` is named where there are several."""
    return button(
        visit.say("renumbering.button", parcel=parcel).strip(),
        *(Verb.RENUMBER, shipment.id, shipment.revision),
        say=visit.say("renumbering.button_say", order=short(order), parcel=parcel).strip(),
    )


def stars(visit: Visit, view: OrderView) -> Row:
    """One to five stars."""
    if not may(visit.by, view.held, Step.RATE):
        return ()
    return tuple(
        button(
            visit.say("order_card.stars", stars=number),
            Verb.RATE,
            view.order.id,
            number,
            say=visit.say("order_card.stars_say", stars=number, order=_said(view)),
        )
        for number in STARS
    )


def follow(visit: Visit, view: OrderView) -> Row:
    """Where it is, and showing that to a customer."""
    row: list[Button] = []
    if view.order.status in MOVING:
        row.append(_about(visit, view, "track", Verb.TRACK))
    if visit.by.may(Right.ORDER_SHARE) and view.order.status in SHARED and not may(visit.by, view.held, Step.APPROVE):
        row.append(_about(visit, view, "share", Verb.SHARE))
    return tuple(row)


def change(visit: Visit, view: OrderView) -> Row:
    """Change lines, take back, call off; who may reject an order does that instead."""
    row: list[Button] = []
    if may(visit.by, view.held, Step.CHANGE):
        row.append(_about(visit, view, "change", Verb.CHANGE))
    if may(visit.by, view.held, Step.WITHDRAW):
        row.append(_about(visit, view, "withdraw", Verb.WITHDRAW, view.order.revision))
    if may(visit.by, view.held, Step.CANCEL) and not may(visit.by, view.held, Step.REJECT):
        row.append(cancel(visit, view))
    return tuple(row)


def cancel(visit: Visit, view: OrderView) -> Button:
    """Call the revision shown off."""
    return _about(visit, view, "cancel", Verb.CANCEL, view.order.revision)


def again(visit: Visit, view: OrderView) -> Row:
    """The same once more, for those who order for this account."""
    if not visit.by.may(Right.CART_CHANGE) or visit.by.account_id != view.order.account_id:
        return ()
    return (_about(visit, view, "again", Verb.AGAIN),)


def back(visit: Visit) -> Row:
    """To where this person's orders are listed, and home."""
    verb = Verb.ORDERS
    if visit.by.is_a(Role.SALESPERSON):
        verb = Verb.WAITING
    elif visit.by.is_a(Role.WAREHOUSE):
        verb = Verb.QUEUE
    return (button(visit.say("order_card.back"), verb), home(visit))


def home(visit: Visit) -> Button:
    """The way home."""
    return button(visit.say("button.menu"), Verb.MENU)


def to_order(visit: Visit, view: OrderView) -> Button:
    """Back to the order's card."""
    return _about(visit, view, "to_order", Verb.ORDER)


def to_decision(visit: Visit, view: OrderView) -> Button:
    """Back to the card of who decides; the words name the version."""
    return button(
        visit.say("button.back"), Verb.CARD, view.order.id, say=visit.say("approval.card_say", order=named(view.order))
    )


def _about(visit: Visit, view: OrderView, word: str, verb: Verb, *more: Argument) -> Button:
    """A button whose own words name the order, because several may be open, and its version if one is meant."""
    say = visit.say(f"order_card.{word}_say", order=_said(view) if more else short(view.order))
    return button(visit.say(f"order_card.{word}"), verb, view.order.id, *more, say=say)


def _said(view: OrderView) -> str:
    return named(view.order)
