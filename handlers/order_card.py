"""An order as a card: number and stage, lines, what happened, and the buttons this person may press now."""

from collections.abc import Callable
from dataclasses import replace

from domain.order_access import may
from domain.order_decision import Background, background
from domain.order_view import OrderRow, OrderView, history, view
from domain.rules.order_life import Step
from domain.rules.rights import Right, Role
from domain.rules.stage import Stage
from domain.tables.orders import Event, Order
from handlers import goods_words, order_buttons, order_words
from handlers.turn import Reply, Turn
from handlers.visit import Visit

#: An approver's card shows so many lines; the rest are behind its own button.
LINES_MOST = 10
#: In these stages each line says how far it has come.
_PARTLY = frozenset({Stage.PART_SHIPPED, Stage.SHIPPED, Stage.DELIVERED})

#: What is told of an order that went on meanwhile.
HAPPENED = frozenset(
    {
        "order.line_changed",
        "order.agreed",
        "order.approved",
        "order.rejected",
        "order.cancelled",
        "order.expired",
        "order.withdrawn",
        "order.completed",
        "order.rated",
        "shipment.picking",
        "shipment.dropped",
        "shipment.shipped",
        "shipment.renumbered",
        "shipment.delivered",
    }
)


def head(visit: Visit, view: OrderView) -> str:
    """Number and stage in one line."""
    return visit.say("order_card.head", number=view.order.number, stage=order_words.stage(visit, view.stage))


def line_of(visit: Visit, view: OrderView) -> Callable[[OrderRow], str]:
    """Says a line with its quantity, its amount for those who see prices, and how far it has come."""
    deciding, picking = (may(visit.by, view.held, step) for step in (Step.APPROVE, Step.PICK))
    partly = view.stage in _PARTLY
    return lambda row: _line(visit, view, row, deciding=deciding, partly=partly, picking=picking)


def show(visit: Visit, order_id: int) -> Reply:
    """The order's card for this person's role, with the buttons they may press; ``card`` is ``order:<id>``."""
    return draw(visit, view(visit.by, order_id))


def draw(visit: Visit, view: OrderView, *, pushed: bool = False) -> Reply:
    """The card of an order that was read already; ``pushed``: it comes as news, to somebody who was nowhere near it."""
    return Reply(
        title=head(visit, view),
        lines=(*_whose(visit, view), *_goods(visit, view), *_facts(visit, view), *_decision(visit, view)),
        note=visit.say("order_card.rate") if may(visit.by, view.held, Step.RATE) else "",
        buttons=order_buttons.rows(visit, view, pushed=pushed),
        card=card(view),
    )


def card(view: OrderView) -> str:
    """What the order's place in a chat is called."""
    return f"order:{view.order.id}"


def moved(visit: Visit, order_id: int) -> Turn:
    """A press came too late: what happened meanwhile and by whom, with the card as it is now."""
    seen = view(visit.by, order_id)
    now = draw(visit, seen)
    told = next((happened(visit, *each) for each in reversed(history(visit.by, seen.order)) if _matters(*each)), "")
    return Turn(replies=(replace(now, title=f"{told}\n{now.title}" if told else now.title),))


def happened(visit: Visit, event: Event, name: str) -> str:
    """One thing that happened to an order: who, how long ago, what."""
    return visit.say(
        "order_card.moved",
        who=order_words.who(visit, event, name),
        ago=order_words.ago(visit, event.at),
        did=order_words.did(visit, event),
    )


def _matters(event: Event, name: str) -> bool:
    return event.kind in HAPPENED


def _whose(visit: Visit, view: OrderView) -> tuple[str, ...]:
    """Which dealer, for people of the house."""
    if visit.by.is_a(Role.BUYER) or visit.by.is_a(Role.CUSTOMER):
        return ()
    at = visit.say.moment(view.order.submitted_at, visit.zone)
    return (visit.say("order_card.whose", account=view.held.account.name, buyer=view.buyer.name, at=at),)


def _goods(visit: Visit, view: OrderView) -> tuple[str, ...]:
    """The lines, as many as the card holds, and the total."""
    most = LINES_MOST if may(visit.by, view.held, Step.APPROVE) else order_words.LINES_MOST
    told = order_words.as_many(visit, view.rows, line_of(visit, view), most)
    if visit.by.may(Right.ORDER_PRICES):
        amount = visit.say.money(view.order.total, view.order.currency)
        told += (visit.say.count("order_card.total", len(view.rows), amount=amount),)
    return told


def _line(visit: Visit, view: OrderView, row: OrderRow, *, deciding: bool, partly: bool, picking: bool) -> str:
    prices = visit.by.may(Right.ORDER_PRICES)
    money = visit.say.money(row.line.amount, view.order.currency) if prices else ""
    told = goods_words.line(visit, row.goods, row.line.quantity, money)
    if deciding:
        told += _stock(visit, row)
    if not visit.by.is_a(Role.CUSTOMER) and (words := order_words.own_words(visit, row)):
        told += visit.say("order_card.said", words=words)
    if row.line.refused:
        told += visit.say("order_card.refused", amount=goods_words.quantity(visit, row.goods, row.line.refused))
    if partly:
        told += "\n   " + order_words.progress(visit, view, row)
    if picking and row.unsent > 0:
        told += _shelf(visit, row)
    return told


def _stock(visit: Visit, row: OrderRow) -> str:
    if row.short:
        return visit.say("order_card.short", amount=goods_words.quantity(visit, row.goods, row.short))
    return visit.say("order_card.enough")


def _shelf(visit: Visit, row: OrderRow) -> str:
    """What there is to be picked of a line."""
    told = visit.say("order_card.shelf", amount=goods_words.quantity(visit, row.goods, row.on_shelf))
    return told + (visit.say("picking.shelf_short") if row.on_shelf < row.unsent else "")


def _facts(visit: Visit, view: OrderView) -> tuple[str, ...]:
    """Where and when to, the note, the reason, the parcels."""
    order = view.order
    private = visit.by.is_a(Role.CUSTOMER)
    told = {
        "address": "" if private else order.address,
        "wanted": visit.say.day(order.wanted_on) if order.wanted_on else "",
        "note": "" if private else order.note,
        "reason": "" if private else order_words.reason(visit, order.reason),
    }
    facts = tuple(visit.say(f"order_card.{key}", words=words) for key, words in told.items() if words)
    stars = () if private else rating(visit, order)
    return (*facts, *stars, *(line for each in view.parcels for line in order_words.parcel_lines(visit, view, each)))


def rating(visit: Visit, order: Order) -> tuple[str, ...]:
    """The stars and the words that go with them, once there are any."""
    if order.rating is None:
        return ()
    return (visit.say("order_card.rating", words=f"{'⭐' * order.rating} {order.rating_words}".strip()),)


def _decision(visit: Visit, view: OrderView) -> tuple[str, ...]:
    """What an approver wants to know before deciding."""
    if not may(visit.by, view.held, Step.APPROVE):
        return ()
    known = background(visit.by, view.held)
    return (
        _last_order(visit, known),
        *(visit.say("order_card.decided", who=name) for name in known.approved_by),
        *(visit.say(f"order_card.asked_{kind}") for kind in known.asked),
    )


def _last_order(visit: Visit, known: Background) -> str:
    """What the account ordered before; nothing of its credit until what it owes is written down."""
    if known.last is None:
        return visit.say("order_card.first")
    return visit.say(
        "order_card.last",
        number=order_words.short(known.last),
        day=visit.say.day(known.last.submitted_at.astimezone(visit.zone).date()),
        amount=visit.say.money(known.last.total, known.last.currency),
    )
