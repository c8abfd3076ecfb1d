"""Where servers are born quickly: a process that has imported everything already, and forks.

A forked server is a whole process that can be killed; only its seconds of importing are saved.
"""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self


class Nursery:
    """The side of the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.platforms.nursery"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)  # it may still be importing, on a busy machine

    def begin(self, command: str, environment: dict[str, str], folder: Path, log: Path) -> int:
        """Start `dinghuo` with a command; its process id."""
        return self._ask({"command": command, "environment": environment, "folder": str(folder), "log": str(log)})

    def bury(self, pid: int) -> int:
        """Wait until a process is gone; its exit code."""
        return self._ask({"bury": pid})

    def _ask(self, what: dict[str, Any]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(what), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


def _import_everything() -> None:
    for name in ("bot.cli", "bot.running", "bot.telegram.channel", "bot.wechat.channel", "anyio._backends._asyncio"):
        importlib.import_module(name)
    from locales.words import LANGUAGES, words_for  # noqa: PLC0415

    for language in LANGUAGES:
        words_for(language)


def _become(wanted: dict[str, Any]) -> None:
    log = os.open(wanted["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    from bot.cli import main  # noqa: PLC0415

    sys.argv = ["dinghuo", wanted["command"]]
    main()


def _run() -> None:
    """One wish a line on standard input, one number a line back."""
    _import_everything()
    for line in sys.stdin:
        wanted = json.loads(line)
        if "bury" in wanted:
            _, status = os.waitpid(wanted["bury"], 0)
            _answer(os.waitstatus_to_exitcode(status))
            continue
        pid = os.fork()
        if pid == 0:
            _become(wanted)
            os._exit(0)
        _answer(pid)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _run()
