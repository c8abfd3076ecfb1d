"""The order in words that is being talked about: read again from what was said, with where we are in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.rules.reading import Act, Asked, Held, Line, Taken, Unknown
from handlers.turn import Facts
from handlers.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Instead:
    """The goods that a line turned out to mean, and how much of them it put into the cart, in base units."""

    sku_id: int
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A line of an order before that still waits for an answer: its words, and which line of which order it was."""

    serial: int
    at: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An order as read, and where we are with it: ``open`` holds the positions of lines still in doubt.

    ``asked``: of all that were ever in doubt; what became of them was answered. ``swapped``: what lines turned out to
    mean, by position: those that were read wrongly, and those that were answered. ``held``: what the cart held when it
    was read; ``recalled``: the nicknames it was read by. ``earlier``: lines of orders before that still wait for an
    answer; they stand behind the others in ``lines``.
    """

    serial: int
    text: str
    lines: tuple[Line, ...]
    open: tuple[int, ...]
    asked: tuple[int, ...]
    held: Held
    note: str = ""
    recalled: Mapping[str, int] = field(default_factory=dict)
    swapped: Mapping[int, Instead] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()

    def put(self) -> Iterator[tuple[int, Taken]]:
        """The lines that put goods into the cart by themselves, with their positions."""
        for at, line in enumerate(self.lines):
            if isinstance(line, Taken) and line.act is Act.ADD and at not in self.asked:
                yield at, line

    def by_memory(self) -> Iterator[Taken]:
        """The lines that were taken because the account calls the goods so."""
        for at, line in enumerate(self.lines):
            if isinstance(line, Taken) and line.by_memory and at not in self.open and at not in self.swapped:
                yield line

    def meant(self, at: int, line: Taken) -> Instead:
        """What a line that was taken stands for now."""
        return self.swapped.get(at) or Instead(sku_id=line.sku_id, quantity=line.quantity)


def earlier_lines(visit: Visit, earlier: Sequence[Earlier]) -> tuple[Line, ...]:
    """The lines that wait from orders before, each read by itself."""
    return tuple(_reread(visit, each.text) for each in earlier)


def _reread(visit: Visit, text: str) -> Line:
    lines = visit.reader.read(text, nicknames=visit.nicknames).lines
    return next((line for line in lines if isinstance(line, Asked)), None) or Unknown(text=text)


def nothing_waits(visit: Visit) -> Facts:
    """The memory without lines that wait for an answer."""
    return {**visit.memory, "order_open": "", "order_earlier": ""}


def waiting(visit: Visit) -> tuple[Earlier, ...]:
    """The lines that were asked about and never answered."""
    if not is_open(visit):
        return ()
    reading = remembered(visit)
    before = len(reading.lines) - len(reading.earlier)
    return tuple(
        reading.earlier[at - before]
        if at >= before
        else Earlier(serial=reading.serial, at=at, text=reading.lines[at].text)
        for at in reading.open
    )


def position(visit: Visit, serial_: int, at: int) -> int | None:
    """Where a line of an order stands in the one being talked about; nothing where it is in it no more."""
    if not _is_ours(visit):
        return None
    if serial_ == serial(visit):
        return at
    reading = remembered(visit)
    before = len(reading.lines) - len(reading.earlier)
    found = (place for place, each in enumerate(reading.earlier, before) if (each.serial, each.at) == (serial_, at))
    return next(found, None)


def serial(visit: Visit) -> int:
    """Which order in words was read last."""
    return int(visit.memory.get("order_serial") or 0)


def is_about(visit: Visit, number: int) -> bool:
    """Whether an order in words is still being talked about: no other was read, nor another account served since."""
    return number == serial(visit) and _is_ours(visit)


def is_open(visit: Visit) -> bool:
    """Whether lines were asked about that nobody answered."""
    return bool(_fact(visit, "order_open"))


def memory(visit: Visit, reading: Reading) -> Facts:
    """What to remember of it."""
    return {
        **visit.memory,
        "order_serial": reading.serial,
        "order_account": visit.by.account_id,
        "order_text": reading.text,
        "order_open": ",".join(map(str, reading.open)),
        "order_asked": ",".join(map(str, reading.asked)),
        "order_held": _pairs(reading.held.quantities),
        "order_names": _pairs(reading.recalled),
        "order_earlier": "\n".join(
            f"{each.serial}:{each.at}:{' '.join(each.text.split())}" for each in reading.earlier
        ),
        "order_swaps": ",".join(f"{at}:{now.sku_id}:{now.quantity:f}" for at, now in reading.swapped.items()),
    }


def remembered(visit: Visit) -> Reading:
    """The order we were reading; the same words over the same goods, cart and nicknames read the same.

    An order for another account is none.
    """
    text = _fact(visit, "order_text")
    held = Held(quantities={int(sku): Decimal(much) for sku, much in _split(visit, "order_held")})
    recalled = {key: int(sku) for key, sku in _split(visit, "order_names")}
    intake = visit.reader.read(text, held, recalled)
    earlier = tuple(
        Earlier(serial=int(number), at=int(at), text=words)
        for number, at, words in (line.split(":", 2) for line in _fact(visit, "order_earlier").splitlines())
    )
    lines = (*intake.lines, *earlier_lines(visit, earlier))
    return Reading(
        serial=serial(visit),
        text=text,
        lines=lines,
        open=_positions(visit, "order_open", lines),
        asked=_positions(visit, "order_asked", lines),
        earlier=earlier,
        held=held,
        note=intake.note,
        recalled=recalled,
        swapped={
            int(at): Instead(sku_id=int(sku), quantity=Decimal(much)) for at, sku, much in _split(visit, "order_swaps")
        },
    )


def _positions(visit: Visit, name: str, lines: tuple[Line, ...]) -> tuple[int, ...]:
    """Positions of lines that can be asked about."""
    positions = [int(at) for (at,) in _split(visit, name)]
    return tuple(at for at in positions if at < len(lines) and isinstance(lines[at], Taken | Asked | Unknown))


def _pairs(facts: Mapping[int, Decimal] | Mapping[str, int]) -> str:
    return ",".join(
        f"{key}:{value:f}" if isinstance(value, Decimal) else f"{key}:{value}" for key, value in facts.items()
    )


def _split(visit: Visit, name: str) -> Iterator[list[str]]:
    return (part.split(":") for part in _fact(visit, name).split(",") if part)


def _fact(visit: Visit, name: str) -> str:
    return str(visit.memory.get(name) or "") if _is_ours(visit) else ""


def _is_ours(visit: Visit) -> bool:
    return visit.memory.get("order_account") == visit.by.account_id
