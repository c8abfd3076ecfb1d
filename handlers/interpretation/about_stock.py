"""Sentences of stock staff about missing, broken or surplus goods: they lead to a count."""

import re

from domain.rules.rights import Right
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.interpretation.typed_text import TypedText
from handlers.warehouse import stock
from handlers.warehouse.goods_search import find

_CHANGED = r"(?:少|缺|丢|差|多|坏|破|碎|烂|漏)(?:掉|出来?|来)?了?"
_AMOUNT = r"(?:\d{1,6}|[半一二两三四五六七八九十几]+)\s*[箱件瓶罐袋包盒桶提条个根支听板打只张]"
_SAID = re.compile(
    r"[缺少断]了?货了?|"
    rf"(?:(?:仓库|货架|架子?|库)(?:里面?|上)?)?{_CHANGED}\s*{_AMOUNT}\s*的?(?P<goods>\S.{{0,30}}?)?了?|"
    rf"(?:(?:仓库|货架|架子?|库)(?:里面?|上)?的?)?(?P<goods2>\S.{{0,30}}?)\s*{_CHANGED}\s*{_AMOUNT}了?|"
    r"(?:we(?:'re| are)?\s+)?(?:missing|short(?:\s+of)?|short\s+by|lost|broke)\s+(?:\d{1,6}|an?)\s+[a-z]+\s+(?:of\s+)?"
    r"(?P<goods3>[a-z].{0,30})",
    re.IGNORECASE,
)


def miscounted(request: Request, said: TypedText) -> Turn | None:
    """Ask for a count of the goods: only that says what is there now."""
    match = _SAID.fullmatch(said.text.strip(" .。!！,，"))
    if match is None or said.names_order or not request.actor.may(Right.STOCK_CHANGE):
        return None
    return _asked(request, next(filter(None, match.groups()), "")).headed(request.say("sentence.count_it"))


def names_goods(said: TypedText) -> bool:
    """Whether a text says of which goods there are fewer or more, so that it answers no question about others."""
    match = _SAID.fullmatch(said.text.strip(" .。!！,，"))
    return match is not None and any(match.groups())


def _asked(request: Request, name: str) -> Turn:
    if not name:
        return stock.list_(request)
    found = find(request, name)
    if len(found) == 1:
        return stock.count(request, sku_id=found[0].sku.id)
    return stock.typed_search(request, name)
