"""Promotions in words: what each gives, on which goods, and until when."""

from collections.abc import Iterable
from decimal import Decimal

from domain.catalogue.promotion_views import PromotionView
from domain.rules.pricing.offers import PromotionKind
from domain.rules.pricing.promotion_terms import GoodsTerm, StepTerm
from handlers.conversation.request import Request
from handlers.formatting import goods_text

#: Goods named one by one; of more the rest is counted.
_NAMED = 5


def told(request: Request, view: PromotionView) -> tuple[str, ...]:
    """All of it."""
    return (
        request.say("promotion.head", name=view.promotion.name),
        *gives(request, view),
        *conditions(request, view),
    )


def listed(request: Request, views: Iterable[PromotionView]) -> tuple[str, ...]:
    """Several of them, with an empty line between."""
    parts = [told(request, view) for view in views]
    return tuple(line for at, part in enumerate(parts) for line in (*(("",) if at else ()), *part))


def gives(request: Request, view: PromotionView) -> tuple[str, ...]:
    """What it gives, a line for each of its goods or steps."""
    match view.terms.kind:
        case PromotionKind.SPECIAL:
            told = tuple(_special(request, view, each) for each in view.terms.goods)
        case PromotionKind.BUNDLE:
            told = (_bundle(request, view),)
        case _:
            steps = tuple(_step(request, view, each) for each in view.terms.steps)
            about = _about(request, view)
            told = (*steps, request.say("promotion.about", goods=about)) if about else steps
    if len(told) <= _NAMED:
        return told
    return (*told[:_NAMED], request.say.count("promotion.more", len(told) - _NAMED))


def conditions(request: Request, view: PromotionView) -> tuple[str, ...]:
    """Until when, how often, how much there is, and for staff for whom."""
    promotion = view.promotion
    told = [_days(request, view)]
    if promotion.times is not None:
        told.append(request.say.count("promotion.times", promotion.times))
    if promotion.set_aside is not None:
        told.append(request.say("promotion.limited"))
    if view.whom:
        told.append(request.say("promotion.for_whom", whom=request.say("contact.and").join(view.whom)))
    return tuple(filter(None, told))


def _special(request: Request, view: PromotionView, term: GoodsTerm) -> str:
    price = request.say.price(term.price or Decimal(0), request.currency)
    goods = view.goods.get(term.sku_id or 0)
    if goods is None:
        return request.say("promotion.special_each", goods=_name(request, view, term), price=price)
    pack = next((each for each in goods.packs if each.size == term.size and term.size > 1), None)
    unit = goods_text.pack_name(request, pack) if pack else goods_text.unit(request, goods)
    return request.say("promotion.special", goods=goods_text.name(request, goods), price=f"{price}/{unit}")


def _bundle(request: Request, view: PromotionView) -> str:
    parts = [
        f"{_name(request, view, term)} {_quantity(request, view, term.sku_id, term.quantity)}".strip()
        for term in view.terms.goods
    ]
    price = request.say.price(view.terms.price or Decimal(0), request.currency)
    return request.say("promotion.bundle", goods=" + ".join(parts), price=price)


def _step(request: Request, view: PromotionView, step: StepTerm) -> str:
    each = "each_" if view.terms.each else ""
    if view.terms.kind is PromotionKind.AMOUNT_OFF:
        off = request.say.price(step.off or Decimal(0), request.currency)
        return request.say(f"promotion.{each}off", reach=request.say.price(step.reach, request.currency), off=off)
    gift = _gift(request, view, step)
    if view.terms.kind is PromotionKind.GIFT_FROM:
        return request.say(f"promotion.{each}gift", reach=request.say.price(step.reach, request.currency), gift=gift)
    one = view.terms.goods[0].sku_id if len(view.terms.goods) == 1 else None
    return request.say(f"promotion.{each}get", reach=_quantity(request, view, one, step.reach), gift=gift)


def _gift(request: Request, view: PromotionView, step: StepTerm) -> str:
    """The gift's name and how much of it; of the same goods only how much."""
    goods = view.goods.get(step.gift_sku_id or 0)
    one = view.terms.goods[0].sku_id if len(view.terms.goods) == 1 else None
    amount = _quantity(request, view, step.gift_sku_id or one, step.gift_quantity or Decimal(0))
    return f"{goods_text.name(request, goods)} {amount}" if goods else amount


def _quantity(request: Request, view: PromotionView, sku_id: int | None, quantity: Decimal) -> str:
    goods = view.goods.get(sku_id or 0)
    if goods is None:
        return request.say("promotion.pieces", number=request.say.number(quantity))
    return goods_text.quantity(request, goods, quantity)


def _about(request: Request, view: PromotionView) -> str:
    """The goods it is about; nothing where it is about all."""
    names = [_name(request, view, term) for term in view.terms.goods]
    rest = len(names) - _NAMED
    told = request.say("cart.gap").join(names[:_NAMED])
    return told + (request.say.count("cart.also_more", rest) if rest > 0 else "")


def _name(request: Request, view: PromotionView, term: GoodsTerm) -> str:
    if term.sku_id is not None:
        return goods_text.name(request, view.goods[term.sku_id])
    category = view.categories[term.category_id or 0]
    return (category.name_en if request.say.language == "en" else "") or category.name


def _days(request: Request, view: PromotionView) -> str:
    starts, ends = view.promotion.starts_on, view.promotion.ends_on
    facts = {"starts": request.say.day(starts) if starts else "", "ends": request.say.day(ends) if ends else ""}
    if starts is not None and starts > request.actor.today:
        return request.say("promotion.between" if ends else "promotion.begins", **facts)
    return request.say("promotion.until", **facts) if ends else ""
