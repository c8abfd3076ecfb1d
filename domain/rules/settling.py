"""From the pieces of a message to lines: which goods, how many, and what they change."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from domain.rules.candidates import OPTIONS, Finder, Found, is_aspect, without_aspects
from domain.rules.context import Context
from domain.rules.counting import Amount, tidy
from domain.rules.measuring import Known, in_packs, line_of
from domain.rules.message import Heard, Note, Swap
from domain.rules.naming import AND, Names, says_something, size_in
from domain.rules.phrases import Piece, plain_name
from domain.rules.query import read_query
from domain.rules.reading import Act, Asked, Dropped, Held, Intake, Line, Taken, Unknown
from domain.rules.remarks import is_heading, is_remark, is_these, says_whose

#: So few words may name goods; more are a sentence.
_NAME_LONGEST = 8
_NAME_SHORTEST = 2


@dataclass(kw_only=True)
class _State:
    """Where we are in the message."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    waiting: list[Piece] = field(default_factory=list)
    unit: str = ""
    forward: Piece | None = None
    ordered: bool = False
    place: int = 0


class Settler:
    """Settles the pieces of one message."""

    def __init__(self, finder: Finder, held: Held) -> None:
        self._entry = finder.entry
        self._finder = finder
        self._held = held
        self._names = Names(finder)
        self._now = _State()
        self._context = Context(finder, self._names)
        self._again = False

    def settle(self, heard: Heard) -> Intake:
        """The order; nothing where no line has a quantity and nothing changes."""
        now, self._again = self._now, heard.again
        if heard.only_names:
            return Intake()
        now.unit = heard.unit
        self._default = heard.unit
        for part in heard.parts:
            match part:
                case Note():
                    now.notes.append(part.text)
                case Swap():
                    self._flush()
                    self._swap(part)
                case Piece():
                    self._piece(part)
        self._flush()
        note = "\n".join(dict.fromkeys(now.notes))
        lines = tuple(now.lines) if now.ordered or heard.again else ()
        return Intake(lines=lines, note=note, again=heard.again)

    def _piece(self, piece: Piece) -> None:
        name = plain_name(piece.name)
        if piece.place != self._now.place:
            self._now.place, self._now.unit = piece.place, self._default
        self._now.ordered |= piece.row and bool(piece.amounts)
        if piece.amounts and (not says_something(name) or (is_aspect(name) and self._is_adrift(name))):
            self._nameless(piece)
        elif piece.act is Act.DROP:
            self._flush()
            self._drop(piece, name)
        elif not piece.amounts:
            self._without_amount(piece, name)
        elif piece.each:
            self._each(piece, name)
        else:
            self._flush()
            self._goods(piece, name)
            self._tail(piece)

    def _is_adrift(self, name: str) -> bool:
        """Whether a size belongs to nothing that was named, and is no name by itself."""
        if any(waiting.only_asks for waiting in self._now.waiting):
            return True
        return not (self._context.head or self._now.waiting or self._context.may_name(name))

    def _without_amount(self, piece: Piece, name: str) -> None:
        if not says_something(name):
            return
        last = self._now.lines[-1] if self._now.lines else None
        if isinstance(last, Asked) and is_aspect(name) and self._refine(last, name):
            return
        if piece.instead and is_aspect(name) and isinstance(last, Taken):
            self._line(replace(piece, amounts=(Amount(count=last.count, unit=last.unit, start=0, end=0),)), name)
            return
        if self._now.forward is not None:
            for each in self._names.apart(name):
                self._line(
                    replace(piece, said=each if each != name else piece.said, amounts=self._now.forward.amounts), each
                )
        else:
            self._now.waiting.append(replace(piece, name=name))

    def _refine(self, last: Asked, name: str) -> bool:
        """``三箱雪花，瓶的``: tell the goods just asked about from their family."""
        found = self._finder.find(f"{self._context.head} {name}", last.unit, among=last.options)
        if found.near or len(found.options) != 1 or last.count is None:
            return False
        piece = Piece(said=last.text, name=name, amounts=(Amount(count=last.count, unit=last.unit, start=0, end=0),))
        del self._now.lines[-1]
        self._write(piece, replace(found, sure=True), None)
        return True

    def _nameless(self, piece: Piece) -> None:
        """An amount without a name: of what was just named, of all of it, or of what the cart holds."""
        now = self._now
        if piece.each:
            if now.waiting:
                self._share(piece, [])
            elif piece.act is not None and self._held.quantities:
                self._change_all(piece)
            else:
                now.forward = piece
        elif now.waiting and piece.act in (None, Act.ADD) and not piece.row:
            *before, last = now.waiting
            if is_aspect(plain_name(piece.name)):
                last = replace(last, name=f"{last.name} {plain_name(piece.name)}")
            now.waiting = before
            self._flush()
            said = f"{last.said} {piece.said}"
            unsure = piece.unsure or last.unsure
            self._goods(replace(piece, said=said, name=last.name, act=None, unsure=unsure), last.name)
            self._tail(piece)
        else:
            self._flush()
            self._change_last(piece)

    def _change_last(self, piece: Piece) -> None:
        """``改成8箱``: the line just said, or the only one in the cart."""
        now = self._now
        last = next((at for at in reversed(range(len(now.lines))) if isinstance(now.lines[at], Taken | Asked)), None)
        if piece.row or piece.act is None or (last is None and not self._held.quantities):
            self._lost(piece)
        elif last is not None:
            now.ordered = True
            self._amend(last, piece)
        else:
            now.ordered = True
            options = tuple(self._held.quantities)
            self._write(piece, Found(options=options, sure=len(options) == 1, near=False), options)

    def _change_all(self, piece: Piece) -> None:
        """``都改成5箱``: everything the cart holds."""
        self._now.ordered = True
        for sku_id in self._held.quantities:
            self._write(piece, Found(options=(sku_id,), sure=True, near=False), (sku_id,))

    def _lost(self, piece: Piece) -> None:
        if piece.row or self._now.ordered or self._now.lines:
            self._now.lines.append(Unknown(text=piece.said))

    def _amend(self, at: int, piece: Piece) -> None:
        """Say a line of this message anew."""
        line = self._now.lines[at]
        said = f"{line.text}，{piece.said}"
        options = (line.sku_id,) if isinstance(line, Taken) else getattr(line, "options", ())
        before = {line.sku_id: line.quantity} if isinstance(line, Taken) else self._held.quantities
        recalled = getattr(line, "by_memory", False)
        found = Found(options=options, sure=isinstance(line, Taken), near=False, by_memory=recalled)
        unit = line.unit if isinstance(line, Taken | Asked) else ""
        known = Known(unit=unit or self._now.unit, for_all=bool(self._default), before=before)
        new = line_of(replace(piece, name=getattr(line, "name", "")), found, self._entry, known)
        if piece.act is Act.ADD:
            self._now.lines.append(new)
        elif isinstance(new, Taken | Asked):
            act = line.act if isinstance(line, Taken | Asked) else Act.ADD
            self._now.lines[at] = replace(new, text=said, act=act)
        else:
            self._now.lines[at] = new

    def _goods(self, piece: Piece, name: str) -> None:
        self._now.forward = None
        self._line(piece, name)

    def _tail(self, piece: Piece) -> None:
        """Words behind the last amount that did not belong to its name are a piece of their own."""
        tail = plain_name(piece.tail)
        if says_something(tail) and not self._joined(piece):
            instead = piece.tail_act is Act.SET
            rest = Piece(said=piece.tail.strip(), name=tail, act=piece.tail_act, place=piece.place, instead=instead)
            if rest.act is Act.DROP:
                self._drop(rest, tail)
            else:
                self._without_amount(rest, tail)

    def _joined(self, piece: Piece) -> bool:
        """Whether the tail was needed to understand the name."""
        tail, name = plain_name(piece.tail), plain_name(piece.name)
        if piece.tail_act in (Act.DROP, Act.SET):
            return False
        if not says_something(tail) or is_aspect(tail):
            return says_something(tail)
        return not self._finder.find(name).sure and self._finder.find(f"{name} {tail}").sure

    def _each(self, piece: Piece, name: str) -> None:
        """The amount goes to every name of ``A、B、C各5箱``."""
        name = "" if is_these(name) else name
        if not name and not self._now.waiting:
            self._now.forward = piece
            return
        self._share(piece, self._names.apart(name) if name else [])
        if piece.leads:
            self._now.forward = piece

    def _share(self, piece: Piece, names: list[str]) -> None:
        now = self._now
        pieces = [(before.said, before.name) for before in now.waiting]
        pieces += [(piece.said if len(names) == 1 else name, name) for name in names]
        now.waiting = []
        size = size_in(pieces[-1][1]) if pieces else ""
        for said, name in pieces:
            if self._is_heading_here(name):
                continue
            sized = f"{name} {size}" if size and not size_in(name) else name
            if sized != name and not self._finder.find(name).sure and self._finder.find(sized).sure:
                name = sized  # noqa: PLW2901 - the size said last is meant for all
            self._line(replace(piece, said=said, name=name, tail=""), name, listed=True)

    def _is_heading_here(self, name: str) -> bool:
        return is_these(name) or (is_heading(name) and self._finder.find(name).near)

    def _drop(self, piece: Piece, name: str) -> None:
        """Take goods out again: those said before in this message, else those in the cart."""
        names = list(filter(None, map(plain_name, AND.split(name))))
        if piece.amounts:
            self._now.ordered = True
            self._now.lines.append(Unknown(text=piece.said))
            return
        found = [self._drop_one(piece.said, each) for each in names]
        if not found or False in found:
            self._now.notes.append(piece.said)

    def _drop_one(self, said: str, name: str) -> bool:
        now = self._now
        here = [at for at, line in enumerate(now.lines) if self._means(name, line)]
        if here:
            del now.lines[here[-1]]
            now.ordered = True
            return True
        scope = set(self._held.quantities) if self._held.quantities else None
        if scope is None and not self._again:
            return False
        found = self._finder.find(name, among=scope)
        if found.near:
            return False
        now.ordered = True
        which = Asked(text=said, options=found.options[:OPTIONS], count=None, unit="", act=Act.DROP)
        now.lines.append(Dropped(text=said, sku_id=found.options[0]) if len(found.options) == 1 else which)
        return True

    def _means(self, name: str, line: Line) -> bool:
        ids = (line.sku_id,) if isinstance(line, Taken) else line.options if isinstance(line, Asked) else ()
        found = self._finder.find(name)
        return not found.near and bool(set(ids) & set(self._finder.find(name, among=ids).options))

    def _swap(self, swap: Swap) -> None:
        """Leave one out and take the other, as much of it where nothing else is said."""
        old, new = plain_name(swap.old), plain_name(swap.new.name)
        if is_aspect(new):
            self._line(replace(swap.new, said=swap.said, unsure=True, act=None), f"{without_aspects(old)} {new}")
            return
        scope = self._scope()
        last = self._now.lines[-1] if self._now.lines else None
        if not old:
            scope = {last.sku_id} if isinstance(last, Taken) else set()
        found = self._finder.find(old, among=scope) if old and scope else Found(options=tuple(scope), near=not scope)
        if found.near or len(found.options) != 1:
            self._line(replace(swap.new, said=swap.said, unsure=bool(old), act=None), new)
            return
        (gone,) = found.options
        amounts = swap.new.amounts or self._as_much(gone)
        if old:
            self._drop_one(swap.said, old)
        else:
            del self._now.lines[-1]
        self._line(replace(swap.new, said=swap.said, amounts=amounts, act=None), new)

    def _as_much(self, sku_id: int) -> tuple[Amount, ...]:
        here = [line for line in self._now.lines if isinstance(line, Taken) and line.sku_id == sku_id]
        if here:
            return (Amount(count=here[-1].count, unit=here[-1].unit, start=0, end=0),)
        base = self._held.quantities.get(sku_id)
        return () if base is None else (in_packs(self._entry(sku_id), base),)

    def _scope(self) -> set[int]:
        """The goods that words of change may mean."""
        here = {line.sku_id for line in self._now.lines if isinstance(line, Taken)}
        here |= {sku_id for line in self._now.lines if isinstance(line, Asked) for sku_id in line.options}
        return here | set(self._held.quantities)

    def _line(self, piece: Piece, name: str, *, listed: bool = False) -> None:
        """Settle one piece that has a name and an amount."""
        now = self._now
        if is_remark(name) and self._finder.find(name).near:
            if not self._among_words(piece, name):
                now.notes.append(piece.said)
            return
        now.ordered = True
        if piece.act in (Act.SET, Act.LESS) or piece.more:
            scope = self._scope()
            found = self._finder.find(name, piece.unit, scope) if scope else Found()
            if not found.near:
                self._change(piece, found)
                return
            if piece.act is Act.LESS:
                now.lines.append(Unknown(text=piece.said))
                return
        if piece.tail and self._joined(piece):
            name = f"{name} {plain_name(piece.tail)}"
        found, name = self._context.found(piece, name, listed=listed)
        if found.near and (words := self._finder.words_in(name)).options:
            found = words
        piece = replace(piece, name=self._finder.headed(name))
        if piece.instead and now.lines and isinstance(now.lines[-1], Taken | Asked):
            del now.lines[-1]
        changes = self._again and not self._held.quantities and piece.act is Act.SET
        self._write(piece if changes else replace(piece, act=None), found, found.options if changes else None)
        self._remember(found, name)

    def _among_words(self, piece: Piece, name: str) -> bool:
        """Ask about the goods that stand among other words."""
        for word in name.split():
            found = self._finder.find(word)
            if not found.near:
                self._now.ordered = True
                self._write(replace(piece, act=None, unsure=True), found, None)
                return True
        return False

    def _change(self, piece: Piece, found: Found) -> None:
        """Say anew how much of something that was said or is held."""
        here = [
            at for at, line in enumerate(self._now.lines) if isinstance(line, Taken) and line.sku_id in found.options
        ]
        if here and piece.act is not None and piece.act is not Act.ADD and len(found.options) == 1:
            self._amend(here[-1], piece)
        else:
            self._write(piece, replace(found, sure=len(found.options) == 1), found.options)

    def _remember(self, found: Found, name: str) -> None:
        self._context.remember(found, name)
        if self._context.answers_heading(found):
            self._now.lines = [line for line in self._now.lines if line is not self._context.headed]

    def _write(self, piece: Piece, found: Found, scope: Collection[int] | None) -> None:
        known = Known(unit=self._now.unit, for_all=bool(self._default), before=self._held.quantities)
        line = line_of(piece, found, self._entry, known)
        self._context.wrote(line, piece.place)
        if scope is None and isinstance(line, Taken | Asked):
            line = replace(line, act=Act.ADD)
        self._now.lines.append(line)
        if isinstance(line, Taken | Asked) and line.unit and not self._default:
            self._now.unit = line.unit

    def _flush(self) -> None:
        """Names that no amount came for: a heading, goods to ask about, or words to keep."""
        now = self._now
        waiting, now.waiting = now.waiting, []
        for piece in waiting:
            self._alone(piece)

    def _alone(self, piece: Piece) -> None:
        now, name, found = self._now, piece.name, self._finder.find(piece.name)
        if piece.only_asks:
            now.notes.append(piece.said)
            return
        if self._names.is_brand(name):
            now.lines.append(self._context.announce(piece, found))
        elif not found.near and (found.sure or self._names.is_whole(name)) and not is_heading(name):
            self._write(replace(piece, act=None, name=self._finder.headed(name)), found, None)
            self._remember(found, name)
        elif is_heading(tidy(piece.said)):
            now.notes += [piece.said] if says_whose(piece.said) else []
        elif (now.ordered or now.lines) and _may_be_goods(piece):
            now.lines.append(Unknown(text=piece.said))
        else:
            now.notes.append(piece.said)


def _may_be_goods(piece: Piece) -> bool:
    """Whether words that found nothing are as long as a name, and speak of nothing else."""
    least = 1 if piece.row else _NAME_SHORTEST
    return least <= len(read_query(piece.name).words) <= _NAME_LONGEST and not is_remark(tidy(piece.said))
