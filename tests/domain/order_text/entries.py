"""Goods with a name, a unit and packs, and nothing else to be found by."""

from domain.search.entries import Entry


def entry(sku_id: int, name: str, unit: str, *packs: tuple[str, int]) -> Entry:
    """A SKU for the search index."""
    return Entry(
        sku_id=sku_id,
        code=f"C{sku_id}",
        barcode="",
        names=(name,),
        brands=(),
        categories=(),
        specs=(),
        aliases=(),
        units=(unit,),
        packs=packs,
    )
