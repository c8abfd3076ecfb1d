"""The forms of carriers' numbers, with the check digit where a form has one; and what the numbers of a parcel are."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

#: What stands between two numbers of one parcel.
AND = " / "
_S10 = (8, 6, 4, 2, 3, 5, 9, 7)
_UPS_LETTERS = {letter: (ord(letter) - 63) % 10 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _is_s10(number: str) -> bool:
    """Of the post, as the Universal Postal Union says: eight digits, and one that is made of them."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(number[2:10], _S10, strict=True)) % 11
    return int(number[10]) == {10: 0, 11: 5}.get(rest, rest)


def _is_ups(number: str) -> bool:
    """The last of 1Z and sixteen signs is made of those after 1Z; every second one counts twice."""
    signs = [int(sign) if sign.isdigit() else _UPS_LETTERS[sign] for sign in number[2:]]
    whole = sum(signs[0:15:2]) + 2 * sum(signs[1:15:2])
    return signs[15] == -whole % 10


@dataclass(frozen=True, kw_only=True)
class NumberForm:
    """How numbers of a carrier look. ``sure``: no other carrier's look so; ``checks``: whether the digits agree."""

    carrier: str
    form: re.Pattern[str]
    sure: bool = True
    checks: Callable[[str], bool] = lambda _number: True


#: The surest first. Numbers of digits alone are those of several carriers.
FORMS = tuple(
    NumberForm(carrier=carrier, form=re.compile(form), **more)
    for carrier, form, more in (
        ("sf", r"SF\w+", {}),
        ("jd", r"JD\w+", {}),
        ("zto", r"ZT\w+", {}),
        ("yto", r"YT\w+", {}),
        ("deppon", r"DPK\w+", {}),
        ("jt", r"JT\d{13}", {}),
        ("ups", r"1Z[0-9A-Z]{15}\d", {"checks": _is_ups}),
        ("ems", r"[A-Z]{2}\d{9}CN", {"checks": _is_s10}),
        ("sto", r"77[0-9]\d{12}", {"sure": False}),
        ("zto", r"7[3-9]\d{10}|7[3-9]\d{12}", {"sure": False}),
        ("yunda", r"[34]\d{12}|[34]\d{14}", {"sure": False}),
        ("ems", r"1[012]\d{11}", {"sure": False}),
        ("sf", r"\d{12}|\d{15}", {"sure": False}),
    )
)


def carrier_of(number: str) -> str:
    """The carrier whose numbers alone look so; nothing where there is none, or several."""
    return next((each.carrier for each in FORMS if each.sure and each.form.fullmatch(number)), "")


def is_misread(number: str) -> bool:
    """Whether it has the form of a carrier's numbers, and its check digit says that a sign of it is wrong."""
    found = next((each for each in FORMS if each.sure and each.form.fullmatch(number)), None)
    return found is not None and not found.checks(number)


def numbers_in(tracking_number: str) -> tuple[str, ...]:
    """The numbers of a parcel, as they are kept together."""
    return tuple(filter(None, tracking_number.split(AND)))


def together(numbers: Iterable[str]) -> str:
    """Numbers as they are kept; each once."""
    return AND.join(dict.fromkeys(filter(None, numbers)))


def replaced(tracking_number: str, old: str, new: str) -> str:
    """The numbers of a parcel with one in place of another."""
    return together(new if each == old else each for each in numbers_in(tracking_number))
