"""Splits a part of a message into names and amounts: ``可乐10箱雪璃5箱`` holds two of each."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from domain.language.quantities_in_text import Amount
from domain.language.words.lists import pattern, words
from domain.order_text.corrections import Correction, corrections_in, takes_back
from domain.order_text.result import Act

_FILLING = "|".join(sorted(words("courtesies", "filling"), key=len, reverse=True))
_BEFORE = re.compile(
    rf"^(?:@\S+\s|{pattern('courtesies', 'before')}|{_FILLING}|[\s:,.\-=+/()~!>])+(?!(?<=[a-z])[a-z\d])"
)
_AFTER = re.compile(rf"(?:{pattern('courtesies', 'after')}|[\s:,.\-×=+/()~!<…?])+$")
_EACH_BEFORE = re.compile(pattern("courtesies", "each_before"))
_EACH_AFTER = re.compile(rf"^\s*(?:{pattern('courtesies', 'each_after')})(?:\s*(?:of))?")
_OF = re.compile(r"^\s*of\s+(?=[a-z0-9])")
_TOGETHER = re.compile(pattern("courtesies", "together"))
_CLOSE = re.compile(rf"^(?:{pattern('courtesies', 'close')})?$")
_GIFT = re.compile(rf"^[\s,]*(?:{pattern('courtesies', 'gift')})\s*$")
#: What holds others.
_OUTER = frozenset(words("courtesies", "outer"))
_ABOUT = re.compile(pattern("courtesies", "about"))
_PAST = re.compile(pattern("courtesies", "past"))
_HAVE = re.compile(pattern("courtesies", "have"))
_JOINING = re.compile(rf"^[\s,，、/+]+|[\s,，、/+]*(?:{pattern('courtesies', 'joining')}|&)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A name with its amounts, if it has any, and the words both came from.

    ``tail``: words behind the amount, which may belong to the name or be another. ``act``: the word of change said.
    ``each``: the amount is meant for every one of the names; ``leads``: it stands before them.
    ``unsure``: said as a guess or a question. ``more``: on top of what was ordered of it.
    ``row``: it comes from a sheet. ``only_asks``: a question, which orders nothing unless an amount follows.
    ``instead``: what was said before it is taken back. ``restated``: the amount said again in brackets.
    ``tail_act``: a word of change said about the tail. ``place``: the line of the message it stands in.
    ``heads``: it stands before a colon, over what follows. ``every``: every kind of it is meant, or so many;
    ``matrix``: in every way they differ.
    ``known``: the SKU, where the words leave no doubt. ``same``: a value that takes the amounts just said;
    ``for_all``: one that all of the goods are to have.
    """

    said: str
    name: str
    tail: str = ""
    tail_act: Act | None = None
    amounts: tuple[Amount, ...] = ()
    act: Act | None = None
    each: bool = False
    leads: bool = False
    unsure: bool = False
    more: bool = False
    row: bool = False
    only_asks: bool = False
    instead: bool = False
    restated: tuple[Amount, ...] = ()
    place: int = 0
    heads: bool = False
    every: int | None = None
    matrix: bool = False
    known: int | None = None
    same: bool = False
    for_all: bool = False

    def counted(self, count: Decimal, unit: str) -> "Piece":
        """The same, so many of it."""
        return replace(self, amounts=(Amount(count=count, unit=unit, start=0, end=0),))

    def each_alone(self) -> "Piece":
        """The same, so many of each of several: ``each`` is no unit of theirs."""
        return replace(self, amounts=tuple(replace(amount, unit="") for amount in self.amounts), each=True)

    @property
    def unit(self) -> str:
        """What the first amount counts in."""
        return self.amounts[0].unit if self.amounts else ""


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name without the courtesies around it."""
    return _AFTER.sub("", _BEFORE.sub("", name.strip())).strip()


def without_past(text: str) -> str:
    """A tidied text without the words that tell of the past."""
    return _PAST.sub(" ", text)


def courtesies(text: str) -> int:
    """How much of a tidied text is courtesies before its first word."""
    match = _BEFORE.match(text)
    return match.end() if match else 0


def courtesies_behind(text: str) -> int:
    """Where the courtesies begin that end a tidied text."""
    match = _AFTER.search(text)
    return match.start() if match else len(text)


def pieces_of(
    said: str, text: str, amounts: Sequence[Amount], is_name: Callable[[str], bool] = lambda _: False
) -> Iterator[Piece]:
    """The pieces of a tidied text with its amounts; ``said`` are the words as written.

    ``is_name``: whether goods are called just so, so that nothing in it is a word of change: 卡扣.
    """
    said = said if len(said) == len(text) else text
    unsure = bool(_ABOUT.search(text) or _PAST.search(text) or (amounts and _HAVE.search(text)))
    text = _ABOUT.sub(_spaces, text)
    groups, gone, doubt = _groups(text, amounts)
    text = _blank(text, gone)
    words = [word for word in corrections_in(text) if not is_name(_around(text, word, amounts))]
    if not groups:
        yield _piece(said, text, words, (0, len(text)), ())
        return
    spans, crossed = _spans(text, groups, words)
    for span, group in zip(spans, groups, strict=True):
        piece = _piece(_JOINING.sub("", said[slice(*span)]), text, words, span, tuple(group))
        if span is spans[-1] and span[1] < len(text):
            piece = _with_tail(piece, text, words, span[1], said)
        leads = _is_empty(text, span[0], group[0].start, words)
        rough = any(amount.rough for amount in group)
        yield replace(piece, unsure=unsure or doubt or crossed or rough, leads=leads)


def _spans(
    text: str, groups: Sequence[Sequence[Amount]], words: Sequence[Correction]
) -> tuple[list[tuple[int, int]], bool]:
    """What belongs to each amount: the words before it, or from an amount without any on, those behind it.

    And whether the last amount found no words, so that nobody knows which belong to which.
    """
    spans: list[tuple[int, int]] = []
    before, leads = 0, False
    for position, group in enumerate(groups):
        leads = leads or _is_empty(text, before, group[0].start, words) or bool(_OF.match(text[group[-1].end :]))
        following = groups[position + 1][0].start if position + 1 < len(groups) else len(text)
        if leads and _is_empty(text, group[-1].end, following, words):
            leads = bool(position) and position + 1 < len(groups) and leads
            spans.append((before, group[-1].end))
            before = group[-1].end
            continue
        end = following if leads else group[-1].end
        spans.append((before if not leads or not spans else max(before, spans[-1][1]), end))
        before = end
    crossed = leads and len(groups) > 1 and _is_empty(text, groups[-1][-1].end, len(text), words)
    return spans, crossed


def _around(text: str, word: Correction, amounts: Sequence[Amount]) -> str:
    """What stands between the amounts before and behind a word of change."""
    start = max((amount.end for amount in amounts if amount.end <= word.start), default=0)
    end = min((amount.start for amount in amounts if amount.start >= word.end), default=len(text))
    return plain_name(text[start:end])


def _is_empty(text: str, start: int, end: int, words: Sequence[Correction]) -> bool:
    """Whether a stretch names nothing."""
    inside = [(word.start - start, word.end - start) for word in words if start <= word.start and word.end <= end]
    return not plain_name(_EACH_BEFORE.sub("", _EACH_AFTER.sub("", _blank(text[start:end], inside))))


def _with_tail(piece: Piece, text: str, words: Sequence[Correction], end: int, said: str) -> Piece:
    """What stands behind the last amount: ``each``, a word of change, or another name."""
    rest = text[end:]
    if each := _EACH_AFTER.match(rest):
        rest = " " * each.end() + rest[each.end() :]
    tail = _blank(rest, [(word.start - end, word.end - end) for word in words if word.start >= end])
    piece = replace(piece, tail=tail, each=piece.each or bool(each))
    return _with_tail_words(piece, words, end, said)


def _with_tail_words(piece: Piece, words: Sequence[Correction], end: int, said: str) -> Piece:
    """Words of change behind the amount belong to it where nothing else follows: ``可乐8箱就行``."""
    behind = next((word for word in words if word.start >= end), None)
    if behind is None:
        return piece
    if plain_name(piece.tail):
        return replace(piece, tail_act=behind.act)
    whole = f"{piece.said}{said[end:].rstrip()}"
    return replace(piece, act=behind.act, said=whole, tail="", amounts=() if behind.act is Act.DROP else piece.amounts)


def _piece(
    said: str, text: str, words: Sequence[Correction], span: tuple[int, int], group: tuple[Amount, ...]
) -> Piece:
    start, end = span
    inside = [word for word in words if start <= word.start and word.end <= end]
    gone = [(word.start - start, word.end - start) for word in inside]
    gone += [(amount.start - start, amount.end - start) for amount in group]
    region = _blank(text[start:end], gone)
    each = False
    if group:
        before, after = region[: group[0].start - start], region[group[-1].end - start :]
        each = bool(_EACH_BEFORE.search(before) or _EACH_AFTER.search(after))
        if each:
            before, after = _EACH_BEFORE.sub("", before), _EACH_AFTER.sub("", after)
        region = f"{before if plain_name(before) else ''} {after}"
    acts = [word.act for word in inside]
    act = next((act for act in (Act.DROP, Act.SET, Act.LESS, Act.ADD) if act in acts), None)
    more = any(
        (word.act is Act.ADD and word.start > start + courtesies(text[start:end]))
        or "再" in text[word.start : word.end]
        for word in inside
        if word.act is Act.ADD
    )
    instead = any(word.act is Act.SET and takes_back(text, word) for word in inside)
    return Piece(said=said, name=region, amounts=group, act=act, each=each, more=more, instead=instead)


def _groups(text: str, amounts: Sequence[Amount]) -> tuple[list[list[Amount]], list[tuple[int, int]], bool]:
    """Amounts that belong together, such as ``2箱6瓶``; where those stand that only come with another.

    And whether nobody can tell for certain.
    """
    groups: list[list[Amount]] = []
    gone: list[tuple[int, int]] = []
    doubt = False
    leads = bool(amounts) and not plain_name(text[: amounts[0].start])
    for amount in amounts:
        last = groups[-1][-1] if groups else None
        gap = text[last.end : amount.start] if last else "-"
        same = last is not None and amount.unit in {"", *(each.unit for each in groups[-1])}
        if last and not gap.strip() and text[amount.start] in "×x":
            doubt = True
            kept, other = (amount, last) if amount.unit in _OUTER else (last, amount)
            groups[-1] = [kept]
            gone.append((other.start, other.end))
        elif last and (_GIFT.match(gap) or (same and "+" in gap and _TOGETHER.match(gap))):
            doubt = True
            gone.append((last.end, amount.end))
        elif last and same and gap.isspace() and len(gap) > 1 and leads:
            doubt = True
            groups[-1] = [replace(last, count=last.count + amount.count)]
            gone.append((amount.start, amount.end))
        elif last and not same and _TOGETHER.match(gap) and (_CLOSE.match(gap) or leads or _is_last(text, amount)):
            groups[-1].append(amount)
        else:
            groups.append([amount])
    dangling = any(len(group) > 1 for group in groups) and amounts and not _is_last(text, amounts[-1])
    return groups, gone, doubt or (bool(dangling) and not leads)


def _is_last(text: str, amount: Amount) -> bool:
    """Whether an amount ends the text, but for courtesies."""
    return not plain_name(text[amount.end :])


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())
