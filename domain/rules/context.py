"""What was said before and need not be said again: the family, the brand, the heading, what was just taken."""

import re
from dataclasses import replace

from domain.rules.candidates import OPTIONS, Finder, Found, is_aspect, without_aspects
from domain.rules.choosing import are_kin
from domain.rules.counting import tidy
from domain.rules.naming import Names
from domain.rules.phrases import Piece
from domain.rules.reading import Asked, Line, Taken

#: What only tells one of a family from another, but may as well be a name.
_OWN = re.compile(r"零度|无糖|(?<!\d)\d{4,}(?!\d)")


class Context:
    """What the pieces read so far leave for the next: ``青岛瓶装5箱，罐装3箱``.

    ``head``: the family named last; ``headed``: the question that a heading leaves while nothing follows it.
    """

    def __init__(self, finder: Finder, names: Names) -> None:
        self._finder = finder
        self._names = names
        self._brand = ""
        self._heading = ""
        self._taken: Taken | None = None
        self._place = -1
        self.head = ""
        self.headed: Asked | None = None

    def found(self, piece: Piece, name: str, *, listed: bool) -> tuple[Found, str]:
        """The goods a name means, with what it leaves out; and the name with it."""
        unit = piece.unit
        if is_aspect(name) and self.head and not self.is_own(name, unit):
            whole = f"{self.head} {name}"
            found = self._finder.find(whole, unit)
            if found.options:
                return found, whole
        found = self._with_kin(piece, self._finder.find(name, unit))
        brand = self._heading or self._brand
        if found.sure or not brand or brand in name:
            return found, name
        return self._branded(found, name, brand, unit, listed=listed), name

    def is_own(self, name: str, unit: str = "") -> bool:
        """Whether what only tells one of a family from another is a name here."""
        return self._names.is_own(name) or (bool(_OWN.search(name)) and self._finder.find(name, unit).sure)

    def may_name(self, name: str) -> bool:
        """Whether goods answer to what otherwise only tells one of a family from another: ``1664``."""
        return self.is_own(name) or (bool(_OWN.search(name)) and not self._finder.find(name).near)

    def announce(self, piece: Piece, found: Found) -> Asked:
        """A brand alone on its line heads what follows; asked about, unless something does."""
        self._heading = self._brand = self.head = self._finder.heading = self._names.brand_of(piece.name)
        self.headed = Asked(text=piece.said, options=found.options[:OPTIONS], count=None, unit="", name=piece.name)
        return self.headed

    def remember(self, found: Found, name: str) -> None:
        """Keep what was found for a name."""
        self.head = without_aspects(name) or self.head
        brands = {tidy(brand) for sku_id in found.options[:OPTIONS] for brand in self._finder.entry(sku_id).brands[:1]}
        self._brand = brands.pop() if len(brands) == 1 else ""

    def wrote(self, line: Line, place: int) -> None:
        """Keep what a line was read as."""
        self._taken, self._place = line if isinstance(line, Taken) else None, place

    def answers_heading(self, found: Found) -> bool:
        """Whether what was found is of the brand that heads it, so that the heading asks nothing."""
        if not self._heading or not found.sure:
            return False
        return self._heading in map(tidy, self._finder.entry(found.options[0]).brands)

    def _branded(self, found: Found, name: str, brand: str, unit: str, *, listed: bool) -> Found:
        branded = self._finder.find(f"{brand} {name}", unit)
        its = tuple(sku_id for sku_id in branded.options if brand in map(tidy, self._finder.entry(sku_id).brands))
        if not branded.sure or len(its) != 1:
            return found
        if listed or self._heading:
            return branded
        options = tuple(dict.fromkeys((*its, *found.options)))
        return Found(options=options, sure=len(options) == 1 and not found.near, near=False)

    def _with_kin(self, piece: Piece, found: Found) -> Found:
        """``火锅底料清油20袋番茄10袋``: of several, the only one of the brand and the kind just taken beside it."""
        if found.sure or found.near or self._taken is None or piece.place != self._place:
            return found
        entry = self._finder.entry(self._taken.sku_id)
        others = (sku_id for sku_id in found.options if sku_id != entry.sku_id)
        kin = [sku_id for sku_id in others if are_kin(entry, self._finder.entry(sku_id))]
        return replace(found, options=(kin[0],), sure=True) if len(kin) == 1 else found
