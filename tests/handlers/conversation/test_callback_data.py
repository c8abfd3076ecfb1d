"""Amounts in button data: those we write, and no others."""

from decimal import Decimal

import pytest

from handlers.conversation.callback_data import Callback, StaleButton
from handlers.conversation.dispatch import Action
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.conversation.verbs import Verb


def put(_request: Request, *, quantity: Decimal) -> Turn:
    raise NotImplementedError(quantity)


def test_an_amount_is_read_as_it_was_written() -> None:
    assert str(Action(put).arguments(Callback(verb=Verb.PUT, args=("12.5",)))["quantity"]) == "12.5"


@pytest.mark.parametrize("text", ["1e9919999", "1e5", "NaN", "Infinity", "", "0x10", "1.23456", "9" * 16, "１２"])
def test_what_we_never_write_is_an_old_button(text: str) -> None:
    with pytest.raises(StaleButton):
        Action(put).arguments(Callback(verb=Verb.PUT, args=(text,)))
