"""Switching a person off and on: who is off may do nothing and hears nothing, and stays who they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import and_, col, exists, or_, select

from domain import account_moves, open_invites
from domain.account_moves import Moved
from domain.acting import By
from domain.concerned import SELLING
from domain.records import forget_for_chat, last, note, tell
from domain.refusals import ChangedSince, LastAdmin, NotAllowed, NotFound
from domain.rules.rights import Right, Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Account, Identity, Person

OFF = "person.switched_off"
_ON = "person.switched_on"


@dataclass(frozen=True, kw_only=True)
class Off:
    """Who was switched off, and what went to whom. ``event_id``: to undo it by; nothing where it was so already."""

    person: Person
    moved: Moved | None
    event_id: int | None


def switch_off(by: By, person_id: int, keeper_id: int | None = None) -> Off:
    """Switch a person off; ``keeper_id``: their accounts and what waits there go to this one first.

    Raises:
        NotFound: there is no such person.
        LastAdmin: nobody else could run the house.
    """
    by.need(Right.PERSON_SWITCH)
    person = _locked(by, person_id)
    if not person.active:
        return Off(person=person, moved=None, event_id=None)
    _leave_an_admin(by, person)
    moved = account_moves.assign_all(by, person.id, keeper_id) if keeper_id else None
    accounts = _accounts(by, person)
    asked = account_moves.asked_now(by, accounts)
    person.active, person.ordering_for_id = False, None
    by.session.flush()
    account_moves.pass_on(by, accounts, {each: those - {person.id} for each, those in asked.items()}, "")
    event = note(
        by,
        OFF,
        subject=_subject(person),
        before={"active": True},
        after={"active": False},
        assigned=moved.event_id if moved else None,
        invites=open_invites.revoke_all_of(by, person.id),
    )
    for chat in by.session.exec(select(Identity).where(Identity.person_id == person.id)).all():
        forget_for_chat(by, chat)
    return Off(person=person, moved=moved, event_id=event.id)


def switch_on(by: By, person_id: int) -> Person:
    """Let a person in again, as they were.

    Raises:
        NotFound: there is no such person, or they have no chat left to come in by.
    """
    by.need(Right.PERSON_SWITCH)
    person = _locked(by, person_id)
    if by.session.exec(select(Identity.id).where(Identity.person_id == person.id)).first() is None:
        raise NotFound
    if not person.active:
        person.active = True
        tell(by, [person.id], NoticeKind.SWITCHED_ON)
        note(by, _ON, subject=_subject(person), before={"active": False}, after={"active": True})
    return person


def take_back(by: By, event: Event) -> None:
    """Undo a ``switch_off``: the person is on, their accounts are theirs, their invites are open.

    Raises:
        ChangedSince: they were switched on meanwhile, or somebody else has one of the accounts.
    """
    by.need(Right.PERSON_SWITCH)
    person = _locked(by, int(event.subject.partition(":")[2]))
    latest = last(by, OFF, event.subject)
    if person.active or latest is None or latest.id != event.id:
        raise ChangedSince
    switch_on(by, person.id)
    by.session.flush()
    open_invites.reopen_all(by, event.facts["invites"])
    assigned = by.session.get(Event, event.facts["assigned"]) if event.facts["assigned"] else None
    if assigned is not None:
        account_moves.take_back(by, assigned)


def _locked(by: By, person_id: int) -> Person:
    """The person, and every admin: two who switch each other off wait for one another.

    Raises:
        NotAllowed: whoever acts was switched off meanwhile.
        NotFound: there is no such person.
    """
    admins = and_(col(Person.role) == Role.ADMIN, col(Person.active).is_(True))
    query = select(Person).where(or_(admins, col(Person.id) == person_id)).order_by(col(Person.id))
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = {each.id: each for each in by.session.exec(query)}
    if by.person_id not in found or not found[by.person_id].active:
        raise NotAllowed
    if person_id not in found:
        raise NotFound
    return found[person_id]


def _leave_an_admin(by: By, person: Person) -> None:
    """Somebody with a chat must be able to run the house."""
    others = (Person.role == Role.ADMIN, col(Person.active).is_(True), Person.id != person.id)
    chat = exists().where(col(Identity.person_id) == Person.id)
    if person.role is Role.ADMIN and by.session.exec(select(Person.id).where(*others, chat)).first() is None:
        raise LastAdmin


def _accounts(by: By, person: Person) -> Sequence[Account]:
    """The accounts whose orders others decide on, once this person is gone."""
    if person.role not in SELLING:
        return ()
    theirs = or_(col(Account.salesperson_id) == person.id, col(Account.salesperson_id).is_(None))
    return by.session.exec(select(Account).where(theirs).order_by(col(Account.id)).with_for_update()).all()


def _subject(person: Person) -> str:
    return f"person:{person.id}"
