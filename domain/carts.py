"""The one writer of carts. Every change raises the cart's revision, so that a confirm knows what it confirms."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sqlalchemy
from sqlalchemy import bindparam
from sqlalchemy.orm.util import identity_key
from sqlmodel import col, delete, func, select

from domain.acting import By
from domain.catalogue import Goods, gather, goods_by_id, one, with_goods
from domain.orderable import check
from domain.prepared import Prepared, hold
from domain.refusals import (
    BadDate,
    BadWords,
    CartMoved,
    NoAccount,
    NotFound,
    NotInCart,
)
from domain.rows import add as add_rows
from domain.rows import is_new
from domain.rules.money import line_amount, total
from domain.rules.quantities import fault_of, most_within, nearest
from domain.rules.rights import Right
from domain.tables.carts import Cart, CartLine
from domain.tables.people import Account, Address

#: Longest note or address, in characters.
WORDS_MOST = 300
#: Longest part of the dealer's own words that is kept.
_SAID_MOST = 200
#: The address a cart would go to: the chosen one while it is there, else the usual one.
_THEIRS = (
    select(col(Address.text))
    .where(col(Address.account_id) == col(Account.id), col(Address.removed_at).is_(None))
    .correlate(Account, Cart)
)
ADDRESS = func.coalesce(
    _THEIRS.where(col(Address.id) == col(Cart.address_id)).scalar_subquery(),
    _THEIRS.order_by(col(Address.is_default).desc(), col(Address.id)).limit(1).scalar_subquery(),
    "",
)
#: An account's cart as one person has it, with lines, goods and address; a row even where there is no cart yet.
_VIEW = Prepared(
    with_goods(
        sqlalchemy.select(Cart, CartLine, ADDRESS)
        .select_from(Account)
        .join(Cart, (col(Cart.account_id) == Account.id) & (col(Cart.person_id) == bindparam("person")), isouter=True)
        .join(CartLine, col(CartLine.cart_id) == Cart.id, isouter=True)
        .where(col(Account.id) == bindparam("account")),
        col(CartLine.sku_id),
        order_by=col(CartLine.id),
        isouter=True,
    )
)
_TAKE = Prepared(delete(Cart).where(col(Cart.id) == bindparam("cart"), col(Cart.revision) == bindparam("seen")))
#: How far ahead goods can be asked for, in days.
DAYS_AHEAD = 365


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """So many base units of a SKU, in the dealer's own words."""

    sku_id: int
    quantity: Decimal
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class CartRow:
    """A cart line with its goods and what it costs now."""

    line: CartLine
    goods: Goods
    amount: Decimal

    @property
    def orderable(self) -> Decimal:
        """As much of what is wanted as can be ordered now, in base units; 0 where nothing can."""
        if not self.goods.sku.on_sale:
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
    """A whole cart, priced now. ``address``: where it would go, the chosen one or else the usual one, if any."""

    cart: Cart
    rows: tuple[CartRow, ...]
    address: str = ""

    @property
    def total(self) -> Decimal:
        """What it costs together."""
        return total(row.amount for row in self.rows)

    @property
    def troubles(self) -> tuple[CartRow, ...]:
        """The lines that cannot be submitted as they are."""
        return tuple(row for row in self.rows if not row.in_order)

    def row_of(self, sku_id: int) -> CartRow | None:
        """The line of a SKU."""
        return next((row for row in self.rows if row.goods.sku.id == sku_id), None)


@dataclass(frozen=True, kw_only=True)
class Swapped:
    """The cart after one SKU gave way to another; ``gone``: the one."""

    cart: CartView
    gone: Goods


def check_quantity(goods: Goods, quantity: Decimal) -> None:
    """Whether a SKU can be ordered in this quantity; stock is not looked at.

    Raises:
        NotOnSale: not sold just now.
        BadQuantity: one of its kinds, with the nearest quantity that would do.
    """
    check(goods.sku.id, goods.limits, quantity, on_sale=goods.sku.on_sale)


def view(by: By) -> CartView:
    """The person's cart for the account they order for, in one statement; one that is not there yet is empty.

    Raises:
        NoAccount: a salesperson has not said for which account.
    """
    person = by.need(Right.CART_CHANGE)
    if by.account_id is None:
        raise NoAccount
    found = _VIEW.all(by.session, {"account": by.account_id, "person": person.id})
    goods = gather(found)
    lines = {line.id: line for _, line, *_ in found if line is not None}
    cart, _, address, *_ = found[0]
    return CartView(
        cart=cart or Cart(account_id=by.account_id, person_id=person.id, changed_at=by.now),
        rows=tuple(_row(by, line, goods[line.sku_id]) for line in lines.values()),
        address=address,
    )


def put(by: By, wanted: Wanted, known: Goods | None = None) -> CartView:
    """Set how much of a SKU is in the cart; nothing takes the line out. Doing it twice changes nothing more.

    ``known``: its goods, where they were read already.
    """
    cart = view(by)
    row = cart.row_of(wanted.sku_id)
    if wanted.quantity:
        goods = row.goods if row else known or one(by.session, wanted.sku_id)
        check_quantity(goods, wanted.quantity)
        same = row is not None and row.line.quantity == wanted.quantity
        return cart if same else _changed(by, cart, _set(by, cart.cart, row, goods, wanted))
    if row is None:
        return cart
    by.session.delete(hold(by.session, row.line))
    return _changed(by, cart, without={row.line.id})


def add(by: By, wanted: Iterable[Wanted], known: Mapping[int, Goods] | None = None) -> CartView:
    """Put more into the cart, on top of what is there. All of it, or nothing where a line is refused.

    ``known``: goods that were read already.
    """
    cart = view(by)
    more = (_plus(_wanted(cart.row_of(want.sku_id)), want) for want in _together(wanted))
    return _set_all(by, cart, more, known or {})


def at_least(by: By, wanted: Iterable[Wanted], known: Mapping[int, Goods] | None = None) -> CartView:
    """See that the cart holds at least so much of each. Doing it twice changes nothing more."""
    cart = view(by)
    there = {row.goods.sku.id: row.line.quantity for row in cart.rows}
    more = [want for want in _together(wanted) if want.quantity > there.get(want.sku_id, Decimal(0))]
    return _set_all(by, cart, more, known or {}) if more else cart


def swap(by: By, sku_id: int, less: Decimal, wanted: Wanted) -> Swapped:
    """Take so much of one SKU out, and put so much of another in, on top of what is there.

    Raises:
        NotInCart: the one is not in the cart any more.
    """
    cart = view(by)
    row = cart.row_of(sku_id)
    if row is None:
        raise NotInCart(sku_id=sku_id)
    more = _plus(_wanted(cart.row_of(wanted.sku_id)), wanted)
    rest = Wanted(sku_id=sku_id, quantity=row.line.quantity - less)
    if rest.quantity > 0:
        return Swapped(cart=_set_all(by, cart, (rest, more), {}), gone=row.goods)
    by.session.delete(hold(by.session, row.line))
    left = replace(cart, rows=tuple(each for each in cart.rows if each is not row))
    return Swapped(cart=_set_all(by, left, (more,), {}), gone=row.goods)


def fit(by: By) -> CartView:
    """Bring every line to what can be ordered now; what cannot be had at all is taken out."""
    cart = view(by)
    gone = [row for row in cart.troubles if not row.orderable]
    for row in gone:
        by.session.delete(hold(by.session, row.line))
    less = [
        _set(by, cart.cart, row, row.goods, Wanted(sku_id=row.goods.sku.id, quantity=row.orderable))
        for row in cart.troubles
        if row.orderable
    ]
    return _changed(by, cart, *less, without={row.line.id for row in gone}) if gone or less else cart


def take(by: By, cart_id: int, revision: int) -> None:
    """It became an order: the cart is gone with its lines, and the next one begins anew.

    Raises:
        CartMoved: it was changed from another phone just now.
    """
    seen = {"cart": cart_id, "seen": revision}
    if _TAKE.run(by.session, seen) != 1:
        raise CartMoved
    gone = by.session.identity_map.get(identity_key(Cart, cart_id))
    if gone is not None:
        by.session.expunge(gone)


def empty(by: By, cart: CartView) -> CartView:
    """Take all lines, note and date out."""
    by.session.exec(delete(CartLine).where(col(CartLine.cart_id) == cart.cart.id))
    mine = hold(by.session, cart.cart)
    mine.note, mine.wanted_on = "", None
    return _changed(by, CartView(cart=mine, rows=(), address=cart.address))


def refill(by: By, cart: CartView, wanted: Iterable[Wanted], words: str, day: date | None) -> CartView:
    """Put back what an empty cart held, whether it can be ordered now or not."""
    wishes = tuple(wanted)
    goods = goods_by_id(by.session, [want.sku_id for want in wishes])
    mine = hold(by.session, cart.cart)
    mine.note, mine.wanted_on = words, day
    return _changed(by, cart, *(_set(by, cart.cart, None, goods[want.sku_id], want) for want in wishes))


def write_note(by: By, words: str) -> CartView:
    """Leave a note with the order to be.

    Raises:
        BadWords: longer than fits.
    """
    if len(words.strip()) > WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart = view(by)
    if cart.cart.note == words.strip():
        return cart
    hold(by.session, cart.cart).note = words.strip()
    return _changed(by, cart)


def want_on(by: By, day: date | None) -> CartView:
    """Say when the goods are wanted.

    Raises:
        BadDate: in the past, or more than a year ahead.
    """
    if day is not None and not 0 <= (day - by.today).days <= DAYS_AHEAD:
        raise BadDate
    cart = view(by)
    if cart.cart.wanted_on == day:
        return cart
    hold(by.session, cart.cart).wanted_on = day
    return _changed(by, cart)


def deliver_to(by: By, address_id: int) -> CartView:
    """Choose one of the account's addresses.

    Raises:
        NotFound: it is not theirs.
    """
    cart = view(by)
    address = next((address for address in addresses(by) if address.id == address_id), None)
    if address is None:
        raise NotFound
    return _go_to(by, cart, address)


def add_address(by: By, words: str) -> CartView:
    """Write down a new address and choose it; one that is there already is only chosen.

    Raises:
        BadWords: empty or longer than fits.
    """
    text = " ".join(words.split())
    if not 0 < len(text) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart, known = view(by), addresses(by)
    address = next((address for address in known if address.text == text), None)
    if address is None:
        address = Address(account_id=cart.cart.account_id, text=text, is_default=not known)
        by.session.add(address)
        by.session.flush()
    return _go_to(by, cart, address)


def addresses(by: By) -> list[Address]:
    """The addresses of the account, the usual one first."""
    query = select(Address).where(Address.account_id == by.account_id, col(Address.removed_at).is_(None))
    return list(by.session.exec(query.order_by(col(Address.is_default).desc(), col(Address.id))))


def _together(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """One wish for each SKU, even where a message names it twice."""
    together: dict[int, Wanted] = {}
    for want in wanted:
        together[want.sku_id] = _plus(together.get(want.sku_id), want)
    return tuple(together.values())


def _wanted(row: CartRow | None) -> Wanted | None:
    return Wanted(sku_id=row.line.sku_id, quantity=row.line.quantity, said=row.line.said) if row else None


def _plus(before: Wanted | None, more: Wanted) -> Wanted:
    if before is None:
        return more
    said = " · ".join(words for words in (before.said, more.said) if words)
    return Wanted(sku_id=more.sku_id, quantity=before.quantity + more.quantity, said=said)


def _go_to(by: By, cart: CartView, address: Address) -> CartView:
    if cart.cart.address_id == address.id:
        return cart
    hold(by.session, cart.cart).address_id = address.id
    return _changed(by, replace(cart, address=address.text))


def _row(by: By, line: CartLine, goods: Goods) -> CartRow:
    return CartRow(line=line, goods=goods, amount=line_amount(line.quantity, goods.sku.price, by.house.currency))


def _set(by: By, cart: Cart, row: CartRow | None, goods: Goods, wanted: Wanted) -> CartRow:
    said = wanted.said[:_SAID_MOST]
    if row is None:
        line = CartLine(cart_id=cart.id, sku_id=wanted.sku_id, quantity=wanted.quantity, said=said)
    else:
        line = hold(by.session, row.line)
        line.quantity, line.said = wanted.quantity, said or line.said
    return _row(by, line, goods)


def _set_all(by: By, cart: CartView, wanted: Iterable[Wanted], known: Mapping[int, Goods]) -> CartView:
    """Set some lines, all of them or none."""
    wishes = tuple(wanted)
    goods = {row.goods.sku.id: row.goods for row in cart.rows} | dict(known)
    new = {want.sku_id for want in wishes} - goods.keys()
    goods |= goods_by_id(by.session, new) if new else {}
    for want in wishes:
        if want.sku_id not in goods:
            raise NotFound
        check_quantity(goods[want.sku_id], want.quantity)
    rows = (_set(by, cart.cart, cart.row_of(want.sku_id), goods[want.sku_id], want) for want in wishes)
    return _changed(by, cart, *rows)


def _changed(by: By, cart: CartView, *rows: CartRow, without: Container[int] = ()) -> CartView:
    """The cart with some lines new or different and some gone, as it stands from now on.

    The cart itself is written first: its lines point to it.
    """
    mine = hold(by.session, cart.cart)
    mine.revision += 1
    mine.changed_at = by.now
    if is_new(mine):
        add_rows(by.session, mine)
    add_rows(by.session, *(row.line for row in rows if is_new(row.line)))
    lines = {row.line.id: row for row in (*cart.rows, *rows) if row.line.id not in without}
    return replace(cart, cart=mine, rows=tuple(lines.values()))
