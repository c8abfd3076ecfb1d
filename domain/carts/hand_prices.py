"""The price of a cart's line, set by hand: it stays with whatever quantity, until it is taken away."""

from dataclasses import dataclass
from decimal import Decimal

from domain.actor import Actor
from domain.carts.carts import CartRow, CartView, changed, priced, view
from domain.catalogue.catalogue import Goods
from domain.db.statements import attach
from domain.refusals import BadPrice, BadWords, NotInCart
from domain.rules.money import is_price
from domain.rules.pricing.price_calculation import SourcePrices, by_hand
from domain.rules.rights import Right
from domain.tables.carts import CartLine
from domain.tables.orders import OrderLine

#: Longest reason, in characters.
REASON_MOST = 200


@dataclass(frozen=True, kw_only=True)
class HandPrice:
    """A price that somebody sets: of one unit with ``size`` base units, and why."""

    price: Decimal
    size: int
    reason: str

    def check(self, goods: Goods) -> None:
        """Whether goods can be priced so. Raises BadPrice: no price, or no unit of theirs; BadWords: no reason."""
        if not is_price(self.price) or self.size not in {1, *(pack.size for pack in goods.packs)}:
            raise BadPrice
        if not 0 < len(self.reason.strip()) <= REASON_MOST:
            raise BadWords(most=REASON_MOST)

    def as_source(self, goods: Goods) -> SourcePrices:
        """It as a source of prices of these goods."""
        pack_id = next((pack.id for pack in goods.packs if pack.size == self.size > 1), None)
        return by_hand(self.price, self.size, pack_id)

    def put_on(self, line: CartLine | OrderLine, person_id: int | None) -> None:
        """Write it on a line, and who set it."""
        line.manual_price, line.manual_size = self.price, self.size
        line.manual_reason, line.manual_by_id = self.reason.strip(), person_id


def take_off(line: CartLine | OrderLine) -> None:
    """Take the price that was set by hand from a line."""
    line.manual_price, line.manual_size, line.manual_reason, line.manual_by_id = None, None, "", None


def set_price(actor: Actor, sku_id: int, wanted: HandPrice) -> CartView:
    """Set the price of a line. Raises NotInCart: there is no such line; BadPrice, BadWords."""
    person = actor.need(Right.ORDER_REPRICE)
    cart, row = _row(actor, sku_id)
    wanted.check(row.goods)
    line = attach(actor.session, row.line)
    wanted.put_on(line, person.id)
    return changed(actor, cart, priced(cart, line, row.goods))


def list_price_again(actor: Actor, sku_id: int) -> CartView:
    """Let a line cost again what the lists say. Raises NotInCart: there is no such line."""
    actor.need(Right.ORDER_REPRICE)
    cart, row = _row(actor, sku_id)
    if row.line.manual_price is None:
        return cart
    line = attach(actor.session, row.line)
    take_off(line)
    return changed(actor, cart, priced(cart, line, row.goods))


def _row(actor: Actor, sku_id: int) -> tuple[CartView, CartRow]:
    cart = view(actor)
    row = cart.row_of(sku_id)
    if row is None:
        raise NotInCart(sku_id=sku_id)
    return cart, row
