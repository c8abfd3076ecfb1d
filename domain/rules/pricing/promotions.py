"""Which promotions a cart or an order gets.

At most one a line, the best for the buyer, and one for the order on what is left. A bundle takes several lines: bundles
are tried first, the one that saves most above what its lines would save alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from domain.rules.money import smallest_unit
from domain.rules.pricing.offers import OF_ORDER, BoughtLine, Choices, Offer, PromotionKind
from domain.rules.pricing.promotion_benefits import (
    Benefit,
    RemainingUses,
    best,
    bundle,
    buy_get,
    chosen_gift,
    of_order,
    reached,
    shared,
    special,
)
from domain.rules.pricing.promotion_outcome import Gift, NextStep, Outcome

_NONE = Decimal(0)
#: The lines that take part in each offer, by its id.
Takers: TypeAlias = Mapping[int, Sequence[BoughtLine]]


def apply(
    lines: Sequence[BoughtLine], offers: Sequence[Offer], currency: str, choices: Choices | None = None
) -> Outcome:
    """What the promotions give on these lines; ``choices``: what the buyer said of gifts, by promotion."""
    if not offers:
        return Outcome()
    chosen, left, cent = choices or {}, RemainingUses(offers), smallest_unit(currency)
    takers = _takers(lines, offers)
    single = [offer for offer in offers if offer.kind not in OF_ORDER]
    benefits = _of_lines(lines, single, takers, left, chosen, cent)
    of_lines = tuple(share for each in benefits for share in each.shares)
    off = {share.key: share.discount for share in of_lines}
    rest = [(line, line.amount - off.get(line.key, _NONE)) for line in lines]
    wide = [offer for offer in offers if offer.kind in OF_ORDER]
    left_to_pay = {line.key: amount for line, amount in rest}
    there = {offer.id: sum((left_to_pay[line.key] for line in takers[offer.id]), _NONE) for offer in wide}
    order = best(of_order(offer, there[offer.id], left, chosen) for offer in wide)
    if order is not None:
        order = shared(order, rest, cent)
        left.take(order)
        benefits.append(order)
    gifts = [gift for each in benefits for gift in each.gifts]
    return Outcome(
        of_lines=of_lines,
        of_order=order.shares if order else (),
        gifts=_together(gifts),
        used=left.used,
        next_step=_next_step(wide, there, order.worth if order else _NONE, chosen),
    )


def _takers(lines: Sequence[BoughtLine], offers: Sequence[Offer]) -> Takers:
    """The lines that take part in each offer: looked up by their goods, as most offers are about few of them."""
    of_sku: defaultdict[int | None, list[BoughtLine]] = defaultdict(list)
    of_category: defaultdict[int | None, list[BoughtLine]] = defaultdict(list)
    for line in lines:
        of_sku[line.sku_id].append(line)
        of_category[line.category_id].append(line)
    found: dict[int, Sequence[BoughtLine]] = {}
    for offer in offers:
        named = (
            line
            for goods in offer.goods
            for line in (of_category[goods.category_id] if goods.sku_id is None else of_sku[goods.sku_id])
        )
        about = {line.key: line for line in named}.values() if offer.goods else lines
        found[offer.id] = [line for line in about if offer.allows(line)]
    return found


def _of_lines(
    lines: Sequence[BoughtLine],
    offers: Sequence[Offer],
    takers: Takers,
    left: RemainingUses,
    chosen: Choices,
    cent: Decimal,
) -> list[Benefit]:
    """The promotion of each line: bundles where they save more than their lines alone, then the best of each."""
    bundles = [offer for offer in offers if offer.kind is PromotionKind.BUNDLE]
    single = [offer for offer in offers if offer.kind is not PromotionKind.BUNDLE]
    free, found = list(lines), list[Benefit]()
    taking: dict[int, list[Offer]] = {line.key: [] for line in lines}
    for offer in single:
        for line in takers[offer.id]:
            taking[line.key].append(offer)
    alone: dict[int, Benefit | None] = {}
    if bundles:
        alone = {line.key: _single(line, taking[line.key], left, chosen, cent) for line in lines}
        while (together := _best_bundle(free, bundles, takers, alone, left, cent)) is not None:
            left.take(together)
            found.append(together)
            taken = {share.key for share in together.shares}
            free = [line for line in free if line.key not in taken]
    for line in free:
        mine = taking[line.key]
        known = line.key in alone and not any(left.is_limited(offer) for offer in mine)
        benefit = alone[line.key] if known else _single(line, mine, left, chosen, cent)
        if benefit is not None:
            left.take(benefit)
            found.append(benefit)
    return found


def _single(
    line: BoughtLine, offers: Sequence[Offer], left: RemainingUses, chosen: Choices, cent: Decimal
) -> Benefit | None:
    return best(
        special(line, offer, left, cent) if offer.kind is PromotionKind.SPECIAL else buy_get(line, offer, left, chosen)
        for offer in offers
    )


def _best_bundle(
    lines: Sequence[BoughtLine],
    offers: Sequence[Offer],
    takers: Takers,
    alone: Mapping[int, Benefit | None],
    left: RemainingUses,
    cent: Decimal,
) -> Benefit | None:
    """The bundle that saves most above what its lines would save alone; none where no bundle saves more."""
    free = {line.key for line in lines}
    among = ((offer, [line for line in takers[offer.id] if line.key in free]) for offer in offers)
    found = [each for offer, those in among if (each := bundle(those, offer, left, cent)) is not None]
    gains = [(each.worth - _worth(alone[share.key] for share in each.shares), each) for each in found]
    better = [(gain, each.offer.priority, -each.offer.id, each) for gain, each in gains if gain > 0]
    return max(better, key=lambda row: row[:3])[3] if better else None


def _worth(benefits: Iterable[Benefit | None]) -> Decimal:
    return sum((each.worth for each in benefits if each is not None), _NONE)


def _together(gifts: Iterable[Gift]) -> tuple[Gift, ...]:
    """One gift for each promotion and SKU."""
    found: dict[tuple[int, int], Decimal] = {}
    for gift in gifts:
        key = (gift.promotion_id, gift.sku_id)
        found[key] = found.get(key, _NONE) + gift.quantity
    return tuple(
        Gift(promotion_id=promotion_id, sku_id=sku_id, quantity=quantity)
        for (promotion_id, sku_id), quantity in found.items()
    )


def _next_step(
    offers: Sequence[Offer], there: Mapping[int, Decimal], worth: Decimal, chosen: Choices
) -> NextStep | None:
    """The nearest step of the order that brings more than it has now; ``there``: what counts for each offer."""
    found = list[NextStep]()
    for offer in offers:
        amount = there[offer.id]
        if amount and (step := _step_after(offer, amount, worth, chosen)) is not None:
            found.append(step)
    return min(found, key=lambda step: (step.missing, -step.off, step.promotion_id), default=None)


def _step_after(offer: Offer, there: Decimal, worth: Decimal, chosen: Choices) -> NextStep | None:
    times, step = reached(offer, there)
    if offer.each:
        times = times + 1
        after = offer.steps[0]
        reach = after.reach * times
    else:
        times = Decimal(1)
        higher = next((each for each in offer.steps if step is None or each.reach > step.reach), None)
        if higher is None:
            return None
        after, reach = higher, higher.reach
    gift = chosen_gift(offer, after, chosen) if after.gifts else None
    more = after.off * times + (gift.worth * gift.quantity * times if gift else _NONE)
    if more <= worth or (after.gifts and gift is None):
        return None
    return NextStep(promotion_id=offer.id, missing=reach - there, off=after.off * times, gift=gift)
