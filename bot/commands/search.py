"""``dinghuo search`` and ``dinghuo parse``: try the search and the order parser without a chat."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, assert_never

from bot.command_context import up_to_date
from bot.commands.explained import of_line, of_search
from bot.settings import Settings
from domain.catalogue.catalogue import goods_by_id
from domain.order_text.reader import OrderReader
from domain.order_text.result import Act, AskedLine, ReadOrder, RefusedLine, RemovedLine, TakenLine, UnknownLine
from locales import words_for
from storage.catalogue_index import CatalogueIndex

#: These are always there.
_CONTRACT = ("lines", "ask", "unknown")
#: A message of more words without a quantity only tells something.
_WORDS = 4
_OPTIONS = 12


def search_many(
    settings: Settings, queries: Iterable[str], limit: int, *, why: bool = False
) -> Iterator[list[dict[str, Any]]]:
    """The results of each query, best first, as JSON-ready data; ``why``: with what speaks for each."""
    say = words_for(settings.language)
    with up_to_date(settings) as database, database.reading() as session:
        reader = CatalogueIndex().reader(session)
        for query in queries:
            hits = reader.look(query, limit)
            goods = goods_by_id(session, [hit.sku_id for hit in hits])
            yield [
                {
                    "sku": goods[hit.sku_id].sku.code,
                    "name": goods[hit.sku_id].product.name,
                    "spec": goods[hit.sku_id].sku.spec,
                    "score": round(hit.score, 2),
                    **({"near": True} if hit.near else {}),
                    **({"why": of_search(say, reader, query, hit.sku_id)} if why else {}),
                }
                for hit in hits
            ]


def parse_many(settings: Settings, text: str, *, why: bool = False) -> Iterator[dict[str, Any]]:
    """The parsed order of each message (separated by a line ``---``), as JSON-ready data.

    ``why``: each line with what decided it.
    """
    say = words_for(settings.language)
    with up_to_date(settings) as database, database.reading() as session:
        index = CatalogueIndex().index(session)
    reader = OrderReader(index)
    codes = {sku_id: entry.code for sku_id, entry in index.entries.items()}

    def explained(line: TakenLine | AskedLine) -> dict[str, Any]:
        return {"why": of_line(say, reader, line)} if why else {}

    for message in _messages(text):
        yield _reading(reader.read(message) or _without_amounts(reader, message), codes, explained)


def _without_amounts(reader: OrderReader, message: str) -> ReadOrder:
    """A message without quantities, read as an order: goods are asked about, other words are unknown."""
    words = message.strip()
    if not words or len(words.split()) > _WORDS or reader.is_kindness(words):
        return reader.read(message)
    hits = [hit for hit in reader.look(words, _OPTIONS) if not hit.near]
    if not hits and words.isascii() and words.isalpha():
        return ReadOrder(lines=(UnknownLine(text=words),))
    if not hits:
        return ReadOrder(note=reader.read(message).note or words)
    return ReadOrder(lines=(AskedLine(text=words, options=tuple(hit.sku_id for hit in hits), count=None, unit=""),))


def _messages(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() == "---":
            yield "\n".join(lines)
            lines = []
        else:
            lines.append(line)
    if lines:
        yield "\n".join(lines)


def _reading(
    intake: ReadOrder, codes: dict[int, str], explained: Callable[[TakenLine | AskedLine], dict[str, Any]]
) -> dict[str, Any]:
    """An order as read; what the contract does not name comes only where there is some of it."""
    read: dict[str, list[Any]] = {"lines": [], "ask": [], "unknown": [], "refused": [], "removed": []}
    for line in intake.lines:
        match line:
            case TakenLine():
                read["lines"].append(
                    {
                        "sku": codes[line.sku_id],
                        "quantity": _number(line.count),
                        "unit": line.unit,
                        "base_quantity": _number(line.quantity),
                        "text": line.text,
                        **_change(line.act),
                        **explained(line),
                    }
                )
            case AskedLine():
                options = [codes[sku_id] for sku_id in line.options]
                count = None if line.count is None else _number(line.count)
                asked = {"text": line.text, "options": options, "quantity": count, "unit": line.unit}
                read["ask"].append({**asked, **_change(line.act), **explained(line)})
            case RemovedLine():
                read["removed"].append({"sku": codes[line.sku_id], "text": line.text})
            case RefusedLine():
                read["unknown"].append(line.text)
                read["refused"].append({"text": line.text, "reason": line.fault.value})
            case UnknownLine():
                read["unknown"].append(line.text)
            case _:
                assert_never(line)
    told: dict[str, Any] = {key: found for key, found in read.items() if found or key in _CONTRACT}
    if intake.again:
        told["again"] = True
    if intake.note:
        told["note"] = intake.note
    return told


def _change(act: Act) -> dict[str, str]:
    """What a line changes, where it is not simply more of something."""
    return {} if act is Act.ADD else {"change": act.value}


def _number(value: Decimal) -> int | float:
    """JSON knows no decimals: whole numbers stay whole, weights have at most three places."""
    return int(value) if value == int(value) else float(value)
