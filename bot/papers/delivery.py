"""Delivery notes: what is in each parcel of an order, for the receiver to sign."""

from collections.abc import Mapping
from decimal import Decimal

from bot.papers.goods_table import GoodsRow, Sums, goods_table, price_words
from bot.papers.order import page_words, where_to
from bot.papers.paper import Fact, PageForm, Paper
from bot.papers.shop_head import bank_lines, shop_head
from domain.actor import Actor
from domain.finance import ledger
from domain.orders.line_prices import as_it_is
from domain.orders.view import OrderRow, OrderView, Parcel
from domain.rules.finance.ledger import ParcelCost
from handlers.formatting.orders_text import FREE
from locales import Words

_NONE = Decimal(0)


def delivery_paper(actor: Actor, view: OrderView, parcel: Parcel, say: Words, form: PageForm, *, prices: bool) -> Paper:
    """The note of one parcel."""
    shipment, order = parcel.shipment, view.order
    packed = [(parcel.contents[row.line.id], row) for row in view.rows if parcel.contents.get(row.line.id)]
    lines = [(quantity, row.line) for quantity, row in packed]
    costs = ledger.parcel_costs(actor, order, shipment, lines) if prices else {}
    rows = [_row(say, row, quantity, costs, order.currency) for quantity, row in packed]
    whole = sum(costs.values(), ParcelCost(billed=_NONE))
    sums = Sums(discount=whole.discount, total=whole.billed, rebate=whole.rebate)
    leaves = shipment.shipped_at or actor.now
    carrier = f"carrier.{shipment.carrier}"
    by = say(carrier) if say.knows(carrier) else shipment.carrier
    return Paper(
        title=say("papers.title_delivery"),
        about=(f"{order.number}/{shipment.position}", *where_to(view, say)),
        facts=(
            Fact(name=say("papers.account"), value=view.access.account.name),
            Fact(name=say("papers.buyer"), value=view.buyer.name),
        ),
        beside=(
            Fact(name=say("papers.leaves"), value=leaves.astimezone(actor.supplier.zone).date().isoformat()),
            Fact(name=say("papers.carrier"), value=f"{by} {shipment.tracking_number}".strip() or "—"),
        ),
        tables=(goods_table(say, rows, sums if prices else None),),
        page=page_words(say),
        currency=order.currency,
        language=say.language,
        head=shop_head(actor, say),
        notes=(*(bank_lines(actor, say) if prices else ()), say("papers.delivery_note"), *_copies(say, form)),
        signatures=(say("papers.sign_sender"), say("papers.sign_receiver"), say("papers.sign_day")),
        form=form,
    )


def _copies(say: Words, form: PageForm) -> tuple[str, ...]:
    return (say("papers.copies"),) if form is PageForm.THREE_PART else ()


def _row(say: Words, row: OrderRow, quantity: Decimal, costs: Mapping[int, ParcelCost], currency: str) -> GoodsRow:
    kind = row.line.kind
    return GoodsRow(
        goods=row.goods,
        quantity=quantity,
        kind=kind,
        price=price_words(say, row.goods, as_it_is(row.line, currency), currency) if costs and kind not in FREE else "",
        amount=costs[row.line.id].amount if costs else None,
    )
