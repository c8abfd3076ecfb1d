"""Nothing is done with words that are no answer to what was asked, and the question waits meanwhile."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from domain.tables.people import Channel
from tests.corpus.effects import allows
from tests.corpus.open_questions import QUESTIONS, Asked, wrong_acts
from tests.corpus.service_scenes import Came, Theatre
from tests.lengths import times

#: What is said while something else was asked; the last ones show goods, and a number then is so much of these.
MEANWHILE = ("等一下", "谢谢", "0003到哪了", "one moment")
OF_GOODS = ("王老吉多少钱", "王老吉还有货吗")
#: An answer to each question, and what it changes.
ANSWERS = (
    ("buyer", "question_reason", "老板说暂时不进货了", "cancelled:W"),
    ("buyer:en", "question_reason", "we ordered twice by mistake", "cancelled:W"),
    ("salesperson", "question_reject", "这个价不行，下周再下", "rejected:W"),
    ("buyer", "question_rating", "送得很快，包装也好", "words:R"),
    ("buyer", "question_note", "送货前打个电话", "note"),
    ("buyer", "question_address", "人民路88号 王老板 13800000000", "address"),
    ("buyer", "question_date", "明天", "date"),
    ("warehouse", "question_tracking", "SF9988776655443", "shipped:K"),
    ("warehouse", "question_new_number", "SF9988776655443", "parcel:S"),
    ("buyer", "question_short", "少了2箱，压坏1箱", "received:S"),
    ("buyer", "question_quantity", "5箱", "cart:P1002=120"),
    ("buyer", "question_cartline", "4箱", "cart:P1002=96"),
    ("buyer", "question_orderline", "8箱", "lines:W:P1001=192"),
    ("warehouse", "question_parcelline", "2箱", "parcel:K"),
    ("warehouse", "question_count", "199箱", "stock:P1001=4776"),
    ("warehouse", "question_receive", "10箱", "stock:P1033=2640"),
    ("admin", "question_price", "2.3", "price:P1001=2.3"),
)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with closing(Theatre(tmp_path_factory.mktemp("theatre"))) as theatre:
        yield theatre


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: f"{each.role} {each.state}")
def test_nothing_is_done_with_words_that_are_no_answer(theatre: Theatre, question: Asked) -> None:
    assert wrong_acts(theatre, question, times(8, long=500)) == []


@pytest.mark.parametrize(("role", "state", "answer", "done"), ANSWERS)
def test_a_question_waits_while_something_else_is_said(
    theatre: Theatre, role: str, state: str, answer: str, done: str
) -> None:
    scene = theatre.scene(Channel.TELEGRAM, role, state)
    for meanwhile in (*MEANWHILE, *(() if "箱" in answer else OF_GOODS)):
        came = theatre.types(scene, meanwhile, answer)
        asks = any(
            done.partition(":")[0] in CONFIRMED and label.startswith(("❌", "✅", "🚚", "⚠️ 就这样"))
            for label in labels(came)
        )
        assert asks or (came.done and all(allows([done], each) for each in came.done)), (meanwhile, came.done)


#: What cannot be taken back, or is of goods that are out of sight, is asked about once more after something else.
CONFIRMED = {"cancelled", "rejected", "shipped", "parcel", "received", "stock", "price"}


def labels(came: Came) -> tuple[str, ...]:
    return tuple(button.label for reply in came.replies for button in reply.choices())
