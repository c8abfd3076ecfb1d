"""Unbinding a chat from a person, and undoing that."""

from dataclasses import dataclass

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import forget_for_chat, log_event, notify_chat
from domain.people import desk_sessions
from domain.refusals import ChangedSince, NotFound, OwnChat
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Identity, Person

UNBOUND = "chat.unbound"
_BOUND = "chat.bound"


@dataclass(frozen=True, kw_only=True)
class UnboundChat:
    """The chat that was taken away from a person; ``event_id``: to undo it by."""

    chat: Identity
    person: Person
    event_id: int


def of_person(actor: Actor, person_id: int) -> list[Identity]:
    """Where a person talks to us, the place they used last first."""
    actor.need(Right.CHAT_UNBIND)
    query = select(Identity).where(Identity.person_id == person_id)
    return list(actor.session.exec(query.order_by(col(Identity.seen_at).desc())))


def bound(actor: Actor, identity_id: int) -> tuple[Identity, Person]:
    """A chat and whose it is. Raises NotFound: it is nobody's."""
    actor.need(Right.CHAT_UNBIND)
    query = select(Identity, Person).join(Person, col(Person.id) == Identity.person_id)
    found = actor.session.exec(query.where(Identity.id == identity_id)).first()
    if found is None:
        raise NotFound
    return found


def unbind(actor: Actor, identity_id: int, here: Identity) -> UnboundChat:
    """Take a chat, not ``here``, from its person; it is told so. Raises NotFound: it is nobody's; OwnChat."""
    actor.need(Right.CHAT_UNBIND)
    if identity_id == here.id:
        raise OwnChat
    chat = _locked(actor, identity_id)
    person = actor.session.get(Person, chat.person_id) if chat.person_id else None
    if person is None:
        raise NotFound
    chat.person_id = None
    desk_sessions.end_all(actor, person.id)
    forget_for_chat(actor, chat)
    notify_chat(actor, chat, NoticeKind.CHAT_UNBOUND, name=person.name, language=_language(actor, person))
    change = {"before": {"person": person.id}, "after": {"person": None}}
    event = log_event(actor, UNBOUND, subject=f"identity:{chat.id}", **change)
    return UnboundChat(chat=chat, person=person, event_id=event.id)


def take_back(actor: Actor, event: Event) -> Identity:
    """Undo an ``unbind``. Raises ChangedSince: the chat, or its place with the person, is taken by now."""
    actor.need(Right.CHAT_UNBIND)
    chat = _locked(actor, event.subject_id)
    person_id = int(event.facts["before"]["person"])
    same = select(Identity.id).where(Identity.person_id == person_id, Identity.channel == chat.channel)
    if chat.person_id is not None or actor.session.exec(same).first() is not None:
        raise ChangedSince
    chat.person_id = person_id
    person = actor.session.get_one(Person, person_id)
    notify_chat(actor, chat, NoticeKind.CHAT_BOUND, name=person.name, language=_language(actor, person))
    log_event(actor, _BOUND, subject=f"identity:{chat.id}", before={"person": None}, after={"person": person_id})
    return chat


def _locked(actor: Actor, identity_id: int) -> Identity:
    query = select(Identity).where(Identity.id == identity_id).with_for_update(key_share=True)
    chat = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if chat is None:
        raise NotFound
    return chat


def _language(actor: Actor, person: Person) -> str:
    return person.language or actor.supplier.language
