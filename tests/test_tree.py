"""The tree of the tests mirrors the code, and what tests share stands in modules of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
LAYERS = ("bot", "handlers", "storage", "domain", "locales")


def _imported(module: Path) -> Iterator[str]:
    """What a module imports, by its whole name."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_no_module_imports_tests() -> None:
    wrong = [
        f"{module.relative_to(ROOT)} imports {name}"
        for folder in (TESTS, ROOT / "benchmarks")
        for module in folder.rglob("*.py")
        for name in _imported(module)
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split("."))
    ]
    assert wrong == [], "move what is shared into a module that holds no tests"


def test_each_folder_has_the_name_of_what_it_tests() -> None:
    folders = [
        folder.relative_to(TESTS)
        for layer in LAYERS
        for folder in (TESTS / layer).rglob("*")
        if folder.is_dir() and list(folder.glob("test_*.py"))
    ]
    assert folders
    assert [str(folder) for folder in folders if not (ROOT / folder).is_dir()] == []
