"""Words that change what was ordered: 改成, 不要, 加, 减, 换成, 老样子; and where in a text they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.rules.reading import Act

_COUNT = r"\s*(?=[\d零一二两三四五六七八九十半俩几×]|an?\b|one\b|two\b|three\b)"
#: What was said is taken back, and something else follows.
_WRONG = (
    r"不对|不是|搞错了?|说错了?|写错了?|打错了?|(?<!送)(?<!发)错了|[哦啊]不(?=[\s,]|\d)|(?:等一?下|等等|慢着)(?=[\s,])|"
    r"算了(?=[\s,])|\bno,?\s+(?=make)|\bactually\b"
)
_DROP = (
    r"(?:就|先|也)?(?:不要|别要|不用|不需要|不订|不拿|别送|先别|别上)(?:再)?(?:送|上|来|发)?(?:了|啦)?|"
    r"(?:把\s*)?(?:去掉|取消|删掉|删除|删了|撤掉|拿掉|划掉|免了|算了(?!\s))|"
    r"\b(?:remove|cancel|delete|drop|without|skip|except(?:\s+for)?|no\s+more|don'?t\s+(?:want|"
    r"need|send))\b|\bno\b(?!\.?\s*\d)"
)
_SET = (
    rf"更?改(?:成|为|到|回)?|变成|变为|调(?:整)?(?:成|为|到)|[加减]到|换成{_COUNT}|只(?:要|来|订|拿|"
    rf"送|需)?{_COUNT}|(?<!有)(?<!货)就(?:要|来){_COUNT}|"
    rf"就(?:行|好|够|可以)了?|(?:啊|哦|哎|呃|额)?(?:{_WRONG})(?:[\s,]*(?:应该)?是)?|"
    rf"应该是|更正(?:为)?|→|[-=]+>|"
    rf"\bmake(?:\s+(?:it|that))?\b|\bchange\b|\bonly\b|\binstead(?:\s+of\s+(?:the\s+)?\d+(?:\s+(?:cases?|boxes|bottles?|cans?))?)?\b|"
    rf"\bsorry\b|\bto\b{_COUNT}"
)
_ADD = (
    rf"(?:还?要|我)?再(?:加|来|要|订|送|给|拿|上)?|多(?:加|来|要|拿|送){_COUNT}|追加|(?:外|另|还|又|"
    rf"再)?加(?:上)?{_COUNT}|\b(?:add|more|extra|additional)\b|\banother\b"
)
_WORDS: tuple[tuple[Act, str], ...] = (
    (Act.DROP, _DROP),
    (Act.SET, _SET),
    (Act.LESS, rf"减(?:少|去|掉)?{_COUNT}|(?:少|扣)(?:来|送|要|拿|订|发)?{_COUNT}|\b(?:less|fewer|minus)\b"),
    (Act.ADD, _ADD),
)
_ANY = re.compile("|".join(f"(?P<{act.name}>{words})" for act, words in _WORDS))
_SORRY = re.compile(
    r"^(?:啊|哦|哎呀?|呃|额|等等|等下|那个|[\s,.])*(?:不对|不是|搞错了?|说错了?|写错了?|打错了?|错了|哦不|啊不|不不|等一?下|"
    r"等等|更正|sorry|no|wait|oops|actually)[\s,.!啊哦]*$"
)
_INSTEAD = re.compile(
    r"^(?:把|将)?(?P<old>.*?\S)?\s*(?:换成|换为|改成|改为|换|替换成)\s*(?P<new>\S.*)$|^(?:change|swap|"
    r"replace)\s+(?P<old2>.+?)\s+(?:to|for|with|by)\s+(?P<new2>.+)$"
)
_SORRY_BEHIND = re.compile(rf"[\s,]*(?:啊|哦|哎呀?|呃)?(?:{_WRONG})[\s啊哦了]*$")
_TAKEN_BACK = re.compile(_WRONG)
_DROPPED = re.compile(r"(?<=\S)(?:就|先|也)?(?:不要|不用|不需要|不订|不拿|去掉|取消)了?(?:\s+|(?=[再加换]))")
_AGAIN = re.compile(
    r"(?:还是|就|我要|来个|来份)?\s*(?:老样子|老规矩|照旧|照(?:着)?(?:上次|老样子|旧)(?:的|那样|一样)?|"
    r"(?:跟|和|同|与|按|按照)?上(?:次|回|一?单|个?月)(?:的|订的|要的|那)?(?:一样|一摸一样|一模一样|"
    r"那样|那些|相同)(?:的)?|同上次|"
    r"上(?:次|回)的?(?:单子?|订单)?再来一?[份遍次单]|再来一单|再来一份(?:上次的)?|"
    r"一样的?再来一?[份单]?)(?:就?行|就?好|来|再来|要|送|给我)*(?:一[份单遍次])?|"
    r"\b(?:the\s+)?same\s+(?:order\s+)?(?:as|like)\s+(?:the\s+)?(?:last\s+(?:time|order|week)|before|"
    r"always|usual)\b|\bsame\s+again\b|\b(?:the\s+)?(?:same|usual)\s+order\b|"
    r"\brepeat\s+(?:my\s+)?(?:the\s+)?(?:last\s+)?order\b|\bthe\s+usual\b"
)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word of change and where in the tidied text it stands."""

    act: Act
    start: int
    end: int


def corrections_in(text: str) -> list[Correction]:
    """Every word of change in a tidied text, first to last."""
    return list(_found(text))


def is_sorry(text: str) -> bool:
    """Whether a tidied text only takes back what was said before: ``不对``."""
    return bool(_SORRY.match(text))


def instead(text: str) -> tuple[str, str] | None:
    """The one and the other in ``芬达换成七喜``."""
    match = _INSTEAD.match(text)
    if match is None:
        return None
    return (match["old"] or "", match["new"]) if match["new"] else (match["old2"], match["new2"])


def sorry_behind(text: str) -> int | None:
    """Where the words begin that take back a tidied text at its end: ``脉动桃5箱 不对``."""
    match = _SORRY_BEHIND.search(text)
    return match.start() if match and text[: match.start()].strip() else None


def takes_back(text: str, word: Correction) -> bool:
    """Whether a word of change in a tidied text takes back what was said before it."""
    match = _TAKEN_BACK.search(text, word.start)
    return match is not None and match.start() < word.end


def after_drop(text: str) -> int | None:
    """Where the next thing begins in ``芬达不要了 再加2箱零度``; nothing where nothing is taken out before it."""
    match = _DROPPED.search(text)
    return match.end() if match and match.end() < len(text) else None


def again_in(text: str) -> tuple[int, int] | None:
    """Where a tidied text asks for the same as last time."""
    match = _AGAIN.search(text)
    return match.span() if match else None


def _found(text: str) -> Iterator[Correction]:
    for match in _ANY.finditer(text):
        act = next(act for act, _ in _WORDS if match[act.name])
        yield Correction(act=act, start=match.start(), end=match.end())
