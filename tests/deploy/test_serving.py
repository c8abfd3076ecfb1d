"""What an operator copies to serve: it names files, settings and commands that are there."""

import configparser
import re

import pytest

from bot.cli import app
from bot.settings import Settings
from tests.pages import ROOT

DEPLOY = ROOT / "deploy"
FILES = [DEPLOY / name for name in ("Dockerfile", "compose.yaml", "Caddyfile")]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}


@pytest.mark.parametrize("file", [*FILES, *UNITS], ids=lambda file: file.name)
def test_every_setting_exists(file: object) -> None:
    known = {f"DINGHUO_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"DINGHUO_[A-Z_]+", (DEPLOY / str(file)).read_text("utf-8"))) <= known


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_of_ours_and_leaves_it_time_to_end(unit: object) -> None:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((DEPLOY / str(unit)).read_text("utf-8"))
    program, command = read["Service"]["ExecStart"].split()
    assert (program.rpartition("/")[2], command in COMMANDS) == ("dinghuo", True)
    assert int(read["Service"]["TimeoutStopSec"]) > 30


def test_the_image_is_made_of_what_the_wheel_needs() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    folders = re.findall(r'"(\w+)\*"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert {"bot", "handlers", "storage", "domain", "locales"} <= set(copied) & set(folders)


def test_the_proxy_asks_oftener_than_a_process_waits_before_it_leaves() -> None:
    interval = re.search(r"health_interval (\d+)s", (DEPLOY / "Caddyfile").read_text("utf-8"))
    for file in (DEPLOY / "compose.yaml", DEPLOY / "systemd" / "dinghuo@.service"):
        drain = re.search(r"DINGHUO_DRAIN_SECONDS\W+(\d+)", file.read_text("utf-8"))
        assert interval is not None
        assert drain is not None
        assert int(interval[1]) < int(drain[1])


def test_every_image_is_named_by_its_exact_version() -> None:
    text = "".join((DEPLOY / name).read_text("utf-8") for name in ("Dockerfile", "compose.yaml"))
    images = [name for name in re.findall(r"^(?:FROM| *image:) (\S+)", text, re.MULTILINE) if name != "dinghuo"]
    assert len(images) > 3
    assert [name for name in images if not re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?", name)] == []


def test_the_image_can_back_up_the_server_beside_it_to_a_place_that_stays() -> None:
    image, compose = ((DEPLOY / name).read_text("utf-8") for name in ("Dockerfile", "compose.yaml"))
    client = re.search(r"postgresql-client-(\d+)", image)
    server = re.search(r"image: postgres:(\d+)", compose)
    assert client is not None
    assert server is not None
    assert int(client[1]) >= int(server[1])
    place = re.search(r"- (\w+):(/\w+)\n  depends_on", compose)
    assert place is not None
    assert re.search(rf"^  {place[1]}:$", compose, re.MULTILINE)
    assert re.search(rf"install -d .*-o dinghuo .*{place[2]}$", image, re.MULTILINE)
    assert image.index("/backups") < image.index("USER dinghuo")
