"""Return requests against their orders, the ledger, the stock and their events."""

from typing import Any

from sqlalchemy import Integer, String, and_, case, cast, func, literal, or_, select, type_coerce

from domain.checks.findings import differ, rule, words
from domain.checks.tables import (
    Counter,
    Event,
    LedgerEntry,
    Order,
    OrderLine,
    ReturnLine,
    ReturnRequest,
    StockMove,
)
from domain.db.statements import any_of
from domain.rules.finance.ledger import LedgerKind
from domain.rules.return_life import FREED, OPEN, ReturnStatus
from domain.rules.returns import Outcome, ReturnKind
from domain.tables.columns import MONEY, QUANTITY
from domain.tables.lines import LineKind
from domain.tables.stock import MoveKind

_LONGEST = 16
_S = ReturnStatus
_ZERO, _NO_MONEY = type_coerce(0, QUANTITY), type_coerce(0, MONEY)
_IS_RETURN = ReturnRequest.kind == ReturnKind.RETURN
_IS_VOID = any_of(ReturnRequest.status, FREED)
_IS_REPAIR = ReturnRequest.kind == ReturnKind.REPAIR
_IS_SETTLED = ReturnRequest.status == _S.SETTLED
_COUNTED = and_(_IS_RETURN, any_of(ReturnRequest.status, {_S.RECEIVED, _S.SETTLED}))
_CAME = or_(_COUNTED, and_(_IS_REPAIR, any_of(ReturnRequest.status, {_S.RECEIVED, _S.REPAIRING, _S.SENT_BACK})))
#: What is settled of a line, or would be as it stands.
_TAKEN = case((_COUNTED, ReturnLine.good + ReturnLine.bad), else_=ReturnLine.agreed)
_OF = ReturnLine.request_id == ReturnRequest.id
_SUBJECT = literal("return:").concat(cast(ReturnRequest.id, String))
#: What changes a request's lines, each one revision.
_CHANGES = ("return.asked", "return.changed", "return.counted")
#: The event that leads to each state that is written once.
_LED_TO = {
    _S.SETTLED: "return.settled",
    _S.REFUSED: "return.refused",
    _S.WITHDRAWN: "return.withdrawn",
    _S.ON_ITS_WAY: "return.sent",
    _S.RECEIVED: "return.received",
    _S.APPROVED: "return.approved",
    _S.REPAIRING: "return.repairing",
    _S.SENT_BACK: "return.sent_back",
}


@rule("return_number")
def numbers() -> Any:
    """A number is an R, a day, a dash and four digits at least."""
    odd = or_(~ReturnRequest.number.like("R________-____%"), func.length(ReturnRequest.number) > _LONGEST)
    return select(ReturnRequest.number, literal("R20261123-0007"), ReturnRequest.number).where(odd)


@rule("return_number")
def counters() -> Any:
    """A day's requests are numbered without a gap, and its counter stands at the last."""
    day = func.substr(ReturnRequest.number, 2, 8)
    days = select(day.label("day"), func.count().label("requests"), func.max(ReturnRequest.number).label("last"))
    found = days.group_by(day).subquery()
    counter = func.coalesce(Counter.value, 0)
    query = select(found.c.last, found.c.requests, counter)
    query = query.join_from(found, Counter, Counter.name == literal("return:").concat(found.c.day), isouter=True)
    place = cast(func.substr(found.c.last, 11), Integer)
    return query.where(or_(counter != found.c.requests, place != found.c.requests))


@rule("return_times")
def times() -> Any:
    """A request was decided, received and closed when, and only when, its status says so; only a no has a reason."""
    decided = any_of(ReturnRequest.status, frozenset(_S) - {_S.REQUESTED, _S.WITHDRAWN})
    undecided = ReturnRequest.status == _S.REQUESTED
    wrong = or_(
        ReturnRequest.decided_at.is_(None) != ReturnRequest.decided_by_id.is_(None),
        and_(decided, ReturnRequest.decided_at.is_(None)),
        and_(undecided, ReturnRequest.decided_at.is_not(None)),
        ReturnRequest.received_at.is_(None) != ReturnRequest.received_by_id.is_(None),
        ReturnRequest.received_at.is_not(None) != _CAME,
        ReturnRequest.closed_at.is_(None) != any_of(ReturnRequest.status, OPEN),
        (ReturnRequest.status == _S.REFUSED) != (ReturnRequest.reason != ""),
    )
    return select(ReturnRequest.number, words(ReturnRequest.status), ReturnRequest.asked_at).where(wrong)


@rule("return_order")
def orders() -> Any:
    """A request is of the account of its order, and its lines are lines of that order."""
    wrong = or_(ReturnRequest.account_id != Order.account_id, OrderLine.order_id != Order.id)
    query = select(ReturnRequest.number, literal("its order"), Order.number)
    query = query.join(Order, Order.id == ReturnRequest.order_id)
    query = query.join(ReturnLine, ReturnLine.request_id == ReturnRequest.id)
    return query.join(OrderLine, OrderLine.id == ReturnLine.order_line_id).where(wrong)


@rule("return_lines")
def lines() -> Any:
    """A request has its lines, numbered from one without a gap."""
    count, last = func.count(ReturnLine.id), func.coalesce(func.max(ReturnLine.position), 0)
    wrong = or_(count == 0, count != last, func.count(ReturnLine.position.distinct()) != count)
    query = select(ReturnRequest.number, last, count)
    query = query.join(ReturnLine, ReturnLine.request_id == ReturnRequest.id, isouter=True)
    return query.group_by(ReturnRequest.id, ReturnRequest.number).having(wrong)


@rule("return_quantity")
def quantities() -> Any:
    """No more is agreed than was asked, none counted than was agreed, and nothing is below zero."""
    wrong = or_(
        ReturnLine.quantity <= 0,
        ReturnLine.agreed < 0,
        ReturnLine.good < 0,
        ReturnLine.bad < 0,
        ReturnLine.agreed > ReturnLine.quantity,
        ReturnLine.good + ReturnLine.bad > ReturnLine.agreed,
        and_(~_IS_RETURN, ReturnLine.good + ReturnLine.bad != 0),
    )
    return _lines(ReturnLine.quantity, ReturnLine.agreed).where(wrong)


@rule("return_delivered")
def delivered() -> Any:
    """Of no line more is asked for than was delivered."""
    taken = func.sum(_TAKEN)
    query = select(func.min(Order.number), OrderLine.delivered, taken).join_from(ReturnLine, ReturnRequest, _OF)
    query = query.join(OrderLine, OrderLine.id == ReturnLine.order_line_id).join(Order, Order.id == OrderLine.order_id)
    return query.where(~_IS_VOID).group_by(OrderLine.id, OrderLine.delivered).having(taken > OrderLine.delivered)


@rule("return_credit")
def credits_() -> Any:
    """A settled request is credited once, as much as its lines, and for its order; nothing else is."""
    total = func.sum(ReturnLine.credited)
    credit = (ReturnRequest.entry_id, LedgerEntry.kind, LedgerEntry.amount, LedgerEntry.account_id)
    query = select(ReturnRequest.number, total, func.coalesce(LedgerEntry.amount, _NO_MONEY))
    query = query.join(ReturnLine, ReturnLine.request_id == ReturnRequest.id)
    query = query.join(LedgerEntry, LedgerEntry.id == ReturnRequest.entry_id, isouter=True)
    grouped = (
        ReturnRequest.id,
        ReturnRequest.number,
        ReturnRequest.account_id,
        ReturnRequest.order_id,
        ReturnRequest.status,
        *credit,
    )
    wrong = or_(
        (total != _NO_MONEY) != ReturnRequest.entry_id.is_not(None),
        LedgerEntry.kind != LedgerKind.CREDIT,
        LedgerEntry.amount != -total,
        LedgerEntry.account_id != ReturnRequest.account_id,
        LedgerEntry.document != ReturnRequest.number,
        and_(
            ReturnRequest.entry_id.is_not(None),
            or_(~_IS_SETTLED, differ(LedgerEntry.order_id, ReturnRequest.order_id)),
        ),
    )
    return query.group_by(*grouped, LedgerEntry.document, LedgerEntry.order_id).having(wrong)


@rule("return_credit")
def credited() -> Any:
    """Only what is refunded and settled is credited, and of no line more than it costs."""
    wrong = or_(
        ReturnLine.credited < _NO_MONEY,
        ReturnLine.tax < _NO_MONEY,
        ReturnLine.tax > ReturnLine.credited,
        and_(
            ReturnLine.credited != _NO_MONEY, or_(~_IS_SETTLED, ReturnLine.outcome != Outcome.REFUND, _TAKEN == _ZERO)
        ),
    )
    return _lines(literal("a refund"), ReturnLine.credited).where(wrong)


@rule("return_credit")
def paid() -> Any:
    """Of no line of an order more is credited than it costs."""
    total = func.sum(ReturnLine.credited)
    net = OrderLine.amount - OrderLine.discount
    query = select(cast(OrderLine.id, String), net, total)
    query = query.join_from(ReturnLine, OrderLine, OrderLine.id == ReturnLine.order_line_id)
    return query.group_by(OrderLine.id, OrderLine.amount, OrderLine.discount).having(total > net)


@rule("return_repair")
def repairs() -> Any:
    """Only what is repaired is worked on and goes back as it came, with its date, and in a parcel."""
    began = any_of(ReturnRequest.status, {_S.REPAIRING, _S.SENT_BACK})
    parcel = or_(ReturnRequest.carrier != "", ReturnRequest.tracking_number != "")
    wrong = or_(
        (ReturnLine.outcome == Outcome.REPAIR) != _IS_REPAIR,
        and_(began, ~_IS_REPAIR),
        and_(_IS_SETTLED, _IS_REPAIR),
        ReturnRequest.repair_began_at.is_not(None) != began,
        and_(parcel, ReturnRequest.status != _S.SENT_BACK),
    )
    return _lines(words(ReturnRequest.kind), words(ReturnLine.outcome)).where(wrong)


@rule("return_repair")
def repaired() -> Any:
    """When work began, and how the goods went back, is in the events."""
    began = and_(Event.kind == "return.repairing", Event.subject == _SUBJECT)
    back = and_(Event.kind == "return.sent_back", Event.subject == _SUBJECT)
    told = or_(
        and_(began, differ(Event.at, ReturnRequest.repair_began_at)),
        and_(
            back,
            or_(
                Event.facts["carrier"].as_string() != ReturnRequest.carrier,
                Event.facts["number"].as_string() != ReturnRequest.tracking_number,
            ),
        ),
    )
    query = select(ReturnRequest.number, ReturnRequest.tracking_number, Event.kind)
    return query.join(Event, or_(began, back)).where(told)


@rule("return_moves")
def moves() -> Any:
    """What came back good moved the stock, SKU by SKU."""
    good = (
        select(ReturnRequest.number, OrderLine.sku_id, func.sum(ReturnLine.good).label("total"))
        .join_from(ReturnRequest, ReturnLine, _OF)
        .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
        .where(_COUNTED)
        .group_by(ReturnRequest.number, OrderLine.sku_id)
        .subquery()
    )
    moved = _moved()
    same = and_(moved.c.note == good.c.number, moved.c.sku_id == good.c.sku_id)
    found = func.coalesce(moved.c.total, _ZERO)
    query = select(good.c.number, good.c.total, found).join_from(good, moved, same, isouter=True)
    return query.where(good.c.total != found)


@rule("return_moves")
def strays() -> Any:
    """Nothing came back but for a request."""
    query = select(cast(StockMove.id, String), literal("a request that was received"), StockMove.note)
    query = query.join_from(StockMove, ReturnRequest, ReturnRequest.number == StockMove.note, isouter=True)
    back = StockMove.kind == MoveKind.RETURNED
    return query.where(back, or_(ReturnRequest.id.is_(None), ~_COUNTED, StockMove.quantity <= 0))


@rule("return_replacement")
def replacements() -> Any:
    """What is replaced was ordered once more, by one order: as much, at no price, for the same account."""
    wanted = case((and_(ReturnLine.outcome == Outcome.REPLACEMENT, _IS_SETTLED), _TAKEN), else_=_ZERO)
    due = select(ReturnRequest.id, func.sum(wanted).label("total")).join_from(ReturnRequest, ReturnLine, _OF)
    dues = due.group_by(ReturnRequest.id).subquery()
    sent = func.sum(case((OrderLine.kind == LineKind.REPLACEMENT, OrderLine.quantity), else_=_ZERO))
    given = select(OrderLine.order_id, sent.label("total"), func.sum(OrderLine.amount).label("amount"))
    orders_ = given.group_by(OrderLine.order_id).subquery()
    again = Order
    query = select(ReturnRequest.number, dues.c.total, func.coalesce(orders_.c.total, _ZERO))
    query = query.join(dues, dues.c.id == ReturnRequest.id)
    query = query.join(orders_, orders_.c.order_id == ReturnRequest.replacement_id, isouter=True)
    query = query.join(again, again.id == ReturnRequest.replacement_id, isouter=True)
    wrong = or_(
        dues.c.total != func.coalesce(orders_.c.total, _ZERO),
        orders_.c.amount != _NO_MONEY,
        again.account_id != ReturnRequest.account_id,
        again.total != _NO_MONEY,
        and_(again.id.is_not(None), differ(again.return_request_id, ReturnRequest.id)),
    )
    return query.where(wrong)


@rule("return_replacement")
def unasked() -> Any:
    """Goods are replaced for a request."""
    query = select(Order.number, literal("a request"), literal("none")).join_from(OrderLine, Order)
    query = query.join(ReturnRequest, ReturnRequest.replacement_id == Order.id, isouter=True)
    return query.where(OrderLine.kind == LineKind.REPLACEMENT, ReturnRequest.id.is_(None)).distinct()


@rule("return_replacement")
def strangers() -> Any:
    """An order that was made for a request is the one that the request names, and made from no cart."""
    query = select(Order.number, literal("the order of its request"), cast(Order.return_request_id, String))
    query = query.join(ReturnRequest, ReturnRequest.id == Order.return_request_id, isouter=True)
    another = differ(ReturnRequest.replacement_id, Order.id)
    return query.where(Order.return_request_id.is_not(None), or_(another, Order.cart_id != Order.id))


@rule("return_event")
def noted() -> Any:
    """A request stands where its events say, and was changed as often as was noted."""
    changes = select(Event.subject, func.count().label("number")).where(any_of(Event.kind, _CHANGES))
    changed = changes.group_by(Event.subject).subquery()
    count = func.coalesce(changed.c.number, 0)
    query = select(ReturnRequest.number, count, ReturnRequest.revision)
    query = query.join(changed, changed.c.subject == _SUBJECT, isouter=True)
    return query.where(count != ReturnRequest.revision)


@rule("return_event")
def stands() -> Any:
    """What led to the state of a request was noted, when and by whom it says."""
    kind = case(*((ReturnRequest.status == each, name) for each, name in _LED_TO.items()), else_="return.asked")
    closed = and_(ReturnRequest.closed_at.is_not(None), differ(Event.at, ReturnRequest.closed_at))
    reasoned = and_(ReturnRequest.status == _S.REFUSED, Event.reason != ReturnRequest.reason)
    led = and_(Event.kind == kind, Event.subject == _SUBJECT)
    query = select(ReturnRequest.number, kind, func.coalesce(Event.kind, "no event"))
    return query.join(Event, led, isouter=True).where(or_(Event.id.is_(None), closed, reasoned))


@rule("return_event")
def decided() -> Any:
    """Who agreed or refused, and who counted, is in an event."""
    return _by("return.approved", "return.refused", at=ReturnRequest.decided_at, person=ReturnRequest.decided_by_id)


@rule("return_event")
def received() -> Any:
    """Who took the goods in is in an event."""
    return _by("return.received", at=ReturnRequest.received_at, person=ReturnRequest.received_by_id)


@rule("return_event")
def asked() -> Any:
    """Who asked, and when, is in the first event."""
    return _by("return.asked", at=ReturnRequest.asked_at, person=ReturnRequest.person_id)


def _by(*kinds: str, at: Any, person: Any) -> Any:
    same = and_(any_of(Event.kind, kinds), Event.subject == _SUBJECT, Event.at == at, Event.person_id == person)
    query = select(ReturnRequest.number, literal(kinds[0]), literal("no event")).join(Event, same, isouter=True)
    return query.where(at.is_not(None), Event.id.is_(None))


def _lines(expected: Any, found: Any) -> Any:
    return select(ReturnRequest.number, expected, found).join(ReturnLine, _OF)


def _moved() -> Any:
    total = func.sum(StockMove.quantity).label("total")
    query = select(StockMove.note, StockMove.sku_id, total).where(StockMove.kind == MoveKind.RETURNED)
    return query.group_by(StockMove.note, StockMove.sku_id).subquery()
