"""Goods with a name, perhaps a spec, a unit and packs, and nothing else to be found by."""

from domain.search.entries import Entry


def entry(sku_id: int, name: str, unit: str, *packs: tuple[str, int], spec: str = "") -> Entry:
    """A SKU for the search index."""
    return Entry(
        sku_id=sku_id,
        code=f"C{sku_id}",
        barcode="",
        names=(name,),
        brands=(),
        categories=(),
        specs=(spec,) if spec else (),
        aliases=(),
        units=(unit,),
        packs=packs,
    )
