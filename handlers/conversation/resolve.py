"""What the words in a blank stand for: an order, goods, an account; where nothing, they mean something else."""

import re
from collections.abc import Callable

from domain import order_lists, people
from domain.rules.order_numbers import read_number
from domain.rules.rights import Right
from domain.tables.people import Account
from handlers import tracking
from handlers.choices import plain
from handlers.order_rows import choose
from handlers.turn import Turn
from handlers.visit import Visit

#: Digits that can hardly be anything but an order's number: with its day, with leading zeros, or called a number.
_SURELY = re.compile(r"(?i)^\D*0\d{3}\D*$|^d|[-_]|订单|单号|单子|号单?$|order|no\.?|number|#")
#: Goods looked at for a name that several bear.
_GOODS_MOST = 24


def is_surely_order(said: str) -> bool:
    """Whether words are written as only order numbers are."""
    return read_number(said) is not None and _SURELY.search(said.strip()) is not None


def order(visit: Visit, said: str, then: Callable[[int], Turn | None], *, surely: bool = False) -> Turn | None:
    """What ``then`` makes of the order that is meant; which one, where several bear the number; that there is none.

    ``surely``: only what can be nothing but an order's number counts. Nothing where the words are no such number.
    """
    sure = is_surely_order(said)
    if read_number(said) is None or (surely and not sure):
        return None
    found = order_lists.by_number(visit.by, said)
    if len(found) == 1:
        return then(found[0].order.id)
    if found:
        return Turn(replies=(choose(visit, found, visit.say("tracking.which")),))
    return tracking.unknown(visit, said) if sure else None


def goods(visit: Visit, said: str) -> list[int]:
    """The SKUs that bear a name, likeliest first; guesses are none."""
    if not visit.by.may(Right.CATALOGUE_READ):
        return []
    return [hit.sku_id for hit in visit.reader.look(said, _GOODS_MOST, visit.nicknames) if not hit.near]


def accounts(visit: Visit, said: str) -> list[Account]:
    """The accounts this person may order for whose names hold the words; one of just this name alone."""
    wanted = plain(said)
    if not wanted or not visit.by.may(Right.ACCOUNT_SERVE):
        return []
    found = [each for each in people.accounts_of(visit.by) if wanted in plain(each.name)]
    return [each for each in found if plain(each.name) == wanted] or found
