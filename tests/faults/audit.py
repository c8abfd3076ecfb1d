"""What became of a town: every order once, every notice heard, chats in order; counted from facts and phones."""

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import TextClause, text

from domain.checks import check_all
from domain.tables.notices import NoticeKind
from storage.engine import Database
from tests.faults.headlines import KEYS, NEWS_A_STORY, News, news_in
from tests.faults.town import boxes_of, dealer_name

_ORDERS = text("""
    SELECT account.name, "order".status, "order".rating, sum(orderline.delivered)
    FROM "order" JOIN account ON account.id = "order".account_id JOIN orderline ON orderline.order_id = "order".id
    GROUP BY "order".id, account.name, "order".status, "order".rating
""")
_NOTICES = text("""
    SELECT person.name, notice.id, notice.kind, "order".number FROM notice
    JOIN person ON person.id = notice.person_id JOIN "order" ON "order".id = notice.order_id
    ORDER BY notice.id
""")
_CLAIMED = text("SELECT count(*) FROM notice WHERE claimed_until IS NOT NULL AND delivered_at IS NULL")
_WAITING = text("SELECT count(*) FROM notice WHERE delivered_at IS NULL AND NOT kept")
#: An id begins with the moment it was made.
_ID_RANDOM_BITS = 22
#: Who is told of two orders within so many milliseconds is told in the order in which the acts were committed.
_TOGETHER = 5_000
#: In thousandths of a can.
_BOX = 24_000


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the database says: the orders of each account with how they stand, and everybody's news, in order.

    ``left_at``: when, in milliseconds, by the machine's own clock, which no fault moves.
    """

    orders: Mapping[str, list[tuple[str, int | None, int]]]
    news: Mapping[str, list[News]]
    left_at: Mapping[News, int]


@dataclass(frozen=True, kw_only=True)
class Orders:
    """Of the orders that people placed."""

    lost: int
    doubled: int


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Of the notices, whose number is ``left``: how they came to people."""

    left: int
    unheard: int
    again: int
    out_of_order: int


def read(url: str) -> Facts:
    """The facts of a town as they are now."""
    orders: dict[str, list[tuple[str, int | None, int]]] = {}
    news: dict[str, list[News]] = {}
    left_at: dict[News, int] = {}
    with closing(Database(url)) as database, database.reading() as session:
        for account, status, rating, delivered in session.execute(_ORDERS):
            orders.setdefault(account, []).append((status, rating, int(delivered)))
        for name, notice_id, kind, number in session.execute(_NOTICES):
            if NoticeKind(kind) in KEYS:
                news.setdefault(name, []).append((NoticeKind(kind), number))
                left_at[NoticeKind(kind), number] = notice_id >> _ID_RANDOM_BITS
    return Facts(orders=orders, news=news, left_at=left_at)


def claimed(url: str) -> int:
    """How many notices are claimed and not written down as delivered: each may have reached its chat already."""
    return _counted(url, _CLAIMED)


def findings(url: str) -> str:
    """What ``dinghuo check`` would find, without a process of its own."""
    with closing(Database(url)) as database, database.reading() as session:
        return "; ".join(str(found) for found in check_all(session))


def waiting(url: str) -> int:
    """How many notices somebody should still hear."""
    return _counted(url, _WAITING)


def orders_of(facts: Facts, stories: int) -> Orders:
    """Each dealer has one order, which was delivered whole and rated."""
    lost = doubled = 0
    for number in range(stories):
        found = facts.orders.get(f"{dealer_name(number)}的店", [])
        lost += ("completed", 5, boxes_of(number) * _BOX) not in found
        doubled += max(0, len(found) - 1)
    return Orders(lost=lost, doubled=doubled + _left_twice(facts))


def _left_twice(facts: Facts) -> int:
    """Notices that an act left although the same were there."""
    return sum(len(news) - len(set(news)) for news in facts.news.values())


def heard(facts: Facts, texts: Mapping[str, list[str]], stories: int) -> Heard:
    """Every notice in its chat, and the first time each in its turn."""
    unheard = again = out_of_order = 0
    for name, expected in facts.news.items():
        came = news_in(texts[name])
        times = Counter(came)
        unheard += sum(not times[each] for each in expected)
        again += len(came) - len(times)
        out_of_order += _out_of_order(list(dict.fromkeys(came)), expected, facts.left_at)
    left = sum(map(len, facts.news.values()))
    return Heard(
        left=left, unheard=unheard + abs(stories * NEWS_A_STORY - left), again=again, out_of_order=out_of_order
    )


def _out_of_order(came: list[News], expected: list[News], left_at: Mapping[News, int]) -> int:
    """How many came after something that they should have come before; of one order always in its own order."""
    places = {each: place for place, each in enumerate(expected)}
    known = [each for each in came if each in places]
    return sum(
        any(places[before] > places[each] and _apart(before, each, left_at) for before in known[:at])
        for at, each in enumerate(known)
    )


def _apart(one: News, other: News, left_at: Mapping[News, int]) -> bool:
    return one[1] == other[1] or abs(left_at[one] - left_at[other]) > _TOGETHER


def _counted(url: str, question: TextClause) -> int:
    with closing(Database(url)) as database, database.reading() as session:
        return int(session.execute(question).scalar_one())
