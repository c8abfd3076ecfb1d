"""The text of every notice: what happened, the order's card, and the buttons."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from domain.catalogue.catalogue import Goods, goods_by_id
from domain.orders.open_offers import ended_offer, open_offers
from domain.orders.view import OrderRow, OrderView, Parcel, view_order
from domain.people.directory import name_of
from domain.refusals import NotAllowed, NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import COUNTABLE, OPEN
from domain.rules.rights import Right, Role
from domain.rules.stage import Stage
from domain.tables.notices import Notice, NoticeKind
from domain.tables.swaps import SwapProposal
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.serialisation import load_reply
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text, price_text
from handlers.notices import (
    back_orders,
    credit,
    digest,
    invoices,
    news,
    parcels,
    payments,
    people,
    returns,
    statements,
    threads,
)
from handlers.orders import order_card
from handlers.text_orders import wish, word_proposal

S = OrderStatus
Worded: TypeAlias = Callable[[Request, Notice], Reply | None]
#: The reason, and the stars with their words, stand in the headlines of these.
_SAID_FIRST = frozenset({"rejected", "cancelled", "rated"})


def word(request: Request, notice: Notice) -> Reply | None:
    """The notice as a reply for the person of this request; nothing when it no longer matters to them."""
    try:
        return WORDED[notice.kind](request, notice)
    except (NotFound, NotAllowed):
        return people.card_gone(request, notice)


def _view(request: Request, notice: Notice) -> OrderView:
    if notice.order_id is None:
        raise NotFound
    return view_order(request.actor, notice.order_id)


def _card(request: Request, notice: Notice, word: str, *still: OrderStatus) -> Reply | None:
    """The order's card under a headline, as long as the order is still there where the notice says."""
    view = _view(request, notice)
    if view.order.status not in still:
        return None
    reply = _headed(request, view, word, str(notice.facts.get("who", "")))
    told = _line_changed(request, notice)
    return replace(reply, title=f"{told}\n{reply.title}") if told else reply


def _headed(request: Request, view: OrderView, word: str, who: str = "") -> Reply:
    """The order's card as a notice: what happened comes first, and no button leads back."""
    order = view.order
    reason = orders_text.reason(request, order.reason)
    key = "rated_in_words" if word == "rated" and order.rating_words else word
    title = request.say(
        f"notices.{key}",
        number=order.number,
        account=view.access.account.name,
        who=who or view.decided_by or view.buyer.name,
        since=request.say.moment(order.submitted_at, request.zone),
        stars="⭐" * (order.rating or 0),
        words=order.rating_words,
        reason=reason,
    )
    card = order_card.draw(request, view, pushed=True)
    note = f"notices.{word}_note"
    said = (request.say("order_card.reason", words=reason), *order_card.rating(request, order))
    return replace(
        card,
        title=title,
        lines=tuple(line for line in card.lines if line not in said) if word in _SAID_FIRST else card.lines,
        note=request.say(note) if request.say.knows(note) else card.note,
    )


def _line_changed(request: Request, notice: Notice) -> str:
    """Which line was changed, from how much to how much; nothing where the notice does not say."""
    if "sku" not in notice.facts:
        return ""
    goods = goods_by_id(request.session, [int(notice.facts["sku"])]).get(int(notice.facts["sku"]))
    if goods is None:
        return ""
    if notice.facts.get("priced"):
        return _line_priced(request, notice, goods)
    before, after = (Decimal(str(notice.facts[name])) for name in ("before", "after"))
    reason = orders_text.reason(request, str(notice.facts.get("reason", "")))
    if reason and not after:
        return request.say("notices.line_refused", goods=goods_text.name(request, goods), reason=reason)
    return request.say(
        "notices.line_gone" if not after else "notices.line_changed" if before else "notices.line_back",
        goods=goods_text.name(request, goods),
        before=goods_text.quantity(request, goods, before),
        after=goods_text.quantity(request, goods, after),
    )


def _line_priced(request: Request, notice: Notice, goods: Goods) -> str:
    """Whose price was set by hand, what it was and is, and for staff why."""
    size, inside = int(notice.facts["size"]), request.person.account_id is None
    why = str(notice.facts["why"]) if inside else ""
    before, after = (
        price_text.money_per(request, goods, Decimal(str(notice.facts[name])), size) for name in ("before", "after")
    )
    key = "notices.line_priced" if why else "notices.line_repriced"
    return request.say(key, goods=goods_text.name(request, goods), before=before, after=after, reason=why)


def _for_customer(request: Request, word: str) -> str:
    """The text for a dealer's customer, which names nobody."""
    return f"{word}_customer" if request.actor.is_a(Role.CUSTOMER) else word


def _approved(request: Request, notice: Notice) -> Reply | None:
    """What follows is promised only while it is still to come."""
    view = _view(request, notice)
    if view.order.status not in (S.APPROVED, S.COMPLETED):
        return None
    card = _headed(request, view, "approved")
    return card if view.stage in (Stage.TO_PICK, Stage.PICKING) else replace(card, note="")


def _to_pick(request: Request, notice: Notice) -> Reply | None:
    """To the warehouse, until somebody there has begun picking."""
    view = _view(request, notice)
    return _headed(request, view, "to_pick") if view.stage is Stage.TO_PICK else None


def _shipped(request: Request, notice: Notice) -> Reply | None:
    """Carrier, number and what is in the parcel; obsolete once it was received."""
    view = _view(request, notice)
    parcel = _parcel(view, notice)
    if parcel is None or parcel.shipment.delivered_at is not None:
        return None
    card = _headed(request, view, _for_customer(request, _how_much_left(view, parcel)))
    note = request.say("notices.more_to_come") if view.ready_to_send else ""
    return replace(card, lines=(*_contents(request, view, parcel), *back_orders.still(request, view)), note=note)


def _tracking_corrected(request: Request, notice: Notice) -> Reply | None:
    """The wrong carrier and number, and those that hold now; once the parcel was received they matter no more."""
    view = _view(request, notice)
    parcel = _parcel(view, notice)
    if parcel is None or parcel.shipment.delivered_at is not None:
        return None
    before = orders_text.waybill(request, *notice.facts["before"])
    after = orders_text.waybill(request, parcel.shipment.carrier, parcel.shipment.tracking_number)
    if before == after:
        return None
    title = request.say(
        f"notices.{_for_customer(request, 'renumbered')}",
        number=view.order.number,
        account=view.access.account.name,
        before=before,
        after=after,
    )
    card = order_card.draw(request, view, pushed=True)
    return replace(card, title=title, lines=_contents(request, view, parcel), note="")


def _how_much_left(view: OrderView, parcel: Parcel) -> str:
    """Whether the order left in one parcel, or this is its last one, or a part of it."""
    others = [each for each in view.parcels if each is not parcel]
    if view.left_to_send or any(_left_at(each) > _left_at(parcel) for each in others):
        return "shipped_part"
    return "shipped_last" if others else "shipped"


def _left_at(parcel: Parcel) -> datetime:
    return parcel.shipment.shipped_at or datetime.max.replace(tzinfo=UTC)


def _contents(request: Request, view: OrderView, parcel: Parcel) -> tuple[str, ...]:
    """The parcel in a line, and what is in it."""

    def told(row: OrderRow) -> str:
        return goods_text.line(request, row.goods, parcel.contents[row.line.id])

    rows = [row for row in view.rows if parcel.contents.get(row.line.id)]
    return orders_text.parcel(request, view, parcel), *orders_text.as_many(request, rows, told)


def _parcel(view: OrderView, notice: Notice) -> Parcel | None:
    return next((each for each in view.parcels if each.shipment.id == notice.facts.get("shipment")), None)


def _receipt_reminder(request: Request, notice: Notice) -> Reply | None:
    """What is in the parcel, the day, and the buttons of a receipt; once it was received it matters no more."""
    view = _view(request, notice)
    parcel = _parcel(view, notice)
    if parcel is None or parcel.shipment.delivered_at is not None:
        return None
    title = request.say(
        "notices.receipt_reminder",
        number=view.order.number,
        parcel=orders_text.parcel_name(request, view, parcel),
        day=request.say.day(date.fromisoformat(notice.facts["day"])),
    )
    card, note = order_card.draw(request, view, pushed=True), request.say("notices.receipt_reminder_note")
    return replace(card, title=title, lines=_contents(request, view, parcel), note=note)


def _received(request: Request, notice: Notice) -> Reply | None:
    """A buyer whose order this completes is asked to rate it instead."""
    view = _view(request, notice)
    parcel = _parcel(view, notice)
    if parcel is None or (request.actor.is_a(Role.BUYER) and view.order.status is S.COMPLETED):
        return None
    if parcel.shipment.received_by_id is None:
        return _headed(request, view, _for_customer(request, "received_unconfirmed"))
    receiver = name_of(request.session, parcel.shipment.received_by_id)
    return _headed(request, view, _for_customer(request, "received"), receiver)


def _received_short(request: Request, notice: Notice) -> Reply | None:
    """The receiver's words first, then which parcel of which order, and what should be in it."""
    view = _view(request, notice)
    parcel = _parcel(view, notice)
    if parcel is None:
        return None
    title = request.say(
        "notices.received_short",
        words=parcel.shipment.receipt_words,
        number=view.order.number,
        parcel=orders_text.parcel_name(request, view, parcel),
        account=view.access.account.name,
        who=str(notice.facts.get("who", "")),
    )
    card, note = order_card.draw(request, view, pushed=True), request.say("notices.received_short_note")
    return replace(card, title=title, lines=_contents(request, view, parcel), note=note)


def _completed(request: Request, notice: Notice) -> Reply | None:
    view = _view(request, notice)
    return _headed(request, view, "completed") if view.order.rating is None else None


def _joined(request: Request, notice: Notice) -> Reply:
    to_people = ((button(request.say("menu.people"), Verb.PEOPLE),),) if request.actor.may(Right.PERSON_INVITE) else ()
    how = "again" if notice.facts.get("again") else Role(notice.facts["role"])
    return Reply(
        title=request.say(f"notices.joined_{how}", name=notice.facts["name"]),
        buttons=(*to_people, (button(request.say("button.menu"), Verb.MENU),)),
    )


def _while(word: str, *still: OrderStatus) -> Worded:
    """The order's card under this headline, as long as the order is in one of these states."""
    return lambda request, notice: _card(request, notice, word, *still)


def _waiting(request: Request, notice: Notice) -> Reply | None:
    return _card(request, notice, "changed" if notice.facts.get("changed") else "waiting", S.SUBMITTED)


def _placed(request: Request, notice: Notice) -> Reply | None:
    if notice.facts.get("changed"):
        return _card(request, notice, "changed_for_you", S.SUBMITTED)
    return _card(request, notice, "placed", *COUNTABLE)


def _swap_asked(request: Request, notice: Notice) -> Reply | None:
    """The order with a yes and a no for each question, until this one is answered."""
    offer = next((o for o in open_offers(request.actor, _view(request, notice)) if _is_of(notice, o.proposal)), None)
    if offer is None:
        return None
    about = "price_asked" if offer.proposal.price is not None else "swap_asked"
    return _card(request, notice, about, S.SUBMITTED, S.APPROVED)


def _swap_answered(request: Request, notice: Notice) -> Reply | None:
    """How a question about other goods ended, and the order as it is."""
    view, ended = _view(request, notice), ended_offer(request.actor, int(notice.facts["proposal"]))
    told = {"gone": goods_text.name(request, ended.gone), "goods": goods_text.name(request, ended.goods)}
    amount = goods_text.quantity(request, ended.goods, ended.quantity)
    about = {"number": view.order.number, "account": view.access.account.name, "amount": amount, **told}
    card = order_card.draw(request, view, pushed=True)
    if ended.price is None:
        less = goods_text.quantity(request, ended.gone, ended.replaced)
        return replace(card, title=request.say(f"notices.swap_{ended.answer}", less=less, **about))
    price = price_text.money_per(request, ended.goods, ended.price, ended.size)
    return replace(card, title=request.say(f"notices.price_{ended.answer}", price=price, **about))


def _is_of(notice: Notice, proposal: SwapProposal) -> bool:
    return proposal.id == notice.facts.get("proposal")


def _cancelled(request: Request, notice: Notice) -> Reply | None:
    return _card(request, notice, _for_customer(request, "cancelled"), S.CANCELLED)


def _to_pay(request: Request, notice: Notice) -> Reply | None:
    """To the buyer, until it is paid: it ends soon, or the money was taken back."""
    view = _view(request, notice)
    if view.order.status not in OPEN or not view.order.is_unpaid:
        return None
    why = "again" if notice.facts.get("why") == "again" else "soon"
    return _headed(request, view, f"to_pay_{why}")


def _expired(request: Request, notice: Notice) -> Reply | None:
    if _view(request, notice).order.is_unpaid:
        return _card(request, notice, "unpaid" if request.actor.is_a(Role.BUYER) else "unpaid_staff", S.EXPIRED)
    return _card(request, notice, "expired" if request.actor.is_a(Role.BUYER) else "expired_staff", S.EXPIRED)


#: How each kind of notice is worded; complete by test.
WORDED: Mapping[NoticeKind, Worded] = {
    NoticeKind.ORDER_WAITING: _waiting,
    NoticeKind.ORDER_REMINDER: _while("reminder", S.SUBMITTED),
    NoticeKind.ORDER_SHORT: _while("short", *OPEN),
    NoticeKind.ORDER_PLACED: _placed,
    NoticeKind.ORDER_APPROVED: _approved,
    NoticeKind.SWAP_ASKED: _swap_asked,
    NoticeKind.SWAP_ANSWERED: _swap_answered,
    NoticeKind.ORDER_REJECTED: _while("rejected", S.REJECTED),
    NoticeKind.ORDER_CANCELLED: _cancelled,
    NoticeKind.ORDER_EXPIRED: _expired,
    NoticeKind.ORDER_TO_PICK: _to_pick,
    NoticeKind.ORDER_TO_PAY: _to_pay,
    NoticeKind.ORDER_SHIPPED: _shipped,
    NoticeKind.TRACKING_CORRECTED: _tracking_corrected,
    NoticeKind.RECEIPT_REMINDER: _receipt_reminder,
    NoticeKind.ORDER_RECEIVED: _received,
    NoticeKind.ORDER_RECEIVED_SHORT: _received_short,
    NoticeKind.ORDER_COMPLETED: _completed,
    NoticeKind.ORDER_RATED: _while("rated", S.COMPLETED),
    NoticeKind.REDRAW_CARD: lambda request, notice: order_card.draw(request, _view(request, notice), pushed=True),
    NoticeKind.MEMBER_JOINED: _joined,
    **people.WORDED,
    **back_orders.WORDED,
    **credit.WORDED,
    **parcels.WORDED,
    **payments.WORDED,
    **invoices.WORDED,
    **statements.WORDED,
    **returns.WORDED,
    **threads.WORDED,
    NoticeKind.MORNING_DIGEST: digest.word,
    NoticeKind.NEWS: news.word,
    NoticeKind.WISH_SENT: wish.received,
    NoticeKind.WISH_ANSWERED: wish.answered,
    NoticeKind.WORD_PROPOSED: word_proposal.word,
    NoticeKind.RESEND: lambda _, notice: load_reply(notice.facts["reply"]),
}
