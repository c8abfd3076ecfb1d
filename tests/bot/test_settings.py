"""Settings: every one in .env.example, a wrong one named in one line, secrets never shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, env_example

ROOT = Path(__file__).parents[2]


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **settings},
    )


def test_the_example_file_names_every_setting() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == env_example()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DINGHUO_PORT", "eighty"),
        ("DINGHUO_TIMEZONE", "Mars/Olympus"),
        pytest.param("DINGHUO_CURRENCY", "yuan", marks=pytest.mark.long),
        pytest.param("DINGHUO_LANGUAGE", "fr", marks=pytest.mark.long),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(setting: str, value: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    done = run("serve", **{"DINGHUO_DATABASE_URL": url, setting: value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"{setting}: ")
    assert done.stderr.count("\n") == 1


def test_serving_without_a_channel_says_which_settings_are_missing(tmp_path: Path) -> None:
    done = run(
        "serve",
        DINGHUO_DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite",
        DINGHUO_TELEGRAM_TOKEN="",
        DINGHUO_WECHAT_APP_ID="",
    )
    assert done.returncode == 2
    assert "DINGHUO_TELEGRAM_TOKEN" in done.stderr


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    settings = Settings(telegram_token="123:secret", wechat_app_secret="hush", secret_key="deep")
    assert not any(word in repr(settings) for word in ("123:secret", "hush", "deep"))


def test_the_help_of_serve_lists_every_setting() -> None:
    shown = run("serve", "--help", COLUMNS="200").stdout
    assert [name for name in Settings.model_fields if f"DINGHUO_{name.upper()}" not in shown] == []


def test_help_is_quick_because_it_loads_no_platform() -> None:
    code = (
        "import sys; sys.argv = ['dinghuo', '--help']\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = ('telegram', 'wechatpy', 'reportlab', 'sqlmodel', 'fastapi')\n"
        "print('loaded', *[m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "loaded"
