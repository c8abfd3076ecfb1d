"""What serves: it starts with default settings, says when its port is taken, and stops at once when it is told to."""

import http.client
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.bot.commands.operator import Operator, is_one_line, stopped
from tests.bot.commands.shown import ROOT
from tests.platforms.serving import free_port
from tests.servers.telegram.bot_api import BotApiServer


@contextmanager
def page_open(port: int) -> Iterator[http.client.HTTPResponse]:
    """A page of the demo that waits for news."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/demo/events")
        answer = connection.getresponse()
        assert answer.getheader("Content-Type", "").startswith("text/event-stream")
        yield answer


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_runs_in_an_empty_folder_and_ctrl_c_stops_it_with_pages_open(operator: Operator) -> None:
    port = free_port()
    with operator.keeps_running(f"dinghuo demo --port {port}", port) as process, page_open(port), page_open(port):
        said = stopped(process)
        assert process.returncode == 0
    assert said.strip() == f"Dinghuo demo: http://127.0.0.1:{port}/  (Ctrl+C stops it)"


def test_a_port_in_use_is_said_before_anything_is_begun(operator: Operator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = operator.types(f"dinghuo demo --port {port}")
        serve = operator.types(f"DINGHUO_TELEGRAM_TOKEN=1:x DINGHUO_PORT={port} dinghuo serve")
    assert is_one_line(demo), demo.stderr
    assert demo.stderr == f"port {port} is in use: choose another with --port 8010, or make demo PORT=8010\n"
    assert is_one_line(serve), serve.stderr
    assert "DINGHUO_PORT" in serve.stderr
    assert list(operator.folder.iterdir()) == []


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_an_address_of_somebody_else_is_said_in_one_line(operator: Operator, host: str) -> None:
    done = operator.types(f"DINGHUO_TELEGRAM_TOKEN=1:x DINGHUO_HOST={host} DINGHUO_PORT={free_port()} dinghuo serve")
    assert is_one_line(done), done.stderr
    assert host in done.stderr


def test_telegram_is_connected_as_the_readme_says(operator: Operator) -> None:
    """``cp .env.example .env``, the token, and ``dinghuo serve``."""
    port = free_port()
    with BotApiServer() as telegram:
        env = (ROOT / ".env.example").read_text("utf-8")
        env = env.replace("#DINGHUO_TELEGRAM_TOKEN=", f"DINGHUO_TELEGRAM_TOKEN={telegram.token}")
        env += f"DINGHUO_TELEGRAM_API_URL={telegram.origin}\nDINGHUO_PORT={port}\n"
        (operator.folder / ".env").write_text(env, "utf-8")
        with operator.keeps_running("dinghuo serve", port) as process:
            invite = operator.types('dinghuo invite --role admin --name "Your name"')
            said = stopped(process, signal.SIGTERM)
            assert process.returncode == -signal.SIGTERM
    assert "?start=" in invite.stdout
    assert '"level":"error"' not in said
