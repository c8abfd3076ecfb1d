"""Preparing a notice for its receiver: where they are, in their language, with what they may press."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, func, select

from domain.acting import By, House
from domain.prepared import Prepared
from domain.tables.columns import ID
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account, Channel, Identity, Person
from handlers import choices, notices
from handlers.choices import Choice
from handlers.stored import load_reply
from handlers.turn import Reply
from handlers.visit import Visit
from locales import words_for
from storage import cards
from storage.conversations import PushedChoices
from storage.shelf import Shelf
from storage.upsert import put


@dataclass(frozen=True, kw_only=True)
class Push:
    """A worded notice and where it goes. ``redraw``: only the card that is there is drawn anew, silently.

    ``replacing``: the message to redraw. News is always a new message: an edit rings nobody's phone.
    """

    identity: Identity
    reply: Reply
    language: str
    redraw: bool = False
    replacing: str | None = None


@dataclass(frozen=True, kw_only=True)
class Nowhere:
    """The notice matters, and its receiver cannot be written to anywhere just now: it waits for them."""


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Whom a notice is for and where; nobody where it is for a chat alone.

    ``choices``: what the words of links pushed there before stand for.
    """

    person: Person | None
    identity: Identity
    account: Account | None
    choices: list[Choice]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What is needed to word notices outside a conversation; ``channels`` are those that can bring them now."""

    session: Session
    house: House
    now: datetime
    shelf: Shelf
    channels: frozenset[Channel] = frozenset(Channel)


def prepare(desk: Desk, notice: Notice) -> Push | Nowhere | None:
    """The notice ready to go out; nothing when it no longer matters to anybody."""
    if notice.kind is NoticeKind.RESEND:
        return _resend(desk, notice)
    receiver = _receiver(desk, notice)
    if receiver is None:
        return Nowhere() if _is_missed(desk, notice) else None
    visit = _visit(desk, receiver, notice)
    reply = notices.word(visit, notice)
    if reply is None:
        return None
    if notice.kind is NoticeKind.CARD_MOVED:
        return _redrawn(desk, receiver.identity, reply, visit.say.language)
    kept = choices.remember_pushed(receiver.choices, reply)
    put(desk.session, PushedChoices, identity_id=receiver.identity.id, choices=kept)
    return Push(identity=receiver.identity, reply=reply, language=visit.say.language)


def in_plain_words(desk: Desk, notice: Notice) -> Push | None:
    """That there is news, without anything of the notice that was refused; nothing where nobody would miss it."""
    if notice.kind is NoticeKind.RESEND:
        resend = None if notice.facts.get("plain") else _resend(desk, notice)
        if not isinstance(resend, Push):
            return None
        return replace(resend, reply=Reply(lines=(words_for(resend.language)("notices.answer_not_shown"),)))
    receiver = None if notice.kind is NoticeKind.CARD_MOVED else _receiver(desk, notice)
    if receiver is None:
        return None
    visit = _visit(desk, receiver, notice)
    order = desk.session.get(Order, notice.order_id) if notice.order_id else None
    words = visit.say("notices.order_not_shown", number=order.number) if order else visit.say("notices.not_shown")
    return Push(identity=receiver.identity, reply=Reply(lines=(words,)), language=visit.say.language)


def _is_missed(desk: Desk, notice: Notice) -> bool:
    """Whether somebody who cannot be reached is still with us, and would want to hear it when they come back."""
    if notice.person_id is None:
        return _chat(desk, notice) is not None
    person = desk.session.get(Person, notice.person_id)
    return person is not None and person.active and notice.kind is not NoticeKind.CARD_MOVED


def _redrawn(desk: Desk, identity: Identity, reply: Reply, language: str) -> Push | None:
    """The card drawn anew where it stands; nothing where the chat does not show it."""
    where = cards.message_of(desk.session, identity.channel, identity.external, reply.card) if reply.card else None
    if where is None:
        return None
    return Push(identity=identity, reply=reply, language=language, redraw=True, replacing=where)


def _resend(desk: Desk, notice: Notice) -> Push | Nowhere | None:
    query = select(Identity).where(Identity.channel == notice.channel, Identity.external == notice.external)
    identity = desk.session.exec(query).first()
    if identity is None:
        return None
    if not identity.reachable:
        return Nowhere()
    return Push(identity=identity, reply=load_reply(notice.facts["reply"]), language=str(notice.facts["language"]))


def _receiver(desk: Desk, notice: Notice) -> Receiver | None:
    """Where the person can be reached: the channel they used last, of those that are served if there is one."""
    if notice.person_id is None:
        here = _chat(desk, notice)
        return here if here is not None and here.identity.reachable else None
    rows = _RECEIVER.all(desk.session, {"person": notice.person_id})
    known = [
        Receiver(person=person, identity=identity, account=account, choices=pushed or [])
        for person, identity, account, pushed in rows
        if person.active
    ]
    return next((each for each in known if each.identity.channel in desk.channels), next(iter(known), None))


def _chat(desk: Desk, notice: Notice) -> Receiver | None:
    """Just the chat that a notice is for, and whoever may talk to us there now."""
    query = select(Identity, Person).join(Person, col(Person.id) == Identity.person_id, isouter=True)
    here = query.where(Identity.channel == notice.channel, Identity.external == notice.external)
    found = desk.session.exec(here).first()
    if found is None:
        return None
    identity, person = found
    return Receiver(person=person if person and person.active else None, identity=identity, account=None, choices=[])


def _visit(desk: Desk, receiver: Receiver, notice: Notice) -> Visit:
    person, account = receiver.person, receiver.account
    language = person.language if person else str(notice.facts.get("language", ""))
    own = account.language if account is not None and person is not None and person.account_id else ""
    return Visit(
        by=By(session=desk.session, person=person, now=desk.now, house=desk.house),
        identity=receiver.identity,
        account=account,
        say=words_for(language or own or desk.house.language),
        memory={},
        shelf=desk.shelf,
    )


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    account_id = func.coalesce(col(Person.account_id), col(Person.ordering_for_id))
    return (
        select(Person, Identity, Account)
        .add_columns(col(PushedChoices.choices))
        .join(Identity, and_(col(Identity.person_id) == Person.id, col(Identity.reachable).is_(True)))
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(PushedChoices, col(PushedChoices.identity_id) == Identity.id, isouter=True)
        .where(col(Person.id) == bindparam("person", type_=ID))
        .order_by(col(Identity.seen_at).desc())
    )


_RECEIVER = Prepared(_query())
