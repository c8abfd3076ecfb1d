"""Why a line was read as it was: what decided, what was carried on, what was left over, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.language.quantities_in_text import tidy
from domain.language.spelling import fold
from domain.language.units import per_unit
from domain.order_text.name_variants import ways_of
from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from domain.search.coverage import PartKind, QueryPart, Weighed
from domain.search.index import Hit

#: So many goods are looked at beside those that were meant.
_LOOKED = 24


class KnownBy(StrEnum):
    """How the goods were known."""

    CODE = "code"
    NICKNAME = "nickname"
    NAME = "name"
    """They are called just so, or by these words alone."""
    WORDS = "words"
    """The words fit them, and others less or as well."""
    OTHER_WORDS = "other_words"
    """What was said is another word for theirs."""
    GUESS = "guess"
    """They are only near to what was said."""


class AskReason(StrEnum):
    """Why a line is asked about."""

    WHICH = "which"
    HOW_MANY = "how_many"
    UNIT = "unit"
    """It is not said in what."""
    OTHER_UNIT = "other_unit"
    """The goods have no such unit."""
    DOUBT = "doubt"


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """``decided``: the words that ruled others out, ``others`` of them; ``left``: those that nothing accounts for.

    ``carried``: what earlier lines said; ``said_as``: the words that stood in the place of those said.
    """

    known: KnownBy
    decided: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    carried: str = ""
    others: int = 0
    said_as: str = ""
    open: AskReason | None = None


def explain(reader: OrderReader, line: TakenLine | AskedLine) -> Explanation:
    """Why a line means these goods, or is asked about."""
    chosen = line.options if isinstance(line, AskedLine) else (line.sku_id,)
    found = replace(explain_name(reader, line.name or line.text, chosen), carried=_carried(line))
    if isinstance(line, AskedLine):
        return replace(found, open=_open(reader, line))
    return replace(found, known=KnownBy.NICKNAME) if line.by_memory else found


def explain_name(reader: OrderReader, name: str, chosen: Sequence[int]) -> Explanation:
    """Why a name means these goods."""
    entries = [reader.index.entries[sku_id] for sku_id in chosen]
    if fold(name).strip() in {fold(code) for entry in entries for code in (entry.code, entry.barcode)}:
        return Explanation(known=KnownBy.CODE)
    hits = reader.look(name, _LOOKED)
    others = [hit.sku_id for hit in hits if hit.sku_id not in chosen]
    said, weighed = _best(reader, name, [*chosen, *others], chosen)
    why = weighed.why(chosen, [sku_id for sku_id in others if not weighed.whole(sku_id)])
    as_other = said != name and not why.left
    return Explanation(
        known=KnownBy.OTHER_WORDS if as_other else _known([hit for hit in hits if hit.sku_id in chosen]),
        decided=_joined(weighed.parts, why.decided),
        left=_joined(weighed.parts, why.left),
        others=why.others if why.decided else 0,
        said_as=said if as_other else "",
    )


def _known(hits: Sequence[Hit]) -> KnownBy:
    if all(hit.near for hit in hits):
        return KnownBy.GUESS
    return KnownBy.NAME if len(hits) == 1 and hits[0].exact else KnownBy.WORDS


def _best(reader: OrderReader, name: str, sku_ids: list[int], chosen: Sequence[int]) -> tuple[str, Weighed]:
    """The name, or another way to say it, of which the goods leave the least over."""
    ways = [name, *(way.name for way in ways_of(name))]
    every = [(way, reader.index.weigh(way, sku_ids)) for way in ways]
    return min(every, key=lambda each: len(each[1].why(chosen, ()).left))


def _joined(parts: Sequence[QueryPart], texts: Sequence[str]) -> tuple[str, ...]:
    """Characters that stand side by side as one word."""
    found: list[str] = []
    before = -2
    for at, part in enumerate(parts):
        if part.text not in texts:
            continue
        if found and before == at - 1 and part.kind is PartKind.CHARACTER is parts[before].kind:
            found[-1] += part.text
        else:
            found.append(part.text)
        before = at
    return tuple(found)


def _carried(line: TakenLine | AskedLine) -> str:
    """The words of the name that the line itself does not say."""
    said = "".join(tidy(line.text).split())
    return " ".join(word for word in line.name.split() if tidy(word) not in said)


def _open(reader: OrderReader, line: AskedLine) -> AskReason:
    if len(line.options) > 1:
        return AskReason.WHICH
    if line.count is None:
        return AskReason.HOW_MANY
    entry = reader.index.entries[line.options[0]]
    if line.unit and per_unit(line.unit, entry.units, entry.packs) is None:
        return AskReason.OTHER_UNIT
    return AskReason.UNIT if not line.unit and entry.packs else AskReason.DOUBT
