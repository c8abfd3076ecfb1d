"""Whoever presses whatever about somebody else's things is answered, sees nothing of theirs, and changes nothing."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from domain import carts, catalogue, clearing, invites, line_change, nicknames, open_invites, orders, stock
from domain.acting import By
from domain.carts import Wanted
from domain.order_access import find
from domain.refusals import NotAllowed, NotFound
from domain.rules.rights import Right, Role
from domain.tables.carts import Cart
from domain.tables.catalogue import Category, Sku
from domain.tables.nicknames import How
from domain.tables.orders import Order, OrderLine, OrderShare
from domain.tables.people import Account, Address, Identity, Person
from domain.tables.shipments import Shipment, ShipmentLine
from handlers.press import data_of
from handlers.stored import dump_question
from handlers.turn import NUMERIC, Question, QuestionKind
from handlers.verbs import Verb
from locales import words_for
from locales.words import LANGUAGES
from storage.inbox import Delivery
from tests.phones import Phone
from tests.stories.guard import Guard
from tests.stories.monkey import SHAPES
from tests.trading import approved, picked, placed, received, shipped
from tests.world import World

APOLOGIES = tuple(words_for(language)("trouble.ours", id="|").partition("|")[0] for language in LANGUAGES)
HOUSE, WORDS, NOTE, WRITTEN = "李记便利店", "照旧的那种", "交给门卫老张", "这句还没有下单"
ADDRESS, TRACKING, REASON, PRAISE = "梧桐路18号", "SF777000777", "客人改主意", "箱子压坏了"
NICKNAME, OLD_NICKNAME = "老婆爱喝的", "儿子爱喝的"
MINE = "老李"
#: Nobody orders just so much; the amounts are told apart from prices by that.
AMOUNTS = {"waiting": 101, "called off": 103, "gathered": 107, "under way": 109, "there": 113}
#: What a button can name, and somebody may own.
THING = re.compile(
    r"\b(order|shipment|sku|account|cart|address|category|event|stock move|nickname|person|identity|invite)\b"
)
#: The word a button of ours would carry.
WORD = {
    Verb.CANCEL_WHY: "not_needed",
    Verb.REJECT_WHY: "reject_stock",
    Verb.CARRIER: "sf",
    Verb.NO_NUMBER: "sf",
    Verb.OF_CARRIER: "sf",
    Verb.INVITE: "salesperson",
    Verb.INVITE_FOR: "buyer",
    Verb.PEOPLE: "buyer",
    Verb.DATE: "2026-12-01",
}
#: Where one thing of a kind would not do for every verb.
_INSTEAD = {
    Verb.TAKE_BACK: {"event": "forgotten"},
    Verb.UNDO_PEOPLE: {"event": "done"},
    Verb.UNDO_LINE: {"event": "line changed"},
    Verb.UNDO_PRICE: {"event": "priced"},
    Verb.KEEP: {"person": "keeper"},
}
#: Everybody who has nothing to do with 李记便利店, or has it no longer; then who has something to do with it, not all.
PEOPLE = (
    "mo",
    "zhao",
    "zhou",
    "sun",
    "chen",
    "mei",
    "stranger",
    "was-admin",
    "was-buyer",
    "colleague",
    "guest",
    "wang",
)


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """One of the account's orders with a line of it and its parcel, if it has one."""

    order: Order
    line: OrderLine
    shipment: Shipment | None
    packed: ShipmentLine | None


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What belongs to 李记便利店: its orders, and the ids of everything else a button could name."""

    orders: tuple[Theirs, ...]
    cart: Cart
    total: Decimal
    sku: Sku
    ids: Mapping[str, int]


def kept_from(by: By, secrets: Secrets) -> Iterator[str]:
    """The words this person must not read, by the house's own rules: the orders they may not see, and more."""
    inside = by.person is not None and by.person.active
    shown = [each for each in secrets.orders if inside and _is_shown(by, each.order)]
    follows, invites = inside and by.is_a(Role.CUSTOMER), inside and by.may(Right.PERSON_INVITE)
    yield from (each.order.number for each in secrets.orders if each not in shown)
    if not any(each.order.id == secrets.ids["sent"] for each in shown):
        yield TRACKING
    if not shown or follows:
        yield from (WORDS, NOTE, ADDRESS, REASON, PRAISE)
    if not (shown or invites):
        yield HOUSE
    if (not shown or follows) and not invites:
        yield MINE
    prices = shown if inside and by.may(Right.ORDER_PRICES) else []
    yield from (f"{each.order.total:.2f}" for each in secrets.orders if each not in prices)
    if by.person is None or by.person_id != secrets.orders[0].order.buyer_id:
        yield from (WRITTEN, f"{secrets.total:.2f}")
    if not (inside and by.account_id == secrets.ids["account"] and by.may(Right.NICKNAME_CHANGE)):
        yield NICKNAME


def _is_shown(by: By, order: Order) -> bool:
    try:
        find(by, order.id)
    except (NotFound, NotAllowed):
        return False
    return True


def live(world: World) -> Secrets:
    """李记便利店 orders, calls off, receives, and has something in the cart."""
    made = {stage: _placed(world, amount) for stage, amount in AMOUNTS.items()}
    with world.database.transaction() as session:
        orders.cancel(world.by(session, MINE), made["called off"].id, REASON)
    for stage in ("gathered", "under way", "there"):
        approved(world, made[stage])
    picked(world, made["gathered"])
    shipped(world, made["under way"], number=TRACKING)
    received(world, shipped(world, made["there"], number=TRACKING))
    sku = world.sku("KL500")
    with world.database.transaction() as session:
        by = world.by(session, MINE)
        orders.rate(by, made["there"].id, 2)
        orders.explain_rating(by, made["there"].id, PRAISE)
        filled = carts.put(by, Wanted(sku_id=sku.id, quantity=Decimal(48)))
        event = clearing.clear(by, filled.cart.revision).event_id
        carts.put(by, Wanted(sku_id=sku.id, quantity=Decimal(127)))
        cart = carts.write_note(by, WRITTEN)
        called = nicknames.learn(by, NICKNAME, sku.id, How.ANSWERED)
        unsaid = nicknames.learn(by, OLD_NICKNAME, sku.id, How.TAUGHT)
        forgotten = nicknames.forget(by, unsaid.nickname.id if unsaid else 0)
        packs = world.by(session, "老周")
        move = stock.receive(packs, cart.rows[0].goods.level.warehouse_id, sku.id, Decimal(5)).move  # type: ignore[union-attr]
        account = session.get_one(Account, cart.cart.account_id)
        ids = {
            "account": account.id,
            "cart": cart.cart.id,
            "address": session.exec(select(Address.id).where(Address.account_id == account.id)).one(),
            "event": event or 0,
            "stockmove": move.id if move else 0,
            "category": session.exec(select(Category.id)).first() or 0,
            "sku": sku.id,
            "sent": made["under way"].id,
            "nickname": called.nickname.id if called else 0,
            "forgotten": forgotten.event_id,
            "line changed": _line_changed(world, session, made["waiting"]),
            "priced": _priced(world, session, "MM5"),
            **_people(world, session, made["under way"].id),
        }
        theirs = tuple(_theirs(session, order) for order in made.values())
        return Secrets(orders=theirs, cart=cart.cart, total=cart.total, sku=sku, ids=ids)


def _people(world: World, session: Session, order_id: int) -> dict[str, int]:
    """老李 himself, his phone, a code he wrote, whoever might want his account, and what an admin did just now."""
    shared = invites.share(world.by(session, MINE), order_id).invite
    admin = world.by(session, "陈总")
    done = open_invites.revoke(admin, invites.issue(admin, role=Role.WAREHOUSE).invite.id)
    return {
        "person": session.exec(select(Person.id).where(Person.name == MINE)).one(),
        "keeper": session.exec(select(Person.id).where(Person.name == "小赵")).one(),
        "identity": session.exec(select(Identity.id).where(Identity.external == "li")).one(),
        "invite": shared.id,
        "done": done.id if done else 0,
    }


def _line_changed(world: World, session: Session, order: Order) -> int:
    """老李 wants one more, and could still take that back."""
    seen = line_change.to_change(world.by(session, MINE), order.id)
    line = seen.rows[0].line
    return line_change.change_line(world.by(session, MINE), seen, line.id, line.quantity + 1).event_id or 0


def _priced(world: World, session: Session, code: str) -> int:
    """An admin set a price, and could still take that back."""
    sku_id = session.exec(select(Sku.id).where(Sku.code == code)).one()
    return catalogue.change_price(world.by(session, "陈总"), sku_id, Decimal(8)).event_id or 0


def _placed(world: World, amount: int) -> Order:
    with world.database.transaction() as session:
        by = world.by(session, MINE)
        carts.write_note(by, NOTE)
    return placed(world, {"KL330": amount}, said=WORDS)


def _theirs(session: Session, order: Order) -> Theirs:
    shipment = session.exec(select(Shipment).where(Shipment.order_id == order.id)).first()
    packed = select(ShipmentLine).where(ShipmentLine.shipment_id == (shipment.id if shipment else 0))
    return Theirs(
        order=session.get_one(Order, order.id),
        line=session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one(),
        shipment=shipment,
        packed=session.exec(packed).first(),
    )


def every_press(secrets: Secrets) -> list[str]:
    """Every verb about each of their things, as a button of theirs would carry it."""
    return list(dict.fromkeys(data for verb in Verb for each in secrets.orders for data in _about(verb, each, secrets)))


def _about(verb: Verb, each: Theirs, secrets: Secrets) -> Iterator[str]:
    shape = SHAPES.get(verb, ())
    if "shipment" in shape and each.shipment is None:
        return
    yield data_of(verb, *(_argument(verb, kind, each, secrets) for kind in shape))


def _argument(verb: Verb, kind: str, each: Theirs, secrets: Secrets) -> int | Decimal | str:
    match kind:
        case "order":
            return each.order.id
        case "orderline":
            return each.line.id
        case "shipment":
            return each.shipment.id if each.shipment else 0
        case "shipmentline":
            return each.packed.id if each.packed else 0
        case "revision":
            return _revision(verb, each, secrets)
        case "quantity":
            return {Verb.SUBMIT: secrets.total, Verb.SET_PRICE: secrets.sku.price}.get(verb, Decimal(7))
        case "word":
            return WORD.get(verb, "1")
        case _:
            return secrets.ids[_INSTEAD.get(verb, {}).get(kind, kind)]


def _revision(verb: Verb, each: Theirs, secrets: Secrets) -> int:
    shape = SHAPES[verb]
    if verb is Verb.RATE:
        return 4
    if "shipment" in shape and each.shipment is not None:
        return each.shipment.revision
    return each.order.revision if "order" in shape else secrets.cart.revision if "cart" in shape else 0


def every_question(secrets: Secrets) -> Iterator[Question]:
    """Every question, as it would stand open if it had been asked about their things."""
    for kind in QuestionKind:
        for each in secrets.orders:
            about_parcel = kind in {
                QuestionKind.SHIP_QUANTITY,
                QuestionKind.TRACKING_NUMBER,
                QuestionKind.CARRIER_NAME,
                QuestionKind.NEW_NUMBER,
            }
            shipment, packed = each.shipment, each.packed
            yield Question(
                kind=kind,
                facts={
                    "order": each.order.id,
                    "sku": secrets.sku.id,
                    "carrier": "sf",
                    "shipment": shipment.id if shipment else 0,
                    "revision": shipment.revision if shipment and about_parcel else each.order.revision,
                    "line": packed.id if packed and about_parcel else each.line.id,
                    "account": secrets.ids["account"],
                    "serial": 0,
                },
            )


def phone_of(world: World, who: str, secrets: Secrets) -> Phone:
    """Somebody's phone; some of them the house does not know yet, or no more."""
    role = {"was-admin": Role.ADMIN, "was-buyer": Role.BUYER, "colleague": Role.BUYER, "guest": Role.CUSTOMER}.get(who)
    if role is not None:
        with world.database.transaction() as session:
            person = Person(name=who, role=role, created_at=world.clock(), active=not who.startswith("was-"))
            person.account_id = secrets.ids["account"] if role is Role.BUYER else None
            session.add(person)
            session.flush()
            session.add(Identity(channel=world.channel, external=who, person_id=person.id, seen_at=world.clock()))
            if role is Role.CUSTOMER:
                session.add(OrderShare(order_id=secrets.ids["sent"], person_id=person.id))
    return world.phone(who).types("?")


def hidden_from(world: World, who: str, secrets: Secrets) -> tuple[str, ...]:
    """What this person must not read anywhere."""
    with world.session() as session:
        person = session.exec(select(Person).join(Identity).where(Identity.external == who)).first()
        # no person would be the house itself, which may see all
        nobody = Person(name="", role=Role.CUSTOMER, active=False, created_at=world.clock())
        by = By(session=session, person=person or nobody, now=world.clock(), house=world.house)
        return tuple(kept_from(by, secrets))


def asks(world: World, phone: Phone, question: Question) -> None:
    """As if this had been asked before the person's role or account changed."""
    with world.database.transaction() as session:
        theirs = select(Delivery).join(Identity).where(Identity.external == phone.identity)
        last = session.exec(theirs.order_by(col(Delivery.id).desc())).first()
        assert last is not None
        last.question = dump_question(question)
        session.add(last)


@pytest.fixture
def guard(world: World) -> Guard:
    """Looks at the tables before and after."""
    return Guard(world.database)


def is_in_order(phone: Phone, guard: Guard, hidden: tuple[str, ...], did: object) -> None:
    """There is an answer, no fault of ours, nothing that was not for these eyes, and no change without the right."""
    shown = "\n".join((phone.text, *(button.say for reply in phone.last for button in reply.choices())))
    actor = guard.actor(phone.identity)
    assert phone.text.strip(), f"{actor} got no answer to {did}"
    assert not phone.text.startswith(APOLOGIES), f"a fault of ours for {actor} at {did}"
    assert not [word for word in hidden if word in shown], f"{actor} at {did} sees:\n{shown}"
    assert not guard.trespasses(actor), f"{actor} changed it by {did}"


@pytest.mark.thorough
@pytest.mark.parametrize("who", PEOPLE)
def test_pressing_other_peoples_buttons_shows_and_changes_only_what_the_role_may(
    world: World, guard: Guard, who: str
) -> None:
    secrets = live(world)
    phone, hidden = phone_of(world, who, secrets), hidden_from(world, who, secrets)
    guard.look()
    for data in every_press(secrets):
        is_in_order(phone.presses(data), guard, hidden, data)
    world.deliver()
    told = "\n".join(reply.text() for reply in phone.heard)
    assert not [word for word in hidden if word in told]


@pytest.mark.thorough
@pytest.mark.parametrize("who", PEOPLE)
def test_answering_a_question_of_another_role_shows_and_changes_only_what_the_role_may(
    world: World, guard: Guard, who: str
) -> None:
    secrets = live(world)
    phone, hidden = phone_of(world, who, secrets), hidden_from(world, who, secrets)
    guard.look()
    for question in every_question(secrets):
        asks(world, phone, question)
        answer = "7" if question.kind in NUMERIC else "不要了"
        is_in_order(phone.types(answer), guard, hidden, question)


def test_the_secrets_are_really_there_to_be_seen(world: World) -> None:
    secrets = live(world)
    seen = ""
    for data in every_press(secrets):
        verb = data.partition(":")[0]
        if verb in {Verb.ORDER, Verb.TRACK, Verb.CART, Verb.CHECKOUT, Verb.MENU, Verb.NICKNAMES}:
            seen += world.dealer.presses(data).text
    words = set(hidden_from(world, "stranger", secrets))
    assert len(words) > len(secrets.orders) * 2
    assert [word for word in words if word not in seen] == []


def test_a_verb_that_names_a_thing_is_tried_on_other_peoples() -> None:
    """What a verb's button carries is said beside it; whoever adds one must say so to these tests as well."""
    beside = beside_each_verb()
    assert set(beside) == set(Verb)
    for verb, said in beside.items():
        named = {word.replace(" ", "") for word in THING.findall(said.partition(":")[0])}
        assert named <= set(SHAPES.get(verb, ())), f"tests.stories.monkey.SHAPES does not say what {verb!r} carries"


def beside_each_verb() -> dict[Verb, str]:
    source = Path(inspect.getfile(Verb)).read_text("utf-8")
    return {Verb[name]: beside for name, beside in re.findall(r"^    ([A-Z_]+) = \"\w+\"(.*)$", source, re.MULTILINE)}
