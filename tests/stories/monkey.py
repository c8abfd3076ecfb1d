"""Somebody who tries everything: real buttons, old ones, other people's, forged ones, and texts of all kinds."""

import random
from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import text

from domain.tables.people import Channel
from handlers.turn import Answer, Body, Button, Incoming, Left, Sent, SentKind, Started, Tapped, Typed
from handlers.verbs import Verb
from tests.world import World

KNOWN = ("li", "ann", "mo", "wang", "zhao", "zhou", "chen", "sun", "mei")
STRANGERS = ("stranger", "other-stranger")
#: Tables whose ids appear in buttons.
TABLES = ("order", "orderline", "shipment", "shipmentline", "sku", "account", "cart", "stockmove", "event", "person")
MOST_SEEN = 400

SENSIBLE = (
    "可乐330 10箱\n红牛 2箱",
    "峰泡可乐 330 10箱, 红牛 2箱",
    "雪璃 3箱 生抽 2桶",
    "2000000000015 24",
    "KL500 48瓶",
    "米线 12.5kg",
    "抽纸 4箱",
    "cola330 5 cases",
    "10",
    "10箱",
    "3 cases",
    "半箱",
    "一百二十",
    "我的货到哪了",
    "where is my order",
    "42",
    "1",
    "2",
    "5",
    "第二个",
    "下一页",
    "菜单",
    "取消",
    "购物车",
    "结算",
    "订单",
    "SF1234567890",
    "缺货了",
    "明天",
    "2026-12-01",
    "12.34",
    "再来一单",
    "确认",
    "送到后门，谢谢",
    "BCDFGHJK2222",
)
ODD = (
    "",
    " ",
    "\0",
    "\x1d\x07\x1b[31m",
    "]]>",
    '<b>粗</b><a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=ok">x</a>',
    "</xml><xml>",
    "{title} {0} %s %(x)s ${y}",
    '\'; DROP TABLE "order"; --',
    "/start",
    "/start " + "A" * 64,
    "/",
    "👨‍👩‍👧‍👦🏳️‍🌈🛒➕",
    "‮להזמין קולה‬",
    "ﷺ" * 50,
    "e\u0301" * 300,
    "Z̸̡̢͓͍͔a̵͉l̷g̶o̸",
    "１０箱",
    "٣ cases",
    "९९९箱",
    "²箱",
    "½ 箱",
    "十" * 200,
    "9" * 400,
    "-5箱",
    "1e308",
    "NaN 箱",
    "Infinity",
    "0x10",
    "1" + "0" * 30 + "箱",
    "0.0001 箱",
    "可乐 " * 1999,
    "可乐330 1箱\n" * 700,
    "x" * 8001,
    "汉" * 20000,
    "\n" * 500,
    "\u2028\u2029\ufeff\u200b",
)
NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "7",
    "24",
    "240",
    "999999",
    "9" * 9,
    "9" * 40,
    "-1",
    "0.5",
    "1e9",
    "NaN",
    "Infinity",
    "١٢",
    "²",
    "x",
    "",
    " 1",
    "z" * 30,
)
WORDS = ("zh-CN", "en", "fr", "buyer", "salesperson", "admin", "customer", "root", "2026-12-01", "2026-13-99", "none", "sf", "yd", "out_of_stock", "1", "again")  # fmt: skip


class Monkey:
    """Chooses who does what next; the same seed always chooses the same."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.seen: dict[str, list[Button]] = {}
        self._ids: list[int] = []
        self._said = 0

    def next(self) -> Incoming:
        """One more message."""
        self._said += 1
        who = self._who()
        body, message = self._body(who), None
        if isinstance(body, Tapped) and self.random.random() < 0.5:
            message = str(self.random.choice((1, 2, 3, 99_999_999_999)))
        key = f"monkey-{self._said}"
        if self.random.random() < 0.03:
            key = f"monkey-{self.random.randint(1, self._said)}"
        return Incoming(
            channel=self.world.channel,
            identity=who,
            key=key,
            body=body,
            name=self.random.choice(("", "阿强", "<b>", "‮x", "N" * 300)),
            language=self.random.choice(("", "zh-hans", "en", "xx-??")),
            message=message,
        )

    def look(self, incoming: Incoming, answer: Answer) -> None:
        """Remember the buttons on the screen."""
        shown = [button for reply in answer.replies for button in reply.choices()]
        self.seen[incoming.identity] = (self.seen.get(incoming.identity, []) + shown)[-MOST_SEEN:]

    def _who(self) -> str:
        """Buyers, salesperson and warehouse more often: they have the most to do."""
        busy = ("li", "li", "li", "ann", "wang", "wang", "zhou", "zhou", "chen")
        return self.random.choice(busy * 4 + KNOWN * 2 + STRANGERS)

    def _body(self, who: str) -> Body:
        ways: tuple[tuple[Callable[[str], Body], int], ...] = (
            (self._newest_button, 40),
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

    def _forged_button(self, who: str) -> Body:
        if self.random.random() < 0.1:
            return Tapped(data=self.random.choice(("", ":", ":::", "ok", "nonsense:1", "ok:" + "z" * 60, "订单:1", "more:9999", "more:x", "MENU")))  # fmt: skip
        verb = self.random.choice(list(Verb))
        arguments = [self._argument() for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 3, 4, 4, 5)))]
        data = ":".join((verb.value, *arguments))
        return Tapped(data=data) if self.random.random() < 0.7 else Typed(text="x", button=data)

    def _argument(self) -> str:
        chance = self.random.random()
        if chance < 0.65:
            return _base36(self._some_id())
        if chance < 0.9:
            return self.random.choice(NUMBERS)
        return self.random.choice(WORDS)

    def _some_id(self) -> int:
        if self._said % 20 == 1 or not self._ids:
            with self.world.database.engine.connect() as connection:
                self._ids = [
                    row[0]
                    for table in TABLES
                    for row in connection.execute(text(f'SELECT id FROM "{table}" ORDER BY id DESC LIMIT 30'))
                ]
        return self.random.choice(self._ids)

    def _sensible_words(self, who: str) -> Body:
        return Typed(text=self.random.choice(SENSIBLE))

    def _odd_words(self, who: str) -> Body:
        if self.random.random() < 0.2:
            letters = "可乐箱0123456789 \n,，.。-:：/*x×<>&#@\u0301\u202e😀"
            return Typed(text="".join(self.random.choices(letters, k=self.random.randint(1, 120))))
        return Typed(text=self.random.choice(ODD))

    def _something_else(self, who: str) -> Body:
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
