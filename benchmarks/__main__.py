"""``make bench``: the figures, printed; nothing here is asserted."""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import journey, money, oversell, prices, reserve, search, soak, takeover, trades, turns

#: Those that run alone, each with its own options.
ALONE: Mapping[str, Callable[[list[str]], int | None]] = {
    "search": search.main,
    "trades": trades.main,
    "oversell": oversell.main,
    "soak": soak.main,
    "reserve": reserve.main,
    "turns": turns.main,
    "takeover": takeover.main,
    "prices": prices.main,
    "money": money.main,
}


def main() -> None:
    """Run every benchmark and print its table; with the name of one first, only that one, with its options.

    Other options are the search's.
    """
    print(f"Python {sys.version.split()[0]} on {sys.platform}, {os.cpu_count()} processors\n")
    name, options = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if name in ALONE:
        sys.exit(ALONE[name](options))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(f"The journey, one message at a time, median of {journey.LAPS} laps;")
        print("core: the same statements through plain SQLAlchemy Core on a copy of the same database\n")
        print("\n".join(journey.table(journey.run(folder))))
    print("\nThe whole way: Telegram's webhook in, `dinghuo serve`, the database, Telegram's API out, on loopback")
    turns.main([])
    print()
    reserve.main([])
    print()
    search.main(sys.argv[1:])
    print()
    trades.main([])
    print()
    prices.main([])
    print()
    money.main([])


if __name__ == "__main__":  # each rival of the search runs in a process that imports this file
    main()
