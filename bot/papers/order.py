"""The confirmation of an order, and a quote of one that is still decided on."""

from collections.abc import Iterator
from datetime import timedelta

from bot.papers.goods_table import GoodsRow, Sums, goods_table, price_words
from bot.papers.paper import Fact, Paper
from bot.papers.shop_head import bank_lines, shop_head
from domain.actor import Actor
from domain.orders.line_prices import as_it_is
from domain.orders.view import OrderRow, OrderView
from domain.rules.money import total
from domain.rules.order_papers import OrderPaper
from handlers.formatting import orders_text
from locales import Words

#: So long a quote holds.
QUOTE_DAYS = timedelta(days=7)


def order_paper(actor: Actor, view: OrderView, say: Words, kind: OrderPaper = OrderPaper.ORDER) -> Paper:
    """What was ordered, at the prices it keeps."""
    order, is_quote = view.order, kind is OrderPaper.QUOTE
    discount = total(row.line.discount for row in view.rows)
    rows = [_row(row, say, order.currency) for row in view.rows]
    return Paper(
        title=say(f"papers.title_{kind}"),
        about=(order.number, *_about(actor, view, say, is_quote=is_quote)),
        facts=(
            Fact(name=say("papers.account"), value=view.access.account.name),
            Fact(name=say("papers.buyer"), value=view.buyer.name),
        ),
        beside=(
            Fact(name=say("papers.ordered_at"), value=say.moment(order.submitted_at, actor.supplier.zone)),
            Fact(name=say("papers.stage"), value=say(f"orders.stage_{view.stage}")),
        ),
        tables=(goods_table(say, rows, Sums(discount=discount, total=order.total, rebate=order.rebate)),),
        page=page_words(say),
        currency=order.currency,
        language=say.language,
        head=shop_head(actor, say),
        notes=tuple(bank_lines(actor, say)),
    )


def page_words(say: Words) -> str:
    """The text of page numbers, with its blanks."""
    return str(say.texts()["papers.page"])  # it has no plural


def quote_until(actor: Actor, say: Words) -> str:
    """How long a quote that is made today holds."""
    return say("papers.quote_until", day=(actor.today + QUOTE_DAYS).isoformat())


def where_to(view: OrderView, say: Words) -> Iterator[str]:
    """Address, wanted day and note, as far as they are there."""
    order = view.order
    if order.address:
        yield say("papers.address", words=order.address)
    if receiver := orders_text.receiver(order):
        yield say("papers.receiver", words=receiver)
    if order.wanted_on:
        yield say("papers.wanted_on", day=order.wanted_on.isoformat())
    if order.note:
        yield say("papers.note", words=order.note)


def _about(actor: Actor, view: OrderView, say: Words, *, is_quote: bool) -> Iterator[str]:
    yield from where_to(view, say)
    if is_quote:
        yield quote_until(actor, say)


def _row(row: OrderRow, say: Words, currency: str) -> GoodsRow:
    line = row.line
    return GoodsRow(
        goods=row.goods,
        quantity=row.agreed,
        kind=line.kind,
        price="" if line.kind in orders_text.FREE else price_words(say, row.goods, as_it_is(line, currency), currency),
        amount=line.amount,
    )
