"""What ``--why`` says of a line or a search: in words a supplier understands, and as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import reduce
from typing import Any

from domain.order_text.explanation import Explanation, explain, explain_name
from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from domain.search.index import Index
from locales import Words

#: So many of what is in doubt are named.
_NAMED = 6


def message_lines(say: Words, reading: Mapping[str, Any]) -> Iterator[str]:
    """A message that was read, with the reasons, for people."""
    for line in reading["lines"]:
        yield say("why.taken", text=line["text"], sku=line["sku"], quantity=line["base_quantity"])
        yield f"    {line['why']['text']}"
    for line in reading["ask"]:
        yield say("why.asked", text=line["text"])
        yield f"    {line['why']['text']}"
    for line in reading.get("removed", ()):
        yield say("why.removed", text=line["text"], sku=line["sku"])
    for text in reading["unknown"]:
        yield say("why.unknown", text=text)
    if "note" in reading:
        yield say("why.note", text=" · ".join(reading["note"].splitlines()))


def of_line(say: Words, reader: OrderReader, line: TakenLine | AskedLine) -> dict[str, Any]:
    """Why a line means what it does, or is asked about."""
    options = line.options if isinstance(line, AskedLine) else (line.sku_id,)
    return _told(say, explain(reader, line), _names(reader.index, options), line.unit)


def of_search(say: Words, reader: OrderReader, text: str, sku_id: int) -> dict[str, Any]:
    """Why goods were found."""
    return _told(say, explain_name(reader, text, [sku_id]), "", "")


def _told(say: Words, why: Explanation, names: str, unit: str) -> dict[str, Any]:
    told = [say(f"why.known_{why.known}", words=why.said_as)]
    if why.decided:
        told.append(say.count("why.decided", why.others, words=_list(say, why.decided)))
    if why.carried:
        told.append(say("why.carried", words=why.carried))
    if why.left:
        told.append(say("why.left", words=_list(say, why.left)))
    if why.open is not None:
        told.append(say(f"why.open_{why.open}", goods=names, unit=unit))
    return {**asdict(why), "text": _joined(say, "why.also", told)}


def _list(say: Words, words: Sequence[str]) -> str:
    return _joined(say, "why.word", words)


def _joined(say: Words, key: str, texts: Sequence[str]) -> str:
    return reduce(lambda before, text: say(key, before=before, text=text), texts)


def _names(index: Index, sku_ids: Sequence[int]) -> str:
    """The goods in doubt, each as it is printed."""
    entries = [index.entries[sku_id] for sku_id in sku_ids[:_NAMED]]
    return " / ".join(" ".join((*entry.names[:1], *entry.specs[:1])) for entry in entries)
