"""``dinghuo search`` and ``dinghuo parse``: anybody can try their own catalogue without a chat."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, assert_never

from bot.house import up_to_date
from bot.settings import Settings
from domain.catalogue import goods_by_id
from domain.rules.intake import Reader
from domain.rules.reading import Act, Asked, Dropped, Intake, Refused, Taken, Unknown
from storage.shelf import Shelf

#: These are always there.
_CONTRACT = ("lines", "ask", "unknown")
#: A message of more words without a quantity only tells something.
_WORDS = 4
_OPTIONS = 12


def search_many(settings: Settings, queries: Iterable[str], limit: int) -> Iterator[list[dict[str, Any]]]:
    """What each query finds, best first, in the form of the contract."""
    with up_to_date(settings) as database, database.reading() as session:
        reader = Shelf().reader(session)
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
                }
                for hit in hits
            ]


def parse_many(settings: Settings, text: str) -> Iterator[dict[str, Any]]:
    """What each message, separated by a line ``---``, is read as, in the form of the contract."""
    with up_to_date(settings) as database, database.reading() as session:
        index = Shelf().index(session)
    reader = Reader(index)
    codes = {sku_id: entry.code for sku_id, entry in index.entries.items()}
    for message in _messages(text):
        yield _reading(reader.read(message) or _without_amounts(reader, message), codes)


def _without_amounts(reader: Reader, message: str) -> Intake:
    """A message without any quantity, as an order: goods by their name alone are asked about, a stray word is unknown.

    In a chat it would be a search.
    """
    words = message.strip()
    if not words or len(words.split()) > _WORDS or reader.is_kindness(words):
        return reader.read(message)
    hits = [hit for hit in reader.look(words, _OPTIONS) if not hit.near]
    if not hits and words.isascii() and words.isalpha():
        return Intake(lines=(Unknown(text=words),))
    if not hits:
        return Intake(note=reader.read(message).note or words)
    return Intake(lines=(Asked(text=words, options=tuple(hit.sku_id for hit in hits), count=None, unit=""),))


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


def _reading(intake: Intake, codes: dict[int, str]) -> dict[str, Any]:
    """An order as read; what the contract does not name comes only where there is some of it."""
    read: dict[str, list[Any]] = {"lines": [], "ask": [], "unknown": [], "refused": [], "removed": []}
    for line in intake.lines:
        match line:
            case Taken():
                read["lines"].append(
                    {
                        "sku": codes[line.sku_id],
                        "quantity": _number(line.count),
                        "unit": line.unit,
                        "base_quantity": _number(line.quantity),
                        "text": line.text,
                        **_change(line.act),
                    }
                )
            case Asked():
                options = [codes[sku_id] for sku_id in line.options]
                count = None if line.count is None else _number(line.count)
                asked = {"text": line.text, "options": options, "quantity": count, "unit": line.unit}
                read["ask"].append({**asked, **_change(line.act)})
            case Dropped():
                read["removed"].append({"sku": codes[line.sku_id], "text": line.text})
            case Refused():
                read["unknown"].append(line.text)
                read["refused"].append({"text": line.text, "reason": line.fault.value})
            case Unknown():
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
