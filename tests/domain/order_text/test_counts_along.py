"""Values and the counts meant for them."""

import pytest

from domain.language.quantities_in_text import counted
from domain.language.units import KNOWN
from domain.order_text.counts_along import with_counts


def _counted(line: str) -> str:
    return with_counts(line, lambda text: counted(text, KNOWN), lambda _, glued: glued == "m8")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("8821黑 39-41：1 2 3", "8821黑 39×1；40×2；41×3"),
        ("8821黑28 2 29 3 30 1", "8821黑 28×2；29×3；30×1"),
        ("舒肤佳柠檬 400 5 720 3", "舒肤佳柠檬 400×5；720×3"),
        ("M:2 L:3", " m×2；l×3"),
        ("深蓝 30/2 31/4", "深蓝 30×2；31×4"),
        ("8821 黑 26 27 28 各 1 2 2", "8821 黑 26×1；27×2；28×2"),
        ("8821黑 26-28码 1/2/2", "8821黑 26×1；27×2；28码×2"),
        ("C88 S-L 黄：1 2 2 灰：1 0 1", "c88 黄 s×1；m×2；l×2；灰 s×1；l×1"),
        ("白 39/3 40/5，浅蓝 40/2 41/2", "白 39×3；40×5；浅蓝 40×2；41×2"),
        ("白 M L XL：2 4 4，蓝：1 2 2", "白 m×2；l×4；xl×4；蓝 m×1；l×2；xl×2"),
        ("白 尺码 M L XL 数量 3 5 5", "白 m×3；l×5；xl×5"),
        ("黄 100 110 120 2 2 3", "黄 100×2；110×2；120×3"),
        ("红 L2XL3 蓝 M1L2", "红 l×2；xl×3；蓝 m×1；l×2"),
        ("黑L2 XL3 灰XL1套", "黑 l×2；xl×3；灰 xl×1套"),
        ("L5XL5条", " l×5条；xl×5条"),
        ("白 M5 L5 10件", "白 m×5；l×5；共10件"),
        ("黑75B1 80B1 肤75C2", "黑 75b×1；80b×1；肤 75c×2"),
        ("K301:深蓝（30×2，31×3）黑（31×2，32×2）", "k301:深蓝 30×2；31×3；黑 31×2；32×2"),
        ("黑 白 各M3盒L3盒", "黑 白 m各3盒，黑 白 l各3盒"),
    ],
)
def test_each_value_takes_its_count(line: str, said: str) -> None:
    assert _counted(line) == said


@pytest.mark.parametrize(
    "line",
    [
        "8821黑 39 40 41 42",
        "红牛 250 10",
        "电话 138 1234 5678 12",
        "T602 120 5 120 3",
        "白 L XL 各4件",
        "肤M 2盒 L 3盒 XL1盒",
        "蓝24/25 2双 26/27 3双",
        "螺母M8M8 3包",
        "可乐 2 L 6 雪碧 2 L 4",
        "M2L22XL3",
        "8寸 2 10寸 3",
        "黑 M×5 L×6",
    ],
)
def test_what_is_told_apart_already_or_in_doubt_stays(line: str) -> None:
    assert _counted(line) == line
