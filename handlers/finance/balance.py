"""What an account owes, with every entry: for its buyers and those who look after it; who owes, and who is late."""

from collections.abc import Sequence

from domain.finance import balances, open_documents, rebates
from domain.finance.balances import Standing
from domain.finance.open_documents import OpenDocument
from domain.rules.finance.ledger import Age, LedgerKind
from domain.rules.rights import Right, Role
from domain.tables.ledger import LedgerEntry
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.paging import page as pager
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting.orders_text import as_many

#: Rows of a list of accounts.
_ROWS = 8
#: So many open documents are shown.
_OPEN_SHOWN = 6
#: Their titles: of those who owe, and of those who are late; with somebody on them, and with nobody.
_TITLES = {False: ("finance.owing", "finance.owing_none"), True: ("finance.late", "finance.late_none")}


def foot(request: Request, account_id: int) -> Row:
    """Back to how the account stands, and the menu."""
    back = button(request.say("finance.balance"), Verb.BALANCE, account_id)
    return back, button(request.say("button.menu"), Verb.MENU)


def show(request: Request, *, account_id: Id | None = None) -> Turn:
    """How an account stands; the person's own, or the one they serve, where none is named."""
    wanted = account_id or request.actor.account_id
    if wanted is None:
        return debtors(request)
    return page_of(request, balances.standing(request.actor, wanted))


def page_of(request: Request, stands: Standing, told: str = "") -> Turn:
    """What it owes, by age, with the ways on."""
    account = stands.account
    ways = [
        button(request.say("finance.entries"), Verb.LEDGER, account.id),
        button(request.say("statement.show"), Verb.STATEMENT, account.id),
        button(request.say("credit.show"), Verb.CREDIT, account.id),
    ]
    books: Row = ()
    if request.actor.may(Right.LEDGER_CHANGE):
        paid = button(request.say("payment.ask"), Verb.PAYMENT, account.id)
        books = (paid, button(request.say("finance.correct"), Verb.CORRECT, account.id))
    left = rebates.left(request.actor, account.id)
    granted = left or request.actor.may(Right.LEDGER_CHANGE)
    of_rebates = ((button(request.say("rebate.show"), Verb.REBATES, account.id),),) if granted else ()
    quiet = request.actor.is_a(Role.BUYER) and not request.person.reminders
    again = (button(request.say("reminder.again"), Verb.REMINDERS, 1),) if quiet else ()
    rows: tuple[Row, ...] = (
        *((books,) if books else ()),
        *of_rebates,
        *((again,) if again else ()),
        tuple(ways),
        *_talks(request, account.id),
        (button(request.say("button.menu"), Verb.MENU),),
    )
    title = _head(request, stands)
    told_left = (request.say("rebate.left", amount=request.say.money(left, request.currency)),) if left else ()
    lines = (*_ages(request, stands), *told_left, *_open(request, account.id))
    reply = Reply(title=f"{told}\n{title}" if told else title, lines=lines, buttons=rows)
    return Turn(replies=(reply,))


def _talks(request: Request, account_id: int) -> tuple[Row, ...]:
    """What was said with the account, for whoever may see that."""
    if not request.actor.may(Right.THREAD_READ):
        return ()
    return ((button(request.say("thread.of_account"), Verb.THREADS_OF_ACCOUNT, account_id),),)


def entries(request: Request, *, account_id: Id, page: int = 0) -> Turn:
    """Every entry of an account, the newest first."""
    stands = balances.standing(request.actor, account_id)
    found = balances.entries(request.actor, account_id, page)
    part = of_page(found)
    reply = Reply(
        title=part.head(request, _head(request, stands)),
        lines=tuple(_entry(request, each) for each in found.rows) or (request.say("finance.no_entries"),),
        buttons=(
            *_reversals(request, found.rows),
            *part.turn(request, Verb.LEDGER, account_id),
            foot(request, account_id),
        ),
    )
    return Turn(replies=(reply,))


def _reversals(request: Request, rows: Sequence[LedgerEntry]) -> tuple[Row, ...]:
    """The payments that finance may take back."""
    if not request.actor.may(Right.LEDGER_CHANGE):
        return ()
    paid = (each for each in rows if each.kind is LedgerKind.PAYMENT and each.amount < 0)
    return tuple((_reversal(request, each),) for each in paid)


def _reversal(request: Request, entry: LedgerEntry) -> Button:
    amount = request.say.money(-entry.amount, request.currency)
    label = request.say("payment.reverse", amount=amount, day=request.say.day(entry.day))
    return button(label, Verb.REVERSE, entry.id)


def debtors(request: Request, *, page: int = 0, overdue: bool = False) -> Turn:
    """Who owes the most; or who is late with the most."""
    if request.person.account_id is not None:
        raise StaleButton
    found = balances.debtors(request.actor, overdue=overdue)
    part = pager(page, _ROWS, len(found))
    shown = part.of(found)
    amounts = [each.aged.overdue if overdue else each.aged.balance for each in found]
    sum_ = request.say.money(sum(amounts[1:], amounts[0]), request.currency) if amounts else ""
    some, none = _TITLES[overdue]
    title = request.say(some, amount=sum_) if found else request.say(none)
    other = button(request.say("finance.who_owes" if overdue else "finance.who_is_late"), Verb.DEBTORS, 0, not overdue)
    reply = Reply(
        title=part.head(request, title),
        buttons=(
            *((_row(request, each, overdue=overdue),) for each in shown),
            *part.turn(request, Verb.DEBTORS, after=(overdue,)),
            (other, button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def _row(request: Request, stands: Standing, *, overdue: bool) -> Button:
    amount = stands.aged.overdue if overdue else stands.aged.balance
    told = request.say.money(amount, request.currency)
    label = request.say("finance.row", account=stands.account.name, amount=told)
    return button(label, Verb.BALANCE, stands.account.id)


def _head(request: Request, stands: Standing) -> str:
    name, found = stands.account.name, stands.aged
    if found.balance > 0:
        return request.say("finance.owes", account=name, amount=request.say.money(found.balance, request.currency))
    if found.prepaid:
        return request.say("finance.has", account=name, amount=request.say.money(found.prepaid, request.currency))
    return request.say("finance.even", account=name)


def _ages(request: Request, stands: Standing) -> tuple[str, ...]:
    """What is not due, and what has been for how long; only what there is."""
    found = stands.aged
    lines = [
        request.say(f"finance.age_{age.value}", amount=request.say.money(found.open[age], request.currency))
        for age in reversed(Age)
        if found.open[age]
    ]
    if found.overdue:
        amount = request.say.money(found.overdue, request.currency)
        lines.insert(0, request.say("finance.overdue", amount=amount))
    return tuple(lines)


def _open(request: Request, account_id: int) -> tuple[str, ...]:
    """What is not paid yet, the oldest due first."""
    found = open_documents.open_documents(request.actor, account_id)
    if not found:
        return ()
    lines = as_many(request, found, lambda each: _debt(request, each), _OPEN_SHOWN, more="finance.open_more")
    return (request.say("finance.open"), *lines)


def _debt(request: Request, debt: OpenDocument) -> str:
    what = debt.document or debt.note or request.say(f"finance.kind_{debt.kind}")
    amount = request.say.money(debt.left, request.currency)
    if debt.due_on is None and debt.kind is LedgerKind.INVOICE:
        return request.say("finance.open_next_lot", what=what, amount=amount)
    if debt.due_on is None:
        return request.say("finance.open_line", what=what, amount=amount)
    return request.say("finance.open_due", what=what, amount=amount, day=request.say.day(debt.due_on))


def _entry(request: Request, entry: LedgerEntry) -> str:
    """One entry in a line: day, what it was, how much more or less."""
    kind = request.say(f"finance.kind_{entry.kind}")
    came = request.say("finance.came_on", day=request.say.day(entry.value_day)) if entry.value_day else ""
    what = " ".join(filter(None, (kind, entry.document, entry.note, came)))
    amount = request.say.money(abs(entry.amount), request.currency)
    sign = "+" if entry.amount > 0 else "−"
    return request.say("finance.entry", day=request.say.day(entry.day), what=what, amount=f"{sign}{amount}")
