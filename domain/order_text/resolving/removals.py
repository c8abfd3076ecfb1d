"""Takes goods out again, or one in place of another."""

from dataclasses import replace

from domain.language.canonical import canonical
from domain.language.letter_sizes import is_letter_size
from domain.language.quantities_in_text import Amount
from domain.order_text.aspects import is_aspect, without_aspects
from domain.order_text.candidate_set import OPTIONS, CandidateSet
from domain.order_text.line_quantity import in_packs
from domain.order_text.name_lists import AND
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.resolving.named_lines import take_line
from domain.order_text.resolving.progress import Reading
from domain.order_text.result import Act, AskedLine, RemovedLine, TakenLine, UnknownLine
from domain.order_text.split_message import Swap


def drop(reading: Reading, piece: Piece, name: str) -> None:
    """Take goods out again: those said before in this message, else those in the cart."""
    names = list(filter(None, map(plain_name, AND.split(name))))
    if piece.amounts:
        reading.now.ordered = True
        reading.now.lines.append(UnknownLine(text=piece.said))
        return
    found = [_drop_one(reading, piece.said, each) for each in names]
    if not found or False in found:
        reading.now.notes.append(piece.said)


def _drop_one(reading: Reading, said: str, name: str) -> bool:
    now = reading.now
    here = [at for at, line in enumerate(now.lines) if reading.names.means(name, line)]
    if here:
        del now.lines[here[-1]]
        now.ordered = True
        return True
    scope = set(reading.held.quantities) if reading.held.quantities else None
    if scope is None and not reading.again:
        return False
    found = reading.finder.find(name, among=scope)
    if found.near:
        return False
    now.ordered = True
    which = AskedLine(text=said, options=found.options[:OPTIONS], count=None, unit="", act=Act.DROP)
    now.lines.append(RemovedLine(text=said, sku_id=found.options[0]) if len(found.options) == 1 else which)
    return True


def swap(reading: Reading, swap: Swap) -> None:
    """Leave one out and take the other, as much of it where nothing else is said."""
    old, new = plain_name(swap.old), plain_name(swap.new.name)
    if is_aspect(new):
        take_line(reading, replace(swap.new, said=swap.said, unsure=True, act=None), f"{without_aspects(old)} {new}")
        return
    scope = reading.changeable
    last = reading.now.lines[-1] if reading.now.lines else None
    if not old:
        scope = {last.sku_id} if isinstance(last, TakenLine) else set()
    found = (
        reading.finder.find(old, among=scope) if old and scope else CandidateSet(options=tuple(scope), near=not scope)
    )
    if found.near or len(found.options) != 1:
        name = f"{_without_size(old)} {new}" if is_letter_size(canonical(new)) else new
        take_line(reading, replace(swap.new, said=swap.said, unsure=bool(old), act=None), name)
        return
    (gone,) = found.options
    amounts = swap.new.amounts or _as_much(reading, gone)
    if old:
        _drop_one(reading, swap.said, old)
    else:
        del reading.now.lines[-1]
    take_line(reading, replace(swap.new, said=swap.said, amounts=amounts, act=None), new)


def _without_size(name: str) -> str:
    """A name without its size in letters: ``米白的L``."""
    return " ".join(word for word in canonical(name).split() if not is_letter_size(word))


def _as_much(reading: Reading, sku_id: int) -> tuple[Amount, ...]:
    here = [line for line in reading.now.lines if isinstance(line, TakenLine) and line.sku_id == sku_id]
    if here:
        return (Amount(count=here[-1].count, unit=here[-1].unit, start=0, end=0),)
    base = reading.held.quantities.get(sku_id)
    return () if base is None else (in_packs(reading.finder.entry(sku_id), base),)
