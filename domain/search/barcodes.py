"""The forms under which a scanned barcode may be stored in the catalogue."""

import re

_CASE = 14
#: Labels of pallets and cases put the number of the goods behind a sign of their own, and more behind it.
_GS1 = re.compile(r"\(01\)(\d{14})")
#: The lengths that the same number is written in, with zeros before it.
_LENGTHS = (8, 12, 13, 14)


def same_as(code: str) -> tuple[str, ...]:
    """A code in every form it may be kept in; that of a case also as that of what is inside."""
    if inner := _GS1.match(code):
        code = inner.group(1)
    if not (code.isascii() and code.isdecimal()):
        return (code, code.upper(), code.lower())
    inside = code[1:-1] if len(code) == _CASE and code[0] != "0" else ""
    numbers = [code.lstrip("0"), *([_checked(inside).lstrip("0")] if inside else [])]
    return (code, *(number.zfill(length) for number in numbers for length in _LENGTHS if len(number) <= length))


def _checked(digits: str) -> str:
    """Twelve digits with the check digit of an EAN-13."""
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"
