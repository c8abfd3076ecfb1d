"""Matrices of amounts in plain lines become one line a row."""

import pytest

from domain.order_text.splitting.matrices import spread_matrices


@pytest.mark.parametrize(
    ("lines", "spread"),
    [
        (["8821 M L", "黑 2 3", "白 0 1"], ["8821 黑 M×2 L×3", "8821 白 L×1"]),
        (["颜色 M L", "黑 2 3"], ["黑 M×2 L×3"]),
        (["8822 26-28", "粉：1 2 2", "白：1 0 1"], ["8822 粉 26×1 27×2 28×2", "8822 白 26×1 28×1"]),
        (["款号\t颜色\t26\t27", "8821\t黑\t1\t2", "\t灰\t\t1", "8822\t白\t3"],
         ["8821 黑 26×1 27×2", "8821 灰 27×1", "8822 白 26×3"]),
        (["款号 颜色 26 27", "8821 黑 1 2"], ["8821 黑 26×1 27×2"]),
        (["款号\t颜色\tS\tM", "8821\t黑\t1\t2"], ["8821 黑 S×1 M×2"]),
    ],
)  # fmt: skip
def test_a_matrix_becomes_a_line_for_each_row(lines: list[str], spread: list[str]) -> None:
    assert spread_matrices(lines) == spread


@pytest.mark.parametrize(
    "lines",
    [
        [" "],
        ["红牛 5", "可乐 3"],
        ["T602 白 100 2 110 3", "T602 黑 100 1 110 1"],
        ["8822 26-28", "粉 1 2"],
        ["品名\t数量\t单位", "红牛\t5\t箱"],
        ["8822 26-28", "1 1 2 2"],
    ],
)
def test_other_lines_stay_as_they_are(lines: list[str]) -> None:
    assert spread_matrices(lines) == lines
