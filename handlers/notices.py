"""Every notice in its receiver's words: what happened, the order's card, and what they may press now."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import assert_never

from domain import order_view
from domain.order_view import OrderRow, OrderView, Parcel
from domain.refusals import NotAllowed, NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.plain_words import one_line
from domain.rules.rights import Right, Role
from domain.rules.stage import Stage
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Person
from handlers import digest, goods_words, order_card, order_words, people_news
from handlers.press import button
from handlers.stored import load_reply
from handlers.turn import Reply
from handlers.verbs import Verb
from handlers.visit import Visit

S = OrderStatus
#: The reason, and the stars with their words, stand in the headlines of these.
_SAID_FIRST = frozenset({"rejected", "cancelled", "rated"})


def word(visit: Visit, notice: Notice) -> Reply | None:
    """The notice as a reply for the person of this visit; nothing when it no longer matters to them."""
    try:
        return _worded(visit, notice)
    except (NotFound, NotAllowed):
        return people_news.card_gone(visit, notice)


def _worded(visit: Visit, notice: Notice) -> Reply | None:  # noqa: C901, PLR0911, PLR0912 - a table, one row a kind
    match notice.kind:
        case NoticeKind.ORDER_WAITING:
            return _card(visit, notice, "changed" if notice.facts.get("changed") else "waiting", S.SUBMITTED)
        case NoticeKind.ORDER_REMINDER:
            return _card(visit, notice, "reminder", S.SUBMITTED)
        case NoticeKind.ORDER_SHORT:
            return _card(visit, notice, "short", S.SUBMITTED, S.APPROVED)
        case NoticeKind.ORDER_PLACED if notice.facts.get("changed"):
            return _card(visit, notice, "changed_for_you", S.SUBMITTED)
        case NoticeKind.ORDER_PLACED:
            return _card(visit, notice, "placed", S.SUBMITTED, S.APPROVED, S.COMPLETED)
        case NoticeKind.ORDER_APPROVED:
            return _approved(visit, notice)
        case NoticeKind.ORDER_REJECTED:
            return _card(visit, notice, "rejected", S.REJECTED)
        case NoticeKind.ORDER_CANCELLED:
            return _card(visit, notice, _for_customer(visit, "cancelled"), S.CANCELLED)
        case NoticeKind.ORDER_EXPIRED:
            return _card(visit, notice, "expired" if visit.by.is_a(Role.BUYER) else "expired_staff", S.EXPIRED)
        case NoticeKind.ORDER_TO_PICK:
            return _to_pick(visit, notice)
        case NoticeKind.ORDER_SHIPPED:
            return _shipped(visit, notice)
        case NoticeKind.ORDER_RENUMBERED:
            return _renumbered(visit, notice)
        case NoticeKind.ORDER_RECEIVED:
            return _received(visit, notice)
        case NoticeKind.ORDER_RECEIVED_SHORT:
            return _received_short(visit, notice)
        case NoticeKind.ORDER_COMPLETED:
            return _completed(visit, notice)
        case NoticeKind.ORDER_RATED:
            return _card(visit, notice, "rated", S.COMPLETED)
        case NoticeKind.CARD_MOVED:
            return order_card.draw(visit, _view(visit, notice), pushed=True)
        case NoticeKind.MEMBER_JOINED:
            return _joined(visit, notice)
        case (
            NoticeKind.INVITE_REVOKED
            | NoticeKind.SWITCHED_ON
            | NoticeKind.KEEPER_CHANGED
            | NoticeKind.ACCOUNTS_GIVEN
            | NoticeKind.ACCOUNTS_TAKEN
            | NoticeKind.CHAT_UNBOUND
            | NoticeKind.CHAT_BOUND
        ):
            return people_news.word(visit, notice)
        case NoticeKind.MORNING_DIGEST:
            return digest.word(visit, notice)
        case NoticeKind.CONTACT_WANTED:
            return _contact(visit, notice)
        case NoticeKind.RESEND:
            return load_reply(notice.facts["reply"])
        case _:
            assert_never(notice.kind)


def _view(visit: Visit, notice: Notice) -> OrderView:
    if notice.order_id is None:
        raise NotFound
    return order_view.view(visit.by, notice.order_id)


def _card(visit: Visit, notice: Notice, word: str, *still: OrderStatus) -> Reply | None:
    """The order's card under a headline, as long as the order is still there where the notice says."""
    seen = _view(visit, notice)
    if seen.order.status not in still:
        return None
    reply = _headed(visit, seen, word, str(notice.facts.get("who", "")))
    told = _line_changed(visit, notice)
    return replace(reply, title=f"{told}\n{reply.title}") if told else reply


def _headed(visit: Visit, seen: OrderView, word: str, who: str = "") -> Reply:
    """The order's card as news: what happened comes first and is not said twice, and no way leads back."""
    order = seen.order
    reason = order_words.reason(visit, order.reason)
    key = "rated_in_words" if word == "rated" and order.rating_words else word
    title = visit.say(
        f"notices.{key}",
        number=order.number,
        account=seen.held.account.name,
        who=who or seen.decided_by or seen.buyer.name,
        since=_since(visit, order.submitted_at),
        stars="⭐" * (order.rating or 0),
        words=order.rating_words,
        reason=reason,
    )
    card = order_card.draw(visit, seen, pushed=True)
    note = f"notices.{word}_note"
    said = (visit.say("order_card.reason", words=reason), *order_card.rating(visit, order))
    return replace(
        card,
        title=title,
        lines=tuple(line for line in card.lines if line not in said) if word in _SAID_FIRST else card.lines,
        note=visit.say(note) if visit.say.knows(note) else card.note,
    )


def _line_changed(visit: Visit, notice: Notice) -> str:
    """Which line was changed, from how much to how much; nothing where the notice does not say."""
    if "sku" not in notice.facts:
        return ""
    goods = goods_words.one(visit, int(notice.facts["sku"]))
    before, after = (Decimal(str(notice.facts[name])) for name in ("before", "after"))
    return visit.say(
        "notices.line_gone" if not after else "notices.line_changed" if before else "notices.line_back",
        goods=goods_words.name(visit, goods),
        before=goods_words.quantity(visit, goods, before),
        after=goods_words.quantity(visit, goods, after),
    )


def _since(visit: Visit, at: datetime) -> str:
    return visit.say.moment(at, visit.zone)


def _for_customer(visit: Visit, word: str) -> str:
    """A dealer's customer hears what happened, and no names."""
    return f"{word}_customer" if visit.by.is_a(Role.CUSTOMER) else word


def _approved(visit: Visit, notice: Notice) -> Reply | None:
    """What follows is promised only while it is still to come."""
    seen = _view(visit, notice)
    if seen.order.status not in (S.APPROVED, S.COMPLETED):
        return None
    card = _headed(visit, seen, "approved")
    return card if seen.stage in (Stage.TO_PICK, Stage.PICKING) else replace(card, note="")


def _to_pick(visit: Visit, notice: Notice) -> Reply | None:
    """Once somebody in the warehouse has begun, the others need not hear."""
    seen = _view(visit, notice)
    return _headed(visit, seen, "to_pick") if seen.stage is Stage.TO_PICK else None


def _shipped(visit: Visit, notice: Notice) -> Reply | None:
    """Carrier, number and what is in the parcel; once it was received, nobody needs to hear that it left."""
    seen = _view(visit, notice)
    parcel = _parcel(seen, notice)
    if parcel is None or parcel.shipment.delivered_at is not None:
        return None
    card = _headed(visit, seen, _for_customer(visit, _how_much_left(seen, parcel)))
    lines = (order_words.parcel(visit, seen, parcel), *_contents(visit, seen, parcel))
    return replace(card, lines=lines, note=visit.say("notices.more_to_come") if seen.left_to_send else "")


def _renumbered(visit: Visit, notice: Notice) -> Reply | None:
    """The wrong carrier and number, and those that hold now; once the parcel was received they matter no more."""
    seen = _view(visit, notice)
    parcel = _parcel(seen, notice)
    if parcel is None or parcel.shipment.delivered_at is not None:
        return None
    before = order_words.waybill(visit, *notice.facts["before"])
    after = order_words.waybill(visit, parcel.shipment.carrier, parcel.shipment.tracking_number)
    if before == after:
        return None
    title = visit.say(
        f"notices.{_for_customer(visit, 'renumbered')}",
        number=seen.order.number,
        account=seen.held.account.name,
        before=before,
        after=after,
    )
    lines = (order_words.parcel(visit, seen, parcel), *_contents(visit, seen, parcel))
    return replace(order_card.draw(visit, seen, pushed=True), title=title, lines=lines, note="")


def _how_much_left(seen: OrderView, parcel: Parcel) -> str:
    """Whether the order left in one parcel, or this is its last one, or a part of it."""
    others = [each for each in seen.parcels if each is not parcel]
    if seen.left_to_send or any(_left_at(each) > _left_at(parcel) for each in others):
        return "shipped_part"
    return "shipped_last" if others else "shipped"


def _left_at(parcel: Parcel) -> datetime:
    return parcel.shipment.shipped_at or datetime.max.replace(tzinfo=UTC)


def _contents(visit: Visit, seen: OrderView, parcel: Parcel) -> tuple[str, ...]:
    def told(row: OrderRow) -> str:
        return goods_words.line(visit, row.goods, parcel.contents[row.line.id])

    return order_words.as_many(visit, [row for row in seen.rows if parcel.contents.get(row.line.id)], told)


def _parcel(seen: OrderView, notice: Notice) -> Parcel | None:
    return next((each for each in seen.parcels if each.shipment.id == notice.facts.get("shipment")), None)


def _received(visit: Visit, notice: Notice) -> Reply | None:
    """A buyer whose order this completes is asked to rate it instead."""
    seen = _view(visit, notice)
    parcel = _parcel(seen, notice)
    if parcel is None or (visit.by.is_a(Role.BUYER) and seen.order.status is S.COMPLETED):
        return None
    receiver = visit.session.get(Person, parcel.shipment.received_by_id) if parcel.shipment.received_by_id else None
    return _headed(visit, seen, _for_customer(visit, "received"), receiver.name if receiver else "")


def _received_short(visit: Visit, notice: Notice) -> Reply | None:
    """The receiver's words first, then which parcel of which order, and what should be in it."""
    seen = _view(visit, notice)
    parcel = _parcel(seen, notice)
    if parcel is None:
        return None
    title = visit.say(
        "notices.received_short",
        words=parcel.shipment.receipt_words,
        number=seen.order.number,
        parcel=order_words.parcel_name(visit, seen, parcel),
        account=seen.held.account.name,
        who=str(notice.facts.get("who", "")),
    )
    lines = (order_words.parcel(visit, seen, parcel), *_contents(visit, seen, parcel))
    card = order_card.draw(visit, seen, pushed=True)
    return replace(card, title=title, lines=lines, note=visit.say("notices.received_short_note"))


def _completed(visit: Visit, notice: Notice) -> Reply | None:
    seen = _view(visit, notice)
    return _headed(visit, seen, "completed") if seen.order.rating is None else None


def _joined(visit: Visit, notice: Notice) -> Reply:
    to_people = ((button(visit.say("menu.people"), Verb.PEOPLE),),) if visit.by.may(Right.PERSON_INVITE) else ()
    return Reply(
        title=visit.say(_how_joined(notice), name=notice.facts["name"]),
        buttons=(*to_people, (button(visit.say("button.menu"), Verb.MENU),)),
    )


def _how_joined(notice: Notice) -> str:
    if notice.facts.get("again"):
        return "notices.joined_again"
    return f"notices.joined_{Role(notice.facts['role'])}"


def _contact(visit: Visit, notice: Notice) -> Reply:
    """Somebody wants to talk; what they wrote, if anything, is in their own words."""
    told = {name: str(notice.facts.get(name, "")) for name in ("name", "account", "words")}
    return Reply(
        title=visit.say("notices.contact", name=told["name"], account=told["account"]),
        lines=(one_line(told["words"]),) if told["words"] else (),
        note=visit.say("notices.contact_note"),
        buttons=((button(visit.say("button.menu"), Verb.MENU),),),
    )
