"""English as people type and dictate it, put into the form that amounts are read in."""

import re
from decimal import Decimal
from itertools import pairwise

from domain.language.numerals import ENGLISH, read_numeral
from domain.language.sizes import IN_LETTERS
from domain.language.units import KNOWN, singular
from domain.language.words.lists import groups, pattern

#: What goods come in, and nothing else.
_VESSEL_GROUPS = ("bottle", "can", "bag", "barrel", "box", "case")
_GLYPHS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_GLYPH = re.compile(r"(?P<whole>(?<![\d.])\d{1,4})?\s*(?P<glyph>[½¼¾])")
#: A whole number and a fraction of the next: 1 1/2, 2 and a half.
_MIXED = re.compile(r"(?<![\d./])(?P<whole>\d{1,4})\s+(?P<over>[13])/(?P<under>[248])(?![\d/\"”″]|\s*(?:in|inch)\b)")
_AND_HALF = re.compile(
    rf"\b(?P<whole>\d{{1,3}}|{'|'.join(ENGLISH)})\s+and\s+(?:a|one)\s+half\b(?=\s+[a-z])", re.IGNORECASE
)
#: Tens and ones that are dictated: forty five.
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-](one|two|three|four|five|six|seven|"
    r"eight|nine)\b",
    re.IGNORECASE,
)
_HESITATION = re.compile(rf"(?:^|[\s,]+)(?:{pattern('talk', 'hesitation')})\b,?(?=\s)", re.IGNORECASE)
_COUNT = rf"(?:\d|(?:{'|'.join(ENGLISH)})\b)"
#: What takes back whatever follows; and what does so only before an amount or a word of change.
_TAKEN_BACK = re.compile(
    rf"(?<=\S)(?:\s*(?:\.{{2,}}|[…,.;-]))?\s*\b(?:(?:{pattern('corrections', 'taken_back')})\b"
    rf"|(?:{pattern('corrections', 'taken_back_before_amount')})\b(?=[\s,.:]*(?:{_COUNT}|make\b)))[\s,.:!-]*(?=\S)",
    re.IGNORECASE,
)
#: A sentence that ends before a number; a shorter word may be short for another.
_SENTENCE = re.compile(r"(?<=[a-z]{4})\.\s+(?=\d)", re.IGNORECASE)
#: The next thing: two crates of whole two of semi.
_NEXT_OF = re.compile(
    rf"(?<=[a-z\"″])(?:\s+and)?\s+(?=(?:\d{{1,3}}|{'|'.join(ENGLISH)})\s+of\s+(?!each\b|them\b|those\b|these\b|the\s+same\b))",
    re.IGNORECASE,
)
_VESSELS = "|".join(
    sorted({each for name in _VESSEL_GROUPS for each in groups("units", "alike")[name] if each.isascii()})
)
_SIZE = rf"\d+(?:\.\d+)?\s?(?:{IN_LETTERS})"
_MANY = rf"(?P<count>\d{{1,3}}|{'|'.join(ENGLISH)})"
#: How many, of what size, in what: 1 5gal pail degreaser.
_SIZE_BEFORE_VESSEL = re.compile(
    rf"(?<![\w.]){_MANY}\s+(?:[x×]\s*)?(?P<size>{_SIZE})\s+(?P<vessel>(?:{_VESSELS})(?:e?s)?)(?:\s+of)?(?=\s+[a-z])",
    re.IGNORECASE,
)
#: How many of a size, before goods or behind them: 2x25kg.
_TIMES_SIZE = re.compile(
    rf"(?<![\w.])(?P<count>\d{{1,2}})\s?[x×]\s?(?P<size>{_SIZE})(?![\w×])(?:(?=\s+[a-z])|(?P<end>\s*$))", re.IGNORECASE
)
#: Two numbers with one measure: 24 and 36 inch brooms.
_ONE_MEASURE = re.compile(
    rf"(?P<before>^\s*|[,;]\s*|\bof\s+)(?P<first>\d{{1,3}})(?=\s*(?:and|&)\s*\d{{1,3}}\s?(?P<unit>{IN_LETTERS}|\")\s+[a-z])",
    re.IGNORECASE,
)
#: One of what goods come in: bag of sugar.
_ONE_OF = re.compile(rf"(?P<before>^\s*|[,;]\s*|\band\s+)(?P<vessel>{_VESSELS})\s+of\s+(?=[a-z])", re.IGNORECASE)
#: A number in words before each of a kind: one of each size.
_OF_EACH = re.compile(rf"\b(?P<count>{'|'.join(ENGLISH)})(?=\s+(?:of|in)\s+(?:each|every)\s+[a-z])", re.IGNORECASE)
#: An amount for each of what follows a colon.
_EACH_OF = re.compile(r"(?<=[a-z]\s)(?:each|ea)\s*[:：]\s*(?=[a-z])", re.IGNORECASE)
#: Pounds: 20# ground beef.
_POUNDS = re.compile(r"(?<![\w#.-])(?P<count>\d{1,4}(?:\.\d+)?)\s?#(?=\s|$|[,;)])")
#: A unit in brackets behind a number: x3 (cans).
_UNIT_IN_BRACKETS = re.compile(r"(?<=\d)\s*\(\s*(?P<unit>[a-z]+)\s*\)", re.IGNORECASE)
_LETTERS = r"(?:x{0,4}[sl]|m)"
#: An x behind a figure that stands before another number is no sign for times: polo black 2x 3.
_SHORT_SIZE = re.compile(r"(?<=[a-z]\s)(?P<many>[2-5])x(?=\s+\d{1,3}\s*(?:$|[,;&]|and\b))", re.IGNORECASE)
#: A number glued to a size in letters, and that size glued to a number.
_GLUED = re.compile(rf"(?<![\w.×-])(?P<count>\d{{1,3}})(?P<size>{_LETTERS})(?![\w.×])", re.IGNORECASE)
_SIZED = re.compile(
    rf"(?<!\w)(?P<row>(?:{_LETTERS}\d{{1,3}}[\s,]+)+{_LETTERS}\d{{1,3}})\s+(?P<unit>[a-z]+)(?!\w)", re.IGNORECASE
)


#: A number said again in words: 3 (three).
_AGAIN = re.compile(r"(?<![\d.])(?P<count>\d{1,3})\s*\(\s*(?P<word>[a-z]+(?:[\s-][a-z]+)?)\s*\)", re.IGNORECASE)


def plain_english(text: str) -> str:
    """A line with its numbers in figures, without hesitation, and with a separator where a thing begins anew."""
    for rewrite in (_fractions, _spoken_tens, _without_hesitation, _separated):
        text = rewrite(text)
    return _with_sizes_before_counts(text)


def _fractions(text: str) -> str:
    """``1 1/2 cases``, ``1½ cases`` and ``one and a half cases`` are 1.5 cases."""
    text = _GLYPH.sub(lambda found: f"{found['whole'] or ''} {_GLYPHS[found['glyph']]}".strip(), text)
    text = _MIXED.sub(lambda found: f"{int(found['whole']) + Decimal(found['over']) / Decimal(found['under'])}", text)
    text = _POUNDS.sub(r"\g<count> lb", text) if text.isascii() else text  # elsewhere the sign is a gauge: 14#
    text = _UNIT_IN_BRACKETS.sub(_with_unit, text)
    return _AGAIN.sub(_once, _AND_HALF.sub(_and_half, text))


def _with_unit(found: re.Match[str]) -> str:
    return f" {found['unit']}" if singular(found["unit"]) in KNOWN else found.group()


def _and_half(found: re.Match[str]) -> str:
    whole = read_numeral(found["whole"].lower())
    return f"{whole + Decimal('0.5')}" if whole is not None and whole == int(whole) else found.group()


def _once(found: re.Match[str]) -> str:
    again = read_numeral(found["word"].lower().replace(" ", "-"))
    return found["count"] if again == Decimal(found["count"]) else found.group()


def _spoken_tens(text: str) -> str:
    """``forty five`` is 45."""
    text = _OF_EACH.sub(lambda found: f"{read_numeral(found['count'].lower())}", text)
    return _TENS.sub(lambda found: f"{read_numeral(f'{found[1]}-{found[2]}'.lower())}", text)


def _without_hesitation(text: str) -> str:
    return _HESITATION.sub("", text)


def _separated(text: str) -> str:
    """A separator before what takes something back, before a sentence, and before ``two of`` something else."""
    text = _ONE_MEASURE.sub(r"\g<before>\g<first> \g<unit>", text)
    text = _SIZE_BEFORE_VESSEL.sub(r"\g<count> \g<vessel> \g<size>", text)
    text = _EACH_OF.sub("each of ", _ONE_OF.sub(r"\g<before>1 \g<vessel> ", text))
    text = _TIMES_SIZE.sub(_apart_from_size, text)
    return _NEXT_OF.sub(", ", _SENTENCE.sub("; ", _TAKEN_BACK.sub(", sorry, ", text)))


def _with_sizes_before_counts(line: str) -> str:
    """``2S 3M 4L`` are counts of sizes, as different sizes stand side by side; so are ``S1 M2 L3 cases``."""
    line = _SIZED.sub(_each_with_unit, _SHORT_SIZE.sub(r"\g<many>xl", line))
    found = list(_GLUED.finditer(line))
    if len({match["size"].lower() for match in found}) < 2 or not _side_by_side(line, found):  # noqa: PLR2004
        return line
    return _GLUED.sub(r"\g<size>×\g<count>", line)


def _side_by_side(line: str, found: list[re.Match[str]]) -> bool:
    """Whether two different sizes are neighbours, of which one is no count of X."""
    between = pairwise(found)
    return any(
        one["size"].lower() != other["size"].lower() and not line[one.end() : other.start()].strip(" ,/&+")
        for one, other in between
    )


def _apart_from_size(found: re.Match[str]) -> str:
    """How many stands apart, where goods stand before it behind the size."""
    begins = found["end"] is None or not found.string[: found.start()].strip()
    return f"{found['count']} x {found['size']}" if begins else f"{found['size']} x {found['count']}"


def _each_with_unit(found: re.Match[str]) -> str:
    if singular(found["unit"]) not in KNOWN:
        return found.group()
    row = re.findall(rf"({_LETTERS})(\d{{1,3}})", found["row"], re.IGNORECASE)
    return ", ".join(f"{size} {count} {found['unit']}" for size, count in row)
