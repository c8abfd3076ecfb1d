"""Seeds the demo's promotions: money off a large order, and a case on top of ten."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from domain.actor import Actor
from domain.catalogue import news, promotion_changes
from domain.rules.pricing.offers import PromotionKind
from domain.rules.pricing.promotion_terms import GoodsTerm, PromotionTerms, StepTerm
from domain.tables.catalogue import Sku

#: Lemon soda, in cases of 24.
_SODA, _CASE = "YL0301", 24
#: How long they run.
_DAYS = timedelta(days=60)


def seed_promotions(actor: Actor, skus: Mapping[str, Sku]) -> None:
    """Run them from today on; nobody is told, as whoever plays finds out by asking."""
    ends_on = actor.today + _DAYS
    off = (
        StepTerm(reach=Decimal(500), off=Decimal(30)),
        StepTerm(reach=Decimal(1000), off=Decimal(80)),
    )
    soda = GoodsTerm(sku_id=skus[_SODA].id)
    given = StepTerm(reach=Decimal(10 * _CASE), gift_quantity=Decimal(_CASE))
    ten = "柠檬汽水买十送一"
    for terms in (
        PromotionTerms(name="年末满减", kind=PromotionKind.AMOUNT_OFF, steps=off, ends_on=ends_on),
        PromotionTerms(name=ten, kind=PromotionKind.BUY_GET, goods=(soda,), steps=(given,), each=True, ends_on=ends_on),
    ):
        promotion, _ = promotion_changes.put(actor, terms)
        news.note_told(actor, promotion)
