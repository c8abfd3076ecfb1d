"""Refusals of changes of goods."""

from domain.refusals import Outdated


class GoodsChanged(Outdated):
    """The goods are not as the person was shown them: somebody changed them."""

    def __init__(self, *, sku_id: int) -> None:
        super().__init__(sku_id=sku_id)
