"""The salesperson asks the buyer before deciding, and sees the answer."""

from domain.rules.return_life import ReturnStatus
from tests.returns import came, is_whole, lines_of, picture, requests_of
from tests.world import World


def asked(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了2罐").taps("💰 退款").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("❓ 问对方").sees("想问对方什么").types("是运输压坏的，还是开箱就破的？").sees("问过去了")
    world.deliver()


def test_the_buyer_answers_in_words(world: World) -> None:
    asked(world)
    world.dealer.hears("小王", "是运输压坏的，还是开箱就破的？")
    world.dealer.taps("✏️ 回答").sees("怎么回答").types("开箱就破的").sees("回答发过去了", "开箱就破的")
    world.deliver()
    world.salesperson.hears("李记便利店", "回答了", "❓ 是运输压坏的，还是开箱就破的？", "💬 开箱就破的")
    assert requests_of(world)[0].status is ReturnStatus.REQUESTED
    world.salesperson.taps("✅ 同意").sees("处理好了")
    is_whole(world)


def test_the_buyer_answers_with_a_photo(world: World) -> None:
    asked(world)
    world.dealer.taps("✏️ 回答").sends_file("can.png", picture()).sees("回答发过去了", "📷")
    world.deliver()
    assert world.salesperson.heard[-1].picture == lines_of(world)[0].photo
    is_whole(world)


def test_once_it_is_decided_nothing_is_asked_any_more(world: World) -> None:
    asked(world)
    message, answer = world.dealer.find("✏️ 回答")
    world.salesperson.types("售后").taps("R1123-0001").taps("✅ 同意")
    world.dealer.taps_button(answer, message).sees("已经有变化")
    is_whole(world)
