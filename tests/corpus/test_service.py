"""The sentences of service are played in real situations, and what they do is seen."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from domain.tables.people import Channel
from handlers.conversation.turn import QuestionKind
from tests.corpus.service import CLAIMS, GIVEN, OWN, Outcome, Verdict, judge, report, rows_in
from tests.corpus.service_scenes import Theatre
from tests.lengths import times

Q = QuestionKind
#: Who is asked what in which situation.
ASKED = {
    ("buyer", "question_reason"): Q.CANCEL_REASON,
    ("buyer", "question_close_short"): Q.CLOSE_SHORT_REASON,
    ("salesperson", "question_reject"): Q.REJECT_REASON,
    ("buyer", "question_rating"): Q.RATING_WORDS,
    ("buyer", "question_note"): Q.CART_NOTE,
    ("buyer", "question_address"): Q.NEW_ADDRESS,
    ("buyer", "question_date"): Q.DATE_WANTED,
    ("buyer", "question_receiver"): Q.RECEIVER,
    ("warehouse", "question_tracking"): Q.TRACKING_NUMBER,
    ("warehouse", "question_carrier"): Q.CARRIER_NAME,
    ("warehouse", "question_new_number"): Q.NEW_NUMBER,
    ("buyer", "question_short"): Q.RECEIPT_WORDS,
    ("buyer", "question_return"): Q.RETURN_QUANTITY,
    ("salesperson", "question_return_agreed"): Q.RETURN_AGREED,
    ("salesperson", "question_return_reason"): Q.RETURN_REASON,
    ("salesperson", "question_return_question"): Q.RETURN_QUESTION,
    ("buyer", "question_return_reply"): Q.RETURN_REPLY,
    ("warehouse", "question_return_count"): Q.RETURN_COUNT,
    ("warehouse", "question_return_parcel"): Q.RETURN_PARCEL,
    ("buyer", "question_quantity"): Q.QUANTITY,
    ("buyer", "question_cartline"): Q.LINE_QUANTITY,
    ("buyer", "question_orderline"): Q.ORDER_LINE_QUANTITY,
    ("salesperson", "question_cartprice"): Q.HAND_PRICE,
    ("salesperson", "question_orderprice"): Q.ORDER_HAND_PRICE,
    ("salesperson", "question_swap"): Q.SWAP_GOODS,
    ("warehouse", "question_parcelline"): Q.SHIP_QUANTITY,
    ("warehouse", "question_count"): Q.COUNT_QUANTITY,
    ("warehouse", "question_receive"): Q.RECEIVE_QUANTITY,
    ("warehouse", "question_expected"): Q.EXPECTED_DAY,
    ("salesperson", "question_deputy"): Q.DEPUTY_DAYS,
    ("finance", "question_payment"): Q.PAYMENT,
    ("finance", "question_correction"): Q.CORRECTION,
    ("finance", "question_limit"): Q.RAISE_LIMIT,
    ("finance", "question_rebate"): Q.REBATE,
    ("finance", "question_reversal"): Q.REVERSAL,
    ("buyer", "question_claim"): Q.CLAIM,
    ("finance", "question_claim_amount"): Q.CLAIM_AMOUNT,
    ("buyer", "question_dispute"): Q.DISPUTE,
    ("finance", "question_answer_case"): Q.ANSWER_CASE,
    ("buyer", "question_invoice_title"): Q.INVOICE_TITLE,
    ("finance", "question_invoice_file"): Q.INVOICE_FILE,
    ("finance", "question_invoice_reason"): Q.INVOICE_REASON,
    ("admin", "question_price"): Q.NEW_PRICE,
    ("warehouse", "question_stock"): Q.STOCK_SEARCH,
    ("admin", "question_goods"): Q.GOODS_SEARCH,
    ("admin", "question_new_goods"): Q.NEW_GOODS,
    ("admin", "question_new_goods_part"): Q.NEW_GOODS_PART,
    ("admin", "question_goods_part"): Q.GOODS_PART,
    ("admin", "question_alias"): Q.ALIAS,
    ("admin", "question_account_part"): Q.ACCOUNT_PART,
    ("admin", "question_setting"): Q.SETTING,
    ("salesperson", "question_account"): Q.ACCOUNT_SEARCH,
    ("admin", "question_name"): Q.INVITE_NAME,
    ("admin", "question_dealer_name"): Q.DEALER_NAME,
    ("admin", "question_person"): Q.PERSON_SEARCH,
    ("buyer", "question_nickname"): Q.NICKNAME,
    ("buyer", "question_other"): Q.OTHER_GOODS,
    ("customer", "question_code"): Q.INVITE_CODE,
    ("warehouse", "question_desk_number"): Q.DESK_NUMBER,
}
#: Nobody is asked this: free text is searched for anyway.
UNASKED: set[str] = set()


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with closing(Theatre(tmp_path_factory.mktemp("theatre"))) as theatre:
        yield theatre


@pytest.mark.parametrize(("role", "state"), ASKED)
def test_each_question_is_open_in_its_situation(theatre: Theatre, role: str, state: str) -> None:
    assert theatre.scene(Channel.TELEGRAM, role, state).question == ASKED[role, state]


def test_every_question_there_is_has_a_situation() -> None:
    assert {kind.value for kind in QuestionKind} - {kind.value for kind in ASKED.values()} <= UNASKED


@pytest.mark.parametrize(
    ("role", "state", "text", "done"),
    [
        ("buyer", "none", "雪碧330 2箱", ("cart:P1008=48",)),
        ("buyer", "question_note", "送货前打个电话", ("note",)),
        ("buyer", "question_address", "人民路88号 王老板 13800000000", ("address",)),
        ("buyer", "question_reason", "老板说暂时不进货了", ("cancelled:W:老板说暂时不进货了",)),
        ("buyer", "question_rating", "送得很快，包装也好", ("words:R=送得很快，包装也好",)),
        ("buyer", "rating_card", "5", ("rated:R=5",)),
        ("buyer", "none", "人工", ("contact",)),
        ("salesperson", "question_reject", "这个价不行，下周再下", ("rejected:W:这个价不行，下周再下",)),
        ("warehouse", "question_tracking", "SF9988776655443", ("shipped:K=sf SF9988776655443 72",)),
        ("warehouse", "question_count", "199箱", ("stock:P1001=4776",)),
        ("warehouse", "none", "你好", ()),
    ],
)
def test_what_is_done_is_seen(theatre: Theatre, role: str, state: str, text: str, done: tuple[str, ...]) -> None:
    assert theatre.types(theatre.scene(Channel.TELEGRAM, role, state), text).done == done


def test_the_given_sentences_are_read() -> None:
    assert len(rows_in(GIVEN)) == 241
    assert len({row.id for row in rows_in(GIVEN)}) == 241


@pytest.fixture(scope="module", params=[CLAIMS, GIVEN, OWN], ids=lambda path: path.stem)
def verdicts(request: pytest.FixtureRequest, theatre: Theatre) -> list[Verdict]:
    """Of all sentences at length, of each fifth in the short form."""
    return [judge(theatre, row) for row in rows_in(request.param)[:: times(5, long=1)]]


def test_nothing_is_done_that_nobody_meant(verdicts: list[Verdict]) -> None:
    assert not (wrong := [each for each in verdicts if each.outcome is Outcome.WRONG]), f"\n{report(wrong)}"


def test_nearly_every_sentence_is_understood(verdicts: list[Verdict]) -> None:
    now = [each for each in verdicts if each.row.needs == "now"]
    missed = [each for each in now if each.outcome is not Outcome.RIGHT]
    assert len(missed) <= 0.03 * len(now), f"\n{report(missed)}"


def test_what_is_not_built_yet_is_answered_honestly(verdicts: list[Verdict]) -> None:
    later = [each for each in verdicts if each.row.needs == "later"]
    missed = [each for each in later if each.outcome is not Outcome.RIGHT]
    assert len(missed) <= 0.1 * len(later), f"\n{report(missed)}"
