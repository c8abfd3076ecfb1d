"""Every value that a label of our metrics may ever have, beside the bounds of buckets and the codes of platforms."""

import re
from typing import get_args

from bot.messenger import Outcome
from bot.monitoring.metrics import TurnOutcome
from bot.processes.jobs import SCHEDULE
from domain import refusals
from domain.finance import invoice_refusals
from domain.tables.people import Channel

KNOWN = {
    "channel": {each.value for each in Channel},
    "outcome": {each.value for each in TurnOutcome} | {each.__name__.lower() for each in get_args(Outcome)} | {"done"},
    "state": {"due", "later", "kept", "set_aside"},
    "task": {row.name for row in SCHEDULE} | {"carriers"},
    "path": {"/telegram/webhook", "/wechat", "/healthz", "/readyz", "/metrics", "/carriers/kuaidi100", "other"},
    "refusal": {
        name for of in (refusals, invoice_refusals) for name, each in vars(of).items() if isinstance(each, type)
    },
}
CODE = re.compile(r"-?\d{1,5}|network|timeout|other")
STATUS = re.compile(r"[1-5]\d\d")


def is_known(label: str, value: str) -> bool:
    """Whether this is one of the few values there can be."""
    match label:
        case "le" | "version":
            return True
        case "code":
            return CODE.fullmatch(value) is not None
        case "status":
            return STATUS.fullmatch(value) is not None
        case _:
            return value in KNOWN.get(label, ())
