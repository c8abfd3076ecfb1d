"""Seeds what finance has to do in the demo: a dealer says that they paid what is overdue."""

from bot.demo.seed_history import SeedContext
from domain.finance import balances, claims

#: Who pays, and for which account.
_PAYER, _ACCOUNT = "chen", "jiahe"


def seed_claim(context: SeedContext) -> None:
    """陈芳 has just paid and told finance."""
    payer = context.actor(_PAYER, context.now)
    owed = balances.standing(payer, context.people.accounts[_ACCOUNT].id).aged.overdue
    claims.make(payer, owed)
