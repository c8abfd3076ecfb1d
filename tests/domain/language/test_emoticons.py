"""WeChat's faces and emoji: taken out of an order, and a nod where there is nothing else."""

import pytest

from domain.language.emoticons import is_nod, without_faces


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("可口可乐330 10箱[玫瑰]/:rose", "可口可乐330 10箱"),
        ("[OK]好的", "好的"),
        ("谢谢/::)", "谢谢"),
        ("好/:handclap/:v", "好"),
        ("可乐[24罐] 10箱", "可乐[24罐] 10箱"),
        ("可口可乐330ml 24罐/箱 ×10", "可口可乐330ml 24罐/箱 ×10"),
        ("http://example.com/a", "http://example.com/a"),
        ("红牛 1箱👍", "红牛 1箱👍"),
    ],
)
def test_faces_are_taken_out_and_nothing_else(text: str, left: str) -> None:
    assert without_faces(text) == left


@pytest.mark.parametrize(
    "text", ["[OK]", "/::)", "👍", "👌🏻👌🏻", "🙏🙏!", "[玫瑰][玫瑰]", "❤️", "/:strong 👍。", "😀👨‍👩‍👧"]
)
def test_faces_alone_are_a_nod(text: str) -> None:
    assert is_nod(text)


@pytest.mark.parametrize("text", ["", " ", "。", "1", "1️⃣", "[OK]好的", "可乐👍", "🛒", "✅", "❌", "[24罐]", "👎", "?"])
def test_what_may_mean_something_is_no_nod(text: str) -> None:
    assert not is_nod(text)
