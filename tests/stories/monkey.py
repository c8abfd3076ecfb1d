"""Somebody who tries everything: real buttons, old ones, other people's, forged ones, and texts of all kinds."""

import random
from collections import Counter
from collections.abc import Callable

from sqlalchemy import text

from domain.tables.people import Channel
from handlers.turn import Answer, Body, Button, Incoming, Left, Sent, SentKind, Started, Tapped, Typed
from handlers.verbs import Verb
from tests.stories.things_to_send import NO_BUTTONS, NUMBERS, ODD, SENSIBLE, WORDS
from tests.world import World

KNOWN = ("li", "ann", "mo", "wang", "zhao", "zhou", "chen", "sun", "mei")
STRANGERS = ("stranger", "other-stranger")
#: Tables whose ids appear in buttons.
TABLES = (
    "order",
    "orderline",
    "shipment",
    "shipmentline",
    "sku",
    "account",
    "cart",
    "stockmove",
    "event",
    "category",
    "address",
    "nickname",
    "person",
    "identity",
    "invite",
)
#: What our own buttons carry behind some verbs; those forged by somebody who knows them do the most harm.
SHAPES: dict[Verb, tuple[str, ...]] = {
    Verb.PRODUCT: ("sku", "quantity"),
    Verb.TYPE_QUANTITY: ("sku",),
    Verb.PUT: ("sku", "quantity"),
    Verb.SETTLE: ("revision", "revision", "sku", "quantity"),
    Verb.NOT_RIGHT: ("revision", "revision"),
    Verb.OTHER: ("revision", "revision"),
    Verb.SWAP: ("revision", "revision", "sku", "quantity"),
    Verb.NAME: ("sku",),
    Verb.TEACH: ("revision", "sku"),
    Verb.FORGET: ("nickname",),
    Verb.TAKE_BACK: ("event",),
    Verb.CART_LINE: ("sku", "quantity"),
    Verb.CLEAR: ("revision",),
    Verb.UNCLEAR: ("event",),
    Verb.CATEGORY: ("category", "revision"),
    Verb.ADDRESS: ("address",),
    Verb.DATE: ("word",),
    Verb.SUBMIT: ("cart", "revision", "quantity", "revision"),
    Verb.ORDER: ("order",),
    Verb.WITHDRAW: ("order", "revision"),
    Verb.CHANGE: ("order",),
    Verb.ORDER_LINE: ("order", "revision", "orderline"),
    Verb.SET_ORDER_LINE: ("order", "revision", "orderline", "quantity"),
    Verb.UNDO_LINE: ("event",),
    Verb.CANCEL: ("order", "revision"),
    Verb.CANCEL_WHY: ("order", "revision", "word"),
    Verb.AGAIN: ("order",),
    Verb.TRACK: ("order",),
    Verb.RECEIVED: ("shipment",),
    Verb.RECEIVED_SHORT: ("shipment",),
    Verb.RATE: ("order", "revision"),
    Verb.SHARE: ("order",),
    Verb.APPROVE: ("order", "revision"),
    Verb.REJECT: ("order", "revision"),
    Verb.REJECT_WHY: ("order", "revision", "word"),
    Verb.CARD: ("order",),
    Verb.CARD_LINES: ("order",),
    Verb.SERVE: ("account",),
    Verb.PICK: ("order",),
    Verb.PARCEL: ("shipment", "revision"),
    Verb.PARCEL_LINE: ("shipment", "revision", "shipmentline"),
    Verb.SET_PARCEL_LINE: ("shipment", "revision", "shipmentline", "quantity"),
    Verb.DROP: ("shipment", "revision"),
    Verb.SHIP: ("shipment", "revision"),
    Verb.CARRIER: ("shipment", "revision", "word"),
    Verb.NO_NUMBER: ("shipment", "revision", "word"),
    Verb.OF_CARRIER: ("shipment", "revision", "word"),
    Verb.RENUMBER: ("shipment", "revision"),
    Verb.STOCK_OF: ("sku",),
    Verb.COUNT: ("sku",),
    Verb.RECEIVE: ("sku",),
    Verb.SET_COUNT: ("sku", "quantity", "quantity"),
    Verb.TAKE_IN: ("sku", "quantity", "quantity"),
    Verb.UNDO_MOVE: ("stockmove", "revision"),
    Verb.INVITE: ("word", "revision"),
    Verb.INVITE_FOR: ("word", "account"),
    Verb.PEOPLE: ("word", "revision"),
    Verb.PERSON: ("person",),
    Verb.SWITCH_OFF: ("person", "revision"),
    Verb.SWITCH_OFF_NOW: ("person", "person"),
    Verb.SWITCH_ON: ("person",),
    Verb.KEEPS: ("person", "revision"),
    Verb.KEEPER: ("account", "revision"),
    Verb.KEEP: ("account", "person"),
    Verb.KEEP_ALL: ("person", "revision"),
    Verb.KEEP_ALL_NOW: ("person", "person"),
    Verb.UNBIND: ("identity",),
    Verb.UNBIND_NOW: ("identity",),
    Verb.NEW_CHAT: ("person",),
    Verb.NEW_CHAT_NOW: ("person",),
    Verb.UNDO_PEOPLE: ("event",),
    Verb.INVITES: ("revision",),
    Verb.INVITE_OF: ("invite",),
    Verb.REVOKE: ("invite",),
    Verb.GOODS_OF: ("sku",),
    Verb.ON_SALE: ("sku",),
    Verb.OFF_SALE: ("sku",),
    Verb.PRICE: ("sku",),
    Verb.SET_PRICE: ("sku", "quantity", "quantity"),
    Verb.UNDO_PRICE: ("event",),
}
#: Buttons that lead on through an order's life, and would be lost among the ways back.
ONWARD = (
    *(f"{verb}:" for verb in (Verb.SUBMIT, Verb.APPROVE, Verb.REJECT_WHY, Verb.CANCEL_WHY, Verb.WITHDRAW)),
    *(f"{verb}:" for verb in (Verb.REJECT, Verb.CANCEL, Verb.CHANGE, Verb.ORDER_LINE, Verb.SET_ORDER_LINE)),
    *(f"{verb}:" for verb in (Verb.PICK, Verb.PARCEL_LINE, Verb.SET_PARCEL_LINE, Verb.SHIP, Verb.CARRIER)),
    *(f"{verb}:" for verb in (Verb.NO_NUMBER, Verb.RECEIVED, Verb.RATE)),
    Verb.CHECKOUT,
)
MOST_SEEN = 400


class Monkey:
    """Chooses who does what next; the same seed always chooses the same."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.seen: dict[str, list[Button]] = {}
        self.sent: list[Incoming] = []
        self._ids: dict[str, list[int]] = {}
        self._news: Counter[str] = Counter()
        self._said = 0

    def next(self) -> Incoming:
        """One more message."""
        self._said += 1
        who = self._who()
        body, message = self._body(who), None
        if isinstance(body, Tapped) and self.random.random() < 0.5:
            message = str(self.random.choice((1, 2, 3, 99_999_999_999)))
        if self.sent and self.random.random() < 0.03:
            return self.random.choice(self.sent)
        fresh = Incoming(
            channel=self.world.channel,
            identity=who,
            key=f"monkey-{self._said}",
            body=body,
            name=self.random.choice(("", "阿强", "<b>", "\u202ex", "N" * 300)),
            language=self.random.choice(("", "zh-hans", "en", "xx-??")),
            message=message,
        )
        self.sent.append(fresh)
        return fresh

    def look(self, incoming: Incoming, answer: Answer) -> None:
        """Remember the buttons on the screen."""
        shown = [button for reply in answer.replies for button in reply.choices()]
        self._remember(incoming.identity, shown)

    def listen(self) -> None:
        """Remember the buttons of news that came."""
        for who, phone in self.world.phones.items():
            fresh = phone.heard[self._news[who] :]
            self._news[who] = len(phone.heard)
            self._remember(who, [button for reply in fresh for button in reply.choices()])

    def _remember(self, who: str, shown: list[Button]) -> None:
        self.seen[who] = (self.seen.get(who, []) + shown)[-MOST_SEEN:]

    def _who(self) -> str:
        """Buyers, salesperson and warehouse more often: they have the most to do."""
        busy = ("li", "li", "li", "ann", "wang", "wang", "zhou", "zhou", "chen")
        return self.random.choice(busy * 4 + KNOWN * 2 + STRANGERS)

    def _body(self, who: str) -> Body:
        ways: tuple[tuple[Callable[[str], Body], int], ...] = (
            (self._newest_button, 25),
            (self._button_that_leads_on, 30),
            (self._old_button, 8),
            (self._button_of_somebody_else, 12),
            (self._forged_button, 20),
            (self._sensible_words, 20),
            (self._odd_words, 12),
            (self._something_else, 4),
        )
        way = self.random.choices([each for each, _ in ways], [weight for _, weight in ways])[0]
        return way(who)

    def _newest_button(self, who: str) -> Body:
        seen = self.seen.get(who, [])[-14:]
        return self._tapped(self.random.choice(seen)) if seen else Typed(text="菜单")

    def _button_that_leads_on(self, who: str) -> Body:
        onward = [button for button in self.seen.get(who, []) if button.data.startswith(ONWARD)]
        return self._tapped(self.random.choice(onward[-12:])) if onward else Typed(text=SENSIBLE[0])

    def _old_button(self, who: str) -> Body:
        seen = self.seen.get(who, [])
        return self._tapped(self.random.choice(seen)) if seen else Typed(text="订单")

    def _button_of_somebody_else(self, who: str) -> Body:
        others = [button for other, seen in self.seen.items() if other != who for button in seen]
        return self._tapped(self.random.choice(others)) if others else Started()

    def _tapped(self, button: Button) -> Body:
        """On WeChat a tap is a text, with or without its button's data."""
        if self.world.channel is not Channel.WECHAT:
            return Tapped(data=button.data)
        return Typed(text=button.say or button.label, button=self.random.choice((button.data, None)))

    def _forged_button(self, _: str) -> Body:
        if self.random.random() < 0.1:
            return Tapped(data=self.random.choice(NO_BUTTONS))
        if self.random.random() < 0.6:
            return self._well_forged_button()
        verb = self.random.choice(list(Verb))
        arguments = [self._argument() for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 3, 4, 4, 5)))]
        data = ":".join((verb.value, *arguments))
        return Tapped(data=data) if self.random.random() < 0.7 else Typed(text="x", button=data)

    def _well_forged_button(self) -> Body:
        """As ours would be, about whatever there is and whosever it is."""
        verb, shape = self.random.choice(list(SHAPES.items()))
        data = ":".join((verb.value, *(self._fitting(kind) for kind in shape)))
        return Tapped(data=data) if self.random.random() < 0.7 else Typed(text="x", button=data)

    def _fitting(self, kind: str) -> str:
        match kind:
            case "revision":
                return self.random.choice(("1", "1", "1", "2", "3", "5"))
            case "quantity":
                return self.random.choice(NUMBERS)
            case "word":
                return self.random.choice(WORDS)
            case _:
                return _base36(self._some_id(kind))

    def _argument(self) -> str:
        chance = self.random.random()
        if chance < 0.65:
            return _base36(self._some_id(self.random.choice(TABLES)))
        if chance < 0.9:
            return self.random.choice(NUMBERS)
        return self.random.choice(WORDS)

    def _some_id(self, table: str) -> int:
        if self._said % 20 == 1 or not self._ids:
            with self.world.database.engine.connect() as connection:
                for each in TABLES:
                    rows = connection.execute(text(f'SELECT id FROM "{each}" ORDER BY id DESC LIMIT 30'))
                    self._ids[each] = [row[0] for row in rows]
        return self.random.choice(self._ids[table] or [1])

    def _sensible_words(self, _: str) -> Body:
        return Typed(text=self.random.choice(SENSIBLE))

    def _odd_words(self, _: str) -> Body:
        if self.random.random() < 0.2:
            letters = "可乐箱0123456789 \n,，.。-:：/*x×<>&#@\u0301\u202e😀"
            return Typed(text="".join(self.random.choices(letters, k=self.random.randint(1, 120))))
        return Typed(text=self.random.choice(ODD))

    def _something_else(self, _: str) -> Body:
        return self.random.choice(
            (
                Started(),
                Started(code="BCDFGHJK2222"),
                Started(code="../../etc/passwd"),
                Sent(kind=self.random.choice(list(SentKind)), text=self.random.choice(ODD)),
                Left(),
            )
        )


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
