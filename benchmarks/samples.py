"""What a process says of itself from time to time, as rows of a table, and what becomes of its memory."""

import statistics
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from prometheus_client.parser import text_string_to_metric_families

MIB = 1 << 20
Key = tuple[str, frozenset[tuple[str, str]]]


class Scrape:
    """The figures of one moment."""

    def __init__(self, port: int) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            told = answer.read().decode()
        self.values: dict[Key, float] = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(told)
            for sample in family.samples
        }

    def sum(self, name: str, **labels: str) -> float:
        """Over all labels that are not named."""
        wanted = labels.items()
        return sum(value for (each, found), value in self.values.items() if each == name and wanted <= set(found))

    def buckets(self, name: str) -> dict[float, float]:
        """A histogram's counts by their upper bounds, over all labels."""
        counts: dict[float, float] = {}
        for (each, labels), value in self.values.items():
            if each == f"{name}_bucket":
                bound = float(dict(labels)["le"])
                counts[bound] = counts.get(bound, 0.0) + value
        return counts


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One stretch of the run. Times in seconds, sizes in bytes; ``seen`` by the crowd, ``turn`` by the process."""

    minute: float
    updates: float
    turn: tuple[float, float]
    seen: tuple[float, float]
    due: float
    oldest: float
    memory: float
    database: float
    trouble: int


def sample(before: Scrape, now: Scrape, seconds: float, minute: float, waited: list[float], unanswered: int) -> Sample:
    """The stretch between two moments."""
    turns = now.sum("dinghuo_turns_total") - before.sum("dinghuo_turns_total")
    faults = sum(
        now.sum("dinghuo_turns_total", outcome=each) - before.sum("dinghuo_turns_total", outcome=each)
        for each in ("failed", "undone")
    )
    earlier = before.buckets("dinghuo_turn_seconds")
    counts = {bound: value - earlier.get(bound, 0.0) for bound, value in now.buckets("dinghuo_turn_seconds").items()}
    return Sample(
        minute=minute,
        updates=turns / seconds,
        turn=(from_buckets(counts, 0.5), from_buckets(counts, 0.99)),
        seen=(quantile(waited, 0.5), quantile(waited, 0.99)),
        due=now.sum("dinghuo_outbox_notices", state="due"),
        oldest=now.sum("dinghuo_outbox_oldest_seconds"),
        memory=now.sum("process_resident_memory_bytes"),
        database=now.sum("dinghuo_database_bytes"),
        trouble=int(faults) + unanswered,
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share lies below; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def from_buckets(counts: dict[float, float], share: float) -> float:
    """The same from counts by upper bounds, straight within a bucket, as Prometheus reckons."""
    wanted = share * max(counts.values(), default=0.0)
    steps = [(0.0, 0.0), *sorted(counts.items())]
    for (low, below), (high, upto) in pairwise(steps):
        if wanted and upto >= wanted:
            return low if high == float("inf") else low + (high - low) * (wanted - below) / (upto - below)
    return 0.0


HEAD = (
    f"{'minute':>7}{'updates/s':>11}{'turn p50':>10}{'p99 ms':>8}{'seen p50':>10}{'p99 ms':>8}"
    f"{'due':>6}{'oldest s':>10}{'memory MiB':>12}{'database MiB':>14}{'trouble':>9}"
)


def row(each: Sample) -> str:
    """One line of the table."""
    turn, seen = ([value * 1000 for value in pair] for pair in (each.turn, each.seen))
    return (
        f"{each.minute:>7.1f}{each.updates:>11.1f}{turn[0]:>10.1f}{turn[1]:>8.1f}{seen[0]:>10.1f}{seen[1]:>8.1f}"
        f"{each.due:>6.0f}{each.oldest:>10.1f}{each.memory / MIB:>12.1f}{each.database / MIB:>14.1f}{each.trouble:>9}"
    )


def growth(samples: Sequence[Sample]) -> float:
    """Bytes of memory an hour, over the second half of the run; caches are warm by then."""
    later = samples[len(samples) // 2 :]
    if len(later) < 2:
        return 0.0
    return statistics.linear_regression([each.minute for each in later], [each.memory for each in later]).slope * 60


def summary(samples: Sequence[Sample]) -> Iterator[str]:
    """What it comes to."""
    memory = [each.memory / MIB for each in samples]
    yield (
        f"memory: {memory[0]:.1f} MiB at first, {max(memory):.1f} at most, {memory[-1]:.1f} at last; "
        f"{growth(samples) / MIB:+.1f} MiB an hour over the second half"
    )
    turn, seen = (max(each.turn[1] for each in samples), max(each.seen[1] for each in samples))
    yield f"worst p99: {turn * 1000:.0f} ms a turn, {seen * 1000:.0f} ms until the answer was seen"
    due, oldest = max(each.due for each in samples), max(each.oldest for each in samples)
    yield f"outbox: at most {due:.0f} due, the oldest {oldest:.1f} s"
