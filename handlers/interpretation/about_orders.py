"""Service sentences about orders. They show the order with its buttons; irrevocable steps must be tapped there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from domain.fulfilment import picking
from domain.language.numerals import read_numeral
from domain.language.periods import period_in
from domain.orders import order_lists
from domain.orders.access import may_take
from domain.orders.order_lists import ListedOrder
from domain.orders.view import OrderView, history, view_order
from domain.rules.order_life import OrderStatus, Step
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.interpretation import about_returns, confirmation, entities, intents
from handlers.orders import approval, change_order, order_buttons, order_card, tracking
from handlers.orders import my_orders as order_screens
from handlers.orders.order_rows import choose
from handlers.text_orders import amend_order
from handlers.warehouse import shipping

Blanks = Mapping[str, str]
_Then = Callable[[Request, int], Turn]
_DECIDED = ("order.approved", "order.rejected")
_STARS = range(1, 6)


def show(request: Request, blanks: Blanks) -> Turn | None:
    """The order's card."""
    return _named(request, blanks, _card)


def where(request: Request, blanks: Blanks) -> Turn | None:
    """Where an order is, by its number or by what is in it."""
    if "order" in blanks:
        return progress(request, blanks)
    found = entities.goods(request, blanks.get("goods", ""))
    rows = order_lists.with_goods(request.actor, found) if found else ()
    return _only(request, rows, _track)


def progress(request: Request, blanks: Blanks) -> Turn | None:
    """Where an order is; without a number, the one under way."""
    return _named(request, blanks, _track) if "order" in blanks else tracking.latest(request)


def orders(request: Request, blanks: Blanks) -> Turn:
    """The list of orders, the newest first; of the days that the sentence names."""
    within = period_in(blanks.get("sentence", ""), request.actor.today)
    return order_screens.of_days(request, within) if within is not None else order_screens.list_(request)


def again(request: Request, blanks: Blanks) -> Turn | None:
    """The named order once more, into the cart."""
    return _named(request, blanks, lambda request, order_id: order_screens.again(request, order_id=order_id))


def cancel(request: Request, blanks: Blanks) -> Turn | None:
    """Ask why; with a reason, whether that is it. Where it cannot be called off, say so."""
    if "order" not in blanks:
        rows = _under_way(request, Step.CANCEL)
        return _only(request, rows, _cancel) or _told(request, "sentence.nothing_to_cancel")
    return _named(request, blanks, partial(_cancel, reason=blanks.get("words", "")), Step.CANCEL)


def _cancel(request: Request, order_id: int, reason: str = "") -> Turn:
    view = view_order(request.actor, order_id)
    if not may_take(request.actor, view.access, Step.CANCEL):
        return _cannot(request, view, "cancel")
    if reason:
        return _whether(request, view, QuestionKind.CANCEL_REASON, reason)
    return change_order.cancel(request, order_id=order_id, revision=view.order.revision)


def received(request: Request, blanks: Blanks) -> Turn | None:
    """The order with the button that says the goods are here; only a tap says it."""
    if "order" in blanks:
        return progress(request, blanks)
    if not request.actor.may(Right.SHIPMENT_RECEIVE):
        return tracking.latest(request)
    return _only(request, _arriving(request), _track)


def _arriving(request: Request) -> list[ListedOrder]:
    """The orders with a parcel on its way that this person may receive."""
    if not request.actor.may(Right.SHIPMENT_RECEIVE):
        return []
    rows = order_lists.under_way(request.actor)
    return [row for row in rows if orders_text.on_its_way(view_order(request.actor, row.order.id))]


def rate(request: Request, blanks: Blanks) -> Turn | None:
    """The stars, to be tapped: they are given once."""
    stars = _stars(blanks.get("stars", ""))
    if "order" in blanks:
        return _named(request, blanks, partial(_rate, stars=stars))
    rows = order_lists.unrated(request.actor)
    return _rate(request, rows[0].order.id, stars) if rows else _told(request, "sentence.nothing_to_rate")


def _rate(request: Request, order_id: int, stars: int) -> Turn:
    view = view_order(request.actor, order_id)
    row = order_buttons.stars(request, view)
    if not row:
        return _cannot(request, view, "rate")
    chosen = (row[stars - 1],) if stars in _STARS else row
    reply = Reply(
        title=request.say("sentence.rate", number=view.order.number, stars="⭐" * stars),
        buttons=(chosen, (order_buttons.to_order(request, view), order_buttons.home(request))),
    )
    return Turn(replies=(reply,))


def _stars(said: str) -> int:
    number = read_numeral(said) if said else None
    return int(number) if number is not None and number in _STARS else 0


def urge(request: Request, blanks: Blanks) -> Turn | None:
    """The order's progress, with the button that contacts the approver."""
    if "order" in blanks:
        return _named(request, blanks, _urge)
    rows = order_lists.under_way(request.actor)
    return _only(request, rows, _track) or _told(request, "sentence.nothing_under_way")


def _urge(request: Request, order_id: int) -> Turn:
    view = view_order(request.actor, order_id)
    drawn = tracking.draw(request, view)
    ask = () if not request.actor.is_a(Role.BUYER) else ((button(request.say("menu.contact"), Verb.CONTACT),),)
    note = request.say("sentence.urge") if ask else ""
    return Turn(replies=(replace(drawn, note=note, buttons=(*ask, *drawn.buttons)),))


def decided_by(request: Request, blanks: Blanks) -> Turn | None:
    """Who approved or rejected an order, or who is asked to."""
    if "order" in blanks:
        return _named(request, blanks, _decided_by)
    return _only(request, order_lists.under_way(request.actor), _decided_by)


def _decided_by(request: Request, order_id: int) -> Turn:
    view = view_order(request.actor, order_id)
    decided = [each for each in history(request.actor, view.order) if each.event.kind in _DECIDED]
    if decided:
        told = order_card.happened(request, *decided[-1])
    else:
        who = request.say("contact.and").join(orders_text.deciders(request, view))
        told = request.say("sentence.will_decide", who=who)
    return order_card.after(request, view, told)


def change(request: Request, blanks: Blanks) -> Turn | None:
    """Which line? Where the order can no longer be changed, say so."""
    if "order" in blanks:
        return _named(request, blanks, _change)
    return _only(request, _under_way(request, Step.CHANGE), _change)


def _change(request: Request, order_id: int) -> Turn:
    view = view_order(request.actor, order_id)
    if not may_take(request.actor, view.access, Step.CHANGE):
        return _cannot(request, view, "change")
    return change_order.change(request, order_id=order_id)


def change_lines(request: Request, blanks: Blanks) -> Turn | None:
    """The changes that the words mean, and the goods that they add, each as a button."""
    words = blanks.get("said") or blanks.get("words") or blanks.get("more") or blanks.get("less") or ""
    surely = not ("more" in blanks or "less" in blanks or ("said" in blanks and _waits(request, blanks["order"])))
    if "less" in blanks:
        words = f"{words} 不要了"
    return _named(request, blanks, partial(_change_lines, words=words), surely=surely)


def _waits(request: Request, number: str) -> bool:
    """Whether a bare number is that of an order which this person may change: ``42 加 2箱 雪碧``."""
    return any(_may(request, row.order.id, Step.CHANGE) for row in order_lists.by_number(request.actor, number))


def _change_lines(request: Request, order_id: int, words: str) -> Turn:
    view = view_order(request.actor, order_id)
    if not may_take(request.actor, view.access, Step.CHANGE):
        return _cannot(request, view, "change")
    offered = amend_order.of_order(request, view, words) or amend_order.of_only_line(request, view, words)
    if offered is not None:
        return offered
    if "cancel" in intents.topics_in(words, "about_order"):
        return _cancel(request, order_id)
    turn = change_order.change(request, order_id=order_id)
    if not request.reader.read(words, nicknames=request.nicknames).lines:
        return turn
    *_, screen = turn.replies
    withdraw = tuple(each for each in order_buttons.change(request, view) if each.data.startswith(Verb.WITHDRAW))
    buttons = (withdraw, *screen.buttons) if withdraw else screen.buttons
    told = request.say("sentence.add_what", number=view.order.number)
    return replace(turn, replies=(replace(screen, buttons=buttons),)).headed(told)


def address_of(request: Request, blanks: Blanks) -> Turn | None:
    """Where and when to is settled with the order: who waits takes it back and submits it anew."""
    if "order" in blanks:
        return _named(request, blanks, _address_of)
    rows = order_lists.under_way(request.actor)
    if not rows:
        return _told(request, "sentence.nothing_to_hold")
    return _address_of(request, rows[0].order.id) if len(rows) == 1 else _which_to_hold(request, rows)


def _which_to_hold(request: Request, rows: Sequence[ListedOrder]) -> Turn | None:
    if not request.actor.is_a(Role.BUYER):
        return _only(request, rows, _card)
    asked = choose(request, rows, request.say("sentence.which_to_hold"))
    ask = (button(request.say("menu.contact"), Verb.CONTACT),)
    return Turn(replies=(replace(asked, buttons=(*asked.buttons[:-1], ask, asked.buttons[-1])),))


def _address_of(request: Request, order_id: int) -> Turn:
    view = view_order(request.actor, order_id)
    waits = may_take(request.actor, view.access, Step.WITHDRAW)
    return _cannot(request, view, "address_waiting" if waits else "address")


def approve(request: Request, blanks: Blanks) -> Turn | None:
    """The order's card with ✅: only a tap approves."""
    return _named(request, blanks, _card, Step.APPROVE) if "order" in blanks else approval.waiting(request)


def undo_approval(request: Request, blanks: Blanks) -> Turn | None:
    """What is approved stays so; until it is shipped it can be called off, which its card offers."""
    if "order" in blanks:
        return _named(request, blanks, _cannot_unapprove)
    rows = [row for row in order_lists.under_way(request.actor) if row.order.status is OrderStatus.APPROVED]
    if len(rows) == 1:
        return _cannot_unapprove(request, rows[0].order.id)
    return Turn(replies=(choose(request, rows, request.say("sentence.cannot_unapprove")),))


def _cannot_unapprove(request: Request, order_id: int) -> Turn:
    return _cannot(request, view_order(request.actor, order_id), "unapprove")


def short_stock(request: Request, blanks: Blanks) -> Turn | None:
    """A buyer misses something that came; staff are told where there is less than was ordered."""
    if request.actor.is_a(Role.BUYER):
        return about_returns.returns(request, blanks)
    ways = [button(request.say("stock.back"), Verb.STOCK)] if request.actor.may(Right.STOCK_READ) else []
    if request.actor.may(Right.ORDER_DECIDE):
        ways.insert(0, button(request.say("sentence.to_waiting"), Verb.WAITING))
    reply = Reply(title=request.say("sentence.short_stock"), buttons=(tuple(ways), (order_buttons.home(request),)))
    return Turn(replies=(replace(reply, buttons=tuple(row for row in reply.buttons if row)),))


def reject(request: Request, blanks: Blanks) -> Turn | None:
    """Ask why; with a reason, whether that is it."""
    if "order" not in blanks:
        return approval.waiting(request)
    return _named(request, blanks, partial(_reject, reason=blanks.get("words", "")), Step.REJECT)


def _reject(request: Request, order_id: int, reason: str) -> Turn:
    view = view_order(request.actor, order_id)
    if not may_take(request.actor, view.access, Step.REJECT):
        return _cannot(request, view, "reject")
    if reason:
        return _whether(request, view, QuestionKind.REJECT_REASON, reason)
    return approval.reject(request, order_id=order_id, revision=view.order.revision)


def _whether(request: Request, view: OrderView, kind: QuestionKind, reason: str) -> Turn:
    question = Question(kind=kind, facts={"order": view.order.id, "revision": view.order.revision})
    return _of(request, view, confirmation.whether_answer(request, question, reason, otherwise=False))


def ship(request: Request, blanks: Blanks) -> Turn | None:
    """The parcel that is being packed; with a carrier and a number, whether it is to leave so."""
    return entities.order(
        request,
        blanks.get("order", ""),
        lambda order_id: _ship(request, order_id, blanks.get("words", "")),
        fits=lambda order_id: picking.being_packed(request.actor, order_id) is not None,
    )


def _ship(request: Request, order_id: int, words: str) -> Turn:
    parcel = picking.being_packed(request.actor, order_id)
    if parcel is None:
        return _card(request, order_id)
    question = shipping.question_of(parcel.id, parcel.revision, words)
    if question is None:
        return shipping.choose_carrier(request, shipment_id=parcel.id, revision=parcel.revision)
    asked = confirmation.whether_answer(request, question, words, otherwise=False)
    return _of(request, view_order(request.actor, order_id), asked)


def _card(request: Request, order_id: int) -> Turn:
    return Turn(replies=(order_card.show(request, order_id),))


def _of(request: Request, view: OrderView, turn: Turn) -> Turn:
    """A question about an order, with its number above it and the way to its card."""
    first, *rest = turn.replies
    look = (order_buttons.to_order(request, view),)
    shown = replace(first, buttons=(*first.buttons[:-1], look, first.buttons[-1]))
    return replace(turn, replies=(shown, *rest)).headed(order_card.head(request, view))


def _cannot(request: Request, view: OrderView, what: str) -> Turn:
    """The order as it is, with the reason why not above it, and for a buyer the person who may help."""
    if request.actor.is_a(Role.CUSTOMER):
        told = request.say("sentence.cannot_customer", account=view.access.account.name)
    else:
        told = request.say(f"sentence.cannot_{what}", stage=orders_text.stage(request, view.stage))
    ask = (button(request.say("menu.contact"), Verb.CONTACT),) if request.actor.is_a(Role.BUYER) else ()
    return order_card.after(request, view, told, *ask)


def _told(request: Request, key: str) -> Turn:
    rows = ((button(request.say("orders.all"), Verb.ORDERS), order_buttons.home(request)),)
    return Turn(replies=(Reply(title=request.say(key), buttons=rows),))


def _named(
    request: Request, blanks: Blanks, then: _Then, step: Step | None = None, *, surely: bool = False
) -> Turn | None:
    """What follows for the order that is named; of several with its number those are meant that may take the step."""
    return entities.order(
        request,
        blanks.get("order", ""),
        lambda order_id: then(request, order_id),
        surely=surely,
        fits=lambda order_id: step is None or _may(request, order_id, step),
    )


def _only(request: Request, rows: Sequence[ListedOrder], then: _Then) -> Turn | None:
    """What follows for the only one of these, or which; nothing where there is none."""
    if len(rows) == 1:
        return then(request, rows[0].order.id)
    if not rows:
        return None
    return Turn(replies=(choose(request, rows, request.say("tracking.which"), track=then is _track),))


def _track(request: Request, order_id: int) -> Turn:
    return tracking.show(request, order_id=order_id)


def _under_way(request: Request, step: Step) -> list[ListedOrder]:
    """The orders under way with which this person may take a step."""
    return [row for row in order_lists.under_way(request.actor) if _may(request, row.order.id, step)]


def _may(request: Request, order_id: int, step: Step) -> bool:
    return may_take(request.actor, view_order(request.actor, order_id).access, step)
