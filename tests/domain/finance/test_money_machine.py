"""Orders and money, whoever does what in whatever order, two at once: balances are sums, closed periods stay."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, select

from domain.checks import check_all
from domain.finance import balances
from domain.finance.credit import credit_of
from domain.refusals import Refusal
from domain.rules.approvals import ApprovalState
from domain.rules.finance.credit import OnLimit
from domain.tables.ledger import LedgerEntry
from domain.tables.orders import Order
from domain.tables.people import Account, Channel
from domain.tables.statements import StatementClosing
from storage.engine import Database
from storage.perform import perform
from tests.domain.finance.money_acts import BESIDE, DOORS, HOUSES, RELIEF, Hand
from tests.grounds import Ground, Kind, checked_often, unsynced
from tests.lengths import LONG, times
from tests.together import at_once
from tests.world import World, build, open_world

NUMBERS = st.integers(0, 11)
AMOUNTS = st.sampled_from([Decimal(each) for each in ("0.01", "5", "25", "40", "60", "100", "250")])
#: So many stories, of so many steps each: ten thousand at length.
STORIES, STEPS = times(2, long=100), times(25, long=100)
#: The books are read after every so many steps.
READ_EVERY = times(5, long=10)


def with_terms(database: Database) -> None:
    """The world, where accounts pay by several terms and have limits."""
    build(database, Channel.TELEGRAM)
    with database.transaction() as session:
        for name, _, terms, limit, on_limit in HOUSES:
            account = session.exec(select(Account).where(Account.name == name)).one()
            account.terms, account.on_limit = terms, on_limit
            account.credit_limit = None if limit is None else Decimal(limit)


class MoneyMachine(RuleBasedStateMachine):
    """Anybody does anything, often two in the same moment; a refusal must leave no trace."""

    acts: Mapping[str, Callable[[Hand], None]] = MappingProxyType({**DOORS, **RELIEF, **BESIDE})

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.stack, self.steps = ExitStack(), 0
        self.closed: dict[tuple[int, date], tuple[Decimal, int]] = {}
        plan = ground.plan("accounts with terms", with_terms)
        url = checked_often(self.stack.enter_context(plan.copy()))
        self.world: World = open_world(url, Channel.TELEGRAM, unsynced)
        self.two_at_once = ground.kind is Kind.POSTGRESQL

    def teardown(self) -> None:
        with self.world.database.reading() as session:
            self.books_agree(session)
        self.world.database.close()
        self.stack.close()

    @rule(data=st.data(), which=NUMBERS, amount=AMOUNTS)
    def one(self, data: st.DataObject, which: int, amount: Decimal) -> None:
        self.does(data.draw(st.sampled_from(sorted(self.acts))), which, amount)

    @rule(data=st.data(), which=NUMBERS, amount=AMOUNTS)
    def two(self, data: st.DataObject, which: int, amount: Decimal) -> None:
        """Of the same account, mostly of the same order."""
        names = [data.draw(st.sampled_from(sorted(self.acts))) for _ in range(2)]
        acts = [partial(self.does, name, which, amount) for name in names]
        if self.two_at_once:
            at_once(*acts)
        else:
            for act in acts:
                act()

    @rule(which=NUMBERS, amount=AMOUNTS)
    def ordered_agreed_and_sent(self, which: int, amount: Decimal) -> None:
        for name in ("place", "approve", "agree", "ship"):
            if name in self.acts:
                self.does(name, which % len(HOUSES), amount)

    @rule(hours=st.sampled_from([1, 25, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.world.clock.pass_(hours=hours)
        self.does("jobs", 0, Decimal(1))

    @invariant()
    def every_few_steps_the_books_agree(self) -> None:
        self.steps += 1
        if self.steps % READ_EVERY == 0:
            with self.world.database.reading() as session:
                self.books_agree(session)

    def does(self, name: str, which: int, amount: Decimal) -> None:
        with suppress(Refusal):
            perform(self.world.database, lambda session: self.acts[name](Hand(self.world, session, which, amount)))

    def books_agree(self, session: Session) -> None:
        assert check_all(session) == []
        actor = self.world.actor(session)
        for account in session.exec(select(Account)):
            entries = session.exec(select(LedgerEntry).where(LedgerEntry.account_id == account.id)).all()
            owed = sum((each.amount for each in entries), Decimal(0))
            assert balances.standing(actor, account.id).aged.balance == owed
            for closing in session.exec(select(StatementClosing).where(StatementClosing.account_id == account.id)):
                inside = [each.amount for each in entries if each.day <= closing.until]
                now = (sum(inside, Decimal(0)), len(inside))
                assert self.closed.setdefault((account.id, closing.until), now) == now


class DoorsMachine(MoneyMachine):
    """Only what goes through a door, and what brings relief: no account comes beyond its limit."""

    acts: Mapping[str, Callable[[Hand], None]] = MappingProxyType({**DOORS, **RELIEF})

    def books_agree(self, session: Session) -> None:
        """On stop the exposure is never above the limit; on hold only by what finance agreed to."""
        super().books_agree(session)
        actor = self.world.actor(session)
        for account in session.exec(select(Account)):
            credit = credit_of(actor, account.id)
            if credit.most is None:
                continue
            if account.on_limit is OnLimit.STOP:
                assert credit.exposure.total <= credit.most, account.name
            elif account.on_limit is OnLimit.HOLD:
                given = (Order.account_id == account.id, Order.finance_approval == ApprovalState.GIVEN)
                agreed = sum((order.total for order in session.exec(select(Order).where(*given))), Decimal(0))
                exposure = credit.exposure
                taken = exposure.owed + exposure.unbilled + exposure.approved - exposure.prepaid
                assert taken - agreed <= credit.most, account.name


@pytest.mark.parametrize("machine", [MoneyMachine, DoorsMachine])
def test_whatever_anybody_does_with_money_the_books_agree(ground: Ground, machine: type[MoneyMachine]) -> None:
    class Here(machine):  # type: ignore[valid-type, misc]
        def __init__(self) -> None:
            super().__init__(ground)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
