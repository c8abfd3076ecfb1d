"""What a message says is wrong with goods that came: the reason, amount, name and wish of each."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from domain.language.numerals import ENGLISH, read_numeral
from domain.language.quantities_in_text import Amount, counted, leading, tidy
from domain.language.words import lists
from domain.rules.returns import REASONS, Outcome, ReturnKind, ReturnReason

#: Looked for in this order: what is broken may be missing, too.
_REASONS = (
    ReturnReason.EXPIRING,
    ReturnReason.WRONG,
    ReturnReason.BROKEN,
    ReturnReason.QUALITY,
    ReturnReason.SHORT,
)
#: Words of a piece that are no part of a name.
_NO_NAME = (*(each.value for each in _REASONS), "back", "other", "refund", "again", "exchange", "repair", "said")
_GAPS = re.compile(r"[\s,，.。;；:：!！?？、~～]+")
_SPLIT = re.compile(r"[,，、;；:：。!！?？\n]+|\.(?=\s|$)")
_LETTERED = re.compile(r"[a-z]{3}")
_DOZEN = "dozen"
_IN_WORDS = "|".join(sorted(ENGLISH, key=len, reverse=True))
_NUMBER = re.compile(rf"(?<![\w.-])(?P<count>\d{{1,4}}|{_IN_WORDS}|{_DOZEN})\s+(?=[a-z]{{2}})(?!ml\b|kg\b)")
#: A pack that is spoken of apart from its number.
_PACK = re.compile(r"\b(?:cases?|boxes|box|cartons?|trays?)\b")
#: Nobody knows how many these are.
_VAGUE = re.compile(r"\b(?:some|few|several)\b")
#: Longer than this is no sentence about a few goods.
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class SaidWrong:
    """What is said of some goods. ``amount``: as it was typed; ``name``: what is left of the words, perhaps of goods.

    ``only``: the amount is what came, not what is wrong.
    """

    kind: ReturnKind | None = None
    reason: ReturnReason | None = None
    outcome: Outcome | None = None
    amount: str = ""
    only: bool = False
    name: str = ""


def is_to_be_avoided(text: str) -> bool:
    """Whether what it speaks of is not there, or shall not come: ``别发错了``, ``nothing missing``."""
    return _words("not_told").search(tidy(text)) is not None


def is_told(text: str, *, orders_now: bool = False) -> bool:
    """Whether only somebody who has the goods says so: ``红牛破了3罐``, and not ``别发错了``.

    ``orders_now``: they have a cart, so that ``可乐少2箱`` is about that.
    """
    plain, words = tidy(text), ("told",) if orders_now else ("told", "told_without_cart")
    return len(plain) <= LONGEST and any(
        any(_words(each).search(piece) for each in words) and not _words("not_told").search(piece)
        for piece in _SPLIT.split(plain)
    )


def orders_too(text: str, units: Collection[str]) -> bool:
    """Whether goods are ordered beside it: ``红牛破了3罐，再来两箱可乐``."""
    plain = tidy(text)
    begun = [match.end() for match in _words("orders").finditer(plain)]
    return any(amount.start in begun for amount in counted(plain, units))


def claims_in(text: str, units: Collection[str], names_goods: Callable[[str], bool]) -> tuple[SaidWrong, ...]:
    """What a message says of each of the goods it names. ``names_goods``: whether a name is one of what came."""
    plain = tidy(text)
    pieces = [_read(piece, units) for part in _SPLIT.split(plain) for piece in _apart(part, units)]
    found = _folded(pieces, names_goods)
    return tuple(_with_kind(each) for each in _shared(found)) or (_with_kind(SaidWrong()),)


def _apart(part: str, units: Collection[str]) -> Iterator[str]:
    """A part cut at each word between two things that are both counted."""
    for match in _joins().finditer(part):
        before, after = part[: match.start()], part[match.end() :]
        if _names_and_counts(before, units) and _names_and_counts(after, units):
            yield before
            yield from _apart(after, units)
            return
    yield part


def _names_and_counts(part: str, units: Collection[str]) -> bool:
    found = _amounts(part, units)
    rest = part
    for start, end in reversed(found):
        rest = rest[:start] + rest[end:]
    return bool(found) and bool(_GAPS.sub("", rest))


def _read(piece: str, units: Collection[str]) -> SaidWrong:
    """What one piece says."""
    found = next(((each, match) for each in _REASONS if (match := _words(each.value).search(piece))), None)
    reason, place = found or (None, _words("back").search(piece))
    only = _words("only").search(piece)
    bare = _words("adjective").sub(lambda match: " " * len(match[0]), piece)
    amounts = _amounts(bare, units)
    chosen = _chosen(amounts, only or place, behind=only is not None)
    name = bare
    for start, end in reversed(amounts):
        name = f"{name[:start]} {name[end:]}"
    for word in _NO_NAME:
        name = _words(word).sub(" ", name)
    return SaidWrong(
        kind=_kind(piece),
        reason=ReturnReason.SHORT if only and reason is None else reason,
        outcome=_outcome(piece),
        amount=_written(bare, chosen) if chosen else "",
        only=only is not None and chosen is not None,
        name=_GAPS.sub(" ", name).strip(),
    )


def _kind(piece: str) -> ReturnKind | None:
    """That goods go back, or are repaired, where that is said; money back alone does not say so."""
    if _words("repair").search(piece):
        return ReturnKind.REPAIR
    back = _words("back").search(_words("refund").sub(" ", piece))
    new = _words("other").search(_words("resent").sub(" ", piece))
    return ReturnKind.RETURN if back or new else None


def _outcome(piece: str) -> Outcome | None:
    wanted = ((Outcome.REPAIR, "repair"), (Outcome.REPLACEMENT, "again"), (Outcome.REFUND, "refund"))
    return next((each for each, word in wanted if _words(word).search(piece)), None)


def _amounts(piece: str, units: Collection[str]) -> list[tuple[int, int]]:
    """Where exact amounts stand, 1箱3瓶 as one. Where none has a unit, a number of English words, or behind a verb."""
    exact = [each for each in counted(piece, units) if not each.vague]
    if not exact and not _VAGUE.search(piece):
        exact = _numbers(piece) if _LETTERED.search(piece) else _behind_verb(piece)
    runs = [[each.start, each.end] for each in exact[:1]]
    for before, each in pairwise(exact):
        if piece[before.end : each.start].strip(" 零又") == "":
            runs[-1][1] = each.end
        else:
            runs.append([each.start, each.end])
    return [(start, end) for start, end in runs if not _wanted().search(piece[:start])]


def _numbers(piece: str) -> list[Amount]:
    """A number before words of English: ``two red bull``."""
    places = [match.span("count") for match in _NUMBER.finditer(piece)]
    return [Amount(count=Decimal(1), unit="", start=start, end=end) for start, end in places]


def _written(piece: str, chosen: tuple[int, int]) -> str:
    """The amount; a number alone counts the packs that are spoken of: ``2 crushed noodle cases``."""
    amount = " ".join(piece[slice(*chosen)].split())
    if amount == _DOZEN:
        return f"1 {_DOZEN}"
    number = read_numeral(amount) if amount.isascii() else None
    pack = _PACK.search(piece[chosen[1] :]) if number is not None else None
    return " ".join(filter(None, (amount if number is None else f"{number:f}", pack[0] if pack else "")))


def _behind_verb(piece: str) -> list[Amount]:
    """A number alone behind what is wrong: ``红牛少了2``."""
    match = re.search(r"[了退少破坏]\s*(\d{1,4})$", piece)
    found = leading(piece[match.start(1) :], ()) if match else None
    return [found.moved(match.start(1))] if found and match else []


def _chosen(amounts: Sequence[tuple[int, int]], place: re.Match[str] | None, *, behind: bool) -> tuple[int, int] | None:
    """The amount that is meant: the nearest to what is wrong; behind a word like "only", the first there."""
    if place is None or len(amounts) <= 1:
        return next(iter(amounts), None)
    if behind:
        return next((each for each in amounts if each[0] >= place.start()), amounts[-1])
    return min(amounts, key=lambda each: max(each[0] - place.end(), place.start() - each[1], 0))


def _folded(pieces: Sequence[SaidWrong], names_goods: Callable[[str], bool]) -> list[SaidWrong]:
    """The pieces as one claim for each of the goods: what has no name of its own belongs to what was named before."""
    found: list[SaidWrong] = []
    for piece in pieces:
        said = piece if piece.name and names_goods(piece.name) else replace(piece, name="")
        last = found[-1] if found else None
        if last is None or (said.name and last.name):
            if last is not None and not (last.reason or last.amount) and names_goods(f"{last.name} {said.name}"):
                found[-1] = _joined(replace(last, name=f"{last.name} {said.name}"), said)
            else:
                found.append(said)
        elif said.amount and last.amount:
            found.append(replace(said, name=said.name or last.name))
        else:
            found[-1] = _joined(last, said)
    return [each for each in found if each != SaidWrong(outcome=each.outcome, kind=each.kind)] or found[:1]


def _joined(one: SaidWrong, more: SaidWrong) -> SaidWrong:
    """What two pieces say of the same goods; what was said first counts."""
    return SaidWrong(
        kind=one.kind or more.kind,
        reason=one.reason or more.reason,
        outcome=one.outcome or more.outcome,
        amount=one.amount or more.amount,
        only=one.only or (more.only and not one.amount),
        name=one.name or more.name,
    )


def _shared(found: Sequence[SaidWrong]) -> list[SaidWrong]:
    """What is said once counts for all: a reason that follows for those before it, else one that came before."""
    reasons = [each.reason for each in found]
    kind = next((each.kind for each in found if each.kind), None)
    outcome = next((each.outcome for each in found if each.outcome), None)
    made = []
    for at, each in enumerate(found):
        later = next((reason for reason in reasons[at:] if reason), None)
        before = next((reason for reason in reversed(reasons[:at]) if reason), None)
        reason = each.reason or (before or later if kind is None else None)
        made.append(replace(each, reason=reason, kind=each.kind or kind, outcome=each.outcome or outcome))
    return made


def _with_kind(said: SaidWrong) -> SaidWrong:
    """Goods that are not there cannot go back; what is only wrong is claimed for."""
    if said.outcome is Outcome.REPAIR:
        said = replace(said, kind=ReturnKind.REPAIR)
    if said.reason is ReturnReason.SHORT:
        return replace(said, kind=ReturnKind.CLAIM)
    kind = said.kind or (ReturnKind.CLAIM if said.reason else None)
    reason = said.reason if kind is None or said.reason in REASONS[kind] else None
    return replace(said, kind=kind, reason=reason)


def days_ago(text: str) -> int | None:
    """How many days ago the goods that are meant came or were ordered, where a sentence says so."""
    found = [at for at, each in enumerate(_days()) if each.search(tidy(text))]
    return max((at % _DAYS for at in found), default=None)


def speaks_of_last(text: str) -> bool:
    """Whether the last order is meant."""
    return _words("last").search(tidy(text)) is not None


def order_in(text: str, units: Collection[str]) -> str:
    """An order's number where it is called one: ``订单42里的``, ``42号单``, ``order 42``; else nothing."""
    plain = tidy(text)
    counts = {each.start for each in counted(plain, units)}
    found = ((match, match.lastgroup or "") for match in _order().finditer(plain))
    return next((match[group] for match, group in found if match.start(group) not in counts), "")


#: Today, yesterday, the day before.
_DAYS = 3


@cache
def _days() -> tuple[re.Pattern[str], ...]:
    return lists.patterns("returns", "days_ago")


@cache
def _order() -> re.Pattern[str]:
    called, behind = lists.pattern("returns", "order_called"), lists.pattern("returns", "order_behind")
    number = r"(?:d?\d{8}[-_ ]?\d{1,6}|\d{4}-\d{1,6}|\d{1,6})"
    return re.compile(
        rf"(?:{called})\s*#?\s*(?P<called>{number})(?!\d)|(?<![\d.])(?P<behind>{number})\s*(?:{behind})|"
        r"(?<![a-z0-9.])(?P<sure>d\d{8}-\d{1,6}|\d{4}-\d{4}|0\d{3})(?!\d)",
        re.IGNORECASE,
    )


def without_order(text: str) -> str:
    """A text without the number of its order."""
    return _order().sub(" ", tidy(text))


@cache
def _wanted() -> re.Pattern[str]:
    return re.compile(rf"(?:{lists.pattern('returns', 'wanted')})[\s个]*$", re.IGNORECASE)


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"{lists.pattern('returns', 'joins')}|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(lists.pattern("returns", key), re.IGNORECASE)
