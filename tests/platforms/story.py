"""One order from words to receipt, by three people: written once, played on every platform."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.platforms.hands import Hand
from tests.platforms.shop import ACCOUNT, Facts, Shop

WORDS = "峰泡可乐 330 10箱, 红牛 2箱"
CARRIER, TRACKING = "顺丰", "SF1234567890123"
#: What is there when all is done: on hand, reserved, allocated, in thousandths of base units.
LEFT_ON_SHELVES = [("HN250", 0, 0, 0), ("KL330", 760_000, 0, 0)]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act of one person, what comes back, and what the others then hear."""

    who: str
    act: Callable[[Hand], None]
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def comes_in(who: str, code: str, *sees: str) -> Step:
    return Step(who=who, act=lambda hand: hand.comes_in(code, *sees))


def says(who: str, words: str, *sees: str, **told: tuple[str, ...]) -> Step:
    return Step(who=who, act=lambda hand: hand.says(words, *sees), told=told)


def taps(who: str, label: str, *sees: str, **told: tuple[str, ...]) -> Step:
    return Step(who=who, act=lambda hand: hand.taps(label, *sees), told=told)


def steps(shop: Shop) -> tuple[Step, ...]:
    """The whole story, in order."""
    return (
        comes_in("salesperson", shop.codes["salesperson"], "小王"),
        says("salesperson", "菜单", "小王，您好"),
        comes_in("warehouse", shop.codes["warehouse"], "老周"),
        says("warehouse", "菜单", "老周，您好"),
        comes_in("dealer", shop.codes["dealer"], "老李", ACCOUNT),
        says("dealer", WORDS, "峰泡可乐", "火犇能量饮料", "10箱", "2箱"),
        taps("dealer", "🛒 购物车", "✅ 去结算"),
        taps("dealer", "✅ 去结算", "请核对订单", "火犇能量饮料"),
        taps("dealer", "✅ 提交订单", "-0001", salesperson=("🔔 新订单", ACCOUNT)),
        taps(
            "salesperson",
            "✅ 通过",
            "✅ 已通过",
            dealer=("通过了", "-0001"),
            warehouse=("要备货", "-0001", ACCOUNT),
        ),
        taps("warehouse", "📦 开始备货", "备货单", "KL330", "HN250"),
        taps("warehouse", "🚚 发货", "交给谁送"),
        taps("warehouse", f"🚚 {CARRIER}", "单号是多少"),
        says(
            "warehouse",
            TRACKING,
            "已发货",
            dealer=("发货了", CARRIER, TRACKING),
            salesperson=("发货了", TRACKING),
        ),
        says("dealer", "我的货到哪了", "已发货", TRACKING),
        taps("dealer", "✅ 收到", "订单完成", salesperson=("有货签收了",)),
        taps("dealer", "⭐5", "谢谢您的评价", salesperson=("⭐⭐⭐⭐⭐", ACCOUNT)),
    )


def play(people: Mapping[str, Hand], story: tuple[Step, ...]) -> None:
    """Everybody waits for what should come before the next one acts."""
    for _ in played(people, story):
        pass


def played(people: Mapping[str, Hand], story: tuple[Step, ...]) -> Iterator[int]:
    """The same, stopping before each act to say its number."""
    for number, step in enumerate(story):
        yield number
        step.act(people[step.who])
        for who, fragments in step.told.items():
            people[who].hears(*fragments)


def assert_all_is_well(facts: Facts) -> None:
    """One order, delivered and rated; the books agree, everybody has heard everything."""
    assert facts.findings == []
    assert [(status, rating) for status, _, _, rating, *_ in facts["orders"]] == [("completed", 5)]
    assert [(code, *quantities) for code, *quantities, _ in facts["lines"]] == [
        ("HN250", 48_000, 48_000, 48_000),
        ("KL330", 240_000, 240_000, 240_000),
    ]
    assert [row for row in facts["stock"] if row[0] in {"HN250", "KL330"}] == LEFT_ON_SHELVES
    assert facts["open holds"] == []
    assert facts["in carts"] == []
    assert facts["shipments"] == [(1, "delivered", "sf", TRACKING)]
    assert facts["undelivered"] == []
