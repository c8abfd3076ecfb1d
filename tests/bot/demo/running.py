"""``dinghuo demo`` as a process of its own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.platforms.serving import DINGHUO, free_port, is_healthy


@contextmanager
def demo_in(folder: Path, *options: str) -> Iterator[str]:
    """``dinghuo demo`` with its data in a folder; its address."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DINGHUO_")}
    with (folder / "demo.log").open("wb") as log:
        command = [str(DINGHUO), "demo", "--port", str(port), *options]
        demo = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    while not is_healthy(port):
        assert demo.poll() is None, (folder / "demo.log").read_text("utf-8")
    yield f"http://127.0.0.1:{port}/"
    demo.terminate()
    demo.wait(20)
