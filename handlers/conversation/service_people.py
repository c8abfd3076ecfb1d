"""Service sentences of admins about people: inviting, looking, switching off; each leads to the screen that asks."""

import re
from collections.abc import Mapping

from domain.rules.rights import Role
from handlers import people as people_screens
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
    return people_screens.invite(visit, press_of(Verb.INVITE, role.value))


def list_(visit: Visit, blanks: Blanks) -> Turn:
    """Who is here."""
    return people_screens.show(visit, press_of(Verb.PEOPLE))


def person(visit: Visit, blanks: Blanks) -> Turn:
    """The people, of whom one is meant."""
    return list_(visit, blanks)


def account(visit: Visit, blanks: Blanks) -> Turn:
    """The people, of whom one gives an account on."""
    return list_(visit, blanks)
