"""Promotions to look at: what runs for an account, and for the supplier's people all that has not ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, or_, select

from domain.actor import Actor
from domain.catalogue import promotion_changes, visibility
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.promotions import CONCERNS, RUNS
from domain.refusals import NotFound
from domain.rules.pricing.promotion_terms import PromotionTerms, as_seen
from domain.rules.rights import Right, Role
from domain.tables.catalogue import Category
from domain.tables.people import Account
from domain.tables.prices import AccountGroup
from domain.tables.promotions import Promotion


@dataclass(frozen=True, kw_only=True)
class PromotionView:
    """A promotion with what its terms name. ``whom``: accounts and groups, for those who may know."""

    promotion: Promotion
    terms: PromotionTerms
    goods: Mapping[int, Goods]
    categories: Mapping[int, Category]
    whom: tuple[str, ...] = ()


def running(actor: Actor) -> list[PromotionView]:
    """What a buyer or whoever serves an account can have today; else all that has not ended, for staff."""
    found = (_view(actor, promotion) for promotion in actor.session.scalars(_visible(actor), _facts(actor)))
    return [view for view in found if view is not None]


def one(actor: Actor, promotion_id: int) -> PromotionView:
    """A promotion that this person may see. Raises NotFound: there is none, or it is for others, or over."""
    query = _visible(actor).where(col(Promotion.id) == promotion_id)
    promotion = actor.session.scalars(query, _facts(actor)).first()
    view = _view(actor, promotion) if promotion is not None else None
    if view is None:
        raise NotFound
    return view


def _facts(actor: Actor) -> dict[str, Any]:
    return {"account": actor.account_id, "day": actor.today, "at": actor.now}


def _visible(actor: Actor) -> Any:
    person = actor.need(Right.CATALOGUE_READ)
    query = select(Promotion).order_by(col(Promotion.priority).desc(), col(Promotion.id))
    if person.role is Role.BUYER or actor.account_id is not None:
        return query.where(*RUNS, CONCERNS)
    unfinished = or_(col(Promotion.ends_on).is_(None), col(Promotion.ends_on) >= actor.today)
    return query.where(unfinished, col(Promotion.ended_at).is_(None))


def _view(actor: Actor, promotion: Promotion) -> PromotionView | None:
    """A promotion with its goods; nothing where all that it is about is hidden from the account."""
    whole = promotion_changes.terms_of(actor.session, promotion)
    terms = as_seen(whole, visibility.hidden(actor.session))
    if terms is None:
        return None
    skus = [*(each.sku_id for each in terms.goods), *(step.gift_sku_id for step in terms.steps)]
    categories = [each.category_id for each in terms.goods if each.category_id is not None]
    found = actor.session.exec(select(Category).where(col(Category.id).in_(categories))) if categories else ()
    return PromotionView(
        promotion=promotion,
        terms=terms,
        goods=goods_by_id(actor.session, [each for each in skus if each is not None]),
        categories={each.id: each for each in found},
        whom=() if actor.is_a(Role.BUYER) else _whom(actor, terms),
    )


def _whom(actor: Actor, terms: PromotionTerms) -> tuple[str, ...]:
    groups = _names(actor, sorted(terms.groups))
    return (*groups, *_accounts(actor, sorted(terms.accounts)))


def _accounts(actor: Actor, ids: Sequence[int]) -> list[str]:
    """The names of accounts; a salesperson is told of nobody else's."""
    query = select(Account.name).where(col(Account.id).in_(ids)).order_by(col(Account.name))
    if actor.is_a(Role.SALESPERSON):
        query = query.where(or_(col(Account.salesperson_id).is_(None), col(Account.salesperson_id) == actor.person_id))
    return list(actor.session.exec(query)) if ids else []


def _names(actor: Actor, ids: Sequence[int]) -> list[str]:
    query = select(AccountGroup.name).where(col(AccountGroup.id).in_(ids)).order_by(col(AccountGroup.name))
    return list(actor.session.exec(query)) if ids else []
