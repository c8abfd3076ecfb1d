"""The picture of a SKU: set, exchanged or taken away."""

from sqlmodel import select

from domain.actor import Actor
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.refusals import GoodsChanged
from domain.events.journal import log_event
from domain.refusals import NotFound
from domain.rules.rights import Right
from domain.tables.catalogue import Sku


def set_picture(actor: Actor, sku_id: int, before: str | None, picture: str | None) -> Goods:
    """Show a SKU by a stored picture, by its hash, or by none; the same twice changes nothing.

    One with an English label goes: it shows what the goods looked like before.
    Raises NotFound; GoodsChanged: the picture is no longer ``before``.
    """
    actor.need(Right.CATALOGUE_CHANGE)
    query = select(Sku).where(Sku.id == sku_id).with_for_update()
    sku = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if sku is None:
        raise NotFound
    if sku.picture not in (before, picture):
        raise GoodsChanged(sku_id=sku_id)
    if sku.picture != picture:
        log_event(actor, "sku.pictured", subject=f"sku:{sku_id}", before=sku.picture, after=picture)
        sku.picture, sku.picture_en = picture, None
        actor.session.flush()
    return catalogue.one(actor.session, sku_id)
