"""Splits long text: at lines where possible, else between words, never inside a character."""


def units(text: str) -> int:
    """The length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> tuple[str, ...]:
    """The text in pieces of at most ``limit`` units, at least one; only white space between pieces is dropped."""
    pieces: list[str] = []
    while units(text) > limit:
        at = _break(text, limit)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return (*pieces, text)


def _break(text: str, limit: int) -> int:
    """Where to split: a line's end, then a space, in the second half of what fits; else at the limit."""
    fits = _fitting(text, limit)
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, fits // 2, fits)
        if at > 0:
            return at
    return fits


def _fitting(text: str, limit: int) -> int:
    """How many characters fit: at least half of the limit, at most all of it."""
    low, high = limit // 2, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(text[:middle]) <= limit else (low, middle - 1)
    return low
