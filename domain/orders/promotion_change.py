"""Promotions of an order whose lines changed, by what ran when it was submitted.

Changed by its buyer it is worked out anew. Where the supplier sells less, what is kept keeps its share. Other goods or
a higher price that the buyer agreed to take part as if they had been ordered so.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from sqlmodel import col, func, select

from domain import shop_rules
from domain.actor import Actor
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.promotions import Offers, PromotionQuery, offers_for
from domain.db.bulk import add_deferred
from domain.orders import promotions
from domain.orders.line_prices import as_it_is
from domain.orders.view import OrderRow, OrderView
from domain.rules.order_life import OrderStatus
from domain.rules.pricing.offers import BoughtLine, GiftChoice, bought_line
from domain.rules.pricing.promotion_outcome import Gift, Outcome
from domain.rules.pricing.promotions import apply
from domain.rules.shares import kept_share
from domain.stock import reserving
from domain.stock.holds import Demand
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.prices import PriceList

_NONE = Decimal(0)


def work_out_anew(actor: Actor, view: OrderView) -> OrderView:
    """Give each line its discount and the order its gifts; a gift is cut to what is there of it.

    The lines have their new quantities and amounts already, and the order is locked.
    """
    if not shop_rules.rules(actor.session).promotions:
        return view
    before = _gift_lines(actor, view.order)
    given = _worked_out(actor, view, before)
    return view if given is None else _rewritten(actor, view, given, before)


def keep_share(actor: Actor, view: OrderView, row: OrderRow, before: Decimal) -> OrderView:
    """The supplier sells less of a line of a waiting order than ``before``: it keeps its part of the discount.

    Thresholds are not tested anew; a gift stays as long as any of the goods is kept that it was given for.
    """
    if not shop_rules.rules(actor.session).promotions:
        return view
    order, line = view.order, row.line
    line.discount = min(kept_share(line.discount, before, line.quantity, order.currency), line.amount)
    promotions.follow_cut(actor.session, order, view.rows)
    for gift in promotions.lost_gifts(actor.session, view.rows):
        reserving.resize(actor, order, gift.line, _NONE)
        gift.line.quantity = gift.line.loose = _NONE
    return view


def take_part(actor: Actor, view: OrderView, line: OrderLine) -> OrderView:
    """Other goods, or a higher price, that the buyer agreed to: nothing that the order has is lost by it.

    A waiting order is worked out anew where that brings all it has; else, and in an agreed order, the line has its
    share of the promotions of the order.
    """
    if not shop_rules.rules(actor.session).promotions:
        return view
    before = _gift_lines(actor, view.order)
    given = _worked_out(actor, view, before)
    if given is None:
        return view
    has, brings = promotions.uses_of(actor.session, view.order.id), given.by_promotion
    all_of_it = brings.keys() >= has.keys() and given.discount >= sum(has.values(), _NONE)
    if all_of_it and view.order.status is OrderStatus.SUBMITTED:
        return _rewritten(actor, view, given, before)
    mine = [share for share in (*given.of_lines, *given.of_order) if share.key == line.id and share.promotion_id in has]
    room = {each: max(brings[each] - discount, _NONE) for each, discount in has.items() if each in brings}
    promotions.add(
        actor.session,
        view.order,
        line,
        [replace(share, discount=min(share.discount, room[share.promotion_id])) for share in mine],
        own=given.promotion_of.get(line.id),
    )
    return view


def _worked_out(actor: Actor, view: OrderView, before: Sequence[OrderLine]) -> Outcome | None:
    """What promotions give on the lines as they are; nothing where there are none. ``before``: the gifts it has."""
    order = view.order
    lines = _bought(actor, order, [row for row in view.bought_rows if row.agreed])
    offers = _offers(actor, order, lines)
    if not offers.offers and not before and not promotions.has_any(row.line for row in view.rows):
        return None
    actor.session.flush()
    has = {line.promotion_id or 0: GiftChoice(sku_id=line.sku_id) for line in before if line.quantity}
    said = promotions.choices_of(actor.session, order.id)
    return apply(lines, offers.offers, order.currency, {**has, **said})


def _rewritten(actor: Actor, view: OrderView, given: Outcome, before: Sequence[OrderLine]) -> OrderView:
    """The order with just that; a gift is cut to what is there of it."""
    order = view.order
    goods = _goods(actor, view, {*(gift.sku_id for gift in given.gifts), *(line.sku_id for line in before)})
    given = _cut(given, goods, before)
    gifts = _give(actor, order, given, before)
    discounts, own = given.discounts, given.promotion_of
    for row in view.bought_rows:
        row.line.discount, row.line.promotion_id = discounts.get(row.line.id, _NONE), own.get(row.line.id)
    promotions.rewrite(actor.session, order, given, [row.line.id for row in view.bought_rows])
    others = (row for row in view.rows if row.line.kind is not LineKind.GIFT)
    return replace(
        view, rows=(*others, *(OrderRow(line=line, goods=goods[line.sku_id]) for line in gifts if line.quantity))
    )


def _goods(actor: Actor, view: OrderView, sku_ids: AbstractSet[int]) -> Mapping[int, Goods]:
    """The goods of gifts as they are now; those that the order has already, whether they may still be seen or not."""
    return {**{row.line.sku_id: row.goods for row in view.rows}, **goods_by_id(actor.session, sku_ids)}


def _gift_lines(actor: Actor, order: Order) -> Sequence[OrderLine]:
    """The gifts of the order, also those that it has no more."""
    mine = select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.kind == LineKind.GIFT)
    return actor.session.exec(mine.order_by(col(OrderLine.position))).all()


def _bought(actor: Actor, order: Order, rows: Sequence[OrderRow]) -> list[BoughtLine]:
    """The lines as promotions see them, at their frozen prices."""
    lists = {row.line.price_list_id for row in rows} - {None}
    closed = select(PriceList.id).where(col(PriceList.id).in_(lists), col(PriceList.promotions).is_(False))
    shut = set(actor.session.exec(closed)) if lists else set()
    priced = ((row, as_it_is(row.line, order.currency)) for row in rows)
    return [
        bought_line(
            row.line.id,
            row.line.sku_id,
            row.goods.product.category_id,
            replace(price, promotions=row.line.price_list_id not in shut),
        )
        for row, price in priced
    ]


def _offers(actor: Actor, order: Order, lines: Sequence[BoughtLine]) -> Offers:
    """What ran when the order was submitted; its own uses do not count against it."""
    asked = PromotionQuery(
        account_id=order.account_id,
        day=order.submitted_at.astimezone(actor.supplier.zone).date(),
        at=order.submitted_at,
        lines=lines,
        but=order.id,
    )
    return offers_for(actor.session, asked, lock=True)


def _cut(given: Outcome, goods: Mapping[int, Goods], before: Iterable[OrderLine]) -> Outcome:
    """The same with no more of each gift than is there, beside what the order holds of it."""
    held = {(line.promotion_id, line.sku_id): line.quantity for line in before}
    rest = {sku_id: max(each.available, _NONE) for sku_id, each in goods.items()}
    gifts, used = list[Gift](), dict(given.used)
    for gift in given.gifts:
        mine = held.get((gift.promotion_id, gift.sku_id), _NONE)
        there = gift.quantity if goods[gift.sku_id].sku.backorder else min(gift.quantity, mine + rest[gift.sku_id])
        rest[gift.sku_id] -= max(there - mine, _NONE)
        used[gift.promotion_id] -= gift.quantity - there
        if there:
            gifts.append(replace(gift, quantity=there))
    return replace(given, gifts=tuple(gifts), used=used)


def _give(actor: Actor, order: Order, given: Outcome, before: Sequence[OrderLine]) -> list[OrderLine]:
    """Write and hold the gifts: those it has with their new quantity, then new ones."""
    wanted = {(gift.promotion_id, gift.sku_id): gift.quantity for gift in given.gifts}
    for line in before:
        quantity = wanted.pop((line.promotion_id or 0, line.sku_id), _NONE)
        if quantity != line.quantity:
            reserving.resize(actor, order, line, quantity)
            line.quantity = line.loose = quantity
    if not wanted:
        return [*before]
    last = actor.session.exec(select(func.max(OrderLine.position)).where(OrderLine.order_id == order.id)).one() or 0
    added = add_deferred(
        actor.session,
        OrderLine,
        *(
            {
                "order_id": order.id,
                "position": position,
                "sku_id": sku_id,
                "kind": LineKind.GIFT,
                "quantity": quantity,
                "loose": quantity,
                "price": _NONE,
                "amount": _NONE,
                "promotion_id": promotion_id,
            }
            for position, ((promotion_id, sku_id), quantity) in enumerate(wanted.items(), start=last + 1)
        ),
    )
    actor.session.flush()
    demands = [Demand(line_id=line.id, sku_id=line.sku_id, quantity=line.quantity) for line in added]
    reserving.reserve(actor, order, demands)
    return [*before, *added]
