"""Invite codes as the command line writes them."""

from domain.people import invites
from domain.rules.rights import Role
from tests.world import World


def invite(world: World, role: Role = Role.BUYER, account: str = "新客超市", name: str = "") -> str:
    """A fresh code."""
    with world.database.transaction() as session:
        actor = world.actor(session)
        buyer_of = invites.account_named(actor, account) if role is Role.BUYER else None
        return invites.issue(actor, role=role, account=buyer_of, name=name).code
