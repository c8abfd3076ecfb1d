"""The one writer of carts. Every change raises the cart's revision, so that a confirm knows what it confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import col, delete, select

from domain.acting import By
from domain.catalogue import Goods, goods_by_id, one
from domain.records import note
from domain.refusals import (
    BadDate,
    BadQuantity,
    BadWords,
    BelowMinimum,
    NoAccount,
    NotAMultiple,
    NotFound,
    NotOnSale,
    NotPositive,
    TooFine,
    TooMuch,
)
from domain.rules.money import line_amount, total
from domain.rules.quantities import Fault, fault_of, nearest
from domain.rules.rights import Right
from domain.tables.carts import Cart, CartLine
from domain.tables.people import Address

_FAULTS: dict[Fault, type[BadQuantity]] = {
    Fault.NOT_POSITIVE: NotPositive,
    Fault.TOO_MUCH: TooMuch,
    Fault.TOO_FINE: TooFine,
    Fault.BELOW_MINIMUM: BelowMinimum,
    Fault.NOT_A_MULTIPLE: NotAMultiple,
}
#: Longest note or address, in characters.
WORDS_MOST = 300
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


@dataclass(frozen=True, kw_only=True)
class CartView:
    """A whole cart, priced now."""

    cart: Cart
    rows: tuple[CartRow, ...]

    @property
    def total(self) -> Decimal:
        """What it costs together."""
        return total(row.amount for row in self.rows)


def check_quantity(goods: Goods, quantity: Decimal) -> None:
    """Whether a SKU can be ordered in this quantity; stock is not looked at.

    Raises:
        NotOnSale: not sold just now.
        BadQuantity: one of its kinds, with the nearest quantity that would do.
    """
    if not goods.sku.on_sale:
        raise NotOnSale(sku_id=goods.sku.id)
    fault = fault_of(quantity, goods.limits)
    if fault is not None:
        raise _FAULTS[fault](sku_id=goods.sku.id, quantity=nearest(quantity, goods.limits))


def view(by: By) -> CartView:
    """The person's cart for the account they order for.

    Raises:
        NoAccount: a salesperson has not said for which account.
    """
    person = by.need(Right.CART_CHANGE)
    if by.account_id is None:
        raise NoAccount
    found = by.session.exec(
        select(Cart, CartLine)
        .join(CartLine, col(CartLine.cart_id) == Cart.id, isouter=True)
        .where(Cart.account_id == by.account_id, Cart.person_id == person.id)
        .order_by(col(CartLine.id))
    ).all()
    if not found:
        cart = Cart(account_id=by.account_id, person_id=person.id, changed_at=by.now)
        by.session.add(cart)
        by.session.flush()
        return CartView(cart=cart, rows=())
    lines = [line for _, line in found if line is not None]
    goods = goods_by_id(by.session, [line.sku_id for line in lines]) if lines else {}
    rows = tuple(
        CartRow(
            line=line,
            goods=goods[line.sku_id],
            amount=line_amount(line.quantity, goods[line.sku_id].sku.price, by.house.currency),
        )
        for line in lines
    )
    return CartView(cart=found[0][0], rows=rows)


def put(by: By, wanted: Wanted) -> CartView:
    """Set how much of a SKU is in the cart; nothing takes the line out. Doing it twice changes nothing more."""
    cart = view(by)
    row = next((row for row in cart.rows if row.goods.sku.id == wanted.sku_id), None)
    if wanted.quantity == 0:
        if row is not None:
            by.session.delete(row.line)
    else:
        check_quantity(row.goods if row else one(by.session, wanted.sku_id), wanted.quantity)
        _set(by, cart, row, wanted)
    return _changed(by, cart)


def add(by: By, wanted: Iterable[Wanted]) -> CartView:
    """Put more into the cart, on top of what is there. All of it, or nothing where a line is refused."""
    cart = view(by)
    rows = {row.goods.sku.id: row for row in cart.rows}
    together = _together(wanted)
    goods = goods_by_id(by.session, together)
    for sku_id, want in together.items():
        if sku_id not in goods:
            raise NotFound
        row = rows.get(sku_id)
        before = Wanted(sku_id=sku_id, quantity=row.line.quantity, said=row.line.said) if row else None
        more = _plus(before, want)
        check_quantity(goods[sku_id], more.quantity)
        _set(by, cart, row, more)
    return _changed(by, cart)


def clear(by: By) -> CartView:
    """Take everything out; what was there is noted, so that it can be put back."""
    cart = view(by)
    note(
        by,
        "cart.cleared",
        subject=f"cart:{cart.cart.id}",
        lines=[(row.line.sku_id, str(row.line.quantity)) for row in cart.rows],
    )
    return empty(by, cart)


def empty(by: By, cart: CartView) -> CartView:
    """Take all lines, note and date out: they were ordered or cleared."""
    by.session.exec(delete(CartLine).where(col(CartLine.cart_id) == cart.cart.id))
    cart.cart.note, cart.cart.wanted_on = "", None
    return _changed(by, CartView(cart=cart.cart, rows=()))


def write_note(by: By, words: str) -> CartView:
    """Leave a note with the order to be.

    Raises:
        BadWords: longer than fits.
    """
    if len(words) > WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart = view(by)
    cart.cart.note = words
    return _changed(by, cart)


def want_on(by: By, day: date | None) -> CartView:
    """Say when the goods are wanted.

    Raises:
        BadDate: in the past, or more than a year ahead.
    """
    if day is not None and not 0 <= (day - by.today).days <= DAYS_AHEAD:
        raise BadDate
    cart = view(by)
    cart.cart.wanted_on = day
    return _changed(by, cart)


def deliver_to(by: By, address_id: int) -> CartView:
    """Choose one of the account's addresses.

    Raises:
        NotFound: it is not theirs.
    """
    cart = view(by)
    if address_id not in {address.id for address in addresses(by)}:
        raise NotFound
    cart.cart.address_id = address_id
    return _changed(by, cart)


def add_address(by: By, words: str) -> CartView:
    """Write down a new address and choose it.

    Raises:
        BadWords: empty or longer than fits.
    """
    cart = view(by)
    if not 0 < len(words.strip()) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    address = Address(account_id=cart.cart.account_id, text=words.strip(), is_default=not addresses(by))
    by.session.add(address)
    by.session.flush()
    cart.cart.address_id = address.id
    return _changed(by, cart)


def addresses(by: By) -> list[Address]:
    """The addresses of the account, the usual one first."""
    query = select(Address).where(Address.account_id == by.account_id, col(Address.removed_at).is_(None))
    return list(by.session.exec(query.order_by(col(Address.is_default).desc(), col(Address.id))))


def address_of(by: By, cart: Cart) -> str:
    """Where this cart would go: the chosen address, else the usual one, else nothing."""
    known = addresses(by)
    chosen = next((address for address in known if address.id == cart.address_id), None)
    return chosen.text if chosen else (known[0].text if known else "")


def _together(wanted: Iterable[Wanted]) -> dict[int, Wanted]:
    """One wish for each SKU, even where a message names it twice."""
    together: dict[int, Wanted] = {}
    for want in wanted:
        together[want.sku_id] = _plus(together.get(want.sku_id), want)
    return together


def _plus(before: Wanted | None, more: Wanted) -> Wanted:
    if before is None:
        return more
    said = " · ".join(words for words in (before.said, more.said) if words)
    return Wanted(sku_id=more.sku_id, quantity=before.quantity + more.quantity, said=said)


def _set(by: By, cart: CartView, row: CartRow | None, wanted: Wanted) -> None:
    if row is None:
        by.session.add(
            CartLine(cart_id=cart.cart.id, sku_id=wanted.sku_id, quantity=wanted.quantity, said=wanted.said[:200])
        )
    else:
        row.line.quantity = wanted.quantity
        row.line.said = wanted.said[:200] or row.line.said


def _changed(by: By, cart: CartView) -> CartView:
    cart.cart.revision += 1
    cart.cart.changed_at = by.now
    by.session.flush()
    return view(by)
