"""Orders and searches of shops the code was not written for: nearly all right, none silently wrong."""

from functools import cache

import pytest

from tests.corpus import labelled
from tests.corpus.shops import SHOPS, Verdict, shop


def report(verdicts: list[Verdict]) -> str:
    """Each message that is not wholly right, with what it was read as."""
    return "\n".join(
        f"{each.order.number}: {each.order.text!r}\n   labelled {each.order.outcomes[0]}\n   read     {each.read}"
        for each in verdicts
        if not each.whole
    )


@pytest.fixture(scope="module", params=SHOPS)
def verdicts(request: pytest.FixtureRequest) -> list[Verdict]:
    return judged(request.param)


@cache
def judged(name: str) -> list[Verdict]:
    """All messages of a shop."""
    place = shop(name)
    return [place.judge(order) for order in place.orders()]


def test_no_line_is_silently_wrong(verdicts: list[Verdict]) -> None:
    assert not [(each.order.text, each.wrong) for each in verdicts if each.wrong]


def test_nearly_every_message_is_wholly_right(verdicts: list[Verdict]) -> None:
    assert sum(each.whole for each in verdicts) >= 0.9 * len(verdicts), f"\n{report(verdicts)}"


def test_nearly_every_line_is_right(verdicts: list[Verdict]) -> None:
    lines = sum(each.lines for each in verdicts)
    assert sum(each.right for each in verdicts) >= 0.95 * lines, f"\n{report(verdicts)}"


def test_of_all_messages_together_nearly_every_one_is_right() -> None:
    own = list(labelled.verdicts())
    others = [each for name in SHOPS for each in judged(name)]
    whole = [each.whole for each in own] + [each.whole for each in others]
    right = sum(each.right for each in own) + sum(each.right for each in others)
    lines = sum(each.lines for each in own) + sum(each.lines for each in others)
    assert len(whole) >= 1000
    assert sum(whole) >= 0.95 * len(whole)
    assert right >= 0.98 * lines


@pytest.mark.parametrize("name", SHOPS)
def test_nearly_every_search_finds_what_fits(name: str) -> None:
    place = shop(name)
    missed = []
    for text, best, family in place.searches():
        found = place.found(text)
        first = found[0] in best if best and found else not best and not found
        if not first or not set(family) <= set(found[:8]):
            missed.append((text, best, found[:8]))
    assert len(missed) <= 0.03 * sum(1 for _ in place.searches()), missed
