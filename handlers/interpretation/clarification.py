"""The answer, in words, to an unclear order line: ``第二个要3箱``, ``原味的``, ``both``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.language import sizes
from domain.language.quantities_in_text import Amount, counted, tidy
from domain.language.units import per_unit
from domain.language.words.lists import pattern, words
from domain.order_text.candidates import CandidateFinder
from domain.order_text.result import AskedLine, TakenLine
from domain.search.index import Entry
from handlers.conversation import text_order_state
from handlers.conversation.kept_text_order import Instead
from handlers.conversation.request import Request
from handlers.conversation.text_order_state import TextOrder
from handlers.conversation.turn import Turn
from handlers.formatting import goods_text
from handlers.interpretation.typed_text import TypedText
from handlers.shopping import product
from handlers.text_orders import clarify, text_order
from handlers.text_orders.clarify import Doubt

_APART = re.compile(r"[,，、;；\n]|(?:\band\b)")
_AROUND = re.compile(pattern("answers", "around"))
_ALL = re.compile(pattern("answers", "all"))
_NONE = re.compile(pattern("answers", "none"))
#: Said of everything that waits, not of the line that is asked about.
_NONE_AT_ALL = re.compile(pattern("answers", "none_at_all"))
_ORDINAL = re.compile(
    rf"第?([一二三四五六七八九1-9])(?:个|种|款|号|条|项)|\b({'|'.join(words('buttons', 'places'))}|last)\b|"
    r"最后(?:一)?[个种款]"
)
#: How many of the waiting lines are searched for the one that words answer.
_WAITING_MOST = 40
#: What may be a size of the candidates whatever else is said: a number, alone or with a measure.
_SIZE = re.compile(
    rf"(?<![^\W_])\d+(?:\.\d+)?(?:\s*(?:(?:{sizes.IN_LETTERS})(?![a-z])|{sizes.IN_SIGNS})|(?![^\W_]))", re.IGNORECASE
)
_PLACES = {word: at for at, word in enumerate(words("buttons", "places"), start=1)}
_HAN = {word: at for at, word in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One of the goods asked about, and how much of it, in base units; no amount where none is known."""

    goods: Goods
    quantity: Decimal | None


def answer(request: Request, said: TypedText) -> Turn | None:
    """What the words answer to a line that waits; nothing where they are about something else.

    The line that is asked about comes first; another one is answered by the name of goods that no third may mean.
    """
    words = tidy(said.text).strip(" .。!,，~")
    reading = text_order_state.remembered(request)
    if _NONE_AT_ALL.fullmatch(words):
        return text_order.leave_all(request, reading)
    if _NONE.fullmatch(words):
        return text_order.settled(request, reading, reading.open[0], [])
    if said.speaks_of_something_else:
        return None
    return _asked_now(request, said, reading) or _asked_before(request, said, reading)


def _asked_now(request: Request, said: TypedText, reading: TextOrder) -> Turn | None:
    at = reading.open[0]
    doubt = text_order.doubt_of(request, reading, at, text_order.goods_of_first(request, reading))
    if not isinstance(doubt.line, AskedLine | TakenLine) or not doubt.options:
        return None
    found = _whole_line(said, doubt) or _parts(request, said, doubt)
    return _settled(request, reading, at, found) if found else None


def _asked_before(request: Request, said: TypedText, reading: TextOrder) -> Turn | None:
    """The answer to another line that waits, where the words fit no third."""
    waiting = [at for at in reading.open[1:_WAITING_MOST] if isinstance(reading.lines[at], AskedLine)]
    goods = text_order.goods_of(request, [reading.lines[at] for at in waiting])
    doubts_ = (Doubt(serial=reading.serial, at=at, line=reading.lines[at], goods=goods) for at in waiting)
    named = [(doubt.at, found) for doubt in doubts_ if (found := _named(request, said, doubt))]
    return _settled(request, reading, *named[0]) if len(named) == 1 else None


def _named(request: Request, said: TypedText, doubt: Doubt) -> list[Answered]:
    """What a text answers to a line that is not asked about now: only words that name goods do, no place in a list."""
    if said.is_amount_only or _ALL.search(tidy(said.text)) or _ORDINAL.search(tidy(said.text)):
        return []
    return _whole_line(said, doubt) or _parts(request, said, doubt)


def _settled(request: Request, reading: TextOrder, at: int, found: list[Answered]) -> Turn:
    missing = next((each for each in found if each.quantity is None), None)
    if missing is not None:
        return product.open_(request, missing.goods.sku.id)
    meant = [Instead(sku_id=each.goods.sku.id, quantity=each.quantity) for each in found if each.quantity is not None]
    return text_order.settled(request, reading, at, meant)


def _whole_line(said: TypedText, doubt: Doubt) -> list[Answered]:
    """A whole line said anew that names one of the candidates answers it: ``可乐500 10箱`` to ``可乐 10箱``.

    One with a note does not: it may be for another shop (``陌生超市 可乐500 10箱``).
    """
    lines = () if said.intake.note else said.intake.lines
    options = {goods.sku.id: goods for goods in doubt.options}
    if len(lines) != 1 or not isinstance(lines[0], TakenLine) or lines[0].sku_id not in options:
        return []
    return [Answered(goods=options[lines[0].sku_id], quantity=lines[0].quantity)]


def _parts(request: Request, said: TypedText, doubt: Doubt) -> list[Answered]:
    """Each part of the text one of the candidates, or all of them; nothing where one part is about something else."""
    text = tidy(said.text)
    found: list[Answered] = []
    for part in filter(str.strip, _APART.split(text)):
        amounts = counted(_ORDINAL.sub(lambda found: "#" * len(found.group()), part), _units(request, doubt))
        amount = amounts[0] if len(amounts) == 1 else None
        if len(amounts) > 1:
            return []
        rest = part[: amount.start] + " " + part[amount.end :] if amount else part
        meant = _candidates(request, rest, doubt)
        if not meant:
            return []
        found += [Answered(goods=goods, quantity=_quantity(request, doubt, goods, amount)) for goods in meant]
    return found


def _units(request: Request, doubt: Doubt) -> list[str]:
    """The units that the candidates come in; other numbers are sizes, and part of a name."""
    found = (goods_text.spoken_units(request, goods) for goods in doubt.options)
    return [unit for base, packs in found for unit in (*base, *(name for name, _ in packs))]


def _candidates(request: Request, rest: str, doubt: Doubt) -> list[Goods]:
    """The candidates that the words around an amount mean: all, one by its place, or the only one they fit."""
    options, rest = doubt.options, rest.strip(" .!。?？")
    if _ALL.fullmatch(rest.strip()):
        return options
    if place := _place(rest, len(options)):
        return [options[place - 1]]
    words = " ".join(_AROUND.sub(" ", rest).split())
    if not words:
        return options if len(options) == 1 else []
    finder = CandidateFinder(request.reader.index, request.nicknames)
    besides = _SIZE.sub(" ", words).strip()
    if besides and any(_is_of_others(finder, said, options) for said in (words, besides)):
        return []
    name = doubt.line.name if isinstance(doubt.line, AskedLine | TakenLine) else ""
    for query in (f"{name} {words}", words):
        found = finder.find(query)
        fitting = [goods for goods in options if goods.sku.id in found.options and not found.near]
        if len(fitting) == 1:
            return fitting
    fitting = [goods for goods in options if words in _text(request, goods)]
    return fitting if len(fitting) == 1 else []


def _is_of_others(finder: CandidateFinder, words: str, options: Sequence[Goods]) -> bool:
    """Whether words name goods that are not among the candidates: ``noodles``, where colas are asked about."""
    among = {goods.sku.id for goods in options}
    return not finder.find(words).near and finder.find(words, among=among).near


def _place(rest: str, most: int) -> int:
    """Which in the list is named by its place; 0 where none is."""
    match = _ORDINAL.search(rest)
    if match is None or _AROUND.sub("", _ORDINAL.sub("", rest, count=1)).strip():
        return 0
    given, word = match.groups()
    place = most if not given and (word in (None, "last")) else _PLACES.get(word or "") or _HAN.get(given) or int(given)
    return place if place <= most else 0


def _text(request: Request, goods: Goods) -> str:
    """Everything printed on the goods, and what else they are called."""
    entry: Entry | None = request.reader.index.entries.get(goods.sku.id)
    called = (*entry.names, *entry.specs, *entry.aliases, *entry.brands) if entry else ()
    return " ".join(tidy(word) for word in (*called, goods.sku.code))


def _quantity(request: Request, doubt: Doubt, goods: Goods, amount: Amount | None) -> Decimal | None:
    """How much of a candidate: as said now, else as the line said."""
    if amount is None:
        meant = clarify.meant_by(request, doubt, goods)
        return meant[0] if meant else None
    size = per_unit(amount.unit, *goods_text.spoken_units(request, goods)) if amount.unit else None
    if amount.unit and size is None:
        return None
    pack = goods.biggest_pack
    return amount.count * (size or Decimal(pack.size if pack else 1))
