"""Service sentences of those who sell: what an account ordered, ordering for one, how much was sold."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain import order_lists
from domain.rules.reading import Held
from domain.rules.rights import Right
from handlers import figures, serving, wording
from handlers.conversation import not_yet, resolve
from handlers.conversation.said import Said
from handlers.order_rows import choose
from handlers.press import button, press_of
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

Blanks = Mapping[str, str]
#: Said instead of a name: whom one orders for now, or somebody yet to be chosen.
_THEM = re.compile(
    r"我们?|忙|我忙|自己|他们?|她们?|它|这家|这个客户|店里|me|us|him|her|it|them|this (?:customer|dealer)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"客|客户|顾客|经销商|(?:a |my )?(?:customer|dealer|account|client)s?", re.IGNORECASE)


def sales(visit: Visit, blanks: Blanks) -> Turn:
    """Today's figures, for those who may see them; of another day there are none yet, and that is said."""
    if visit.by.may(Right.FIGURES_READ):
        turn = figures.show(visit, press_of(Verb.FIGURES))
        return _only_today(visit, turn) if "day" in blanks else turn
    return not_yet.told(visit, "sales", "")


def _only_today(visit: Visit, turn: Turn) -> Turn:
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, title=f"{visit.say('sentence.only_today')}\n{first.title}"), *rest))


def orders(visit: Visit, blanks: Blanks) -> Turn | None:
    """What an account ordered, the newest first."""
    found = order_lists.accounts_named(visit.by, blanks.get("account", ""))
    if len(found) != 1:
        return None
    rows = order_lists.of_account(visit.by, found[0].id)
    return Turn(replies=(choose(visit, rows, visit.say("sentence.orders_of", account=found[0].name)),))


def order_for(visit: Visit, blanks: Blanks) -> Turn | None:
    """Order for an account from now on; what was said behind its name is the order, and for no other account."""
    name = blanks.get("account", "")
    served = visit.account if _THEM.fullmatch(name) else None
    found = [served] if served is not None else resolve.accounts(visit, name)
    if not found:
        if _THEM.fullmatch(name) or _SOMEBODY.fullmatch(name):
            return serving.list_(visit, press_of(Verb.ACCOUNTS))
        return _not_theirs(visit, name) if Said(visit, blanks.get("words", "")).is_order else None
    if len(found) > 1:
        return serving.typed_search(visit, {}, blanks["account"])
    now_serving = serving.serve(visit, press_of(Verb.SERVE, found[0].id))
    words = blanks.get("words", "")
    if not words:
        return now_serving
    inside = replace(visit, account=found[0], memory={})
    intake, held = wording.read(inside, words)
    return serving.named(inside, wording.take(inside, words, intake, held or Held())) if intake else now_serving


def _not_theirs(visit: Visit, name: str) -> Turn:
    """Nobody of theirs has this name: the order goes into no cart, least of all into that of whom they order for."""
    choose_one = (button(visit.say("menu.accounts"), Verb.ACCOUNTS), button(visit.say("button.menu"), Verb.MENU))
    return Turn(replies=(Reply(title=visit.say("sentence.not_theirs", name=name), buttons=(choose_one,)),))


def order_in_one(visit: Visit, text: str) -> Turn | None:
    """A name of one of theirs and an order in one message: ``兴隆便利店 可乐500 5箱``."""
    found = resolve.account_before(visit, text)
    if found is None:
        return None
    account, words = found
    return order_for(visit, {"account": account.name, "words": words}) if Said(visit, words).is_order else None
