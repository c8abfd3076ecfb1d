"""Where commands are born quickly: a process that has imported everything already, and forks.

A forked ``dinghuo`` is a whole process that can be killed; only its seconds of importing are saved.
"""

import atexit
import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn, Self

#: A ``dinghuo`` for the shell: it hands its words, folder, environment and streams over, and ends as the born one does.
_PROGRAM = """\
#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as door:
    door.connect({door!r})
    wanted = dict(words=sys.argv[1:], folder=os.getcwd(), environment=dict(os.environ))
    socket.send_fds(door, [json.dumps(wanted).encode() + b"\\n"], [0, 1, 2])
    born, ended = door.makefile()
sys.exit(int(ended))
"""
_MOST_BYTES = 1 << 20


class Nursery:
    """The side of the tests. ``programs``: a folder for ``PATH``, whose ``dinghuo`` is born here."""

    def __init__(self) -> None:
        self.programs = Path(tempfile.mkdtemp(prefix="nursery-"))
        self._door = str(self.programs / "door")
        self._born: dict[int, tuple[socket.socket, TextIOWrapper]] = {}
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(self._door)
            door.listen(64)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", str(door.fileno())],
                cwd=Path(__file__).parents[1],
                stdin=subprocess.PIPE,
                pass_fds=[door.fileno()],
            )
        program = self.programs / "dinghuo"
        program.write_text(_PROGRAM.format(python=sys.executable, door=self._door), "utf-8")
        program.chmod(0o755)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in list(self._born):
            self._forget(pid)
        self._process.communicate(timeout=60)  # it may still be importing, on a busy machine
        shutil.rmtree(self.programs)

    def begin(self, command: str, environment: dict[str, str], folder: Path, log: Path) -> int:
        """Start `dinghuo` with a command; its process id."""
        wanted = {"words": [command], "folder": str(folder), "environment": environment}
        asking = socket.socket(socket.AF_UNIX)
        asking.connect(self._door)
        with Path(os.devnull).open("rb") as nothing, log.open("ab") as told:
            streams = [nothing.fileno(), told.fileno(), told.fileno()]
            socket.send_fds(asking, [json.dumps(wanted).encode() + b"\n"], streams)
        answers = asking.makefile()
        pid = int(answers.readline())
        self._born[pid] = asking, answers
        return pid

    def bury(self, pid: int) -> int:
        """Wait until a process is gone; its exit code."""
        code = int(self._born[pid][1].readline())
        self._forget(pid)
        return code

    def _forget(self, pid: int) -> None:
        asking, answers = self._born.pop(pid)
        answers.close()
        asking.close()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A command to be run, and the streams it is given."""

    words: list[str]
    folder: str
    environment: dict[str, str]
    streams: Sequence[int]


def _import_everything() -> None:
    for name in (
        "bot.cli",
        "bot.commands.serve",
        "bot.telegram.channel",
        "bot.wechat.channel",
        "anyio._backends._asyncio",
    ):
        importlib.import_module(name)
    from locales.words import LANGUAGES, words_for  # noqa: PLC0415

    for language in LANGUAGES:
        words_for(language)


def _run(door: socket.socket) -> None:
    """A process for each that asks, until nobody holds the other side of the input."""
    _import_everything()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while sys.stdin not in select.select([sys.stdin, door], [], [])[0]:
        asking, _ = door.accept()
        if os.fork() == 0:
            door.close()
            _attend(asking)
        asking.close()


def _attend(asking: socket.socket) -> NoReturn:
    """Tell the process id of the new process, then its exit code; its number is its own until the asker has left."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    wanted = _received(asking)
    pid = os.fork()
    if pid == 0:
        asking.close()
        _become(wanted)
    for stream in wanted.streams:
        os.close(stream)
    asking.sendall(f"{pid}\n".encode())
    ended: Any = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    code = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
    asking.sendall(f"{code}\n".encode())
    asking.shutdown(socket.SHUT_WR)
    asking.recv(1)
    os._exit(0)


def _received(asking: socket.socket) -> Wanted:
    content, streams, *_ = socket.recv_fds(asking, _MOST_BYTES, 3)
    while not content.endswith(b"\n"):
        content += asking.recv(_MOST_BYTES)
    return Wanted(**json.loads(content), streams=streams)


def _become(wanted: Wanted) -> NoReturn:
    for number, stream in enumerate(wanted.streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115
    os.chdir(wanted.folder)
    os.environ.clear()
    os.environ.update(wanted.environment)
    random.seed()
    from bot.cli import main  # noqa: PLC0415

    sys.argv = ["dinghuo", *wanted.words]
    code = 1
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - as the interpreter would
        traceback.print_exc()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """As the interpreter does, but for taking every module to pieces, which would copy the memory of them all."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _run(socket.socket(fileno=int(sys.argv[1])))
