"""One account's orders, cart and nicknames; every press and question about them; and who may see what of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.carts import carts, clearing, details
from domain.carts.carts import CartWish
from domain.catalogue import nicknames
from domain.orders import line_change, rating, status_changes
from domain.orders.access import find
from domain.people import invites, open_invites
from domain.refusals import NotAllowed, NotFound
from domain.rules.rights import Right, Role
from domain.stock import stock
from domain.tables.carts import Cart
from domain.tables.catalogue import Category, Sku
from domain.tables.nicknames import How
from domain.tables.orders import Order, OrderLine, OrderShare
from domain.tables.people import Address, Identity, Person, Place
from domain.tables.prices import AccountGroup
from domain.tables.shipments import Shipment, ShipmentLine
from domain.tables.supplier_words import WordProposal
from domain.tables.wishes import Wish, WishStatus
from handlers.conversation.callback_data import data_of
from handlers.conversation.dispatch import Id, Parameter
from handlers.conversation.serialisation import dump_question
from handlers.conversation.turn import Question, QuestionKind
from handlers.conversation.verbs import Verb
from handlers.front_door import ACTIONS
from storage.inbox import Delivery
from tests.orders import approve, pick, place, receive, ship
from tests.phones import Phone
from tests.prices import Said, give
from tests.promotions import promotion_for
from tests.returns import claimed
from tests.stories.hostile import their_desk, their_goods, their_money, their_talk
from tests.stories.hostile.their_goods import SWAPPED
from tests.world import World

HOUSE, WORDS, NOTE, WRITTEN = "李记便利店", "照旧的那种", "交给门卫老张", "这句还没有下单"
ADDRESS, TRACKING, REASON, PRAISE = "梧桐路18号", "SF777000777", "客人改主意", "箱子压坏了"
#: What they alone pay for one of the goods: as no other price of ours.
OWN_PRICE = "1.2346"
NICKNAME, OLD_NICKNAME = "老婆爱喝的", "儿子爱喝的"
MINE, WORD_OF_ALL = "老李", "大家都这么叫"
#: Nobody orders just so much; the amounts are told apart from prices by that.
AMOUNTS = {"waiting": 101, "called off": 103, "gathered": 107, "under way": 109, "there": 113}
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
    Verb.ORDERS: "2026-12-01",
    Verb.SET_DEPUTY: "2026-12-01",
    **dict.fromkeys((Verb.RETURN_ASK, Verb.RETURN_FILE), "broken"),
    Verb.RETURN_REFUSE_WHY: "return_used",
    **dict.fromkeys((Verb.RETURN_ALL, Verb.RETURN_FILE_ALL), "refund"),
}
#: What a button about goods that came says of them.
_SAID = {"kind": "claim", "outcome": "refund"}
#: Where one thing of a kind would not do for every verb.
_INSTEAD = {
    Verb.TAKE_BACK: {"event": "forgotten"},
    Verb.UNDO_PEOPLE: {"event": "done"},
    Verb.UNDO_LINE: {"event": "line changed"},
    Verb.UNDO_PRICE: {"event": "priced"},
}


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


def kept_from(actor: Actor, secrets: Secrets) -> Iterator[str]:
    """The words this person must not read, by the house's own rules: the orders they may not see, and more."""
    inside = actor.person is not None and actor.person.active
    shown = [each for each in secrets.orders if inside and _is_shown(actor, each.order)]
    follows, invites = inside and actor.is_a(Role.CUSTOMER), inside and actor.may(Right.PERSON_INVITE)
    yield from (each.order.number for each in secrets.orders if each not in shown)
    if not any(each.order.id == secrets.ids["sent"] for each in shown):
        yield TRACKING
    if not shown or follows:
        yield from (WORDS, NOTE, ADDRESS, REASON, PRAISE)
    if not (shown or invites):
        yield HOUSE
    if (not shown or follows) and not invites:
        yield MINE
    prices = shown if inside and actor.may(Right.ORDER_PRICES) else []
    yield from (f"{each.order.total:.2f}" for each in secrets.orders if each not in prices)
    if not (prices or (inside and actor.account_id == secrets.ids["account"])):
        yield OWN_PRICE
    if not (inside and their_talk.may_read(actor, secrets.ids["thread"])):
        yield their_talk.TALKED
    if actor.person is None or actor.person_id != secrets.orders[0].order.buyer_id:
        yield from (WRITTEN, f"{secrets.total:.2f}")
    if not (inside and actor.account_id == secrets.ids["account"] and actor.may(Right.NICKNAME_CHANGE)):
        yield NICKNAME


def _is_shown(actor: Actor, order: Order) -> bool:
    try:
        find(actor, order.id)
    except (NotFound, NotAllowed):
        return False
    return True


def live(world: World) -> Secrets:
    """李记便利店 orders, calls off, receives, and has something in the cart."""
    made = _orders(world)
    return _things(world, made)


def _orders(world: World) -> dict[str, Order]:
    """An order at each stage of its life."""
    give(world, "李记专享", [Said("KL500", OWN_PRICE)], account=HOUSE)
    made = {stage: _placed(world, amount) for stage, amount in AMOUNTS.items()}
    with world.database.transaction() as session:
        details.write_note(world.actor(session, MINE), SWAPPED)
    place(world, {"QS550": 131})
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, MINE), made["called off"].id, REASON)
    for stage in ("gathered", "under way", "there"):
        approve(world, made[stage])
    pick(world, made["gathered"])
    ship(world, made["under way"], number=TRACKING)
    receive(world, ship(world, made["there"], number=TRACKING))
    return made


def _things(world: World, made: Mapping[str, Order]) -> Secrets:
    """What was said of the orders, a cart, names of its own, and the ids of all."""
    sku = world.sku("KL500")
    with world.database.transaction() as session:
        actor = world.actor(session, MINE)
        rating.rate(actor, made["there"].id, 2)
        rating.explain_rating(actor, made["there"].id, PRAISE)
        filled = carts.put(actor, CartWish(sku_id=sku.id, quantity=Decimal(48)))
        event = clearing.clear(actor, filled.cart.revision).event_id
        carts.put(actor, CartWish(sku_id=sku.id, quantity=Decimal(127)))
        cart = details.write_note(actor, WRITTEN)
        called = nicknames.learn(actor, NICKNAME, sku.id, How.ANSWERED)
        unsaid = nicknames.learn(actor, OLD_NICKNAME, sku.id, How.TAUGHT)
        forgotten = nicknames.forget(actor, unsaid.nickname.id if unsaid else 0)
        packs, home = world.actor(session, "老周"), cart.rows[0].goods.level.warehouse_id  # type: ignore[union-attr]
        move = stock.receive(packs, home, sku.id, Decimal(5)).move
        proposal = _proposed(session, sku.id, actor)
        ids = {
            "account": cart.cart.account_id,
            "cart": cart.cart.id,
            "address": session.exec(select(Address.id).where(Address.account_id == cart.cart.account_id)).one(),
            "event": event or 0,
            "stock_move": move.id if move else 0,
            "category": session.exec(select(Category.id)).first() or 0,
            "sku": sku.id,
            "promotion": promotion_for(world.actor(session, MINE), world.actor(session, "陈总")),
            **_elsewhere(world, session, made["there"]),
            "sent": made["under way"].id,
            "nickname": called.nickname.id if called else 0,
            "forgotten": forgotten.event_id,
            "proposal": proposal.id,
            "swap_proposal": their_goods.asked_about(world, session),
            "line changed": _line_changed(world, session, made["waiting"]),
            **_people(world, session, made["under way"].id),
        }
        orders = tuple(_theirs(session, order) for order in made.values())
        return Secrets(orders=orders, cart=cart.cart, total=cart.total, sku=sku, ids=ids)


def _elsewhere(world: World, session: Session, received: Order) -> dict[str, int]:
    """Of money, goods, talks, the desk, and of goods that came."""
    mine, admin = world.actor(session, MINE), world.actor(session, "陈总")
    return {
        **their_money.of(world, session),
        **their_talk.of(mine, admin),
        **their_desk.of(world, session),
        **claimed(mine, received),
        **their_goods.of(world, session),
    }


def _people(world: World, session: Session, order_id: int) -> dict[str, int]:
    """老李 himself, his phone, a code he wrote, whoever might want his account, and what an admin did just now."""
    shared = invites.share(world.actor(session, MINE), order_id).invite
    admin = world.actor(session, "陈总")
    done = open_invites.revoke(admin, invites.issue(admin, role=Role.WAREHOUSE).invite.id)
    return {
        "person": session.exec(select(Person.id).where(Person.name == MINE)).one(),
        "deputy": session.exec(select(Person.id).where(Person.name == "小赵")).one(),
        "salesperson": session.exec(select(Person.id).where(Person.name == "小赵")).one(),
        "identity": session.exec(select(Identity.id).where(Identity.external == "li")).one(),
        "invite": shared.id,
        "account_group": _group(session),
        "wish": _wished(session, world.actor(session, MINE).account_id or 0, world),
        "done": done.id if done else 0,
    }


def _proposed(session: Session, sku_id: int, actor: Actor) -> WordProposal:
    proposal = WordProposal(key=WORD_OF_ALL, words=WORD_OF_ALL, sku_id=sku_id, accounts=3, proposed_at=actor.now)
    session.add(proposal)
    return proposal


def _line_changed(world: World, session: Session, order: Order) -> int:
    """老李 wants one more, and could still take that back."""
    seen = line_change.to_change(world.actor(session, MINE), order.id)
    line = seen.rows[0].line
    return line_change.change_line(world.actor(session, MINE), seen, line.id, line.quantity + 1).event_id or 0


def _group(session: Session) -> int:
    group = AccountGroup(name="老主顾")
    session.add(group)
    session.flush()
    return group.id


def _wished(session: Session, account_id: int, world: World) -> int:
    """What a customer would like of them."""
    customer, now = session.exec(select(Person.id).where(Person.role == Role.CUSTOMER)).first() or 0, world.clock()
    wish = Wish(account_id=account_id, person_id=customer, words="可乐500 1箱", created_at=now, sent_at=now)
    wish.status = WishStatus.SENT
    session.add(wish)
    session.flush()
    return wish.id


def _placed(world: World, amount: int) -> Order:
    with world.database.transaction() as session:
        actor = world.actor(session, MINE)
        details.write_note(actor, NOTE)
    return place(world, {"KL330": amount}, said=WORDS)


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
    """With all that the button may carry, and with no more than it must."""
    parameters = ACTIONS[verb].parameters
    if each.shipment is None and any(parameter.name == "shipment_id" for parameter in parameters):
        return
    required = [parameter for parameter in parameters if parameter.required]
    for given in (parameters, required):
        yield data_of(verb, *(_argument(verb, parameter, each, secrets) for parameter in given))


def _argument(verb: Verb, parameter: Parameter, each: Theirs, secrets: Secrets) -> int | Decimal | str:
    if parameter.kind == Id:
        return _id(verb, parameter.name.removesuffix("_id"), each, secrets)
    if parameter.kind in (int, bool):
        return {"stars": 4, "revision": _revision(verb, each, secrets)}.get(parameter.name, int(parameter.kind is bool))
    if parameter.name in _SAID:
        return _SAID[parameter.name]
    if parameter.kind is Decimal:
        return {Verb.SUBMIT: secrets.total, Verb.SET_PRICE: secrets.sku.price}.get(verb, Decimal(7))
    return WORD.get(verb, "2026-11-30" if parameter.kind is date else "1")


def _id(verb: Verb, name: str, each: Theirs, secrets: Secrets) -> int:
    match name:
        case "order":
            return each.order.id
        case "order_line":
            return each.line.id
        case "shipment":
            return each.shipment.id if each.shipment else 0
        case "shipment_line":
            return each.packed.id if each.packed else 0
        case _:
            return secrets.ids[_INSTEAD.get(verb, {}).get(name, name)]


def _revision(verb: Verb, each: Theirs, secrets: Secrets) -> int:
    names = {parameter.name for parameter in ACTIONS[verb].parameters}
    if "shipment_id" in names and each.shipment is not None:
        return each.shipment.revision
    return each.order.revision if names & {"order_id", "order_line_id"} else secrets.cart.revision


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
                    "part": "spec",
                    "setting": "shop_name",
                    "before": "330ml罐",
                    "shipment": shipment.id if shipment else 0,
                    "revision": shipment.revision if shipment and about_parcel else each.order.revision,
                    "line": packed.id if packed and about_parcel else each.line.id,
                    "account": secrets.ids["account"],
                    "order_line": each.line.id,
                    "person": secrets.ids["person"],
                    "deputy": secrets.ids["deputy"],
                    "last": "2026-11-30",
                    "statement_dispute": secrets.ids["statement_dispute"],
                    "invoice_request": secrets.ids["invoice_request"],
                    "slip": "",
                    "return_request": secrets.ids["return_request"],
                    "return_line": secrets.ids["return_line"],
                    "kind": "claim",
                    "reason": "broken",
                    "desk_login": secrets.ids["desk_login"],
                    "serial": 0,
                    "size": 24,
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
        where = Place(world.channel.value)
        actor = Actor(session=session, person=person or nobody, now=world.clock(), supplier=world.supplier, where=where)
        return tuple(kept_from(actor, secrets))


def asks(world: World, phone: Phone, question: Question) -> None:
    """As if this had been asked before the person's role or account changed."""
    with world.database.transaction() as session:
        theirs = select(Delivery).join(Identity).where(Identity.external == phone.identity)
        last = session.exec(theirs.order_by(col(Delivery.id).desc())).first()
        assert last is not None
        last.question = dump_question(question)
        session.add(last)
