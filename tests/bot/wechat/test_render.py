"""What a reply looks like in a WeChat bubble, and that no answer can break one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.markup import clean, menu_link, pieces
from bot.wechat.render import TEXT_BYTES, pages, render
from handlers.conversation.turn import Button, File, Reply
from locales import words_for
from tests.bot.wechat.furniture import choices
from tests.servers.wechat.wechat_text import Link, show

MORE = re.compile(r"more:\d+")


def links(text: str) -> tuple[Link, ...]:
    return show(text).links


def test_a_reply_is_its_words_and_then_its_numbered_buttons() -> None:
    reply = Reply(
        title="购物车", lines=("可乐 ×2", "雪碧 ×1"), note="合计 ¥30", buttons=choices("✅ 提交订单", "🏠 主菜单")
    )
    assert show(render((reply,), "zh-CN")).text == (
        "购物车\n\n可乐 ×2\n雪碧 ×1\n\n合计 ¥30\n\n1 ✅ 提交订单\n2 🏠 主菜单\n\n点蓝字，或回复数字/文字"
    )


def test_a_link_sends_natural_words_and_carries_the_data_of_its_button() -> None:
    button = Button(label="✅ 提交", data="submit:42:3", say="提交订单 D20261123-0042")
    (link,) = links(render((Reply(title="好", buttons=((button,),)),), "zh-CN"))
    assert (link.label, link.sends, link.menu_id) == ("✅ 提交", "提交订单 D20261123-0042", "submit:42:3")


def test_numbers_count_through_all_replies_of_an_answer() -> None:
    first, second = (Reply(title=title, buttons=choices("看", "买")) for title in ("可乐", "雪碧"))
    assert re.findall(r"^(\d) ", show(render((first, second), "zh-CN")).text, re.MULTILINE) == ["1", "2", "3", "4"]


def test_where_numbers_are_no_choices_none_are_drawn() -> None:
    asked = Reply(title="多少箱？", buttons=choices("❌ 取消"), numbered=False)
    assert show(render((asked,), "zh-CN")).text == "多少箱？\n\n❌ 取消"


def test_a_pushed_notice_has_no_numbers() -> None:
    notice = Reply(title="新订单", buttons=choices("✅ 通过", "❌ 拒绝"))
    assert show(render((notice,), "zh-CN", pushed=True)).text == "新订单\n\n✅ 通过\n❌ 拒绝"


def test_small_buttons_of_a_row_share_a_line_and_wide_ones_do_not() -> None:
    small = tuple(Button(label=label, data=f"q:{label}", say=f"改 {label}") for label in ("➖", "➕", "❌"))
    wide = tuple(Button(label=label, data="x", say=label) for label in ("可口可乐经典罐装", "百事可乐经典罐装"))
    shown = show(render((Reply(title="数量", buttons=(small, wide)),), "zh-CN")).text
    assert "1 ➖  2 ➕  3 ❌\n4 可口可乐经典罐装\n5 百事可乐经典罐装" in shown


def test_buttons_that_say_the_same_send_their_number_instead() -> None:
    labels = ("✅ 可乐", "❌ 可乐", "雪碧", "看雪碧")
    reply = Reply(title="两行", buttons=choices(*labels))
    assert [link.sends for link in links(render((reply,), "zh-CN"))] == ["1", "2", "雪碧", "看雪碧"]


def test_a_button_that_is_only_a_sign_sends_its_number() -> None:
    reply = Reply(title="数量", buttons=choices("➖", "➕"))
    assert [link.sends for link in links(render((reply,), "zh-CN"))] == ["1", "2"]


def test_a_long_list_is_paged_by_rows_and_nothing_is_lost() -> None:
    reply = Reply(title="选商品", buttons=choices(*(f"商品{number}" for number in range(1, 21))))
    shown = [links(render((reply.showing(part),), "zh-CN")) for part in range(3)]
    assert [len(page) for page in shown] == [9, 9, 4]
    assert [page[-1].menu_id for page in shown[:2]] == ["more:1", "more:2"]
    assert shown[0][-1].label == words_for("zh-CN")("channel.more", part=2, parts=3)
    labels = [link.label for page in shown for link in page if not MORE.fullmatch(link.menu_id)]
    assert labels == [f"商品{number}" for number in range(1, 21)]
    assert "\n20 商品20" in show(render((reply.showing(2),), "zh-CN")).text


def test_one_or_two_rows_are_not_left_alone_on_a_page() -> None:
    assert len(pages((Reply(title="选", buttons=choices(*"一二三四五六七八九十")),), "zh-CN")) == 1


def test_a_part_that_does_not_exist_is_the_last() -> None:
    reply = Reply(title="选", buttons=choices(*(f"商品{number}" for number in range(20))))
    assert render((reply.showing(9),), "zh-CN") == pages((reply,), "zh-CN")[-1]


def test_a_picture_without_words_has_no_text() -> None:
    assert render((Reply(picture="0" * 64),), "zh-CN") == ""
    assert render((), "zh-CN") == ""


def test_a_button_too_long_for_a_link_is_still_there_to_be_typed() -> None:
    reply = Reply(title="选", buttons=choices("长" * 300))
    assert show(render((reply,), "zh-CN")).text.startswith("选\n\n1 " + "长" * 300)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<a href="http://x">y</a>', '＜a href="http://x"＞y＜/a＞'),
        ("A&B, 5 > 3 &lt;b&gt; &#60;", "A&B, 5 ＞ 3 ＆lt;b＆gt; ＆#60;"),
        ("WeiXin://bizmsgmenu?x", "weixin：//bizmsgmenu?x"),
        ("]]>", "]]＞"),
        ("可\x1d乐\x00\t\u202egnp\ud800", "可乐 gnp"),
        ("👨‍👩‍👧 第一行\r\n第二行", "👨‍👩‍👧 第一行\n第二行"),
    ],
)
def test_words_of_people_become_harmless(written: str, shown: str) -> None:
    assert clean(written) == shown


def test_signs_that_mean_something_in_a_link_travel_encoded() -> None:
    (link,) = links(menu_link(label="看", says='5% & "#1"?=+', data="a:b:c"))
    assert link.sends == '5% & "#1"?=+'


def test_a_line_is_divided_between_letters() -> None:
    assert pieces("可乐可乐a", 7) == ["可乐", "可乐a"]


anything = st.text(st.characters(), max_size=300)
buttons = st.builds(Button, label=anything, data=st.text("abc:123", min_size=1, max_size=64), say=anything)
replies = st.builds(
    Reply,
    title=anything,
    lines=st.lists(anything, max_size=12).map(tuple),
    note=anything,
    buttons=st.lists(st.lists(buttons, min_size=1, max_size=4).map(tuple), max_size=12).map(tuple),
    numbered=st.booleans(),
)


@given(st.lists(replies, max_size=3), st.booleans())
def test_every_part_of_any_answer_is_whole_and_fits(answer: list[Reply], pushed: bool) -> None:  # noqa: FBT001
    for text in pages(answer, "zh-CN", pushed=pushed):
        assert 0 < len(text.encode()) <= TEXT_BYTES
        assert "]]>" not in text
        shown = show(text)
        assert all(link.href.startswith("weixin://bizmsgmenu?") for link in shown.links)


PAPERS = Reply(
    title="对账单", files=(File(name="十月.pdf", token="abc.def"), File(name='<a href="x">.xlsx', token="abc.xyz"))
)


def test_papers_are_links_to_our_own_address() -> None:
    text = render((PAPERS,), "zh-CN", site="https://shop.example")
    assert [(each.label, each.href) for each in links(text)] == [
        ("📎 十月.pdf", "https://shop.example/f/abc.def"),
        ('📎 ＜a href="x"＞.xlsx', "https://shop.example/f/abc.xyz"),
    ]


def test_without_an_address_it_is_said_that_papers_cannot_be_opened() -> None:
    assert "文件在这里打不开" in show(render((PAPERS,), "zh-CN")).text
    assert pages((Reply(files=PAPERS.files),), "en", pushed=True)
