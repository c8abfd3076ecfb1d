"""The money of a busy day: payments for certain orders and others, statements, invoices."""

from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import select

from domain.actor import Actor
from domain.finance import agreements, billable, claims, corrections, invoices, ledger, payments, rebates
from domain.finance.invoices import Issued
from domain.finance.payments import Slip
from domain.orders import credit_release, status_changes
from domain.rules.finance.reminders import ReminderKind
from domain.tables.ledger import LedgerEntry
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.statements import SentReminder
from storage import media
from tests.orders import approve, place, receive, ship
from tests.world import World


def money(world: World) -> None:
    """A dealer owed something before there was a ledger, pays by lots, and finance puts it right."""
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "Harbour Mart")).one()
        account.terms = "批结"
        ledger.open_balance(world.actor(session), account.id, Decimal("1200.5"), date(2026, 11, 1), "旧账")
        corrections.correct(world.actor(session, "小孙"), account.id, Decimal("-7.3"), "破损一箱")
        account.credit_limit = Decimal(90000)
        credit_release.raise_limit(world.actor(session, "小孙"), account.id, Decimal(500), date(2026, 12, 31))
    with world.database.transaction() as session:
        finance, buyer = world.actor(session, "小孙"), world.actor(session, "Ann")
        came = payments.record(finance, buyer.account_id or 0, Decimal(300), "transfer")
        payments.reverse(finance, came.id, "银行退票")
        claims.arrived(finance, claims.make(buyer, Decimal(55), "cash").id, Decimal(50))
        claims.not_arrived(finance, claims.make(buyer, Decimal(66)).id)
        claims.make(buyer, Decimal(77))
    _agreed(world)
    for much in (7, 24):
        lot = place(world, {"KL330": much}, "Ann")
        approve(world, lot)
        receive(world, ship(world, lot), "Ann")
    _named(world, lot)
    _rebates(world)


def _rebates(world: World) -> None:
    """One pays a part of what is sent in two parcels, and of what is called off; of another the rest is taken back."""
    with world.database.transaction() as session:
        finance = world.actor(session, "小孙")
        owner = world.actor(session, "Ann").account_id or 0
        rebates.grant(finance, owner, Decimal(10), "third quarter", date(2026, 12, 31))
        rebates.end(finance, rebates.grant(finance, owner, Decimal("3.5"), "shelf").id)
    called_off = place(world, {"KL500": 4}, "Ann", rebate="3")
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "Ann"), called_off.id, "not needed")
    sent = place(world, {"KL500": 7}, "Ann", rebate="5.25")
    approve(world, sent)
    for much in (3, 4):
        receive(world, ship(world, sent, {"KL500": much}), "Ann")


def _named(world: World, lot: Order) -> None:
    """Money comes for certain orders, one of them with goods to come; one payment is taken back."""
    coming = place(world, {"KL330": 9}, "Ann")
    with world.database.transaction() as session:
        finance, buyer = world.actor(session, "小孙"), world.actor(session, "Ann")
        owner, day = buyer.account_id or 0, finance.today - timedelta(days=2)
        payments.record(finance, owner, Decimal(60), slip=Slip(orders=[lot.id, coming.id], day=day, reference="TR-1"))
        wrong = payments.record(finance, owner, Decimal(3), slip=Slip(orders=[coming.id]))
        payments.reverse(finance, wrong.id, "银行退票")
        claims.make(buyer, Decimal(88), orders=[coming.id])
        _invoiced(world.actor(session, "小孙"), buyer)
        media.store_for_now(session, b"a slip, perhaps", "image/jpeg", finance.now)


def _invoiced(finance: Actor, buyer: Actor) -> None:
    """One invoice is there, one was refused, one is waited for, as far as there are deliveries."""
    invoices.set_title(buyer, "Harbour Mart", "91350100M000100Y43")
    for each in billable.deliveries(finance, buyer.account_id or 0):
        invoices.refuse(finance, invoices.ask(buyer, [each.entry_id]).id, "wrong title")
        digest = media.store(finance.session, b"%PDF-1.7", "application/pdf")
        made = invoices.ask(buyer, [each.entry_id])
        invoices.send(finance, made.id, Issued(number="24312000000012345678", document=digest))


def _agreed(world: World) -> None:
    """She says what is wrong with her statement, is answered, and agrees on it; another question stays open."""
    with world.database.transaction() as session:
        finance, buyer = world.actor(session, "小孙"), world.actor(session, "Ann")
        account = session.exec(select(Account).where(Account.name == "Harbour Mart")).one()
        account.terms, usual = f"月结:{buyer.today.day}:10", account.terms
        line = session.exec(select(LedgerEntry.id).where(LedgerEntry.account_id == account.id)).first()
        wrong = agreements.dispute(buyer, account.id, buyer.today, line, "I paid this in cash")
        agreements.answer(finance, wrong.id, "Yes, found it")
        agreements.agree(buyer, account.id, buyer.today, agreements.entries_until(buyer, account.id, buyer.today))
        agreements.dispute(buyer, account.id, buyer.today, None, "One more is missing")
        account.terms = usual
        session.add(SentReminder(account_id=account.id, kind=ReminderKind.LATE, day=buyer.today, at=buyer.now))
