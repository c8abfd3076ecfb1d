"""Invoices: asked for by the buyer, issued elsewhere, sent back, refused, red when goods become cheaper."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.finance import invoices
from domain.finance.invoice_refusals import NothingToInvoice
from domain.finance.invoices import Issued
from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from storage import media
from tests.orders import approve, place, receive, ship
from tests.world import World

HOUSE = "李记便利店"
TAX = "91350100M000100Y43"
PDF = b"%PDF-1.7\nan invoice"


def received(world: World, much: int = 10, who: str = "老李") -> Order:
    """So many bottles for 2.50 each, there and signed for."""
    order = place(world, {"KL500": much}, who)
    approve(world, order)
    receive(world, ship(world, order), who)
    return order


def titled(world: World) -> None:
    world.dealer.types("开票").sees("发票抬头和税号").types(f"{HOUSE} {TAX}").sees("记住了", HOUSE, TAX)


def asked(world: World) -> InvoiceRequest:
    with world.session() as session:
        return session.exec(select(InvoiceRequest).order_by(InvoiceRequest.id.desc())).first()  # type: ignore[attr-defined, return-value]


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_several_deliveries_are_on_one_invoice_and_its_file_comes_back(world: World) -> None:
    first, second = received(world), received(world, 4)
    titled(world)
    world.dealer.taps(f"☐ {first.number}/1 ¥25.00").taps(f"☐ {second.number}/1").sees(f"☑️ {first.number}/1")
    world.dealer.taps("✅ 开 2 次送货，共 ¥35.00").sees("已经申请", "财务还没开")
    world.deliver()
    world.finance.hears(f"{HOUSE} 开票 ¥35.00", TAX, f"{first.number}/1、{second.number}/1")
    world.finance.taps("📎 开好了").sees("PDF 或 OFD").sends_file("invoice.pdf", PDF).sees("发给客户了", "已经开好")
    world.deliver()
    world.dealer.hears("发票开好了", "¥35.00")
    with world.session() as session:
        kept = media.load(session, asked(world).document or "")
    assert kept is not None
    assert (kept.mime, kept.content) == ("application/pdf", PDF)
    world.dealer.types("我的发票").sees("✅ 已开").taps("¥35.00 ✅ 已开").sees("已经开好")
    world.dealer.types("开票").sees("没有可以开票的送货")
    is_whole(world)


def test_a_number_or_a_link_does_where_no_file_can_be_sent(world: World) -> None:
    received(world)
    titled(world)
    world.dealer.taps("☑️ 全选").taps("✅ 开 1 次送货")
    world.deliver()
    world.finance.taps("📎 开好了").types("24312000000012345678 https://tax.example/f/1").sees("发给", "tax.example")
    world.finance.taps("✅ 发给客户").sees("发给客户了")
    world.deliver()
    world.dealer.hears("发票开好了", "24312000000012345678", "https://tax.example/f/1")
    is_whole(world)


def test_one_that_cannot_be_issued_is_refused_with_a_reason_and_asked_for_again(world: World) -> None:
    received(world)
    titled(world)
    world.dealer.taps("☑️ 全选").taps("✅ 开 1 次送货")
    world.deliver()
    world.finance.taps("❌ 开不了").sees("为什么开不了").types("税号和抬头对不上").taps("❌ 告诉客户").sees(
        "告诉客户了"
    )
    world.deliver()
    world.dealer.hears("发票开不了", "税号和抬头对不上")
    world.dealer.types("开票").taps("☑️ 全选").taps("✅ 开 1 次送货").sees("已经申请")
    is_whole(world)


def test_only_what_was_received_can_be_on_an_invoice_and_only_once(world: World) -> None:
    order = place(world, {"KL500": 10})
    approve(world, order)
    parcel = ship(world, order)
    titled(world)
    world.dealer.types("开票").sees("没有可以开票的送货")
    receive(world, parcel)
    with world.database.transaction() as session:
        entry = session.exec(select(LedgerEntry.id)).one()
        invoices.ask(world.actor(session, "老李"), [entry])
        with pytest.raises(NothingToInvoice):
            invoices.ask(world.actor(session, "老李"), [entry])
        with pytest.raises(NothingToInvoice):
            invoices.ask(world.actor(session, "Ann"), [entry])
    is_whole(world)


def test_a_wrong_tax_number_is_said_and_asked_again(world: World) -> None:
    received(world)
    world.dealer.types("开票").types(f"{HOUSE} {TAX[:-1]}4").sees("税号不对")
    world.dealer.types("开票").types("李四").sees("发票抬头是“李四”").taps("✅ 就是抬头").sees("抬头：李四")
    is_whole(world)


def test_a_lower_price_after_the_invoice_asks_for_a_red_one(world: World) -> None:
    order = place(world, {"KL500": 10, "KL330": 10})
    approve(world, order)
    receive(world, ship(world, order, {"KL500": 10}))
    titled(world)
    world.dealer.taps("☑️ 全选").taps("✅ 开 1 次送货，共 ¥25.00")
    request_id = asked(world).id
    with world.database.transaction() as session:
        actor = world.actor(session, "小孙")
        invoices.send(actor, request_id, Issued(number="24312000000012345678"))
        entry = session.exec(select(LedgerEntry)).one()
        lower = LedgerEntry(**{**entry.model_dump(exclude={"id"}), "amount": Decimal(-3), "document": order.number})
        session.add(lower)
        session.flush()
        actor = world.actor(session, "小王")
        made = invoices.ask_red(actor, session.get_one(Order, order.id))
        assert made is not None
        assert (made.amount, invoices.view(actor, made.id).documents) == (Decimal(-3), [order.number])
        assert invoices.ask_red(actor, session.get_one(Order, order.id)) is None
    assert world.notices(NoticeKind.INVOICE_ASKED) == 2
    world.finance.types("开票").sees("待开的发票", "-¥3.00")


def test_only_buyers_ask_and_only_finance_answers(world: World) -> None:
    received(world)
    titled(world)
    world.dealer.taps("☑️ 全选").taps("✅ 开 1 次送货")
    request_id = asked(world).id
    for phone in (world.dealer, world.salesperson, world.warehouse, world.customer):
        phone.presses(data_of(Verb.SEND_INVOICE, request_id)).does_not_see("PDF 或 OFD")
        phone.presses(data_of(Verb.REFUSE_INVOICE, request_id)).does_not_see("为什么开不了")
    world.english_dealer.presses(data_of(Verb.INVOICE_CARD, request_id)).does_not_see(TAX)
    world.dealer.sends_file("invoice.pdf", PDF).does_not_see("发给客户了")
    world.finance.sends_file("invoice.pdf", PDF).does_not_see("发给客户了")
    world.finance.presses(data_of(Verb.SEND_INVOICE, request_id)).sends_file("invoice.pdf", b"MZ no paper")
    world.finance.does_not_see("发给客户了")
    assert asked(world).state == "asked"
    is_whole(world)


def test_it_works_in_english(world: World) -> None:
    received(world, 10, "Ann")
    world.english_dealer.types("invoice").sees("made out to").types(f"Harbour Mart {TAX}").sees("Kept")
    world.english_dealer.taps("☑️ All of them").taps("✅ Ask for ¥25.00").sees("was asked for")
    world.english_dealer.types("my invoices").sees("asked")
    is_whole(world)
