"""Reading an order in the dealer's own words: every line is taken, asked about, or said back as not understood."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from domain.rules.counting import Amount, bare, counted, tidy
from domain.rules.quantities import MOST
from domain.rules.query import read_query
from domain.rules.search import Entry, Hit, Index
from domain.rules.units import is_weight, per_unit

#: More lines than this are no chat message.
LINES_MOST = 200
#: How many candidates are offered for a doubtful line.
OPTIONS = 6
#: So much of the words must be accounted for before a line is taken without asking.
_SURE = 0.9
#: Names of goods that begin like a quantity, whether we sell them or not.
_NAMES = ("六个核桃", "三只松鼠", "三个和尚", "八个核桃", "一个果园", "两只老虎")

_SPLIT = re.compile(r"[\n\r\t;；。!！、|]+|[,，](?!\d{3}(?!\d))|\s+(?:and|plus|&)\s+(?=\d|half\b)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[(（]?\d{1,2}\s*[.、)）:：](?!\d)|[①-⑳]|[-–—•·*]\s)\s*")
_BEFORE = re.compile(
    r"^(?:老板娘?|有没有|还有没有|找一下|找|搜|查一下|想问下?|请问|你好|您好|麻烦你?|帮忙|请|帮我|给我们?|我们?想?要|我们?订|要|再?来|再要|还要|还有|另外|再加|加|订|下单|送|发|拿|配|"
    r"hello|hi|hey|please|pls|i\s+(?:want|need)|we\s+(?:want|need)|i'?d\s+like|can\s+i\s+(?:have|get)|give\s+me|send(?:\s+me)?|"
    r"add|order|and|also|plus|of|the|some|[\s:,.\-])+"
)
_AFTER = re.compile(
    r"(?:多少钱|什么价格?|怎么卖|价格|还有货吗|有货吗|有吗|吗|\?|谢谢|多谢|吧|哦|啊|呢|哈|呀|了|的|thank\s*you|thanks|please|pls|of|and|[\s:,.\-x×])+$"
)
_JOINING = re.compile(r"^\s+|[\s,，]*(?:\b(?:and|plus)|和|还有|再来|再要|&|\+)?\s*$", re.IGNORECASE)
_EACH = re.compile(r"(?:各自?|每样|每种|分别|各来|各要|each|all)\s*$")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A line that is clear. ``quantity`` in base units; ``count`` and ``unit`` as said; ``text`` the dealer's words."""

    text: str
    sku_id: int
    quantity: Decimal
    count: Decimal
    unit: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A line that could mean several things: which goods, which unit, or (``count`` is nothing) how many."""

    text: str
    options: tuple[int, ...]
    count: Decimal | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Words that name nothing we sell, or no possible quantity."""

    text: str


Line: TypeAlias = Taken | Asked | Unknown


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A name with its amount, if it has one, and the words both came from."""

    said: str
    name: str
    amount: Amount | None


class Reader:
    """Reads orders over one index; never changes, so threads may share it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._units = frozenset(unit for entry in index.entries.values() for unit in _units(entry))
        self._guarded: dict[str, set[str]] = defaultdict(set)
        for name in (*_NAMES, *_texts(index.entries.values())):
            for amount in counted(name, self._units):
                self._guarded[name[amount.start : amount.end]].add(name)

    def read(self, text: str) -> tuple[Line, ...]:
        """The lines of an order; none at all where the text holds no quantity, so it is no order."""
        pieces = [piece for said in _segments(text) for piece in self._pieces(said)]
        if not any(piece.amount and _says_something(piece.name) for piece in pieces):
            return ()
        lines = (self._line(piece) for piece in _shared(pieces))
        return tuple(line for line in lines if line is not None)

    def _pieces(self, said: str) -> Iterator[_Piece]:
        """A name and an amount at a time: ``可乐10箱雪璃5箱`` holds two."""
        text = tidy(said)
        amounts = self._amounts(text)
        if len(amounts) == 1:
            (amount,) = amounts
            yield _Piece(said=said, name=f"{text[: amount.start]} {text[amount.end :]}", amount=amount)
        elif not amounts:
            yield _Piece(said=said, name=text, amount=None)
        else:
            leading = not _BEFORE.sub("", text[: amounts[0].start]).strip()
            yield from _several(said if len(said) == len(text) else text, text, amounts, leading=leading)

    def _amounts(self, text: str) -> list[Amount]:
        found = [amount for amount in counted(text, self._units) if not self._is_guarded(text, amount)]
        goods = [amount for amount in found if not is_weight(amount.unit)]
        if goods or (found and self._sold_by_weight(text, found[0])):
            return goods or found
        last = bare(text)
        return [last] if last and not self._is_size(text, last) else []

    def _is_guarded(self, text: str, amount: Amount) -> bool:
        """Whether what looks like a quantity is part of a name or spec: 六个核桃, 10包提."""
        for name in self._guarded.get(text[amount.start : amount.end], ()):
            place = text.find(name)
            if 0 <= place <= amount.start and amount.end <= place + len(name):
                return True
        return False

    def _sold_by_weight(self, text: str, amount: Amount) -> bool:
        hits = self.look(f"{text[: amount.start]} {text[amount.end :]}")
        return any(_size_of(self.index.entries[hit.sku_id], amount) for hit in hits if not hit.near)

    def _is_size(self, text: str, amount: Amount) -> bool:
        """Whether a number without a unit is rather a size or code of goods we have: ``可乐 500``."""
        if {"x", "×"} & set(text[amount.start : amount.end]):
            return False
        return any(not hit.near for hit in self.look(text))

    def _line(self, piece: _Piece) -> Line | None:
        if not _says_something(piece.name):
            return None
        hits = self.look(piece.name)
        if not hits or (piece.amount and not 0 < piece.amount.count <= MOST):
            return Unknown(text=piece.said)
        pool = self._pool(hits, piece.amount)
        if len(pool) == 1 and piece.amount and not pool[0].near and (pool[0].exact or pool[0].explained >= _SURE):
            return self._count(piece, pool[0].sku_id, piece.amount)
        return _asked(piece, *(hit.sku_id for hit in pool))

    def look(self, name: str, limit: int = 2 * OPTIONS) -> list[Hit]:
        """What a name may be: as it stands, or without the courtesies around it where that explains more."""
        as_it_stands = self.index.find(name, limit)
        short = _bare_name(name)
        if short == name.strip() or (as_it_stands and as_it_stands[0].exact):
            return as_it_stands
        return max(as_it_stands, self.index.find(short, limit), key=_best_explained)

    def _pool(self, hits: list[Hit], amount: Amount | None) -> list[Hit]:
        """The candidates worth asking about: the exact ones, else all that fit; of these, those with such a unit."""
        exact = [hit for hit in hits if hit.exact]
        pool = exact or [hit for hit in hits if not hit.near] or hits
        fitting = [hit for hit in pool if amount and _size_of(self.index.entries[hit.sku_id], amount)]
        return fitting or pool

    def _count(self, piece: _Piece, sku_id: int, amount: Amount) -> Line:
        """The line in base units, where its unit leaves no doubt."""
        entry = self.index.entries[sku_id]
        size = _size_of(entry, amount)
        if size is None:
            return _asked(piece, sku_id)
        quantity = _plain(amount.count * size)
        if quantity > MOST:
            return Unknown(text=piece.said)
        if quantity != int(quantity) and not any(is_weight(unit) for unit in entry.units):
            return _asked(piece, sku_id)
        return Taken(text=piece.said, sku_id=sku_id, quantity=quantity, count=amount.count, unit=amount.unit)


def _asked(piece: _Piece, *options: int) -> Asked:
    amount = piece.amount
    return Asked(
        text=piece.said,
        options=options[:OPTIONS],
        count=amount.count if amount else None,
        unit=amount.unit if amount else "",
    )


def _size_of(entry: Entry, amount: Amount) -> Decimal | None:
    """The base units in one of the amount's unit. Without a unit there is no doubt only where there is one unit."""
    if amount.unit:
        return per_unit(amount.unit, entry.units, entry.packs)
    return None if any(size > 1 for _, size in entry.packs) else Decimal(1)


def _segments(text: str) -> list[str]:
    """The message cut where people cut: lines, commas, semicolons; bullets and numbering left out."""
    lines = (_BULLET.sub("", line) for line in text.splitlines())
    cut = (part.strip() for line in lines for part in _SPLIT.split(line))
    return [part for part in cut if part][:LINES_MOST]


def _several(said: str, text: str, amounts: list[Amount], *, leading: bool) -> Iterator[_Piece]:
    """Names and amounts in turn; ``leading``: the amount comes first each time."""
    starts = [amount.start for amount in amounts] if leading else [0, *(amount.end for amount in amounts)]
    for position, (amount, start) in enumerate(zip(amounts, starts, strict=False)):
        last = position == len(amounts) - 1
        end = (starts[position + 1] if leading else amount.end) if not last else len(text)
        name = f"{text[start : amount.start]} {text[amount.end : end]}"
        yield _Piece(said=_JOINING.sub("", said[start:end]), name=name, amount=amount)


def _shared(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The amount of ``A、B、C各5箱`` goes to all of them."""
    waiting: list[_Piece] = []
    for piece in pieces:
        if piece.amount is None:
            waiting.append(piece)
            continue
        each = _EACH.search(tidy(piece.said)[: piece.amount.start])
        for before in waiting:
            yield _Piece(said=before.said, name=before.name, amount=piece.amount if each else None)
        waiting = []
        name = (
            re.sub(r"(?:各自?|每样|每种|分别|各来|各要|\beach|\ball)\s*$", "", piece.name.strip())
            if each
            else piece.name
        )
        yield _Piece(said=piece.said, name=name, amount=piece.amount)
    yield from waiting


def _best_explained(hits: list[Hit]) -> float:
    return hits[0].explained if hits else 0.0


def _plain(quantity: Decimal) -> Decimal:
    return Decimal(int(quantity)) if quantity == int(quantity) else quantity


def _bare_name(name: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", name.strip())).strip()


def _says_something(name: str) -> bool:
    """Whether more than courtesies is left."""
    query = read_query(_bare_name(name))
    return bool(query.words or query.digits or query.sizes)


def _units(entry: Entry) -> tuple[str, ...]:
    return (*entry.units, *(unit for unit, _ in entry.packs))


def _texts(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        parts = (part for spec in entry.specs for part in spec.split())
        yield from map(tidy, (*entry.names, *entry.aliases, *entry.specs, *parts))
