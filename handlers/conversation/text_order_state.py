"""The text order under discussion: parsed again from its words, with the position in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.order_text.result import Act, AskedLine, Line, OrderSoFar, TakenLine, UnknownLine
from handlers.conversation.kept_text_order import (
    NOTHING_WAITS,
    PLACED,
    EarlierLine,
    Instead,
    KeptTextOrder,
    dump,
    has_open,
    is_of,
    load,
    serial_of,
)
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts


@dataclass(frozen=True, kw_only=True)
class TextOrder:
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
    held: OrderSoFar
    note: str = ""
    recalled: Mapping[str, int] = field(default_factory=dict)
    swapped: Mapping[int, Instead] = field(default_factory=dict)
    earlier: tuple[EarlierLine, ...] = ()

    def put(self) -> Iterator[tuple[int, TakenLine]]:
        """The lines that put goods into the cart by themselves, with their positions."""
        for at, line in enumerate(self.lines):
            if isinstance(line, TakenLine) and line.act is Act.ADD and at not in self.asked:
                yield at, line

    def left_out(self) -> tuple[AskedLine | TakenLine, ...]:
        """The lines in doubt that were to be ordered and were answered with nothing."""
        answered = (self.lines[at] for at in self.asked if at not in self.open and at not in self.swapped)
        return tuple(line for line in answered if isinstance(line, AskedLine | TakenLine) and line.act is Act.ADD)

    def by_memory(self) -> Iterator[TakenLine]:
        """The lines that were taken because the account calls the goods so."""
        for at, line in enumerate(self.lines):
            if isinstance(line, TakenLine) and line.by_memory and at not in self.open and at not in self.swapped:
                yield line

    def meant(self, at: int, line: TakenLine) -> Instead:
        """What a line that was taken stands for now."""
        return self.swapped.get(at) or Instead(sku_id=line.sku_id, quantity=line.quantity)


def earlier_lines(request: Request, earlier: Sequence[EarlierLine]) -> tuple[Line, ...]:
    """The lines that wait from orders before, each read by itself."""
    return tuple(_reread(request, each.text) for each in earlier)


def _reread(request: Request, text: str) -> Line:
    lines = request.reader.read(text, nicknames=request.nicknames).lines
    return next((line for line in lines if isinstance(line, AskedLine | TakenLine)), None) or UnknownLine(text=text)


def answered_by(request: Request, sku_id: int, quantity: Decimal) -> Facts:
    """The memory once so much of goods was put by their card: a line that asked how many of them waits no more."""
    if not is_open(request):
        return request.memory
    reading = remembered(request)
    lines = ((at, reading.lines[at]) for at in reading.open)
    asked = (
        at
        for at, line in lines
        if isinstance(line, AskedLine) and line.act is Act.ADD and line.count is None and sku_id in line.options
    )
    at = next(asked, None)
    if at is None or not quantity:
        return request.memory
    swapped = {**reading.swapped, at: Instead(sku_id=sku_id, quantity=quantity)}
    return memory(request, replace(reading, open=tuple(each for each in reading.open if each != at), swapped=swapped))


def answered(request: Request) -> Facts:
    """What to remember once the order is placed: nothing is open any more, and nothing can be exchanged."""
    return {**request.memory, **PLACED, "sheet_text": "", "about": None}


def nothing_waits(request: Request) -> Facts:
    """The memory without lines that wait for an answer."""
    return {**request.memory, **NOTHING_WAITS}


def waiting(request: Request) -> tuple[EarlierLine, ...]:
    """The lines that were asked about and never answered."""
    if not is_open(request):
        return ()
    reading = remembered(request)
    before = len(reading.lines) - len(reading.earlier)
    return tuple(
        reading.earlier[at - before]
        if at >= before
        else EarlierLine(serial=reading.serial, at=at, text=reading.lines[at].text)
        for at in reading.open
    )


def position(request: Request, serial_: int, at: int) -> int | None:
    """Where a line of an order stands in the one being talked about; nothing where it is in it no more."""
    if not _is_ours(request):
        return None
    if serial_ == serial(request):
        return at
    reading = remembered(request)
    before = len(reading.lines) - len(reading.earlier)
    found = (place for place, each in enumerate(reading.earlier, before) if (each.serial, each.at) == (serial_, at))
    return next(found, None)


def serial(request: Request) -> int:
    """Which order in words was read last."""
    return serial_of(request.memory)


def is_about(request: Request, number: int) -> bool:
    """Whether an order in words is still being talked about: no other was read, nor another account served since."""
    return number == serial(request) and _is_ours(request)


def is_open(request: Request) -> bool:
    """Whether lines were asked about that nobody answered."""
    return _is_ours(request) and has_open(request.memory)


def memory(request: Request, reading: TextOrder) -> Facts:
    """What to remember of it."""
    kept = KeptTextOrder(
        serial=reading.serial,
        account_id=request.actor.account_id,
        text=reading.text,
        open=reading.open,
        asked=reading.asked,
        held=reading.held.quantities,
        recalled=reading.recalled,
        earlier=reading.earlier,
        swapped=reading.swapped,
    )
    return {**request.memory, **dump(kept)}


def remembered(request: Request) -> TextOrder:
    """The order we were reading; the same words over the same goods, cart and nicknames read the same.

    An order for another account is none.
    """
    kept = load(request.memory, request.actor.account_id)
    held = OrderSoFar(quantities=kept.held)
    intake = request.reader.read(kept.text, held, kept.recalled)
    lines = (*intake.lines, *earlier_lines(request, kept.earlier))
    return TextOrder(
        serial=kept.serial,
        text=kept.text,
        lines=lines,
        open=_askable(kept.open, lines),
        asked=_askable(kept.asked, lines),
        earlier=kept.earlier,
        held=held,
        note=intake.note,
        recalled=kept.recalled,
        swapped=kept.swapped,
    )


def _askable(positions: tuple[int, ...], lines: tuple[Line, ...]) -> tuple[int, ...]:
    """Positions of lines that can be asked about."""
    return tuple(
        at for at in positions if at < len(lines) and isinstance(lines[at], TakenLine | AskedLine | UnknownLine)
    )


def _is_ours(request: Request) -> bool:
    return is_of(request.memory, request.actor.account_id)
