"""Names without an amount: they wait for one, refine a question, or head what follows."""

from dataclasses import replace

from domain.language.canonical import canonical
from domain.language.letter_sizes import is_letter_size
from domain.language.quantities_in_text import counted, tidy
from domain.language.units import KNOWN
from domain.order_text.aspects import is_aspect
from domain.order_text.name_lists import may_be_goods, says_something
from domain.order_text.phrases import Piece
from domain.order_text.remarks import is_heading, says_whose
from domain.order_text.resolving.changes import asked_whether_size, change_last
from domain.order_text.resolving.named_lines import take_line
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.written_lines import remember, write
from domain.order_text.result import AskedLine, TakenLine, UnknownLine


def name_alone(reading: Reading, piece: Piece, name: str) -> None:
    """A name without an amount: it takes the amount said before all names, or waits for its own."""
    if not says_something(name) or reading.now.hears_handling(piece.said):
        return
    if piece.heads:
        flush(reading)
        alone(reading, replace(piece, name=name))
        return
    last = reading.now.lines[-1] if reading.now.lines else None
    if isinstance(last, AskedLine) and is_aspect(name) and _refine(reading, last, name):
        return
    if piece.instead and is_aspect(name) and isinstance(last, TakenLine):
        so_many = reading.context.count_in(name, last.unit)
        if so_many and (question := asked_whether_size(reading, last, piece, so_many)):
            reading.now.lines[-1] = question
            return
        piece = piece.counted(so_many or last.count, last.unit)
        change_last(reading, piece) if so_many else take_line(reading, piece, name)
        return
    if reading.now.forward is not None:
        for each in reading.names.apart(name):
            said = each if each != name else piece.said
            take_line(reading, replace(piece, said=said, amounts=reading.now.forward.amounts), each)
    else:
        reading.now.waiting.append(replace(piece, name=name))


def _refine(reading: Reading, last: AskedLine, name: str) -> bool:
    """``三箱雪花，瓶的``: tell the goods just asked about from their family."""
    found = reading.finder.find(f"{reading.context.head} {name}", last.unit, among=last.options)
    if found.near or len(found.options) != 1 or last.count is None:
        return False
    piece = Piece(said=last.text, name=name).counted(last.count, last.unit)
    del reading.now.lines[-1]
    write(reading, piece, replace(found, sure=True), None)
    return True


def flush(reading: Reading) -> None:
    """Names that no amount came for: a heading, goods to ask about, or words to keep."""
    now = reading.now
    waiting, now.waiting = now.waiting, []
    for piece in waiting:
        alone(reading, piece)


def alone(reading: Reading, piece: Piece) -> None:
    """What a name is that no amount came for: a brand or goods that head what follows, a question, or a note."""
    now, name, found = reading.now, piece.name, reading.finder.find(piece.name)
    if piece.only_asks:
        now.notes.append(piece.said)
        reading.context.mention(name, found)
        if piece.heads and (is_aspect(name) or is_letter_size(canonical(name))):
            reading.context.head_with(None, name)
        return
    if reading.names.is_brand(name):
        now.lines.append(reading.context.announce(piece, found))
    elif not found.near and (found.sure or reading.names.is_whole(name)) and not is_heading(name):
        if piece.heads or not found.sure:
            found, name = reading.context.heading(piece, name)
        write(reading, replace(piece, act=None, name=reading.finder.headed(name)), found, None)
        remember(reading, found, name)
        reading.context.head_with(now.lines[-1], name)
    elif is_heading(tidy(piece.said)):
        now.notes += [piece.said] if says_whose(piece.said) else []
    else:
        known = may_be_goods(piece) or reading.names.has_goods(piece)
        unsaid = (now.ordered or now.lines) and (known or counted(tidy(piece.name), KNOWN))
        unknown = [UnknownLine(text=piece.said)] if unsaid else []
        now.lines += unknown
        now.notes += [] if unknown else [piece.said]
        reading.context.head_with(unknown[0] if unknown else None, name)
