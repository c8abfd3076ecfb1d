"""The SKU of a table row: by its code, by its whole name, or else by its words."""

import re

from domain.language.quantities_in_text import tidy
from domain.order_text.candidates import CandidateFinder
from domain.order_text.pasted_rows import PastedRow
from domain.order_text.splitting.pack_specs import in_pack
from domain.search.entries import Entry


def named(row: PastedRow, finder: CandidateFinder) -> str:
    """What to look for: a code of ours where the row leaves no doubt, else its name without how it is packed."""
    code = next((code for code in row.codes if _is_code(code, finder)), "")
    name = tidy(row.name)
    return tidy(code) or _whole(name, finder) or (name if finder.find(name).sure else in_pack(name))


def _whole(name: str, finder: CandidateFinder) -> str:
    """The code of the only goods that are called just so, spec and all."""
    for said in dict.fromkeys((name, in_pack(name))):
        entries = map(finder.entry, finder.find(said).options)
        codes = [entry.code for entry in entries if _letters(said) in _whole_names(entry)]
        if len(codes) == 1 and _is_code(codes[0], finder):
            return tidy(codes[0])
    return ""


def _is_code(code: str, finder: CandidateFinder) -> bool:
    """Whether a code is one of ours, and no number that only fits a name."""
    found = finder.find(tidy(code))
    entry = finder.entry(found.options[0]) if found.sure else None
    return entry is not None and tidy(code) in (tidy(entry.code), tidy(entry.barcode))


def _whole_names(entry: Entry) -> set[str]:
    return {_letters(tidy(f"{name}{spec}")) for name in entry.names for spec in (*entry.specs, "")}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
