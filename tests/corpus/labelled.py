"""The labelled order messages of ``orders.txt`` over the goods of ``goods.csv``, and how a reading is held to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from domain.order_text.reader import OrderReader
from domain.order_text.result import Act, AskedLine, Line, OrderSoFar, RefusedLine, RemovedLine, TakenLine, UnknownLine
from domain.search.index import Entry, Index
from tests.corpus.goods import goods_in

_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message with its labels; ``cart``: what the cart held before."""

    number: int
    text: str
    labels: tuple[str, ...]
    cart: dict[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of a message. ``lines``: how many are labelled; ``right``: how many of them were read so."""

    message: Message
    told: tuple[str, ...]
    lines: int
    right: int
    silently_wrong: tuple[str, ...]
    whole: bool


@cache
def entries() -> tuple[Entry, ...]:
    """The goods of the corpus as the search sees them."""
    return tuple(goods_in(_HERE / "goods.csv"))


@cache
def reader() -> OrderReader:
    """A reader over the goods of the corpus."""
    return OrderReader(Index(entries()))


@cache
def messages() -> tuple[Message, ...]:
    """Every labelled message."""
    blocks = (_HERE / "orders.txt").read_text(encoding="utf-8").split("\n\n")
    return tuple(
        _message(number, block)
        for number, block in enumerate((b for b in blocks if "=> " in b and not b.startswith("# Order messages")), 1)
    )


def _message(number: int, block: str) -> Message:
    lines = [line for line in block.splitlines() if not line.startswith("#")]
    labels = tuple(line.removeprefix("=> ") for line in lines if line.startswith("=> "))
    cart = next((line.removeprefix("cart: ") for line in lines if line.startswith("cart: ")), "")
    text = "\n".join(line for line in lines if not line.startswith(("=> ", "cart: ")))
    held = {code: Decimal(count) for code, count in (each.split() for each in cart.split(",") if each)}
    return Message(number=number, text=text.replace("\\n", "\n").replace("\\t", "\t"), labels=labels, cart=held)


def judge(message: Message) -> Verdict:
    """Read a message and hold the reading to its labels."""
    ids = {entry.code: entry.sku_id for entry in entries()}
    intake = reader().read(
        message.text, OrderSoFar(quantities={ids[code]: count for code, count in message.cart.items()})
    )
    told = [_told(line) for line in intake.lines]
    wanted = [label for label in message.labels if not label.startswith(("~", "none"))]
    left = list(told) + (["again"] if intake.again else [])
    right = 0
    for label in wanted:
        fit = next((each for each in left if _fits(label, each)), None)
        if fit is not None:
            left.remove(fit)
            right += 1
    wrong = tuple(each for each in left if each[0] not in "?!x~")
    lost = ("a line was lost",) if len(told) + intake.again < len(wanted) else ()
    notes = all(_plain(label[2:]) in _plain(intake.note) for label in message.labels if label.startswith("~"))
    whole = right == len(wanted) and not left and notes
    return Verdict(
        message=message,
        told=(*told, *(("again",) if intake.again else ()), *((f"~ {intake.note}",) if intake.note else ())),
        lines=len(wanted),
        right=right,
        silently_wrong=(*wrong, *lost),
        whole=whole,
    )


def verdicts() -> Iterator[Verdict]:
    """A verdict on every message."""
    return map(judge, messages())


def _told(line: Line) -> str:
    """A line in the form of the labels."""
    match line:
        case TakenLine():
            change = "set " if line.act is Act.SET else ""
            return f"{change}{_code(line.sku_id)} {line.quantity.normalize():f}"
        case AskedLine():
            count = "" if line.count is None else f"{line.count.normalize():f}{line.unit}"
            return f"? {' '.join(map(_code, line.options))} | {count}"
        case RemovedLine():
            return f"- {_code(line.sku_id)}"
        case RefusedLine():
            return f"x {line.text}"
        case UnknownLine():
            return f"! {line.text}"


def _fits(label: str, told: str) -> bool:
    if label[0] != told[0]:
        return False
    if label.startswith("?"):
        goods, _, count = label[2:].partition(" | ")
        options, _, said = told[2:].partition(" | ")
        return set(goods.split()) <= set(options.split()) and count.strip() == said.strip()
    if label[0] in "!x":
        return _plain(label[2:]) == _plain(told[2:])
    return label == told


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _code(sku_id: int) -> str:
    return entries()[sku_id - 1].code
