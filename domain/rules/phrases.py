"""A part of a message taken apart into names and amounts: ``可乐10箱雪璃5箱`` holds two of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.rules.corrections import Correction, corrections_in, takes_back
from domain.rules.counting import Amount
from domain.rules.reading import Act

_FILLING = (
    "老板娘 老板 还有没有 有没有 有吗 找一下 找 搜 查一下 想问下 想问 请问 你好 您好 麻烦你 麻烦 帮忙 "
    "请 帮我 帮 给我们 给我 给 我们 我 咱们 咱 想要 想 "
    "要 订 定 再来 再要 再 来 还要 还有 还 另外 另 然后 顺便 外加 加上 下单 安排 送 发 拿 上 下 配 补 "
    "进 把 将 但是 但 不过 其中 其他 别的 嗯 呃 额 哦 啊 哎 那个 那 然后 还 搞 整 弄 走 捎 带 叫 报 留 "
    "对了 哦对 对 喂 你 记一下 记下 记 吧 嘛 呗 哈 是 换成 换 实际 "
    "送货 发货 有就 有货就 有的话 如果有 头家 boss 麻烦下 下货单 货单 单子 报单 补货 要货 报货 下单 n if yes so "
    "唔该 俾我 俾 攞 嚟 仲要 仲 恁 俺 老板儿 老板们 那就 就要 顺便问下 还是要 还是 "
    "能不能 能否 能 可不可以 可以 可否 看看 看一下 看下 看 "
    "下面 以下 以上 上面 这些 这次 这回 今天 本次 的 个 点 和 跟 与 及 也 先 共 就 只 "
    "hello hi hey please pls need want(?!\\s+want) add order and also plus but with of the some it that for to more "
    "me us you take get have i we"
)
_BEFORE = re.compile(
    r"^(?:@\S+\s|[\u3400-\u9fff]?[哥姐总](?=[\s,]|$)|加(?![多碘州厚长浓])|i'?ll\s+(?:have|take)|"
    r"i'?d\s+like|(?:can|could|would)\s+u\s+(?:send|get|add|bring)|(?:can|could)\s+(?:i|we)\s+(?:have|get)|(?:can|could|"
    r"would)\s+you\s+(?:please\s+)?(?:send|get|add|order|bring)|(?:i|we)\s+(?:want|need)|"
    r"give\s+me|get\s+me|send(?:\s+(?:me|us))?|cases?\s+of|"
    + "|".join(sorted(_FILLING.split(), key=len, reverse=True))
    + r"|[\s:,.\-=+/()~!>])+(?![a-z])"
)
_AFTER = re.compile(
    r"(?:多少钱|什么价格?|怎么卖|价格|还有货吗|还有吗|还有没有|有没有|就这些|就这样|这些|有货吗|有吗|吗|\?|谢谢|多谢|吧|哦|啊|呢|哈|呀|了|的|"
    r"还有|另外|然后|以及|还要|再来|再要|能送吗|行吗|好吗|可以吗|留|送|拿|发|搬|配|上|"
    r"嘛|呗|嚟|同样|同|咯|喽|哈|那种|就行|就好|对了|吧|"
    r"过来|来|要|给我|先|也|和|跟|与|及|都|就|订|再|"
    r"(?<![a-z])(?:thank\s*you|thanks|please|pls|instead|of|and|the|to|more|now|x)|[\s:,.\-×=+/()~!<…])+$"
)
_EACH_BEFORE = re.compile(
    r"(?:各自?|每样|每种|每个(?:口味|品种)?|分别|均|一样(?:都)?|都)(?:来|要|给|拿|送|订|上|给我|"
    r"再)*\s*$|\b(?:each|all)\s*(?:of\s+them)?\s*$"
)
_EACH_AFTER = re.compile(r"^\s*(?:each(?:\s+of)?|apiece|各)(?:\s*(?:of))?")
_OF = re.compile(r"^\s*of\s+(?=[a-z0-9])")
_TOGETHER = re.compile(r"^[\s,零又和+&加]*$|^\s*and\s*$")
_CLOSE = re.compile(r"^[零又]?$")
_GIFT = re.compile(r"^[\s,]*(?:再?送|赠送?|搭赠?|免费)\s*$")
#: What holds others.
_OUTER = frozenset({"箱", "件", "case", "cases", "carton", "ctn"})
_ABOUT = re.compile(
    r"\bif\s+(?:available|in\s+stock)\b|大概|大约|差不多|左右|上下|估计|可能|或者?|\b(?:about|around|roughly|maybe|approx\w*|or)\b"
)
_PAST = re.compile(r"上次|上回|昨天|前天|漏[发送]|少[发送]了|欠|\b(?:yesterday|missing)\b")
_HAVE = re.compile(r"有.*(?:吗|没有?)\s*$|还有货")
_JOINING = re.compile(r"^[\s,，、/+]+|[\s,，、/+]*(?:\b(?:and|plus)|和|还有|再来|再要|&)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A name with its amounts, if it has any, and the words both came from.

    ``tail``: words behind the amount, which may belong to the name or be another. ``act``: the word of change said.
    ``each``: the amount is meant for every one of the names; ``leads``: it stands before them.
    ``unsure``: said as a guess or a question. ``more``: on top of what was ordered of it.
    ``row``: it comes from a sheet. ``only_asks``: a question, which orders nothing unless an amount follows.
    ``instead``: what was said before it is taken back. ``restated``: the amount said again in brackets.
    ``tail_act``: a word of change said about the tail. ``place``: the line of the message it stands in.
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

    @property
    def unit(self) -> str:
        """What the first amount counts in."""
        return self.amounts[0].unit if self.amounts else ""


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name without the courtesies around it."""
    return _AFTER.sub("", _BEFORE.sub("", name.strip())).strip()


def courtesies(text: str) -> int:
    """How much of a tidied text is courtesies before its first word."""
    match = _BEFORE.match(text)
    return match.end() if match else 0


def pieces_of(said: str, text: str, amounts: Sequence[Amount]) -> Iterator[Piece]:
    """The pieces of a tidied text with its amounts; ``said`` are the words as written."""
    said = said if len(said) == len(text) else text
    unsure = bool(_ABOUT.search(text) or _PAST.search(text) or (amounts and _HAVE.search(text)))
    text = _ABOUT.sub(_spaces, text)
    groups, gone, doubt = _groups(text, amounts)
    text = _blank(text, gone)
    words = corrections_in(text)
    if not groups:
        yield _piece(said, text, words, (0, len(text)), ())
        return
    spans, crossed = _spans(text, groups, words)
    for span, group in zip(spans, groups, strict=True):
        piece = _piece(_JOINING.sub("", said[slice(*span)]), text, words, span, tuple(group))
        if span is spans[-1] and span[1] < len(text):
            piece = _with_tail(piece, text, words, span[1], said)
        leads = _is_empty(text, span[0], group[0].start, words)
        yield replace(piece, unsure=unsure or doubt or crossed, leads=leads)


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
        region = f"{before} {after}"
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
        elif last and not same and _TOGETHER.match(gap) and (_CLOSE.match(gap) or _is_last(text, amount)):
            groups[-1].append(amount)
        else:
            groups.append([amount])
    dangling = any(len(group) > 1 for group in groups) and amounts and not _is_last(text, amounts[-1])
    return groups, gone, doubt or bool(dangling)


def _is_last(text: str, amount: Amount) -> bool:
    """Whether an amount ends the text, but for courtesies."""
    return not plain_name(text[amount.end :])


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())
