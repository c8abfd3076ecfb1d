"""Service sentences of those who sell: what an account ordered, ordering for one, how much was sold."""

from collections.abc import Mapping
from dataclasses import replace

from domain import order_lists
from domain.rules.reading import Held
from domain.rules.rights import Right
from handlers import figures, serving, wording
from handlers.conversation import not_yet, resolve
from handlers.conversation.said import Said
from handlers.order_rows import choose
from handlers.press import press_of
from handlers.turn import Turn
from handlers.verbs import Verb
from handlers.visit import Visit

Blanks = Mapping[str, str]


def sales(visit: Visit, blanks: Blanks) -> Turn:
    """Today's figures, for those who may see them."""
    if visit.by.may(Right.FIGURES_READ):
        return figures.show(visit, press_of(Verb.FIGURES))
    return not_yet.told(visit, "sales", "")


def orders(visit: Visit, blanks: Blanks) -> Turn | None:
    """What an account ordered, the newest first."""
    found = order_lists.accounts_named(visit.by, blanks.get("account", ""))
    if len(found) != 1:
        return None
    rows = order_lists.of_account(visit.by, found[0].id)
    return Turn(replies=(choose(visit, rows, visit.say("service.orders_of", account=found[0].name)),))


def order_for(visit: Visit, blanks: Blanks) -> Turn | None:
    """Order for an account from now on; what was said behind its name is the order."""
    found = resolve.accounts(visit, blanks.get("account", ""))
    if not found:
        return None
    if len(found) > 1:
        return serving.typed_search(visit, {}, blanks["account"])
    served = serving.serve(visit, press_of(Verb.SERVE, found[0].id))
    words = blanks.get("words", "")
    if not words:
        return served
    inside = replace(visit, account=found[0], memory={})
    intake, held = wording.read(inside, words)
    return serving.named(inside, wording.take(inside, words, intake, held or Held())) if intake else served


def order_in_one(visit: Visit, text: str) -> Turn | None:
    """A name of one of theirs and an order in one message: ``兴隆便利店 可乐500 5箱``."""
    found = resolve.account_before(visit, text)
    if found is None:
        return None
    account, words = found
    return order_for(visit, {"account": account.name, "words": words}) if Said(visit, words).is_order else None
