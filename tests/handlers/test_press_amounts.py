"""Amounts in button data: those we write, and no others."""

import pytest

from handlers.press import Press, StaleButton
from handlers.verbs import Verb


def test_an_amount_is_read_as_it_was_written() -> None:
    assert str(Press(verb=Verb.PUT, args=("12.5",)).quantity(0)) == "12.5"


@pytest.mark.parametrize("text", ["1e9919999", "1e5", "NaN", "Infinity", "", "0x10", "1.23456", "9" * 16, "１２"])
def test_what_we_never_write_is_an_old_button(text: str) -> None:
    with pytest.raises(StaleButton):
        Press(verb=Verb.PUT, args=(text,)).quantity(0)
