"""Situations of admins who add and change goods and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from domain.tables.people import Account
from handlers.conversation.verbs import Verb
from tests.corpus.service_world import DEALER

if TYPE_CHECKING:
    from tests.corpus.service_stage import Stage


def _new_goods_part(stage: Stage) -> None:
    """Goods that are to be made lack a part."""
    stage.says("新商品 晨岛豆奶 250ml 盒")
    stage.phone.taps("✏️ 规格")


def _account_part(stage: Stage) -> None:
    account_id = stage.one(select(Account.id).where(Account.name == DEALER))
    stage.press(Verb.ACCOUNT_PART, account_id, "area")


#: By the name of each, what leads to it.
STATES = {
    "question_new_goods": lambda stage: stage.press(Verb.NEW_GOODS),
    "question_new_goods_part": _new_goods_part,
    "question_goods_part": lambda stage: stage.press(Verb.GOODS_PART, stage.sku("P1001"), "spec"),
    "question_alias": lambda stage: stage.press(Verb.ALIASES, stage.sku("P1001")),
    "question_account_part": _account_part,
    "question_setting": lambda stage: stage.press(Verb.SETTING, "shop_name"),
}
