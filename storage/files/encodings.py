"""Tells the encoding of a text file that does not say it: the Chinese and European ones that spreadsheets save in.

Detectors of all encodings guess wrongly on texts as short as price lists; these few differ in how their bytes stand.
"""

import re

from storage.files.unreadable import UnreadableError

#: The first bytes of other files, which could be taken for damaged text.
_STRANGE = (b"%PDF", b"{\\rtf", b"MZ", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: The bytes of the characters in daily use: the first plane of GB 2312 with its signs, and of Big5.
_DAILY = {
    "gb18030": re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"),
    "big5": re.compile(rb"[\xa1-\xa3][\x40-\x7e\xa1-\xfe]|[\xa4-\xc6][\x40-\x7e\xa1-\xfe]"),
}
_PAIR = re.compile(rb"[\x81-\xfe][\x30-\xff]")
#: So many of the characters of a text are in daily use.
_MOSTLY = 0.7
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
#: Letters of western Europe and of Russian, as their bytes stand in words.
_WESTERN = re.compile(rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff\x8a\x8c\x8e\x9a\x9c\x9e\x9f\x92\xb0\xaa\xba]+")
_RUSSIAN = re.compile(rb"[\xc0-\xff\xa8\xb8]+")
#: Signs beside words, the same in both: € … quotes, dashes, « » ·, and the number sign of Russian.
_SIGNS = re.compile(rb"[\x80\x82\x84\x85\x88\x91-\x97\xa0\xa9\xab\xae\xb0\xb1\xb7\xb9\xbb]")
_SMALL_RUSSIAN = re.compile(rb"[\xe0-\xff\xb8]")
_LOOKED_AT = 1 << 18


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and what it was taken for where that is a guess.

    Raises UnreadableError: no encoding that we know fits.
    """
    if data.startswith(_STRANGE):
        raise UnreadableError("neither a workbook nor text")
    for encoding in _told(data):
        text = _as(data, encoding)
        if text is not None and "\0" not in text:
            return text, ""
    for encoding in _likely(data[:_LOOKED_AT]):
        text = _as(data, encoding)
        if text is not None and "\0" not in text:
            return text, "" if encoding == "gb18030" else encoding
    raise UnreadableError("the encoding is not clear; save the file as UTF-8 or as a workbook (.xlsx)")


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _told(data: bytes) -> tuple[str, ...]:
    """The encodings that bytes show without a doubt: by their mark, by being UTF-8, by zeros at every other place."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if marked:
        return (marked,)
    start = data[:2000]
    zeros = (start[0::2].count(0), start[1::2].count(0))
    if max(zeros) > len(start) // 10:
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8",)


def _likely(data: bytes) -> tuple[str, ...]:
    """The encoding that the bytes of a text look like."""
    words = _WORD.findall(_SIGNS.sub(b" ", data))
    latin = [word for word in words if re.search(rb"[A-Za-z]", word)]
    if words and len(latin) * 2 > len(words) and all(map(_WESTERN.fullmatch, words)):
        return ("cp1252",)
    chinese = max(_DAILY, key=lambda encoding: _daily(data, encoding))
    if _daily(data, chinese) >= _MOSTLY:
        return (chinese,)
    small = sum(len(_SMALL_RUSSIAN.findall(word)) for word in words)
    if words and all(map(_RUSSIAN.fullmatch, words)) and small * 2 > sum(map(len, words)):
        return ("cp1251",)
    return ("cp1252",) if words and latin and all(map(_WESTERN.fullmatch, words)) else ()


def _daily(data: bytes, encoding: str) -> float:
    """How many of the two-byte characters of a text are in daily use, as a share."""
    pairs = [pair for pair in _PAIR.findall(data) if pair[1] >= ord("@")]
    return sum(bool(_DAILY[encoding].fullmatch(pair)) for pair in pairs) / len(pairs) if pairs else 0.0
