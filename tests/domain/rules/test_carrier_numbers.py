"""Whose a number is by its form, and whether its check digit agrees."""

import pytest

from domain.rules.carrier_numbers import carrier_of, is_misread, numbers_in, replaced, together


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("SF1234567890123", "sf"),
        ("JDVA01234567890", "jd"),
        ("YT1234567890123", "yto"),
        ("JT1234567890123", "jt"),
        ("DPK123456789012", "deppon"),
        ("RA123456785CN", "ems"),
        ("1Z999AA10123456784", "ups"),
        ("773012345678901", ""),
        ("LY12345678", ""),
        ("", ""),
    ],
)
def test_a_form_that_only_one_carrier_has_names_it(number: str, carrier: str) -> None:
    assert carrier_of(number) == carrier


@pytest.mark.parametrize(
    ("number", "misread"),
    [
        ("RA123456785CN", False),
        ("RA123456786CN", True),
        ("RA132456785CN", True),
        ("EA000000000CN", True),
        ("EA000000005CN", False),
        ("1Z999AA10123456784", False),
        ("1Z999AA10123456785", True),
        ("1Z999AA10123465784", True),
        ("SF1234567890123", False),
        ("773012345678901", False),
    ],
)
def test_a_wrong_sign_shows_where_a_form_has_a_check_digit(number: str, *, misread: bool) -> None:
    assert is_misread(number) is misread


def test_the_numbers_of_a_parcel_are_changed_one_by_one() -> None:
    both = together(["A1", "B2", "A1"])
    assert both == "A1 / B2"
    assert numbers_in(both) == ("A1", "B2")
    assert replaced(both, "B2", "C3") == "A1 / C3"
    assert replaced(both, "B2", "") == "A1"
    assert replaced(both, "A1", "B2") == "B2"
