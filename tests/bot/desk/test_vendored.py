"""What we carry of others is what they published, and the first page is small."""

import gzip
import hashlib

from bot.desk.page import FOLDER
from tests.bot.desk.house import DeskHouse
from tests.orders import place
from tests.world import World

HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


def test_htmx_is_as_it_was_published_with_its_licence() -> None:
    assert hashlib.sha256((FOLDER / "files" / "htmx.min.js").read_bytes()).hexdigest() == HTMX
    assert "Zero-Clause BSD" in (FOLDER / "files" / "htmx-LICENSE.txt").read_text()


def test_our_own_script_and_the_first_load_are_small(house: DeskHouse, world: World) -> None:
    assert (FOLDER / "files" / "desk.js").stat().st_size <= 3072
    for _ in range(50):
        place(world, {"KL330": 1})
    page = house.enter("陈总").get("/desk/orders").encode()
    files = (path.read_bytes() for path in (FOLDER / "files").iterdir() if path.suffix in {".js", ".css", ".svg"})
    assert sum(len(gzip.compress(each)) for each in (page, *files)) <= 40_000
