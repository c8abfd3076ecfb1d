"""What a row of a table means: by its code, by its whole name, or else by its words."""

import re

from domain.rules.candidates import Finder
from domain.rules.counting import tidy
from domain.rules.entries import Entry
from domain.rules.packs_said import in_pack
from domain.rules.pasted import PastedRow


def named(row: PastedRow, finder: Finder) -> str:
    """What to look for: a code of ours where the row leaves no doubt, else its name without how it is packed."""
    code = next((code for code in row.codes if _is_code(code, finder)), "")
    return tidy(code) or _whole(tidy(row.name), finder) or in_pack(tidy(row.name))


def _whole(name: str, finder: Finder) -> str:
    """The code of the only goods that are called just so, spec and all."""
    for said in dict.fromkeys((name, in_pack(name))):
        entries = map(finder.entry, finder.find(said).options)
        codes = [entry.code for entry in entries if _letters(said) in _whole_names(entry)]
        if len(codes) == 1 and _is_code(codes[0], finder):
            return tidy(codes[0])
    return ""


def _is_code(code: str, finder: Finder) -> bool:
    """Whether a code is one of ours, and no number that only fits a name."""
    found = finder.find(tidy(code))
    entry = finder.entry(found.options[0]) if found.sure else None
    return entry is not None and tidy(code) in (tidy(entry.code), tidy(entry.barcode))


def _whole_names(entry: Entry) -> set[str]:
    return {_letters(tidy(f"{name}{spec}")) for name in entry.names for spec in (*entry.specs, "")}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
