"""Service sentences of salespeople: what an account ordered, ordering for one, how much was sold."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.language.periods import period_in
from domain.language.words.lists import pattern
from domain.order_text.result import OrderSoFar, TakenLine
from domain.orders import order_lists
from domain.rules.rights import Right
from handlers.administration import account_page, today
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.entry import on_behalf
from handlers.interpretation import confirmation, entities, not_built
from handlers.interpretation.typed_text import TypedText
from handlers.orders import my_orders as order_screens
from handlers.orders.order_rows import choose
from handlers.text_orders import text_order

Blanks = Mapping[str, str]
#: Said instead of a name: whom one orders for now, or somebody yet to be chosen.
_THEM = re.compile(pattern("accounts", "them"), re.IGNORECASE)
_SOMEBODY = re.compile(pattern("accounts", "somebody"), re.IGNORECASE)


def sales(request: Request, blanks: Blanks) -> Turn:
    """Today's figures, for those who may see them; of another day there are none yet, and that is said."""
    if request.actor.may(Right.FIGURES_READ):
        turn = today.show(request)
        return turn.headed(request.say("sentence.only_today")) if "day" in blanks else turn
    return not_built.told(request, "sales", "")


def orders(request: Request, blanks: Blanks) -> Turn | None:
    """What an account ordered, the newest first; of the days that the sentence names."""
    name = blanks.get("account", "")
    found = order_lists.accounts_named(request.actor, name)
    if not found:
        return _no_orders(request, name)
    if len(found) != 1:
        return None
    within = period_in(blanks.get("sentence", ""), request.actor.today)
    days = order_screens.days_said(request, within) if within else ""
    rows = order_lists.of_account(request.actor, found[0].id, within)
    key = "sentence.orders_of" if not days else "sentence.orders_of_days" if rows else "sentence.no_orders_of_days"
    return Turn(replies=(choose(request, rows, request.say(key, account=found[0].name, days=days)),))


def _no_orders(request: Request, name: str) -> Turn | None:
    """One of theirs that never ordered, or one whose orders are a colleague's to see."""
    theirs = entities.accounts(request, name)
    if len(theirs) == 1:
        return Turn(replies=(choose(request, (), request.say("sentence.no_orders_of", account=theirs[0].name)),))
    other = entities.account_within(request, name)
    if other is None or other[0].mine or not other[0].salesperson_name:
        return None
    named = other[0]
    told = request.say("sentence.orders_kept_by", account=named.account.name, salesperson=named.salesperson_name)
    return Turn(replies=(choose(request, (), told),))


def order_for(request: Request, blanks: Blanks) -> Turn | None:
    """Order for an account from now on; what was said behind its name is the order, and for no other account."""
    name = blanks.get("account", "")
    served = request.account if _THEM.fullmatch(name) else None
    found = [served] if served is not None else entities.accounts(request, name)
    if not found:
        other = entities.account_within(request, name)
        if other is not None and not other[0].mine:
            return _not_theirs(request, other[0].account.name, other[0].salesperson_name)
        if _THEM.fullmatch(name) or _SOMEBODY.fullmatch(name):
            return on_behalf.list_(request)
        return _not_theirs(request, name) if TypedText(request, blanks.get("words", "")).is_order else None
    if len(found) > 1:
        return on_behalf.typed_search(request, blanks["account"])
    now_serving = on_behalf.begin(request, account_id=found[0].id)
    words = blanks.get("words", "")
    if not words:
        return now_serving
    inside = replace(request, account=found[0], memory={})
    intake, held = text_order.read(inside, words)
    if not intake:
        return now_serving
    return on_behalf.named(inside, text_order.take_order(inside, words, intake, held or OrderSoFar()))


def _not_theirs(request: Request, name: str, salesperson: str = "") -> Turn:
    """Not one of theirs has this name: the order goes into no cart, least of all into that of whom they order for."""
    choose_one = (button(request.say("menu.accounts"), Verb.ACCOUNTS), button(request.say("button.menu"), Verb.MENU))
    told = request.say("sentence.kept_by", name=name, salesperson=salesperson) if salesperson else ""
    return Turn(replies=(Reply(title=told or request.say("sentence.not_theirs", name=name), buttons=(choose_one,)),))


def part(request: Request, text: str) -> Turn | None:
    """A part of an account that a text changes: asked once more before it counts."""
    return confirmation.change(request, account_page.part_in_words(request, text))


def order_in_one(request: Request, said: TypedText) -> Turn | None:
    """A name of one of theirs and an order in one message: ``兴隆便利店 可乐500 5箱``.

    With the name of an account that they may not order for, or of a shop nobody knows, nothing is ordered for anybody.
    """
    lines = said.intake.lines
    certain = all(isinstance(line, TakenLine) for line in lines) and bool(said.intake) and not said.intake.note
    within = None if certain else entities.account_within(request, said.text)
    if within is not None and not within[0].mine:
        named, words = within
        is_meant = not words.strip() or TypedText(request, words).is_order
        return _not_theirs(request, named.account.name, named.salesperson_name) if is_meant else None
    found = entities.account_before(request, said.text) or ((within[0].account, within[1]) if within else None)
    if found is not None:
        account, words = found
        is_order = TypedText(request, words).is_order
        return order_for(request, {"account": account.name, "words": words}) if is_order else None
    shop = None if certain else entities.shop_before(request, said.text)
    return _not_theirs(request, shop[0]) if shop and TypedText(request, shop[1]).is_order else None
