"""How fast we may talk."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.telegram.chat_order import ChatOrder
from bot.telegram.rate_limit import REMEMBERED_CHATS, RateLimit


def seconds_of(work: Callable[[], Awaitable[None]]) -> float:
    async def timed() -> float:
        start = time.monotonic()
        await work()
        return time.monotonic() - start

    return asyncio.run(timed())


def test_a_chat_takes_a_few_at_once_and_then_one_a_second() -> None:
    async def talk() -> None:
        pace = RateLimit(per_second=1000, chat_burst=4)
        for _ in range(5):
            await pace.acquire(1)

    assert 0.9 <= seconds_of(talk) < 3


def test_the_whole_bot_keeps_its_bound_in_any_second() -> None:
    async def talk() -> None:
        pace = RateLimit(per_second=20, chat_burst=4)
        await asyncio.gather(*(pace.acquire(chat) for chat in range(21)))

    assert seconds_of(talk) >= 1.0


def test_silence_in_one_chat_is_kept_there_only() -> None:
    async def talk() -> None:
        pace = RateLimit(per_second=1000, chat_burst=4)
        pace.pause(1, 60)
        await pace.acquire(2)
        assert 30 < pace.pause_left(1) <= 60
        assert pace.pause_left(2) == 0

    assert seconds_of(talk) < 30


def test_quiet_chats_are_forgotten() -> None:
    async def talk() -> None:
        pace = RateLimit(per_second=1_000_000, chat_burst=4)
        for chat in range(REMEMBERED_CHATS):
            pace._of(chat)
        await pace.acquire(-1)
        assert len(pace._chats) == 1

    asyncio.run(talk())


def test_things_in_one_chat_wait_for_each_other_and_an_empty_queue_is_forgotten() -> None:
    said: list[str] = []

    async def act(order: ChatOrder, chat: int, name: str) -> None:
        async with order.of(chat):
            said.append(f"{name} begins")
            await asyncio.sleep(0)
            said.append(f"{name} ends")

    async def both() -> None:
        order = ChatOrder()
        await asyncio.gather(act(order, 1, "a"), act(order, 1, "b"), act(order, 2, "c"))
        assert len(order) == 0

    asyncio.run(both())
    assert said.index("a ends") < said.index("b begins")
    assert said.index("c begins") < said.index("a ends")
