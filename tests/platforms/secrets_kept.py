"""Nothing secret may stand in any log line."""

from collections.abc import Iterable

from tests.platforms.serving import WEBHOOK_SECRET
from tests.platforms.shop import SECRET_KEY, Shop
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer


def secrets_of(shop: Shop, telegram: BotApiServer | None, wechat: WeChatServer | None) -> Iterable[str]:
    """Everything that must be kept, whole and in the part that matters."""
    yield from (SECRET_KEY, WEBHOOK_SECRET, *shop.codes.values())
    if telegram is not None:
        yield from (telegram.token, telegram.token.partition(":")[2])
    if wechat is not None:
        credentials = wechat.account.credentials
        yield from (credentials.secret, credentials.token, credentials.aes_key)
        yield from (call.answer["access_token"] for call in wechat.calls_to("stable_token") if call.answer)


def assert_no_secret_in(logs: str, secrets: Iterable[str]) -> None:
    for secret in secrets:
        assert secret not in logs, f"a secret in the logs: {secret[:4]}…"
