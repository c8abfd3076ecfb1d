"""Draws the page of one order: what it holds, how far it is, what may be done, and what happened."""

from typing import Any

from fastapi.responses import HTMLResponse

from bot.desk.page import Pages
from bot.desk.visitor import Visitor
from domain.orders import approval_background, papers, search
from domain.orders.access import may_take
from domain.orders.view import OrderRow, OrderView, Parcel, history, view_order
from domain.rules.order_life import OrderStatus, Step
from domain.rules.order_papers import OrderPaper
from domain.rules.rights import Right
from domain.rules.shipment_life import ShipmentStatus
from handlers.conversation.paper_links import PATH, PaperForm, PaperKind, file_of
from handlers.conversation.request import Request
from handlers.formatting import credit_text, goods_text, orders_text
from handlers.orders.approval import REASONS
from handlers.orders.order_card import HAPPENED

#: Carriers that are chosen with one press, by their key.
CARRIERS = ("sf", "zto", "yto", "sto", "yunda", "jd", "deppon", "own")
#: The kinds of event that are told of.
TOLD = HAPPENED | {"order.submitted"}


def draw_order(pages: Pages, visitor: Visitor, number: str) -> HTMLResponse:
    """The page. Raises NotFound: there is no such order, or it is not theirs to see."""
    actor, request = visitor.actor, visitor.request
    view = view_order(actor, search.order_id(actor, number))
    prices = actor.may(Right.ORDER_PRICES)
    steps = [step.value for step in Step if may_take(actor, view.access, step)]
    return pages.show(
        "order.html",
        visitor,
        section="orders",
        view=view,
        order=view.order,
        account=view.access.account,
        stage=orders_text.stage(request, view.stage),
        prices=prices,
        rows=[_line(request, row) for row in view.rows],
        short=any(row.short for row in view.rows),
        parcels=[_parcel(request, view, each) for each in view.parcels],
        steps=steps,
        picks=actor.may(Right.SHIPMENT_PICK),
        reasons=[(each, request.say(f"reason.{each}")) for each in REASONS],
        carriers=[(each, request.say(f"carrier.{each}")) for each in CARRIERS],
        reason=orders_text.reason(request, view.order.reason) if view.order.reason else "",
        credit=_credit(visitor, view),
        papers=[_paper(request, view, each) for each in papers.offered(actor, view)],
        background=approval_background.background(actor, view.access) if actor.may(Right.ORDER_DECIDE) else None,
        happened=[_event(request, each) for each in history(actor, view.order) if each.event.kind in TOLD],
        approvals=[{"kind": each.value, "given": each in view.order.given} for each in sorted(view.order.asked)],
    )


def _credit(visitor: Visitor, view: OrderView) -> tuple[str, ...]:
    """How the account stands, for who has to decide."""
    decides = visitor.actor.may(Right.ORDER_DECIDE) and visitor.actor.may(Right.ORDER_PRICES)
    if not decides or view.order.status is not OrderStatus.SUBMITTED:
        return ()
    return tuple(line.lstrip("💳· ") for line in credit_text.of_account(visitor.request, view.order.account_id))


def _line(request: Request, row: OrderRow) -> dict[str, Any]:
    def amount(quantity: Any) -> str:
        return goods_text.quantity(request, row.goods, quantity) if quantity else ""

    return {
        "name": goods_text.name(request, row.goods),
        "code": row.goods.sku.code,
        "said": row.line.said,
        "quantity": amount(row.line.quantity),
        "agreed": amount(row.agreed) if row.line.refused else "",
        "short": amount(row.short),
        "shipped": amount(row.line.shipped),
        "delivered": amount(row.line.delivered),
        "price": request.say.price(row.line.price, request.currency),
        "source": row.line.price_source.value,
        "discount": row.line.discount,
        "amount": row.line.amount,
    }


def _parcel(request: Request, view: OrderView, parcel: Parcel) -> dict[str, Any]:
    rows = {row.line.id: row for row in view.rows}
    return {
        "shipment": parcel.shipment,
        "carrier": _carrier(request, parcel.shipment.carrier),
        "is_open": parcel.shipment.status is ShipmentStatus.PICKING,
        "contents": [
            (goods_text.name(request, rows[line].goods), goods_text.quantity(request, rows[line].goods, quantity))
            for line, quantity in parcel.contents.items()
            if line in rows and quantity
        ],
    }


def _carrier(request: Request, carrier: str) -> str:
    return request.say(f"carrier.{carrier}") if request.say.knows(f"carrier.{carrier}") else carrier


def _paper(request: Request, view: OrderView, paper: OrderPaper) -> tuple[str, str]:
    about = ("0", "1", "0") if paper is OrderPaper.DELIVERY else ()
    file = file_of(request, PaperKind(paper), PaperForm.PDF, "", str(view.order.id), *about)
    return request.say(f"papers.title_{paper}"), PATH + file.token


def _event(request: Request, row: Any) -> dict[str, Any]:
    event = row.event
    return {
        "at": event.at,
        "who": orders_text.who(request, event, row.name),
        "where": request.say(f"desk.place_{event.channel.value}") if event.channel else "",
        "did": orders_text.did(request, event),
        "reason": orders_text.reason(request, event.reason),
        "before": event.facts.get("before"),
        "after": event.facts.get("after"),
    }
