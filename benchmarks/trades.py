"""How well orders of other trades are read: the day they came, before any rule had seen them, and now."""

from collections.abc import Iterator

from tests.corpus.trades import FILES, TRADES, Figures, first_contact, searched, trade


def table() -> Iterator[str]:
    """A line for each trade and kind of message; where something moved, first contact and now."""
    yield (
        f"{'first contact > now':<22}{'messages':>9}{'wholly right':>18}{'lines':>7}{'right':>18}"
        f"{'silently wrong':>16}{'needless asks':>15}{'lost':>10}"
    )
    before = first_contact()
    for name in TRADES:
        place = trade(name)
        for file in FILES:
            verdicts = place.judge(file)
            if verdicts:
                now = Figures.of(verdicts)
                yield _line(f"{name} {file.removesuffix('.txt')}", before.get((name, file)), now)
        yield f"{name} {searched(place.find())}"


def _line(name: str, first: Figures | None, now: Figures) -> str:
    whole = _moved(first and _part(first.whole, first.messages), _part(now.whole, now.messages))
    right = _moved(first and _part(first.right, first.lines), _part(now.right, now.lines))
    wrong, needless = _moved(first and first.wrong, now.wrong), _moved(first and first.needless, now.needless)
    lost = _moved(first and first.lost, now.lost)
    return f"{name:<22}{now.messages:>9}{whole:>18}{now.lines:>7}{right:>18}{wrong:>16}{needless:>15}{lost:>10}"


def _moved(first: object, now: object) -> str:
    """A figure at first contact and now; a question mark where the first was not kept."""
    return f"{'?' if first is None else first} > {now}"


def _part(some: int, all_: int) -> str:
    return f"{100 * some / all_:.1f} %"


def main(_words: list[str]) -> None:
    """Print the table."""
    print("Orders of other trades, on catalogues that no rule was made for")
    print("\n".join(table()))
