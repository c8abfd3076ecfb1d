"""Sentences of service and words at open questions: each is typed in its situation, and judged by what came of it.

A row: id, part, needs, role, state, sentence, must, must_not, effect, separated by tabs. ``role``: who types, with the
language after a colon. ``must`` and ``must_not``: regular expressions over all that is answered. ``effect``: what may
change, separated by ``;``; with ``!`` it must, unless ``asked`` stands beside it and a card with the confirming button
is shown. ``{W}`` is the number of a standing order without the day, ``{W0}`` without zeros, ``{WN}`` the whole of it;
``{L2}`` is what the second choice was.

    python -m tests.corpus.service FILE.tsv [--show wrong|missed]
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from domain.tables.people import Channel
from handlers.conversation.turn import Reply
from tests.corpus.effects import allows
from tests.corpus.service_scenes import Scene, Theatre

GIVEN = Path(__file__).with_name("service_given.tsv")
OWN = Path(__file__).with_name("service.tsv")
#: What is said of goods that came, and what only sounds so.
CLAIMS = Path(__file__).with_name("claims.tsv")
#: Signs that begin the button which confirms.
_CONFIRMS = ("✅", "❌", "🚚")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A sentence with what it may lead to."""

    id: str
    part: str
    needs: str
    role: str
    state: str
    sentence: str
    must: str
    must_not: str
    effect: str

    @property
    def channel(self) -> Channel:
        """Where it is typed."""
        return Channel.WECHAT if self.part == "wechat" else Channel.TELEGRAM

    @property
    def words(self) -> tuple[str, ...]:
        """What may change."""
        return tuple(each for each in self.effect.split(";") if each not in ("", "none", "asked"))

    @property
    def may_ask(self) -> bool:
        """Whether a card that asks to confirm is right as well."""
        return "asked" in self.effect.split(";")


class Outcome(StrEnum):
    """What came of a sentence."""

    RIGHT = "right"
    MISSED = "missed"
    """Not what was meant, but nothing was done."""
    WRONG = "wrong"
    """Something was done that nobody meant."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``why``: what is not as it should be; ``done``: what changed; ``said``: the whole answer."""

    row: Row
    sentence: str
    outcome: Outcome
    why: tuple[str, ...]
    done: tuple[str, ...]
    said: str


def rows_in(path: Path) -> list[Row]:
    """The rows of a file; empty cells at the end of a line may be left out."""
    head, *lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    names = head.split("\t")
    cells = (line.split("\t") for line in lines)
    return [Row(**dict(zip(names, [*row, *[""] * (len(names) - len(row))], strict=True))) for row in cells]


def judge(theatre: Theatre, row: Row) -> Verdict:
    """Type the sentence in its situation and look at what comes of it."""
    scene = theatre.scene(row.channel, row.role, row.state)
    sentence = filled(row.sentence, scene)
    came = theatre.types(scene, sentence)
    said = words_of(came.replies)
    unmeant = tuple(
        f"did {each}" for each in came.done if not allows((word.replace("!", "") for word in row.words), each)
    )
    missing = tuple(_missing(row, scene, said, came.done, came.replies))
    outcome = Outcome.WRONG if unmeant else Outcome.MISSED if missing else Outcome.RIGHT
    return Verdict(row=row, sentence=sentence, outcome=outcome, why=(*unmeant, *missing), done=came.done, said=said)


def filled(text: str, scene: Scene, *, pattern: bool = False) -> str:
    """A sentence or a pattern with the numbers of the orders and what the choices were."""
    blanks = {**scene.numbers, **(scene.shown if pattern else {})}
    return re.sub(r"\{([A-Z][A-Z0-9]?)\}", lambda match: blanks.get(match[1], "(?!)" if pattern else match[0]), text)


def words_of(replies: Iterable[Reply]) -> str:
    """All that is read, each button in brackets."""
    return "\n".join(
        "\n".join((reply.text(), *(f"[{button.label}]" for button in reply.choices()))) for reply in replies
    )


def _missing(row: Row, scene: Scene, said: str, done: tuple[str, ...], replies: tuple[Reply, ...]) -> Iterator[str]:
    if row.may_ask and any(each.label.startswith(_CONFIRMS) for reply in replies for each in reply.choices()):
        return
    for word in row.words:
        if "!" in word and not any(allows((word.replace("!", ""),), each) for each in done):
            yield f"did not do {word}"
    if row.must and not re.search(filled(row.must, scene, pattern=True), said):
        yield f"does not say {filled(row.must, scene, pattern=True)}"
    if row.must_not and (found := re.search(filled(row.must_not, scene, pattern=True), said)):
        yield f"says {found[0]}"


def report(verdicts: Iterable[Verdict]) -> str:
    """Each one with what came, for people."""
    return "\n".join(map(_told, verdicts))


def _told(verdict: Verdict) -> str:
    row = verdict.row
    head = f"{row.id} {verdict.outcome.upper()} {row.role} [{row.state}] {verdict.sentence!r}: {'; '.join(verdict.why)}"
    return "\n      ".join([head, f"done: {', '.join(verdict.done) or 'nothing'}", *verdict.said.split("\n")])


def figures(verdicts: Iterable[Verdict]) -> str:
    """How many of each part and need came out how."""
    counted = Counter((each.row.needs, each.row.part, each.outcome) for each in verdicts)
    lines = [f"{'needs':6} {'part':8} {'right':>6} {'missed':>7} {'wrong':>6} {'share':>7}"]
    for needs, part in sorted({(needs, part) for needs, part, _ in counted} | {(n, "all") for n, _, _ in counted}):
        right, missed, wrong = (
            sum(n for (a, b, c), n in counted.items() if a == needs and part in (b, "all") and c is outcome)
            for outcome in Outcome
        )
        share = right / (right + missed + wrong)
        lines.append(f"{needs:6} {part:8} {right:6} {missed:7} {wrong:6} {share:7.1%}")
    return "\n".join(lines)


def main() -> None:
    """Play a file and say how it came out."""
    parser = argparse.ArgumentParser(description="Play the sentences of a file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", choices=("wrong", "missed", "right", "none"), default="missed")
    parser.add_argument("--only", default="", help="a pattern of ids")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, closing(Theatre(Path(folder))) as theatre:
        verdicts = [judge(theatre, row) for row in rows_in(given.file) if re.search(given.only, row.id)]
    shown = {
        "wrong": {Outcome.WRONG},
        "missed": {Outcome.WRONG, Outcome.MISSED},
        "right": set(Outcome),
        "none": set[Outcome](),
    }
    sys.stdout.write(report(each for each in verdicts if each.outcome in shown[given.show]) + "\n")
    sys.stdout.write(figures(verdicts) + "\n")


if __name__ == "__main__":
    main()
