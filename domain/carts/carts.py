"""The one writer of carts. Every change raises the cart's revision, so that a confirm knows what it confirms."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import identity_key
from sqlmodel import col, delete, func, select

from domain.actor import Actor
from domain.carts.order_limits import check
from domain.catalogue import visibility
from domain.catalogue.catalogue import Goods, gather, goods_by_id, one, with_goods, with_limits
from domain.catalogue.pricing import Prices, set_by_hand
from domain.db.bulk import insert_objects as add_rows
from domain.db.bulk import is_new
from domain.db.statements import Prepared, attach
from domain.language.typed_address import holds_phone
from domain.refusals import CartMoved, NoAccount, NotFound, NotInCart
from domain.rules.money import total
from domain.rules.pricing.offers import BoughtLine, bought_line
from domain.rules.pricing.price_calculation import LinePrice
from domain.rules.quantities import fault_of, most_within, nearest
from domain.rules.rights import Right
from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.lines import LineKind
from domain.tables.people import Account, Address
from domain.tables.stock import StockLevel

#: Longest part of the dealer's own words that is kept.
_SAID_MOST = 200
_OF_ACCOUNT = aliased(Address)
_THEIRS = (
    select(col(_OF_ACCOUNT.id))
    .where(col(_OF_ACCOUNT.account_id) == col(Account.id), col(_OF_ACCOUNT.removed_at).is_(None))
    .correlate(Account, Cart)
)
#: The address a cart would go to: the chosen one while it is there, else the usual one.
ADDRESS_ID = func.coalesce(
    _THEIRS.where(col(_OF_ACCOUNT.id) == col(Cart.address_id)).scalar_subquery(),
    _THEIRS.order_by(col(_OF_ACCOUNT.is_default).desc(), col(_OF_ACCOUNT.id)).limit(1).scalar_subquery(),
)
#: An account's cart as one person has it, with lines, goods and address; a row even where there is no cart yet.
_VIEW = Prepared(
    with_goods(
        sqlalchemy.select(Cart, CartLine, Address)
        .select_from(Account)
        .join(Cart, (col(Cart.account_id) == Account.id) & (col(Cart.person_id) == bindparam("person")), isouter=True)
        .join(CartLine, col(CartLine.cart_id) == Cart.id, isouter=True)
        .join(Address, col(Address.id) == ADDRESS_ID, isouter=True)
        .where(col(Account.id) == bindparam("account")),
        col(CartLine.sku_id),
        order_by=col(CartLine.id),
        isouter=True,
    )
)
_TAKE = Prepared(delete(Cart).where(col(Cart.id) == bindparam("cart"), col(Cart.revision) == bindparam("seen")))


class _ViewRow(NamedTuple):
    """A row of ``_VIEW``, as many as the goods of the lines have packs."""

    cart: Cart | None
    line: CartLine | None
    place: Address | None
    sku: Sku | None
    product: Product | None
    pack: Pack | None
    level: StockLevel | None


@dataclass(frozen=True, kw_only=True)
class CartWish:
    """A wanted quantity of a SKU in base units, with the dealer's own words."""

    sku_id: int
    quantity: Decimal
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class CartRow:
    """A cart line with its goods and what it costs now."""

    line: CartLine
    goods: Goods
    price: LinePrice

    @property
    def amount(self) -> Decimal:
        """What it costs, before any discount."""
        return self.price.amount

    @property
    def bought(self) -> BoughtLine:
        """The line as promotions see it."""
        return bought_line(self.line.id, self.line.sku_id, self.goods.product.category_id, self.price)

    @property
    def orderable(self) -> Decimal:
        """As much of what is wanted as can be ordered now, in base units; 0 where nothing can."""
        if not self.goods.on_sale:
            return Decimal(0)
        wanted, limits = self.line.quantity, self.goods.limits
        if not self.goods.sku.backorder and self.goods.available < wanted:
            return most_within(self.goods.available, limits)
        return wanted if fault_of(wanted, limits) is None else nearest(wanted, limits)

    @property
    def in_order(self) -> bool:
        """Whether the line can be submitted as it is."""
        return self.orderable == self.line.quantity


@dataclass(frozen=True, kw_only=True)
class CartView:
    """A whole cart, priced now by ``prices``.

    ``place``: where it would go, the chosen address or else the usual one, if any.
    """

    cart: Cart
    rows: tuple[CartRow, ...]
    prices: Prices
    place: Address | None = None

    @property
    def address(self) -> str:
        """The words of it."""
        return self.place.text if self.place else ""

    @property
    def lacks_receiver(self) -> bool:
        """Whether it is still to be asked, once, who receives; an old address may name them in its words."""
        place = self.place
        told = place is None or (place.receiver and place.phone) or holds_phone(place.text)
        return not told and place is not None and not place.receiver_asked

    @property
    def total(self) -> Decimal:
        """What it costs together."""
        return total(row.amount for row in self.rows)

    @property
    def troubles(self) -> tuple[CartRow, ...]:
        """The lines that cannot be submitted as they are."""
        return tuple(row for row in self.rows if not row.in_order)

    @property
    def goods_rows(self) -> tuple[CartRow, ...]:
        """The lines that are goods, each the only one of its SKU."""
        return tuple(row for row in self.rows if row.line.kind is LineKind.GOODS)

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Base units by SKU of the lines that are goods."""
        return {row.line.sku_id: row.line.quantity for row in self.goods_rows}

    def row_of(self, sku_id: int) -> CartRow | None:
        """The line that a SKU stands on as goods."""
        return next((row for row in self.goods_rows if row.line.sku_id == sku_id), None)


@dataclass(frozen=True, kw_only=True)
class SwappedInCart:
    """The cart after one SKU gave way to another; ``gone``: the one."""

    cart: CartView
    gone: Goods


def check_quantity(goods: Goods, quantity: Decimal) -> None:
    """Whether a SKU can be ordered in this quantity, whatever the stock. Raises NotOnSale, BadQuantity."""
    check(goods.sku.id, goods.limits, quantity, on_sale=goods.on_sale)


def view(actor: Actor) -> CartView:
    """The person's cart for the account they order for, perhaps empty. Raises NoAccount: none is chosen."""
    person = actor.need(Right.CART_CHANGE)
    if actor.account_id is None:
        raise NoAccount
    return view_of(actor, actor.account_id, person.id)


def view_of(actor: Actor, account_id: int, person_id: int) -> CartView:
    """The cart that a person has for an account, perhaps empty. Whoever shows it asks whether it may be seen."""
    facts = {"account": account_id, "person": person_id}
    found = [_ViewRow._make(row) for row in _VIEW.all(actor.session, facts)]
    goods = _as_seen(actor, account_id, gather(found))
    lines = {row.line.id: row.line for row in found if row.line is not None}
    prices = Prices(actor=actor, account_id=account_id)
    prices.know(goods.values())
    return CartView(
        cart=found[0].cart or Cart(account_id=account_id, person_id=person_id, changed_at=actor.now),
        rows=tuple(_row(prices, line, goods[line.sku_id]) for line in lines.values()),
        prices=prices,
        place=found[0].place,
    )


def _as_seen(actor: Actor, account_id: int, goods: dict[int, Goods]) -> dict[int, Goods]:
    """With the account's own order rules; what it may not see any more is as good as off sale."""
    for sku_id in visibility.hidden(actor.session) & goods.keys():
        goods[sku_id] = replace(goods[sku_id], hidden=True)
    return with_limits(actor.session, account_id, goods)


def put(actor: Actor, wanted: CartWish, known: Goods | None = None) -> CartView:
    """Set how much of a SKU is in the cart, 0 removes it; idempotent. ``known``: its goods, if read already."""
    cart = view(actor)
    row = cart.row_of(wanted.sku_id)
    if wanted.quantity:
        goods = row.goods if row else known or one(actor.session, wanted.sku_id)
        check_quantity(goods, wanted.quantity)
        same = row is not None and row.line.quantity == wanted.quantity
        return cart if same else changed(actor, cart, _set(actor, cart, row, goods, wanted))
    if row is None:
        return cart
    actor.session.delete(attach(actor.session, row.line))
    return changed(actor, cart, without={row.line.id})


def add(actor: Actor, wanted: Iterable[CartWish], known: Mapping[int, Goods] | None = None) -> CartView:
    """Put more into the cart: all of it, or nothing where a line is refused. ``known``: goods read already."""
    cart = view(actor)
    more = (_plus(_wanted(cart.row_of(want.sku_id)), want) for want in _together(wanted))
    return _set_all(actor, cart, more, known or {})


def at_least(actor: Actor, wanted: Iterable[CartWish], known: Mapping[int, Goods] | None = None) -> CartView:
    """See that the cart holds at least the wanted quantity of each; idempotent."""
    cart = view(actor)
    there = cart.quantities
    more = [want for want in _together(wanted) if want.quantity > there.get(want.sku_id, Decimal(0))]
    return _set_all(actor, cart, more, known or {}) if more else cart


def swap(actor: Actor, sku_id: int, less: Decimal, wanted: CartWish) -> SwappedInCart:
    """Take some of one SKU out, and put some of another in. Raises NotInCart: the first is not in the cart any more."""
    cart = view(actor)
    row = cart.row_of(sku_id)
    if row is None:
        raise NotInCart(sku_id=sku_id)
    more = _plus(_wanted(cart.row_of(wanted.sku_id)), wanted)
    rest = CartWish(sku_id=sku_id, quantity=row.line.quantity - less)
    if rest.quantity > 0:
        return SwappedInCart(cart=_set_all(actor, cart, (rest, more), {}), gone=row.goods)
    actor.session.delete(attach(actor.session, row.line))
    left = replace(cart, rows=tuple(each for each in cart.rows if each is not row))
    return SwappedInCart(cart=_set_all(actor, left, (more,), {}), gone=row.goods)


def fit(actor: Actor) -> CartView:
    """Bring every line to what can be ordered now; what cannot be had at all is taken out."""
    cart = view(actor)
    gone = [row for row in cart.troubles if not row.orderable]
    for row in gone:
        actor.session.delete(attach(actor.session, row.line))
    less = [
        _set(actor, cart, row, row.goods, CartWish(sku_id=row.goods.sku.id, quantity=row.orderable))
        for row in cart.troubles
        if row.orderable
    ]
    return changed(actor, cart, *less, without={row.line.id for row in gone}) if gone or less else cart


def take(actor: Actor, cart_id: int, revision: int) -> None:
    """Delete the cart, as it became an order. Raises CartMoved: it was changed from another phone just now."""
    seen = {"cart": cart_id, "seen": revision}
    if _TAKE.run(actor.session, seen) != 1:
        raise CartMoved
    gone = actor.session.identity_map.get(identity_key(Cart, cart_id))
    if gone is not None:
        actor.session.expunge(gone)


def empty(actor: Actor, cart: CartView) -> CartView:
    """Take all lines, note and date out."""
    actor.session.exec(delete(CartLine).where(col(CartLine.cart_id) == cart.cart.id))
    mine = attach(actor.session, cart.cart)
    mine.note, mine.wanted_on = "", None
    return changed(actor, replace(cart, cart=mine, rows=()))


def refill(actor: Actor, cart: CartView, wanted: Iterable[CartWish], words: str, day: date | None) -> CartView:
    """Put back what an empty cart held, whether it can be ordered now or not."""
    wishes = tuple(wanted)
    goods = goods_by_id(actor.session, [want.sku_id for want in wishes])
    mine = attach(actor.session, cart.cart)
    mine.note, mine.wanted_on = words, day
    return changed(actor, cart, *(_set(actor, cart, None, goods[want.sku_id], want) for want in wishes))


def _together(wanted: Iterable[CartWish]) -> tuple[CartWish, ...]:
    """One wish for each SKU, even where a message names it twice."""
    together: dict[int, CartWish] = {}
    for want in wanted:
        together[want.sku_id] = _plus(together.get(want.sku_id), want)
    return tuple(together.values())


def _wanted(row: CartRow | None) -> CartWish | None:
    return CartWish(sku_id=row.line.sku_id, quantity=row.line.quantity, said=row.line.said) if row else None


def _plus(before: CartWish | None, more: CartWish) -> CartWish:
    if before is None:
        return more
    said = " · ".join(words for words in (before.said, more.said) if words)
    return CartWish(sku_id=more.sku_id, quantity=before.quantity + more.quantity, said=said)


def priced(cart: CartView, line: CartLine, goods: Goods) -> CartRow:
    """A line of a cart at what it costs now."""
    return _row(cart.prices, line, goods)


def _row(prices: Prices, line: CartLine, goods: Goods) -> CartRow:
    price = prices.line(goods, line.quantity, set_by_hand(line, goods.packs))
    return CartRow(line=line, goods=goods, price=price)


def _set(actor: Actor, cart: CartView, row: CartRow | None, goods: Goods, wanted: CartWish) -> CartRow:
    said = wanted.said[:_SAID_MOST]
    if row is None:
        line = CartLine(cart_id=cart.cart.id, sku_id=wanted.sku_id, quantity=wanted.quantity, said=said)
    else:
        line = attach(actor.session, row.line)
        line.quantity, line.said = wanted.quantity, said or line.said
    return priced(cart, line, goods)


def _set_all(actor: Actor, cart: CartView, wanted: Iterable[CartWish], known: Mapping[int, Goods]) -> CartView:
    """Set some lines, all of them or none."""
    wishes = tuple(wanted)
    goods = {row.goods.sku.id: row.goods for row in cart.rows} | dict(known)
    new = {want.sku_id for want in wishes} - goods.keys()
    goods |= goods_by_id(actor.session, new) if new else {}
    for want in wishes:
        if want.sku_id not in goods:
            raise NotFound
        check_quantity(goods[want.sku_id], want.quantity)
    cart.prices.know(goods[want.sku_id] for want in wishes)
    rows = (_set(actor, cart, cart.row_of(want.sku_id), goods[want.sku_id], want) for want in wishes)
    return changed(actor, cart, *rows)


def changed(actor: Actor, cart: CartView, *rows: CartRow, without: Container[int] = ()) -> CartView:
    """The cart with lines added, changed and removed; the cart is written first, as its lines point to it."""
    mine = attach(actor.session, cart.cart)
    mine.revision += 1
    mine.changed_at = actor.now
    if is_new(mine):
        add_rows(actor.session, mine)
    add_rows(actor.session, *(row.line for row in rows if is_new(row.line)))
    lines = {row.line.id: row for row in (*cart.rows, *rows) if row.line.id not in without}
    return replace(cart, cart=mine, rows=tuple(lines.values()))
