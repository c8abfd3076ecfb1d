"""The house behind real sockets: `dinghuo serve` as a process of its own, or the same parts in this one."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, Self

import uvicorn

from bot.settings import Settings
from bot.web import application
from bot.wiring import build
from tests.nursery import Nursery
from tests.platforms.shop import SECRET_KEY, Shop
from tests.servers.prompt import PromptServer
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

DINGHUO = Path(sys.executable).with_name("dinghuo")
WEBHOOK_SECRET = "a-webhook-secret_of-these-tests"
#: A process has to be ready by then, also on a machine with other things to do.
START_SECONDS = 90.0
_LOOK_AGAIN = 0.02


class House(Protocol):
    """Something that serves and can be left."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def free_port() -> int:
    """A port that nobody listens on just now.

    Below those that a system gives to whoever dials out: one of them might be taken before the server starts, or
    while it is down between two starts.
    """
    while True:
        port = random.SystemRandom().randint(10_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def configuration(
    shop: Shop, telegram: BotApiServer | None, wechat: WeChatServer | None, *, port: int, webhook: bool
) -> dict[str, str]:
    """The settings of an operator whose platforms are on loopback; people there are quick, so pace is no matter."""
    given = {"database_url": shop.url, "port": str(port), "secret_key": SECRET_KEY, "turns_per_minute": "10000"}
    if webhook:
        given["public_url"] = f"http://127.0.0.1:{port}"
    if telegram is not None:
        given |= {
            "telegram_token": telegram.token,
            "telegram_api_url": telegram.origin,
            "telegram_webhook_secret": WEBHOOK_SECRET,
            "telegram_chat_burst": "100",
            "telegram_messages_per_second": "1000",
        }
    if wechat is not None:
        credentials = wechat.account.credentials
        wechat.courier.webhook = f"http://127.0.0.1:{port}/wechat"
        given |= {
            "wechat_app_id": credentials.app_id,
            "wechat_app_secret": credentials.secret,
            "wechat_token": credentials.token,
            "wechat_aes_key": credentials.aes_key,
            "wechat_api_url": wechat.url,
        }
    return given


class ServerProcess:
    """`dinghuo serve`, started, watched and killed as an operator's machine would."""

    def __init__(self, given: dict[str, str], folder: Path, nursery: Nursery | None = None) -> None:
        self.port = int(given["port"])
        self.starts = 0
        self.log = folder / "serve.log"
        self._folder = folder
        kept = os.environ.items()  # compiled once, not for each start
        ours = {name: value for name, value in kept if not name.startswith(("DINGHUO_", "PYTHONDONTWRITE"))}
        self._environment = ours | {f"DINGHUO_{name.upper()}": value for name, value in given.items()}
        self._nursery = nursery
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Returns at once."""
        assert not self._runs, "it runs already: another one would find the port taken, and nobody would stop this one"
        self.starts += 1
        if self._nursery is not None:
            self._pid = self._nursery.begin("serve", self._environment, self._folder, self.log)
            return
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [DINGHUO, "serve"], cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        """Until the health page answers."""
        until = time.monotonic() + START_SECONDS
        while not is_healthy(self.port):
            ended = self._process is not None and self._process.poll() is not None
            assert not ended, f"the server ended by itself:\n{self.logs}"
            assert time.monotonic() < until, f"the server is not ready after {START_SECONDS} s:\n{self.logs}"

    def kill(self) -> None:
        """No farewell: whatever was under way is cut off."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator would."""
        if self._runs:
            os.kill(self.pid, signal.SIGCONT)  # where a test has failed while it stood still
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
        elif self._nursery is not None:
            os.kill(self._pid, how)
            self._nursery.bury(self._pid)
            self._pid = 0

    @property
    def _runs(self) -> bool:
        return bool(self._pid) or (self._process is not None and self._process.poll() is None)

    @property
    def pid(self) -> int:
        """The process that serves now."""
        return self._process.pid if self._process is not None else self._pid

    @property
    def logs(self) -> str:
        """All it wrote, through all its lives."""
        return self.log.read_text("utf-8")

    def checked(self) -> str:
        """What ``dinghuo check`` has to say; nothing where all agrees."""
        assert self._nursery is not None
        told = self._folder / "check.log"
        code = self._nursery.bury(self._nursery.begin("check", self._environment, self._folder, told))
        return told.read_text("utf-8") or f"exit code {code}" if code else ""

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `dinghuo` command with the same settings."""
        dinghuo = DINGHUO if self._nursery is None else self._nursery.programs / "dinghuo"
        return subprocess.run(
            [dinghuo, *arguments],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


class ServerThread:
    """The same parts in this process: quicker to start, and its lines count as covered."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.port = int(given["port"])
        settings = Settings(_env_file=None, **given)
        config = uvicorn.Config(
            application(build(settings)), port=self.port, log_config=None, access_log=False, server_header=False
        )
        self._server = PromptServer(config)
        self._thread = threading.Thread(target=self._server.run, name="serve")

    def __enter__(self) -> Self:
        self._thread.start()
        until = time.monotonic() + START_SECONDS
        while not is_healthy(self.port):
            assert self._thread.is_alive(), "the server ended by itself"
            assert time.monotonic() < until, "the server is not ready"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join(30)
        assert not self._thread.is_alive(), "the server does not stop"


def is_healthy(port: int) -> bool:
    """Whether the health page answers; takes a moment where it does not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        threading.Event().wait(_LOOK_AGAIN)
        return False
    finally:
        with suppress(OSError):
            connection.close()
