"""Resolves the blanks of a sentence: an order, goods, an account; where none is found, the sentence does not match."""

import re
from collections.abc import Callable, Iterable

from domain.language.words.lists import pattern
from domain.orders import order_lists
from domain.people import account_names, on_behalf
from domain.people.account_names import NamedAccount
from domain.rules.order_numbers import read_number
from domain.rules.rights import Right
from domain.tables.people import Account
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.conversation.typed_choices import plain
from handlers.orders import tracking
from handlers.orders.order_rows import choose

#: Digits that can hardly be anything but an order's number: with its day, with leading zeros, or called a number.
_SURELY = re.compile(r"(?i)^\D*0\d{3}\D*$|^d|[-_]|订单|单号|单子|号单?$|order|no\.?|number|#")
_FOR = re.compile(pattern("accounts", "for"), re.IGNORECASE)
_BETWEEN = re.compile(rf"^[\s,，:：]*(?:的|家|那边)?(?:{pattern('accounts', 'wants')})?[\s,，:：]*", re.IGNORECASE)
#: Where a name ends at the beginning of a text.
_ENDS_NAME = re.compile(rf"[\s,，:：;；]|{pattern('accounts', 'ends_name')}", re.IGNORECASE)
#: What only shops are called.
_SHOP = re.compile(rf"(?:{pattern('accounts', 'shop')})$", re.IGNORECASE)
#: The least number of characters of an account's name.
_NAME_LEAST = 2
#: Goods looked at for a name that several bear.
_GOODS_MOST = 24


def is_surely_order(said: str) -> bool:
    """Whether words are written as only order numbers are."""
    return read_number(said) is not None and _SURELY.search(said.strip()) is not None


def order(
    request: Request,
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
    found = order_lists.by_number(request.actor, said)
    if len(found) > 1:
        found = tuple(row for row in found if fits(row.order.id)) or found
    if len(found) == 1:
        return then(found[0].order.id)
    if found:
        return Turn(replies=(choose(request, found, request.say("tracking.which")),))
    return tracking.unknown(request, said) if sure else None


def goods(request: Request, said: str) -> list[int]:
    """The SKUs that bear a name, likeliest first; guesses are none."""
    if not request.actor.may(Right.CATALOGUE_READ):
        return []
    return [hit.sku_id for hit in request.reader.look(said, _GOODS_MOST, request.nicknames) if not hit.near]


def account_before(request: Request, text: str) -> tuple[Account, str] | None:
    """The account whose name, or the beginning of it, begins a text, and what follows; nothing where several fit."""
    if not request.actor.may(Right.ACCOUNT_SERVE):
        return None
    rest = _without_for(text)
    found = [(_common(each.name, rest), each) for each in on_behalf.accounts_of(request.actor)]
    most = max((length for length, _ in found), default=0)
    best = [each for length, each in found if length == most]
    if most < _NAME_LEAST or len(best) != 1:
        return None
    return best[0], _BETWEEN.sub("", rest[most:], count=1)


def account_within(request: Request, text: str) -> tuple[NamedAccount, str] | None:
    """An account that a text names, and the text without its name: one of somebody else's before any of theirs.

    Of theirs, only one by the name of its buyer at the beginning. Names of goods are none.
    """
    if not request.actor.may(Right.ACCOUNT_SERVE):
        return None
    rest = _without_for(text)
    word = _first_word(rest)
    word = "" if len(word) < _NAME_LEAST or goods(request, word) else word
    found = account_names.named_in(request.actor, rest, word)
    longer = [each.said.lower() for each in found if each.mine]
    others = [
        each
        for each in found
        if not each.mine
        and len(each.said) >= _NAME_LEAST
        and not any(each.said.lower() in name for name in longer)
        and not goods(request, each.said)
    ]
    mine = [each for each in found if each.mine and each.said == word and not _common(each.account.name, word)]
    meant = others[0] if others else mine[0] if len(mine) == 1 else None
    if meant is None:
        return None
    at = rest.lower().index(meant.said.lower())
    return meant, _BETWEEN.sub("", f"{rest[:at]} {rest[at + len(meant.said) :]}", count=1)


def shop_before(request: Request, text: str) -> tuple[str, str] | None:
    """What is called like a shop at the beginning of a text, though no account is called so, and what follows."""
    rest = _without_for(text)
    word = _first_word(rest)
    if not _SHOP.search(word) or word == rest.strip() or goods(request, word):
        return None
    return word, _BETWEEN.sub("", rest[len(word) :], count=1)


def _without_for(text: str) -> str:
    said = text.strip()
    begun = _FOR.match(said)
    return said[begun.end() :] if begun else said


def _first_word(text: str) -> str:
    """What stands before a gap or a word like "wants"."""
    return _ENDS_NAME.split(text, maxsplit=1)[0].strip()


def _distinct(accounts: Iterable[Account]) -> list[Account]:
    return list({each.id: each for each in accounts}.values())


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


def accounts(request: Request, said: str) -> list[Account]:
    """The accounts this person may order for that the words name, by their name or a buyer's; a full name first."""
    wanted = plain(said)
    if not wanted or not request.actor.may(Right.ACCOUNT_SERVE):
        return []
    known = on_behalf.accounts_of(request.actor)
    named = [(plain(each.name), each) for each in known]
    if exact := [each for name, each in named if name == wanted]:
        return exact
    buyers = [(plain(name), each) for name, each in account_names.buyers_of(request.actor, known)]
    return (
        _distinct(each for name, each in buyers if name == wanted)
        or [each for name, each in named if wanted in name]
        or _distinct(each for name, each in buyers if wanted in name and len(wanted) >= _NAME_LEAST)
    )
