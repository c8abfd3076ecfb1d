"""An operator in a folder of their own, who types commands as the pages show them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.platforms.serving import START_SECONDS, is_healthy

PROGRAMS = Path(sys.executable).parent
#: A command that waits for itself would take for ever.
MOST_SECONDS = 100


def bare_environment(programs: Path, given: dict[str, str]) -> dict[str, str]:
    """Ours, without any setting of the house; our programs come first, and are compiled once, not for each command."""
    ours = os.environ.items()
    kept = {name: value for name, value in ours if not name.startswith(("DINGHUO_", "PYTHONDONTWRITE"))}
    return kept | {"PATH": os.pathsep.join(map(str, (programs, PROGRAMS, kept["PATH"]))), "COLUMNS": "200"} | given


@dataclass(frozen=True, kw_only=True)
class Operator:
    """``folder``: where they stand; ``given``: the settings in their environment; ``programs``: whose they run."""

    folder: Path
    programs: Path
    given: dict[str, str] = field(default_factory=dict)

    def types(self, line: str, told: str = "") -> subprocess.CompletedProcess[str]:
        """Run a line of the shell to its end; ``told``: what is typed into it."""
        return subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=bare_environment(self.programs, self.given),
            input=told,
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )

    @contextmanager
    def keeps_running(self, line: str, port: int) -> Iterator[subprocess.Popen[str]]:
        """A command that serves until it is told to stop."""
        process = subprocess.Popen(
            ["sh", "-c", f"exec {line}"],
            cwd=self.folder,
            env=bare_environment(PROGRAMS, self.given),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait(process, port)
            yield process
        finally:
            process.kill()
            process.communicate()


def _wait(process: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while not is_healthy(port):
        assert process.poll() is None, f"it ended by itself:\n{process.communicate()[0]}"
        assert time.monotonic() < until, "it is not ready"


def stopped(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> str:
    """Tell it to stop; all that it wrote."""
    process.send_signal(how)
    said, _ = process.communicate(timeout=MOST_SECONDS)
    return said


def is_one_line(done: subprocess.CompletedProcess[str]) -> bool:
    """A refusal as an operator wants it: one line, on standard error, and an exit code that says so."""
    return done.returncode != 0 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
