"""The alphabet and length of invite codes, and the ways people type them."""

import re
import unicodedata

#: No vowels and no look-alikes: easy to type from a phone held by somebody else. 12 of them are 57 bits.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 12

_LINK = re.compile(r"(?:start=|qrscene_)([A-Za-z0-9]+)")
#: Words around a code; within it, the same letters are its own.
_FRAMES = re.compile(r"(?i)邀请码|我的|是|(?<![a-z0-9])(?:invite|code|start|is|my|the)(?![a-z0-9])|[^A-Za-z0-9]")
_WHOLE = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z0-9]{{{LENGTH}}}(?![A-Za-z0-9])")
#: Shorter or longer than this is no slip of the thumb.
_SLIPS = 2


def plain(code: str) -> str:
    """A code without what writing adds: width, case, spaces and dashes."""
    return "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isascii() and c.isalnum())


def read_code(text: str) -> str | None:
    """The code in what a person wrote or scanned: bare, in a sentence or in a link; nothing in anything else."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if link := _LINK.search(folded):
        return plain(link.group(1))
    if len(folded) > 4 * LENGTH:
        return None
    whole = [each for each in _WHOLE.findall(folded) if _looks_right(each)]
    if len(whole) == 1:
        return plain(whole[0])
    bare = "" if re.search(r"[^\x00-\x7f]", folded) else folded
    return next((plain(each) for each in (bare, _FRAMES.sub("", folded)) if _looks_right(each)), None)


def is_like_code(text: str) -> bool:
    """Whether a text was meant as a code, of whatever shape: a word of letters and digits, or of no vowels."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > 4 * LENGTH:
        return False
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9-]{3,}", folded)
    return any(any(c.isdigit() for c in word) or not set("AEIOU") & set(word.upper()) for word in words)


def _looks_right(written: str) -> bool:
    """Nearly as long as a code, and not made of words."""
    code = plain(written)
    worded = set("AEIOU") & set(code) and not any(c.isdigit() for c in code) and not written.isupper()
    return abs(len(code) - LENGTH) <= _SLIPS and not worded
