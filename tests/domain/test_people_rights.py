"""What is done to people, accounts, chats and invites is an admin's: every act asks for the right itself."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from domain import account_moves, chats, invites, member_view, members, open_invites, people_undo, switching_off
from domain.acting import By
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


def unbind(by: By) -> None:
    here = by.session.exec(select(Identity).where(Identity.person_id == (by.person_id or 0))).first()
    chats.unbind(by, chat(by.session), here or Identity(channel=Channel.DEMO, external="", seen_at=by.now))


def revoke(by: By) -> None:
    house = By(session=by.session, person=None, now=by.now, house=by.house)
    open_invites.revoke(by, invites.issue(house, role=Role.WAREHOUSE).invite.id)


ACTS: dict[str, Callable[[By], object]] = {
    "see who there is": members.headcount,
    "see a list": lambda by: members.of_role(by, Role.BUYER),
    "see who is off": members.switched_off,
    "find by name": lambda by: members.called(by, "老李"),
    "see a person": lambda by: member_view.member(by, person(by.session)),
    "see whose accounts": lambda by: member_view.kept(by, seller(by.session), 0),
    "see who could take over": lambda by: member_view.keepers(by, 0, but=None),
    "see an account": lambda by: member_view.account_kept(by, account(by.session)),
    "switch off": lambda by: switching_off.switch_off(by, person(by.session)),
    "switch on": lambda by: switching_off.switch_on(by, person(by.session)),
    "move an account": lambda by: account_moves.assign(by, account(by.session), seller(by.session)),
    "move all": lambda by: account_moves.assign_all(by, seller(by.session), seller(by.session)),
    "see chats": lambda by: chats.of_person(by, person(by.session)),
    "see whose chat": lambda by: chats.bound(by, chat(by.session)),
    "unbind": unbind,
    "count invites": open_invites.count,
    "see invites": lambda by: open_invites.page(by, 0),
    "call back": revoke,
    "write one for a chat": lambda by: invites.for_chat(by, person(by.session)),
    "write an invite": lambda by: invites.issue(by, role=Role.WAREHOUSE),
}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_may(world: World, role: Role) -> None:
    for act in ACTS.values():
        with pytest.raises(NotAllowed), world.database.transaction() as session:
            act(world.by(session, WHO[role]))


@pytest.mark.parametrize("act", ACTS)
def test_an_admin_may(world: World, act: str) -> None:
    with world.database.transaction() as session:
        ACTS[act](world.by(session, WHO[Role.ADMIN]))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_takes_back(world: World, role: Role) -> None:
    with world.database.transaction() as session:
        done = switching_off.switch_off(world.by(session, "陈总"), person(session))
    with pytest.raises(NotAllowed), world.database.transaction() as session:
        people_undo.undo(world.by(session, WHO[role]), done.event_id or 0)


def test_the_rights_are_the_admins_alone() -> None:
    ours = (Right.PERSON_INVITE, Right.PERSON_SWITCH, Right.ACCOUNT_ASSIGN, Right.CHAT_UNBIND)
    assert {role for role in Role for right in ours if grants(role, right)} == {Role.ADMIN}
