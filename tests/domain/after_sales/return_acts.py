"""What people do about goods that came, each a function of a session and a few drawn numbers."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.after_sales import claimable, counting, decisions, repairs, requests
from domain.after_sales.claimable import ClaimableLine
from domain.finance import invoices
from domain.finance.billable import deliveries
from domain.fulfilment import picking, shipments
from domain.fulfilment.queue import waiting_orders
from domain.refusals import NotFound
from domain.rules.finance.invoicing import InvoiceState
from domain.rules.return_life import AWAITED, ReturnStatus
from domain.rules.returns import OUTCOMES, REASONS, ReturnKind
from domain.rules.shipment_life import ShipmentStatus
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.invoices import InvoiceRequest
from domain.tables.orders import Order
from domain.tables.people import Person
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.shipments import Shipment, ShipmentLine
from tests.domain.finance.money_acts import BOOKKEEPER, CODES, HOUSES, KEEPER, OWNER, Hand, approve, place

#: What must wait for an act to find something to do: requests that stand so, of these kinds.
NEEDS: Mapping[str, frozenset[ReturnStatus]] = {
    "agree_to_less": frozenset({ReturnStatus.REQUESTED}),
    "approve_return": frozenset({ReturnStatus.REQUESTED}),
    "refuse_return": frozenset({ReturnStatus.REQUESTED}),
    "withdraw_return": frozenset({ReturnStatus.REQUESTED, ReturnStatus.APPROVED}),
    "send_back": frozenset({ReturnStatus.APPROVED}),
    "count_back": AWAITED,
    "take_back_in": AWAITED,
    "begin_repair": frozenset({ReturnStatus.RECEIVED}),
    "send_repaired": frozenset({ReturnStatus.REPAIRING}),
}


def _request(hand: Hand, act: str) -> ReturnRequest:
    """One of the newest requests, of whichever house, that an act can be done to; at times any. Raises NotFound."""
    newest = select(ReturnRequest).order_by(col(ReturnRequest.id).desc()).limit(4)
    fitting = newest.where(col(ReturnRequest.status).in_(NEEDS[act])) if hand.which else newest
    found = hand.session.exec(fitting).all()
    if not found:
        raise NotFound
    return found[hand.which % len(found)]


def _line(hand: Hand, act: str) -> tuple[ReturnRequest, ReturnLine]:
    request = _request(hand, act)
    lines = hand.session.exec(select(ReturnLine).where(ReturnLine.request_id == request.id)).all()
    return request, lines[hand.which % len(lines)]


def _who_asked(hand: Hand, request: ReturnRequest) -> Actor:
    return hand.actor(hand.session.get_one(Person, request.person_id).name)


def _much(hand: Hand) -> Decimal:
    """A few of the goods, none at times."""
    return hand.amount // 20


def _claimable(hand: Hand) -> tuple[Actor, ClaimableLine]:
    """A line for which something may be asked, of the house or the next that has one, and who buys there.

    Raises NotFound: nobody has one.
    """
    for which in range(hand.which, hand.which + len(HOUSES)):
        actor = hand.actor(HOUSES[which % len(HOUSES)][1])
        if found := claimable.with_goods(actor)[:4]:
            return actor, found[hand.which % len(found)]
    raise NotFound


def _ask(hand: Hand, kind: ReturnKind) -> None:
    (actor, found), reasons = _claimable(hand), REASONS[kind]
    some = max(_much(hand), Decimal(1))
    wanted = requests.Wanted(
        order_line_id=found.line.id,
        kind=kind,
        reason=reasons[hand.which % len(reasons)],
        quantity=min(some, found.left) if hand.which else some,
        outcome=OUTCOMES[kind][hand.which % len(OUTCOMES[kind])],
    )
    requests.ask(actor, wanted)


def claim_goods(hand: Hand) -> None:
    _ask(hand, ReturnKind.CLAIM)


def ask_to_return(hand: Hand) -> None:
    _ask(hand, ReturnKind.RETURN)


def agree_to_less(hand: Hand) -> None:
    request, line = _line(hand, "agree_to_less")
    outcome = OUTCOMES[request.kind][hand.which % len(OUTCOMES[request.kind])]
    some = min(_much(hand), line.quantity) if hand.which else _much(hand)
    decisions.agree_to(hand.actor(OWNER), line.id, request.revision, some, outcome)


def approve_return(hand: Hand) -> None:
    request = _request(hand, "approve_return")
    decisions.approve(hand.actor(OWNER), request.id, request.revision)


def refuse_return(hand: Hand) -> None:
    request = _request(hand, "refuse_return")
    decisions.refuse(hand.actor(OWNER), request.id, request.revision, "看不出来")


def withdraw_return(hand: Hand) -> None:
    request = _request(hand, "withdraw_return")
    requests.withdraw(_who_asked(hand, request), request.id)


def send_back(hand: Hand) -> None:
    request = _request(hand, "send_back")
    requests.send(_who_asked(hand, request), request.id)


def count_back(hand: Hand) -> None:
    request, line = _line(hand, "count_back")
    bad = min(Decimal(hand.which % 2), line.agreed)
    good = min(_much(hand), line.agreed - bad) if hand.which else _much(hand)
    counting.count(hand.actor(KEEPER), line.id, request.revision, good, bad)


def take_back_in(hand: Hand) -> None:
    request = _request(hand, "take_back_in")
    counting.receive(hand.actor(KEEPER), request.id, request.revision, whole=hand.which % 3 != 1)


def ask_to_repair(hand: Hand) -> None:
    _ask(hand, ReturnKind.REPAIR)


def begin_repair(hand: Hand) -> None:
    repairs.begin(hand.actor(KEEPER), _request(hand, "begin_repair").id)


def send_repaired(hand: Hand) -> None:
    repairs.send_back(hand.actor(KEEPER), _request(hand, "send_repaired").id, "sf", "SF1")


def pack_some(hand: Hand) -> None:
    """A part of an order leaves, so that its lines are in several parcels; a new one where none waits."""
    if not waiting_orders(hand.actor(KEEPER)):
        newest = Hand(hand.world, hand.session, hand.which % len(HOUSES), hand.amount)
        place(newest)
        approve(newest)
    waiting = waiting_orders(hand.actor(KEEPER))
    if not waiting:
        raise NotFound
    parcel = picking.pick(hand.actor(KEEPER), waiting[hand.which % len(waiting)])
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
    """Of what left, by the house or the next that has something to ask for."""
    for which in range(hand.which, hand.which + len(HOUSES)):
        house, buyer, *_ = HOUSES[which % len(HOUSES)]
        actor = hand.actor(buyer)
        if found := deliveries(actor, actor.account_id or 0)[:2]:
            invoices.set_title(actor, house, "")
            invoices.ask(actor, [each.entry_id for each in found])
            return
    raise NotFound


def refuse_invoice(hand: Hand) -> None:
    newest = select(InvoiceRequest.id).order_by(col(InvoiceRequest.id).desc())
    asked = newest.where(InvoiceRequest.state == InvoiceState.ASKED) if hand.which else newest
    found = hand.session.exec(asked).first()
    if found is None:
        ask_invoice(hand)
        found = hand.session.exec(asked).first()
    invoices.refuse(hand.actor(BOOKKEEPER), found or 0, "抬头不对")


#: What happens to goods that came, and to what is asked for them.
RETURNS: Mapping[str, Callable[[Hand], None]] = {
    each.__name__: each
    for each in (
        claim_goods,
        ask_to_return,
        ask_to_repair,
        begin_repair,
        send_repaired,
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
