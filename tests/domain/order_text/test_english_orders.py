"""Orders in English, over goods of several kinds that only the catalogue knows."""

import pytest

from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, RemovedLine, TakenLine
from domain.search.index import Entry, Index

#: Code, name, spec, unit, pack, how many in it, aliases.
_ROWS = (
    *((f"JKT-{c[:2]}-{s}", "Rain Jacket", f"{c} {s}", "each", "case", 20, ()) for c in ("Blue", "Red") for s in "SML"),
    ("GEL-B", "Gel Pen 0.5 mm Black", "", "each", "box", 12, ()),
    ("GEL-R", "Gel Pen 0.5 mm Red", "", "each", "box", 12, ()),
    ("KEY", "Key Ring", "", "each", "case", 400, ()),
    ("LAMP", "Desk Lamp", "", "each", "case", 6, ()),
    ("GLV", "Work Gloves", "", "pair", "case", 12, ()),
    ("RYE-D", "Dark Rye Flour", "16 kg", "bag", "pallet", 40, ()),
    ("RYE-L", "Light Rye Flour", "16 kg", "bag", "pallet", 40, ()),
    ("COLA", "Cola", "330 ml", "can", "case", 24, ()),
    ("COLA-L", "Light Cola", "330 ml", "can", "case", 24, ()),
    ("SOAP-G", "Hand Soap", "1 gal", "jug", "case", 4, ()),
    ("SOAP-5", "Hand Soap", "5 gal", "pail", "pallet", 24, ()),
    ("BEAN", "House Beans", "1 kg", "bag", "case", 8, ()),
    ("NET", "Hair Nets", "100 ct", "box", "case", 10, ()),
    ("MLK-S", "Semi Skimmed Milk", "2 L", "bottle", "crate", 9, ("semi",)),
    ("MLK-0", "Skimmed Milk", "2 L", "bottle", "crate", 9, ()),
)


def _entry(
    sku_id: int, code: str, name: str, spec: str, unit: str, pack: str, size: int, aliases: tuple[str, ...]
) -> Entry:
    return Entry(
        sku_id=sku_id, code=code, barcode="", names=(name,), brands=(), categories=(), specs=(spec,) if spec else (),
        aliases=aliases, units=(unit,), packs=((pack, size),),
    )  # fmt: skip


_GOODS = [_entry(number, *row) for number, row in enumerate(_ROWS, 1)]
_CODES = {entry.sku_id: entry.code for entry in _GOODS}
_READER = OrderReader(Index(_GOODS))


def _read(message: str) -> str:
    """Each line in short: ``LAMP=3`` taken, ``?LAMP 3`` asked, ``!`` not understood."""
    told = []
    for line in _READER.read(message).lines:
        match line:
            case TakenLine():
                told.append(f"{_CODES[line.sku_id]}={line.quantity:f}")
            case AskedLine():
                told.append(f"?{'|'.join(sorted(_CODES[each] for each in line.options))} {line.count or ''}")
            case RemovedLine():
                told.append(f"-{_CODES[line.sku_id]}")
            case _:
                told.append("!")
    return ", ".join(told)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("3 desk lamps", "LAMP=3"),
        ("desk lamp 3", "LAMP=3"),
        ("desk lamps 3 cases", "LAMP=18"),
        ("work gloves 5", "GLV=5"),
        ("2 key rings", "?KEY 2"),
        ("2 cases work gloves, 3 desk lamps", "GLV=24, ?LAMP 3"),
        ("2 boxes gel pens 0.5 black, 1 red", "GEL-B=24, GEL-R=12"),
        ("cola 5", "?COLA 5"),
        ("dark rye flour 2", "RYE-D=2"),
        ("1 pallet dark rye flour, light rye flour 2", "RYE-D=40, ?RYE-L 2"),
    ],
)
def test_a_bare_number_of_what_is_sold_one_by_one_counts_single_ones(message: str, lines: str) -> None:
    """Not where a pack holds very many, or packs were counted just before; nobody means a pallet without saying so."""
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("blue rain jackets 2S 3M 4L", "JKT-Bl-S=2, JKT-Bl-M=3, JKT-Bl-L=4"),
        ("rain jackets blue S1 M2 cases", "JKT-Bl-S=20, JKT-Bl-M=40"),
        ("1 1/2 cases desk lamps", "LAMP=9"),
        ("blue and red rain jackets, 4 L each", "JKT-Bl-L=4, JKT-Re-L=4"),
        ("desk lamps and key rings, 1 case each", "LAMP=6, KEY=400"),
        ("(3) desk lamps", "LAMP=3"),
        ("desk lamp 3 key ring 2 cases", "LAMP=3, KEY=800"),
        ("dark rye flour 2 bags 16kg", "RYE-D=2"),
        ("cola 1 case + 6 cans", "COLA=30"),
        ("cola 1 case and 6 cans, 2 desk lamps", "COLA=30, LAMP=2"),
        ("2 dark rye flour 16kg", "RYE-D=2"),
        ("1x 16kg dark rye flour", "RYE-D=1"),
        ("dark rye flour 2x16kg", "RYE-D=2"),
        ("two 16kg bags of dark rye flour", "RYE-D=2"),
        ("2 dozen cola", "COLA=24"),
        ("2 dozen hair nets", "?NET 2"),
        ("2 desk lamps + 4 pairs work gloves", "LAMP=2, GLV=4"),
        ("rain jackets red S-L 2 each", "JKT-Re-S=2, JKT-Re-M=2, JKT-Re-L=2"),
        ("house beans 6 kg", "BEAN=6"),
        ("hand soap 5 gal 2 pails", "SOAP-5=2"),
        ("hand soap gal 3 jugs", "SOAP-G=3"),
        ("1 5gal pail hand soap", "SOAP-5=1"),
    ],
)
def test_sizes_and_fractions_are_amounts_as_people_write_them(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("2 crates semi, no wait make that 3", "MLK-S=27"),
        ("6 blue rain jackets L... actually 4 L", "JKT-Bl-L=4"),
        ("2 desk lamps and 3 pairs work gloves, cancel the work gloves actually, key ring instead 1 case",
         "LAMP=2, KEY=400"),
        ("returning 2 cases cola. please send 2 bags dark rye flour, 3 desk lamps", "RYE-D=2, LAMP=3"),
        ("two crates of semi one of skimmed", "MLK-S=18, MLK-0=9"),
    ],
)  # fmt: skip
def test_what_is_taken_back_changes_the_line_before_it_and_no_other(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    "message",
    [
        "could we order 3 desk lamps plz", "qty: 3 desk lamps", "could you add 3 desk lamps",
        "we're out of desk lamps, 3 please", "please deliver 3 desk lamps", "put me down for 3 desk lamps, thx",
        "can you do 3 desk lamps", "desk lamps 3 please", "3 desk lamps for thurs", "we'd like 3 desk lamps for monday",
    ],
)  # fmt: skip
def test_kind_words_and_days_around_goods_are_no_part_of_them(message: str) -> None:
    assert _read(message) == "LAMP=3"


@pytest.mark.parametrize(("message", "lines"), [("rye flour 1 bag", "?RYE-D|RYE-L 1"), ("cola 1 case", "COLA=24")])
def test_a_variety_has_a_plain_counterpart_only_where_that_has_no_word_of_its_own(message: str, lines: str) -> None:
    assert _read(message) == lines
