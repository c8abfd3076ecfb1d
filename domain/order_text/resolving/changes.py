"""Changes of what was said or is held: how much of it, all of it, or the line just said."""

from dataclasses import replace
from decimal import Decimal

from domain.order_text.candidate_set import OPTIONS, CandidateSet
from domain.order_text.line_quantity import LineContext, line_of
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.written_lines import write
from domain.order_text.result import Act, AskedLine, TakenLine, UnknownLine
from domain.search.coverage import bears_all, words_of


def change(reading: Reading, piece: Piece, found: CandidateSet) -> None:
    """Say anew how much of something that was said or is held."""
    here = [
        at for at, line in enumerate(reading.now.lines) if isinstance(line, TakenLine) and line.sku_id in found.options
    ]
    if here and piece.act is not None and piece.act is not Act.ADD and len(found.options) == 1:
        amend(reading, here[-1], piece)
    else:
        last = reading.now.lines[-1] if reading.now.lines else None
        if piece.instead and isinstance(last, AskedLine) and set(last.options) & set(found.options):
            del reading.now.lines[-1]
        write(reading, piece, replace(found, sure=len(found.options) == 1), found.options)


def amend(reading: Reading, at: int, piece: Piece) -> None:
    """Say a line of this message anew."""
    line = reading.now.lines[at]
    said = f"{line.text}，{piece.said}"
    options = (line.sku_id,) if isinstance(line, TakenLine) else getattr(line, "options", ())
    before = {line.sku_id: line.quantity} if isinstance(line, TakenLine) else reading.held.quantities
    recalled = getattr(line, "by_memory", False)
    found = CandidateSet(options=options, sure=isinstance(line, TakenLine), near=False, by_memory=recalled)
    unit = line.unit if isinstance(line, TakenLine | AskedLine) else ""
    known = LineContext(unit=unit or reading.now.unit, for_all=bool(reading.unit), before=before)
    new = line_of(replace(piece, name=getattr(line, "name", "")), found, reading.finder.entry, known)
    if piece.act is Act.ADD:
        reading.now.lines.append(new)
    elif isinstance(new, TakenLine | AskedLine):
        act = line.act if isinstance(line, TakenLine | AskedLine) else Act.ADD
        reading.now.lines[at] = replace(new, text=said, act=act)
    else:
        reading.now.lines[at] = new


def change_last(reading: Reading, piece: Piece) -> None:
    """``改成8箱``: the line just said, or the only one in the cart."""
    now = reading.now
    last = next(
        (at for at in reversed(range(len(now.lines))) if isinstance(now.lines[at], TakenLine | AskedLine)), None
    )
    if piece.row or piece.act is None or (last is None and not reading.held.quantities):
        _lost(reading, piece)
    elif last is not None:
        now.ordered = True
        amend(reading, last, piece)
    else:
        now.ordered = True
        options = tuple(reading.held.quantities)
        write(reading, piece, CandidateSet(options=options, sure=len(options) == 1, near=False), options)


def asked_whether_size(reading: Reading, line: TakenLine, piece: Piece, number: Decimal) -> AskedLine | None:
    """A question, where a bare number may be how many or the size of a sibling: ``3018红30两双改31``."""
    finder, last, size = reading.finder, reading.finder.entry(line.sku_id), words_of(f"{number}")
    others = [
        sku_id
        for sku_id in finder.find(f"{last.names[0]} {number}").options
        if finder.entry(sku_id).names[:1] == last.names[:1] and bears_all(size, finder.entry(sku_id))
    ]
    if not others or line.sku_id in others:
        return None
    options = (*others, line.sku_id)[-OPTIONS:]
    return AskedLine(text=f"{line.text}，{piece.said}", options=options, count=line.count, unit=line.unit)


def change_all(reading: Reading, piece: Piece) -> None:
    """``都改成5箱``: everything the cart holds."""
    reading.now.ordered = True
    for sku_id in reading.held.quantities:
        write(reading, piece, CandidateSet(options=(sku_id,), sure=True, near=False), (sku_id,))


def _lost(reading: Reading, piece: Piece) -> None:
    """An amount of nothing that was said, unless a size beside it is borne by some goods: these are asked about."""
    now, found = reading.now, reading.finder.find(piece.name, piece.unit)
    if plain_name(piece.name) and not found.near:
        now.ordered = True
        write(reading, replace(piece, unsure=not reading.context.is_named(piece.name, found)), found, None)
        return
    if piece.said:
        (now.lines if piece.row or now.ordered or now.lines else now.adrift).append(UnknownLine(text=piece.said))
