"""Shops whose goods, orders and searches were written without a look at the code, and how a reading is held to them."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, ReadOrder, RefusedLine, TakenLine, UnknownLine
from domain.search.index import Index
from tests.corpus.goods import goods_in

_HERE = Path(__file__).parent / "shops"
SHOPS = tuple(sorted(path.name for path in _HERE.iterdir()))
#: An answer with so many candidates need not hold all that fit.
_MANY = 6


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a message may come to: base units by code, the candidates of each question, how many are not taken."""

    lines: dict[str, Decimal]
    asks: tuple[frozenset[str], ...]
    left: int

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.asks) + self.left


@dataclass(frozen=True, kw_only=True)
class Order:
    """A message with what it comes to; any of ``outcomes`` is right, the first is the likeliest."""

    number: int
    text: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``wrong``: lines taken that no outcome holds; ``right``: how many lines of the nearest outcome were read so."""

    order: Order
    read: Outcome
    whole: bool
    wrong: tuple[str, ...]
    right: int
    lines: int


@dataclass(frozen=True, kw_only=True)
class Shop:
    """One catalogue with its reader."""

    name: str
    reader: OrderReader
    codes: dict[int, str] = field(default_factory=dict)

    def orders(self) -> Iterator[Order]:
        """Every labelled message."""
        for row in _rows(self.name, "orders"):
            outcomes = tuple(_labelled(each) for each in (row, *row.get("also", ())))
            yield Order(number=row["id"], text=row["text"], outcomes=outcomes)

    def searches(self) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """What is typed, any of which comes first, and all that are close behind."""
        for row in _rows(self.name, "searches"):
            yield row["q"], tuple(row["best"]), tuple(row.get("family", ()))

    def found(self, text: str) -> list[str]:
        """The codes that fit, best first."""
        return [self.codes[hit.sku_id] for hit in self.reader.look(text, 20) if not hit.near]

    def judge(self, order: Order) -> Verdict:
        """Read a message and hold the reading to the outcome it comes nearest to."""
        read = self._told(self.reader.read(order.text))
        return max(
            (_held(order, read, outcome) for outcome in order.outcomes), key=lambda each: (each.whole, each.right)
        )

    def _told(self, intake: ReadOrder) -> Outcome:
        lines: Counter[str] = Counter()
        for line in intake.lines:
            if isinstance(line, TakenLine):
                lines[self.codes[line.sku_id]] += line.quantity  # type: ignore[assignment]  # exact, not int
        asks = (
            frozenset(map(self.codes.__getitem__, line.options)) for line in intake.lines if isinstance(line, AskedLine)
        )
        left = sum(isinstance(line, UnknownLine | RefusedLine) for line in intake.lines)
        return Outcome(lines={code: Decimal(count) for code, count in lines.items()}, asks=tuple(asks), left=left)


@cache
def shop(name: str) -> Shop:
    """A shop with its index."""
    entries = goods_in(_HERE / name / "goods.csv")
    return Shop(name=name, reader=OrderReader(Index(entries)), codes={entry.sku_id: entry.code for entry in entries})


def _held(order: Order, read: Outcome, wanted: Outcome) -> Verdict:
    wrong = tuple(f"{code} {count}" for code, count in read.lines.items() if wanted.lines.get(code) != count)
    taken = sum(read.lines.get(code) == count for code, count in wanted.lines.items())
    open_, asked = list(read.asks), 0
    for ask in wanted.asks:
        answer = next((each for each in open_ if ask <= each or (ask & each and len(each) >= _MANY)), None)
        if answer is not None:
            open_.remove(answer)
            asked += 1
    whole = not wrong and not open_ and read.left == wanted.left
    whole = whole and taken == len(wanted.lines) and asked == len(wanted.asks)
    right = taken + asked + min(read.left, wanted.left)
    return Verdict(order=order, read=read, whole=whole, wrong=wrong, right=right, lines=wanted.count)


def _labelled(row: dict[str, Any]) -> Outcome:
    lines: dict[str, Decimal] = {}
    for line in row.get("lines", ()):
        lines[line["sku"]] = lines.get(line["sku"], Decimal(0)) + Decimal(str(line["base_quantity"]))
    asks = tuple(frozenset(ask["options"]) for ask in row.get("ask", ()))
    return Outcome(lines=lines, asks=asks, left=len(row.get("unknown", ())) + len(row.get("refused", ())))


def _rows(name: str, what: str) -> Iterator[dict[str, Any]]:
    for line in (_HERE / name / f"{what}.jsonl").read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
