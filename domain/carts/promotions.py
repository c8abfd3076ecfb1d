"""What promotions give on a cart: discounts, gifts and whether these are there, and how much more brings more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zlib import crc32

from sqlalchemy import bindparam, delete
from sqlmodel import col, select

from domain.actor import Actor
from domain.carts.carts import CartView, changed, view
from domain.carts.snapshot import CartSnapshot
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.promotions import PromotionQuery, offers_for
from domain.db.statements import Prepared
from domain.refusals import NotFound
from domain.rules.pricing.offers import BoughtLine, Choices, GiftChoice, Offer
from domain.rules.pricing.promotion_outcome import Gift, Outcome
from domain.rules.pricing.promotions import apply
from domain.tables.columns import ID
from domain.tables.lines import LineKind
from domain.tables.promotions import CartGift

_CHOICES = Prepared(select(CartGift).where(col(CartGift.cart_id) == bindparam("cart", type_=ID)))
_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class GiftRow:
    """A gift with its goods. ``there``: as much of it as can be had; ``others``: the gifts to choose from instead."""

    gift: Gift
    goods: Goods
    there: Decimal
    others: tuple[Goods, ...] = ()

    @property
    def short(self) -> bool:
        """Whether not all of it is there, so that the buyer has to say what they want instead."""
        return self.there < self.gift.quantity


@dataclass(frozen=True, kw_only=True)
class AppliedPromotions:
    """What promotions give on lines. ``choices``: what the buyer said of gifts, by promotion."""

    outcome: Outcome
    offers: Sequence[Offer] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    choices: Mapping[int, GiftChoice] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CartPromotions:
    """What promotions give. ``names``: of those that may apply; ``declined``: whose gift the buyer does not want."""

    outcome: Outcome
    names: Mapping[int, str]
    gifts: tuple[GiftRow, ...] = ()
    declined: tuple[int, ...] = ()

    @property
    def discount(self) -> Decimal:
        """What comes off all lines together."""
        return self.outcome.discount

    @property
    def short(self) -> tuple[GiftRow, ...]:
        """The gifts that are not, or not all, there."""
        return tuple(row for row in self.gifts if row.short)

    @property
    def seal(self) -> str:
        """Says in a few letters which gifts were shown; empty where there are none."""
        return seal_of(row.gift for row in self.gifts)


def seal_of(gifts: Iterable[Gift]) -> str:
    """The same of gifts: whoever confirms an order confirms these."""
    told = ";".join(f"{gift.promotion_id}:{gift.sku_id}:{gift.quantity.normalize():f}" for gift in gifts)
    return f"{crc32(told.encode()):08x}" if told else ""


def of_cart(actor: Actor, cart: CartView) -> CartPromotions:
    """What promotions give on a cart that is shown."""
    lines = [row.bought for row in cart.goods_rows]
    found = _worked_out(actor, cart.cart.account_id, cart.cart.id, lines)
    if not found.outcome.gifts and not found.choices:
        return CartPromotions(outcome=found.outcome, names=found.names)
    known = {row.goods.sku.id: row.goods for row in cart.rows}
    return CartPromotions(
        outcome=found.outcome,
        names=found.names,
        gifts=_gift_rows(actor, found.outcome.gifts, found.offers, known, cart.quantities),
        declined=tuple(each for each, choice in found.choices.items() if choice.sku_id is None and each in found.names),
    )


def of_snapshot(actor: Actor, cart: CartSnapshot) -> AppliedPromotions:
    """The same for a cart that is ordered now: what limited promotions have left is locked until it is written."""
    lines = [line.bought for line in cart.lines if line.kind is LineKind.GOODS]
    return _worked_out(actor, cart.account_id, cart.cart_id, lines, lock=True)


def choose_gift(actor: Actor, promotion_id: int, sku_id: int | None, most: Decimal | None = None) -> CartView:
    """Say which gift of a promotion is wanted, at most how much of it, or none; the cart is another one then.

    Raises NotFound: the promotion gives no such gift.
    """
    cart = view(actor)
    found = offers_for(actor.session, _asked(actor, cart.cart.account_id, [row.bought for row in cart.goods_rows]))
    offer = next((each for each in found.offers if each.id == promotion_id), None)
    if offer is None or not cart.rows:
        raise NotFound
    own = {row.goods.sku.id for row in cart.goods_rows if offer.takes(row.bought)}
    gifts = {gift.sku_id for step in offer.steps for gift in step.gifts}
    if sku_id is not None and sku_id not in gifts and not (None in gifts and sku_id in own):
        raise NotFound
    forget_choice(actor, cart.cart.id, promotion_id)
    actor.session.add(CartGift(cart_id=cart.cart.id, promotion_id=promotion_id, sku_id=sku_id, most=most))
    return changed(actor, cart)


def choose_as_before(actor: Actor, cart_id: int, choices: Choices) -> None:
    """Bring back what was said of gifts in an order that was withdrawn; what the cart says already counts more."""
    known = choices_of(actor, cart_id) if choices else {}
    new = {each: choice for each, choice in choices.items() if each not in known}
    actor.session.add_all(
        CartGift(cart_id=cart_id, promotion_id=each, sku_id=choice.sku_id, most=choice.most)
        for each, choice in new.items()
    )


def want_gift_again(actor: Actor, promotion_id: int) -> CartView:
    """Forget what was said of a promotion's gift."""
    cart = view(actor)
    forget_choice(actor, cart.cart.id, promotion_id)
    return changed(actor, cart)


def forget_choice(actor: Actor, cart_id: int, promotion_id: int) -> None:
    """Take back what was said of a gift, if anything was."""
    mine = (col(CartGift.cart_id) == cart_id, col(CartGift.promotion_id) == promotion_id)
    actor.session.execute(delete(CartGift).where(*mine))


def _worked_out(
    actor: Actor, account_id: int, cart_id: int, lines: Sequence[BoughtLine], *, lock: bool = False
) -> AppliedPromotions:
    found = offers_for(actor.session, _asked(actor, account_id, lines), lock=lock) if lines else None
    if found is None or not found.offers:
        return AppliedPromotions(outcome=Outcome())
    gives = any(step.gifts for offer in found.offers for step in offer.steps)
    choices = choices_of(actor, cart_id) if gives else {}
    outcome = apply(lines, found.offers, actor.supplier.currency, choices)
    return AppliedPromotions(outcome=outcome, offers=found.offers, names=found.names, choices=choices)


def choices_of(actor: Actor, cart_id: int) -> dict[int, GiftChoice]:
    """What a buyer said of gifts, by promotion."""
    found = (row for (row,) in _CHOICES.all(actor.session, {"cart": cart_id}))
    return {row.promotion_id: GiftChoice(sku_id=row.sku_id, most=row.most) for row in found}


def _asked(actor: Actor, account_id: int, lines: Sequence[BoughtLine]) -> PromotionQuery:
    return PromotionQuery(
        account_id=account_id,
        day=actor.today,
        at=actor.now,
        lines=lines,
    )


def _gift_rows(
    actor: Actor,
    gifts: Sequence[Gift],
    offers: Sequence[Offer],
    known: Mapping[int, Goods],
    taken: Mapping[int, Decimal],
) -> tuple[GiftRow, ...]:
    """The gifts with what is there of each, beside the goods and the gifts before it."""
    by_id = {offer.id: offer for offer in offers}
    others = {gift.promotion_id: _others(by_id[gift.promotion_id], gift) for gift in gifts}
    wanted = {gift.sku_id for gift in gifts} | {each for ids in others.values() for each in ids}
    goods = {**known, **goods_by_id(actor.session, wanted - known.keys())}
    used, rows = dict(taken), list[GiftRow]()
    for gift in gifts:
        mine = goods[gift.sku_id]
        rest = max(mine.available - used.get(gift.sku_id, _NONE), _NONE)
        there = gift.quantity if mine.sku.backorder else min(gift.quantity, rest)
        used[gift.sku_id] = used.get(gift.sku_id, _NONE) + there
        instead = (goods[each] for each in others[gift.promotion_id] if each in goods)
        have = tuple(each for each in instead if each.available > used.get(each.sku.id, _NONE))
        rows.append(GiftRow(gift=gift, goods=mine, there=there, others=have))
    return tuple(rows)


def _others(offer: Offer, gift: Gift) -> list[int]:
    """The other gifts of the promotion."""
    ids = (each.sku_id for step in offer.steps for each in step.gifts)
    return [each for each in dict.fromkeys(ids) if each is not None and each != gift.sku_id]
