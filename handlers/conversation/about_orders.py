"""Service sentences about orders. They show the order with its buttons; what cannot be taken back is tapped there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain import order_lists, picking
from domain.order_access import may
from domain.order_lists import Listed
from domain.order_view import OrderView, history, view
from domain.rules.numerals import read_numeral
from domain.rules.order_life import Step
from domain.rules.rights import Right, Role
from handlers import (
    amending,
    approval,
    order_buttons,
    order_card,
    order_change,
    order_words,
    shipping,
    tracking,
)
from handlers import (
    orders as order_screens,
)
from handlers import (
    picking as pick_screens,
)
from handlers.conversation import confirmation, intents, not_yet, resolve
from handlers.order_rows import choose
from handlers.press import button, press_of
from handlers.turn import Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

Blanks = Mapping[str, str]
_DECIDED = ("order.approved", "order.rejected")
_STARS = range(1, 6)


def show(visit: Visit, blanks: Blanks) -> Turn | None:
    """The order's card."""
    return resolve.order(visit, blanks.get("order", ""), lambda order_id: _card(visit, order_id))


def where(visit: Visit, blanks: Blanks) -> Turn | None:
    """Where an order is, by its number or by what is in it."""
    if "order" in blanks:
        return progress(visit, blanks)
    found = resolve.goods(visit, blanks.get("goods", ""))
    rows = order_lists.with_goods(visit.by, found) if found else ()
    return _one_of(visit, rows, track=True) if rows else None


def progress(visit: Visit, blanks: Blanks) -> Turn | None:
    """Where an order is; without a number, the one under way."""
    said = blanks.get("order")
    if said is None:
        return tracking.latest(visit)
    return resolve.order(visit, said, lambda order_id: tracking.show(visit, press_of(Verb.TRACK, order_id)))


def orders(visit: Visit, blanks: Blanks) -> Turn:
    """The list of orders, the newest first."""
    return order_screens.list_(visit, press_of(Verb.ORDERS))


def again(visit: Visit, blanks: Blanks) -> Turn | None:
    """The named order once more, into the cart."""
    return resolve.order(
        visit, blanks.get("order", ""), lambda order_id: order_screens.again(visit, press_of(Verb.AGAIN, order_id))
    )


def cancel(visit: Visit, blanks: Blanks) -> Turn | None:
    """Ask why; with a reason, whether that is it. Where it cannot be called off, say so."""
    if "order" not in blanks:
        rows = [row for row in order_lists.under_way(visit.by) if _may(visit, row.order.id, Step.CANCEL)]
        if len(rows) == 1:
            return _cancel(visit, rows[0].order.id, "")
        return _one_of(visit, rows) if rows else _told(visit, "sentence.nothing_to_cancel")
    return resolve.order(
        visit,
        blanks["order"],
        lambda order_id: _cancel(visit, order_id, blanks.get("words", "")),
        fits=lambda order_id: _may(visit, order_id, Step.CANCEL),
    )


def _cancel(visit: Visit, order_id: int, reason: str) -> Turn:
    seen = view(visit.by, order_id)
    if not may(visit.by, seen.held, Step.CANCEL):
        return _cannot(visit, seen, "cancel")
    question = Question(kind=QuestionKind.CANCEL_REASON, facts={"order": order_id, "revision": seen.order.revision})
    if reason:
        return _of(visit, seen, confirmation.whether_answer(visit, question, reason, otherwise=False))
    return order_change.cancel(visit, press_of(Verb.CANCEL, order_id, seen.order.revision))


def received(visit: Visit, blanks: Blanks) -> Turn | None:
    """The order with the button that says the goods are here; only a tap says it."""
    if "order" in blanks:
        return progress(visit, blanks)
    if not visit.by.may(Right.SHIPMENT_RECEIVE):
        return tracking.latest(visit)
    rows = _arriving(visit)
    return _one_of(visit, rows, track=True) if rows else None


def _arriving(visit: Visit) -> list[Listed]:
    """The orders with a parcel on its way that this person may receive."""
    if not visit.by.may(Right.SHIPMENT_RECEIVE):
        return []
    return [row for row in order_lists.under_way(visit.by) if order_words.on_its_way(view(visit.by, row.order.id))]


def rate(visit: Visit, blanks: Blanks) -> Turn | None:
    """The stars, to be tapped: they are given once."""
    stars = _stars(blanks.get("stars", ""))
    if "order" in blanks:
        return resolve.order(visit, blanks["order"], lambda order_id: _rate(visit, order_id, stars))
    rows = order_lists.unrated(visit.by)
    return _rate(visit, rows[0].order.id, stars) if rows else _told(visit, "sentence.nothing_to_rate")


def _rate(visit: Visit, order_id: int, stars: int) -> Turn:
    seen = view(visit.by, order_id)
    row = order_buttons.stars(visit, seen)
    if not row:
        return _cannot(visit, seen, "rate")
    chosen = (row[stars - 1],) if stars in _STARS else row
    reply = Reply(
        title=visit.say("sentence.rate", number=seen.order.number, stars="⭐" * stars),
        buttons=(chosen, (order_buttons.to_order(visit, seen), order_buttons.home(visit))),
    )
    return Turn(replies=(reply,))


def _stars(said: str) -> int:
    number = read_numeral(said) if said else None
    return int(number) if number is not None and number in _STARS else 0


def urge(visit: Visit, blanks: Blanks) -> Turn | None:
    """Whoever decides is told that somebody waits; the order says how far it is."""
    if "order" in blanks:
        return resolve.order(visit, blanks["order"], lambda order_id: _urge(visit, order_id))
    rows = order_lists.under_way(visit.by)
    return _one_of(visit, rows, track=True) if rows else _told(visit, "sentence.nothing_under_way")


def _urge(visit: Visit, order_id: int) -> Turn:
    seen = view(visit.by, order_id)
    drawn = tracking.draw(visit, seen)
    ask = () if not visit.by.is_a(Role.BUYER) else ((button(visit.say("menu.contact"), Verb.CONTACT),),)
    note = visit.say("sentence.urge") if ask else ""
    return Turn(replies=(replace(drawn, note=note, buttons=(*ask, *drawn.buttons)),))


def decided_by(visit: Visit, blanks: Blanks) -> Turn | None:
    """Who approved or turned an order down; while nobody has, who will."""
    if "order" in blanks:
        return resolve.order(visit, blanks["order"], lambda order_id: _decided_by(visit, order_id))
    rows = order_lists.under_way(visit.by)
    return _decided_by(visit, rows[0].order.id) if len(rows) == 1 else _one_of(visit, rows) if rows else None


def _decided_by(visit: Visit, order_id: int) -> Turn:
    seen = view(visit.by, order_id)
    told = next(
        (
            order_card.happened(visit, event, name)
            for event, name in reversed(history(visit.by, seen.order))
            if event.kind in _DECIDED
        ),
        "",
    )
    if not told:
        told = visit.say("sentence.will_decide", who=visit.say("contact.and").join(order_words.deciders(visit, seen)))
    drawn = order_card.draw(visit, seen)
    return Turn(replies=(replace(drawn, title=f"{told}\n{drawn.title}"),))


def change(visit: Visit, blanks: Blanks) -> Turn | None:
    """Which line? Where the order can no longer be changed, say so."""
    if "order" in blanks:
        return resolve.order(visit, blanks["order"], lambda order_id: _change(visit, order_id))
    rows = [row for row in order_lists.under_way(visit.by) if _may(visit, row.order.id, Step.CHANGE)]
    return _change(visit, rows[0].order.id) if len(rows) == 1 else _one_of(visit, rows) if rows else None


def _change(visit: Visit, order_id: int) -> Turn:
    seen = view(visit.by, order_id)
    if not may(visit.by, seen.held, Step.CHANGE):
        return _cannot(visit, seen, "change")
    return order_change.change(visit, press_of(Verb.CHANGE, order_id))


def change_lines(visit: Visit, blanks: Blanks) -> Turn | None:
    """The changes that the words mean, each as a button; goods to be added cannot join an order any more."""
    words = blanks.get("said") or blanks.get("words") or blanks.get("more") or blanks.get("less") or ""
    surely = not ("more" in blanks or "less" in blanks)
    if "less" in blanks:
        words = f"{words} 不要了"
    return resolve.order(
        visit, blanks.get("order", ""), lambda order_id: _change_lines(visit, order_id, words), surely=surely
    )


def _change_lines(visit: Visit, order_id: int, words: str) -> Turn:
    seen = view(visit.by, order_id)
    if not may(visit.by, seen.held, Step.CHANGE):
        return _cannot(visit, seen, "change")
    offered = amending.of_order(visit, seen, words) or amending.of_only_line(visit, seen, words)
    if offered is not None:
        return offered
    if "cancel" in intents.topics_in(words, "about_order"):
        return _cancel(visit, order_id, "")
    turn = order_change.change(visit, press_of(Verb.CHANGE, order_id))
    if not visit.reader.read(words, nicknames=visit.nicknames).lines:
        return turn
    *_, screen = turn.replies
    told = visit.say("sentence.cannot_add", number=seen.order.number)
    withdraw = tuple(
        each for row in (order_buttons.change(visit, seen),) for each in row if each.data.startswith(Verb.WITHDRAW)
    )
    return replace(
        turn,
        replies=(
            replace(
                screen, title=f"{told}\n{screen.title}", buttons=(*((withdraw,) if withdraw else ()), *screen.buttons)
            ),
        ),
    )


def address_of(visit: Visit, blanks: Blanks) -> Turn | None:
    """Where and when to is settled with the order: who waits takes it back and submits it anew."""
    if "order" not in blanks:
        rows = order_lists.under_way(visit.by)
        return _address_of(visit, rows[0].order.id) if len(rows) == 1 else _one_of(visit, rows) if rows else None
    return resolve.order(visit, blanks["order"], lambda order_id: _address_of(visit, order_id))


def _address_of(visit: Visit, order_id: int) -> Turn:
    seen = view(visit.by, order_id)
    return _cannot(visit, seen, "address_waiting" if may(visit.by, seen.held, Step.WITHDRAW) else "address")


def returns(visit: Visit, blanks: Blanks) -> Turn:
    """What came short or broken is said at the receipt; for returns somebody of ours is one tap away."""
    rows = _arriving(visit)
    if len(rows) == 1:
        return not_yet.of_order(visit, "returns", rows[0].order.id)
    return not_yet.told(visit, "returns", "")


def approve(visit: Visit, blanks: Blanks) -> Turn | None:
    """The order's card with ✅: only a tap approves."""
    if "order" not in blanks:
        return waiting(visit, blanks)
    return resolve.order(
        visit,
        blanks["order"],
        lambda order_id: _card(visit, order_id),
        fits=lambda order_id: _may(visit, order_id, Step.APPROVE),
    )


def reject(visit: Visit, blanks: Blanks) -> Turn | None:
    """Ask why; with a reason, whether that is it."""
    if "order" not in blanks:
        return waiting(visit, blanks)
    return resolve.order(
        visit,
        blanks["order"],
        lambda order_id: _reject(visit, order_id, blanks.get("words", "")),
        fits=lambda order_id: _may(visit, order_id, Step.REJECT),
    )


def _reject(visit: Visit, order_id: int, reason: str) -> Turn:
    seen = view(visit.by, order_id)
    if not may(visit.by, seen.held, Step.REJECT):
        return _cannot(visit, seen, "reject")
    facts = {"order": order_id, "revision": seen.order.revision}
    if reason:
        question = Question(kind=QuestionKind.REJECT_REASON, facts=facts)
        return _of(visit, seen, confirmation.whether_answer(visit, question, reason, otherwise=False))
    return approval.reject(visit, press_of(Verb.REJECT, order_id, seen.order.revision))


def waiting(visit: Visit, blanks: Blanks) -> Turn:
    """The orders that wait for this person."""
    return approval.waiting(visit, press_of(Verb.WAITING))


def queue(visit: Visit, blanks: Blanks) -> Turn:
    """What is to be picked."""
    return pick_screens.queue(visit, press_of(Verb.QUEUE))


def ship(visit: Visit, blanks: Blanks) -> Turn | None:
    """The parcel that is being packed; with a carrier and a number, whether it is to leave so."""
    return resolve.order(
        visit,
        blanks.get("order", ""),
        lambda order_id: _ship(visit, order_id, blanks.get("words", "")),
        fits=lambda order_id: picking.being_packed(visit.by, order_id) is not None,
    )


def _ship(visit: Visit, order_id: int, words: str) -> Turn:
    parcel = picking.being_packed(visit.by, order_id)
    if parcel is None:
        return _card(visit, order_id)
    press = press_of(Verb.SHIP, parcel.id, parcel.revision)
    question = shipping.question_of(press, words)
    if question is None:
        return shipping.choose_carrier(visit, press)
    return _of(visit, view(visit.by, order_id), confirmation.whether_answer(visit, question, words, otherwise=False))


def _card(visit: Visit, order_id: int) -> Turn:
    return Turn(replies=(order_card.show(visit, order_id),))


def _of(visit: Visit, seen: OrderView, turn: Turn) -> Turn:
    """A question about an order, with its number above it and the way to its card."""
    first, *rest = turn.replies
    look = (order_buttons.to_order(visit, seen),)
    shown = replace(
        first,
        title=f"{order_card.head(visit, seen)}\n{first.title}",
        buttons=(*first.buttons[:-1], look, first.buttons[-1]),
    )
    return replace(turn, replies=(shown, *rest))


def _cannot(visit: Visit, seen: OrderView, what: str) -> Turn:
    """The order as it is, with the reason why not above it, and for a buyer the person who may help."""
    drawn = order_card.draw(visit, seen)
    who = "customer" if visit.by.is_a(Role.CUSTOMER) else "any"
    told = (
        visit.say(f"sentence.cannot_{who}", account=seen.held.account.name)
        if who == "customer"
        else visit.say(f"sentence.cannot_{what}", stage=order_words.stage(visit, seen.stage))
    )
    ask = ((button(visit.say("menu.contact"), Verb.CONTACT),),) if visit.by.is_a(Role.BUYER) else ()
    return Turn(replies=(replace(drawn, title=f"{told}\n{drawn.title}", buttons=(*ask, *drawn.buttons)),))


def _told(visit: Visit, key: str) -> Turn:
    rows = ((button(visit.say("orders.all"), Verb.ORDERS), order_buttons.home(visit)),)
    return Turn(replies=(Reply(title=visit.say(key), buttons=rows),))


def _one_of(visit: Visit, rows: Sequence[Listed], *, track: bool = False) -> Turn:
    """The only one, or which."""
    if len(rows) == 1:
        order_id = rows[0].order.id
        return tracking.show(visit, press_of(Verb.TRACK, order_id)) if track else _card(visit, order_id)
    return Turn(replies=(choose(visit, rows, visit.say("tracking.which"), track=track),))


def _may(visit: Visit, order_id: int, step: Step) -> bool:
    return may(visit.by, view(visit.by, order_id).held, step)
