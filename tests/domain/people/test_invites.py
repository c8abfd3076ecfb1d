"""Invites: one use, a week long, only their hash is kept, and guessing shuts the door."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from domain.people import invites
from domain.refusals import (
    AlreadyJoined,
    BadWords,
    InviteExpired,
    InviteUnknown,
    InviteUsed,
    NoAccount,
    NotAllowed,
    NotFound,
    TooManyInvites,
    TooManyTries,
)
from domain.rules.invite_codes import LENGTH, LETTERS
from domain.rules.rights import Role
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import OrderShare
from domain.tables.people import Channel, Identity, Invite
from tests.lengths import times
from tests.orders import place
from tests.world import World


def stranger(session: Session, world: World, name: str = "new") -> Identity:
    identity = Identity(channel=Channel.TELEGRAM, external=name, seen_at=world.clock())
    session.add(identity)
    session.flush()
    return identity


def test_only_the_hash_of_a_code_is_kept(world: World) -> None:
    with world.session() as session:
        issued = invites.issue(world.actor(session), role=Role.WAREHOUSE)
        kept = session.exec(select(Invite)).one()
        assert issued.code not in str(kept.model_dump())
        assert kept.expires_at - world.clock() == timedelta(days=7)


def test_whoever_wrote_the_invite_hears_who_came(world: World) -> None:
    with world.session() as session:
        code = invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE, name="小周").code
        joined = invites.join(world.actor(session), stranger(session, world), code, "whatever")
        assert (joined.person.name, joined.person.role, joined.order_id) == ("小周", Role.WAREHOUSE, None)
        assert session.exec(select(Notice.kind)).all() == [NoticeKind.MEMBER_JOINED]


def test_a_code_opens_the_door_once(world: World) -> None:
    with world.session() as session:
        code = invites.issue(world.actor(session), role=Role.WAREHOUSE).code
        invites.join(world.actor(session), stranger(session, world), code, "A")
        with pytest.raises(InviteUsed):
            invites.join(world.actor(session), stranger(session, world, "other"), code, "B")


def test_unknown_and_expired_codes_do_not_open(world: World) -> None:
    with world.session() as session:
        identity = stranger(session, world)
        code = invites.issue(world.actor(session), role=Role.WAREHOUSE).code
        with pytest.raises(InviteUnknown):
            invites.join(world.actor(session), identity, "BCDFGHJK2345", "A")
        world.clock.pass_(days=7)
        with pytest.raises(InviteExpired):
            invites.join(world.actor(session), identity, code, "A")


def test_five_wrong_codes_shut_the_door_for_that_chat_only(world: World) -> None:
    with world.session() as session:
        guesser, other = stranger(session, world), stranger(session, world, "other")
        code = invites.issue(world.actor(session), role=Role.WAREHOUSE).code
        for _ in range(5):
            invites.count_try(world.actor(session), guesser)
        with pytest.raises(TooManyTries):
            invites.join(world.actor(session), guesser, code, "A")
        assert invites.join(world.actor(session), other, code, "B").person.name == "B"


def test_who_is_in_needs_no_other_role(world: World) -> None:
    with world.session() as session:
        code = invites.issue(world.actor(session), role=Role.ADMIN).code
        identity = session.exec(select(Identity).where(Identity.external == "li")).one()
        with pytest.raises(AlreadyJoined):
            invites.join(world.actor(session, "老李"), identity, code, "")


def test_a_customer_follows_one_order_and_then_another(world: World) -> None:
    first = place(world, {"KL500": 24})
    second = place(world, {"XB330": 24})
    with world.session() as session:
        codes = [invites.share(world.actor(session, "老李"), order.id).code for order in (first, second)]
        identity = session.exec(select(Identity).where(Identity.external == "mei")).one()
        for code in (*codes, codes[1]):
            invites.join(world.actor(session, "阿美"), identity, code, "")
        assert set(session.exec(select(OrderShare.order_id))) == {first.id, second.id}


def test_only_those_with_the_right_invite_and_share(world: World) -> None:
    order = place(world, {"KL500": 24})
    with world.session() as session:
        with pytest.raises(NotAllowed):
            invites.issue(world.actor(session, "老李"), role=Role.ADMIN)
        with pytest.raises(NotAllowed):
            invites.share(world.actor(session, "老周"), order.id)
        with pytest.raises(NotFound):
            invites.share(world.actor(session, "Ann"), order.id)


def test_a_buyer_belongs_to_an_account_and_names_have_an_end(world: World) -> None:
    with world.session() as session:
        with pytest.raises(NoAccount):
            invites.issue(world.actor(session), role=Role.BUYER)
        with pytest.raises(BadWords):
            invites.issue(world.actor(session), role=Role.WAREHOUSE, name="长" * 61)
        with pytest.raises(BadWords):
            invites.account_named(world.actor(session), " ")


def test_nobody_writes_more_than_a_hundred_invites_a_day(world: World) -> None:
    with world.session() as session:
        for _ in range(invites.ISSUED_MOST):
            invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE)
        with pytest.raises(TooManyInvites):
            invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE)
        invites.issue(world.actor(session), role=Role.WAREHOUSE)
        world.clock.pass_(days=1)
        invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE)


def test_codes_are_drawn_from_all_letters_and_never_come_twice(world: World) -> None:
    with world.session() as session:
        codes = [invites.issue(world.actor(session), role=Role.WAREHOUSE).code for _ in range(times(400, long=2_000))]
    assert len(set(codes)) == len(codes)
    assert set("".join(codes)) == set(LETTERS)
    assert len(LETTERS) ** LENGTH > 2**57
