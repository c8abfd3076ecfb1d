"""Shipping by a pasted list: an order, a carrier and a tracking number a line, each in its own transaction."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from bot.desk.seam import Csrf, Desk
from bot.desk.visitor import Visitor
from domain.fulfilment import listed
from domain.language.shipping_list import ShippingLine, read_list
from domain.people.desk_refusals import CarrierUnknown, NumberDoubtful
from domain.rules.rights import Right
from handlers.formatting import orders_text

#: So many lines are shipped in one go, and so long a list may be.
LINES_MOST, LIST_MOST = 500, 60_000


def shipping_router(desk: Desk) -> APIRouter:
    """The list, and what became of it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/desk/ship")
    def ask(request: Request) -> Response:
        return desk.read(request, lambda visitor: _draw(desk, visitor))

    @router.post("/desk/ship")
    def ship(
        request: Request,
        given: Annotated[str, Form(alias="list", max_length=LIST_MOST)] = "",
        csrf: Csrf = "",
    ) -> Response:
        """Ship each line; one that fails holds up no other and stays in the list."""
        lines = read_list(given)[:LINES_MOST]
        shipped: list[tuple[str, str]] = []
        failed: list[tuple[ShippingLine, str]] = []
        for line in lines:
            tried = desk.try_one(request, csrf, partial(_ship, line=line))
            if isinstance(tried, Response):
                return tried
            if tried.why:
                failed.append((line, tried.why))
            else:
                shipped.append(tried.result)
        answer = desk.read(request, lambda visitor: _draw(desk, visitor, shipped, failed))
        if failed:
            answer.status_code = 409
        return answer

    return router


def _ship(visitor: Visitor, *, line: ShippingLine) -> tuple[str, str]:
    order_id = listed.order_named(visitor.actor, line.order)
    if line.doubtful:
        raise NumberDoubtful(number=line.number)
    if not line.carrier:
        raise CarrierUnknown
    parcel = listed.ship(visitor.actor, order_id, line.carrier, line.number)
    shipment = parcel.shipment
    return parcel.order.number, orders_text.waybill(visitor.request, shipment.carrier, shipment.tracking_number)


def _draw(
    desk: Desk,
    visitor: Visitor,
    shipped: Sequence[tuple[str, str]] = (),
    failed: Sequence[tuple[ShippingLine, str]] = (),
) -> HTMLResponse:
    visitor.actor.need(Right.SHIPMENT_PICK)
    return desk.pages.show(
        "ship.html",
        visitor,
        section="ship",
        shipped=[{"number": number, "how": how} for number, how in shipped],
        failed=[{"text": line.text, "why": why} for line, why in failed],
        left="\n".join(line.text for line, _ in failed),
    )
