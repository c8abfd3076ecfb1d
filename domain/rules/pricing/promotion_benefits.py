"""What one promotion would give: on a line, on several as a bundle, or on the whole order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from domain.rules.pricing.offers import BoughtLine, Choices, Offer, OfferGift, OfferStep, PromotionKind
from domain.rules.pricing.promotion_outcome import Gift, Share
from domain.rules.shares import share_out

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Benefit:
    """What one promotion would give on some lines. ``worth``: of it all to the buyer; ``used``: of what is left."""

    offer: Offer
    shares: tuple[Share, ...]
    gifts: tuple[Gift, ...] = ()
    worth: Decimal
    used: Decimal = _NONE

    @property
    def given(self) -> bool:
        """Whether it gives anything."""
        return self.worth > 0 or bool(self.gifts)

    @property
    def rank(self) -> tuple[Decimal, int, int]:
        """Best for the buyer first, then priority, then the older promotion."""
        return self.worth, self.offer.priority, -self.offer.id


class RemainingUses:
    """What limited promotions have left while lines take of it."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self.used: dict[int, Decimal] = {}
        self._limits = {offer.id: offer.left for offer in offers if offer.left is not None}

    def is_limited(self, offer: Offer) -> bool:
        """Whether what others take of it matters."""
        return offer.id in self._limits

    def within(self, offer: Offer, wanted: Decimal) -> Decimal:
        """As much of what is wanted as there is."""
        limit = self._limits.get(offer.id)
        return wanted if limit is None else max(min(wanted, limit - self.used.get(offer.id, _NONE)), _NONE)

    def take(self, benefit: Benefit) -> None:
        """Note what a benefit uses."""
        if benefit.used:
            self.used[benefit.offer.id] = self.used.get(benefit.offer.id, _NONE) + benefit.used


def best(benefits: Iterable[Benefit | None]) -> Benefit | None:
    """The best that gives anything, for the buyer."""
    return max((each for each in benefits if each is not None and each.given), key=lambda each: each.rank, default=None)


def special(line: BoughtLine, offer: Offer, left: RemainingUses, cent: Decimal) -> Benefit | None:
    """A special price, on as much as there is of it."""
    found = list[Benefit]()
    there = left.within(offer, line.quantity)
    for goods in offer.goods_of(line):
        part = there - there % goods.size if goods.size > 1 else there
        price = part / goods.size * goods.price
        pays = (line.amount - line.value(part) + price).quantize(cent, ROUND_HALF_UP)
        off = line.amount - pays
        share = Share(key=line.key, promotion_id=offer.id, discount=off)
        found.append(Benefit(offer=offer, shares=(share,), worth=off, used=part))
    return best(found)


def buy_get(line: BoughtLine, offer: Offer, left: RemainingUses, chosen: Choices) -> Benefit | None:
    """Goods on top, for a quantity of one line."""
    times, step = reached(offer, line.quantity)
    gift = _gift(offer, step, times, left, chosen, line) if step else None
    if gift is None:
        return None
    share = Share(key=line.key, promotion_id=offer.id, discount=_NONE)
    return Benefit(offer=offer, shares=(share,), gifts=(gift[0],), worth=gift[1], used=gift[0].quantity)


def of_order(offer: Offer, there: Decimal, left: RemainingUses, chosen: Choices) -> Benefit | None:
    """Money off or a gift, for what is left to pay of the lines that take part; not shared out yet."""
    times, step = reached(offer, there)
    if step is None:
        return None
    if offer.kind is PromotionKind.AMOUNT_OFF:
        return Benefit(offer=offer, shares=(), worth=min(step.off * times, there))
    gift = _gift(offer, step, times, left, chosen, None)
    if gift is None:
        return None
    return Benefit(offer=offer, shares=(), gifts=(gift[0],), worth=gift[1], used=gift[0].quantity)


def shared(benefit: Benefit, rest: Sequence[tuple[BoughtLine, Decimal]], cent: Decimal) -> Benefit:
    """What the order gets, shared out over the lines that take part; of a gift each has nothing."""
    part = [(line.key, amount) for line, amount in rest if benefit.offer.takes(line)]
    off = _NONE if benefit.gifts else benefit.worth
    shares = zip(part, share_out(off, [amount for _, amount in part], cent), strict=True)
    given = tuple(Share(key=key, promotion_id=benefit.offer.id, discount=share) for (key, _), share in shares)
    return replace(benefit, shares=given)


def bundle(lines: Sequence[BoughtLine], offer: Offer, left: RemainingUses, cent: Decimal) -> Benefit | None:
    """Goods together at one price, as many times as all of them are there."""
    free, found = [line for line in lines if offer.takes(line)], list[tuple[BoughtLine, Decimal]]()
    if len(free) < len(offer.goods):
        return None
    for goods in offer.goods:
        line = next((each for each in free if goods.fits(each) and each.quantity >= goods.quantity), None)
        if line is None:
            return None
        free.remove(line)
        found.append((line, goods.quantity))
    times = left.within(offer, min(line.quantity // quantity for line, quantity in found)) // 1
    values = [line.value(quantity * times) for line, quantity in found]
    weights = [value.quantize(cent, ROUND_FLOOR) for value in values]
    off = (sum(values, _NONE) - offer.price * times).quantize(cent, ROUND_HALF_UP)
    off = min(off, sum(weights, _NONE))
    if off <= 0:
        return None
    shares = zip(found, share_out(off, weights, cent), strict=True)
    given = tuple(Share(key=line.key, promotion_id=offer.id, discount=share) for (line, _), share in shares)
    return Benefit(offer=offer, shares=given, worth=off, used=times)


def reached(offer: Offer, amount: Decimal) -> tuple[Decimal, OfferStep | None]:
    """The step that a quantity or an amount reaches, and how many times it is given."""
    if offer.each:
        times = amount // offer.steps[0].reach
        return times, offer.steps[0] if times else None
    return Decimal(1), next((step for step in reversed(offer.steps) if step.reach <= amount), None)


def chosen_gift(offer: Offer, step: OfferStep, chosen: Choices) -> OfferGift | None:
    """The gift of a step that the buyer chose, the first where they said nothing; none where they want none."""
    choice = chosen.get(offer.id)
    if choice is None:
        return step.gifts[0]
    if choice.sku_id is None:
        return None
    return next((gift for gift in step.gifts if gift.sku_id == choice.sku_id), step.gifts[0])


def _gift(
    offer: Offer, step: OfferStep, times: Decimal, left: RemainingUses, chosen: Choices, line: BoughtLine | None
) -> tuple[Gift, Decimal] | None:
    """The gift, and what it is worth to the buyer."""
    gift = chosen_gift(offer, step, chosen)
    if gift is None:
        return None
    choice, sku_id = chosen.get(offer.id), gift.sku_id
    worth = gift.worth
    if sku_id is None:
        if line is None:
            return None
        sku_id, worth = line.sku_id, line.amount / line.quantity
    quantity = left.within(offer, gift.quantity * times)
    if choice is not None and choice.most is not None:
        quantity = min(quantity, choice.most)
    if quantity <= 0:
        return None
    return Gift(promotion_id=offer.id, sku_id=sku_id, quantity=quantity), worth * quantity
