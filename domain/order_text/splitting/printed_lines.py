"""A line that names goods just as they are printed, with an amount: nothing in its name is read as anything else."""

import re
from collections.abc import Iterator

from domain.language.quantities_in_text import leading
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import Piece

#: The last number, with whatever stands behind it; and the first, where the text begins with it.
_LAST = re.compile(r"(?<![\d.])(?:\d+(?:\.\d+)?|[半一二两三四五六七八九十百]+)[^\d半一二两三四五六七八九十百]*$")
_FIRST = re.compile(r"\s*\d+(?:\.\d+)?\s*[^\W\d_]+\s+(?:of\s+)?(?=\S)")
_TIMES = re.compile(r"\s+[×x]$")
#: What stands between a name and its amount.
_BETWEEN = " \t:：,，×x=-|"


def printed(said: str, text: str, finder: CandidateFinder, units: frozenset[str]) -> Piece | None:
    """The piece of a tidied line whose words are the whole name of just one of the goods."""
    for name, rest in _ways(text):
        sku_id = finder.printed(name)
        amount = leading(rest, units) if sku_id is not None else None
        if amount is not None and (amount.end == len(rest) or not rest[amount.end :].strip(" .。!！")):
            return Piece(said=said.strip(), name=name, amounts=(amount,), known=sku_id)
    return None


def _ways(text: str) -> Iterator[tuple[str, str]]:
    """A name, and what may be its amount: behind it or before it."""
    if last := _LAST.search(text):
        before, amount = text[: last.start()].strip(), text[last.start() :].strip()
        names = (before, _TIMES.sub("", before), before.strip(_BETWEEN))  # an x may end a code
        yield from ((name, amount) for name in dict.fromkeys(names))
    if first := _FIRST.match(text):
        yield text[first.end() :].strip(_BETWEEN), first.group().strip().removesuffix("of").strip()
