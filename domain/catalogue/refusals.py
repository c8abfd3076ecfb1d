"""Refusals of changes of goods."""

from domain.refusals import Outdated, Refusal


class GoodsChanged(Outdated):
    """The goods are not as the person was shown them: somebody changed them."""

    def __init__(self, *, sku_id: int) -> None:
        super().__init__(sku_id=sku_id)


class GoodsUnfit(Refusal):
    """Goods cannot be made or changed so."""


class NoPriceYet(GoodsUnfit):
    """What has no price cannot be put on sale."""

    def __init__(self, *, sku_id: int) -> None:
        super().__init__(sku_id=sku_id)


class BadPart(GoodsUnfit):
    """A part of goods cannot be so. ``part``: which; ``text``: as it was given."""

    def __init__(self, *, part: str, text: str = "") -> None:
        super().__init__(part=part, text=text)


class CodeTaken(GoodsUnfit):
    """Other goods have this code."""

    def __init__(self, *, code: str, sku_id: int) -> None:
        super().__init__(code=code, sku_id=sku_id)


class GoodsInUse(GoodsUnfit):
    """What they are counted in stays while somebody orders them, or they are on hand. ``part``: what was to change."""

    def __init__(self, *, part: str, sku_id: int) -> None:
        super().__init__(part=part, sku_id=sku_id)


class SameGoods(GoodsUnfit):
    """Goods of this name and size are there already."""

    def __init__(self, *, sku_id: int) -> None:
        super().__init__(sku_id=sku_id)
