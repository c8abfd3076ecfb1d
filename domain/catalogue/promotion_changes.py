"""The one writer of promotions: made, changed, ended; each is an event."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, select

from domain import shop_rules
from domain.actor import Actor
from domain.events.journal import log_event
from domain.refusals import BadPromotion, NotFound
from domain.rules.pricing.promotion_terms import GoodsTerm, PromotionTerms, StepTerm, TermsFault, fault_of
from domain.rules.rights import Right
from domain.tables.promotions import Promotion, PromotionFor, PromotionGoods, PromotionStep

#: What of the terms stands in the promotion's own row.
_OWN = tuple(each.name for each in fields(PromotionTerms) if each.name not in {"accounts", "groups", "goods", "steps"})
_PARTS = ("accounts", "groups", "goods", "steps")


def named(session: Session, names: Collection[str]) -> dict[str, Promotion]:
    """The promotions that are called so."""
    return {each.name: each for each in session.exec(select(Promotion).where(col(Promotion.name).in_(names)))}


def terms_of(session: Session, promotion: Promotion) -> PromotionTerms:
    """All that a promotion says."""
    mine = promotion.id
    whom = list(session.exec(select(PromotionFor).where(PromotionFor.promotion_id == mine)))
    goods = select(PromotionGoods).where(PromotionGoods.promotion_id == mine).order_by(col(PromotionGoods.id))
    steps = select(PromotionStep).where(PromotionStep.promotion_id == mine).order_by(col(PromotionStep.id))
    return PromotionTerms(
        **{name: getattr(promotion, name) for name in _OWN},
        accounts=frozenset(each.account_id for each in whom if each.account_id is not None),
        groups=frozenset(each.group_id for each in whom if each.group_id is not None),
        goods=tuple(_term(GoodsTerm, each) for each in session.exec(goods)),
        steps=tuple(_term(StepTerm, each) for each in session.exec(steps)),
    )


def put(actor: Actor, terms: PromotionTerms) -> tuple[Promotion, Mapping[str, tuple[Any, Any]]]:
    """Make a promotion, or change the one of this name; orders placed before keep what they have.

    Returned with it are the terms that changed, before and after; a new one has none. Raises BadPromotion.
    """
    actor.authorise(Right.PROMOTION_CHANGE)
    fault = fault_of(terms)
    if fault is not None:
        raise BadPromotion(fault=fault)
    own = {name: getattr(terms, name) for name in _OWN}
    promotion = named(actor.session, [terms.name]).get(terms.name)
    if promotion is None:
        promotion = Promotion(**own, created_at=actor.now)
        actor.session.add(promotion)
        actor.session.flush()
        _write_parts(actor.session, promotion.id, terms)
        shop_rules.forget(actor.session)
        log_event(actor, "promotion.made", subject=f"promotion:{promotion.id}", name=terms.name, promotion=terms.kind)
        return promotion, {}
    if promotion.kind is not terms.kind:
        raise BadPromotion(fault=TermsFault.OTHER_KIND)
    before = terms_of(actor.session, promotion)
    names = (*_OWN, *_PARTS)
    changed = {name: (getattr(before, name), getattr(terms, name)) for name in names}
    changed = {name: (was, now) for name, (was, now) in changed.items() if was != now}
    if changed:
        for name in changed.keys() & set(_OWN):
            setattr(promotion, name, getattr(terms, name))
        if changed.keys() & set(_PARTS):
            _clear_parts(actor.session, promotion.id)
            _write_parts(actor.session, promotion.id, terms)
        was, now = ({name: _noted(pair[at]) for name, pair in changed.items()} for at in (0, 1))
        log_event(actor, "promotion.changed", subject=f"promotion:{promotion.id}", before=was, after=now)
    return promotion, changed


def end(actor: Actor, promotion_id: int) -> Promotion:
    """End a promotion now; twice changes nothing more. Orders keep what they have of it. Raises NotFound."""
    actor.need(Right.PROMOTION_CHANGE)
    promotion = actor.session.get(Promotion, promotion_id, with_for_update=True)
    if promotion is None:
        raise NotFound
    if promotion.ended_at is None:
        promotion.ended_at = actor.now
        log_event(actor, "promotion.ended", subject=f"promotion:{promotion.id}", name=promotion.name)
    return promotion


def _term(kind: type[Any], row: SQLModel) -> Any:
    return kind(**{each.name: getattr(row, each.name) for each in fields(kind)})


def _values(term: Any) -> dict[str, Any]:
    return {each.name: getattr(term, each.name) for each in fields(term)}


def _write_parts(session: Session, promotion_id: int, terms: PromotionTerms) -> None:
    mine: dict[str, Any] = {"promotion_id": promotion_id}
    session.add_all(PromotionFor(**mine, account_id=each) for each in sorted(terms.accounts))
    session.add_all(PromotionFor(**mine, group_id=each) for each in sorted(terms.groups))
    session.add_all(PromotionGoods(**mine, **_values(each)) for each in terms.goods)
    session.add_all(PromotionStep(**mine, **_values(each)) for each in terms.steps)
    session.flush()


def _clear_parts(session: Session, promotion_id: int) -> None:
    for part in (PromotionFor, PromotionGoods, PromotionStep):
        session.exec(delete(part).where(col(part.promotion_id) == promotion_id))
    session.flush()


def _noted(value: Any) -> Any:
    """A term as an event keeps it."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [{name: _noted(each) for name, each in _values(term).items()} for term in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, int) else str(value)
