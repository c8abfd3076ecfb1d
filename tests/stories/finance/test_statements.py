"""Statements in the chat: six lines, the period before and after, and papers for those who may see them."""

import io
from decimal import Decimal

import pytest
from PIL import Image
from sqlmodel import col, select

from bot.papers.desk import DrawnPaper, PaperDesk
from domain.finance import corrections, payments
from domain.tables.people import Account, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.paper_links import OldLinkError, UnknownLinkError
from handlers.conversation.turn import File
from handlers.conversation.verbs import Verb
from tests.orders import approve, place, ship
from tests.phones import Phone
from tests.world import World

HOUSE = "李记便利店"


def account_id(world: World, name: str = HOUSE) -> int:
    with world.session() as session:
        return session.exec(select(Account.id).where(Account.name == name)).one()


def on_terms(world: World, terms: str) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = terms


def bought(world: World, much: int = 10) -> None:
    order = place(world, {"KL500": much})
    approve(world, order)
    ship(world, order)


def paid(world: World, amount: str) -> None:
    owner = account_id(world)
    with world.database.transaction() as session:
        payments.record(world.actor(session, "小孙"), owner, Decimal(amount))


def corrected(world: World, amount: str) -> None:
    owner = account_id(world)
    with world.database.transaction() as session:
        corrections.correct(world.actor(session, "小孙"), owner, Decimal(amount), "破损")


def opened(world: World, file: File) -> DrawnPaper:
    return PaperDesk(world.database, world.supplier, world.clock).draw(file.token)


def files(phone: Phone) -> tuple[File, ...]:
    return tuple(file for reply in phone.last for file in reply.files)


def test_the_dealer_sees_six_lines_of_the_last_whole_month(world: World) -> None:
    on_terms(world, "3")
    bought(world)
    world.dealer.types("对账单").sees("李记便利店 对账单 · 11月1日–11月23日", "＋ 进货 ¥25.00", "＝ 期末欠款 ¥25.00")
    paid(world, "10")
    world.clock.pass_(days=10)
    bought(world, 4)
    world.dealer.types("对账单").sees(
        "11月1日–11月30日", "期初欠款 ¥0.00", "＋ 进货 ¥25.00", "－ 退货减免 ¥0.00", "－ 付款 ¥10.00"
    ).sees("＝ 期末欠款 ¥15.00", "其中逾期 ¥15.00").does_not_see("调账")
    world.dealer.taps("▶️ 下一期").sees("12月1日–12月3日", "期初欠款 ¥15.00", "＋ 进货 ¥10.00", "＝ 期末欠款 ¥25.00")
    world.dealer.taps("◀️ 上一期").sees("11月1日–11月30日")
    assert "◀️ 上一期" not in world.dealer.labels, "there was nothing before"


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("对账单 11月", "11月1日–11月30日"),
        ("11月对账单", "11月1日–11月30日"),
        ("这个月的对账单", "12月1日–12月3日"),
        ("上个月对账单发我", "11月1日–11月30日"),
        ("对账单 十月份", "10月1日–10月31日"),
        ("2025年12月对账单", "2025-12-01–2025-12-31"),
    ],
)
def test_a_month_is_named_in_words(world: World, said: str, period: str) -> None:
    bought(world)
    world.clock.pass_(days=10)
    world.dealer.types(said).sees(period)


@pytest.mark.parametrize("entries", [1, 40])
@pytest.mark.parametrize(("who", "said"), [("dealer", "对账单"), ("english_dealer", "statement")])
def test_its_first_page_is_a_picture_of_it(world: World, who: str, said: str, entries: int) -> None:
    with world.database.transaction() as session:
        ids = session.exec(select(Account.id).where(col(Account.name).in_(["李记便利店", "Harbour Mart"]))).all()
        for _ in range(entries):
            for owner in ids:
                payments.record(world.actor(session, "小孙"), owner, Decimal("50.50"))
    phone: Phone = getattr(world, who)
    pdf = next(each for each in files(phone.types(said)) if each.name.endswith("pdf"))
    desk = PaperDesk(world.database, world.supplier, world.clock)
    with Image.open(io.BytesIO(desk.draw_page(pdf.token))) as page:
        assert (page.format, page.size) == ("PNG", (1191, 1684))
        foot = page.convert("L").crop((80, 1400, 1100, 1540)).histogram()
    assert any(foot[:96]) is (entries == 40), "40 entries fill the page, one does not"


def test_english_dealers_ask_in_english(world: World) -> None:
    world.clock.pass_(days=10)
    for said in ("statement", "statement November", "statement of account for November", "last month's statement"):
        period = "1 Dec–3 Dec" if said == "statement" else "1 Nov–30 Nov"
        world.english_dealer.types(said).sees("Statement of Harbour Mart", period, "= Closing balance ¥0.00")


def test_by_month_terms_the_month_ends_on_its_statement_day(world: World) -> None:
    on_terms(world, "月结:25:10")
    bought(world)
    world.dealer.types("对账单").sees("10月26日–11月23日")
    world.clock.pass_(days=2)
    bought(world, 4)
    world.clock.pass_(days=1)
    bought(world, 2)
    world.dealer.types("对账单").sees("10月26日–11月25日", "＝ 期末欠款 ¥35.00")
    world.dealer.types("对账单 12月").sees("11月26日–11月26日", "期初欠款 ¥35.00", "＝ 期末欠款 ¥40.00")


def test_corrections_and_money_in_hand_are_said(world: World) -> None:
    bought(world)
    corrected(world, "-3")
    paid(world, "30")
    world.dealer.types("对账单").sees("－ 调账 ¥3.00", "＝ 期末余款 ¥8.00", "其中逾期 ¥0.00")


def test_the_papers_come_along_and_open_for_a_week(world: World) -> None:
    bought(world)
    pdf, sheet = files(world.dealer.types("对账单 11月"))
    assert (pdf.name, sheet.name) == ("对账单-李记便利店-2026-11-23.pdf", "对账单-李记便利店-2026-11-23.xlsx")
    assert opened(world, pdf).content.startswith(b"%PDF")
    assert opened(world, sheet).content.startswith(b"PK")
    world.dealer.types("欠多少").taps("📄 对账单")
    world.clock.pass_(days=6)
    opened(world, pdf)
    world.clock.pass_(days=2)
    with pytest.raises(OldLinkError):
        opened(world, pdf)
    assert len(files(world.dealer.presses(data_of(Verb.STATEMENT_FILES, account_id(world), "2026-11-30")))) == 2


def test_a_link_opens_only_what_its_person_may_see_now(world: World) -> None:
    bought(world)
    (pdf, _), told = files(world.dealer.types("对账单")), files(world.salesperson.types("李记便利店的对账单"))
    for broken in (pdf.token[:-2] + "AA", "A" + pdf.token, pdf.token.replace(".", ""), "", "%", "..", "a.b" * 200):
        with pytest.raises(UnknownLinkError):
            opened(world, File(name="", token=broken))
    zhao = world.person("小赵").id
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().salesperson_id = zhao
        session.exec(select(Person).where(Person.name == "老李")).one().active = False
    for file in (pdf, *told):
        with pytest.raises(UnknownLinkError):
            opened(world, file)


def test_nobody_sees_another_accounts_statement(world: World) -> None:
    bought(world)
    for phone in (world.finance, world.admin, world.salesperson):
        phone.types("李记便利店11月的对账单").sees("李记便利店 对账单", "¥25.00")
    for phone in (world.other_salesperson, world.warehouse, world.english_dealer, world.customer):
        phone.types("李记便利店的对账单").does_not_see("¥25.00")
        for verb in (Verb.STATEMENT, Verb.STATEMENT_FILES):
            phone.presses(data_of(verb, account_id(world), "2026-11-30")).does_not_see("¥25.00", "李记便利店 对账单")
            assert not files(phone)
    world.customer.types("对账单").does_not_see("期末")
