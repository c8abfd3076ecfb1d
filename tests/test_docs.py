"""The pages tell the truth: what they name is there, what is made from the code is fresh, links lead somewhere."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.cli import app
from bot.settings import Settings
from tests.pages import BLOCKS, ROOT, block
from tests.postgres import GIVEN

PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]
)
PICTURES = ROOT / "docs" / "pictures"
#: Pages whose backticks name our files and what is in them.
TECHNICAL = [
    "docs/map.md",
    "docs/money.md",
    "docs/order-life.md",
    "docs/security.md",
    "CONTRIBUTING.md",
    *(f"docs/decisions/{p.name}" for p in (ROOT / "docs/decisions").glob("0*.md")),
]
#: Code that is shown, not named, and settings.
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"\.?[A-Za-z][\w.-]*(?:/[\w.-]+)*/?")
FILE = re.compile(r".*(?:/|\.(?:py|md|po|toml|csv|lock|example))")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?")
SETTING = re.compile(r"DINGHUO_\w+")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pieces(text: str) -> list[str]:
    """Paragraphs, list entries and rows of tables: what is named in one belongs together."""
    return re.split(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.) ?)", FENCED.sub("", text))


def files_in(piece: str) -> list[str]:
    return [word for word in TICKED.findall(piece) if PATH.fullmatch(word) and FILE.fullmatch(word)]


def names_in(piece: str) -> list[str]:
    words = [word for word in TICKED.findall(piece) if NAME.fullmatch(word) and not FILE.fullmatch(word)]
    return [word for word in words if not SETTING.fullmatch(word)]


@cache
def defined_in(path: Path) -> frozenset[str]:
    """Functions, classes, constants and what classes hold, as ``Class.name``."""
    return frozenset(_defined(ast.parse(path.read_text("utf-8")).body))


def _defined(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef():
                yield node.name
                yield from _defined(node.body, f"{node.name}.")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield owner + node.name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield owner + name


def python_files(named: list[str]) -> list[Path]:
    return [ROOT / word for word in named if word.endswith(".py")]


def anchor(heading: str) -> str:
    """The name a heading has in a link."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", TECHNICAL)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [word for word in files_in(FENCED.sub("", text)) if not (ROOT / word).exists()] == []


@pytest.mark.parametrize("page", TECHNICAL)
def test_every_name_in_a_paragraph_is_defined_in_a_file_named_there(page: str) -> None:
    missing = {
        word: [str(path.relative_to(ROOT)) for path in paths]
        for piece in pieces((ROOT / page).read_text("utf-8"))
        for paths in [python_files(files_in(piece))]
        for word in names_in(piece)
        if not any(word in defined_in(path) for path in paths if path.exists())
    }
    assert missing == {}


def test_the_map_names_what_it_leads_through() -> None:
    text = (ROOT / "docs/map.md").read_text("utf-8")
    named = [word for piece in pieces(text) for word in names_in(piece)]
    assert {"FrontDoor.answer", "prepare", "NoticeSender.once"} <= set(named)


@pytest.mark.parametrize(("page", "name"), BLOCKS)
def test_what_is_made_from_the_code_is_fresh(page: str, name: str) -> None:
    again = "made anew by: .venv/bin/python -m tests.pages"
    assert block((ROOT / page).read_text("utf-8"), name) == BLOCKS[page, name](), again


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_page_and_its_heading(page: Path) -> None:
    assert [link for link in _links(page) if not _leads_somewhere(page, link)] == []


@pytest.mark.skipif(not PICTURES.exists(), reason="no pictures were taken yet: make screenshots")
def test_every_picture_was_taken() -> None:
    shown = [(page.parent / link).resolve() for page in PAGES for link in _links(page) if link.endswith(".png")]
    assert [path.name for path in shown if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    known = {f"DINGHUO_{name.upper()}" for name in Settings.model_fields} | {GIVEN}
    assert set(SETTING.findall(page.read_text("utf-8"))) <= known


def test_every_command_is_told_to_operators() -> None:
    text = (ROOT / "docs/operators.md").read_text("utf-8")
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    assert [name for name in names if f"`dinghuo {name}" not in text] == []


def test_every_decision_is_in_the_list() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    pages = sorted((ROOT / "docs/decisions").glob("0*.md"))
    assert pages
    assert [page.name for page in pages if f"({page.name})" not in listed] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("0*.md")), ids=lambda page: page.stem)
def test_every_decision_has_its_four_parts(page: Path) -> None:
    headings = [found for found in HEADING.findall(page.read_text("utf-8")) if not found[0].isdigit()]
    assert headings == ["Context", "Decision", "Consequences", "Alternatives"]


def _links(page: Path) -> list[str]:
    return [link for link in LINK.findall(FENCED.sub("", page.read_text("utf-8"))) if "://" not in link]


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, wanted = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if PICTURES in target.parents:
        return True
    if not target.exists():
        return False
    return not wanted or wanted in {anchor(heading) for heading in HEADING.findall(target.read_text("utf-8"))}
