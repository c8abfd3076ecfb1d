"""The card of an order: number and stage, lines, timeline, and the buttons this person may press now."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from domain.fulfilment import riding
from domain.orders import promotions
from domain.orders.access import may_take
from domain.orders.approval_background import ApprovalBackground, background
from domain.orders.view import OrderRow, OrderView, history, view_order
from domain.rules.approvals import BY_MONEY, ApprovalKind
from domain.rules.order_life import OrderStatus, Step
from domain.rules.rights import Right, Role
from domain.rules.stage import UNDER_WAY, Stage
from domain.tables.lines import LineKind
from domain.tables.orders import Event, Order
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.formatting import credit_text, goods_text, orders_text, payment_text, price_text, rebate_text
from handlers.orders import approval_text, order_buttons, swap_offers
from handlers.shopping import expected_day

#: Lines on an approver's card; the rest are behind a button.
LINES_MOST = 10
#: In these stages each line says how far it has come.
_PARTLY = frozenset({Stage.PART_SHIPPED, Stage.SHIPPED, Stage.DELIVERED})
#: What is told of an order that went on meanwhile.
HAPPENED = frozenset(
    {
        "order.line_changed",
        "order.goods_given",
        "order.goods_declined",
        "order.rides",
        "order.rides_not",
        "order.closed_short",
        "order.goods_missing",
        "order.line_priced",
        "order.agreed",
        "order.price_asked",
        "order.price_agreed",
        "order.price_declined",
        "order.price_expired",
        "order.price_taken_back",
        "order.swap_proposed",
        "order.swap_agreed",
        "order.swap_declined",
        "order.swap_expired",
        "order.swap_taken_back",
        "order.approved",
        "order.paid",
        "order.unpaid",
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
        "shipment.assigned",
        "shipment.handed_over",
        "shipment.delivered",
    }
)


def head(request: Request, view: OrderView) -> str:
    """Number and stage in one line."""
    return request.say("order_card.head", number=view.order.number, stage=orders_text.stage(request, view.stage))


def line_of(request: Request, view: OrderView) -> Callable[[OrderRow], str]:
    """Says a line with its quantity, its amount for those who see prices, and how far it has come."""
    deciding, picking = (may_take(request.actor, view.access, step) for step in (Step.APPROVE, Step.PICK))
    partly = view.stage in _PARTLY
    line = partial(_line, request, view, deciding=deciding, partly=partly, picking=picking)
    if not (deciding and request.actor.may(Right.ORDER_PRICES)):
        return line
    paid = approval_text.paid_before(request, view)
    return lambda row: "\n   ".join((line(row), *approval_text.last_time(request, row, paid)))


def show(request: Request, order_id: int) -> Reply:
    """The order's card for this person's role, with the buttons they may press; ``card`` is ``order:<id>``."""
    return draw(request, view_order(request.actor, order_id))


def draw(request: Request, view: OrderView, *, pushed: bool = False) -> Reply:
    """The card of an order that was read already; ``pushed``: it is sent as a notice, not as an answer."""
    return Reply(
        title=head(request, view),
        lines=(
            *_whose(request, view),
            *_goods(request, view),
            *payment_text.told(request, view),
            *swap_offers.told(request, view),
            *_facts(request, view),
            *_riding(request, view),
            *_decision(request, view),
        ),
        note=request.say("order_card.rate") if may_take(request.actor, view.access, Step.RATE) else "",
        buttons=order_buttons.rows(request, view, pushed=pushed),
        card=card(view),
    )


def card(view: OrderView) -> str:
    """What the order's place in a chat is called."""
    return f"order:{view.order.id}"


def after(request: Request, view: OrderView, words: str, *ways: Button) -> Turn:
    """The card below what was just done, and first on it the ways on from there."""
    drawn = draw(request, view)
    return Turn(replies=(replace(drawn, buttons=(*((way,) for way in ways), *drawn.buttons)),)).headed(words)


def moved(request: Request, order_id: int) -> Turn:
    """A press came too late: what happened meanwhile and by whom, with the card as it is now."""
    view = view_order(request.actor, order_id)
    told = [each for each in history(request.actor, view.order) if each.event.kind in HAPPENED]
    return after(request, view, happened(request, *told[-1])) if told else Turn(replies=(draw(request, view),))


def happened(request: Request, event: Event, name: str) -> str:
    """One thing that happened to an order: who, how long ago, what."""
    return request.say(
        "order_card.moved",
        who=orders_text.who(request, event, name),
        ago=orders_text.ago(request, event.at),
        did=orders_text.did(request, event),
    )


def _whose(request: Request, view: OrderView) -> tuple[str, ...]:
    """Which dealer, for staff."""
    if request.actor.is_a(Role.BUYER) or request.actor.is_a(Role.CUSTOMER):
        return ()
    at = request.say.moment(view.order.submitted_at, request.zone)
    return (request.say("order_card.whose", account=view.access.account.name, buyer=view.buyer.name, at=at),)


def _goods(request: Request, view: OrderView) -> tuple[str, ...]:
    """The lines, as many as the card holds, and the total."""
    most = LINES_MOST if may_take(request.actor, view.access, Step.APPROVE) else orders_text.LINES_MOST
    told = orders_text.as_many(request, view.rows, line_of(request, view), most)
    if request.actor.may(Right.ORDER_PRICES) and view.rows:  # none where the buyer is asked about all there is
        amount = request.say.money(view.order.total, view.order.currency)
        told += _promotions(request, view)
        told += (request.say.count("order_card.total", len(view.rows), amount=amount),)
        told += rebate_text.of_order(request, view.order)
    return told


def _promotions(request: Request, view: OrderView) -> tuple[str, ...]:
    """What came off, by which promotion, and which ones gave goods."""
    if not promotions.has_any(row.line for row in view.rows):
        return ()
    return tuple(
        request.say("promotion.off_line", name=name, money=request.say.money(discount, view.order.currency))
        if discount
        else request.say("promotion.head", name=name)
        for name, discount in promotions.given(request.session, view.order.id)
    )


def _line(request: Request, view: OrderView, row: OrderRow, *, deciding: bool, partly: bool, picking: bool) -> str:
    prices = request.actor.may(Right.ORDER_PRICES)
    money = request.say.money(row.line.amount, view.order.currency) if prices else ""
    told = orders_text.line(request, row, row.line.quantity, money)
    if prices and price_text.is_own(row.line):
        told += "\n   " + price_text.of_line(request, row.goods, row.line)
    if deciding:
        told += _stock(request, row)
    elif row.short and not picking:
        told += _short(request, row)
    if not request.actor.is_a(Role.CUSTOMER) and (words := orders_text.own_words(request, row)):
        told += request.say("order_card.said", words=words)
    if row.line.kind is LineKind.SWAP:
        told += request.say("order_card.swapped")
    if row.line.refused:
        told += request.say("order_card.refused", amount=goods_text.quantity(request, row.goods, row.line.refused))
    if partly:
        told += "\n   " + orders_text.progress(request, view, row)
    if picking and row.ready > 0:
        told += _shelf(request, row)
    if picking and row.short:
        told += _short(request, row)
    return told


def _stock(request: Request, row: OrderRow) -> str:
    return _short(request, row) if row.short else request.say("order_card.enough")


def _short(request: Request, row: OrderRow) -> str:
    """What of a line has to come in first."""
    return request.say("order_card.short", amount=goods_text.to_come(request, row.goods, row.short))


def _shelf(request: Request, row: OrderRow) -> str:
    """What there is to be picked of a line."""
    told = request.say("order_card.shelf", amount=goods_text.quantity(request, row.goods, row.on_shelf))
    return told + (request.say("picking.shelf_short") if row.on_shelf < row.ready else "")


def _facts(request: Request, view: OrderView) -> tuple[str, ...]:
    """Where and when to, the note, the reason, the parcels."""
    order = view.order
    private = request.actor.is_a(Role.CUSTOMER)
    told = {
        "address": "" if private else order.address,
        "receiver": "" if private else orders_text.receiver(order),
        "wanted": request.say.day(order.wanted_on) if order.wanted_on else "",
        "note": "" if private else order.note,
        "reason": "" if private else orders_text.reason(request, order.reason),
    }
    facts = tuple(request.say(f"order_card.{key}", words=words) for key, words in told.items() if words)
    stars = () if private else rating(request, order)
    return (
        *facts,
        *expected(request, view),
        *stars,
        *(line for each in view.parcels for line in orders_text.parcel_lines(request, view, each)),
    )


def expected(request: Request, view: OrderView) -> tuple[str, ...]:
    """The day that it is expected, until all of it is there."""
    return expected_day.of_order(request, view.order) if view.stage in UNDER_WAY else ()


def _riding(request: Request, view: OrderView) -> tuple[str, ...]:
    """That what it waits for goes with the account's next order; for the warehouse, what goes with this one."""
    if view.order.status is not OrderStatus.APPROVED:
        return ()
    rides = (request.say("order_card.rides"),) if view.order.rides_after is not None and view.left_to_send else ()
    if not (request.actor.may(Right.SHIPMENT_PICK) and view.ready_to_send):
        return rides
    along = riding.riders(request.actor, view.order)
    return (*rides, *(request.say("picking.along", order=orders_text.short(each)) for each in along))


def rating(request: Request, order: Order) -> tuple[str, ...]:
    """The stars and the words that go with them, once there are any."""
    if order.rating is None:
        return ()
    return (request.say("order_card.rating", words=f"{'⭐' * order.rating} {order.rating_words}".strip()),)


def _decision(request: Request, view: OrderView) -> tuple[str, ...]:
    """What those who decide want to know; who agreed already may still say no."""
    if not may_take(request.actor, view.access, Step.REJECT):
        return ()
    known = background(request.actor, view.access)
    return (
        _last_order(request, known),
        *credit_text.of_account(request, view.order.account_id),
        *_below_minimum(request, view.order),
        *(request.say("order_card.decided", who=name) for name in known.approved_by),
        *_still_open(request, view, known),
    )


def _below_minimum(request: Request, order: Order) -> tuple[str, ...]:
    """That somebody of the staff let the order pass below the account's smallest one."""
    if order.below_minimum is None:
        return ()
    return (request.say("order_card.below_minimum", minimum=request.say.money(order.below_minimum, order.currency)),)


def _still_open(request: Request, view: OrderView, known: ApprovalBackground) -> tuple[str, ...]:
    """Whose yes is still to come, and why; nothing where it is only the salesperson's."""
    told = []
    if len(view.order.asked - BY_MONEY) > 1 and ApprovalKind.SALES not in view.order.given:
        told.append(request.say("order_card.asked_sales"))
    for each in (each for each in known.asked if each.kind not in BY_MONEY):  # what is to be paid is told above
        why = request.say("contact.and").join(request.say(f"order_card.because_{rule}") for rule in each.rules)
        told.append(request.say(f"order_card.asked_{each.kind}", why=why and request.say("order_card.why", why=why)))
    return tuple(told)


def others_must_agree(request: Request, order_id: int) -> Turn:
    """Somebody else's yes is needed: the card, which says whose."""
    return after(request, view_order(request.actor, order_id), request.say("refusal.OthersMustAgree"))


def not_paid(request: Request, order_id: int) -> Turn:
    """It is not packed before it is paid: the card, which says how much is missing to those who may know."""
    view = view_order(request.actor, order_id)
    return after(request, view, request.say("refusal.NotPaid", number=view.order.number))


def _last_order(request: Request, known: ApprovalBackground) -> str:
    """What the account ordered before."""
    if known.last is None:
        return request.say("order_card.first")
    return request.say(
        "order_card.last",
        number=orders_text.short(known.last),
        day=request.say.day(known.last.submitted_at.astimezone(request.zone).date()),
        amount=request.say.money(known.last.total, known.last.currency),
    )
