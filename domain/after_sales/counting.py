"""Goods that came back: counted by the warehouse, good or bad; what was counted decides."""

from collections import defaultdict
from decimal import Decimal

from domain.actor import Actor
from domain.after_sales import repairs, settling, status
from domain.after_sales.refusals import NothingToSettle, ReturnTooMuch
from domain.after_sales.requests import people
from domain.after_sales.view import ReturnView, of_line, view_return
from domain.events.journal import log_event, notify
from domain.refusals import NotFound
from domain.rules.return_life import ReturnStep
from domain.rules.returns import ReturnKind
from domain.stock import stock
from domain.tables.notices import NoticeKind


def count(actor: Actor, return_line_id: int, revision: int, good: Decimal, bad: Decimal) -> ReturnView:
    """So much of a line came back as good as new, and so much bad.

    Raises NotFound: it is repaired, not counted; ReturnMoved, ReturnTooMuch.
    """
    view, row = of_line(actor, return_line_id, lock=True)
    status.require(actor, view.request, ReturnStep.RECEIVE, revision)
    if view.request.kind is not ReturnKind.RETURN:
        raise NotFound
    line, decimals = row.line, row.goods.sku.decimals
    exact = all(each >= 0 and each == round(each, decimals) for each in (good, bad))
    if not exact or good + bad > line.agreed:
        raise ReturnTooMuch(sku_id=row.ordered.sku_id, left=line.agreed)
    before = (str(line.good), str(line.bad))
    line.good, line.bad = good, bad
    view.request.revision += 1
    facts = {"line": line.id, "before": before, "after": (str(good), str(bad))}
    log_event(actor, "return.counted", subject=f"return:{view.request.id}", **facts)
    actor.session.flush()
    return view


def receive(actor: Actor, request_id: int, revision: int, *, whole: bool) -> ReturnView:
    """Take the goods in as they were counted, and settle: good ones are stock again, bad ones are written off.

    What is to be repaired is taken in as it was agreed.
    ``whole``: of lines that nobody counted, all came and is good. Raises NothingToSettle: nothing came; ReturnMoved.
    """
    view = view_return(actor, request_id, lock=True)
    request, told = view.request, people(actor, view)
    status.require(actor, request, ReturnStep.RECEIVE, revision)
    if request.kind is ReturnKind.REPAIR:
        _take_in_to_repair(actor, view)
        return view
    for row in view.rows if whole else ():
        if not row.line.good and not row.line.bad:
            row.line.good = row.line.agreed
    if not any(row.line.good or row.line.bad for row in view.rows):
        raise NothingToSettle
    status.advance(actor, request, ReturnStep.RECEIVE)
    request.received_at, request.received_by_id = actor.now, actor.person_id
    log_event(actor, "return.received", subject=f"return:{request.id}", whole=whole)
    _take_in(actor, view)
    settling.settle(actor, view)
    concerned = (*told.buyers, *told.approvers)
    notify(actor, concerned, NoticeKind.RETURN_SETTLED, order=view.order, return_request=request.id)
    return view_return(actor, request_id)


def _take_in_to_repair(actor: Actor, view: ReturnView) -> None:
    """They stay the dealer's: nothing is stock, and nothing is settled."""
    request = view.request
    status.advance(actor, request, ReturnStep.RECEIVE)
    request.received_at, request.received_by_id = actor.now, actor.person_id
    log_event(actor, "return.received", subject=f"return:{request.id}", whole=True)
    repairs.tell(actor, view)


def _take_in(actor: Actor, view: ReturnView) -> None:
    """Good goods are stock again; a SKU moves once, whatever lines it stood on."""
    good: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in view.rows:
        good[row.ordered.sku_id] += row.line.good
    for sku_id, quantity in sorted(good.items()):
        if quantity:
            stock.take_back(actor, view.order.warehouse_id, sku_id, quantity, view.request.number)
