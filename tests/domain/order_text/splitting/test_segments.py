import pytest

from domain.order_text.splitting.segments import parts_of


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("cola 10 cases, and water half a case", ["cola 10 cases", "water half a case"]),
        ("cola 2 cases and 3 cases of water, plus soy sauce", ["cola 2 cases", "3 cases of water", "soy sauce"]),
        ("cola 2 and a half cases", ["cola 2 and a half cases"]),
        ("cola, and a half case", ["cola", "and a half case"]),
        ("Andes water 2", ["Andes water 2"]),
    ],
)
def test_what_joins_two_parts_belongs_to_neither(line: str, parts: list[str]) -> None:
    assert parts_of(line) == parts
