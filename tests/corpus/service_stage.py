"""Where a sentence of the corpus is typed: a world with standing orders, and the phone of whoever speaks."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from domain.rules.rights import Role
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment
from handlers.conversation.callback_data import Argument, data_of
from handlers.conversation.verbs import Verb
from tests.corpus.service_world import CASE, Standing
from tests.phones import Phone
from tests.world import World

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a state is played: the world, its standing orders, and the role and phone of who will speak."""

    world: World
    role: Role
    standing: Standing
    phone: Phone

    def press(self, verb: Verb, *args: Argument) -> None:
        """A tap on a button."""
        self.phone.presses(data_of(verb, *args))

    def says(self, *texts: str) -> None:
        """Typed just before."""
        for text in texts:
            self.phone.types(text)

    def order(self, letter: str) -> Order:
        """A standing order as it is now."""
        return self.one(select(Order).where(Order.number == self.standing.numbers[letter]))

    def parcel(self, letter: str) -> Shipment:
        """The parcel of a standing order."""
        return self.one(select(Shipment).where(Shipment.order_id == self.order(letter).id))

    def line(self, letter: str) -> OrderLine:
        """The line of a standing order."""
        return self.one(select(OrderLine).where(OrderLine.order_id == self.order(letter).id))

    def sku(self, code: str) -> int:
        """One of the goods."""
        return self.one(select(Sku).where(Sku.code == code)).id

    def one(self, query: SelectOfScalar[T]) -> T:
        """The only row that a query finds."""
        with self.world.database.reading() as session:
            return session.exec(query).one()

    def put(self, code: str, cases: int) -> None:
        """So much of it lies in the cart."""
        self.press(Verb.PUT, self.sku(code), Decimal(cases * CASE))
