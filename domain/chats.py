"""The chats of a person: taking one away from them, and giving it back."""

from dataclasses import dataclass

from sqlmodel import col, select

from domain.acting import By
from domain.records import forget_for_chat, note, tell_chat
from domain.refusals import ChangedSince, NotFound, OwnChat
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Identity, Person

UNBOUND = "chat.unbound"
_BOUND = "chat.bound"


@dataclass(frozen=True, kw_only=True)
class Unbound:
    """The chat that was taken away from a person; ``event_id``: to undo it by."""

    chat: Identity
    person: Person
    event_id: int


def of_person(by: By, person_id: int) -> list[Identity]:
    """Where a person talks to us, the place they used last first."""
    by.need(Right.CHAT_UNBIND)
    query = select(Identity).where(Identity.person_id == person_id)
    return list(by.session.exec(query.order_by(col(Identity.seen_at).desc())))


def bound(by: By, identity_id: int) -> tuple[Identity, Person]:
    """A chat and whose it is.

    Raises:
        NotFound: it is nobody's.
    """
    by.need(Right.CHAT_UNBIND)
    query = select(Identity, Person).join(Person, col(Person.id) == Identity.person_id)
    found = by.session.exec(query.where(Identity.id == identity_id)).first()
    if found is None:
        raise NotFound
    return found


def unbind(by: By, identity_id: int, here: Identity) -> Unbound:
    """Take a chat away from its person; it is a stranger's from now on, and is told so. ``here``: where this is said.

    Raises:
        NotFound: it is nobody's, perhaps since just now.
        OwnChat: it is the chat this is said in.
    """
    by.need(Right.CHAT_UNBIND)
    if identity_id == here.id:
        raise OwnChat
    chat = _locked(by, identity_id)
    person = by.session.get(Person, chat.person_id) if chat.person_id else None
    if person is None:
        raise NotFound
    chat.person_id = None
    forget_for_chat(by, chat)
    tell_chat(by, chat, NoticeKind.CHAT_UNBOUND, name=person.name, language=_language(by, person))
    event = note(by, UNBOUND, subject=_subject(chat), before={"person": person.id}, after={"person": None})
    return Unbound(chat=chat, person=person, event_id=event.id)


def take_back(by: By, event: Event) -> Identity:
    """Undo an ``unbind``.

    Raises:
        ChangedSince: the chat is somebody else's by now, or the person has another on the same channel.
    """
    by.need(Right.CHAT_UNBIND)
    chat = _locked(by, int(event.subject.partition(":")[2]))
    person_id = int(event.facts["before"]["person"])
    same = select(Identity.id).where(Identity.person_id == person_id, Identity.channel == chat.channel)
    if chat.person_id is not None or by.session.exec(same).first() is not None:
        raise ChangedSince
    chat.person_id = person_id
    person = by.session.get_one(Person, person_id)
    tell_chat(by, chat, NoticeKind.CHAT_BOUND, name=person.name, language=_language(by, person))
    note(by, _BOUND, subject=_subject(chat), before={"person": None}, after={"person": person_id})
    return chat


def _locked(by: By, identity_id: int) -> Identity:
    query = select(Identity).where(Identity.id == identity_id).with_for_update(key_share=True)
    chat = by.session.exec(query.execution_options(populate_existing=True)).first()
    if chat is None:
        raise NotFound
    return chat


def _language(by: By, person: Person) -> str:
    return person.language or by.house.language


def _subject(chat: Identity) -> str:
    return f"identity:{chat.id}"
