"""What is done to people, accounts, chats and invites is an admin's: every act asks for the right itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from domain.actor import Actor
from domain.people import (
    account_transfers,
    chats,
    deactivation,
    directory,
    invites,
    open_invites,
    people_undo,
    person_view,
)
from domain.refusals import NotAllowed
from domain.rules.rights import Right, Role, grants
from domain.tables.people import Account, Channel, Identity, Person
from tests.world import World

#: Somebody of each role.
WHO = {
    Role.BUYER: "老莫",
    Role.SALESPERSON: "小赵",
    Role.WAREHOUSE: "老周",
    Role.FINANCE: "小孙",
    Role.CUSTOMER: "阿美",
    Role.ADMIN: "陈总",
}


def person(session: Session) -> int:
    return session.exec(select(Person.id).where(Person.name == "老李")).one()


def seller(session: Session) -> int:
    return session.exec(select(Person.id).where(Person.name == "小赵")).one()


def account(session: Session) -> int:
    return session.exec(select(Account.id).where(Account.name == "李记便利店")).one()


def chat(session: Session) -> int:
    return session.exec(select(Identity.id).where(Identity.external == "li")).one()


def unbind(actor: Actor) -> None:
    here = actor.session.exec(select(Identity).where(Identity.person_id == (actor.person_id or 0))).first()
    chats.unbind(actor, chat(actor.session), here or Identity(channel=Channel.DEMO, external="", seen_at=actor.now))


def revoke(actor: Actor) -> None:
    supplier = replace(actor, person=None)
    open_invites.revoke(actor, invites.issue(supplier, role=Role.WAREHOUSE).invite.id)


ACTS: dict[str, Callable[[Actor], object]] = {
    "see who there is": directory.headcount,
    "see a list": lambda actor: directory.of_role(actor, Role.BUYER),
    "see who is off": directory.switched_off,
    "find by name": lambda actor: directory.called(actor, "老李"),
    "see a person": lambda actor: person_view.view_member(actor, person(actor.session)),
    "see whose accounts": lambda actor: person_view.accounts_of(actor, seller(actor.session), 0),
    "see who could take over": lambda actor: person_view.salespeople(actor, 0, but=None),
    "see an account": lambda actor: person_view.account_with_salesperson(actor, account(actor.session)),
    "switch off": lambda actor: deactivation.switch_off(actor, person(actor.session)),
    "switch on": lambda actor: deactivation.switch_on(actor, person(actor.session)),
    "move an account": lambda actor: account_transfers.assign(actor, account(actor.session), seller(actor.session)),
    "move all": lambda actor: account_transfers.assign_all(actor, seller(actor.session), seller(actor.session)),
    "see chats": lambda actor: chats.of_person(actor, person(actor.session)),
    "see whose chat": lambda actor: chats.bound(actor, chat(actor.session)),
    "unbind": unbind,
    "count invites": open_invites.count,
    "see invites": lambda actor: open_invites.page(actor, 0),
    "call back": revoke,
    "write one for a chat": lambda actor: invites.for_chat(actor, person(actor.session)),
    "write an invite": lambda actor: invites.issue(actor, role=Role.WAREHOUSE),
}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_may(world: World, role: Role) -> None:
    for act in ACTS.values():
        with pytest.raises(NotAllowed), world.database.transaction() as session:
            act(world.actor(session, WHO[role]))


@pytest.mark.parametrize("act", ACTS)
def test_an_admin_may(world: World, act: str) -> None:
    with world.database.transaction() as session:
        ACTS[act](world.actor(session, WHO[Role.ADMIN]))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_takes_back(world: World, role: Role) -> None:
    with world.database.transaction() as session:
        done = deactivation.switch_off(world.actor(session, "陈总"), person(session))
    with pytest.raises(NotAllowed), world.database.transaction() as session:
        people_undo.undo(world.actor(session, WHO[role]), done.event_id or 0)


def test_the_rights_are_the_admins_alone() -> None:
    ours = (Right.PERSON_INVITE, Right.PERSON_SWITCH, Right.ACCOUNT_ASSIGN, Right.CHAT_UNBIND)
    assert {role for role in Role for right in ours if grants(role, right)} == {Role.ADMIN}
