"""Erasing a person: name, chats and talk are deleted, the business stays, and the erasure is recorded."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, String, Table, cast
from sqlalchemy import select as rows_of
from sqlmodel import Session, and_, col, delete, exists, or_, select, update

from domain.actor import Actor
from domain.events.journal import log_event
from domain.people import desk_sessions
from domain.refusals import NotAllowed, NotFound
from domain.tables.carts import Cart, CartLine
from domain.tables.notices import Notice
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Address, Channel, Identity, Invite, InviteTry, Person
from domain.tables.threads import Thread, ThreadMessage, ThreadWriter
from domain.tables.wishes import Wish
from storage import media, rate_bookings
from storage.as_json import spellings
from storage.card_messages import CardMessage
from storage.conversations import PushedChoices
from storage.inbox import Delivery
from storage.privacy.personal_columns import Holding, columns_with
from storage.transcript import ShownLine
from storage.wechat_quota import PushWindow, TemplateRing

#: What stands where the name stood.
NOBODY = "—"
_NOWHERE = {"text": NOBODY, "receiver": "", "phone": ""}


@dataclass(frozen=True, kw_only=True)
class Erased:
    """The result; ``elsewhere``: rows of others in which the name was replaced."""

    person_id: int
    chats: int
    elsewhere: int


def erase(actor: Actor, person_id: int) -> Erased:
    """Erase a person. Only the supplier may, from the command line; orders stay, without a name.

    Raises NotAllowed: somebody in a chat asks; NotFound: there is no such person, or they were erased before.
    """
    if actor.person is not None:
        raise NotAllowed
    session = actor.session
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or person.name == NOBODY:
        raise NotFound
    chats = list(session.exec(select(Identity).where(Identity.person_id == person_id)))
    for chat in chats:
        _forget_chat(session, chat)
    _forget_own(session, person_id)
    _forget_talks(actor, person_id)
    _shut_doors(actor, person)
    account = _account_of_their_own(session, person)
    _forget_receiver(session, person)
    elsewhere = _forget_words(session, person, account)
    if account is not None:
        _forget_account(session, account, person)
    person.name, person.phone, person.language = NOBODY, "", ""
    person.active, person.ordering_for_id = False, None
    log_event(actor, "person.erased", subject=f"person:{person_id}", chats=len(chats), elsewhere=elsewhere)
    session.flush()
    return Erased(person_id=person_id, chats=len(chats), elsewhere=elsewhere)


def _forget_chat(session: Session, chat: Identity) -> None:
    """Delete a chat with everything that names it."""
    for table in (Delivery, PushedChoices):
        session.exec(delete(table).where(col(table.identity_id) == chat.id))
    for place in (CardMessage, InviteTry, Notice):
        session.exec(delete(place).where(col(place.channel) == chat.channel, col(place.external) == chat.external))
    rate_bookings.forget_chat(session, chat.channel, chat.external)
    for ledger in (PushWindow, TemplateRing) if chat.channel is Channel.WECHAT else ():
        session.exec(delete(ledger).where(col(ledger.external) == chat.external))
    if chat.channel is Channel.DEMO:
        session.exec(delete(ShownLine).where(col(ShownLine.chat) == chat.external))
    session.delete(chat)
    session.flush()


def _forget_own(session: Session, person_id: int) -> None:
    """Delete the person's notices, carts and wishes."""
    session.exec(delete(Notice).where(col(Notice.person_id) == person_id))
    carts = select(Cart.id).where(Cart.person_id == person_id)
    session.exec(delete(CartLine).where(col(CartLine.cart_id).in_(carts)))
    session.exec(delete(Cart).where(col(Cart.person_id) == person_id))
    session.exec(delete(OrderShare).where(col(OrderShare.person_id) == person_id))
    session.exec(delete(Wish).where(col(Wish.person_id) == person_id))
    desk_sessions.forget_person(session, person_id)


def _forget_talks(actor: Actor, person_id: int) -> None:
    """Delete a buyer's talks with all that was said in them; in talks of others the staff's words stay."""
    session = actor.session
    theirs = select(Thread.id).where(Thread.person_id == person_id)
    said = select(ThreadMessage.picture).where(col(ThreadMessage.thread_id).in_(theirs))
    pictures = session.exec(said.where(col(ThreadMessage.picture).is_not(None))).all()
    session.exec(
        delete(ThreadWriter).where(
            or_(col(ThreadWriter.person_id) == person_id, col(ThreadWriter.thread_id).in_(theirs))
        )
    )
    session.exec(delete(ThreadMessage).where(col(ThreadMessage.thread_id).in_(theirs)))
    session.exec(delete(Thread).where(col(Thread.person_id) == person_id))
    for digest in set(pictures):
        media.forget_soon(session, str(digest), actor.now)


def _shut_doors(actor: Actor, person: Person) -> None:
    """Invites they came by lose the name, unused invites they wrote expire now."""
    named = or_(col(Invite.used_by_id) == person.id, col(Invite.name) == person.name)
    actor.session.exec(update(Invite).where(named).values(name=""))
    unused = col(Invite.created_by_id) == person.id, col(Invite.used_at).is_(None), col(Invite.expires_at) > actor.now
    actor.session.exec(update(Invite).where(*unused).values(expires_at=actor.now))


def _account_of_their_own(session: Session, person: Person) -> Account | None:
    """The account that came in with a consumer and bears their name; a company's bears its own."""
    account = session.get(Account, person.account_id) if person.account_id else None
    if account is None or not account.name.startswith(f"{person.name} #"):
        return None
    others = select(Person.id).where(Person.account_id == account.id, Person.id != person.id)
    return None if session.exec(others.limit(1)).first() else account


def _forget_account(session: Session, account: Account, person: Person) -> None:
    """Where a consumer lives goes, and their name in that of their account; what they bought and paid stays."""
    account.name, account.active = account.name.replace(person.name, NOBODY, 1), False
    session.exec(update(Address).where(col(Address.account_id) == account.id).values(**_NOWHERE))
    theirs = update(Order).where(col(Order.account_id) == account.id)
    session.exec(theirs.where(col(Order.address) != "").values(address=NOBODY))
    session.exec(theirs.values(note="", receiver="", phone=""))


def _forget_receiver(session: Session, person: Person) -> None:
    """Where they received for their account, who receives is not known any more, nor the number."""
    if person.account_id is None:
        return
    for table in (Address, Order):
        phones = (col(table.phone) == person.phone,) if person.phone else ()
        theirs = update(table).where(
            col(table.account_id) == person.account_id, or_(col(table.receiver) == person.name, *phones)
        )
        session.exec(theirs.values(receiver="", phone=""))


def _forget_words(session: Session, person: Person, account: Account | None) -> int:
    """Replace what names the person in what others wrote and were told; returns how many rows changed.

    A name or number that others have too, or that is too short to be told from other words, is left: it names nobody.
    """
    names = [account.name] if account is not None else []
    names += [name for name in (person.name,) if len(name) > 1 and not _is_shared(session, person)]
    same = select(Person.id).where(Person.phone == person.phone, Person.id != person.id)
    if person.phone and session.exec(same.limit(1)).first() is None:
        names.append(person.phone)
    places = list(columns_with(Holding.WORDS, Holding.TALK))
    return sum(_blank(session, *place, name, _pattern(name)) for name in names for place in places)


def _is_shared(session: Session, person: Person) -> bool:
    """Whether another person or an account has the same name."""
    other = exists().where(col(Person.name) == person.name, col(Person.id) != person.id)
    account = exists().where(col(Account.name) == person.name)
    return bool(session.exec(select(or_(other, account))).one())


def _pattern(name: str) -> re.Pattern[str]:
    """The name as a whole word, in scripts that separate words: Li is not in Limited."""
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
    """The value with the name replaced in every text in it."""
    match value:
        case str():
            return found.sub(NOBODY, value)
        case list():
            return [_without(each, found) for each in value]
        case dict():
            return {key: _without(each, found) for key, each in value.items()}
        case _:
            return value
