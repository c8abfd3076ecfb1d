"""The commands that the pages show, read from the pages themselves."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGES = ("README.md", "docs/operators.md")
_FENCE = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(?:\.venv/bin/)?(dinghuo|make)\b(?!\.)(.*)")


def shown() -> set[str]:
    """Each command as a person would type it, without the way to the program and without remarks."""
    return {command for page in PAGES for command in commands_in((ROOT / page).read_text("utf-8"))}


def commands_in(text: str) -> set[str]:
    """Lines of blocks, and code between words, that begin with one of our programs."""
    blocks = _FENCE.findall(text)
    pieces = [line for block in blocks for line in block.splitlines()]
    pieces += _SPAN.findall(_FENCE.sub("", text))
    found = (_COMMAND.fullmatch(piece.partition("  #")[0].strip()) for piece in pieces)
    return {f"{match[1]}{match[2]}".strip() for match in found if match}
