"""Words that were not written as a message are read and said back; what cannot be read is explained."""

import pytest

from handlers.conversation.turn import SentKind, Source, Typed
from tests.world import World


def test_what_a_voice_message_says_is_ordered_and_said_back(world: World) -> None:
    world.dealer.send(Typed(text="可乐500 2箱", source=Source.HEARD))
    assert "“可乐500 2箱”" in world.dealer.last[0].text()
    world.dealer.sees("500ml瓶", "2箱")
    world.dealer.types("购物车").sees("500ml瓶", "2箱")


def test_words_below_a_video_are_ordered(world: World) -> None:
    world.dealer.send(Typed(text="火犇 1箱", source=Source.CAPTION)).sees("只读了您写的字", "火犇")
    world.dealer.types("购物车").sees("火犇", "1箱")


def test_a_heard_word_is_a_word_that_works_everywhere(world: World) -> None:
    world.dealer.send(Typed(text="购物车", source=Source.HEARD)).sees("“购物车”", "购物车")


def test_what_is_written_is_not_said_back(world: World) -> None:
    assert len(world.dealer.types("菜单").last) == 1


def test_a_list_of_tasks_is_an_order(world: World) -> None:
    world.dealer.types("周二\n可乐500 2箱\n火犇 1箱")
    world.dealer.types("购物车").sees("500ml瓶", "2箱", "火犇", "1箱")


def test_a_sticker_is_a_nod(world: World) -> None:
    world.dealer.types("可乐500")
    world.dealer.sends(SentKind.STICKER)
    assert world.dealer.labels == []
    assert world.dealer.text == "👌"


def test_what_a_platform_holds_back_is_explained(world: World) -> None:
    world.dealer.sends(SentKind.WITHHELD).sees("微信没有把这条内容转给我", "打字")


@pytest.mark.parametrize("code", ["promo2026", "1", "table-7", "last_trade_no_4200001"])
def test_a_member_who_scans_any_qr_code_is_not_told_about_invites(world: World, code: str) -> None:
    world.dealer.starts(code).does_not_see("邀请")
    world.dealer.sees("老李")


def test_a_member_with_a_code_that_is_used_up_hears_so(world: World) -> None:
    world.dealer.starts("BCDFGHJK2222").sees("邀请码")
