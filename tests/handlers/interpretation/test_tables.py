"""The tables of the conversation are complete: every intent is served, every question knows its answers."""

import pytest

from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.interpretation import answer_fit, confirmation, intents, interpret, sentences
from locales import LANGUAGES, words_for


def test_every_intent_of_the_phrases_is_served_and_no_other() -> None:
    assert set(sentences.SENTENCES) == intents.phrases().keys()


@pytest.mark.parametrize("table", ["about_order", "about"])
def test_every_topic_is_an_intent(table: str) -> None:
    assert intents.topics(table).keys() <= intents.phrases().keys()


def test_every_question_knows_what_its_answers_look_like() -> None:
    assert set(answer_fit.FITS) == set(QuestionKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_that_waits_or_may_be_asked_about_is_worded(language: str) -> None:
    say = words_for(language)
    assert [kind for kind in interpret.KEPT if not say.knows(f"confirmation.waits_{kind}")] == []
    asked = [kind for kind in QuestionKind if say.knows(f"confirmation.ask_{kind}")]
    assert [kind for kind in asked if not say.knows(f"confirmation.yes_{kind}")] == []


def test_what_cannot_be_taken_back_is_known() -> None:
    assert {Verb.APPROVE, Verb.REJECT_WHY, Verb.CANCEL_WHY, Verb.RECEIVED, Verb.NO_NUMBER} <= confirmation.FINAL


@pytest.mark.parametrize(
    ("text", "name", "blanks"),
    [
        ("取消0042", "cancel", {"order": "0042"}),
        ("麻烦取消 0042 吧，谢谢", "cancel", {"order": "0042"}),
        ("cancel order 42 please", "cancel", {"order": "order 42"}),
        ("再来一单0004", "again", {"order": "0004"}),
        ("reorder 42", "again", {"order": "42"}),
        ("D20261129-0003到哪了", "where", {"order": "D20261129-0003"}),
        ("拒绝 0042 货不够", "reject", {"order": "0042", "words": "货不够"}),
        ("发货 0042 顺丰 SF1002003004005", "ship", {"order": "0042", "words": "顺丰 SF1002003004005"}),
        ("入库 王老吉 10箱", "receive", {"goods": "王老吉", "amount": "10箱"}),
        ("可乐330改价2.3", "new_price", {"goods": "可乐330", "unit_price": "2.3"}),
        ("盘点 可乐330", "count", {"goods": "可乐330"}),
        ("我再看看", "wait", {}),
        ("hold on a second", "wait", {}),
        ("how much do I owe", "owed", {}),
        ("谁没审", "waiting", {}),
    ],
)
def test_a_sentence_has_an_intent_with_what_stood_in_its_blanks(text: str, name: str, blanks: dict[str, str]) -> None:
    found = [dict(each.blanks) for each in intents.intents_in(text) if each.name == name]
    assert blanks in found


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("把0001再订一遍", "0001", "把 再订一遍"),
        ("那个1129-0007先别发了", "1129-0007", "那个 先别发了"),
        ("3号单发了没有", "3", "号单发了没有"),
        ("order 42 is wrong", "order 42", "is wrong"),
    ],
)
def test_an_order_is_found_within_a_sentence(text: str, number: str, rest: str) -> None:
    assert intents.order_named(text) == (number, rest)


@pytest.mark.parametrize(
    "text", ["可乐330 10箱", "雪碧330到哪了", "6901234567892 2箱", "1664 两箱", "加多宝 2箱", "13800000000"]
)
def test_goods_amounts_and_telephones_are_no_orders(text: str) -> None:
    assert intents.order_named(text) is None
