"""``make bench``: the figures, printed; nothing here is asserted."""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import journey, platform, search, soak
from domain.tables.people import Channel
from tests.world import make_template


def main() -> None:
    """Run every benchmark and print its table; with ``search`` or ``soak`` first, only that one and its options."""
    print(f"Python {sys.version.split()[0]} on {sys.platform}, {os.cpu_count()} processors\n")
    if sys.argv[1:2] == ["search"]:
        search.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["soak"]:
        sys.exit(soak.main(sys.argv[2:]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = make_template(folder / "template.sqlite", Channel.TELEGRAM)
        print(f"The journey, one message at a time, median of {journey.LAPS} laps;")
        print("core: the same statements through plain SQLAlchemy Core on a copy of the same database\n")
        print("\n".join(journey.table(journey.run(template, folder))))
        print(f"\nThe same through Telegram's webhook and API on loopback, median of {platform.LAPS} laps;")
        print("API calls: those to the chat of the one who acts\n")
        print("\n".join(platform.table(platform.run())))
    search.main(sys.argv[1:])


if __name__ == "__main__":  # each rival of the search runs in a process that imports this file
    main()
