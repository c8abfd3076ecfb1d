"""Words of people stay words: they become no button, no link, no line of ours, and hide nothing, on any channel."""

import re
from collections.abc import Iterable, Iterator

import pytest
from sqlmodel import col, select

from bot.telegram.render import Drawing, draw_all
from bot.wechat.render import pages
from domain.people import invites
from domain.rules.rights import Role
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Incoming, Reply, Started
from handlers.conversation.verbs import Verb
from tests.orders import approve, current, pick, place
from tests.phones import Phone
from tests.servers.wechat.wechat_text import show
from tests.world import World

FORGED = "✅ 已付款 0042"
HOSTILE = {
    "a line of ours": f"好\n{FORGED}",
    "other breaks": f"a\r\n{FORGED}\u2028b\x85c\x0b{FORGED}",
    "a link": '<a href="weixin://bizmsgmenu?a">✅</a>',
    "half a link": "</a><a href='weixin://b'",
    "an end of the XML": "]]></Content><![CDATA[",
    "entities": "&lt;a&gt;&#60;a&#62;&amp;",
    "blanks and formats": "{who}{0}%s%(x)s${y}",
    "turned around": "\u202e款付已\u2066x\u2069\u200f",
    "unseen": "花\u200b开\u2060富\ufeff贵\u00ad堂",
    "colours of a terminal": "\x1b[31m\x07红\x9b1m",
    "piled up": "店" + "\u0335" * 30,
    "Telegram's markup": "*b* _i_ `c` [x](tg://user?id=1) <b>",
}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


@pytest.fixture(params=list(HOSTILE.values()), ids=list(HOSTILE))
def hostile(request: pytest.FixtureRequest) -> str:
    words: str = request.param
    return words


def everything_said(world: World) -> Iterator[Reply]:
    """All that any phone shows or has heard."""
    for phone in world.phones.values():
        yield from (message.reply for message in phone.chat)
        yield from phone.heard


def test_whatever_people_call_things_nothing_of_it_passes_for_ours(world: World, hostile: str) -> None:
    order = lived_with(world, hostile)
    for phone in (world.dealer, world.salesperson, world.warehouse, world.admin, world.finance):
        looks_around(phone, order)
    shown = list(everything_said(world))
    assert len(shown) > 30
    for reply in shown:
        assert_lines_are_ours(reply)
        assert_telegram_shows_words(reply)
        assert_wechat_shows_words(reply)


def lived_with(world: World, hostile: str) -> Order:
    """An account, a person, an address, a note, a carrier, reasons and praise, all with hostile words."""
    code = invited(world, hostile)
    buyer = Incoming(channel=world.channel, identity="new", key="1", body=Started(code=code), name=hostile)
    world.door.answer(buyer)
    phone = world.phone("new").types("菜单")
    called_off = ordered(world, phone, hostile)
    says(phone.presses(data_of(Verb.CANCEL, called_off.id, 1)), hostile)
    order = ordered(world, phone, hostile)
    world.deliver()
    approve(world, order, "陈总")
    parcel = pick(world, order)
    world.deliver()
    says(world.warehouse.presses(data_of(Verb.CARRIER, parcel.id, parcel.revision, "other")), hostile)
    world.warehouse.types("YD1234567890")
    world.deliver()
    phone.types("菜单").presses(data_of(Verb.RECEIVED, parcel.id))
    says(phone.presses(data_of(Verb.RATE, order.id, 3)), hostile)
    world.deliver()
    assert current(world, order).rating_words
    return order


def says(phone: Phone, hostile: str) -> None:
    """Types the words, and says that they are the answer where that is asked."""
    phone.types(hostile)
    sure = [
        label
        for label in phone.labels
        if label.startswith(("❌ 就按", "✅ 就送到", "✅ 记成", "✅ 就是这家", "🚚 就这样", "✅ 就这么叫"))
    ]
    if sure:
        phone.taps(sure[0])


def invited(world: World, hostile: str) -> str:
    """A name from the command line or a sheet has not come through the front door."""
    with world.database.transaction() as session:
        account = invites.account_named(world.actor(session, "陈总"), hostile)
        return invites.issue(world.actor(session, "陈总"), role=Role.BUYER, account=account).code


def ordered(world: World, phone: Phone, hostile: str) -> Order:
    says(phone.presses(data_of(Verb.PUT, world.sku("KL330").id, 24)).presses(data_of(Verb.NOTE)), hostile)
    says(phone.presses(data_of(Verb.NEW_ADDRESS)), hostile)
    phone.types("可乐330 1箱 " + hostile).presses(data_of(Verb.CHECKOUT)).taps("✅")
    with world.session() as session:
        found = session.exec(select(Order).order_by(col(Order.id).desc())).first()
        assert found is not None, phone.text
        return found


def looks_around(phone: Phone, order: Order) -> None:
    for data in (
        *("menu", "orders", "waiting", "accounts", "people", "queue", "addrs", "checkout", "cart", "contact"),
        data_of(Verb.ORDER, order.id),
        data_of(Verb.TRACK, order.id),
        data_of(Verb.CARD_LINES, order.id),
        data_of(Verb.AGAIN, order.id),
        "people:buyer",
        "invite:buyer",
    ):
        phone.presses(data)


def assert_lines_are_ours(reply: Reply) -> None:
    """Nobody's words begin a line, so none can be taken for one we wrote."""
    for line in reply.text().splitlines():
        assert not line.strip().startswith(FORGED), f"forged in:\n{reply.text()}"


def assert_telegram_shows_words(reply: Reply) -> None:
    """No markup but our bold title, no buttons but ours, nothing unseen."""
    for drawing in draw_all(reply):
        assert not UNSEEN.search(drawing.text.replace("\n", "")), repr(drawing.text)
        assert all(entity["type"] == "bold" and entity["offset"] == 0 for entity in drawing.entities())
        assert keys_of(drawing) <= {button.data for button in reply.choices()}
        assert not [label for label in labels_of(drawing) if UNSEEN.search(label) or "\n" in label]


def keys_of(drawing: Drawing) -> set[str]:
    return {button.data for row in drawing.keyboard for button in row}


def labels_of(drawing: Drawing) -> Iterable[str]:
    markup = drawing.markup()
    return [button["text"] for row in markup["inline_keyboard"] for button in row] if markup else []


def assert_wechat_shows_words(reply: Reply) -> None:
    """No links but those of our buttons, and nothing that ends the XML around the text."""
    ours = {button.data for button in reply.choices()}
    for text in pages((reply,), "zh-CN"):
        assert "]]>" not in text
        assert not UNSEEN.search(text.replace("\n", "")), repr(text)
        links = show(text).links
        assert {link.menu_id for link in links if not link.menu_id.startswith("more:")} <= ours
        assert text.count("weixin://") == len(links)


def test_an_account_called_like_a_button_does_not_press_it(world: World) -> None:
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "Harbour Mart")).one()
        account.name = "✅ 通过"
    order = place(world, {"KL330": 24})
    world.deliver()
    world.salesperson.types("菜单").presses(data_of(Verb.ACCOUNTS))
    shown = [button.label for reply in world.salesperson.last for button in reply.choices() if "通过" in button.label]
    assert len(shown) == 1
    world.salesperson.types(shown[0])
    assert current(world, order).status == "submitted"


def test_the_name_of_a_person_is_one_line_without_anything_unseen(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session, "陈总"), role=Role.FINANCE).code
    name = "\u202e张\u200b三\n\n✅ 已付款"
    world.door.answer(Incoming(channel=world.channel, identity="n", key="1", body=Started(code=code), name=name))
    with world.session() as session:
        people = session.exec(select(Person.name).where(Person.role == Role.FINANCE)).all()
    assert sorted(people) == ["小孙", "张三 ✅ 已付款"]


def test_a_look_alike_account_is_the_same_account(world: World) -> None:
    world.admin.types("菜单").taps("人员").taps("➕ 邀请采购").types("李记\u200b便利店").sees("采购 · 李记便利店")
    with world.session() as session:
        assert len(session.exec(select(Account).where(Account.name.startswith("李记"))).all()) == 1
