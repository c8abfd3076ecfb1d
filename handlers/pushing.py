"""Preparing a notice for its receiver: where they are, in their language, with what they may press."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from domain.acting import By, House
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Account, Channel, Identity, Person
from handlers import choices, notices
from handlers.stored import load_reply
from handlers.turn import Reply
from handlers.visit import Visit
from locales import words_for
from storage import cards
from storage.conversations import PushedChoices
from storage.shelf import Shelf


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
class Desk:
    """What is needed to word notices outside a conversation; ``channels`` are those that can bring them now."""

    session: Session
    house: House
    now: datetime
    shelf: Shelf
    channels: frozenset[Channel] = frozenset(Channel)


def prepare(desk: Desk, notice: Notice) -> Push | None:
    """The notice ready to go out; nothing when nobody is there to read it or it no longer matters."""
    if notice.kind is NoticeKind.RESEND:
        return _resend(desk, notice)
    person = desk.session.get(Person, notice.person_id)
    identity = _identity(desk, person) if person and person.active else None
    if person is None or identity is None:
        return None
    reply = notices.word(_visit(desk, person, identity), notice)
    if reply is None:
        return None
    language = words_for(_language(desk, person)).language
    if notice.kind is NoticeKind.CARD_MOVED:
        return _redrawn(desk, identity, reply, language)
    _remember_choices(desk, identity, reply)
    return Push(identity=identity, reply=reply, language=language)


def _redrawn(desk: Desk, identity: Identity, reply: Reply, language: str) -> Push | None:
    """The card drawn anew where it stands; nothing where the chat does not show it."""
    where = cards.message_of(desk.session, identity.channel, identity.external, reply.card) if reply.card else None
    if where is None:
        return None
    return Push(identity=identity, reply=reply, language=language, redraw=True, replacing=where)


def _resend(desk: Desk, notice: Notice) -> Push | None:
    query = select(Identity).where(Identity.channel == notice.channel, Identity.external == notice.external)
    identity = desk.session.exec(query).first()
    if identity is None or not identity.reachable:
        return None
    return Push(identity=identity, reply=load_reply(notice.facts["reply"]), language=str(notice.facts["language"]))


def _identity(desk: Desk, person: Person) -> Identity | None:
    """Where the person can be reached: the channel they used last, of those that are served if there is one."""
    query = select(Identity).where(Identity.person_id == person.id, col(Identity.reachable).is_(True))
    known = desk.session.exec(query.order_by(col(Identity.seen_at).desc())).all()
    return next((each for each in known if each.channel in desk.channels), next(iter(known), None))


def _language(desk: Desk, person: Person) -> str:
    account = desk.session.get(Account, person.account_id) if person.account_id and not person.language else None
    return person.language or (account.language if account else "") or desk.house.language


def _visit(desk: Desk, person: Person, identity: Identity) -> Visit:
    account_id = person.account_id or person.ordering_for_id
    return Visit(
        by=By(session=desk.session, person=person, now=desk.now, house=desk.house),
        identity=identity,
        account=desk.session.get(Account, account_id) if account_id else None,
        say=words_for(_language(desk, person)),
        memory={},
        shelf=desk.shelf,
    )


def _remember_choices(desk: Desk, identity: Identity, reply: Reply) -> None:
    """So that on a platform without buttons the words of a link alone are understood."""
    kept = desk.session.get(PushedChoices, identity.id)
    if kept is None:
        kept = PushedChoices(identity_id=identity.id)
        desk.session.add(kept)
    kept.choices = choices.remember_pushed(kept.choices, reply)
