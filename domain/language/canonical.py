"""The one form in which the words of the catalogue and of messages are compared: sizes, colours, signs for times."""

import re
from functools import lru_cache

from domain.language.sizes import MEASURE_IN_CHINESE
from domain.language.words.lists import groups, pattern, words

#: Between two numbers: 8x30, 8*30, 8 × 30.
_TIMES = re.compile(r"(?<=\d)(?P<unit>[a-z]{0,2})\s*[×x*✕✖]\s*(?=\d)")
#: A metric thread is also written without its letter.
_THREAD = re.compile(r"(?<![a-z0-9])m(?=\d{1,2}(?!\d|[a-z]))")
_CLOTHING = {said: name for name, every in groups("sizes", "clothing").items() for said in every}
_SAID = "|".join(re.escape(said) for said in sorted(_CLOTHING, key=len, reverse=True))
_NAMED_SIZE = re.compile(rf"(?<![a-z0-9])(?:{_SAID})(?:(?<=[\u3400-\u9fff])|(?![a-z0-9]))")
#: Behind a number a letter alone may rather be a measure: 5 L; behind a style it is none: T220 L.
_BEHIND_NUMBER = re.compile(r"(?<![a-z\d])[\d.]+\s$")
_BEFORE_LONGEST = 9
#: A size right before a word that also measures: 19码米色.
_SIZE_BEFORE_WORD = re.compile(rf"(?<=\d)[码号]\s*(?=(?:{MEASURE_IN_CHINESE}))")
#: A grade written with its hyphen or without: 5W-30.
_GRADE = re.compile(r"(?<=\d[a-z])-(?=\d)")
#: A word right behind a number: 15promax.
_GLUED = re.compile(r"(?<![a-z0-9.])(\d{1,4})(?=[a-z]{5,}(?![a-z0-9]))")
_LETTERS = re.compile("[a-z0-9]")
#: A number read out figure by figure.
_SPOKEN = re.compile(r"[零〇一二三四五六七八九]{3,}")
_FIGURES = str.maketrans("零〇一二三四五六七八九", "00123456789")
#: Numbers in tens read out one behind the other, before what measures them: 二十八二十九码.
_TENS = re.compile(r"(?:[二三四五六七八九]?十[一二三四五六七八九]?){2,}(?=[码号])")
_IN_TENS = re.compile(r"([二三四五六七八九]?)十((?:[一二三四五六七八九](?!十))?)")
#: A length as it is spoken, unless what follows counts the second figure: 一米八.
_LENGTH = re.compile(r"(?<![十百])([一二两三四五])米([一二三四五六七八九])(?![十百条根个卷箱包支把张套米])")
#: A numeral before what is counted of goods: 四脚.
_COUNTED = re.compile(r"(?<![零〇一二两三四五六七八九十百千第])[一二三四五六七八九](?=[脚针])")
#: Measures in one.
_DIMENSIONS = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:[a-z]{0,2}×\d+(?:\.\d+)?)+")
#: A fraction written without its zero: .7 mm.
_FRACTION = re.compile(r"(?<![\w.])\.(?=\d)")
_POSSESSIVE = re.compile(r"(?<=[a-z])['’]s(?![a-z])")
#: Words with two spellings, and joining words that say nothing between two others: wormer for dogs.
_SPELT = dict(line.split(" = ") for line in words("synonyms", "spelt"))
_TWICE_SPELT = re.compile(rf"(?<![a-z])({'|'.join(sorted(_SPELT, key=len, reverse=True))})(?=e?s?(?![a-z]))")
_JOINING = re.compile(r"(?<=[a-z])\s+(?:for|of)\s+(?:the\s+)?(?=[a-z])")
#: A year of this century in two figures: 18年.
_YEAR = re.compile(r"(?<!\d)(?=[012]\d年)")
#: What only makes an adjective of a word.
_MORPHEMES = re.compile(pattern("sizes", "morphemes"))


@lru_cache(maxsize=8192)
def canonical(folded: str) -> str:
    """A folded text in the form in which it is compared."""
    text = _in_letters(folded) if _LETTERS.search(folded) else folded
    if text.isascii():
        return text
    text = _TENS.sub(lambda found: _IN_TENS.sub(_tens, found.group()).strip(), text)
    text = _LENGTH.sub(_metres, _YEAR.sub("20", text))
    text = _COUNTED.sub(lambda found: found.group().translate(_FIGURES), text)
    text = _SIZE_BEFORE_WORD.sub(", ", text)
    return _MORPHEMES.sub(" ", _SPOKEN.sub(lambda found: found.group().translate(_FIGURES), text))


def _in_letters(text: str) -> str:
    """What is written in letters and figures in its one form."""
    text = _GLUED.sub(r"\1 ", _FRACTION.sub("0.", text))
    text = _THREAD.sub("", _TIMES.sub(r"\g<unit>×", text))
    text = _GRADE.sub("", _POSSESSIVE.sub("", text))
    text = _TWICE_SPELT.sub(lambda found: _SPELT[found.group()], _JOINING.sub(" ", text))
    return _NAMED_SIZE.sub(lambda found: _in_one_way(found, text), text)


def _in_one_way(found: re.Match[str], text: str) -> str:
    """A size of clothes by its name, unless it rather measures."""
    said, start = found.group(), found.start()
    alone = len(said) == 1 and _BEHIND_NUMBER.search(text, max(0, start - _BEFORE_LONGEST), start)
    return said if alone else _CLOTHING[said]


def _metres(found: re.Match[str]) -> str:
    """A spoken length in figures."""
    return "{}.{}米".format(*(each.replace("两", "二").translate(_FIGURES) for each in found.groups()))


def _tens(found: re.Match[str]) -> str:
    """A numeral between ten and ninety-nine in figures, with a space before it."""
    tens, ones = found.groups()
    return f" {(tens or '一').translate(_FIGURES)}{(ones or '零').translate(_FIGURES)}"


def dimensions(text: str) -> tuple[str, ...]:
    """The measures in a text in this form that are several numbers in one, without their units: ``8×30``."""
    return tuple(re.sub(r"[a-z]", "", found) for found in _DIMENSIONS.findall(text))
