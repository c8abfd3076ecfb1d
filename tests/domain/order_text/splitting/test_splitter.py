"""What a message is split into, before anybody asks which goods are meant."""

import pytest

from domain.language.units import KNOWN
from domain.order_text.candidates import CandidateFinder
from domain.order_text.split_message import Note, Swap
from domain.order_text.splitting.quantity_like_names import QuantityLikeNames
from domain.order_text.splitting.splitter import split
from domain.search.index import Index
from tests.domain.order_text.entries import entry

_INDEX = Index(entry(number, name, "斤") for number, name in enumerate(("白菜", "胡萝卜", "香芹"), 1))


def _told(text: str) -> list[str]:
    """Each part in short: a name with its counts, ``~`` a note, ``>`` one thing in place of another."""
    guards = QuantityLikeNames((), (), set(), KNOWN)
    told = []
    for part in split(text, guards, CandidateFinder(_INDEX), KNOWN).parts:
        match part:
            case Note():
                told.append(f"~{part.text}")
            case Swap():
                told.append(f"{part.old.strip()}>{part.new.name.strip()}")
            case _:
                counts = "+".join(f"{amount.count}{amount.unit}" for amount in part.amounts)
                told.append(" ".join(filter(None, (part.name.strip(), counts, "?" if part.only_asks else ""))))
    return told


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("白菜3斤，胡萝卜2斤", ["白菜 3斤", "胡萝卜 2斤"]),
        ("白菜多少钱？来3斤", ["白菜 ?", "3斤"]),
        ("白菜3斤\n合计：3斤", ["白菜 3斤", "~合计：3斤"]),
        ("白菜换成香芹", ["白菜>香芹"]),
        ("明天送，白菜3斤", ["~明天送", "白菜 3斤"]),
        ("你好，白菜3斤，谢谢", ["白菜 3斤"]),
    ],
)
def test_a_message_is_split_into_goods_and_notes(text: str, parts: list[str]) -> None:
    assert _told(text) == parts


def test_what_is_said_of_the_whole_order_is_kept_apart() -> None:
    finder, guards = CandidateFinder(_INDEX), QuantityLikeNames((), (), set(), KNOWN)
    message = split("老样子，白菜3，都是斤", guards, finder, KNOWN)
    assert message.again
    assert message.unit == "斤"
