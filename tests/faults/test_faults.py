"""Every fault in its short form; `make faults` plays them for longer."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.full import NoDiskError
from tests.faults.outcome import head, row
from tests.faults.plans import PLANS, Plan
from tests.faults.stage import Props
from tests.grounds import Grounds, Kind
from tests.lengths import LONG
from tests.postgres import NoPostgresError


@pytest.fixture(scope="session")
def props(grounds: Grounds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Props]:
    with ExitStack() as stack:
        yield Props(grounds=grounds, folder=tmp_path_factory.mktemp("faults"), seed="short", stack=stack)


BRIEFLY = [(plan, plan.brief) for plan in PLANS if plan.short]
PLAYED = [(plan, kind) for plan in PLANS for kind in plan.kinds] if LONG else BRIEFLY


@pytest.mark.slow
@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize(
    ("plan", "kind"), [pytest.param(plan, kind, id=f"{plan.name}-{kind}") for plan, kind in PLAYED]
)
def test_nothing_is_lost_and_nothing_done_twice(plan: Plan, kind: Kind, props: Props) -> None:
    try:
        outcome = plan.play(props, kind, plan.long if LONG else plan.short)
    except (NoPostgresError, NoDiskError) as missing:
        pytest.skip(f"{plan.name} was not tried on {kind}: {missing}")
    assert outcome.times > 0
    assert outcome.right, "\n".join((head(), *row(outcome)))
