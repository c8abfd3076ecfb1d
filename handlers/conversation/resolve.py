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
_FOR = re.compile(r"(?:给|替|帮|代)\s*|(?:order )?for\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^[\s,，:：]*(?:的|家|那边)?(?:要|订|下单|下|来|需要|想要|wants?|needs?|would like|orders?)?[\s,，:：]*",
    re.IGNORECASE,
)
#: So much of an account's name must be said.
_NAME_LEAST = 2
#: Goods looked at for a name that several bear.
_GOODS_MOST = 24


def is_surely_order(said: str) -> bool:
    """Whether words are written as only order numbers are."""
    return read_number(said) is not None and _SURELY.search(said.strip()) is not None


def order(
    visit: Visit,
    said: str,
    then: Callable[[int], Turn | None],
    *,
    surely: bool = False,
    fits: Callable[[int], bool] = lambda _: True,
) -> Turn | None:
    """What ``then`` makes of the order that is meant; which one, where several bear the number; that there is none.

    ``surely``: only what can be nothing but an order's number counts. Nothing where the words are no such number.
    ``fits``: of several that bear the number, those with which it may be done are meant.
    """
    sure = is_surely_order(said)
    if read_number(said) is None or (surely and not sure):
        return None
    found = order_lists.by_number(visit.by, said)
    if len(found) > 1:
        found = tuple(row for row in found if fits(row.order.id)) or found
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


def account_before(visit: Visit, text: str) -> tuple[Account, str] | None:
    """The account whose name, or the beginning of it, begins a text, and what follows; nothing where several fit."""
    if not visit.by.may(Right.ACCOUNT_SERVE):
        return None
    plain_text = text.strip()
    begun = _FOR.match(plain_text)
    rest = plain_text[begun.end() :] if begun else plain_text
    found = [(_common(each.name, rest), each) for each in people.accounts_of(visit.by)]
    most = max((length for length, _ in found), default=0)
    best = [each for length, each in found if length == most]
    if most < _NAME_LEAST or len(best) != 1:
        return None
    return best[0], _BETWEEN.sub("", rest[most:], count=1)


def _common(name: str, text: str) -> int:
    """How many characters a text begins with that a name begins with, too; whole words in Latin letters."""
    folded, given = name.casefold(), text.casefold()
    length = next(
        (at for at, (a, b) in enumerate(zip(folded, given, strict=False)) if a != b), min(len(folded), len(given))
    )
    cuts_word = (
        length < len(given) and given[length - 1 : length + 1].isascii() and given[length - 1 : length + 1].isalnum()
    )
    return 0 if cuts_word else length


def accounts(visit: Visit, said: str) -> list[Account]:
    """The accounts this person may order for whose names hold the words; one of just this name alone."""
    wanted = plain(said)
    if not wanted or not visit.by.may(Right.ACCOUNT_SERVE):
        return []
    found = [each for each in people.accounts_of(visit.by) if wanted in plain(each.name)]
    return [each for each in found if plain(each.name) == wanted] or found
