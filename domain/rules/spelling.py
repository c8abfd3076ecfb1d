"""How words are written and how they sound, so that different spellings of one name meet."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import count

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff]+")
#: The first of a block of characters that stand for syllables, so that string tools can compare sounds.
_FREE = count(0xE000)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Text without differences of width, case and script: ``ＣＯＬＡ　可樂`` becomes ``cola 可乐``."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return _simplifier().convert(narrow) if HAN.search(narrow) else narrow


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin syllables of the Chinese characters in a folded text, without tones."""
    return tuple(lazy_pinyin("".join(HAN.findall(text)), style=Style.NORMAL, v_to_u=False))


@lru_cache(maxsize=4096)
def sounds(text: str) -> str:
    """A character for each syllable: equal where the words sound alike, so 雪壁 equals 雪碧."""
    return "".join(_sound(_southern(syllable)) for syllable in syllables(text))


def _southern(syllable: str) -> str:
    """Sounds that half the country does not tell apart become one."""
    flat = re.sub(r"^([zcs])h", r"\1", syllable)
    return re.sub(r"([aei])ng$", r"\1n", flat)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _sound(syllable: str) -> str:
    return _SOUNDS.setdefault(syllable, chr(next(_FREE)))


_SOUNDS: dict[str, str] = {}
