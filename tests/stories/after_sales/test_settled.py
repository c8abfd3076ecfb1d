"""What a settled request leaves behind: an order of its own for what is replaced, a red invoice for what was billed."""

from decimal import Decimal

from alembic import command
from alembic.config import Config
from sqlmodel import col, select

from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import LedgerEntry
from tests.returns import came, find_order, is_whole, requests_of
from tests.world import World

TAX = "91350100M000100Y43"


def invoiced(world: World) -> None:
    """老李 received goods and has an invoice for them."""
    came(world)
    world.dealer.types("开票").types(f"李记便利店 {TAX}").taps("☑️ 全选").taps("✅ 开 1 次送货")
    world.deliver()
    world.finance.taps("📎 开好了").types("24312000000012345678").taps("✅ 发给客户")
    world.deliver()


def invoices(world: World) -> list[Decimal]:
    """What was asked for, the oldest first."""
    with world.session() as session:
        return list(session.exec(select(col(InvoiceRequest.amount)).order_by(col(InvoiceRequest.id))))


def test_what_comes_back_after_its_invoice_asks_finance_for_a_red_one(world: World) -> None:
    invoiced(world)
    world.dealer.types("我要退1箱可乐").taps("🙅 不想要了").taps("💰 退款").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意")
    assert invoices(world) == [Decimal(88)]
    world.deliver()
    world.warehouse.taps("✅ 都到了")
    world.deliver()
    world.finance.hears("李记便利店 红字发票 ¥44.00", "R20261123-0001")
    assert invoices(world) == [Decimal(88), Decimal(-44)]
    with world.session() as session:
        credit = session.get_one(LedgerEntry, requests_of(world)[0].entry_id)
    assert credit.order_id == find_order(world, "D20261123-0001").id
    is_whole(world)


def test_what_comes_back_before_an_invoice_is_left_out_of_it(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了24罐").taps("💰 退款").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意")
    assert invoices(world) == []
    world.dealer.types("开票").types(f"李记便利店 {TAX}").taps("☑️ 全选").taps("✅ 开 1 次送货，共 ¥44.00")
    is_whole(world)


def test_what_is_sent_again_asks_for_no_red_invoice(world: World) -> None:
    invoiced(world)
    world.dealer.types("少了两瓶可乐").taps("📦 补发").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意")
    again = find_order(world, "D20261123-0002")
    assert (again.return_request_id, again.cart_id) == (requests_of(world)[0].id, again.id)
    assert invoices(world) == [Decimal(88)]
    is_whole(world)


def test_replacements_and_credits_of_before_are_moved(world: World) -> None:
    came(world)
    for outcome in ("📦 补发", "💰 退款"):
        world.dealer.types("少了两瓶可乐").taps(outcome).taps("✅ 交给业务员")
        world.deliver()
        world.salesperson.taps("✅ 同意")
    request_id, config = requests_of(world)[0].id, Config()
    config.set_main_option("script_location", "storage:migrations")
    with world.database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0053")
        made_from = connection.exec_driver_sql("SELECT cart_id FROM \"order\" WHERE number = 'D20261123-0002'")
        assert made_from.scalar() == request_id
        command.upgrade(config, "head")
    is_whole(world)
