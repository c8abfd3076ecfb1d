"""How long an order of twenty lines takes to read and match, beside a scan over all names for the same lines."""

import random
import statistics
import time
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from benchmarks.goods import SEED, Goods
from domain.order_text.reader import OrderReader
from domain.order_text.result import TakenLine
from domain.search.index import Index

LINES, ORDERS, WARM = 20, 50, 5


def orders(goods: Goods, count: int) -> list[str]:
    """A number of orders, each line a name with its size and a number of packs."""
    chance = random.Random(SEED)
    return ["\n".join(_line(chance, goods) for _ in range(LINES)) for _ in range(count)]


def _line(chance: random.Random, goods: Goods) -> str:
    family = chance.choice(goods.families)
    return f"{family.name}{chance.choice(family.sizes)} {chance.randint(1, 30)}{family.units[2]}"


def table(count: int) -> Iterator[str]:
    """The figures for a catalogue of this size, in processor time."""
    goods = Goods(count)
    reader = OrderReader(Index(goods.entries()))
    written = orders(goods, ORDERS + WARM)
    times, taken = [], 0
    for at, text in enumerate(written):
        start = time.process_time()
        lines = reader.read(text).lines
        if at >= WARM:
            times.append(time.process_time() - start)
            taken += sum(isinstance(line, TakenLine) for line in lines)
    scan = _scan(goods, written[0])
    median, late = statistics.median(times), sorted(times)[int(0.95 * len(times))]
    yield f"{LINES} lines over {count} goods: median {1000 * median:.1f} ms, p95 {1000 * late:.1f} ms"
    yield f"taken without a question: {taken} of {LINES * ORDERS} lines"
    yield f"WRatio over all names for the lines of one order: {1000 * scan:.0f} ms, {scan / median:.0f} times as long"


def _scan(goods: Goods, text: str) -> float:
    names = [f"{entry.names[0]}{entry.specs[0]}" for entry in goods.entries()]
    start = time.process_time()
    for line in text.splitlines():
        process.extractOne(line, names, scorer=fuzz.WRatio)
    return time.process_time() - start
