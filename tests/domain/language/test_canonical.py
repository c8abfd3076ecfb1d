"""The one form in which words of catalogue and messages are compared."""

import pytest

from domain.language.canonical import canonical


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("二十八二十九码", " 28 29 "),
        ("三十三十一码", " 30 31 "),
        ("十九二十码", " 19 20 "),
        ("八八二一", "8821"),
        ("m8x30", "8×30"),
        ("15promax", "15 promax"),
        ("24pack", "24pack"),
        ("gray socks", "grey socks"),
        ("2 doughnuts", "2 donuts"),
        ("grayling", "grayling"),
        ("tablets for dogs", "tablets dogs"),
    ],
)
def test_numerals_and_sizes_have_one_form(said: str, form: str) -> None:
    assert canonical(said).removeprefix(" ") == form.removeprefix(" ")
