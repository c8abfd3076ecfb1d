"""Ranges of values in a name, ``39到42码``, ``S-XL``, and counts along them: ``39-44：1 2 3 3 2 1``."""

import re
from dataclasses import dataclass

from domain.language.letter_sizes import LETTER_SIZES, between
from domain.language.quantities_in_text import tidy

_TO = r"\s*(?:-|~|—|–|～|到|至|\bto\b)\s*"
_NUMBERS = re.compile(
    rf"(?<![\d.a-z×/])(?P<low>\d{{1,3}})(?P<unit>[\u3400-\u9fff]{{0,2}}){_TO}(?P<high>\d{{1,3}})(?![\d.×/])"
)
#: The same with a letter: 70B到80B.
_LETTERED = re.compile(rf"(?<![\d.a-z×/])(?P<low>\d{{2,3}})(?P<unit>[a-f]){_TO}(?P<high>\d{{2,3}})(?P=unit)(?![\da-z])")
_SIZES = re.compile(rf"(?<![a-z\d])(?P<low>{LETTER_SIZES})(?P<unit>[码号]?){_TO}(?P<high>{LETTER_SIZES})(?![a-z\d])")
_VALUE = rf"(?:\d{{1,3}}[a-f]?|{LETTER_SIZES})[码号]?"
_GAP = r"(?:\s*[/,，、]\s*|\s+)"
#: Values in a row, and as many numbers behind them.
_ROW = rf"(?P<values>(?<![a-z\d.])(?:{_VALUE}{_GAP})+{_VALUE})"
_COUNTS = rf"(?P<counts>\d{{1,4}}(?:{_GAP}\d{{1,4}})+)(?=\s*$)"
_ALONG = re.compile(rf"{_ROW}\s*(?:[:：=]|配比?|各)\s*{_COUNTS}")
_SLASHED = re.compile(
    rf"(?P<values>(?<![a-z\d.])(?:(?:{_VALUE}/)+{_VALUE}|(?:{_VALUE}\s+)+{_VALUE}(?=\s+\d+/)))\s+(?P<counts>\d{{1,4}}(?:/\d{{1,4}})+)(?=\s*$)"
)
#: A value, a stroke and a number, several times: ``30/2 31/4``.
_STROKES = re.compile(rf"(?<![a-z\d./×])(?P<pairs>{_VALUE}/\d{{1,3}}(?:[\s,，、]+{_VALUE}/\d{{1,3}})+)(?=\s*$)")
#: A value, a colon and a number, several times: ``M:2 L:3``.
_EACH_COLON = re.compile(rf"(?<![a-z\d:])({_VALUE})\s*[:：=]\s*(?=\d{{1,4}}(?![\d:：]))")
#: A value and a smaller number behind it, at least twice: ``28 2 29 3 30 1``.
_TURNS = re.compile(
    r"(?:(?<=[\u3400-\u9fff])|(?<=[\u3400-\u9fff\da-z]\s))(?P<pairs>\d{2,4}\s+\d{1,3}(?:\s+\d{2,4}\s+\d{1,3})+)$"
)
#: Values in a row over several labels with counts of their own: ``S M L 黄:1 2 1 灰:1 1 1``.
_LABEL, _SO_MANY = r"[\u3400-\u9fff]{1,4}", rf"\d{{1,4}}(?:{_GAP}\d{{1,4}})+"
_LABELLED = re.compile(rf"({_LABEL})\s*[:：]\s*({_SO_MANY})")
_OVER = re.compile(rf"{_ROW}\s+(?P<rows>(?:{_LABEL}\s*[:：]\s*{_SO_MANY}\s*){{2,}})$")
#: Sizes with counts of their own behind a word for each of what stands before it: ``黑 白 各M3盒L3盒``.
_SIZE = rf"(?:{LETTER_SIZES})[码号]?"
_EACH_SIZED = re.compile(
    rf"^(?P<head>.*[\u3400-\u9fff].*?)\s*各\s*(?P<sized>(?:{_SIZE}\s*×?\s*\d{{1,4}}\s?[\u3400-\u9fff]?[\s,，、]*){{2,}})$"
)
_SIZED = re.compile(rf"({_SIZE})\s*×?\s*(\d{{1,4}}\s?[\u3400-\u9fff]?)")
#: Sizes glued to their counts, perhaps with one unit behind all of them: ``M5L5XL5条``.
_GLUED = re.compile(rf"(?<![a-z\d.])(?P<sized>(?:(?:{_SIZE})\d{{1,3}}[\s,，、/]*){{2,}})(?P<unit>[\u3400-\u9fff]?)$")
_GLUED_ONE = re.compile(rf"({_SIZE})(\d{{1,3}})")
#: In a line longer than this nobody sets counts along values; looking for them would take seconds.
_LINE_LONGEST = 400
#: More steps than this are no range of sizes.
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Spread:
    """A text with its range spread out; ``inner``: the values between the two ends, which need not exist."""

    text: str
    inner: frozenset[str] = frozenset()


def spread_out(text: str) -> Spread:
    """A tidied text in which the first range is spread out to each value."""
    for pattern, every in ((_LETTERED, _numbers), (_NUMBERS, _numbers), (_SIZES, between)):
        match = pattern.search(text)
        values = every(match["low"], match["high"]) if match else ()
        if match and len(values) > 1:
            unit = match["unit"]
            spread = " ".join(f"{value}{unit}" for value in values)
            whole = f"{text[: match.start()]} {spread}{text[match.end() :]}"
            inner = values[1:-1] if pattern is not _LETTERED else (f"{value}{unit}" for value in values[1:-1])
            return Spread(whole.strip(), frozenset(inner))
    return Spread(text)


def with_counts(line: str) -> str:
    """A line with a number behind each value it is meant for, where as many stand along a row of values."""
    if len(line) > _LINE_LONGEST:
        return line
    text = tidy(line)
    if pairs := _with_strokes(text):
        return pairs
    spread = spread_out(text).text
    if match := _ALONG.search(spread) or _SLASHED.search(spread):
        values, counts = (re.split(_GAP, match[part]) for part in ("values", "counts"))
        if len(values) == len(counts):
            along = " ".join(f"{value}×{count}" for value, count in zip(values, counts, strict=True))
            return f"{spread[: match.start()]}{along}"
    if match := _EACH_SIZED.match(text):
        return "，".join(f"{match['head']} {size}各{count}" for size, count in _SIZED.findall(match["sized"]))
    if (match := _GLUED.search(text)) and (match["unit"] or not re.search(r"[\s,，、/]", match["sized"].strip())):
        along = " ".join(f"{size}×{count}{match['unit']}" for size, count in _GLUED_ONE.findall(match["sized"]))
        return f"{text[: match.start()]} {along}"
    if turns := _over(spread) or _in_turn(spread):
        return turns
    return _EACH_COLON.sub(r"\1×", text) if len(_EACH_COLON.findall(text)) > 1 else line


def _with_strokes(text: str) -> str:
    """A text that ends in values with a count behind a stroke, each smaller than all of the values; else nothing."""
    match = _STROKES.search(text)
    pairs = [pair.split("/") for pair in re.split(r"[\s,，、]+", match["pairs"])] if match else []
    values, counts = [value for value, _ in pairs], [int(count) for _, count in pairs]
    numbers = [int(value) for value in values if value.isdecimal()]
    if match is None or len(set(values)) < len(values) or (numbers and max(counts) >= min(numbers)):
        return ""
    along = " ".join(f"{value}×{count}" for value, count in pairs)
    return f"{text[: match.start()]} {along}"


def _over(text: str) -> str:
    """A text with values over several rows of counts, as one part a row; nothing where it holds none."""
    match = _OVER.search(text)
    values = re.split(_GAP, match["values"]) if match else []
    rows = [(label, re.split(_GAP, counts)) for label, counts in _LABELLED.findall(match["rows"])] if match else []
    if match is None or any(len(counts) != len(values) for _, counts in rows):
        return ""
    head = text[: match.start()].strip()
    along = (" ".join(map("×".join, zip(values, counts, strict=True))) for _, counts in rows)
    return "，".join(f"{head} {label} {each}" for (label, _), each in zip(rows, along, strict=True))


def _in_turn(text: str) -> str:
    """A text that ends in values and counts in turn, each count smaller than all of the values; else nothing."""
    match = _TURNS.search(text.rstrip())
    numbers = match["pairs"].split() if match else []
    values, counts = numbers[::2], numbers[1::2]
    if match is None or len(set(values)) < len(values) or max(map(int, counts)) >= min(map(int, values)):
        return ""
    pairs = " ".join(f"{value}×{count}" for value, count in zip(values, counts, strict=True))
    return f"{text[: match.start()]} {pairs}"


def _numbers(low: str, high: str) -> tuple[str, ...]:
    first, last = int(low), int(high)
    return tuple(map(str, range(first, last + 1))) if 0 < last - first <= _LONGEST else ()
