"""Whatever is done in whatever order, an account on stop never owes more than its limit."""

import random
from contextlib import suppress
from decimal import Decimal

from sqlmodel import select

from domain.checks import check_all
from domain.finance.credit import credit_of
from domain.refusals import Refusal
from domain.rules.finance.credit import OnLimit
from domain.rules.order_life import OrderStatus
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.orders import Order
from domain.tables.people import Account
from tests.lengths import times
from tests.orders import approve, change, place, receive, reject, ship
from tests.world import World

#: Done so often in a row.
STEPS = times(14, long=400)


def test_a_stopped_account_never_passes_its_limit(world: World) -> None:
    chance = random.Random(3)
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "李记便利店")).one()
        account.credit_limit, account.on_limit, account_id = Decimal(200), OnLimit.STOP, account.id
    for _ in range(STEPS):
        with suppress(Refusal):
            _step(world, chance)
        with world.session() as session:
            assert (credit_of(world.actor(session), account_id).free or 0) >= 0
    with world.session() as session:
        assert check_all(session) == []


def _step(world: World, chance: random.Random) -> None:
    with world.session() as session:
        waiting = session.exec(select(Order).where(Order.status == OrderStatus.SUBMITTED)).all()
        agreed = session.exec(select(Order).where(Order.status == OrderStatus.APPROVED)).all()
    what = chance.choice(("place", "place", "approve", "reject", "change", "ship", "ship", "arrive"))
    if what == "place":
        place(world, {chance.choice(("KL330", "ZJ10", "QS550")): chance.randint(1, 40)})
    elif what == "arrive":
        tissues = world.sku("ZJ10").id
        with world.database.transaction() as session:
            stock.receive(world.actor(session, "老周"), home(session), tissues, Decimal(chance.randint(1, 8)))
    elif what == "ship" and agreed:
        receive(world, ship(world, chance.choice(agreed)))
    elif waiting:
        order = chance.choice(waiting)
        if what == "approve":
            approve(world, order)
        elif what == "reject":
            reject(world, order)
        elif what == "change":
            for code in ("KL330", "ZJ10", "QS550"):
                with suppress(Exception):
                    change(world, order, code, chance.randint(1, 60))
