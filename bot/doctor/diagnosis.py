"""The result of one check of the doctor."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial


class Severity(StrEnum):
    """How grave a diagnosis is; only FAIL makes the command fail."""

    OK = "ok"
    LOOK = "look"
    """It works, or may work, and somebody should look at it."""
    FAIL = "fail"
    NONE = "-"
    """Not examined, because there is nothing to examine."""


@dataclass(frozen=True)
class Diagnosis:
    """One line. ``words`` say what was found and, where needed, what to do; they hold no secret."""

    verdict: Severity
    check: str
    words: str

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.verdict:<5} {self.check:<20} {self.words}"


#: A diagnosis of each severity.
ok, look, fail, none = (partial(Diagnosis, verdict) for verdict in Severity)
