"""A small shelf of invented goods for the rules of search and order reading."""

from domain.search.index import Entry, Index

_ROWS = (
    ("KL330", "2000000000015", "峰泡可乐", "Fengpao Cola", "饮料", "330ml罐", "罐", "can", ("听装可乐",), 24),
    ("KL500", "2000000000022", "峰泡可乐", "Fengpao Cola", "饮料", "500ml瓶", "瓶", "bottle", (), 24),
    ("WT500", "2000000000039", "峰泡无糖可乐", "Fengpao Zero Cola", "饮料", "500ml瓶", "瓶", "bottle", (), 24),
    ("NF550", "2000000000046", "雾涧天然水", "Mistbrook Water", "水", "550ml瓶", "瓶", "bottle", ("山泉水",), 24),
    ("NF1500", "2000000000053", "雾涧天然水", "Mistbrook Water", "水", "1.5L瓶", "瓶", "bottle", ("山泉水",), 12),
    ("XB330", "2000000000060", "雪碧泉汽水", "Snowspring Soda", "饮料", "330ml罐", "罐", "can", ("雪碧泉",), 24),
    ("JY1900", "2000000000077", "味满楼生抽", "Weimanlou Soy Sauce", "调味品", "1.9L桶", "桶", "jug", ("生抽",), 6),
    ("DM25", "2000000000084", "稻浪湾大米", "Paddybay Rice", "粮油", "25kg袋", "袋", "bag", ("大米",), 1),
    ("LD", "2000000000091", "散谷仓绿豆", "Loosebarn Mung Beans", "粮油", "散装", "kg", "kg", ("绿豆",), 25),
    ("LG6", "2000000000107", "六个核桃乳", "Six Walnut Milk", "饮料", "240ml罐", "罐", "can", ("六个核桃",), 20),
    ("QX", "2000000000114", "七喜汽水", "7UP", "饮料", "330ml罐", "罐", "can", ("七喜",), 24),
    ("WLY", "2000000000121", "五粮液", "Wuliangye", "酒", "500ml瓶", "瓶", "bottle", (), 6),
    ("ZJ10", "2000000000138", "棉雾抽纸", "Mianwu Tissues", "纸品", "10包提", "提", "pack", ("抽纸",), 8),
    ("DP", "2000000000145", "跃伏灯泡", "Voltleap Bulb", "五金", "15W", "个", "piece", ("灯泡",), 1),
)


def entries() -> tuple[Entry, ...]:
    """Every row as the search sees it, with ids from 1 on."""
    return tuple(
        Entry(
            sku_id=number,
            code=code,
            barcode=barcode,
            names=(name, name_en),
            brands=(name[:2],),
            categories=(category,),
            specs=(spec,),
            aliases=aliases,
            units=(unit, unit_en),
            packs=(("箱", size), ("case", size)) if size > 1 else (),
        )
        for number, (code, barcode, name, name_en, category, spec, unit, unit_en, aliases, size) in enumerate(_ROWS, 1)
    )


INDEX = Index(entries())


def code(sku_id: int) -> str:
    """The code of a SKU."""
    return INDEX.entries[sku_id].code
