"""Every update is delivered twice, at the same moment: nothing is done twice, and everybody reads the same."""

import pytest

from tests.platforms.conftest import Serve
from tests.platforms.hands import Hand
from tests.platforms.heard import Chats, chats, settled
from tests.platforms.shop import Facts, Shop
from tests.platforms.story import assert_all_is_well, play, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_platform import Call
from tests.servers.wechat.wechat_api import WeChatServer


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_telegram_delivers_everything_twice(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    serve_inside: Serve,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
    *,
    webhook: bool,
) -> None:
    serve_inside(telegram, webhook=webhook)
    telegram.repeat_updates(2, parallel=True)
    play(on_telegram, steps(shop))
    telegram.wait_until(lambda: telegram.all_delivered and not telegram.unanswered)
    facts = settled(shop)
    assert [call for call in telegram.refusals if not is_second_acknowledgement(call)] == []
    assert_all_is_well(facts)
    assert facts == undisturbed[0]
    assert chats(on_telegram) == undisturbed[1]


def is_second_acknowledgement(call: Call) -> bool:
    """In the answer to a copied delivery of a press; Telegram takes no notice of it."""
    return call.in_webhook_reply and call.method == "answerCallbackQuery" and "query is too old" in call.description


def test_wechat_delivers_everything_twice(
    wechat: WeChatServer, on_wechat: dict[str, Hand], serve_inside: Serve, shop: Shop
) -> None:
    serve_inside(wechat=wechat)
    with wechat.courier.repeating(2):
        play(on_wechat, steps(shop))
    assert wechat.refusals == ()
    assert_all_is_well(settled(shop))
    for delivery in wechat.deliveries:
        shown = {attempt.bubble.text if attempt.bubble else "" for attempt in delivery.attempts}
        assert len(shown) == 1, f"two different answers to {delivery.letter}"
