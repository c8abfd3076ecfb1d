"""Prices as text: by the unit that goods are ordered in, what they were the last time, the next tier, and why."""

from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.catalogue.last_prices import LastPrice
from domain.rules.money import rounded
from domain.rules.pricing.price_calculation import LinePrice, PriceSource, SourcePrices
from domain.tables.catalogue import Pack
from domain.tables.orders import OrderLine
from domain.tables.people import Account
from handlers.conversation.request import Request
from handlers.formatting import goods_text


def unit_size(goods: Goods, quantity: Decimal) -> int:
    """Base units of the unit that so many are ordered in: the biggest pack where it holds any, else single ones."""
    pack = goods.biggest_pack
    return pack.size if pack and not goods.sku.decimals and quantity >= pack.size else 1


def money_per(request: Request, goods: Goods, amount: Decimal, size: int) -> str:
    """What one unit of so many base units costs: ``¥58.00/箱``."""
    if size == 1:
        return f"{request.say.price(amount, request.currency)}/{goods_text.unit(request, goods)}"
    return f"{request.say.money(rounded(amount, request.currency), request.currency)}/{unit_name(request, goods, size)}"


def unit_name(request: Request, goods: Goods, size: int) -> str:
    """The name of a unit of so many base units."""
    pack: Pack | None = next((each for each in goods.packs if each.size == size and size > 1), None)
    return goods_text.pack_name(request, pack) if pack else goods_text.unit(request, goods)


def of_price(request: Request, goods: Goods, price: LinePrice) -> str:
    """What whole packs cost each, and the rest where there is any at a price of its own."""
    if price.pack_price is not None:
        return _by_packs(request, goods, (price.pack_price, price.pack_size), price.unit_price if price.loose else None)
    by_piece = price.source is PriceSource.MANUAL  # in the unit it was set for
    size = 1 if by_piece else unit_size(goods, price.quantity)
    return money_per(request, goods, price.per(size), size)


def of_line(request: Request, goods: Goods, line: OrderLine) -> str:
    """The same of an order's line, with what it would have cost where its price was set by hand; why, for staff."""
    if line.pack_price is not None and line.packs:
        told = _by_packs(request, goods, (line.pack_price, line.pack_size), line.price if line.loose else None)
    else:
        size = 1 if line.manual_size == 1 else unit_size(goods, line.quantity)
        told = money_per(request, goods, line.price * size, size)
    if line.manual_price is None or line.list_price is None or line.manual_size is None:
        return told
    before = money_per(request, goods, line.list_price, line.manual_size)
    if request.person.account_id is not None:
        return request.say("price.agreed", price=told, before=before)
    return request.say("price.by_hand", price=told, before=before, reason=line.manual_reason)


def _by_packs(request: Request, goods: Goods, pack: tuple[Decimal, int], loose: Decimal | None) -> str:
    """What a pack costs, its price and size, and one of the rest where there is any."""
    packed = money_per(request, goods, *pack)
    return (
        packed
        if loose is None
        else request.say("price.and_rest", packs=packed, rest=money_per(request, goods, loose, 1))
    )


def is_own(line: OrderLine) -> bool:
    """Whether a line has a price that is not simply everybody's price of one."""
    return line.price_source is not PriceSource.BASE or line.pack_price is not None or bool(line.tier_from)


def beside(
    request: Request, goods: Goods, price: LinePrice, hand: SourcePrices | None = None, reason: str = ""
) -> tuple[str, ...]:
    """What is said beside a price: by whose hand it is, what it was the last time, and the next tier."""
    told = []
    size = unit_size(goods, price.quantity)
    if hand is not None:
        unit = hand.tiers[0].size
        listed = request.prices.line(goods, price.quantity).per(unit)
        told.append(request.say("price.set", before=money_per(request, goods, listed, unit), reason=reason))
    told += last_time(request, goods, request.last_prices.of(goods.sku.id), price.per(size), size)
    if ahead := request.prices.next_tier(goods, price.quantity, size, hand):
        more = goods_text.quantity(request, goods, ahead.quantity - price.quantity)
        saved = rounded(ahead.saving, request.currency) if size > 1 else ahead.saving
        saving = request.say.price(saved, request.currency)
        told.append(request.say("price.next", more=more, unit=unit_name(request, goods, size), saving=saving))
    return tuple(told)


def last_time(request: Request, goods: Goods, last: LastPrice | None, now: Decimal, size: int) -> tuple[str, ...]:
    """What a unit of so many base units cost the last time, where that is not what it costs ``now``."""
    if last is None or rounded(last.per(size), request.currency) == rounded(now, request.currency):
        return ()
    return (request.say("price.last", price=money_per(request, goods, last.per(size), size)),)


def why(
    request: Request, goods: Goods, price: LinePrice, account: Account | None = None, reason: str = ""
) -> tuple[str, ...]:
    """The source of a price of an account in words; staff are told the name of the list, or why it was set by hand."""
    inside = request.person.account_id is None
    key = f"price.why_{price.source.value}" + ("_staff" if inside and (price.list_name or reason) else "")
    whose = account or request.account
    told = [request.say(key, list=price.list_name, account=whose.name if whose else "", reason=reason)]
    if price.tier_from > 0:
        told.append(request.say("price.why_tier", amount=goods_text.quantity(request, goods, price.tier_from)))
    if price.pack_price is not None:
        packs = goods_text.quantity(request, goods, price.packs * price.pack_size)
        told.append(
            request.say(
                "price.why_packs",
                amount=packs,
                price=money_per(request, goods, price.pack_price, price.pack_size),
            )
        )
        if price.loose:
            rest = goods_text.base_quantity(request, goods, price.loose)
            each = money_per(request, goods, price.unit_price, 1)
            told.append(request.say("price.why_rest", amount=rest, price=each))
    return tuple(told)
