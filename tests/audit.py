"""Known weaknesses of what we depend on: ``python -m tests.audit``. Says plainly where nobody could be asked."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.pages import ROOT

LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")
#: Seconds to wait for the services that know.
PATIENCE = 240


def asked(lock: Path) -> Sequence[Mapping[str, Any]] | None:
    """What is known of each package of a lock file; nothing where the network does not reach those who know."""
    command = [str(Path(sys.executable).with_name("pip-audit")), "--progress-spinner", "off", "--format", "json"]
    try:
        done = subprocess.run(
            [*command, "--disable-pip", "--require-hashes", "-r", str(lock)],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        packages: Sequence[Mapping[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return packages


def verdict(name: str, packages: Sequence[Mapping[str, Any]] | None) -> tuple[str, bool]:
    """What to say of a lock file, and whether it will do."""
    known = [each for each in packages or () if "vulns" in each]
    if not known:
        return f"{name}: NOT AUDITED, the services that know weaknesses cannot be reached from here", True
    weak = [f"{each['name']} {each['version']}: {v['id']}" for each in known for v in each["vulns"]]
    unknown = len(packages or ()) - len(known)
    return "\n".join(
        (f"{name}: {len(known)} packages asked about, {unknown} not, {len(weak)} weaknesses", *weak)
    ), not weak


def main() -> None:
    """Ask about every lock file."""
    verdicts = [verdict(name, asked(ROOT / name)) for name in LOCKS]
    for said, _ in verdicts:
        print(said)  # noqa: T201 - this is what the command says
    sys.exit(0 if all(good for _, good in verdicts) else 1)


if __name__ == "__main__":
    main()
