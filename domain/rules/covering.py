"""How much of a word is made of pieces of a text, which may stand in any order."""

#: Two characters the wrong way round.
_SWAPPED = 0.88


def covered(word: str, text: str, loose: float = 0.0) -> tuple[float, int]:
    """The part of a word that is found, from 0 to 1, and in how many pieces.

    ``loose``: what a single character counts; a single sound or letter says nothing.
    """
    if word in text:
        return 1.0, 1
    found, start, pieces, length = 0.0, 0, 0, len(word)
    while start < length:
        end = start
        while end < length and word[start : end + 1] in text:
            end += 1
        if end - start > 1:
            found += end - start
        elif start + 1 < length and word[start + 1] + word[start] in text:
            found, end = found + 2 * _SWAPPED, start + 2
        else:
            found += loose * (end - start)
        start = max(end, start + 1)
        pieces += 1
    return found / length, pieces
