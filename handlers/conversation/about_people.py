"""Service sentences of admins about people: inviting, looking, switching off; each leads to the screen that asks."""

import re
from collections.abc import Mapping

from domain.rules.rights import Role
from handlers import inviting, keepers
from handlers import people as people_screens
from handlers.conversation import resolve
from handlers.press import press_of
from handlers.turn import Turn
from handlers.verbs import Verb
from handlers.visit import Visit

Blanks = Mapping[str, str]
_ROLES = (
    (Role.SALESPERSON, re.compile(r"业务|销售|sales", re.IGNORECASE)),
    (Role.WAREHOUSE, re.compile(r"仓|库管|warehouse", re.IGNORECASE)),
    (Role.FINANCE, re.compile(r"财务|会计|financ|account(?:ant|s dep)", re.IGNORECASE)),
    (Role.ADMIN, re.compile(r"管理|admin", re.IGNORECASE)),
)


def invite(visit: Visit, blanks: Blanks) -> Turn:
    """Invite somebody of the role that was named; everybody else is asked for an account."""
    said = blanks.get("role", "")
    if not said:
        return list_(visit, blanks)
    role = next((role for role, words in _ROLES if words.search(said)), Role.BUYER)
    return inviting.begin(visit, role)


def list_(visit: Visit, blanks: Blanks) -> Turn:
    """Who is here."""
    return people_screens.show(visit, press_of(Verb.PEOPLE))


def person(visit: Visit, blanks: Blanks) -> Turn:
    """The person's page, on which they are switched off and on."""
    return people_screens.by_name(visit, blanks.get("person", ""))


def account(visit: Visit, blanks: Blanks) -> Turn | None:
    """Who shall look after an account."""
    found = resolve.accounts(visit, blanks.get("account", ""))
    return keepers.ask(visit, press_of(Verb.KEEPER, found[0].id)) if len(found) == 1 else None
