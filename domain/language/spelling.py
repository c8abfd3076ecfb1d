"""Normalised spelling and pronunciation of words, so that variants of one name match."""

import importlib
import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

# Of the library we want its tables, once: as imported it would keep two copies of them, forty megabytes, for good.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

#: Other ways to write a character that are not traditional ones.
_VARIANTS = str.maketrans("蕃", "番")
_WORDS = "pypinyin.phrases_dict"
HAN = re.compile(r"[\u3400-\u9fff]+")
#: The first of a block of characters that stand for syllables, so that string tools can compare sounds.
_FIRST = 0xE000


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Text without differences of width, case and script: ``ＣＯＬＡ　可樂`` becomes ``cola 可乐``."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text.replace("²", "方"))
    return plain.casefold().translate(_simplified())


def heard(text: str) -> str:
    """A character for each syllable of the Chinese in a folded text."""
    han = "".join(HAN.findall(text))
    return _phonebook().read(han) if han else ""


def syllables(text: str) -> tuple[str, ...]:
    """The pinyin syllables of the Chinese characters in a folded text, without tones."""
    letters = _phonebook().letters
    return tuple(letters.get(ord(each), each) for each in heard(text))


def sounds(text: str) -> str:
    """As heard in all the country: equal where the words sound alike, so 雪壁 equals 雪碧."""
    return heard(text).translate(_phonebook().southern)


def flat(heard_: str) -> str:
    """What was heard, without the differences that half the country does not make."""
    return heard_.translate(_phonebook().southern)


def initials(heard_: str) -> str:
    """The first letters of what was heard."""
    return heard_.translate(_phonebook().initials)


def letters(heard_: str) -> str:
    """What was heard, in pinyin."""
    return heard_.translate(_phonebook().letters)


def southern(letters_: str) -> str:
    """A syllable, or the beginning of one, where z and zh, n and ng are one."""
    return re.sub(r"([aei])ng$", r"\1n", re.sub(r"^([zcs])h", r"\1", letters_))


def known_syllables() -> frozenset[str]:
    """Every syllable there is."""
    return _phonebook().every


def sign(syllable: str) -> str:
    """The sign of a syllable; nothing where it is none."""
    return _phonebook().signs.get(syllable, "")


@dataclass(frozen=True, kw_only=True)
class _Phonebook:
    """Character → syllable, and what a syllable is in letters; tables for ``str.translate``.

    ``phrases``: words in which a character is not read as it mostly is; ``starts``: their first two characters.
    """

    readings: dict[int, str]
    letters: dict[int, str]
    initials: dict[int, str]
    southern: dict[int, str]
    phrases: dict[str, str]
    starts: frozenset[str]
    every: frozenset[str]
    signs: dict[str, str]

    def read(self, han: str) -> str:
        """The syllables of a run of Chinese."""
        plain = han.translate(self.readings)
        at = 0
        while at < len(han) - 1:
            said = self._phrase(han, at) if han[at : at + 2] in self.starts else ""
            if said:
                plain = plain[:at] + said + plain[at + len(said) :]
            at += len(said) or 1
        return plain

    def _phrase(self, han: str, at: int) -> str:
        ends = range(min(len(han), at + 4), at + 1, -1)
        return next((self.phrases[han[at:end]] for end in ends if han[at:end] in self.phrases), "")


@cache
def _phonebook() -> _Phonebook:
    from pypinyin import pinyin_dict  # noqa: PLC0415 - slow to load, and most commands read no words

    first = {code: _toneless(said.partition(",")[0]) for code, said in pinyin_dict.pinyin_dict.items()}
    sign = {syllable: chr(_FIRST + number) for number, syllable in enumerate(sorted(set(first.values())))}
    readings = {code: sign[syllable] for code, syllable in first.items()}
    phrases = _otherwise_read(readings, sign)
    return _Phonebook(
        readings=readings,
        letters={ord(each): syllable for syllable, each in sign.items()},
        initials={ord(each): syllable[0] for syllable, each in sign.items() if syllable},
        southern={ord(each): sign.get(southern(syllable), each) for syllable, each in sign.items()},
        phrases=phrases,
        starts=frozenset(phrase[:2] for phrase in phrases),
        every=frozenset(sign),
        signs=sign,
    )


def _otherwise_read(readings: Mapping[int, str], sign: Mapping[str, str]) -> dict[str, str]:
    """Words → signs, where a character is not read as it mostly is.

    The library's forty megabytes of words are let go of; nothing of them may be kept, so words are copied letter by
    letter.
    """
    found, words = {}, importlib.import_module(_WORDS).phrases_dict
    for phrase, said in words.items():
        parts = [sign.get(_toneless(each[0]), "") for each in said]
        spoken = "".join(parts)
        if all(parts) and len(parts) == len(phrase) and spoken != phrase.translate(readings):
            found["".join(list(phrase))] = spoken
    _toneless.cache_clear()
    words.clear()
    del sys.modules[_WORDS], sys.modules["pypinyin"].phrases_dict
    return found


@lru_cache(maxsize=4096)
def _toneless(said: str) -> str:
    apart = unicodedata.normalize("NFD", said).replace("u\u0308", "v")
    return "".join(each for each in apart if not unicodedata.combining(each))


@cache
def _simplified() -> dict[int, str]:
    """Every traditional character → the simplified one."""
    every = [chr(code) for code in range(0x3400, 0xA000)]
    plain = OpenCC("t2s").convert("\n".join(every)).split("\n")
    accented = {letter: _toneless(chr(letter)) for letter in range(0xE0, 0x17F)}
    bare = {letter: each for letter, each in accented.items() if len(each) == 1 and each.isascii()}
    return bare | {ord(old): new for old, new in zip(every, plain, strict=True) if old != new} | _VARIANTS
