"""The dashboard and the alerts ask for what a process really tells, and every alert is explained to operators."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.settings import Settings
from bot.wiring import build
from storage.engine import Database
from storage.schema_version import migrate
from tests.labels import KNOWN, is_known

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "dinghuo.json"
#: Labels that Prometheus adds to everything it asks for.
ADDED = {"job", "instance"}
NAME = re.compile(r"\b(?:dinghuo|process|python)_\w+\b")
SELECTED = re.compile(r"\b((?:dinghuo|process|python)_\w+)\{([^}]*)\}")
MATCHER = re.compile(r'(\w+)(=~|=|!=|!~)"([^"]*)"')
GROUPED = re.compile(r"\bby \(([^)]*)\)")
Told = dict[str, set[str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Each sample's name with its labels, as a process declares them."""
    url = f"sqlite:///{tmp_path_factory.mktemp('told')}/facts.sqlite"
    database = Database(url)
    migrate(database)
    database.close()
    parts = build(Settings(_env_file=None, database_url=url, secret_key="for tests only"))
    parts.jobs.start()
    samples = dict(_samples(parts.metrics.registry))
    parts.jobs.stop()
    parts.turns.close()
    parts.database.close()
    return samples


def _samples(registry: CollectorRegistry) -> Iterator[tuple[str, set[str]]]:
    """What was counted once says its labels itself; for the others, those that were declared."""
    declared = {name: collector for collector, names in registry._collector_to_names.items() for name in names}
    for name, collector in declared.items():
        yield name, {*getattr(collector, "_labelnames", ()), *({"le"} if name.endswith("_bucket") else ())}
    for family in registry.collect():
        for sample in family.samples:
            yield sample.name, set(sample.labels)


def alerts() -> dict[str, str]:
    """Each alert with its question; the file is checked as a whole by promtool, where there is one."""
    found = re.findall(r"- alert: (\w+)\n +expr: (?:>-\n)?((?:.+\n)+?) +(?:for|labels):", ALERTS.read_text("utf-8"))
    return {name: " ".join(question.split()) for name, question in found}


def panels() -> dict[str, str]:
    board = json.loads(DASHBOARD.read_text("utf-8"))
    return {
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in board["panels"]
        for target in panel.get("targets", ())
    }


QUESTIONS = {**alerts(), **panels()}


def test_there_are_alerts_and_panels() -> None:
    assert len(alerts()) == ALERTS.read_text("utf-8").count("- alert:") > 10
    assert len(panels()) > 20


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_every_metric_that_is_asked_for_exists(question: str, told: Told) -> None:
    assert [name for name in NAME.findall(question) if name not in told] == []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_every_label_that_is_asked_for_exists(question: str, told: Told) -> None:
    names = NAME.findall(question)
    for labels in GROUPED.findall(question):
        for label in labels.split(", "):
            assert all(label in told[name] | ADDED for name in names), label
    for name, matchers in SELECTED.findall(question):
        for label, _, _ in MATCHER.findall(matchers):
            assert label in told[name] | ADDED, f"{name} has no label {label}"


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_every_value_that_is_asked_for_can_come(question: str) -> None:
    for _, matchers in SELECTED.findall(question):
        for label, how, value in MATCHER.findall(matchers):
            if how == "=" and label not in ADDED:
                assert is_known(label, value), f"no {label} is ever {value}"
            if how == "=~" and label in KNOWN:
                assert all(is_known(label, each) for each in value.split("|"))


def test_every_metric_of_ours_is_shown_somewhere(told: Told) -> None:
    """What nobody looks at need not be counted."""
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for each in QUESTIONS.values() for name in NAME.findall(each)}
    ours = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in told if name.startswith("dinghuo_")}
    counted = {name for name in ours if not {f"{name}_total", f"{name}_info"} & ours}
    assert counted - shown == set()


def test_every_alert_is_explained_to_operators() -> None:
    page = (ROOT / "docs" / "operators.md").read_text("utf-8")
    assert [name for name in alerts() if f"| `{name}` |" not in page] == []
    assert set(re.findall(r"\| `(Dinghuo\w+)` \|", page)) == alerts().keys()


def test_every_panel_has_a_place_of_its_own() -> None:
    board = json.loads(DASHBOARD.read_text("utf-8"))
    places = [
        (x, y)
        for panel in board["panels"]
        for grid in [panel["gridPos"]]
        for x in range(grid["x"], grid["x"] + grid["w"])
        for y in range(grid["y"], grid["y"] + grid["h"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool here")
@pytest.mark.parametrize(
    "command",
    [("check", "config", "prometheus.yml"), ("test", "rules", str(Path(__file__).parent / "alerts_test.yml"))],
)
def test_prometheus_itself_understands_the_rules(command: tuple[str, ...]) -> None:
    done = subprocess.run(["promtool", *command], cwd=ALERTS.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
