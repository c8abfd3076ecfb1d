"""What an order that is paid first still costs before it is packed: told to its buyer, and booked by finance."""

from decimal import Decimal

from domain import settings
from domain.finance import prepaid
from domain.orders import paid_orders
from domain.orders.view import OrderView
from domain.rules.business_settings import PAY_TO
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.rights import Right, Role
from domain.tables.ledger import PaymentClaim
from domain.tables.orders import Order
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text


def told(request: Request, view: OrderView) -> tuple[str, ...]:
    """How much is to be paid until when, and how to say that it was; or that finance looks for it."""
    order = view.order
    if not _is_told(request, order):
        return ()
    claim = paid_orders.open_claim(request.actor, order.account_id)
    if claim is not None:
        amount = request.say.money(claim.amount, order.currency)
        return (request.say(_key(request, "claimed"), amount=amount),)
    return _asked(request, order, prepaid.missing(request.actor, order))


def at_checkout(request: Request, account_id: int, total: Decimal) -> tuple[str, ...]:
    """That an order of so much is paid first, and how much is missing; nothing where the account does not pay first."""
    if not prepaid.pays_first(request.actor, account_id):
        return ()
    free = prepaid.free(request.actor, account_id)
    said = {
        name: request.say.money(amount, request.currency) for name, amount in (("free", free), ("amount", total - free))
    }
    return (request.say("order_payment.first" if free < total else "order_payment.first_there", **said),)


def at_submit(request: Request, order: Order) -> tuple[str, ...]:
    """The same of an order that was placed just now."""
    return _asked(request, order, prepaid.missing(request.actor, order)) if order.is_unpaid else ()


def ways(request: Request, view: OrderView) -> tuple[Row, ...]:
    """The buyer says that they paid; finance books it, or looks at what the buyer says."""
    order = view.order
    if not _is_told(request, order):
        return ()
    claim = paid_orders.open_claim(request.actor, order.account_id)
    if request.actor.is_a(Role.BUYER):
        return () if claim else _buyers(request, order)
    if not (request.actor.may(Right.APPROVAL_FINANCE) and request.actor.may(Right.LEDGER_CHANGE)):
        return ()
    return _finances(request, order, claim)


def buyers_way(request: Request, order: Order) -> tuple[Row, ...]:
    """The button by which a buyer says that an order is paid."""
    return _buyers(request, order) if order.is_unpaid and request.actor.is_a(Role.BUYER) else ()


def _buyers(request: Request, order: Order) -> tuple[Row, ...]:
    missing = prepaid.missing(request.actor, order)
    label = request.say("order_payment.i_paid", amount=request.say.money(missing, order.currency))
    say = request.say("order_payment.i_paid_say", order=orders_text.short(order))
    return ((button(label, Verb.ORDER_CLAIM, order.id, say=say),),) if missing else ()


def _finances(request: Request, order: Order, claim: PaymentClaim | None) -> tuple[Row, ...]:
    if claim is not None:
        amount = request.say.money(claim.amount, order.currency)
        say = request.say("order_payment.to_claim_say", order=orders_text.short(order))
        return ((button(request.say("order_payment.to_claim", amount=amount), Verb.CLAIM_CARD, claim.id, say=say),),)
    missing = prepaid.missing(request.actor, order)
    key = "order_payment.came" if missing else "order_payment.let_go"
    said = {"amount": request.say.money(missing, order.currency)}
    say = request.say(f"{key}_say", order=orders_text.named(order), **said)
    return ((button(request.say(key, **said), Verb.ORDER_PAID, order.id, order.revision, missing, say=say),),)


def _asked(request: Request, order: Order, missing: Decimal) -> tuple[str, ...]:
    """Nothing is missing where somebody else of finance has to let it go."""
    if not missing:
        return (request.say("order_payment.others"),)
    part = "rest" if missing < order.payable else "all"
    amount = request.say.money(missing, order.currency)
    lines = (request.say(_key(request, part), amount=amount, kept=_until(request, order)),)
    if not request.actor.is_a(Role.BUYER):
        return lines
    return (*lines, *pay_to(request), request.say("order_payment.how", amount=amount))


def pay_to(request: Request) -> tuple[str, ...]:
    """Where the shop wants to be paid; nothing where it did not say."""
    where = settings.value(request.session, PAY_TO)
    return (request.say("order_payment.to", where=where),) if where else ()


def _until(request: Request, order: Order) -> str:
    if order.status is not OrderStatus.SUBMITTED:
        return ""
    return request.say("order_payment.until", at=request.say.moment(order.expires_at, request.zone))


def _key(request: Request, word: str) -> str:
    return f"order_payment.{word}_{'buyer' if request.actor.is_a(Role.BUYER) else 'staff'}"


def _is_told(request: Request, order: Order) -> bool:
    return order.is_unpaid and order.status in OPEN and request.actor.may(Right.ORDER_PRICES)
