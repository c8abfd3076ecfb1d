"""Files and functions stay small enough to be read at once."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE_MOST, FUNCTION_MOST = 400, 40
PARTS = ("bot", "handlers", "storage", "domain", "locales", "tests", "benchmarks")
FILES = [path for part in PARTS for path in sorted((ROOT / part).rglob("*.py"))]


def test_no_file_is_longer_than_its_wall() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in FILES if _lines(path) > FILE_MOST} == set()


@pytest.mark.parametrize("part", PARTS)
def test_no_function_is_longer_than_its_wall(part: str) -> None:
    assert {each for path in FILES if path.is_relative_to(ROOT / part) for each in _long_functions(path)} == set()


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _long_functions(path: Path) -> set[str]:
    return {
        f"{path.relative_to(ROOT).as_posix()}:{node.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_MOST
    }
