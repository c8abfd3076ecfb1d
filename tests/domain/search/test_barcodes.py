"""The forms in which the same barcode is printed, scanned and kept."""

import pytest

from domain.search.barcodes import same_as


@pytest.mark.parametrize(
    ("scanned", "kept"),
    [
        ("6901234567892", "6901234567892"),
        ("0036000291452", "036000291452"),
        ("036000291452", "0036000291452"),
        ("16901234567899", "6901234567892"),
        ("(01)16901234567899(10)A1", "6901234567892"),
        ("06901234567892", "6901234567892"),
        ("96385074", "96385074"),
        ("kl500", "KL500"),
        ("KL500", "kl500"),
    ],
)
def test_a_scanned_code_is_found_as_it_is_kept(scanned: str, kept: str) -> None:
    assert kept in same_as(scanned)


@pytest.mark.parametrize(
    ("scanned", "other"), [("6901234567892", "690123456789"), ("16901234567899", "16901234567892")]
)
def test_another_code_is_another(scanned: str, other: str) -> None:
    assert other not in same_as(scanned)
