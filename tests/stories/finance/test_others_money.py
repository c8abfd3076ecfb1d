"""Nobody sees or moves another account's money: each role, each press, each typed word, each act."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, func, select

from domain.actor import Actor
from domain.finance import (
    agreements,
    balances,
    claims,
    corrections,
    invoices,
    open_documents,
    payments,
    rebates,
    statements,
)
from domain.finance.access import account_of, accounts_named
from domain.finance.invoices import Issued
from domain.orders import credit_release, paid_orders
from domain.refusals import NoAccount, NotAllowed, NotFound
from domain.rules.finance.credit import OnLimit
from domain.rules.finance.invoicing import InvoiceState
from domain.rules.finance.statement_periods import around
from domain.rules.rights import Role
from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import LedgerEntry, PaymentAllocation, PaymentClaim, TemporaryLimit
from domain.tables.orders import Event
from domain.tables.people import Account
from domain.tables.rebates import Rebate
from domain.tables.statements import StatementClosing, StatementDispute
from handlers.conversation.callback_data import data_of
from handlers.conversation.dispatch import Id, Parameter
from handlers.conversation.turn import Facts, Question, QuestionKind
from handlers.conversation.verbs import Verb
from handlers.finance.actions import ACTIONS, ANSWER_HANDLERS
from handlers.front_door import ACTIONS as ALL_ACTIONS
from tests.orders import place
from tests.stories.hostile.others_things import asks
from tests.world import World

HOUSE, OWNER = "李记便利店", "老李"
pytestmark = pytest.mark.thorough
#: Amounts that stand nowhere else: what is owed, paid, claimed, allowed, and what is left of that.
OWED, PAID, CLAIMED, LIMIT, INVOICED = (
    Decimal(each) for each in ("7654.32", "1234.56", "345.67", "98765.43", "2468.13")
)
REBATED = Decimal("456.78")
SECRETS = tuple(
    f"{each:,.2f}" for each in (OWED, PAID, CLAIMED, LIMIT, INVOICED, REBATED, OWED - PAID, LIMIT - OWED + PAID)
)
#: Somebody of each role to whom 李记便利店 is none of theirs.
OUTSIDERS = {
    "ann": (Role.BUYER, "Ann"),
    "mo": (Role.BUYER, "老莫"),
    "zhao": (Role.SALESPERSON, "小赵"),
    "zhou": (Role.WAREHOUSE, "老周"),
    "mei": (Role.CUSTOMER, "阿美"),
}
MONEY = {
    **ACTIONS,
    **{verb: ALL_ACTIONS[verb] for verb in (Verb.ORDER_PAID, Verb.ORDER, Verb.APPROVE, Verb.REJECT, Verb.CARD)},
}
TYPED = tuple(
    words.format(HOUSE)
    for words in (
        "{}欠多少",
        "{}的额度",
        "{}的对账单",
        "{}10月的对账单",
        "{}付了5000",
        "{}的返利",
        "返利 {} 500 三季度",
        "我的返利",
        "谁欠钱",
        "谁逾期",
        "欠多少",
        "我的额度",
        "对账单",
        "付了 345.67",
        "what does {} owe",
        "{}'s statement",
        "who owes",
    )
)
#: What rows there are of 李记便利店's money.
ROWS = (
    LedgerEntry,
    PaymentAllocation,
    PaymentClaim,
    StatementClosing,
    StatementDispute,
    TemporaryLimit,
    InvoiceRequest,
    Rebate,
)


@dataclass(frozen=True, kw_only=True)
class Money:
    """The ids of what 李记便利店 has."""

    account: int
    order: int
    entry: int
    claim: int
    dispute: int
    invoice: int
    rebate: int
    today: date


@pytest.fixture
def money(world: World) -> Money:
    """They owe, paid, say that they paid more, dispute, wait for an invoice, and have an order to be paid first."""
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.credit_limit, account.on_limit, account.terms = LIMIT, OnLimit.HOLD, "现结"
        finance, buyer = world.actor(session, "小孙"), world.actor(session, OWNER)
        corrections.correct(finance, account.id, OWED, "旧账")
        entry = payments.record(finance, account.id, PAID)
        claim = claims.make(buyer, CLAIMED)
        wrong = agreements.dispute(buyer, account.id, buyer.today, entry.id, "少算了")
        invoice = InvoiceRequest(
            account_id=account.id, title=HOUSE, amount=INVOICED, state=InvoiceState.ASKED, asked_at=buyer.now
        )
        session.add(invoice)
        found = {"account": account.id, "entry": entry.id, "claim": claim.id, "dispute": wrong.id}
        rebate = rebates.grant(finance, account.id, REBATED, "三季度")
        found |= {"invoice": invoice.id, "rebate": rebate.id}
    return Money(order=place(world, {"KL500": 10}).id, today=buyer.today, **found)


def every_press(money: Money) -> Iterator[str]:
    for verb, action in MONEY.items():
        wanted = [parameter for parameter in action.parameters if parameter.required]
        for given in (action.parameters, wanted):
            yield data_of(verb, *(_argument(parameter, money) for parameter in given))


def _argument(parameter: Parameter, money: Money) -> int | Decimal | str:
    ids = {
        "account_id": money.account,
        "order_id": money.order,
        "ledger_entry_id": money.entry,
        "payment_claim_id": money.claim,
        "statement_dispute_id": money.dispute,
        "invoice_request_id": money.invoice,
        "rebate_id": money.rebate,
    }
    if parameter.kind == Id:
        return ids[parameter.name]
    if parameter.kind is Decimal:
        return Decimal("88.88")
    if parameter.kind is date:
        return money.today.isoformat()
    return 1 if parameter.kind in (int, bool) else "1"


def rows(session: Session, money: Money) -> Mapping[str, int]:
    """How many rows of each kind the account has; and how many events there are of its order."""
    found = {
        table.__name__: session.exec(
            select(func.count()).select_from(table).where(table.account_id == money.account)
        ).one()
        for table in ROWS
    }
    return found | {"events": session.exec(select(func.count()).where(Event.order_id == money.order)).one()}


def see_nothing(world: World, who: str, text: str, said: str) -> None:
    shown = [secret for secret in SECRETS if secret in text]
    assert not shown, f"{who} sees {shown} after {said}:\n{text}"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_press_shows_or_moves_it(world: World, money: Money, who: str) -> None:
    phone = world.phone(who).types("?")
    with world.session() as session:
        before = rows(session, money)
    for data in every_press(money):
        see_nothing(world, who, phone.presses(data).text, data)
    world.deliver()
    see_nothing(world, who, "\n".join(reply.text() for reply in phone.heard), "notices")
    with world.session() as session:
        assert rows(session, money) == before


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_word_shows_or_moves_it(world: World, money: Money, who: str) -> None:
    phone = world.phone(who).types("?")
    with world.session() as session:
        before = rows(session, money)
    for text in TYPED:
        said = phone.types(text).text.replace("345.67", "")
        see_nothing(world, who, said, text)
    with world.session() as session:
        assert rows(session, money) == before


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_answer_to_an_open_question_shows_or_moves_it(world: World, money: Money, who: str) -> None:
    phone = world.phone(who).types("?")
    with world.session() as session:
        before = rows(session, money)
    facts: Facts = {
        "account": money.account,
        "ledger_entry": money.entry,
        "payment_claim": money.claim,
        "statement_dispute": money.dispute,
        "invoice_request": money.invoice,
        "last": money.today.isoformat(),
        "entry": money.entry,
    }
    for kind in ANSWER_HANDLERS:
        asks(world, phone, Question(kind=QuestionKind(kind), facts=facts))
        for text in ("88.88 转账", "少了一箱"):
            see_nothing(world, who, phone.types(text).text, kind)
    with world.session() as session:
        assert rows(session, money) == before


Act = Callable[[Actor, Money], object]
#: Every act about an account's money; each is refused to whom it is none of theirs.
ACTS: Mapping[str, Act] = {
    "account": lambda actor, m: account_of(actor, m.account),
    "standing": lambda actor, m: balances.standing(actor, m.account),
    "entries": lambda actor, m: balances.entries(actor, m.account),
    "open documents": lambda actor, m: open_documents.open_documents(actor, m.account),
    "open orders": lambda actor, m: open_documents.open_orders(actor, m.account),
    "statement": lambda actor, m: statements.statement(actor, m.account, around(31, m.today)),
    "correct": lambda actor, m: paid_orders.correct(actor, m.account, Decimal(5), "x"),
    "correct alone": lambda actor, m: corrections.correct(actor, m.account, Decimal(5), "x"),
    "record": lambda actor, m: paid_orders.record(actor, m.account, Decimal(5)),
    "record alone": lambda actor, m: payments.record(actor, m.account, Decimal(5)),
    "to reverse": lambda actor, m: payments.to_reverse(actor, m.entry),
    "take back": lambda actor, m: paid_orders.take_back(actor, m.entry, "x"),
    "claim": lambda actor, m: claims.view(actor, m.claim),
    "arrived": lambda actor, m: paid_orders.arrived(actor, m.claim, Decimal(5)),
    "arrived alone": lambda actor, m: claims.arrived(actor, m.claim, Decimal(5)),
    "not arrived": lambda actor, m: claims.not_arrived(actor, m.claim),
    "claim for their order": lambda actor, m: claims.make(actor, Decimal(5), orders=[m.order]),
    "agree": lambda actor, m: agreements.agree(actor, m.account, m.today, 1),
    "dispute": lambda actor, m: agreements.dispute(actor, m.account, m.today, m.entry, "x"),
    "case": lambda actor, m: agreements.case(actor, m.dispute),
    "answer": lambda actor, m: agreements.answer(actor, m.dispute, "x"),
    "invoice": lambda actor, m: invoices.view(actor, m.invoice),
    "invoices": lambda actor, m: invoices.of_account(actor, m.account),
    "send invoice": lambda actor, m: invoices.send(actor, m.invoice, Issued(number="1")),
    "refuse invoice": lambda actor, m: invoices.refuse(actor, m.invoice, "x"),
    "raise limit": lambda actor, m: credit_release.raise_limit(actor, m.account, Decimal(5), m.today),
    "release": lambda actor, m: credit_release.release(actor, m.order, 1),
    "say paid": lambda actor, m: paid_orders.say_paid(actor, m.order, 1, Decimal(5)),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_every_act_is_refused(world: World, money: Money, who: str) -> None:
    with world.session() as session:
        before, actor = rows(session, money), world.actor(session, OUTSIDERS[who][1])
        assert actor.person is not None
        assert actor.person.role is OUTSIDERS[who][0]
        for name, act in ACTS.items():
            with session.begin_nested() as undone:
                with pytest.raises((NotAllowed, NotFound, NoAccount)):
                    act(actor, money)
                undone.rollback()
            assert rows(session, money) == before, name


@pytest.mark.parametrize("who", OUTSIDERS)
def test_lists_leave_it_out(world: World, money: Money, who: str) -> None:
    with world.session() as session:
        actor = world.actor(session, OUTSIDERS[who][1])
        with suppress(NotAllowed):
            assert money.account not in [each.account.id for each in balances.debtors(actor)]
        with suppress(NotAllowed):
            assert money.account not in [each.id for each in accounts_named(actor, HOUSE)]


def test_all_of_it_is_there_for_those_whose_it_is(world: World, money: Money) -> None:
    for phone in (world.dealer, world.salesperson, world.finance, world.admin):
        seen = "".join(phone.presses(data_of(verb, money.account)).text for verb in (Verb.BALANCE, Verb.CREDIT))
        assert f"{OWED - PAID:,.2f}" in seen
        assert f"{LIMIT:,.2f}" in seen
