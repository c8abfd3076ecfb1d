"""What people do about goods that came, each a function of a session and a few drawn numbers."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlmodel import col, select

from domain.after_sales import counting, decisions, requests
from domain.finance import invoices
from domain.finance.billable import deliveries
from domain.fulfilment import picking, shipments
from domain.refusals import NotFound
from domain.rules.return_life import AWAITED, ReturnStatus
from domain.rules.returns import REASONS, Outcome, ReturnKind
from domain.rules.shipment_life import ShipmentStatus
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.invoices import InvoiceRequest
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.shipments import Shipment, ShipmentLine
from tests.domain.finance.money_acts import BOOKKEEPER, CODES, KEEPER, OWNER, Hand


def _requests(hand: Hand, *statuses: ReturnStatus) -> ReturnRequest:
    """One of the newest requests of the house that stand so, any of them where none does. Raises NotFound."""
    query = select(ReturnRequest).where(ReturnRequest.account_id == hand.account.id)
    newest = query.order_by(col(ReturnRequest.id).desc()).limit(3)
    found = hand.session.exec(newest.where(col(ReturnRequest.status).in_(statuses))).all()
    found = found or hand.session.exec(newest).all()
    if not found:
        raise NotFound
    return found[hand.which % len(found)]


def _line(hand: Hand, *statuses: ReturnStatus) -> tuple[ReturnRequest, ReturnLine]:
    request = _requests(hand, *statuses)
    lines = hand.session.exec(select(ReturnLine).where(ReturnLine.request_id == request.id)).all()
    return request, lines[hand.which % len(lines)]


def _much(hand: Hand) -> Decimal:
    """A few of the goods, none at times."""
    return hand.amount // 20


def _sent_line(hand: Hand) -> OrderLine:
    """A line of which something left. Raises NotFound."""
    query = select(OrderLine).join(Order).where(Order.account_id == hand.account.id, col(OrderLine.shipped) > 0)
    found = hand.session.exec(query.order_by(col(OrderLine.id).desc()).limit(4)).all()
    if not found:
        raise NotFound
    return found[hand.which % len(found)]


def _ask(hand: Hand, kind: ReturnKind) -> None:
    line, reasons = _sent_line(hand), REASONS[kind]
    wanted = requests.Wanted(
        order_line_id=line.id,
        kind=kind,
        reason=reasons[hand.which % len(reasons)],
        quantity=max(_much(hand), Decimal(1)),
        outcome=tuple(Outcome)[hand.which % len(Outcome)],
    )
    requests.ask(hand.actor(hand.buyer), wanted)


def claim_goods(hand: Hand) -> None:
    _ask(hand, ReturnKind.CLAIM)


def ask_to_return(hand: Hand) -> None:
    _ask(hand, ReturnKind.RETURN)


def agree_to_less(hand: Hand) -> None:
    request, line = _line(hand, ReturnStatus.REQUESTED)
    outcome = tuple(Outcome)[hand.which % len(Outcome)]
    decisions.agree_to(hand.actor(OWNER), line.id, request.revision, _much(hand), outcome)


def approve_return(hand: Hand) -> None:
    request = _requests(hand, ReturnStatus.REQUESTED)
    decisions.approve(hand.actor(OWNER), request.id, request.revision)


def refuse_return(hand: Hand) -> None:
    request = _requests(hand, ReturnStatus.REQUESTED)
    decisions.refuse(hand.actor(OWNER), request.id, request.revision, "看不出来")


def withdraw_return(hand: Hand) -> None:
    requests.withdraw(hand.actor(hand.buyer), _requests(hand, ReturnStatus.REQUESTED, *AWAITED).id)


def send_back(hand: Hand) -> None:
    requests.send(hand.actor(hand.buyer), _requests(hand, ReturnStatus.APPROVED).id)


def count_back(hand: Hand) -> None:
    request, line = _line(hand, *AWAITED)
    counting.count(hand.actor(KEEPER), line.id, request.revision, _much(hand), Decimal(hand.which % 2))


def take_back_in(hand: Hand) -> None:
    request = _requests(hand, *AWAITED)
    counting.receive(hand.actor(KEEPER), request.id, request.revision, whole=hand.which % 2 == 0)


def pack_some(hand: Hand) -> None:
    """A part of an order leaves, so that its lines are in several parcels."""
    parcel = picking.pick(hand.actor(KEEPER), hand.order.id)
    line = hand.session.exec(select(ShipmentLine).where(ShipmentLine.shipment_id == parcel.shipment.id)).first()
    if line is not None and line.quantity > 1:
        parcel = picking.set_line(hand.actor(KEEPER), parcel.shipment.id, parcel.revision, line.id, line.quantity // 2)
    shipments.ship(hand.actor(KEEPER), parcel.shipment.id, parcel.revision, "顺丰", "SF2")


def receive_any(hand: Hand) -> None:
    query = select(Shipment.id).join(Order).where(Order.account_id == hand.account.id)
    parcel = hand.session.exec(query.where(Shipment.status == ShipmentStatus.SHIPPED)).first()
    shipments.confirm_receipt(hand.actor(hand.buyer), parcel or 0)


def count_stock(hand: Hand) -> None:
    sku = hand.session.exec(select(Sku.id).where(Sku.code == CODES[hand.which % len(CODES)])).one()
    stock.count(hand.actor(KEEPER), home(hand.session), sku, hand.amount)


def ask_invoice(hand: Hand) -> None:
    actor = hand.actor(hand.buyer)
    invoices.set_title(actor, hand.house, "")
    invoices.ask(actor, [each.entry_id for each in deliveries(actor, hand.account.id)[:2]])


def refuse_invoice(hand: Hand) -> None:
    query = select(InvoiceRequest.id).join(Account).where(Account.id == hand.account.id)
    found = hand.session.exec(query.order_by(col(InvoiceRequest.id).desc())).first()
    invoices.refuse(hand.actor(BOOKKEEPER), found or 0, "抬头不对")


#: What happens to goods that came, and to what is asked for them.
RETURNS: Mapping[str, Callable[[Hand], None]] = {
    each.__name__: each
    for each in (
        claim_goods,
        ask_to_return,
        agree_to_less,
        approve_return,
        refuse_return,
        withdraw_return,
        send_back,
        count_back,
        take_back_in,
        pack_some,
        receive_any,
        count_stock,
        ask_invoice,
        refuse_invoice,
    )
}
