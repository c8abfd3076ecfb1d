"""Orders of the time before Dinghuo, brought as an operator brings them."""

from pathlib import Path

from domain.imports import WANTED, ImportReport, import_file
from domain.tables.people import Place
from storage.files.sheets import read_sheet
from tests.world import World

HEADER = "单号,客户,日期,货号,数量,单位,单价\n"


def bring(world: World, folder: Path, rows: str, header: str = HEADER) -> ImportReport:
    """Import a sheet of past orders by the command."""
    file = folder / "orders.csv"
    file.write_text(header + rows, "utf-8")
    with world.database.transaction() as session:
        actor = world.actor(session, where=Place.COMMAND)
        return import_file(actor, "orders", read_sheet(file, WANTED["orders"]))
