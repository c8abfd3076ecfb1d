"""Every setting, from the environment or ``.env``; an invalid one is named in one line at the start."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

#: The databases that can be used, as an address begins.
_KINDS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")


def checked_database_url(url: str) -> str:
    """Validated here, as later errors would quote the password. Raises ValueError: no such kind of database."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("not the address of a database such as sqlite:///data/dinghuo.sqlite") from None
    if parts.drivername not in _KINDS:
        raise ValueError(f"begins with {parts.drivername}: only sqlite:/// and postgresql+psycopg:// can be used")
    if parts.get_backend_name() == "sqlite" and parts.database in (None, "", ":memory:"):
        raise ValueError("names no file: write sqlite:///data/dinghuo.sqlite")
    return url


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("not a time zone name such as Asia/Shanghai") from None


class Settings(BaseSettings):
    """The settings of one supplier. ``.env.example`` is made from the descriptions below."""

    model_config = SettingsConfigDict(env_prefix="DINGHUO_", env_file=".env", extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(checked_database_url)] = Field(
        "sqlite:///data/dinghuo.sqlite",
        description="Where the facts are kept: SQLite file or postgresql+psycopg://…",
        repr=False,
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on")
    port: int = Field(8000, ge=0, le=65535, description="Port the web server listens on")
    public_url: str = Field(
        "", description="Our https address as the platforms see it; set: webhooks, unset: Telegram polling"
    )
    desk_url: str = Field(
        "", description="Address of the desk in browsers; empty: the public address, else http://127.0.0.1:PORT"
    )
    currency: str = Field("CNY", pattern="^[A-Z]{3}$", description="ISO code of the one currency of prices and orders")
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        "Asia/Shanghai", description="Time zone shown to people"
    )
    language: Literal["zh-CN", "en"] = Field("zh-CN", description="Language for people who have not chosen one")
    reservation_minutes: int = Field(
        2880, ge=1, description="How long a submitted order holds its stock before it expires"
    )
    reminder_minutes: int = Field(
        60, ge=1, description="After how long a waiting order is brought to the approver's mind"
    )
    digest_hour: int = Field(8, ge=0, le=23, description="Local hour of the salespeople's morning digest")
    drain_seconds: float = Field(
        0,
        ge=0,
        description="How long a process told to stop still takes messages while /readyz already says 503; "
        "behind a load balancer, longer than its check",
    )
    turns_per_minute: int = Field(
        90,
        ge=1,
        description="Messages of one chat that are answered in a minute, in each process; then a minute's rest",
    )
    workers: int = Field(2, ge=1, le=64, description="Threads that answer what may take longer")
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Long random text that invite codes are hashed with; made and kept in the database when empty",
    )

    telegram_token: SecretStr = Field(SecretStr(""), description="Bot token from @BotFather; empty: no Telegram")
    telegram_api_url: str = Field("https://api.telegram.org", description="Bot API server; /bot is appended")
    telegram_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret token of our webhook, 1 to 256 of A-Z a-z 0-9 _ -"
    )
    telegram_messages_per_second: float = Field(28, gt=0, description="Upper bound for the whole bot")
    telegram_chat_burst: int = Field(4, ge=1, description="Messages one chat may get at once, before one a second")

    wechat_app_id: str = Field("", description="Official Account app id; empty: no WeChat")
    wechat_app_secret: SecretStr = Field(SecretStr(""), description="Official Account app secret")
    wechat_token: SecretStr = Field(SecretStr(""), description="Token of the message webhook")
    wechat_aes_key: SecretStr = Field(SecretStr(""), description="EncodingAESKey, 43 characters")
    wechat_previous_aes_key: SecretStr = Field(SecretStr(""), description="The key before, while WeChat changes over")
    wechat_plain_mode: bool = Field(
        default=False, description="Also accept messages without encryption (their signature does not cover the body)"
    )
    wechat_api_url: str = Field("https://api.weixin.qq.com", description="WeChat API server, without /cgi-bin")
    wechat_template_id: str = Field(
        "", description="Template for notices outside the message window; empty: kept for the next contact"
    )

    kuaidi100_customer: str = Field(
        "", description="Customer id at kuaidi100, which says where parcels are; empty: tracked by hand"
    )
    kuaidi100_key: SecretStr = Field(SecretStr(""), description="The key that goes with it")
    kuaidi100_phone: str = Field("", description="Sender's or shop's phone; some carriers, such as SF, ask for it")
    kuaidi100_api_url: str = Field("https://poll.kuaidi100.com", description="kuaidi100's API server")

    @property
    def zone(self) -> ZoneInfo:
        """The supplier's time zone."""
        return ZoneInfo(self.timezone)


def help_text() -> str:
    """Every setting with its description, for ``dinghuo serve --help``."""
    return "\n\n".join(f"DINGHUO_{name.upper()}: {field.description}" for name, field in Settings.model_fields.items())


def env_example() -> str:
    """The text of ``.env.example``: every setting with its description and default."""
    lines = [
        "# Copy to .env and change what you need. Made from bot/settings.py: python -m bot.settings > .env.example"
    ]
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        lines += ["", f"# {field.description}", f"#DINGHUO_{name.upper()}={default}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(env_example(), end="")  # noqa: T201 - this is its purpose
