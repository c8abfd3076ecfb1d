"""Promotions for stories: each as a row or two of the sheet that somebody would import."""

from decimal import Decimal

from domain.actor import Actor
from domain.catalogue import promotion_changes
from domain.imports import IMPORTS, ImportReport
from domain.rules.pricing.offers import PromotionKind
from domain.rules.pricing.promotion_terms import PromotionTerms, StepTerm
from domain.sheets.rows import SheetRow
from tests.world import World

#: The columns that a row may leave out.
_COLUMNS = ("kind", "sku", "category", "unit", "quantity", "price", "reach", "off", "gift_sku", "gift_quantity")


def run(world: World, *rows: dict[str, str]) -> ImportReport:
    """Import promotions, one row each where they share no name."""
    read = [SheetRow(number=number, cells=row) for number, row in enumerate(rows, start=2)]
    with world.database.transaction() as session:
        return IMPORTS["promotions"](world.actor(session), read, None)


def promote(world: World, **cells: str) -> None:
    """Run a promotion; its name is that of its kind unless it says another."""
    report = run(world, {"promotion": cells["kind"], **cells})
    assert not report.bad, report.bad


def promotion_for(actor: Actor, admin: Actor) -> int:
    """A promotion for somebody's account alone, which gives nothing yet that they have ordered; its id."""
    step = StepTerm(reach=Decimal(900_000), off=Decimal(1))
    whose = frozenset({actor.account_id or 0})
    terms = PromotionTerms(name="只给李记", kind=PromotionKind.AMOUNT_OFF, steps=(step,), accounts=whose)
    return promotion_changes.put(admin, terms)[0].id
