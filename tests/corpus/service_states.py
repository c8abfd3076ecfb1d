"""What is going on when a sentence of the corpus is typed: what was opened, asked or pushed just before."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlmodel import select

from domain.after_sales import counting, decisions, questions, repairs, requests
from domain.after_sales.requests import Asked, Wanted
from domain.finance import agreements, claims, payments
from domain.fulfilment import shipments
from domain.rules.finance.invoicing import InvoiceState
from domain.rules.returns import OUTCOMES, REASONS, ReturnKind, ReturnReason
from domain.rules.rights import Role
from domain.stock import stock
from domain.tables.invoices import InvoiceRequest
from domain.tables.people import Account, Person
from domain.tables.shipments import ShipmentLine
from handlers.conversation.verbs import Verb
from tests.corpus import service_admins, service_deliveries
from tests.corpus.service_desk import code_shown
from tests.corpus.service_stage import Stage
from tests.corpus.service_world import (
    BUYER,
    CASE,
    DEALER,
    FINANCE,
    OTHER_BUYER,
    OTHER_SALESPERSON,
    PARTNER,
    SALESPERSON,
    WAREHOUSE,
)

#: What is typed after these means what the state's name says after its first word.
DOUBT = "doubt "


def play(stage: Stage, state: str) -> None:
    """Bring a state about."""
    if state.startswith(DOUBT):
        stage.says(
            f"{state.removeprefix(DOUBT)} 2箱" if not state.isascii() else f"2 cases of {state.removeprefix(DOUBT)}"
        )
    else:
        STATES[state](stage)


def _serve(stage: Stage) -> None:
    """Whoever buys for no dealer of their own orders for one."""
    if stage.role is Role.SALESPERSON:
        stage.press(Verb.SERVE, stage.one(select(Account).where(Account.name == DEALER)).id)


def _cart(stage: Stage) -> None:
    _serve(stage)
    stage.put("P1002", 10)
    stage.put("P1008", 2)
    stage.press(Verb.CART)


def _decide(verb: Verb) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        order = stage.order("W")
        stage.press(verb, order.id, order.revision)

    return play


def _rated(stage: Stage) -> None:
    stage.press(Verb.RATE, stage.order("R").id, 5)


def _in_cart(verb: Verb) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        _cart(stage)
        stage.press(verb)

    return play


def _about(verb: Verb, code: str = "P1001") -> Callable[[Stage], None]:
    return lambda stage: stage.press(verb, stage.sku(code))


def _quantity(stage: Stage) -> None:
    _serve(stage)
    stage.press(Verb.TYPE_QUANTITY, stage.sku("P1002"))


def _menu(verb: Verb) -> Callable[[Stage], None]:
    return lambda stage: stage.press(verb)


def _carrier(chosen: str) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        parcel = stage.parcel("K")
        stage.press(Verb.SHIP, parcel.id, parcel.revision)
        stage.press(Verb.CARRIER, parcel.id, parcel.revision, chosen)

    return play


def _new_number(stage: Stage) -> None:
    parcel = stage.parcel("S")
    stage.press(Verb.CORRECT_TRACKING, parcel.id, parcel.revision)


def _order_line(stage: Stage) -> None:
    order = stage.order("W")
    stage.press(Verb.ORDER_LINE, order.id, order.revision, stage.line("W").id)


def _order_price(stage: Stage) -> None:
    order = stage.order("W")
    stage.press(Verb.ORDER_HAND_PRICE, order.id, order.revision, stage.line("W").id)


def _swap(stage: Stage) -> None:
    stage.press(Verb.SWAP_LINE, stage.line("W").id, stage.order("W").revision)


def _close_short(stage: Stage) -> None:
    """What an agreed order holds turns out not to be there."""
    order, line = stage.order("P"), stage.line("P")
    with stage.world.database.transaction() as session:
        stock.count(stage.world.actor(session, WAREHOUSE.name), order.warehouse_id, line.sku_id, Decimal(CASE))
    stage.world.deliver()
    stage.press(Verb.CLOSE_SHORT, order.id, stage.order("P").revision)


def _deputy(stage: Stage) -> None:
    away, other = (
        stage.one(select(Person.id).where(Person.name == each.name)) for each in (SALESPERSON, OTHER_SALESPERSON)
    )
    stage.press(Verb.DEPUTY_DAYS, away, other)


def _money(verb: Verb) -> Callable[[Stage], None]:
    """Finance is asked something about the money of the dealer."""
    return lambda stage: stage.press(verb, stage.one(select(Account.id).where(Account.name == DEALER)))


def _reversal(stage: Stage) -> None:
    with stage.world.database.transaction() as session:
        account_id = session.exec(select(Account.id).where(Account.name == DEALER)).one()
        came = payments.record(stage.world.actor(session, FINANCE.name), account_id, Decimal(100)).id
    stage.press(Verb.REVERSE, came)


def _claim_amount(stage: Stage) -> None:
    with stage.world.database.transaction() as session:
        claim_id = claims.make(stage.world.actor(session, BUYER.name), Decimal(100)).id
    stage.press(Verb.CLAIM_OTHER, claim_id)


def _dispute(stage: Stage) -> None:
    stage.press(Verb.DISPUTE_LINE, stage.one(select(Account.id).where(Account.name == DEALER)), "2026-10-31")


def _answer_case(stage: Stage) -> None:
    with stage.world.database.transaction() as session:
        account_id = session.exec(select(Account.id).where(Account.name == DEALER)).one()
        buyer = stage.world.actor(session, BUYER.name)
        wrong = agreements.dispute(buyer, account_id, buyer.today, None, "少了两瓶").id
    stage.press(Verb.ANSWER_CASE, wrong)


def _made_dealer(stage: Stage) -> None:
    """A consumer was made a dealer just now."""
    with stage.world.database.transaction() as session:
        consumer = Account(name="张三 #0001", retail=True, created_at=stage.world.clock())
        session.add(consumer)
        account_id = consumer.id
    stage.press(Verb.MAKE_DEALER_NOW, account_id, 0)


def _invoice(verb: Verb) -> Callable[[Stage], None]:
    """One that the dealer asked for."""

    def open_(stage: Stage) -> None:
        with stage.world.database.transaction() as session:
            account_id = session.exec(select(Account.id).where(Account.name == DEALER)).one()
            asked = InvoiceRequest(
                account_id=account_id,
                title=DEALER,
                amount=Decimal(0),
                state=InvoiceState.ASKED,
                asked_at=stage.world.clock(),
            )
            session.add(asked)
            request_id = asked.id
        stage.press(verb, request_id)

    return open_


def _parcel_line(stage: Stage) -> None:
    parcel = stage.parcel("K")
    line = stage.one(select(ShipmentLine).where(ShipmentLine.shipment_id == parcel.id))
    stage.press(Verb.PARCEL_LINE, parcel.id, parcel.revision, line.id)


def _cart_line(stage: Stage) -> None:
    _cart(stage)
    stage.press(Verb.CART_LINE, stage.sku("P1002"))


def _cart_price(stage: Stage) -> None:
    _cart(stage)
    stage.press(Verb.HAND_PRICE, stage.sku("P1002"))


def _corrected(stage: Stage) -> None:
    stage.says("可乐500 3箱")
    stage.phone.taps("✏️")


def _received(stage: Stage) -> None:
    stage.press(Verb.RECEIVED, stage.parcel("S").id)


def _rating_pushed(stage: Stage) -> None:
    parcel = stage.parcel("S")
    with stage.world.database.transaction() as session:
        shipments.confirm_receipt(stage.world.actor(session, PARTNER.name), parcel.id)
    stage.world.deliver()
    stage.says("可乐")


def _pushed_after_list(stage: Stage) -> None:
    stage.press(Verb.WAITING)
    other = stage.world.phone(OTHER_BUYER.phone)
    other.types("百岁山 3箱").types("下单")
    other.taps("✅")
    stage.world.deliver()


def _claim(stage: Stage, kind: ReturnKind = ReturnKind.CLAIM) -> Asked:
    """The buyer asks for something for goods that came."""
    reason, outcome = REASONS[kind][1 if kind is ReturnKind.CLAIM else 0], OUTCOMES[kind][0]
    line = stage.line("R").id
    wanted = Wanted(order_line_id=line, kind=kind, reason=reason, quantity=Decimal(12), outcome=outcome)
    with stage.world.database.transaction() as session:
        asked = requests.ask(stage.world.actor(session, BUYER.name), wanted)
    stage.world.deliver()
    return asked


def _return_quantity(stage: Stage) -> None:
    stage.press(Verb.RETURN_ASK, stage.line("R").id, ReturnKind.CLAIM.value, ReturnReason.BROKEN.value)


def _return_reply(stage: Stage) -> None:
    request_id = _claim(stage).view.request.id
    with stage.world.database.transaction() as session:
        questions.ask(stage.world.actor(session, SALESPERSON.name), request_id, "是瓶子破了还是盖子松了")
    stage.world.deliver()
    stage.press(Verb.RETURN_REPLY, request_id)


def _return_count(stage: Stage) -> None:
    asked = _claim(stage, ReturnKind.RETURN)
    with stage.world.database.transaction() as session:
        decisions.approve(stage.world.actor(session, SALESPERSON.name), asked.view.request.id, 1)
    stage.world.deliver()
    stage.press(Verb.RETURN_COUNT, asked.line_id, 1)


def _return_parcel(stage: Stage) -> None:
    asked = _claim(stage, ReturnKind.REPAIR)
    request_id = asked.view.request.id
    with stage.world.database.transaction() as session:
        decisions.approve(stage.world.actor(session, SALESPERSON.name), request_id, 1)
        keeper = stage.world.actor(session, WAREHOUSE.name)
        counting.receive(keeper, request_id, 1, whole=True)
        repairs.begin(keeper, request_id)
    stage.world.deliver()
    stage.press(Verb.RETURN_PARCEL, request_id)


#: State by name. ``question_``: a question is open, and what is typed may be its answer.
STATES: Mapping[str, Callable[[Stage], None]] = {
    "none": lambda _: None,
    "goods_came": lambda stage: service_deliveries.goods_came(stage.world),
    "cart": _cart,
    "list_shown": lambda stage: stage.says("可乐"),
    "product_shown": _about(Verb.PRODUCT, "P1002"),
    "which_order": lambda stage: stage.says("我的货到哪了"),
    "orders_list": _menu(Verb.ORDERS),
    "rating_card": lambda stage: stage.press(Verb.ORDER, stage.order("R").id),
    "received_now": _received,
    "rating_pushed_then_list": _rating_pushed,
    "waiting_list": _menu(Verb.WAITING),
    "queue_list": _menu(Verb.QUEUE),
    "pushed_after_list": _pushed_after_list,
    "question_reason": _decide(Verb.CANCEL),
    "question_reject": _decide(Verb.REJECT),
    "question_rating": _rated,
    "question_note": _in_cart(Verb.NOTE),
    "question_address": _in_cart(Verb.NEW_ADDRESS),
    "question_date": _in_cart(Verb.DATES),
    "question_receiver": _in_cart(Verb.RECEIVER),
    "checkout": _in_cart(Verb.CHECKOUT),
    "question_tracking": _carrier("sf"),
    "question_carrier": _carrier("other"),
    "question_driver": _carrier("own"),
    "question_new_number": _new_number,
    "question_short": lambda stage: stage.press(Verb.RECEIVED_SHORT, stage.parcel("S").id),
    "question_return": _return_quantity,
    "question_return_agreed": lambda stage: stage.press(Verb.RETURN_CHANGE, _claim(stage).line_id, 1),
    "question_return_reason": lambda stage: stage.press(Verb.RETURN_REFUSE, _claim(stage).view.request.id, 1),
    "question_return_count": _return_count,
    "question_return_parcel": _return_parcel,
    "question_return_question": lambda stage: stage.press(Verb.RETURN_QUESTION, _claim(stage).view.request.id),
    "question_return_reply": _return_reply,
    "question_quantity": _quantity,
    "question_cartline": _cart_line,
    "question_orderline": _order_line,
    "question_cartprice": _cart_price,
    "question_orderprice": _order_price,
    "question_swap": _swap,
    "question_close_short": _close_short,
    "question_deputy": _deputy,
    "question_payment": _money(Verb.PAYMENT),
    "question_correction": _money(Verb.CORRECT),
    "question_limit": _money(Verb.RAISE_LIMIT),
    "question_rebate": _money(Verb.REBATE),
    "question_reversal": _reversal,
    "question_claim": lambda stage: stage.says("我付了钱了"),
    "question_claim_amount": _claim_amount,
    "question_dispute": _dispute,
    "question_answer_case": _answer_case,
    "question_invoice_title": lambda stage: stage.press(Verb.INVOICE_TITLE),
    "question_invoice_file": _invoice(Verb.SEND_INVOICE),
    "question_invoice_reason": _invoice(Verb.REFUSE_INVOICE),
    "question_expected": _about(Verb.EXPECT),
    "question_parcelline": _parcel_line,
    "question_count": _about(Verb.COUNT),
    "question_receive": _about(Verb.RECEIVE, "P1033"),
    "question_price": _about(Verb.PRICE),
    "search_shown": _menu(Verb.SEARCH),
    "question_stock": _menu(Verb.STOCK),
    "question_goods": _menu(Verb.GOODS),
    **service_admins.STATES,
    "question_account": _menu(Verb.ACCOUNTS),
    "question_person": _menu(Verb.PEOPLE),
    "question_name": lambda stage: stage.press(Verb.INVITE, Role.BUYER.value),
    "question_dealer_name": _made_dealer,
    "question_nickname": _about(Verb.NAME),
    "question_other": _corrected,
    "question_code": _menu(Verb.JOIN),
    "question_desk_number": lambda stage: stage.says(code_shown(stage.world)),
}
