"""Forgetting a person: name, chats and talk go, the business they did stays, and the doing is written down."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, String, Table, cast
from sqlalchemy import select as rows_of
from sqlmodel import Session, and_, col, delete, exists, or_, select, update

from domain.acting import By
from domain.records import note
from domain.refusals import NotAllowed, NotFound
from domain.tables.carts import Cart, CartLine
from domain.tables.notices import Notice
from domain.tables.orders import OrderShare
from domain.tables.people import Account, Channel, Identity, Invite, InviteTry, Person
from storage import pace
from storage.as_json import spellings
from storage.cards import CardMessage
from storage.conversations import PushedChoices
from storage.inbox import Delivery
from storage.personal import Holds, holding
from storage.push_ledger import PushWindow, TemplateRing
from storage.transcript import ShownLine

#: What stands where the name stood.
NOBODY = "—"


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What was done; ``elsewhere``: rows of others in which the name stood."""

    person_id: int
    chats: int
    elsewhere: int


def erase(by: By, person_id: int) -> Erased:
    """Forget a person. Only the house itself may, from the command line; the orders stay, bought by nobody.

    Raises:
        NotAllowed: somebody in a chat asks.
        NotFound: there is no such person, or they were erased before.
    """
    if by.person is not None:
        raise NotAllowed
    session = by.session
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or person.name == NOBODY:
        raise NotFound
    chats = list(session.exec(select(Identity).where(Identity.person_id == person_id)))
    for chat in chats:
        _forget_chat(session, chat)
    _forget_own(session, person_id)
    _shut_doors(by, person)
    elsewhere = _forget_name(session, person)
    person.name, person.language, person.active, person.ordering_for_id = NOBODY, "", False, None
    note(by, "person.erased", subject=f"person:{person_id}", chats=len(chats), elsewhere=elsewhere)
    session.flush()
    return Erased(person_id=person_id, chats=len(chats), elsewhere=elsewhere)


def _forget_chat(session: Session, chat: Identity) -> None:
    """A chat with everything that names it."""
    for table in (Delivery, PushedChoices):
        session.exec(delete(table).where(col(table.identity_id) == chat.id))
    for place in (CardMessage, InviteTry, Notice):
        session.exec(delete(place).where(col(place.channel) == chat.channel, col(place.external) == chat.external))
    pace.forget_chat(session, chat.channel, chat.external)
    for ledger in (PushWindow, TemplateRing) if chat.channel is Channel.WECHAT else ():
        session.exec(delete(ledger).where(col(ledger.external) == chat.external))
    if chat.channel is Channel.DEMO:
        session.exec(delete(ShownLine).where(col(ShownLine.chat) == chat.external))
    session.delete(chat)
    session.flush()


def _forget_own(session: Session, person_id: int) -> None:
    """What waits for the person, and what they meant to order."""
    session.exec(delete(Notice).where(col(Notice.person_id) == person_id))
    carts = select(Cart.id).where(Cart.person_id == person_id)
    session.exec(delete(CartLine).where(col(CartLine.cart_id).in_(carts)))
    session.exec(delete(Cart).where(col(Cart.person_id) == person_id))
    session.exec(delete(OrderShare).where(col(OrderShare.person_id) == person_id))


def _shut_doors(by: By, person: Person) -> None:
    """Invites they came by lose the name, invites they wrote and nobody used end now."""
    named = or_(col(Invite.used_by_id) == person.id, col(Invite.name) == person.name)
    by.session.exec(update(Invite).where(named).values(name=""))
    unused = col(Invite.created_by_id) == person.id, col(Invite.used_at).is_(None), col(Invite.expires_at) > by.now
    by.session.exec(update(Invite).where(*unused).values(expires_at=by.now))


def _forget_name(session: Session, person: Person) -> int:
    """Take the name out of what others wrote and were told; how many rows that were.

    A name that others bear too, or that is too short to be told from other words, is left there: it names nobody.
    """
    if len(person.name) < 2 or _is_shared(session, person):  # noqa: PLR2004 - one letter stands in every second word
        return 0
    found = _pattern(person.name)
    return sum(_blank(session, table, column, person.name, found) for table, column in holding(Holds.WORDS, Holds.TALK))


def _is_shared(session: Session, person: Person) -> bool:
    """Whether another person or an account is called the same."""
    other = exists().where(col(Person.name) == person.name, col(Person.id) != person.id)
    account = exists().where(col(Account.name) == person.name)
    return bool(session.exec(select(or_(other, account))).one())


def _pattern(name: str) -> re.Pattern[str]:
    """The name as a whole word, where its letters are of a script that parts words: Li is not in Limited."""
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return re.compile(before + re.escape(name) + after, re.IGNORECASE)


def _blank(session: Session, table: Table, column: Column[Any], name: str, found: re.Pattern[str]) -> int:
    keys = list(table.primary_key.columns)
    is_json = isinstance(column.type, JSON)
    forms = spellings(name) if is_json else (name,)
    text = cast(column, String) if is_json else column
    written = or_(*(text.icontains(form, autoescape=True) for form in forms))
    holding_it = rows_of(*keys, column).where(written)
    changed = 0
    for *key, value in session.execute(holding_it).all():
        fresh = _without(value, found)
        if fresh != value:
            this = and_(*(each == part for each, part in zip(keys, key, strict=True)))
            session.execute(update(table).where(this).values({column.name: fresh}))
            changed += 1
    return changed


def _without(value: Any, found: re.Pattern[str]) -> Any:
    """The value with the name gone from every text in it."""
    match value:
        case str():
            return found.sub(NOBODY, value)
        case list():
            return [_without(each, found) for each in value]
        case dict():
            return {key: _without(each, found) for key, each in value.items()}
        case _:
            return value
