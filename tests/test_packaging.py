"""The built wheel holds everything that is needed to run, texts and pages too, and nothing of the tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


def tracked(*patterns: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(listed.stdout.split())


def test_the_wheel_holds_every_tracked_file_of_the_product(wheel: set[str]) -> None:
    folders = ("bot", "handlers", "domain", "storage", "locales")
    assert tracked(*folders) - wheel == set()


def test_the_wheel_holds_no_tests(wheel: set[str]) -> None:
    assert not {name for name in wheel if name.startswith(("tests", "benchmarks"))}
