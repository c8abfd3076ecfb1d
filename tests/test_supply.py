"""What we are made of is written down whole, and silence of those who know weaknesses is not taken for health."""

import json
import re

from cyclonedx.output.json import JsonV1Dot6

from tests.audit import verdict
from tests.pages import ROOT
from tests.sbom import bill


def test_the_bill_names_every_package_of_the_lock_with_its_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    written = json.loads(JsonV1Dot6(bill(lock)).output_as_string())
    fixed = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, re.MULTILINE))
    assert {each["name"]: each["version"] for each in written["components"]} == fixed
    assert sum(len(each["hashes"]) for each in written["components"]) == lock.count("--hash=sha256:")
    assert (written["bomFormat"], written["metadata"]["component"]["name"]) == ("CycloneDX", "dinghuo")


def test_no_address_of_a_registry_is_in_a_lock_or_in_the_bill() -> None:
    locks = [path.read_text("utf-8") for path in ROOT.glob("requirements*.lock")]
    bill_ = JsonV1Dot6(bill((ROOT / "requirements.lock").read_text("utf-8"))).output_as_string()
    assert len(locks) == 4
    assert [word for text in locks for word in re.findall(r"https?://\S+", text)] == []
    assert "simple/" not in bill_


def test_what_installs_us_is_fixed_with_hashes_and_nothing_is_fetched_for_a_build() -> None:
    lock = (ROOT / "requirements-build.lock").read_text("utf-8")
    assert re.findall(r"^([a-z]+)==", lock, re.MULTILINE) == ["pip", "setuptools"]
    for file in (ROOT / "Makefile", ROOT / "deploy" / "Dockerfile"):
        installing = re.findall(r"pip install (?:[^\n&\\]|\\\n)*", file.read_text("utf-8"))
        assert len(installing) > 2
        unfixed = [line for line in installing if "--require-hashes" not in line and "--no-build-isolation" not in line]
        assert unfixed == []


def test_a_weakness_fails_the_audit_and_is_named() -> None:
    said, good = verdict(
        "lock", [{"name": "x", "version": "1", "vulns": [{"id": "CVE-1"}]}, {"name": "y", "vulns": []}]
    )
    assert not good
    assert "x 1: CVE-1" in said


def test_nobody_asked_is_said_so() -> None:
    for packages in (None, [], [{"name": "x", "skip_reason": "not found"}]):
        said, good = verdict("lock", packages)
        assert good
        assert "NOT AUDITED" in said


def test_some_not_asked_about_are_counted() -> None:
    said, good = verdict("lock", [{"name": "x", "version": "1", "vulns": []}, {"name": "y", "skip_reason": "no"}])
    assert (said, good) == ("lock: 1 packages asked about, 1 not, 0 weaknesses", True)
