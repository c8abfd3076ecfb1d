"""The answer, in words, to a line of an order in doubt: ``第二个要3箱``, ``原味的``, ``both``."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.catalogue import Goods
from domain.rules.candidates import Finder
from domain.rules.counting import Amount, counted, tidy
from domain.rules.reading import Asked, Taken
from domain.rules.search import Entry
from domain.rules.units import per_unit
from handlers import doubts, goods_words, product, said_order, wording
from handlers.conversation.said import Said
from handlers.doubts import Doubt
from handlers.said_order import Instead, Reading
from handlers.turn import Turn
from handlers.visit import Visit

_APART = re.compile(r"[,，、;；\n]|(?:\band\b)")
_AROUND = re.compile(
    r"我|要|来|拿|给|帮|就|那个|这个|那种|这种|种|款|的|吧|啊|呀|呢|哦|是|选|用|换成|一样|各|再|先|了|好|"
    r"\b(?:i|we|want|need|take|give|me|get|the|a|an|one|ones|of|please|pls|make|it|that|those|this|these|with|for|just|only|option|number|kind|is)\b"
)
_ALL = re.compile(
    r"(?:两个|两种|三个|三种|这些|全部?|每[个种样]|都|所有|各)*(?:都|全|各|每[个种样])(?:要|来|拿|一样)*|"
    r"both|all|each|everything|every|all of them"
)
_NONE = re.compile(
    r"(?:都|这些|那|这个|那个)*(?:不要|不用|不需要|算了|没有|都不是|不是)(?:了|这些|这个|那个)*|"
    r"none|neither|no thanks?|not (?:any|these|those)|skip(?: it)?|leave it(?: out)?"
)
_ORDINAL = re.compile(
    r"第?([一二三四五六七八九1-9])(?:个|种|款|号|条|项)|\b(first|second|third|fourth|fifth|sixth|last)\b|最后(?:一)?[个种款]"
)
_PLACES = {word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), start=1)}
_HAN = {word: at for at, word in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One of the goods asked about, and how much of it, in base units; no amount where none is known."""

    goods: Goods
    quantity: Decimal | None


def answer(visit: Visit, said: Said) -> Turn | None:
    """What the words answer to the line that is asked about now; nothing where they are about something else."""
    if said.speaks_of_something_else and not _NONE.fullmatch(tidy(said.text).strip()):
        return None
    reading = said_order.remembered(visit)
    at = reading.open[0]
    line = reading.lines[at]
    doubt = wording.doubt_of(visit, reading, at, wording.goods_of_first(visit, reading))
    if not isinstance(line, Asked) or not doubt.options:
        return None
    if _NONE.fullmatch(tidy(said.text).strip()):
        return wording.settled(visit, reading, at, [])
    found = _whole_line(said, doubt) or _parts(visit, said, doubt)
    if not found:
        return None
    return _settled(visit, reading, at, found)


def _settled(visit: Visit, reading: Reading, at: int, found: list[Answered]) -> Turn:
    missing = next((each for each in found if each.quantity is None), None)
    if missing is not None:
        return product.open_(visit, missing.goods.sku.id)
    meant = [Instead(sku_id=each.goods.sku.id, quantity=each.quantity) for each in found if each.quantity is not None]
    return wording.settled(visit, reading, at, meant)


def _whole_line(said: Said, doubt: Doubt) -> list[Answered]:
    """A whole line said anew that names one of the candidates answers it: ``可乐500 10箱`` to ``可乐 10箱``."""
    lines = said.intake.lines
    options = {goods.sku.id: goods for goods in doubt.options}
    if len(lines) != 1 or not isinstance(lines[0], Taken) or lines[0].sku_id not in options:
        return []
    return [Answered(goods=options[lines[0].sku_id], quantity=lines[0].quantity)]


def _parts(visit: Visit, said: Said, doubt: Doubt) -> list[Answered]:
    """Each part of the text one of the candidates, or all of them; nothing where one part is about something else."""
    text = tidy(said.text)
    found: list[Answered] = []
    for part in filter(str.strip, _APART.split(text)):
        amounts = counted(_ORDINAL.sub(lambda found: "#" * len(found.group()), part), _units(doubt))
        amount = amounts[0] if len(amounts) == 1 else None
        if len(amounts) > 1:
            return []
        rest = part[: amount.start] + " " + part[amount.end :] if amount else part
        meant = _candidates(visit, rest, doubt)
        if not meant:
            return []
        found += [Answered(goods=goods, quantity=_quantity(doubt, goods, amount)) for goods in meant]
    return found


def _units(doubt: Doubt) -> list[str]:
    """The units that the candidates come in; other numbers are sizes, and part of a name."""
    found = (goods_words.units(goods) for goods in doubt.options)
    return [unit for base, packs in found for unit in (*base, *(name for name, _ in packs))]


def _candidates(visit: Visit, rest: str, doubt: Doubt) -> list[Goods]:
    """The candidates that the words around an amount mean: all, one by its place, or the only one they fit."""
    options, rest = doubt.options, rest.strip(" .!。?？")
    if _ALL.fullmatch(rest.strip()):
        return options
    if place := _place(rest, len(options)):
        return [options[place - 1]]
    words = " ".join(_AROUND.sub(" ", rest).split())
    if not words:
        return options if len(options) == 1 else []
    finder = Finder(visit.reader.index, visit.nicknames)
    name = doubt.line.name if isinstance(doubt.line, Asked) else ""
    for query in (f"{name} {words}", words):
        found = finder.find(query)
        fitting = [goods for goods in options if goods.sku.id in found.options and not found.near]
        if len(fitting) == 1:
            return fitting
    fitting = [goods for goods in options if words in _text(visit, goods)]
    return fitting if len(fitting) == 1 else []


def _place(rest: str, most: int) -> int:
    """Which in the list is named by its place; 0 where none is."""
    match = _ORDINAL.search(rest)
    if match is None or _AROUND.sub("", _ORDINAL.sub("", rest, count=1)).strip():
        return 0
    given, word = match.groups()
    place = most if not given and (word in (None, "last")) else _PLACES.get(word or "") or _HAN.get(given) or int(given)
    return place if place <= most else 0


def _text(visit: Visit, goods: Goods) -> str:
    """Everything printed on the goods, and what else they are called."""
    entry: Entry | None = visit.reader.index.entries.get(goods.sku.id)
    called = (*entry.names, *entry.specs, *entry.aliases, *entry.brands) if entry else ()
    return " ".join(tidy(word) for word in (*called, goods.sku.code))


def _quantity(doubt: Doubt, goods: Goods, amount: Amount | None) -> Decimal | None:
    """How much of a candidate: as said now, else as the line said."""
    if amount is None:
        meant = doubts.meant_by(doubt, goods)
        return meant[0] if meant else None
    size = per_unit(amount.unit, *goods_words.units(goods)) if amount.unit else None
    if amount.unit and size is None:
        return None
    pack = goods.biggest_pack
    return amount.count * (size or Decimal(pack.size if pack else 1))
