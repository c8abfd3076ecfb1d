"""Splits a message at lines, commas, bullets and numbering."""

import re

from domain.language.emoticons import without_faces
from domain.language.english import plain_english
from domain.language.numerals import ENGLISH, read_numeral
from domain.language.sizes import IN_LETTERS
from domain.language.units import KNOWN, is_weight, singular

#: More parts than this are no chat message.
MOST = 300

_BULLET = re.compile(
    r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}\s*[.．、)）](?!\d)|\d{1,2}[:：](?=\D)|[①-⒛]|[-–—]\s|[•·●○■□▪√☑✓✔★☆◆※]|"
    r"[一二三四五六七八九十]{1,3}、)\s*"
)
_DRESS = re.compile(r"[\ufe0e\ufe0f\u20e3\u200b-\u200f\u2060\ufeff\U0001f3fb-\U0001f3ff]")
#: Little pictures, but for the crosses that mean times and the ticks that begin a line.
_PICTURES = re.compile(r"[\U0001f300-\U0001faff\u2600-\u2604\u2615-\u26ff\u2728\u2757\u2764\u2795-\u2797\u2b50]")
_LEADERS = re.compile(r"[.。·…]{2,}|[…⋯]|[-—–_=~～]{2,}(?!>)")
_INLINE = re.compile(r"(?<=[\s箱件瓶罐袋包盒桶提条个])(\d{1,2})[.．、)）](?=[^\d\s])")
_CIRCLED = re.compile(r"[①-⒛]")
_SERIAL = re.compile(r"^\s*(\d{1,2})\s+(?=\S)")
_NAMED = re.compile(r"[\u3400-\u9fff][^/()（）]*?\d{1,4}[\u3400-\u9fff]?")
_HEAD = re.compile(r"^\s*【([^】\d]{1,12})】\s*$")
_NUMBERED = re.compile(r"^\s*[(（]?(\d{1,2})\s*[.．、)）:：]\s*(?=\S)")
#: A size and no more, so that what follows "and" says of what: 8oz and 12oz cups.
_SIZE_ALONE = re.compile(rf"^\s*\d+(?:\.\d+)?\s?(?:(?=[a-z]{{2}})(?:{IN_LETTERS})|\")\s*$", re.IGNORECASE)
#: A dash right before the number that ends a line.
_DASHED = re.compile(r"(?<=\S)\s+[-–—](?=\d{1,4}\s*[\u3400-\u9fff]?\s*$)")
_IN_BRACKETS = re.compile(r"^\s*\((?P<count>\d{1,2})\)\s*(?=[A-Za-z])")
_STRONG = re.compile(
    r"[\n\r;；。!！|【】「」\[\]]+|(?<=[?？])|，|(?<!\d),|,(?!\d{3}(?!\d|\s*[×x*:：=/]))|\.\s+(?=[A-Za-z])|、|(?<=[箱件瓶罐袋包盒桶提条个])(?==\s*\d)",
)
_COLON = re.compile(r"[:：](?!\d+[:：])(?<!\d[:：])|(?<=\d)[:：](?!\d)|(?<!\d)[:：]")
_AND = re.compile(
    r"(?<!\bhalf)"
    rf"(?:\s+(?:and|plus|&)|(?<=[a-z\")])\s+\+)\s+(?!a\s+half)(?=\d|(?:{'|'.join(ENGLISH)})\b)",
    re.IGNORECASE,
)

#: What only joins a part to the one before.
_JOINED = re.compile(r"^(?:and|plus|&)\s+(?!a\s+half\b)", re.IGNORECASE)
#: What a pack holds, and nobody orders by.
_PIECES = frozenset(("ct", "count"))
#: An amount and no more, so that what follows "and" belongs to it: one case and 6 cans of cola.
_AMOUNT_ALONE = re.compile(r"^\s*(?P<count>\d+|[a-z]+)\s*(?P<unit>[a-z]+)\s*$", re.IGNORECASE)


def plain_text(text: str) -> str:
    """A message without the marks that only decorate: 5️⃣ is 5, and dots lead from a name to its number."""
    lines = _DRESS.sub("", text).split("\n")
    text = "\n".join(line if "\t" in line else _PICTURES.sub(" ", plain_english(line)) for line in lines)
    return _LEADERS.sub(" ", without_faces(text))


def lines_of(text: str) -> list[str]:
    """The lines without their bullets and numbers."""
    lines = _without_numbers([_HEAD.sub(r"\1:", line) for line in text.splitlines() if line.strip()])
    if len(lines) > 1 and all(map(_DASHED.search, lines[1:])):  # below a heading, perhaps
        lines = [_DASHED.sub(" ×", line) for line in lines]
    lines = [_BULLET.sub("", part) for line in _with_counts_in_brackets(lines) for part in _apart(line)]
    return _without_serials([line for line in lines if line.strip()])[:MOST]


def parts_of(line: str) -> list[str]:
    """A line cut at its commas and the like."""
    cut = (part for whole in _STRONG.split(line) for half in _anded(whole) for part in _slashed(half))
    bare = (_JOINED.sub("", part.strip(" .")) for part in cut)
    return [part for part in bare if part]


def _anded(part: str) -> list[str]:
    """A part cut where "and" begins another thing, and not only another amount of it."""
    pieces = _AND.split(part)
    if (_is_amount(pieces[0]) and not _is_size_before(pieces)) or _SIZE_ALONE.match(pieces[0]):
        return [part]
    found = pieces[:1]
    for piece in pieces[1:]:
        if _is_amount(piece):
            found[-1] += f" and {piece}"
        else:
            found.append(piece)
    return found


def _is_size_before(pieces: list[str]) -> bool:
    """Whether a weight or a count of pieces stands before an amount of another kind, so that it is no amount: 25 lb."""
    first = _AMOUNT_ALONE.match(pieces[0])
    unit = singular(first["unit"]) if first else ""
    return len(pieces) > 1 and (is_weight(unit) or unit in _PIECES) and not _AMOUNT_ALONE.match(pieces[1])


def _is_amount(piece: str) -> bool:
    """Whether a piece is a number with its unit and no more."""
    found = _AMOUNT_ALONE.match(piece)
    return found is not None and read_numeral(found["count"].lower()) is not None and singular(found["unit"]) in KNOWN


def _slashed(part: str) -> list[str]:
    """``瓜子10/卫龙20/雪饼5``: cut at the strokes where each piece is a name with its number."""
    pieces = part.split("/")
    return pieces if len(pieces) > 1 and all(_NAMED.fullmatch(piece.strip()) for piece in pieces) else [part]


def at_colon(part: str) -> tuple[str, str] | None:
    """What stands before and behind the first colon that is no ratio or time of day."""
    for match in _COLON.finditer(part):
        before, after = part[: match.start()], part[match.end() :]
        if not (before[-1:].isdigit() and after[:1].isdigit()):
            return before.strip(), after.strip()
    return None


def _apart(line: str) -> list[str]:
    """A line in which things are numbered on: ``1、红牛5箱 2、可乐3箱``."""
    first = _NUMBERED.match(line)
    numbers = [int(match.group(1)) for match in _INLINE.finditer(line, first.end() if first else 0)]
    start = int(first.group(1)) + 1 if first else 1
    if numbers and numbers == list(range(start, start + len(numbers))):
        line = _INLINE.sub("\n", line)
    return _CIRCLED.sub("\n", line).splitlines()


def _with_counts_in_brackets(lines: list[str]) -> list[str]:
    """Numbers in brackets before lines are how many, unless they number the lines: ``(3) lamps``."""
    found = [_IN_BRACKETS.match(line) for line in lines]
    if any(match and int(match["count"]) == 1 for match in found):
        return lines
    return [
        f"{match['count']} {line[match.end() :]}" if match else line for line, match in zip(lines, found, strict=True)
    ]


def _in_a_row(found: list[re.Match[str] | None]) -> bool:
    """Whether what was found numbers lines 1, 2, 3; one number is no numbering."""
    numbers = [int(match.group(1)) for match in found if match]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _without_numbers(lines: list[str]) -> list[str]:
    """Lines numbered 1、 2、 3 in a row lose their numbers, whatever follows: ``1、5号电池``."""
    found = [_NUMBERED.match(line) for line in lines]
    if not _in_a_row(found):
        return lines
    return [line[match.end() :] if match else line for line, match in zip(lines, found, strict=True)]


def _without_serials(lines: list[str]) -> list[str]:
    """Lines that are numbered 1, 2, 3 without any point lose their numbers."""
    found = [_SERIAL.match(line) for line in lines]
    if not _in_a_row(found):
        return lines
    if not all(
        re.search(r"\d|[一二两三四五六七八九十半]", line[match.end() :])
        for line, match in zip(lines, found, strict=True)
        if match
    ):
        return lines
    return [line[match.end() :] if match else line for line, match in zip(lines, found, strict=True)]
