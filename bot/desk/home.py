"""首页: what waits for this person and what was ordered; each number is a link to the list that it counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.desk.seam import Desk
from bot.desk.visitor import Visitor
from domain.orders import search
from domain.orders.search import OrderFilter, OrderTab
from domain.rules.rights import Right
from handlers.formatting import orders_text

#: What somebody has to do, by the right that doing it needs.
_WORK = {
    OrderTab.WAITING: Right.ORDER_DECIDE,
    OrderTab.FINANCE: Right.ORDER_DECIDE,
    OrderTab.TO_PICK: Right.ORDER_READ,
    OrderTab.PICKING: Right.ORDER_READ,
    OrderTab.PART_SHIPPED: Right.ORDER_READ,
    OrderTab.IN_TRANSIT: Right.ORDER_READ,
}


def home_router(desk: Desk) -> APIRouter:
    """The first page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/desk")
    def home(request: Request) -> Response:
        return desk.read(request, lambda visitor: _draw(desk, visitor))

    return router


def _draw(desk: Desk, visitor: Visitor) -> HTMLResponse:
    actor = visitor.actor
    tabs = [tab for tab, right in _WORK.items() if actor.may(right)]
    spans = dict(_spans(actor.today)) if actor.may(Right.ORDER_PRICES) else {}
    asked = {tab.value: OrderFilter(tab=tab) for tab in tabs} | {
        name: OrderFilter(tab=OrderTab.IN_FORCE, first=first, last=last) for name, (first, last) in spans.items()
    }
    sums = search.sums(actor, asked)
    oldest = sums[OrderTab.WAITING].oldest if OrderTab.WAITING in sums else None
    return desk.pages.show(
        "home.html",
        visitor,
        section="home",
        work=[{"name": tab.value, "number": sums[tab.value].orders, "address": _list(tab)} for tab in tabs],
        ordered=[
            {"name": name, "sum": sums[name], "address": _list(OrderTab.IN_FORCE, first, last)}
            for name, (first, last) in spans.items()
        ],
        oldest=orders_text.ago(visitor.request, oldest) if oldest else "",
    )


def _spans(today: date) -> Iterator[tuple[str, tuple[date, date]]]:
    """Today beside yesterday, this week beside as many days of the one before."""
    monday, week = today - timedelta(days=today.weekday()), timedelta(days=7)
    yield "today", (today, today)
    yield "yesterday", (today - timedelta(days=1), today - timedelta(days=1))
    yield "week", (monday, today)
    yield "last_week", (monday - week, today - week)


def _list(tab: OrderTab, first: date | None = None, last: date | None = None) -> str:
    days = {"from": first.isoformat(), "to": last.isoformat()} if first and last else {}
    return f"/desk/orders?{urlencode({'tab': tab.value, **days})}"
