"""The one writer of carts. Every change raises the cart's revision, so that a confirm knows what it confirms."""

from collections.abc import Container, Iterable
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
    CartMoved,
    NoAccount,
    NotAMultiple,
    NotFound,
    NotOnSale,
    NotPositive,
    TooFine,
    TooMuch,
)
from domain.rules.money import line_amount, total
from domain.rules.quantities import Fault, fault_of, most_within, nearest
from domain.rules.rights import Right
from domain.tables.carts import Cart, CartLine
from domain.tables.orders import Event
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
#: Longest part of the dealer's own words that is kept.
_SAID_MOST = 200
_CLEARED = "cart.cleared"
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
    """A whole cart, priced now."""

    cart: Cart
    rows: tuple[CartRow, ...]

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
class Cleared:
    """An emptied cart, and the event that remembers what was in it, if anything was."""

    cart: CartView
    event_id: int | None


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
    return CartView(cart=found[0][0], rows=tuple(_row(by, line, goods[line.sku_id]) for line in lines))


def put(by: By, wanted: Wanted) -> CartView:
    """Set how much of a SKU is in the cart; nothing takes the line out. Doing it twice changes nothing more."""
    cart = view(by)
    row = cart.row_of(wanted.sku_id)
    if wanted.quantity:
        goods = row.goods if row else one(by.session, wanted.sku_id)
        check_quantity(goods, wanted.quantity)
        same = row is not None and row.line.quantity == wanted.quantity
        return cart if same else _changed(by, cart, _set(by, cart.cart, row, goods, wanted))
    if row is None:
        return cart
    by.session.delete(row.line)
    return _changed(by, cart, without={row.line.id})


def add(by: By, wanted: Iterable[Wanted]) -> CartView:
    """Put more into the cart, on top of what is there. All of it, or nothing where a line is refused."""
    cart = view(by)
    together = _together(wanted)
    goods = goods_by_id(by.session, together)
    if together.keys() - goods.keys():
        raise NotFound
    rows: list[CartRow] = []
    for sku_id, want in together.items():
        row = cart.row_of(sku_id)
        before = Wanted(sku_id=sku_id, quantity=row.line.quantity, said=row.line.said) if row else None
        more = _plus(before, want)
        check_quantity(goods[sku_id], more.quantity)
        rows.append(_set(by, cart.cart, row, goods[sku_id], more))
    return _changed(by, cart, *rows)


def fit(by: By) -> CartView:
    """Bring every line to what can be ordered now; what cannot be had at all is taken out."""
    cart = view(by)
    gone = [row for row in cart.troubles if not row.orderable]
    for row in gone:
        by.session.delete(row.line)
    less = [
        _set(by, cart.cart, row, row.goods, Wanted(sku_id=row.goods.sku.id, quantity=row.orderable))
        for row in cart.troubles
        if row.orderable
    ]
    return _changed(by, cart, *less, without={row.line.id for row in gone}) if gone or less else cart


def clear(by: By, revision: int) -> Cleared:
    """Take everything out; what was there is noted, so that it can be put back. Doing it twice changes nothing more.

    Raises:
        CartMoved: it is not the cart that the person was looking at.
    """
    cart = view(by)
    if not cart.rows:
        return Cleared(
            cart=cart, event_id=_last_clearing(by, cart.cart) if cart.cart.revision == revision + 1 else None
        )
    if cart.cart.revision != revision:
        raise CartMoved
    event = note(
        by,
        _CLEARED,
        subject=_subject(cart.cart),
        lines=[(row.line.sku_id, str(row.line.quantity), row.line.said) for row in cart.rows],
        note=cart.cart.note,
        wanted_on=cart.cart.wanted_on.isoformat() if cart.cart.wanted_on else None,
        revision=revision + 1,
    )
    return Cleared(cart=empty(by, cart), event_id=event.id)


def unclear(by: By, event_id: int) -> tuple[CartView, bool]:
    """Put back what was cleared. False where the cart was used since then: it stays as it is.

    Raises:
        NotFound: it is not this person's cart.
    """
    cart = view(by)
    event = by.session.get(Event, event_id)
    if event is None or event.kind != _CLEARED or event.subject != _subject(cart.cart):
        raise NotFound
    if cart.rows or cart.cart.revision != event.facts["revision"]:
        return cart, False
    lines = [
        Wanted(sku_id=sku_id, quantity=Decimal(quantity), said=said) for sku_id, quantity, said in event.facts["lines"]
    ]
    goods = goods_by_id(by.session, [line.sku_id for line in lines])
    cart.cart.note = event.facts["note"]
    cart.cart.wanted_on = date.fromisoformat(event.facts["wanted_on"]) if event.facts["wanted_on"] else None
    return _changed(by, cart, *(_set(by, cart.cart, None, goods[line.sku_id], line) for line in lines)), True


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
    if len(words.strip()) > WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart = view(by)
    if cart.cart.note == words.strip():
        return cart
    cart.cart.note = words.strip()
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
    return _go_to(by, cart, address_id)


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
    return _go_to(by, cart, address.id)


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


def _go_to(by: By, cart: CartView, address_id: int) -> CartView:
    if cart.cart.address_id == address_id:
        return cart
    cart.cart.address_id = address_id
    return _changed(by, cart)


def _row(by: By, line: CartLine, goods: Goods) -> CartRow:
    return CartRow(line=line, goods=goods, amount=line_amount(line.quantity, goods.sku.price, by.house.currency))


def _set(by: By, cart: Cart, row: CartRow | None, goods: Goods, wanted: Wanted) -> CartRow:
    said = wanted.said[:_SAID_MOST]
    if row is None:
        line = CartLine(cart_id=cart.id, sku_id=wanted.sku_id, quantity=wanted.quantity, said=said)
        by.session.add(line)
    else:
        line = row.line
        line.quantity, line.said = wanted.quantity, said or line.said
    return _row(by, line, goods)


def _changed(by: By, cart: CartView, *rows: CartRow, without: Container[int] = ()) -> CartView:
    """The cart with some lines new or different and some gone, as it stands from now on."""
    cart.cart.revision += 1
    cart.cart.changed_at = by.now
    by.session.flush()
    lines = {row.line.id: row for row in (*cart.rows, *rows) if row.line.id not in without}
    return CartView(cart=cart.cart, rows=tuple(lines.values()))


def _last_clearing(by: By, cart: Cart) -> int | None:
    query = select(Event.id).where(Event.subject == _subject(cart), Event.kind == _CLEARED)
    return by.session.exec(query.order_by(col(Event.id).desc()).limit(1)).first()


def _subject(cart: Cart) -> str:
    return f"cart:{cart.id}"
