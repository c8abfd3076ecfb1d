"""The files of a trade: messages and searches with what must come of each; each file explains its format on top."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from pathlib import Path

_ARROW = re.compile(r"^=> ?", re.MULTILINE)
#: A question needs so many of the SKUs that fit, a search so many of a family.
ASKED_LEAST, FAMILY_LEAST = 3, 5
_NOTHING = "-"


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A row of the catalogue, as far as the labels need it."""

    unit: str
    pack_unit: str
    pack_size: Decimal
    official: str

    def base(self, unit: str) -> Decimal:
        """How many base units one of this unit holds."""
        if unit == self.unit:
            return Decimal(1)
        if unit == self.pack_unit:
            return self.pack_size
        raise ValueError(unit)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question: at least some of these goods are offered; ``count`` as said, or nothing where none was."""

    options: frozenset[str]
    count: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a message may come to. ``lines``: by code, each amount in base units that is right; ``left``: not taken.

    ``nothing``: nothing may be taken or asked, whatever is said about the rest.
    """

    lines: dict[str, frozenset[Decimal]] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    left: tuple[str, ...] = ()
    nothing: bool = False

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.asks) + len(self.left)


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message; any of ``outcomes`` is right, the first is the likeliest."""

    text: str
    label: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    """``codes``: one of them comes first and the others close behind; none: nothing is offered."""

    text: str
    codes: tuple[str, ...]

    @property
    def least(self) -> int:
        return min(FAMILY_LEAST, len(self.codes))


def sheet(folder: Path) -> Path:
    """The sheet with the goods of a folder."""
    own = folder / "catalogue.csv"
    return own if own.exists() else folder / "goods.csv"


def catalogue(folder: Path) -> dict[str, Goods]:
    """The goods by their code."""
    with sheet(folder).open(encoding="utf-8", newline="") as file:
        return {row["sku"]: _goods(row) for row in csv.DictReader(file)}


def _goods(row: dict[str, str]) -> Goods:
    unit = row["pack_unit"] or row["unit"]
    name = " ".join(filter(None, (row["brand"], row["name"], row["spec"])))
    return Goods(
        unit=row["unit"],
        pack_unit=row["pack_unit"],
        pack_size=Decimal(row["pack_size"] or 1),
        official=f"{name} 3{unit}" if re.search(r"[一-鿿]", name) else f"{name} 3 {unit}",
    )


def messages(folder: Path, file: str, goods: dict[str, Goods]) -> Iterator[Message]:
    """The messages of a file; a label that the catalogue does not bear out is an error."""
    lines: list[str] = []
    for line in _written(folder / file):
        if line.startswith("=>"):
            text, label = "\n".join(lines).strip("\n"), _ARROW.sub("", line).strip()
            try:
                outcomes = tuple(_outcome(part, goods) for part in label.split(" || "))
            except (ValueError, KeyError, ArithmeticError) as wrong:
                raise ValueError(f"{text!r} => {label}: {wrong!r}") from wrong
            yield Message(text=text, label=label, outcomes=outcomes)
            lines = []
        else:
            lines.append(line)
    if "".join(lines).strip():
        raise ValueError(f"{file} ends without a label: {lines}")


def official(goods: dict[str, Goods]) -> Iterator[Message]:
    """Each SKU ordered by its brand, name and spec as we print them, three packs of it."""
    for code, each in goods.items():
        amount = 3 * each.pack_size if each.pack_unit else Decimal(3)
        outcome = Outcome(lines={code: frozenset({amount})})
        yield Message(text=each.official, label=f"{code}={amount}", outcomes=(outcome,))


def searches(folder: Path, goods: dict[str, Goods]) -> Iterator[Search]:
    """The searches of a trade."""
    lines = _written(folder / "searches.txt") if (folder / "searches.txt").exists() else []
    for line in filter(None, lines):
        text, _, label = line.rpartition(" => ")
        codes = () if label.strip() == _NOTHING else tuple(code.strip() for code in label.split(","))
        if not text or not set(codes) <= set(goods):
            raise ValueError(line)
        yield Search(text=text.strip(), codes=codes)


def _written(path: Path) -> list[str]:
    """The lines below the heading."""
    lines = path.read_text("utf-8").splitlines()
    return lines[next(number for number, line in enumerate(lines) if not line.startswith("# ")) :]


def _outcome(label: str, goods: dict[str, Goods]) -> Outcome:
    parts = [part.strip() for part in label.split(";") if part.strip()]
    if parts == [_NOTHING]:
        return Outcome(nothing=True)
    lines: dict[str, frozenset[Decimal]] = {}
    for part in parts:
        if part[0] not in "!?":
            code, _, amount = part.partition("=")
            before = lines.get(code, frozenset({Decimal(0)}))
            lines[code] = frozenset(a + b for a, b in product(before, _amounts(goods[code], amount)))
    asks = tuple(_ask(part[1:], goods) for part in parts if part[0] == "?")
    return Outcome(lines=lines, asks=asks, left=tuple(part[1:] for part in parts if part[0] == "!"))


def _amounts(goods: Goods, amount: str) -> frozenset[Decimal]:
    number, _, unit = amount.partition(" ")
    units = (unit,) if unit else filter(None, (goods.unit, goods.pack_unit))
    return frozenset(Decimal(number) * goods.base(each) for each in units)


def _ask(label: str, goods: dict[str, Goods]) -> Ask:
    codes, _, amount = label.partition("=")
    options = frozenset(codes.split(","))
    if not options <= set(goods):
        raise KeyError(codes)
    number = amount.split()[0]
    return Ask(options=options, count=None if number == _NOTHING else Decimal(number))
