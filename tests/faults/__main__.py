"""``make faults``: every fault at length, a line each; ``python -m tests.faults killed --stories 500`` plays one."""

import argparse
import logging
import secrets
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import structlog

from tests.faults.full import NoDiskError
from tests.faults.outcome import head, row
from tests.faults.plans import PLANS, Plan
from tests.faults.stage import Props, gathered
from tests.grounds import Kind
from tests.postgres import NoPostgresError


def main(words: list[str]) -> int:
    """Play what was asked for; the exit code is 1 where anything was lost, doubled or does not agree."""
    given = _parser().parse_args(words)
    _hush()
    seed = given.seed or secrets.token_hex(3)
    print(f"moments chosen by --seed {seed}\n\n{head()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults-") as name, gathered(Path(name), seed) as props:
        ended = [
            _played(props, plan, kind, given.stories or plan.long)
            for plan in PLANS
            if plan.name in given.faults or not given.faults
            for kind in plan.kinds
            if given.on in {None, kind}
        ]
    print("\nall is well" if all(ended) else "\nSOMETHING IS WRONG")
    return 0 if all(ended) else 1


def _played(props: Props, plan: Plan, kind: Kind, stories: int) -> bool:
    try:
        outcome = plan.play(props, kind, stories)
    except (NoPostgresError, NoDiskError) as missing:
        print(f"{plan.name} was not tried on {kind.value}: {missing}", flush=True)
        return True
    print("\n".join(row(outcome)), flush=True)
    return outcome.right


def _hush() -> None:
    """The table is what there is to read; whoever counts in the log still can."""

    def dropped(*_: object) -> NoReturn:
        raise structlog.DropEvent

    structlog.configure(processors=[dropped])
    logging.getLogger().addHandler(logging.NullHandler())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    names = [plan.name for plan in PLANS]
    parser.add_argument("faults", nargs="*", choices=[*names, []], metavar="FAULT", help=f"of {', '.join(names)}")
    parser.add_argument("--stories", type=int, default=0, help="orders placed meanwhile")
    parser.add_argument("--on", type=Kind, choices=list(Kind), help="only on this database")
    parser.add_argument("--seed", default="", help="what chose the moments of an earlier run")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
