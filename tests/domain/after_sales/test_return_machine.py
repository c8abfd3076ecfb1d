"""Orders, parcels, claims, returns, counts and payments, whoever does what in whatever order: the books agree."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, func, select

from domain.checks import check_all
from domain.finance import balances
from domain.refusals import Refusal
from domain.rules.return_life import VOID, ReturnStatus
from domain.rules.returns import ReturnKind
from domain.tables.ledger import LedgerEntry, PostedLine
from domain.tables.orders import OrderLine
from domain.tables.people import Account, Channel
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.stock import StockLevel, StockMove
from storage.engine import Database
from storage.perform import perform
from tests.domain.after_sales.return_acts import NEEDS, RETURNS
from tests.domain.finance.money_acts import BESIDE, DOORS, HOUSES, RELIEF, Hand
from tests.grounds import Ground, Kind, checked_often, unsynced
from tests.lengths import LONG, times
from tests.world import World, build, open_world

ACTS: Mapping[str, Callable[[Hand], None]] = {**DOORS, **RELIEF, **BESIDE, **RETURNS}
LOG = logging.getLogger(__name__)
NUMBERS = st.integers(0, 11)
AMOUNTS = st.sampled_from([Decimal(each) for each in ("5", "25", "40", "60", "100", "250")])
#: The books are read after every so many steps.
READ_EVERY = times(3, long=5)
#: Of what is tried, so much is done at least, in a hundred: else the machine turns in the shallows.
FAIR_SHARE = 20
#: By which terms each account pays: one is billed when its goods came.
TERMS = ("30", "30:receipt", "月结:25:10")


def with_terms(database: Database) -> None:
    """The world, where accounts pay later, by several terms."""
    build(database, Channel.TELEGRAM)
    with database.transaction() as session:
        for (name, *_), terms in zip(HOUSES, TERMS, strict=True):
            session.exec(select(Account).where(Account.name == name)).one().terms = terms


class ReturnMachine(RuleBasedStateMachine):
    """Anybody does anything with goods that came; a refusal must leave no trace, and nothing else may be raised.

    ``tried`` and ``done`` count the acts by name.
    """

    def __init__(self, ground: Ground, tried: Counter[str], done: Counter[str]) -> None:
        super().__init__()
        self.tried, self.done, self.steps = tried, done, 0
        self.stack = ExitStack()
        url = checked_often(self.stack.enter_context(ground.plan("accounts that pay later", with_terms).copy()))
        self.world: World = open_world(url, Channel.TELEGRAM, unsynced)

    def teardown(self) -> None:
        self.the_books_agree()
        self.world.database.close()
        self.stack.close()

    @initialize(amount=AMOUNTS)
    def each_has_goods(self, amount: Decimal) -> None:
        for which in range(len(HOUSES)):
            self.goods_come(which, amount)

    @rule(which=NUMBERS, amount=AMOUNTS)
    def goods_come(self, which: int, amount: Decimal) -> None:
        for name in ("place", "approve", "agree", "ship", "receive_any"):
            self.does(name, which % len(HOUSES), amount)

    @rule(data=st.data(), which=NUMBERS, amount=AMOUNTS)
    def something_of_the_rest(self, data: st.DataObject, which: int, amount: Decimal) -> None:
        self.does(data.draw(st.sampled_from(sorted(ACTS))), which, amount)

    @rule(data=st.data(), which=NUMBERS, amount=AMOUNTS)
    def something_after_sales(self, data: st.DataObject, which: int, amount: Decimal) -> None:
        self.does(data.draw(st.sampled_from(sorted(RETURNS.keys() - NEEDS.keys()))), which, amount)

    @rule(data=st.data(), which=NUMBERS, amount=AMOUNTS)
    def something_that_waits(self, data: st.DataObject, which: int, amount: Decimal) -> None:
        """One of the acts that a request waits for; where none waits, somebody asks."""
        possible = [name for name in sorted(NEEDS) if self.waiting() & NEEDS[name]]
        self.does(data.draw(st.sampled_from(possible or ["ask_to_return"])), which, amount)

    @rule(which=NUMBERS, amount=AMOUNTS, kind=st.sampled_from(ReturnKind))
    def asked_and_settled(self, which: int, amount: Decimal, kind: ReturnKind) -> None:
        if kind is ReturnKind.CLAIM:
            self.asks("claim_goods", which, amount, "approve_return")
        else:
            self.asks("ask_to_return", which, amount, "approve_return", "take_back_in")

    @rule(data=st.data(), which=NUMBERS, amount=AMOUNTS)
    def agreed_and_awaited(self, data: st.DataObject, which: int, amount: Decimal) -> None:
        """Goods that are on their way back wait for whatever comes next."""
        sent = data.draw(st.sampled_from([(), ("send_back",), ("send_back", "count_back")]))
        self.asks("ask_to_return", which, amount, "approve_return", *sent)

    @rule(hours=st.sampled_from([1, 25, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.world.clock.pass_(hours=hours)
        self.does("jobs", 0, Decimal(1))

    def asks(self, asking: str, which: int, amount: Decimal, *then: str) -> None:
        """Somebody asks, and the rest follows until one of it is refused; where nothing is left, goods come first."""
        if not self.does(asking, which, amount):
            self.goods_come(which, amount)
            if not self.does(asking, which, amount):
                return
        all(self.does(name, which, amount) for name in then)

    def does(self, name: str, which: int, amount: Decimal) -> bool:
        """Whether it was done, and not refused."""
        self.tried[name] += 1
        with suppress(Refusal):
            perform(self.world.database, lambda session: ACTS[name](Hand(self.world, session, which, amount)))
            self.done[name] += 1
            return True
        return False

    def waiting(self) -> frozenset[ReturnStatus]:
        """How requests stand."""
        with self.world.database.reading() as session:
            return frozenset(map(ReturnStatus, session.exec(select(ReturnRequest.status).distinct())))

    @invariant()
    def every_few_steps_the_books_agree(self) -> None:
        self.steps += 1
        if self.steps % READ_EVERY == 0:
            self.the_books_agree()

    def the_books_agree(self) -> None:
        with self.world.database.reading() as session:
            assert check_all(session) == []
            self.stock_is_its_moves(session)
            self.balances_are_their_entries(session)
            self.no_more_comes_back_than_came(session)

    def stock_is_its_moves(self, session: Session) -> None:
        moved = select(StockMove.sku_id, func.sum(StockMove.quantity)).group_by(col(StockMove.sku_id))
        known = {sku_id: Decimal(much) for sku_id, much in session.exec(moved)}
        for level in session.exec(select(StockLevel)):
            assert level.on_hand == known.get(level.sku_id, Decimal(0))

    def balances_are_their_entries(self, session: Session) -> None:
        for account in session.exec(select(Account)):
            entries = session.exec(select(col(LedgerEntry.amount)).where(LedgerEntry.account_id == account.id))
            standing = balances.standing(self.world.actor(session), account.id)
            assert standing.aged.balance == sum(entries, Decimal(0))

    def no_more_comes_back_than_came(self, session: Session) -> None:
        """Of no line more is asked for than was delivered, or credited than was billed."""
        query = select(ReturnLine, OrderLine).join(OrderLine, col(OrderLine.id) == ReturnLine.order_line_id)
        query = query.join(ReturnRequest, col(ReturnRequest.id) == ReturnLine.request_id)
        credited: dict[int, Decimal] = {}
        back: dict[int, Decimal] = {}
        for line, ordered in session.exec(query.where(col(ReturnRequest.status).not_in(VOID))):
            credited[ordered.id] = credited.get(ordered.id, Decimal(0)) + line.credited
            back[ordered.id] = back.get(ordered.id, Decimal(0)) + line.good + line.bad
            assert back[ordered.id] <= ordered.delivered
        for line_id, amount in credited.items():
            billed = session.exec(select(col(PostedLine.amount)).where(PostedLine.order_line_id == line_id))
            assert amount <= sum(billed, Decimal(0))


def plays(ground: Ground, stories: int, steps: int) -> dict[str, tuple[int, int]]:
    """So many stories of so many steps; how often each act was tried, and how often done."""
    tried, done = Counter[str](), Counter[str]()

    class Here(ReturnMachine):
        def __init__(self) -> None:
            super().__init__(ground, tried, done)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not LONG,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return {name: (tried[name], done[name]) for name in sorted(tried)}


def test_whatever_becomes_of_goods_that_came_the_books_agree(ground: Ground) -> None:
    plays(ground, 2 if ground.kind is Kind.SQLITE else 1, 12)


@pytest.mark.long
def test_ten_thousand_steps_of_goods_that_came(ground: Ground) -> None:
    told = plays(ground, 220, 50)
    LOG.info("acts tried and done: %s", told)
    shallow = {name: told.get(name) for name in RETURNS if not _is_deep(*told.get(name, (0, 0)))}
    assert not shallow, shallow


def _is_deep(tried: int, done: int) -> bool:
    return done * 100 > tried * FAIR_SHARE
