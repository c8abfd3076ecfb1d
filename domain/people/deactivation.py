"""Switching a person off and on: while off they can do nothing, get no notices, and keep their chats."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import and_, col, exists, or_, select

from domain.actor import Actor
from domain.events.journal import forget_for_chat, last, log_event, notify
from domain.events.recipients import SELLING
from domain.people import account_transfers, desk_sessions, open_invites
from domain.people.account_transfers import AccountsAssigned
from domain.refusals import ChangedSince, LastAdmin, NotAllowed, NotFound
from domain.rules.rights import Right, Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Account, Identity, Person

OFF = "person.switched_off"
_ON = "person.switched_on"


@dataclass(frozen=True, kw_only=True)
class Deactivated:
    """Who was switched off, and what went to whom. ``event_id``: to undo it by; nothing where it was so already."""

    person: Person
    moved: AccountsAssigned | None
    event_id: int | None


def switch_off(actor: Actor, person_id: int, salesperson_id: int | None = None) -> Deactivated:
    """Switch a person off, their accounts handed to ``salesperson_id`` first. Raises NotFound, LastAdmin."""
    actor.need(Right.PERSON_SWITCH)
    person = _locked(actor, person_id)
    if not person.active:
        return Deactivated(person=person, moved=None, event_id=None)
    _leave_an_admin(actor, person)
    moved = account_transfers.assign_all(actor, person.id, salesperson_id) if salesperson_id else None
    accounts = _accounts(actor, person)
    asked = account_transfers.asked_now(actor, accounts)
    person.active, person.ordering_for_id = False, None
    actor.session.flush()
    account_transfers.pass_on(actor, accounts, {each: those - {person.id} for each, those in asked.items()}, "")
    desk_sessions.end_all(actor, person.id)
    event = log_event(
        actor,
        OFF,
        subject=f"person:{person.id}",
        before={"active": True},
        after={"active": False},
        assigned=moved.event_id if moved else None,
        invites=open_invites.revoke_all_of(actor, person.id),
    )
    for chat in actor.session.exec(select(Identity).where(Identity.person_id == person.id)).all():
        forget_for_chat(actor, chat)
    return Deactivated(person=person, moved=moved, event_id=event.id)


def switch_on(actor: Actor, person_id: int) -> Person:
    """Let a person in again, as they were. Raises NotFound: there is no such person, or they have no chat left."""
    actor.need(Right.PERSON_SWITCH)
    person = _locked(actor, person_id)
    if actor.session.exec(select(Identity.id).where(Identity.person_id == person.id)).first() is None:
        raise NotFound
    if not person.active:
        person.active = True
        notify(actor, [person.id], NoticeKind.SWITCHED_ON)
        log_event(actor, _ON, subject=f"person:{person.id}", before={"active": False}, after={"active": True})
    return person


def take_back(actor: Actor, event: Event) -> None:
    """Undo a ``switch_off`` with its transfers and revoked invites. Raises ChangedSince."""
    actor.need(Right.PERSON_SWITCH)
    person = _locked(actor, event.subject_id)
    latest = last(actor, OFF, event.subject)
    if person.active or latest is None or latest.id != event.id:
        raise ChangedSince
    switch_on(actor, person.id)
    actor.session.flush()
    open_invites.reopen_all(actor, event.facts["invites"])
    assigned = actor.session.get(Event, event.facts["assigned"]) if event.facts["assigned"] else None
    if assigned is not None:
        account_transfers.take_back(actor, assigned)


def _locked(actor: Actor, person_id: int) -> Person:
    """The person, locked with every admin, so that no two switch each other off. Raises NotAllowed, NotFound."""
    admins = and_(col(Person.role) == Role.ADMIN, col(Person.active).is_(True))
    query = select(Person).where(or_(admins, col(Person.id) == person_id)).order_by(col(Person.id))
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = {each.id: each for each in actor.session.exec(query)}
    if actor.person_id not in found or not found[actor.person_id].active:
        raise NotAllowed
    if person_id not in found:
        raise NotFound
    return found[person_id]


def _leave_an_admin(actor: Actor, person: Person) -> None:
    """Somebody with a chat must be able to run the business."""
    others = (Person.role == Role.ADMIN, col(Person.active).is_(True), Person.id != person.id)
    chat = exists().where(col(Identity.person_id) == Person.id)
    if person.role is Role.ADMIN and actor.session.exec(select(Person.id).where(*others, chat)).first() is None:
        raise LastAdmin


def _accounts(actor: Actor, person: Person) -> Sequence[Account]:
    """The accounts whose orders others decide on, once this person is gone."""
    if person.role not in SELLING:
        return ()
    theirs = or_(col(Account.salesperson_id) == person.id, col(Account.salesperson_id).is_(None))
    return actor.session.exec(select(Account).where(theirs).order_by(col(Account.id)).with_for_update()).all()
