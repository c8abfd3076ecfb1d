"""Somebody who tries everything: real buttons, old ones, other people's, forged ones, and texts of all kinds."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlalchemy import text

from domain.tables.people import Channel
from handlers.conversation.dispatch import Id, Parameter
from handlers.conversation.turn import Answer, Body, Button, Incoming, Left, Sent, SentKind, Started, Tapped, Typed
from handlers.conversation.verbs import Verb
from handlers.front_door import ACTIONS
from tests.stories.hostile.things_to_send import NO_BUTTONS, NUMBERS, ODD, SENSIBLE, WORDS
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
    "accountgroup",
    "wish",
    "cart",
    "stockmove",
    "event",
    "category",
    "address",
    "nickname",
    "wordproposal",
    "swapproposal",
    "promotion",
    "person",
    "identity",
    "invite",
    "ledgerentry",
    "rebate",
    "paymentclaim",
    "invoicerequest",
    "statementdispute",
    "returnrequest",
    "returnline",
    "desklogin",
    "desksession",
    "thread",
    "threadmessage",
    "pack",
    "alias",
)
#: What our own buttons carry behind each verb; those forged by somebody who knows them do the most harm.
SHAPES: Mapping[Verb, tuple[Parameter, ...]] = {
    verb: action.parameters for verb, action in ACTIONS.items() if action.parameters
}
#: Ids of somebody or something in another part: who looks after an account is a person.
_TABLE_OF = {"salesperson": "person", "proposal": "wordproposal", "deputy": "person"}
#: Buttons that lead on through an order's life, and would be lost among the ways back.
ONWARD = (
    *(f"{verb}:" for verb in (Verb.SUBMIT, Verb.APPROVE, Verb.REJECT_WHY, Verb.CANCEL_WHY, Verb.WITHDRAW)),
    *(f"{verb}:" for verb in (Verb.REJECT, Verb.CANCEL, Verb.CHANGE, Verb.ORDER_LINE, Verb.SET_ORDER_LINE)),
    *(f"{verb}:" for verb in (Verb.PICK, Verb.PARCEL_LINE, Verb.SET_PARCEL_LINE, Verb.SHIP, Verb.CARRIER)),
    *(f"{verb}:" for verb in (Verb.NO_NUMBER, Verb.RECEIVED, Verb.RATE)),
    Verb.CHECKOUT,
)
MOST_SEEN = 400


def table_of(parameter: Parameter) -> str:
    """The table whose ids an argument is; nothing where it is no id."""
    named = parameter.name.removesuffix("_id").replace("_", "")
    return _TABLE_OF.get(named, named) if parameter.kind == Id else ""


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
        data = ":".join((verb.value, *(self._fitting(each) for each in shape)))
        return Tapped(data=data) if self.random.random() < 0.7 else Typed(text="x", button=data)

    def _fitting(self, parameter: Parameter) -> str:
        if table := table_of(parameter):
            return _base36(self._some_id(table))
        if parameter.kind in (int, bool):
            return self.random.choice(("1", "1", "1", "2", "3", "5"))
        return self.random.choice(NUMBERS if parameter.kind is Decimal else WORDS)

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
