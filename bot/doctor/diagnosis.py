"""What the doctor says about one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands; only a failure makes the command fail."""

    OK = "ok"
    LOOK = "look"
    """It works, or may work, and somebody should look at it."""
    FAIL = "fail"
    NONE = "-"
    """Not examined, because there is nothing to examine."""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """One line. ``words`` say what was found and, where it is not well, what to do; they hold no secret."""

    check: str
    verdict: Verdict
    words: str

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.verdict:<5} {self.check:<20} {self.words}"


def ok(check: str, words: str) -> Diagnosis:
    """All is well."""
    return Diagnosis(check=check, verdict=Verdict.OK, words=words)


def look(check: str, words: str) -> Diagnosis:
    """Somebody should look."""
    return Diagnosis(check=check, verdict=Verdict.LOOK, words=words)


def fail(check: str, words: str) -> Diagnosis:
    """This does not work."""
    return Diagnosis(check=check, verdict=Verdict.FAIL, words=words)


def none(check: str, words: str) -> Diagnosis:
    """Nothing to examine."""
    return Diagnosis(check=check, verdict=Verdict.NONE, words=words)
