"""Invites that nobody has used yet are seen and called back; those that open much are confirmed first."""

import pytest
from sqlmodel import select

from domain.people import invites
from domain.rules.rights import Role
from domain.tables.orders import Event
from domain.tables.people import Invite
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import place
from tests.phones import Phone
from tests.world import World


def test_an_invite_for_an_admin_is_confirmed_first(world: World) -> None:
    for role, warning in (("管理员", "什么都能看、都能改"), ("财务", "所有订单、价格")):
        world.admin.types("菜单").taps("人员").taps(f"➕ 邀请{role}").sees(f"邀请一位{role}？", warning)
        assert written(world, role_of[role]) == []
        world.admin.taps(f"✅ 邀请{role}").sees(f"邀请好了：{role}", "邀请码")
        assert len(written(world, role_of[role])) == 1


@pytest.mark.parametrize("role", ["业务员", "仓库"])
def test_others_are_invited_at_one_tap(world: World, role: str) -> None:
    world.admin.types("菜单").taps("人员").taps(f"➕ 邀请{role}").sees(f"邀请好了：{role}")


def test_open_invites_are_listed_with_what_they_open_and_who_wrote_them(world: World) -> None:
    order = place(world, {"KL500": 24})
    with world.database.transaction() as session:
        invites.issue(world.actor(session), role=Role.WAREHOUSE, name="小唐")
        invites.share(world.actor(session, "老李"), order.id)
    world.admin.types("菜单").taps("人员").taps("📨 没用的邀请（2）").sees("没用的邀请：2 个")
    world.admin.taps("📨 仓库").sees("给：小唐", "后台", "前有效").taps("⬅️").taps(order.number).sees("老李")


def test_a_list_of_many_has_pages(world: World) -> None:
    for _ in range(10):
        code_of(world, Role.WAREHOUSE)
    world.admin.types("菜单").taps("人员").taps("没用的邀请（10）")
    assert rows(world) == 8
    world.admin.taps("▶️")
    assert rows(world) == 2


def test_a_called_back_code_is_refused_with_a_kind_word(world: World) -> None:
    code = code_of(world, Role.WAREHOUSE)
    call_back(world, "仓库").sees("收回了", "已经收回了")
    world.phone("new").starts(code).sees("已经收回了", "再要一个", "🔑")
    world.phone("new").types("你好").sees("邀请")
    world.admin.types("菜单").taps("人员").does_not_see("没用的邀请")


def test_calling_back_is_taken_back(world: World) -> None:
    code = code_of(world, Role.WAREHOUSE)
    call_back(world, "仓库").taps("↩️ 撤销").sees("邀请码又能用了", "前有效")
    world.phone("new").starts(code).sees("欢迎您")


def test_what_was_used_is_not_called_back(world: World) -> None:
    code = code_of(world, Role.WAREHOUSE)
    world.admin.types("菜单").taps("人员").taps("没用的邀请").taps("📨 仓库")
    revoke = world.admin.find("❌ 收回")[1]
    world.phone("new").starts(code).sees("欢迎您")
    world.admin.presses(revoke.data).sees("已经有人用了")
    world.phone("new").types("菜单").sees("您好")


def test_what_expired_is_not_listed(world: World) -> None:
    code_of(world, Role.WAREHOUSE)
    world.clock.pass_(days=8)
    world.admin.types("菜单").taps("人员").does_not_see("没用的邀请")


def test_the_invite_just_written_is_called_back_at_one_tap(world: World) -> None:
    world.admin.types("菜单").taps("人员").taps("➕ 邀请业务员")
    code = next(reply.title for reply in world.admin.last if "邀请码" in reply.title).split()[-1]
    world.admin.taps("❌ 收回这个邀请").sees("收回了").taps("↩️").sees("又能用了")
    world.phone("new").starts(code).sees("欢迎您")


def test_whoever_wrote_it_hears_that_somebody_else_called_it_back(world: World) -> None:
    order = place(world, {"KL500": 24})
    with world.database.transaction() as session:
        invites.share(world.actor(session, "老李"), order.id)
    call_back(world, order.number)
    world.deliver()
    world.dealer.hears("陈总收回了您写的邀请")


def test_only_admins_see_and_call_back(world: World) -> None:
    code = code_of(world, Role.WAREHOUSE)
    invite = written(world, Role.WAREHOUSE)[0].id
    for phone in (world.salesperson, world.dealer, world.finance, world.warehouse, world.customer):
        for data in (data_of(Verb.INVITES), data_of(Verb.INVITE_OF, invite), data_of(Verb.REVOKE, invite)):
            phone.presses(data).does_not_see("📨")
    world.phone("new").starts(code).sees("欢迎您")


def test_the_event_says_who_and_when(world: World) -> None:
    code_of(world, Role.WAREHOUSE)
    owner, invite = world.person("陈总").id, written(world, Role.WAREHOUSE)[0].id
    call_back(world, "仓库")
    with world.session() as session:
        event = session.exec(select(Event).where(Event.kind == "invite.revoked")).one()
    assert (event.person_id, event.at, event.subject) == (owner, world.clock(), f"invite:{invite}")
    assert (event.facts["before"], event.facts["after"]) == ("open", "revoked")


role_of = {"管理员": Role.ADMIN, "财务": Role.FINANCE}


def code_of(world: World, role: Role) -> str:
    """A code that the command line wrote."""
    with world.database.transaction() as session:
        return invites.issue(world.actor(session), role=role).code


def call_back(world: World, which: str) -> Phone:
    world.admin.types("菜单").taps("人员").taps("没用的邀请").taps(which)
    return world.admin.taps("❌ 收回")


def written(world: World, role: Role) -> list[Invite]:
    with world.session() as session:
        return list(session.exec(select(Invite).where(Invite.role == role)))


def rows(world: World) -> int:
    return sum(label.startswith("📨") for label in world.admin.labels)
