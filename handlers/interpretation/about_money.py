"""Service sentences about money: what somebody owes, who owes, who is late."""

from collections.abc import Callable, Mapping

from domain.finance import access
from domain.orders.view import view_order
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import balance, claim, payment, rebate
from handlers.finance import credit as credit_page
from handlers.finance import invoice as invoice_page
from handlers.finance import statement as statement_page
from handlers.formatting import payment_text
from handlers.interpretation import entities
from handlers.interpretation.not_built import later

Blanks = Mapping[str, str]


def owed(request: Request, _blanks: Blanks) -> Turn:
    """What the own account owes; staff who serve nobody see who owes."""
    return balance.show(request) if request.actor.may(Right.BALANCE_READ) else _not_theirs(request)


def credit(request: Request, _blanks: Blanks) -> Turn:
    """What is left of the own credit."""
    return credit_page.show(request) if request.actor.may(Right.BALANCE_READ) else _not_theirs(request)


def paid(request: Request, blanks: Blanks) -> Turn:
    """A buyer says that they paid; staff see what is owed."""
    if not request.actor.is_a(Role.BUYER):
        return owed(request, blanks)
    return claim.say(request, blanks.get("sentence", ""))


def paid_order(request: Request, blanks: Blanks) -> Turn | None:
    """A buyer says that an order is paid; staff see what its account owes."""

    def of_order(order_id: int) -> Turn:
        view = view_order(request.actor, order_id)
        if request.actor.is_a(Role.BUYER):
            return claim.of_order(request, view.order)
        if not request.actor.may(Right.BALANCE_READ):
            return _not_theirs(request)
        return balance.show(request, account_id=view.order.account_id)

    said = blanks.get("order")
    return paid(request, blanks) if said is None else entities.order(request, said, of_order)


def statement(request: Request, blanks: Blanks) -> Turn:
    """The own statement, of the month that is named."""
    if not request.actor.may(Right.BALANCE_READ):
        return _not_theirs(request)
    return statement_page.say(request, blanks.get("sentence", ""))


def account_statement(request: Request, blanks: Blanks) -> Turn | None:
    """The statement of a named account; nothing where no account of theirs is called so."""
    sentence = blanks.get("sentence", "")
    return _of_account(request, blanks, Verb.STATEMENT, lambda found: statement_page.say(request, sentence, found))


def account_owes(request: Request, blanks: Blanks) -> Turn | None:
    """What a named account owes; nothing where no account of theirs is called so."""
    return _of_account(request, blanks, Verb.BALANCE, lambda found: balance.show(request, account_id=found))


def account_credit(request: Request, blanks: Blanks) -> Turn | None:
    """What is left of a named account's credit; nothing where no account of theirs is called so."""
    return _of_account(request, blanks, Verb.CREDIT, lambda found: credit_page.show(request, account_id=found))


def _of_account(request: Request, blanks: Blanks, verb: Verb, page: Callable[[int], Turn]) -> Turn | None:
    found = access.accounts_named(request.actor, blanks.get("account", ""))
    if len(found) == 1:
        return page(found[0].id)
    if found:
        rows = tuple((button(each.name, verb, each.id),) for each in found)
        title = request.say("finance.which_account")
        return Turn(replies=(Reply(title=title, buttons=(*rows, (button(request.say("button.menu"), Verb.MENU),))),))
    other = entities.account_within(request, blanks.get("account", ""))
    return _not_theirs(request) if other is not None else None


def invoice(request: Request, _blanks: Blanks) -> Turn:
    """Buyers ask for invoices; finance sees what was asked for."""
    return _of_invoices(request, invoice_page.show)


def my_invoices(request: Request, _blanks: Blanks) -> Turn:
    """How far the invoices are that were asked for."""
    return _of_invoices(request, invoice_page.mine if request.actor.may(Right.INVOICE_ASK) else invoice_page.show)


def _of_invoices(request: Request, page: Callable[[Request], Turn]) -> Turn:
    may = request.actor.may(Right.INVOICE_ASK) or request.actor.may(Right.INVOICE_ANSWER)
    return page(request) if may else _not_theirs(request)


def account_paid(request: Request, blanks: Blanks) -> Turn | None:
    """Finance says what came of a named account; nothing where no account is called so, or somebody else says it."""
    if not request.actor.may(Right.LEDGER_CHANGE):
        return None
    said = " ".join(filter(None, (blanks.get("price"), blanks.get("words"))))
    return _of_account(request, blanks, Verb.PAYMENT, lambda found: payment.typed(request, said, account_id=found))


def rebates(request: Request, _blanks: Blanks) -> Turn:
    """What is left of the own rebates."""
    return rebate.show(request) if request.actor.may(Right.BALANCE_READ) else _not_theirs(request)


def account_rebates(request: Request, blanks: Blanks) -> Turn | None:
    """What is left of a named account's; nothing where no account of theirs is called so."""
    return _of_account(request, blanks, Verb.REBATES, lambda found: rebate.show(request, account_id=found))


def account_rebate(request: Request, blanks: Blanks) -> Turn | None:
    """Finance grants a named account one; others see what it has. Nothing where no account is called so."""
    if not request.actor.may(Right.LEDGER_CHANGE):
        return account_rebates(request, blanks)
    said = " ".join(filter(None, (blanks.get("price"), blanks.get("words"))))
    return _of_account(request, blanks, Verb.REBATE, lambda found: rebate.typed(request, said, account_id=found))


def who_owes(request: Request, _blanks: Blanks) -> Turn:
    """Who owes the most."""
    return balance.debtors(request)


def overdue(request: Request, _blanks: Blanks) -> Turn:
    """Who is late with the most."""
    return balance.debtors(request, overdue=True)


def _not_theirs(request: Request) -> Turn:
    menu = button(request.say("button.menu"), Verb.MENU)
    return Turn(replies=(Reply(title=request.say("finance.not_theirs"), buttons=((menu,),)),))


def how_to_pay(request: Request, blanks: Blanks) -> Turn | None:
    """Where the shop wants to be paid, for those who pay it; else that nothing is known of it here."""
    where = payment_text.pay_to(request) if request.actor.is_a(Role.BUYER) else ()
    if not where:
        return later("how_to_pay")(request, blanks)
    rows = ((button(request.say("menu.orders"), Verb.ORDERS), button(request.say("button.menu"), Verb.MENU)),)
    return Turn(replies=(Reply(title=where[0], note=request.say("order_payment.to_how"), buttons=rows),))
