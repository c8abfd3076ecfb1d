"""Removes invisible characters from people's text: those that hide, reverse, break lines or stack up."""

import re

#: Soft hyphens, joiners, marks of direction, fillers, tags: they show nothing and change how their neighbours read.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_GONE = re.compile(f"[{_CONTROL}{_UNSEEN}]")
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_BREAKS = re.compile(f"\r\n|[{_LINE_ENDS}]")
#: The joiner makes one picture of several; anywhere else it hides.
_LOOSE_JOINERS = re.compile(
    "(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
#: More marks over one letter reach into the lines above and below.
_PILES = re.compile(f"({_MARK}{{3}}){_MARK}+")
#: Whether there is anything of all this: hardly ever.
_ODD = re.compile(f"[{_CONTROL}{_UNSEEN}{_LINE_ENDS}\u2800\u200d]|{_PILES.pattern}")


def plain(text: str) -> str:
    """The text with nothing unseen in it; its lines stay lines."""
    if not _ODD.search(text):
        return text
    seen = _GONE.sub("", _BREAKS.sub("\n", text).replace("\u2800", " "))
    return _PILES.sub(r"\1", _LOOSE_JOINERS.sub("", seen))


def one_line(text: str) -> str:
    """The same on one line: nothing in it can pass for a line of ours."""
    return " ".join(plain(text).split())
