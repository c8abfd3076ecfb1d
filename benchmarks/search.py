"""How well and how fast goods are found: ours beside others, each in a process of its own, on invented names.

A search counts as found at k when one of the SKUs that equally fit its words is among the first k. Times are processor
time, but for a database server, which is timed from outside.
"""

import argparse
import multiprocessing
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import orders
from benchmarks.goods import Goods
from benchmarks.rivals import Finder, Rival, rivals
from benchmarks.searches import Search, searches
from domain.search.entries import Entry
from domain.search.index import Index

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
#: Searches of each kind; and how many in all a slow rival is asked where there are many goods.
_EACH, _ASKED, _MANY = 100, 60, 10_000
#: Most goods over which orders are read.
_READ_MOST = 100_000


@dataclass(frozen=True, kw_only=True)
class Score:
    """``ranks``: of each search, its kind and the place of the first right result, or 0; times in seconds; bytes.

    ``quiet``: of the searches for what is not there, the part that was not answered as if it were.
    """

    name: str
    ranks: list[tuple[str, int]]
    quiet: float
    times: list[float]
    build: float
    memory: int
    peak: int

    def recall(self, at: int, kind: str = "") -> float:
        """The part of the searches (of a kind) found among the first."""
        ranks = [rank for own, rank in self.ranks if kind in {"", own}]
        return sum(1 <= rank <= at for rank in ranks) / len(ranks)

    @property
    def mrr(self) -> float:
        return statistics.fmean(1 / rank if rank else 0.0 for _, rank in self.ranks)

    def milliseconds(self, part: float) -> float:
        """The time below which this part of the searches stayed."""
        ordered = sorted(self.times)
        return 1000 * ordered[int(part * (len(ordered) - 1))]


def measure(number: int, count: int) -> Score | str:
    """A rival, by its number, on a number of goods; or why it could not run."""
    rival, goods = list(rivals())[number], Goods(count)
    asked = searches(goods, _EACH)
    if rival.slow and count > _MANY:
        asked = asked[:: max(1, len(asked) // _ASKED)]
    before, start = _resident(), time.process_time()
    try:
        find = rival.make(goods)
    except ImportError as missing:
        return f"{rival.name}: left out, {missing.name} is not installed"
    build, memory = time.process_time() - start, (_resident() - before, _highest() - before)
    return _asked(rival, find, asked, build, memory)


def _asked(rival: Rival, find: Finder, asked: list[Search], build: float, memory: tuple[int, int]) -> Score:
    clock = time.perf_counter if rival.is_server else time.process_time
    ranks: list[tuple[str, int]] = []
    quiet: list[bool] = []
    times: list[float] = []
    for search in asked:
        began = clock()
        found = find(search.text)
        times.append(clock() - began)
        if search.truth:
            place = next((place for place, (sku_id, _) in enumerate(found, 1) if sku_id in search.truth), 0)
            ranks.append((search.kind, place))
        else:
            quiet.append(not any(sure for _, sure in found))
    return Score(
        name=rival.name,
        ranks=ranks,
        quiet=statistics.fmean(quiet) if quiet else 0.0,
        times=times,
        build=build,
        memory=memory[0],
        peak=memory[1],
    )


def _resident() -> int:
    status = Path("/proc/self/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _highest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def table(scores: Iterable[Score | str]) -> Iterator[str]:
    """The figures as lines, as soon as they are there."""
    yield (
        f"{'':<25}{'recall@1':>9}{'recall@5':>9}{'MRR':>7}{'quiet':>7}{'median ms':>11}{'p95 ms':>10}"
        f"{'build s':>9}{'index MiB':>11}{'peak MiB':>10}{'asked':>7}"
    )
    for score in scores:
        if isinstance(score, str):
            yield score
        else:
            yield (
                f"{score.name:<25}{score.recall(1):>9.4f}{score.recall(5):>9.4f}{score.mrr:>7.3f}{score.quiet:>7.2f}"
                f"{score.milliseconds(0.5):>11.2f}{score.milliseconds(0.95):>10.2f}{score.build:>9.1f}"
                f"{score.memory / 2**20:>11.0f}{score.peak / 2**20:>10.0f}{len(score.times):>7}"
            )


def by_kind(scores: list[Score]) -> Iterator[str]:
    """Recall at 1 and at 5 of every kind of search, a column pair for each size."""
    yield f"{'recall@1, @5 by kind':<30}" + "".join(f"{score.name:>16}" for score in scores)
    for kind in dict.fromkeys(kind for kind, _ in scores[0].ranks):
        figures = "".join(f"{score.recall(1, kind):>9.2f}{score.recall(5, kind):>7.2f}" for score in scores)
        yield f"{kind:<30}{figures}"


def titles(folder: Path) -> Iterator[str]:
    """MRR@10 on shop titles: ``titles.tsv`` (id, title), ``queries.tsv`` (id, kind, query), ``qrels.tsv`` (id, id)."""
    rows = [line.split("\t") for line in (folder / "titles.tsv").read_text("utf-8").splitlines()]
    right: dict[str, set[int]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, title = line.split()
        right[query].add(int(title))
    index = Index(_title(int(number), title) for number, title in rows)
    gained: dict[str, list[float]] = defaultdict(list)
    for line in (folder / "queries.tsv").read_text("utf-8").splitlines():
        query, kind, text = line.split("\t")
        hits = enumerate(index.find(text, 10), 1)
        gain = next((1 / place for place, hit in hits if hit.sku_id in right[query]), 0.0)
        gained[kind].append(gain)
        gained["all"].append(gain)
    for kind, gains in gained.items():
        yield f"{kind:<25}MRR@10 {statistics.fmean(gains):.4f}  ({len(gains)} searches)"


def _title(number: int, title: str) -> Entry:
    nothing: tuple[str, ...] = ()
    return Entry(
        sku_id=number,
        code="",
        barcode="",
        names=(title,),
        brands=nothing,
        categories=nothing,
        specs=nothing,
        aliases=nothing,
        units=nothing,
        packs=(),
    )


def main(words: list[str]) -> None:
    """Print the tables for the sizes asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search")
    parser.add_argument("--sizes", default="1k,10k,100k", help="1k,10k,100k,1M")
    parser.add_argument("--titles", type=Path, help="a folder with titles.tsv, queries.tsv and qrels.tsv")
    parser.add_argument("--alone", action="store_true", help="without the rivals")
    given = parser.parse_args(words)
    numbers = [0] if given.alone else range(len(list(rivals())))
    own: list[Score] = []
    for size in given.sizes.split(","):
        print(f"\n{size} goods", flush=True)
        scores: list[Score | str] = []
        for line in table(_each(numbers, SIZES[size], scores)):
            print(line, flush=True)
        own += [score for score in scores[:1] if isinstance(score, Score)]
        if SIZES[size] <= _READ_MOST:
            print()
            print("\n".join(orders.table(SIZES[size])))
    print()
    print("\n".join(by_kind(own)))
    if given.titles:
        print("\nshop titles")
        print("\n".join(titles(given.titles)))


def _each(numbers: Iterable[int], count: int, scores: list[Score | str]) -> Iterator[Score | str]:
    """A fresh process for each, so that none pays for the memory of another."""
    for number in numbers:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            scores.append(pool.apply(partial(measure, number, count)))
        yield scores[-1]
