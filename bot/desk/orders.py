"""The list of orders and the page of one: read, decide, pick and ship."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from bot.desk.order_page import draw_order
from bot.desk.seam import Csrf, Desk
from bot.desk.visitor import Visitor
from domain.actor import Actor
from domain.fulfilment import picking, shipments
from domain.orders import search, status_changes
from domain.orders.back_orders import Rest
from domain.orders.search import COUNTED, OrderFilter, OrderTab
from domain.orders.view import view_order
from domain.people.desk_refusals import RestUndecided
from domain.refusals import NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right

#: So many are decided in one go.
BULK_MOST = 500
#: An id has at most so many digits.
_ID_DIGITS = 19


class OrderForm(BaseModel):
    """What a form of an order's page carries: what to do, and the revision that was seen."""

    do: str
    revision: int = 0
    shipment: int = 0
    reason: str = Field("", max_length=1000)
    carrier: str = Field("", max_length=200)
    tracking: str = Field("", max_length=200)
    csrf: str = Field("", max_length=200)


_Step: TypeAlias = Callable[[Actor, int, OrderForm], Any]


def orders_router(desk: Desk) -> APIRouter:
    """All routes of orders."""
    router = APIRouter(include_in_schema=False)
    _serve_list(router, desk)
    _serve_order(router, desk)
    return router


def _serve_list(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/orders")
    def list_(request: Request) -> Response:
        return desk.read(request, lambda visitor: _draw_list(desk, visitor, request.query_params))

    @router.post("/desk/orders")
    def decide(
        request: Request,
        do: Annotated[str, Form()],
        tick: Annotated[list[str] | None, Form()] = None,
        reason: Annotated[str, Form(max_length=1000)] = "",
        csrf: Csrf = "",
    ) -> Response:
        """Decide on each that is ticked, in a transaction of its own: one that fails holds up no other."""
        act = _BULK.get(do)

        def draw(visitor: Visitor, failed: Mapping[str, str] | None = None, done: int = 0) -> HTMLResponse:
            return _draw_list(desk, visitor, request.query_params, failed or {}, done, reason=reason)

        if act is None or not tick or len(tick) > BULK_MOST:
            return desk.read(request, draw)
        failed: dict[str, str] = {}
        done = 0
        for each in dict.fromkeys(tick):
            order, _, revision = each.partition(":")
            if _number(order) is None or _number(revision) is None:
                continue
            tried = desk.try_one(
                request, csrf, partial(act, order_id=int(order), revision=int(revision), reason=reason)
            )
            if isinstance(tried, Response):
                return tried
            if tried.why:
                failed[order] = tried.why
            else:
                done += 1
        answer = desk.read(request, lambda visitor: draw(visitor, failed, done))
        if failed:
            answer.status_code = 409
        return answer


def _serve_order(router: APIRouter, desk: Desk) -> None:
    @router.get("/desk/orders/{number}")
    def order(request: Request, number: str) -> Response:
        return desk.read(request, lambda visitor: draw_order(desk.pages, visitor, number))

    @router.post("/desk/orders/{number}")
    def act(request: Request, number: str, form: Annotated[OrderForm, Form()]) -> Response:
        def change(visitor: Visitor) -> None:
            step = _STEPS.get(form.do)
            if step is None:
                raise NotFound
            step(visitor.actor, search.order_id(visitor.actor, number), form)

        def again(_: None) -> Response:
            return RedirectResponse(f"/desk/orders/{number}", 303)

        return desk.act(request, form.csrf, change, again, lambda visitor: draw_order(desk.pages, visitor, number))


def _approval(rest: Rest | None) -> _Step:
    return lambda actor, order_id, form: status_changes.approve(actor, order_id, form.revision, rest)


def _ship(actor: Actor, order_id: int, form: OrderForm) -> None:
    if picking.view_parcel(actor, form.shipment).order.id != order_id:
        raise NotFound
    shipments.ship(actor, form.shipment, form.revision, form.carrier, form.tracking)


_STEPS: Mapping[str, _Step] = {
    "approve": _approval(None),
    "approve_wait": _approval(Rest.BACK_ORDER),
    "approve_drop": _approval(Rest.CANCEL),
    "reject": lambda actor, order_id, form: status_changes.reject(actor, order_id, form.revision, form.reason),
    "cancel": lambda actor, order_id, form: status_changes.cancel(actor, order_id, form.reason, form.revision),
    "pick": lambda actor, order_id, _form: picking.pick(actor, order_id),
    "ship": _ship,
}


def _approve(visitor: Visitor, *, order_id: int, revision: int, reason: str) -> None:  # noqa: ARG001 - as the others
    """What becomes of goods that are not there is asked on the order's page, not of many at once."""
    view = view_order(visitor.actor, order_id)
    if view.order.revision == revision and any(row.short for row in view.rows):
        raise RestUndecided(number=view.order.number)
    status_changes.approve(visitor.actor, order_id, revision)


def _reject(visitor: Visitor, *, order_id: int, revision: int, reason: str) -> None:
    status_changes.reject(visitor.actor, order_id, revision, reason)


_BULK: Mapping[str, Callable[..., None]] = {"approve": _approve, "reject": _reject}


def _draw_list(
    desk: Desk,
    visitor: Visitor,
    asked: Mapping[str, str],
    failed: Mapping[str, str] | None = None,
    done: int = 0,
    reason: str = "",
) -> HTMLResponse:
    wanted = _filter(asked)
    found = search.search(visitor.actor, wanted)
    said = {name: value for name, value in asked.items() if value and name != "before"}
    last = found.rows[-1].order if found.rows else None
    cursor = {"before": f"{last.submitted_at.isoformat()}~{last.id}"} if last else {}
    filtered = [name for name in said if name != "tab"]
    open_rows = [row for row in found.rows if row.order.status is OrderStatus.SUBMITTED]
    return desk.pages.show(
        "orders.html",
        visitor,
        section="orders",
        rows=found.rows,
        older=f"?{urlencode({**said, **cursor})}" if found.more else "",
        here=f"?{urlencode(said)}" if said else "",
        tabs=_tabs(visitor, wanted, said),
        tab=wanted.tab.value,
        asked=asked,
        filtered=filtered,
        narrowed=any(name != "q" for name in filtered),
        spans=_spans(visitor, wanted, said),
        open=bool(open_rows),
        failed=failed or {},
        refused=search.numbers(visitor.actor, [int(each) for each in failed or {}]),
        done=done,
        reason=reason,
        decides=visitor.actor.may(Right.ORDER_DECIDE),
        prices=visitor.actor.may(Right.ORDER_PRICES),
        salespeople=search.salespeople(visitor.actor),
    )


def _tabs(visitor: Visitor, wanted: OrderFilter, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each tab with its address; the open work with how much there is."""
    counted = search.counts(visitor.actor)
    return [
        {
            "name": tab.value,
            "address": f"?{urlencode({**said, 'tab': tab.value})}",
            "count": counted[tab] if tab in COUNTED else None,
            "now": tab is wanted.tab,
        }
        for tab in OrderTab
        if tab is not OrderTab.IN_FORCE or tab is wanted.tab
    ]


def _spans(visitor: Visitor, wanted: OrderFilter, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """Days that are often asked for, each with its address."""
    today = visitor.actor.today
    spans = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "week": (today - timedelta(days=today.weekday()), today),
        "month": (today.replace(day=1), today),
    }
    return [
        {
            "name": name,
            "address": f"?{urlencode({**said, 'from': first.isoformat(), 'to': last.isoformat()})}",
            "now": (wanted.first, wanted.last) == (first, last),
        }
        for name, (first, last) in spans.items()
    ]


def _filter(asked: Mapping[str, str]) -> OrderFilter:
    """What an address asks for; what it says wrongly is left out."""
    tab = asked.get("tab", "")
    return OrderFilter(
        tab=OrderTab(tab) if tab in set(OrderTab) else OrderTab.ALL,
        text=asked.get("q", "")[:100],
        salesperson_id=_number(asked.get("salesperson", "")),
        first=_day(asked.get("from", "")),
        last=_day(asked.get("to", "")),
        least=_amount(asked.get("least", "")),
        most=_amount(asked.get("most", "")),
        noted=asked.get("noted") == "1",
        before=_cursor(asked.get("before", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text) if len(text) <= 14 else None  # noqa: PLR2004 - more than any order
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.0001")) if amount is not None and amount.is_finite() else None


def _cursor(text: str) -> tuple[datetime, int] | None:
    at, _, order_id = text.partition("~")
    number = _number(order_id)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, number) if number is not None and moment.tzinfo is not None else None
