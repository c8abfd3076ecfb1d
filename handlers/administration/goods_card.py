"""The card of goods for those who change them."""

from collections.abc import Iterator
from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.catalogue.pack_price import own_prices
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text

#: A price that rises or falls by more than this is confirmed first: it is often a slip of the finger.
LEAP = 2


def is_leap(before: Decimal, wanted: Decimal) -> bool:
    """Whether a new price is far from the one before."""
    return bool(before) and not before / LEAP <= wanted <= before * LEAP


def draw(request: Request, goods: Goods, told: str = "") -> Reply:
    """Price, packs and what there is, with what can be changed; ``told``: what was changed just now."""
    packs = goods_text.packs(request, goods)
    lines = [
        *([told, ""] if told else []),
        _price(request, goods),
        *([request.say("goods_admin.packs", packs=packs)] if packs else []),
        *_pack_prices(request, goods),
        request.say(
            "goods_admin.available", amount=goods_text.quantity(request, goods, max(goods.available, Decimal(0)))
        ),
    ]
    code, sku_id = goods.sku.code, goods.sku.id
    word, verb = ("take_off", Verb.OFF_SALE) if goods.sku.on_sale else ("put_on", Verb.ON_SALE)
    switch = button(
        request.say(f"goods_admin.{word}"), verb, sku_id, say=request.say(f"goods_admin.{word}_say", code=code)
    )
    change = button(
        request.say("goods_admin.change_price"),
        *(Verb.PRICE, sku_id),
        say=request.say("goods_admin.change_price_say", code=code),
    )
    stock = button(request.say("goods_admin.to_stock"), Verb.STOCK_OF, sku_id)
    parts = button(
        request.say("goods_part.all"), Verb.GOODS_PARTS, sku_id, say=request.say("goods_part.all_say", code=code)
    )
    names = button(
        request.say("aliases.button"), Verb.ALIASES, sku_id, say=request.say("aliases.button_say", code=code)
    )
    return Reply(
        title=stock_text.heading(request, goods),
        lines=tuple(lines),
        note="" if shown_picture(goods) else request.say("goods_admin.picture_how"),
        buttons=((switch, change) if goods.list_price else (change,), (parts, names), (stock,), ways(request)),
    )


def _price(request: Request, goods: Goods) -> str:
    """Its price; or that there is none yet, without which it cannot be on sale."""
    if not goods.list_price:
        return request.say("goods_admin.no_price")
    return request.say("goods_admin.price", price=goods_text.list_price(request, goods))


def _pack_prices(request: Request, goods: Goods) -> Iterator[str]:
    """What packs cost that have a price of their own."""
    prices = own_prices(request.session, goods.sku.id)
    for pack in goods.packs:
        if pack.id in prices:
            unit = goods_text.pack_name(request, pack)
            yield request.say("goods_admin.pack_price", unit=unit, price=money(request, prices[pack.id]))


def shown_picture(goods: Goods) -> str | None:
    """The hash of the picture that dealers see."""
    return goods.sku.picture or goods.product.picture


def ways(request: Request) -> Row:
    """Other goods, and the menu."""
    return (button(request.say("goods_admin.back"), Verb.GOODS), button(request.say("button.menu"), Verb.MENU))


def money(request: Request, amount: Decimal) -> str:
    """A price in words."""
    return request.say.price(amount, request.currency)
