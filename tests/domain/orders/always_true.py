"""What holds after every step of the order machine, whoever did what."""

from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from functools import partial

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import type_coerce
from sqlmodel import col, func, or_, select

from domain.checks import check_all
from domain.rules.order_states import COUNTABLE
from domain.tables.catalogue import Sku
from domain.tables.columns import QUANTITY
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Channel
from domain.tables.prices import PriceListFor
from domain.tables.stock import StockLevel, StockMove
from tests.grounds import Ground, checked_often, unsynced
from tests.world import World, build, open_world

#: How much 老李 may order of HN250 in a week.
WEEKLY = 100


class AlwaysTrue(RuleBasedStateMachine):
    """A world, and what is true of it after every step."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.stack = ExitStack()
        plan = ground.plan(f"world on {Channel.TELEGRAM}", partial(build, channel=Channel.TELEGRAM))
        url = checked_often(self.stack.enter_context(plan.copy()))
        self.world: World = open_world(url, Channel.TELEGRAM, unsynced)

    def teardown(self) -> None:
        self.world.database.close()
        self.stack.close()

    @invariant()
    def the_books_agree(self) -> None:
        with self.world.database.reading() as session:
            assert check_all(session) == []

    @invariant()
    def on_hand_is_the_sum_of_its_moves(self) -> None:
        with self.world.database.reading() as session:
            moved: dict[int, Decimal] = {}
            for move in session.exec(select(StockMove)):
                moved[move.sku_id] = moved.get(move.sku_id, Decimal(0)) + move.quantity
            for level in session.exec(select(StockLevel)):
                assert level.on_hand == moved.get(level.sku_id, Decimal(0))

    @invariant()
    def nothing_is_promised_that_is_not_there(self) -> None:
        """Not even where a shelf was found to hold less than was promised: those orders wait."""
        with self.world.database.reading() as session:
            for sku, level in session.exec(select(Sku, StockLevel).join(StockLevel)):
                assert level.available >= 0, sku.code

    @invariant()
    def nobody_pays_by_the_list_of_another(self) -> None:
        theirs = or_(PriceListFor.account_id == Account.id, PriceListFor.group_id == Account.group_id)
        with self.world.database.reading() as session:
            query = select(OrderLine.id).join(Order).join(Account)
            given = select(PriceListFor.id).where(PriceListFor.list_id == OrderLine.price_list_id, theirs)
            listed = col(OrderLine.price_list_id).is_not(None)
            assert session.exec(query.where(listed, ~given.exists())).all() == []

    @invariant()
    def no_more_than_the_period_allows_is_ordered(self) -> None:
        with self.world.database.reading() as session:
            taken = type_coerce(func.sum(OrderLine.quantity - OrderLine.refused), QUANTITY)
            query = select(taken).join(Order).join(Account).join(Sku)
            query = query.where(Account.name == "李记便利店", Sku.code == "HN250", OrderLine.kind == LineKind.GOODS)
            query = query.where(col(Order.status).in_(COUNTABLE))
            week = col(Order.submitted_at) > self.world.clock() - timedelta(days=7)
            assert (session.exec(query.where(week)).one() or 0) <= WEEKLY
