"""How orders and searches of other trades are read: ``python -m tests.corpus.trades [NAME or FOLDER ...]``.

A name is that of a folder below ``trades``; any other folder with the same files will do. ``--failures`` prints each
message that is not wholly right (but those of ``unseen.txt``, which are only counted), ``--labels`` only checks the
labels against the catalogue, ``--official`` only orders
every SKU by the name we print, for which a folder with a ``goods.csv`` will do; ``--csv`` prints rows for
``trades/first_contact.csv``, which keeps what a trade came to before any rule had seen it.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from domain.order_text.reader import OrderReader
from domain.order_text.result import Act, AskedLine, ReadOrder, RefusedLine, RemovedLine, TakenLine, UnknownLine
from domain.search.index import Index
from tests.corpus.goods import goods_in
from tests.corpus.trade_labels import (
    ASKED_LEAST,
    Ask,
    Goods,
    Message,
    Outcome,
    Search,
    catalogue,
    messages,
    official,
    searches,
    sheet,
)

_T = TypeVar("_T")
_HERE = Path(__file__).parent / "trades"
TRADES = tuple(sorted(path.name for path in _HERE.iterdir() if path.is_dir()))
#: The files of messages that a trade may have; the second was kept unread at first, the third still is.
#: The last is no file: its messages are the names as we print them.
FILES = ("orders.txt", "further.txt", "unseen.txt", "short.txt", "official")
#: Counted, but never shown, so that no rule is made for one of its messages.
_UNSEEN = "unseen.txt"
_SEARCHES = "searches.txt"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a message was read as. ``lines``: base units by code; ``asks`` as in the labels; ``left``: not taken."""

    lines: dict[str, Decimal]
    asks: tuple[Ask, ...]
    left: tuple[str, ...]
    note: str

    def __str__(self) -> str:
        lines = [f"{code}={count.normalize():f}" for code, count in self.lines.items()]
        asks = [f"?{','.join(sorted(ask.options))}={ask.count or '-'}" for ask in self.asks]
        note = [f"~{self.note}"] if self.note else []
        return "; ".join((*lines, *asks, *(f"!{text}" for text in self.left), *note)) or "-"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A message held to the outcome it comes nearest to. ``right``: so many of its ``lines`` were read so.

    ``wrong``: lines taken that no outcome holds; ``needless``: questions where an outcome wants the goods taken;
    ``lost``: how many lines came to nothing at all, not even to "not understood".
    """

    message: Message
    read: Reading
    whole: bool
    right: int
    lines: int
    lost: int
    wrong: tuple[str, ...]
    needless: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found, best first; nothing that only comes near."""

    search: Search
    codes: tuple[str, ...]

    @property
    def first(self) -> bool:
        return bool(self.codes) and self.codes[0] in self.search.codes if self.search.codes else not self.codes

    @property
    def family(self) -> bool:
        return len(set(self.search.codes) & set(self.codes[:8])) >= self.search.least


@dataclass(frozen=True, kw_only=True)
class Trade:
    """One catalogue with its reader."""

    folder: Path
    goods: dict[str, Goods]
    reader: OrderReader
    codes: dict[int, str] = field(default_factory=dict)

    def messages(self, file: str) -> Iterator[Message]:
        """Every labelled message of a file; nothing where the trade has none such."""
        if file == "official":
            yield from official(self.goods)
        elif (self.folder / file).exists():
            yield from messages(self.folder, file, self.goods)

    def judge(self, file: str) -> list[Verdict]:
        """Every message of a file, read and judged."""
        return [self._judged(message) for message in self.messages(file)]

    def find(self) -> list[Found]:
        """What every labelled search finds."""
        return [Found(search=each, codes=self._look(each.text)) for each in searches(self.folder, self.goods)]

    def _look(self, text: str) -> tuple[str, ...]:
        return tuple(self.codes[hit.sku_id] for hit in self.reader.look(text, 20) if not hit.near)

    def _judged(self, message: Message) -> Verdict:
        """A message read and judged; one that raises an exception counts as wrong, with all of its lines lost."""
        try:
            return _verdict(message, self.read(message.text))
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are to be judged as well
            wanted = message.outcomes[0].count
            return Verdict(
                message=message,
                read=Reading(lines={}, asks=(), left=(), note=""),
                whole=False,
                right=0,
                lines=wanted,
                lost=wanted,
                wrong=(f"raised {error!r}",),
                needless=0,
            )

    def read(self, text: str) -> Reading:
        """What a text is read as."""
        order = self.reader.read(text)
        asked = (line for line in order.lines if isinstance(line, AskedLine))
        return Reading(
            lines={self.codes[sku_id]: count for sku_id, count in _taken(order).items()},
            asks=tuple(Ask(options=frozenset(self.codes[each] for each in a.options), count=a.count) for a in asked),
            left=tuple(line.text for line in order.lines if isinstance(line, UnknownLine | RefusedLine)),
            note=order.note,
        )


def trade(name: str) -> Trade:
    """A trade by its name or its folder."""
    folder = _HERE / name if name in TRADES else Path(name)
    entries = goods_in(sheet(folder))
    codes = {entry.sku_id: entry.code for entry in entries}
    return Trade(folder=folder, goods=catalogue(folder), reader=OrderReader(Index(entries)), codes=codes)


def _taken(order: ReadOrder) -> dict[int, Decimal]:
    """What an empty cart would hold afterwards, in base units."""
    cart: dict[int, Decimal] = {}
    for line in order.lines:
        match line:
            case TakenLine(act=Act.ADD):
                cart[line.sku_id] = cart.get(line.sku_id, Decimal(0)) + line.quantity
            case TakenLine(act=Act.SET):
                cart[line.sku_id] = line.quantity
            case TakenLine(act=Act.LESS):
                cart[line.sku_id] = cart.get(line.sku_id, Decimal(0)) - line.quantity
            case TakenLine() | RemovedLine():
                cart.pop(line.sku_id, None)
    return cart


def _verdict(message: Message, read: Reading) -> Verdict:
    held = [_held(read, outcome) for outcome in message.outcomes]
    whole, right, nearest = max(held, key=lambda each: each[:2])
    came = len(read.lines) + len(read.asks) + len(read.left)
    return Verdict(
        message=message,
        read=read,
        whole=whole,
        right=right,
        lines=nearest.count,
        lost=max(0, nearest.count - came),
        wrong=tuple(f"{code}={count}" for code, count in read.lines.items() if not _wanted(message, code, count)),
        needless=0 if whole else sum(_is_needless(ask, read, message) for ask in read.asks),
    )


def _wanted(message: Message, code: str, count: Decimal) -> bool:
    return any(count in outcome.lines.get(code, ()) for outcome in message.outcomes)


def _is_needless(ask: Ask, read: Reading, message: Message) -> bool:
    """Whether an outcome takes one of the goods asked about, and none asks so."""
    if any(_answers(wanted, ask) for outcome in message.outcomes for wanted in outcome.asks):
        return False
    return any(ask.options & (outcome.lines.keys() - read.lines.keys()) for outcome in message.outcomes)


def _held(read: Reading, wanted: Outcome) -> tuple[bool, int, Outcome]:
    """Whether a reading is just this outcome, and how many of its lines it holds."""
    taken = sum(read.lines.get(code) in counts for code, counts in wanted.lines.items())
    asks = _paired(wanted.asks, read.asks, _answers)
    left = _paired(wanted.left, read.left, _is_about)
    whole = taken == len(wanted.lines) == len(read.lines) and asks == len(wanted.asks) == len(read.asks)
    whole = whole and (wanted.nothing or left == len(wanted.left) == len(read.left))
    return whole, taken + asks + left, wanted


def _paired(wanted: Iterable[_T], read: Iterable[_T], fits: Callable[[_T, _T], bool]) -> int:
    """How many of the wanted have one of those read to themselves."""
    free, found = list(read), 0
    for each in wanted:
        at = next((place for place, other in enumerate(free) if fits(each, other)), None)
        if at is not None:
            del free[at]
            found += 1
    return found


def _answers(wanted: Ask, asked: Ask) -> bool:
    least = min(ASKED_LEAST, len(wanted.options))
    return wanted.count == asked.count and len(wanted.options & asked.options) >= least


def _is_about(wanted: str, read: str) -> bool:
    """Whether most of the characters of a label are in what was left; units and amounts may be with it or not."""
    letters = {each for each in wanted.casefold() if each.isalnum()}
    return 2 * len(letters & set(read.casefold())) >= len(letters)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What many messages came to."""

    messages: int
    whole: int
    lines: int
    right: int
    wrong: int
    lost: int
    needless: int

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Figures":
        """The sums."""
        each = list(verdicts)
        return cls(
            messages=len(each),
            whole=sum(verdict.whole for verdict in each),
            lines=sum(verdict.lines for verdict in each),
            right=sum(verdict.right for verdict in each),
            wrong=sum(len(verdict.wrong) for verdict in each),
            lost=sum(verdict.lost for verdict in each),
            needless=sum(verdict.needless for verdict in each),
        )

    def __str__(self) -> str:
        whole, right = 100 * self.whole / self.messages, 100 * self.right / max(1, self.lines)
        return (
            f"messages right {self.whole:>3} of {self.messages:>3} ({whole:5.1f} %)   "
            f"lines right {self.right:>3} of {self.lines:>3} ({right:5.1f} %)   "
            f"silently wrong {self.wrong:>2}   needless asks {self.needless:>2} "
            f"({100 * self.needless / max(1, self.lines):4.1f} %)   lost {self.lost:>2}"
        )


def searched(found: list[Found]) -> str:
    """The figures of the searches of a trade."""
    named = [each for each in found if each.search.codes]
    quiet = [each for each in found if not each.search.codes]
    return (
        f"searches right first {sum(each.first for each in named):>3} of {len(named):>3}   "
        f"family in 8 {sum(each.family for each in named):>3}   "
        f"quiet {sum(each.first for each in quiet)} of {len(quiet)}"
    )


def first_contact() -> dict[tuple[str, str], Figures]:
    """What the messages of each trade and file came to when they were read for the first time."""
    with (_HERE / "first_contact.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row.pop("trade"), row.pop("file")): Figures(**{name: int(value) for name, value in row.items()})
            for row in csv.DictReader(file)
        }


def rows(place: Trade) -> Iterator[str]:
    """The figures of a trade as rows for ``first_contact.csv``."""
    for file in FILES:
        verdicts = place.judge(file)
        if verdicts:
            yield ",".join(map(str, (place.folder.name, file, *asdict(Figures.of(verdicts)).values())))


def report(place: Trade, files: Iterable[str], *, failures: bool) -> Iterator[str]:
    """The figures of a trade, file by file; on request, what is not right."""
    yield place.folder.name
    for file in files:
        found = place.find() if file == _SEARCHES else []
        verdicts = place.judge(file) if file != _SEARCHES else []
        if verdicts or found:
            yield f"  {file:<13}{searched(found) if found else Figures.of(verdicts)}"
        if failures and file != _UNSEEN:
            yield from map(_told, (each for each in verdicts if not each.whole))
            yield from map(_missed, (each for each in found if not (each.first and each.family)))


def _missed(found: Found) -> str:
    return f"    - {found.search.text}\n      wanted {found.search.codes or '-'}\n      found  {found.codes[:8]}"


def _told(verdict: Verdict) -> str:
    marks = (f"wrong {', '.join(verdict.wrong)}" if verdict.wrong else "", "needless ask" if verdict.needless else "")
    text = verdict.message.text.replace("\n", "\n      ")
    mark = ", ".join(filter(None, (*marks, f"{verdict.lost} lost" if verdict.lost else "")))
    read = f"{verdict.read}  [{mark}]" if mark else f"{verdict.read}"
    return f"    - {text}\n      wanted {verdict.message.label}\n      read   {read}"


def _counted(place: Trade) -> Iterator[str]:
    """How many labels a trade has; one that its catalogue does not bear out is an error."""
    counts = ", ".join(f"{file} {sum(1 for _ in place.messages(file))}" for file in FILES)
    yield f"{place.folder.name}: {counts}, searches {sum(1 for _ in searches(place.folder, place.goods))}"


def main() -> None:
    """Print the figures of the trades asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.trades", description=__doc__)
    parser.add_argument("trades", nargs="*", default=TRADES, metavar="NAME or FOLDER")
    parser.add_argument("--failures", action="store_true", help="print each message that is not wholly right")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--labels", action="store_true", help="only check the labels against the catalogue")
    only.add_argument("--official", action="store_true", help="only the names we print, each with three packs")
    only.add_argument("--csv", action="store_true", help="print rows for first_contact.csv")
    given = parser.parse_args()
    for name in given.trades:
        place = trade(name)
        if given.labels or given.csv:
            lines = _counted(place) if given.labels else rows(place)
        else:
            lines = report(place, FILES[-1:] if given.official else (*FILES, _SEARCHES), failures=given.failures)
        sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
