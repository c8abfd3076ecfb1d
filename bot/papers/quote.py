"""A quote: what a cart would cost today, for the dealer whom somebody serves."""

from decimal import Decimal

from bot.papers.goods_table import GoodsRow, Sums, goods_table, price_words
from bot.papers.order import page_words, quote_until
from bot.papers.paper import Fact, Paper
from bot.papers.shop_head import bank_lines, shop_head
from domain.actor import Actor
from domain.carts import promotions
from domain.carts.carts import CartRow, CartView
from domain.tables.lines import LineKind
from domain.tables.people import Account
from locales import Words

_NONE = Decimal(0)


def quote_paper(actor: Actor, account: Account, cart: CartView, say: Words) -> Paper:
    """The lines of a cart at the account's prices, with what promotions give."""
    given, currency = promotions.of_cart(actor, cart), actor.supplier.currency
    rows = [_row(row, say, currency) for row in cart.rows]
    rows += [
        GoodsRow(goods=row.goods, quantity=row.there, kind=LineKind.GIFT, amount=_NONE)
        for row in given.gifts
        if row.there
    ]
    address = (say("papers.address", words=cart.address),) if cart.address else ()
    return Paper(
        title=say("papers.title_quote"),
        about=(account.name, *address, quote_until(actor, say)),
        facts=(Fact(name=say("papers.account"), value=account.name),),
        beside=(Fact(name=say("papers.made"), value=actor.today.isoformat()),),
        tables=(goods_table(say, rows, Sums(discount=given.discount, total=cart.total - given.discount)),),
        page=page_words(say),
        currency=currency,
        language=say.language,
        head=shop_head(actor, say),
        notes=tuple(bank_lines(actor, say)),
    )


def _row(row: CartRow, say: Words, currency: str) -> GoodsRow:
    return GoodsRow(
        goods=row.goods,
        quantity=row.line.quantity,
        price=price_words(say, row.goods, row.price, currency),
        amount=row.amount,
    )
