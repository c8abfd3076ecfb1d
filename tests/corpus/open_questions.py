"""Random texts at every open question, and what each may change there.

The oracle shares nothing with the code: who made a text knows what it is, and the table says which kinds of text
answer which question and what that answer may change.

    python -m tests.corpus.open_questions [--texts 500] [--only question_note] [--seed 2]
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from domain.tables.people import Channel
from tests.corpus.effects import allows
from tests.corpus.free_texts import Kind, Text, distinct, texts
from tests.corpus.service_scenes import Theatre

K = Kind
_COUNTED = {K.AMOUNT, K.NUMBER}
#: Only who knows the order can tell one from another: a name or a day may be why, too.
_SENTENCES = {K.REASON, K.REMARK, K.PRAISE, K.NICKNAME, K.ACCOUNT, K.ADDRESS, K.DATE}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question somebody may be asked: what answers it, and what may change by an answer.

    ``listed``: what may change by a number, where the screen of the question lists choices.
    """

    role: str
    state: str
    answers: frozenset[K]
    may: tuple[str, ...]
    listed: tuple[str, ...] = ()


def asked(roles: str, state: str, answers: set[K], *may: str, listed: tuple[str, ...] = ()) -> Iterator[Asked]:
    """One question, of each role that can be asked it."""
    for role in roles.split():
        yield Asked(role=role, state=state, answers=frozenset(answers), may=may, listed=listed)


QUESTIONS = (
    *asked("buyer buyer:en admin", "question_reason", _SENTENCES, "cancelled:W", listed=("cancelled:W",)),
    *asked("buyer", "question_close_short", _SENTENCES, "lines:P", listed=("lines:P",)),
    *asked("salesperson admin", "question_reject", _SENTENCES, "rejected:W", listed=("rejected:W",)),
    *asked("buyer buyer:en", "question_rating", _SENTENCES, "words:R"),
    *asked("buyer salesperson", "question_note", _SENTENCES, "note"),
    *asked("buyer salesperson", "question_address", {K.ADDRESS, K.ACCOUNT}, "address"),
    *asked("buyer salesperson", "question_date", {K.DATE, K.NUMBER}, "date", "note"),
    *asked("warehouse admin", "question_tracking", {K.TRACKING}, "shipped:K"),
    *asked("warehouse admin", "question_new_number", {K.TRACKING}, "parcel:S"),
    *asked("buyer buyer:en", "question_short", _SENTENCES, "received:S"),
    *asked("warehouse", "question_driver", {K.TRACKING}, "shipped:K"),
    *asked("warehouse", "question_carrier", {K.TRACKING}, "shipped:K"),
    *asked("buyer buyer:en salesperson", "question_quantity", _COUNTED, "cart:P1002"),
    *asked("buyer salesperson", "question_cartline", _COUNTED, "cart:P1002"),
    *asked("buyer salesperson", "question_orderline", _COUNTED, "lines:W"),
    *asked("warehouse", "question_parcelline", _COUNTED, "parcel:K"),
    *asked("warehouse admin", "question_count", _COUNTED, "stock:P1001"),
    *asked("warehouse", "question_receive", _COUNTED, "stock:P1033"),
    *asked("admin", "question_price", {K.PRICE, K.NUMBER}, "price:P1001"),
    *asked("admin", "question_name", {K.ACCOUNT, K.NUMBER, K.NICKNAME}, "invite", "account"),
    *asked("admin", "question_dealer_name", {K.NUMBER, K.NICKNAME}, "account"),
    *asked("admin", "question_person", {K.NUMBER}, "invite"),
    *asked("salesperson", "question_account", {K.ACCOUNT, K.NUMBER}, "serving"),
    *asked("buyer", "question_nickname", _SENTENCES, "nickname"),
    *asked("buyer", "question_other", {K.NUMBER}, "cart", "nickname"),
    *asked("warehouse admin", "question_stock", set()),
    *asked("salesperson", "question_swap", set()),
    *asked("salesperson", "question_deputy", set()),
    *asked("warehouse", "question_expected", set()),
    *asked("admin", "question_goods", set()),
    *asked("admin", "question_new_goods", set()),
    *asked("admin", "question_new_goods_part", set()),
    *asked("admin", "question_goods_part", set()),
    *asked("admin", "question_alias", set()),
    *asked("admin", "question_account_part", set()),
    *asked("admin", "question_setting", set()),
    *asked("customer", "question_code", set()),
    *asked("buyer buyer:en", "doubt 可乐", {K.NUMBER, K.AMOUNT}, "cart", "nickname"),
    *asked("buyer", "none", set()),
    *asked("salesperson", "none", set()),
    *asked("warehouse", "none", set()),
    *asked("customer", "none", set()),
    *asked("finance", "none", set()),
    *asked("admin", "none", set()),
)


def allowed(question: Asked, text: Text) -> tuple[str, ...]:
    """Everything that a text may change at a question."""
    answer = question.may if text.kind in question.answers else ()
    listed = question.listed if text.kind is K.NUMBER else ()
    return (*answer, *listed, *_by_itself(question, text))


def _by_itself(question: Asked, text: Text) -> tuple[str, ...]:
    """What a text does whatever is asked."""
    role = question.role.partition(":")[0]
    buys = role == "buyer" or (role == "salesperson" and question.state in SERVING)
    match text.kind:
        case K.ORDER | K.GOODS if question.state == "doubt 可乐" and _names_cola(text):
            return "cart", "nickname"  # says which one, and perhaps how many of it
        case K.ORDER if text.orders is not None and buys:
            return (f"cart:{text.orders[0]}={text.orders[1]}",)
        case K.AGAIN if buys:
            return ("cart",)
        case K.CALL if role in {"buyer", "customer"}:
            return ("contact",)
        case K.APPROVAL if role in {"salesperson", "admin"}:
            return ("approved:W",)
        case K.PICKING if role in {"warehouse", "admin"}:
            return ("picking:P",)
        case K.RECEIPT if role == "buyer":
            return ("received:S",)
        case _:
            return ()


def _names_cola(text: Text) -> bool:
    return text.orders[0] == COLA if text.orders is not None else "可乐" in text.words


COLA = "P1001"
#: A salesperson is asked these while ordering for a dealer.
SERVING = {"question_note", "question_address", "question_date", "question_quantity", "question_cartline"}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """Something that was done with a text though nobody meant it."""

    text: Text
    done: tuple[str, ...]


def wrong_acts(theatre: Theatre, question: Asked, count: int, seed: str = "") -> list[Wrong]:
    """Texts, no two the same, with which something was done that nobody meant."""
    scene = theatre.scene(Channel.TELEGRAM, question.role, question.state)
    found = []
    for text in itertools.islice(distinct(texts(f"{question.role} {question.state}{seed}")), count):
        done = theatre.types(scene, text.words).done
        if unmeant := tuple(each for each in done if not allows(allowed(question, text), each)):
            found.append(Wrong(text=text, done=unmeant))
    return found


def main() -> None:
    """Try every question and tell what was done with words that are no answer."""
    parser = argparse.ArgumentParser(description="Random texts at every open question.")
    parser.add_argument("--texts", type=int, default=30)
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", default="", help="other texts for another seed")
    given = parser.parse_args()
    questions = [each for each in QUESTIONS if given.only in f"{each.role} {each.state}"]
    begun, count = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, closing(Theatre(Path(folder))) as theatre:
        for question in questions:
            for wrong in wrong_acts(theatre, question, given.texts, given.seed):
                count += 1
                where, said = f"{question.role} [{question.state}]", f"{wrong.text.kind} {wrong.text.words!r}"
                sys.stdout.write(f"{where} {said}: {', '.join(wrong.done)}\n")
                sys.stdout.flush()
    took = time.monotonic() - begun
    sys.stdout.write(
        f"{given.texts} texts at each of {len(questions)} questions: {count} wrong acts, {took:.0f} seconds\n"
    )


if __name__ == "__main__":
    main()
