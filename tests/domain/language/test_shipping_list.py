"""A pasted list of parcels is read as people write it; what is doubtful is told."""

import pytest

from domain.language.shipping_list import read_list


@pytest.mark.parametrize(
    ("text", "order", "carrier", "number"),
    [
        ("D20261123-0042 顺丰 SF1234567890123", "D20261123-0042", "sf", "SF1234567890123"),
        ("D20261123-0042\t顺丰\tSF1234567890123", "D20261123-0042", "sf", "SF1234567890123"),
        ("D20261123-0042，顺丰，SF1234567890123", "D20261123-0042", "sf", "SF1234567890123"),
        ("0042 SF1234567890123", "0042", "sf", "SF1234567890123"),
        ("42 自送 小王", "42", "own", "小王"),
        ("42 顺丰", "42", "sf", ""),
        ("42 顺丰 没有单号", "42", "sf", ""),
        ("42 云桥城配 YQ506103702", "42", "云桥城配", "YQ506103702"),
        ("42", "42", "", ""),
        ("42 明天再说", "42", "", ""),
    ],
)
def test_a_line_says_which_order_goes_how(text: str, order: str, carrier: str, number: str) -> None:
    (line,) = read_list(f"\n{text}\n\n")
    assert (line.order, line.carrier, line.number) == (order, carrier, number)
    assert not line.doubtful


@pytest.mark.parametrize("text", ["42 中通 SF1234567890123", "42 中通 JD0012345678901"])
def test_a_number_of_another_carrier_is_doubtful(text: str) -> None:
    assert read_list(text)[0].doubtful


def test_lines_are_read_in_their_order() -> None:
    assert [each.order for each in read_list("1 顺丰 SF1234567890123\r\n2 a\n\n3 b")] == ["1", "2", "3"]
