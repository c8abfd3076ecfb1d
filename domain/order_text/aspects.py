"""Words that only tell one of a family from another: sizes, containers, flavours."""

import re

#: Words that tell one of a family from another, and are no name by themselves.
_ASPECT = re.compile(
    r"(?:[零一二两三四五六七八九十百千半]{1,6}(?:毫升|升|公斤|千克|斤|克)|"
    r"[一二两三四五六七八九]百[零一二三四五六七八九十]*的?|"
    r"(?<!\d)\d{1,7}(?:\.\d{1,3})?\s*(?:ml|cl|l|oz|lbs?|gal|毫升|升|g|kg|克|公斤|千克|斤|寸|号|度|抽|码|层|p|米|cm)?(?![a-z])|"
    r"[大中小]?[瓶罐听袋桶盒杯支樽]装?|[大中小]包装?|[大中小](?:号|的)?|"
    r"(?:cans?|bottles?|canned|bottled)(?![a-z])|"
    r"(?:[原烤橙葡草蓝黄番柠苹西水青红绿原甜咸香麻五孜烧海芒桃梨酸椰莓提萄果子瓜茄檬柚荔枝蜜辣味]{1,3})味|无糖|低糖|零度|低脂|脱脂|全脂|的|\s)+"
)


def is_aspect(name: str) -> bool:
    """Whether a name only tells one of a family from another: ``500ml``, ``罐装``, ``草莓味``."""
    return bool(name) and bool(_ASPECT.fullmatch(name))


def without_aspects(name: str) -> str:
    """A name without what tells one of its family from another."""
    return _ASPECT.sub(" ", name).strip()
