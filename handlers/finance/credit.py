"""The credit of an account: shown with its parts, raised for a while, and orders that finance lets go on."""

from datetime import date, timedelta
from decimal import Decimal

from domain.finance import access
from domain.finance.credit import credit_of
from domain.language.dates import read_day
from domain.language.typed_amount import read_amount_and_reason
from domain.orders import credit_release
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import balance
from handlers.formatting import credit_text
from handlers.orders import order_card

#: For how many days a raised limit is offered where no day is typed.
_DAYS = 30


def show(request: Request, *, account_id: Id | None = None) -> Turn:
    """What is left of an account's credit; of the own one, or the one they serve, where none is named."""
    wanted = account_id or request.actor.account_id
    if wanted is None:
        return balance.debtors(request)
    return _page(request, wanted)


def ask_limit(request: Request, *, account_id: Id) -> Turn:
    """How much more, and until when?"""
    request.actor.need(Right.CREDIT_CHANGE)
    account = access.account_of(request.actor, account_id)
    return _asked(request, account_id, request.say("credit.raise_ask", account=account.name))


def typed_limit(request: Request, text: str, *, account_id: Id) -> Turn:
    """Amount and day, said back; a tap confirms it."""
    request.actor.need(Right.CREDIT_CHANGE)
    account = access.account_of(request.actor, account_id)
    said = read_amount_and_reason(text)
    today, day_first = request.actor.today, request.say.language == "en"
    until = today + timedelta(days=_DAYS)
    if said is not None and said.reason:
        until = read_day(said.reason.removeprefix("到").removeprefix("until "), today, day_first=day_first) or date.min
    if said is None or said.amount <= 0 or until < today:
        return _asked(request, account_id, request.say("credit.raise_unread", account=account.name))
    amount = request.say.money(said.amount, request.currency)
    title = request.say("credit.raise_sure", account=account.name, amount=amount, day=request.say.day(until))
    yes = button(request.say("credit.raise_yes"), Verb.RAISE_LIMIT_NOW, account_id, said.amount, f"{until}", say=title)
    return Turn(replies=(Reply(title=title, buttons=((yes,), (_back(request, account_id), _menu(request)))),))


def raise_limit(request: Request, *, account_id: Id, amount: Decimal, until: date) -> Turn:
    """Give it."""
    credit_release.raise_limit(request.actor, account_id, amount, until)
    return _page(request, account_id).headed(request.say("credit.raised"))


def ask_release(request: Request, *, order_id: Id) -> Turn:
    """Ask finance to let the order go on."""
    view = credit_release.ask(request.actor, order_id)
    return order_card.after(request, view, request.say("credit.release_asked"))


def release(request: Request, *, order_id: Id, revision: int) -> Turn:
    """Let the order go on."""
    view = credit_release.release(request.actor, order_id, revision)
    return order_card.after(request, view, request.say("credit.released"))


def _page(request: Request, account_id: int) -> Turn:
    account = access.account_of(request.actor, account_id)
    found = credit_of(request.actor, account_id)
    ways = [button(request.say("finance.balance"), Verb.BALANCE, account_id)]
    if request.actor.may(Right.CREDIT_CHANGE):
        ways.append(button(request.say("credit.raise"), Verb.RAISE_LIMIT, account_id))
    title = request.say("credit.title", account=account.name)
    lines = credit_text.lines(request, found)
    return Turn(replies=(Reply(title=title, lines=lines, buttons=(tuple(ways), (_menu(request),))),))


def _asked(request: Request, account_id: int, title: str) -> Turn:
    foot = (_back(request, account_id), _menu(request))
    reply = Reply(title=title, note=request.say("credit.raise_note"), buttons=(foot,))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.RAISE_LIMIT, facts={"account": account_id}))


def _back(request: Request, account_id: int) -> Button:
    return button(request.say("credit.show"), Verb.CREDIT, account_id)


def _menu(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
