"""Every button has one handler, every question one that hears its answer."""

from datetime import date
from decimal import Decimal
from typing import cast

import pytest

from domain.rules.rights import Role
from handlers import routes
from handlers.conversation.callback_data import StaleButton, read
from handlers.conversation.request import Request
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.front_door import ACTIONS

NOBODY = cast("Request", None)


def test_every_verb_has_an_action() -> None:
    assert set(ACTIONS) == set(Verb)


def test_every_question_has_somebody_who_hears_the_answer() -> None:
    assert set(routes.ANSWER_HANDLERS) == set(QuestionKind)


def test_what_may_be_missing_comes_last() -> None:
    for verb, action in ACTIONS.items():
        required = [parameter.required for parameter in action.parameters]
        assert required == sorted(required, reverse=True), verb


def test_no_handler_is_asked_without_a_fact_that_it_needs() -> None:
    for answering in routes.ANSWER_HANDLERS.values():
        if any(parameter.required for parameter in answering.parameters.values()):
            with pytest.raises(StaleButton):
                answering.run(NOBODY, {}, "7")


@pytest.mark.parametrize(
    ("data", "arguments"),
    [
        ("ok:zik0zj:3", {"order_id": int("zik0zj", 36), "revision": 3}),
        ("orders", {}),
        ("orders:1:20261101:20261130", {"page": 1, "first": date(2026, 11, 1), "last": date(2026, 11, 30)}),
        ("line:zik0zj:12.5", {"sku_id": int("zik0zj", 36), "quantity": Decimal("12.5")}),
        ("note:0", {"gone": True}),
        (
            "submit:zik0zj:2:99.5:1",
            {"cart_id": int("zik0zj", 36), "revision": 2, "total": Decimal("99.5"), "again": True},
        ),
        ("invfor:buyer:0", {"role": Role.BUYER, "account_id": 0}),
        ("people:off:1", {"which": "off", "page": 1}),
        ("sku:zik0zj::more", {"sku_id": int("zik0zj", 36)}),
    ],
)
def test_buttons_in_old_messages_are_read_as_ever(data: str, arguments: dict[str, object]) -> None:
    pressed = read(data)
    assert ACTIONS[pressed.verb].arguments(pressed) == arguments


@pytest.mark.parametrize("data", ["ok", "ok:zik0zj", "ok:zik0zj:-1", "ok::1", "invfor:king:0", "orders:x"])
def test_what_we_never_drew_is_an_old_button(data: str) -> None:
    pressed = read(data)
    with pytest.raises(StaleButton):
        ACTIONS[pressed.verb].arguments(pressed)
