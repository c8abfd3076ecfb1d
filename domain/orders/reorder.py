"""Copying an order's goods into a cart: to order again, or to change a withdrawn order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.actor import Actor
from domain.carts import carts, details
from domain.carts.carts import CartView, CartWish
from domain.carts.promotions import choose_as_before
from domain.carts.quantities import before_adding, quantities
from domain.catalogue import catalogue, visibility
from domain.catalogue.catalogue import Goods, with_limits
from domain.orders.last_order import LastOrder, past_goods
from domain.orders.promotions import choices_of
from domain.orders.view import OrderView, view_order
from domain.refusals import BadQuantity, NothingInCart, NotOnSale
from domain.tables.orders import Order


@dataclass(frozen=True, kw_only=True)
class ReorderedCart:
    """An order's lines in the cart; ``left_out`` are goods that cannot be ordered like that any more.

    ``order_id``: nothing of a past order. ``before``: what the cart held, in base units by SKU. ``note``: what was
    added to the cart's note.
    """

    number: str
    order_id: int | None = None
    cart: CartView
    left_out: tuple[Goods, ...]
    before: Mapping[int, Decimal]
    note: str = ""


def order_again(actor: Actor, order_id: int) -> ReorderedCart:
    """See that the cart holds at least an order's lines and its note; idempotent. Raises NotFound, NotOnSale."""
    view = view_order(actor, order_id)
    wanted, left_out = _orderable(actor, view)
    before = quantities(actor)
    cart = carts.at_least(actor, wanted, _goods(view))
    return _with_note(actor, view.order, cart, left_out, before)


def last_again(actor: Actor, last: LastOrder) -> ReorderedCart:
    """The same with what an account ordered last. Raises NotFound, NotOnSale."""
    if last.order_id is not None:
        return order_again(actor, last.order_id)
    bought = past_goods(actor, last)
    goods = catalogue.ordered(actor.session, bought)
    wishes = [CartWish(sku_id=sku_id, quantity=quantity) for sku_id, quantity in bought.items()]
    wanted, left_out = _possible(actor, goods, wishes)
    if not wanted:
        raise NotOnSale(sku_id=next(iter(bought))) if bought else NothingInCart
    before = quantities(actor)
    cart = carts.at_least(actor, wanted, goods)
    return ReorderedCart(number=last.number, cart=cart, left_out=left_out, before=before)


def back_to_cart(actor: Actor, view: OrderView, also: Sequence[CartWish] = ()) -> ReorderedCart:
    """Add an order's lines, note, day and address to the cart. Raises NotOnSale: nothing of it can be ordered.

    ``also``: what was taken out of it, for others that its buyer never agreed to.
    """
    wanted, left_out = _orderable(actor, view, also)
    cart = carts.add(actor, wanted, _goods(view))
    before = before_adding(cart, wanted)
    cart = _with_wishes(actor, view.order, cart)
    choose_as_before(actor, cart.cart.id, choices_of(actor.session, view.order.id))
    return _with_note(actor, view.order, cart, left_out, before)


def _with_wishes(actor: Actor, order: Order, cart: CartView) -> CartView:
    """The day and the address it was to go to, where they are still possible and the cart says nothing else."""
    if order.wanted_on and order.wanted_on >= actor.today and cart.cart.wanted_on is None:
        cart = details.want_on(actor, order.wanted_on)
    if cart.cart.address_id is None and order.address != cart.address:
        theirs = next((each for each in details.addresses(actor) if each.text == order.address), None)
        cart = details.deliver_to(actor, theirs.id) if theirs is not None else cart
    return cart


def _with_note(
    actor: Actor, order: Order, cart: CartView, left_out: tuple[Goods, ...], before: Mapping[int, Decimal]
) -> ReorderedCart:
    cart, added = details.add_note(actor, order.note, cart)
    return ReorderedCart(
        number=order.number, order_id=order.id, cart=cart, left_out=left_out, before=before, note=added
    )


def _goods(view: OrderView) -> Mapping[int, Goods]:
    return {row.goods.sku.id: row.goods for row in view.rows}


def _orderable(
    actor: Actor, view: OrderView, also: Sequence[CartWish] = ()
) -> tuple[list[CartWish], tuple[Goods, ...]]:
    """What of an order's lines can be ordered just as they are, and the goods that cannot."""
    lines = [row.line for row in view.bought_rows]
    wishes = [CartWish(sku_id=line.sku_id, quantity=line.quantity, said=line.said) for line in lines]
    wanted, left_out = _possible(actor, _goods(view), wishes)
    wanted.extend(also)
    if not wanted:
        raise NotOnSale(sku_id=view.rows[0].line.sku_id) if view.rows else NothingInCart
    return wanted, left_out


def _possible(
    actor: Actor, goods: Mapping[int, Goods], wishes: Sequence[CartWish]
) -> tuple[list[CartWish], tuple[Goods, ...]]:
    """What of these can be ordered now just as it is, and the goods that cannot."""
    gone = visibility.hidden(actor.session)
    seen = {each.sku_id: replace(goods[each.sku_id], hidden=each.sku_id in gone) for each in wishes}
    seen = with_limits(actor.session, actor.account_id, seen)
    wanted: list[CartWish] = []
    left_out: list[Goods] = []
    for each in wishes:
        try:
            carts.check_quantity(seen[each.sku_id], each.quantity)
        except (BadQuantity, NotOnSale):
            left_out.append(goods[each.sku_id])
        else:
            wanted.append(each)
    return wanted, tuple(left_out)
