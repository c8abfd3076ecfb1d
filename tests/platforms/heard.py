"""What everybody was told in the end, and that it was told once."""

import re
import threading
from collections import Counter
from collections.abc import Mapping

from tests.platforms.hands import Hand
from tests.platforms.shop import Facts, Shop

SETTLED_SECONDS = 30.0
#: How often each text stood in each person's chat.
Chats = dict[str, Counter[str]]


def settled(shop: Shop) -> Facts:
    """The facts once every notice has been delivered."""
    for _ in range(int(SETTLED_SECONDS * 20)):
        if not (facts := shop.facts())["undelivered"]:
            return facts
        threading.Event().wait(0.05)
    raise AssertionError(f"notices that nobody delivers: {facts['undelivered']}")


def assert_heard_once(heard: Chats, expected: Chats) -> None:
    """Nothing is missing; what was on its way when the server died may have come a second time."""
    for who, words in expected.items():
        assert not words - heard[who], f"{who} never heard this"
        again = heard[who] - words
        assert max(again.values(), default=0) <= 1, f"{who} heard this too often"
        assert again.total() <= 2, f"{who} heard this twice: more than one answer and one notice on their way"
        assert not again.keys() - words.keys(), f"{who} heard what nobody said before"


def chats(people: Mapping[str, Hand]) -> Chats:
    """What everybody was shown, by its first line: news that comes late tells how things stand by then."""
    return {who: Counter(_headline(text) for text in hand.texts) for who, hand in people.items()}


def _headline(text: str) -> str:
    return re.sub(r"D\d{8}-", "D-", re.sub(r"\d{1,2}:\d{2}", "hh:mm", text.partition("\n")[0]))
