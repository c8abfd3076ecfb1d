"""Gifts of promotions whose goods go back: expected back with them, or charged at their price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import col, select

from domain import shop_rules
from domain.actor import Actor
from domain.after_sales import receipt
from domain.after_sales.view import ReturnView
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.pricing import Prices
from domain.catalogue.promotions import offers_of
from domain.db import bulk
from domain.finance import ledger
from domain.finance.ledger import NewEntry
from domain.rules.finance.ledger import LedgerKind
from domain.rules.finance.terms import due_on
from domain.rules.gifts_back import CountedLine, due_back
from domain.rules.money import rounded, total
from domain.rules.pricing.offers import Offer
from domain.rules.return_life import FREED, ReturnStatus
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.promotions import DiscountShare
from domain.tables.returns import ReturnLine, ReturnRequest

_NONE, _FINEST = Decimal(0), Decimal("0.0001")
_COUNTED = frozenset({ReturnStatus.RECEIVED, ReturnStatus.SETTLED})


@dataclass(frozen=True, kw_only=True)
class GiftDue:
    """A gift of which so much, in base units, is to come back; ``price``: of one, where it does not."""

    line: OrderLine
    goods: Goods
    quantity: Decimal
    price: Decimal
    currency: str

    @property
    def charge(self) -> Decimal:
        """What all of it costs."""
        return rounded(self.price * self.quantity, self.currency)


@dataclass(frozen=True, kw_only=True)
class _Before:
    """What was asked for a line by all requests: of goods what is not wanted, of gifts what is spoken for."""

    back: Decimal = _NONE
    spoken_for: Decimal = _NONE


def due(
    actor: Actor, order: Order, *, more: Mapping[int, Decimal] | None = None, but: int | None = None
) -> Sequence[GiftDue]:
    """The gifts that are to come back, beside those that other requests speak of.

    ``more``: what goes back besides, by order lines; ``but``: a request whose own gifts are not spoken for.
    """
    if not shop_rules.rules(actor.session).promotions:
        return ()
    lines = actor.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    gifts = [line for line in lines if line.kind is LineKind.GIFT and line.shipped and line.promotion_id]
    if not gifts:
        return ()
    before = _before(actor, order.id, but)
    for line_id, quantity in (more or {}).items():
        known = before.get(line_id, _Before())
        before[line_id] = _Before(back=known.back + quantity, spoken_for=known.spoken_for)
    much = _much(actor, gifts, [line for line in lines if line.kind is not LineKind.GIFT], before)
    return _priced(actor, order, [(line, much[line.id]) for line in gifts if much[line.id] > 0])


def follow(actor: Actor, view: ReturnView) -> None:
    """Bring the gifts of a request that nobody has decided on in step with what it brings back."""
    request = view.request
    if request.kind is not ReturnKind.RETURN:
        return
    actor.session.flush()
    known = {row.ordered.id: row.line for row in view.rows if row.is_gift}
    found = {each.line.id: each for each in due(actor, view.order, but=request.id)}
    for line_id, line in known.items():
        line.agreed = found[line_id].quantity if line_id in found else _NONE
        line.quantity = max(line.quantity, line.agreed)
    new = [each for line_id, each in found.items() if line_id not in known]
    for position, each in enumerate(new, start=len(view.rows) + 1):
        receipt.confirm(actor, each.line.id, each.line.delivered, each.quantity)
        row = {
            "request_id": request.id,
            "position": position,
            "order_line_id": each.line.id,
            "reason": ReturnReason.GIFT,
            "outcome": Outcome.NOTHING,
            "quantity": each.quantity,
            "agreed": each.quantity,
            "price": each.price,
        }
        bulk.insert_one(actor.session, ReturnLine, row)
    actor.session.flush()


def charge(actor: Actor, view: ReturnView) -> None:
    """What of the gifts is still due by what was counted, and did not come, is charged at the price that was told."""
    request, rows = view.request, [row for row in view.rows if row.is_gift]
    found = {each.line.id: each.quantity for each in due(actor, view.order, but=request.id)} if rows else {}
    for row in rows:
        line = row.line
        missing = min(line.agreed, found.get(row.ordered.id, _NONE)) - row.settled(request.kind)
        if missing > 0:
            line.kept, line.charged = missing, rounded(line.price * missing, view.order.currency)
    amount = total(row.line.charged for row in rows)
    if not amount:
        return
    day = ledger.open_day(actor, request.account_id)
    new = NewEntry(
        account_id=request.account_id,
        kind=LedgerKind.CHARGE,
        amount=amount,
        day=day,
        due_on=due_on(ledger.terms_of(actor, view.account), day) or day,
        document=request.number,
        order_id=request.order_id,
    )
    request.charge_id = ledger.enter(actor, new).id


def _before(actor: Actor, order_id: int, but: int | None) -> dict[int, _Before]:
    query = select(ReturnLine, ReturnRequest).join(ReturnRequest, col(ReturnRequest.id) == ReturnLine.request_id)
    query = query.where(ReturnRequest.order_id == order_id, col(ReturnRequest.status).not_in(FREED))
    found: dict[int, _Before] = {}
    for line, request in actor.session.exec(query):
        counts = request.kind is ReturnKind.RETURN and request.status in _COUNTED
        much = line.good + line.bad if counts else line.agreed
        back = much if line.reason is ReturnReason.UNWANTED else _NONE
        mine = request.id == but and line.reason is ReturnReason.GIFT
        known = found.get(line.order_line_id, _Before())
        spoken_for = known.spoken_for + (_NONE if mine else much + line.kept)
        found[line.order_line_id] = _Before(back=known.back + back, spoken_for=spoken_for)
    return found


def _much(
    actor: Actor, gifts: Sequence[OrderLine], bought: Sequence[OrderLine], before: Mapping[int, _Before]
) -> dict[int, Decimal]:
    """How much of each gift is due, less what is spoken for."""
    offers = offers_of(actor.session, {line.promotion_id or 0 for line in gifts})
    query = select(DiscountShare).where(col(DiscountShare.promotion_id).in_(tuple(offers)))
    shares = actor.session.exec(query.where(col(DiscountShare.order_line_id).in_([line.id for line in bought])))
    counted = {(share.promotion_id, share.order_line_id) for share in shares}
    found: dict[int, Decimal] = {}
    for gift in gifts:
        offer: Offer | None = offers.get(gift.promotion_id or 0)
        lines = [_counted(line, before) for line in bought if offer and (offer.id, line.id) in counted]
        much = due_back(offer, gift.sku_id, gift.shipped, lines) if offer and lines else _NONE
        found[gift.id] = min(much, gift.shipped) - before.get(gift.id, _Before()).spoken_for
    return found


def _counted(line: OrderLine, before: Mapping[int, _Before]) -> CountedLine:
    back = before.get(line.id, _Before()).back
    quantity, amount = line.quantity - line.refused, line.amount - line.discount
    return CountedLine(sku_id=line.sku_id, quantity=quantity, amount=amount, back=back)


def _priced(actor: Actor, order: Order, found: Sequence[tuple[OrderLine, Decimal]]) -> Sequence[GiftDue]:
    """With the price of one at the account's prices of the day."""
    goods = catalogue.ordered(actor.session, [line.sku_id for line, _ in found])
    prices = Prices(actor=actor, account_id=order.account_id)
    return [
        GiftDue(
            line=line,
            goods=goods[line.sku_id],
            quantity=quantity,
            price=(prices.line(goods[line.sku_id], quantity).amount / quantity).quantize(_FINEST, ROUND_HALF_UP),
            currency=order.currency,
        )
        for line, quantity in found
    ]
