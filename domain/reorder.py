"""An order's goods back in a cart: ordered once more, or taken back to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain import cart_notes, carts
from domain.acting import By
from domain.cart_glance import before_adding, quantities
from domain.carts import CartView, Wanted
from domain.catalogue import Goods
from domain.order_view import OrderView, view
from domain.refusals import BadQuantity, NotOnSale
from domain.tables.orders import Order


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An order's lines in the cart; ``left_out`` are goods that cannot be ordered like that any more.

    ``before``: what the cart held, in base units by SKU. ``note``: what was added to the cart's note.
    """

    order: Order
    cart: CartView
    left_out: tuple[Goods, ...]
    before: Mapping[int, Decimal]
    note: str = ""


def order_again(by: By, order_id: int) -> Taken:
    """See that the cart holds at least what an order held, and its note. Doing it twice changes nothing more.

    Raises:
        NotFound: the order is not this person's to see.
        NotOnSale: nothing of it can be ordered any more.
    """
    seen = view(by, order_id)
    wanted, left_out = _orderable(seen)
    before = quantities(by)
    cart = carts.at_least(by, wanted, _goods(seen))
    return _with_note(by, Taken(order=seen.order, cart=cart, left_out=left_out, before=before))


def take_back(by: By, seen: OrderView) -> Taken:
    """Put an order's lines on top of what the cart holds, with note, day and address.

    Raises:
        NotOnSale: nothing of it can be ordered any more.
    """
    wanted, left_out = _orderable(seen)
    cart = carts.add(by, wanted, _goods(seen))
    before = before_adding(cart, wanted)
    cart = _with_wishes(by, seen.order, cart)
    return _with_note(by, Taken(order=seen.order, cart=cart, left_out=left_out, before=before))


def _with_wishes(by: By, order: Order, cart: CartView) -> CartView:
    """The day and the address it was to go to, where they are still possible and the cart says nothing else."""
    if order.wanted_on and order.wanted_on >= by.today and cart.cart.wanted_on is None:
        cart = carts.want_on(by, order.wanted_on)
    if cart.cart.address_id is None and order.address != cart.address:
        theirs = next((each for each in carts.addresses(by) if each.text == order.address), None)
        cart = carts.deliver_to(by, theirs.id) if theirs is not None else cart
    return cart


def _with_note(by: By, taken: Taken) -> Taken:
    cart, added = cart_notes.add(by, taken.order.note, taken.cart)
    return Taken(order=taken.order, cart=cart, left_out=taken.left_out, before=taken.before, note=added)


def _goods(seen: OrderView) -> Mapping[int, Goods]:
    return {row.goods.sku.id: row.goods for row in seen.rows}


def _orderable(seen: OrderView) -> tuple[list[Wanted], tuple[Goods, ...]]:
    """What of an order's lines can be ordered just as they are, and the goods that cannot."""
    wanted: list[Wanted] = []
    left_out: list[Goods] = []
    for row in seen.rows:
        try:
            carts.check_quantity(row.goods, row.line.quantity)
        except (BadQuantity, NotOnSale):
            left_out.append(row.goods)
        else:
            wanted.append(Wanted(sku_id=row.line.sku_id, quantity=row.line.quantity, said=row.line.said))
    if not wanted:
        raise NotOnSale(sku_id=seen.rows[0].line.sku_id)
    return wanted, tuple(left_out)
