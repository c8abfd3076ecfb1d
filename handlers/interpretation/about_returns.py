"""Sentences about goods that came and are not as they should be: the lines they mean, what is wrong, how many."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.after_sales import claimable
from domain.after_sales.claimable import ClaimableLine
from domain.reports import work_counts
from domain.rules.rights import Right, Role
from handlers.after_sales import lists, several
from handlers.after_sales.several import Doubtful
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.formatting import goods_text
from handlers.interpretation import claim_words, entities, not_built
from handlers.interpretation.claim_words import SaidWrong
from handlers.interpretation.typed_text import TypedText

_NO_LETTER = re.compile(r"[\W_]+")
#: A part of a name that says which goods are meant: so many characters, in Chinese and in letters.
_LEAST, _LEAST_LATIN = 2, 4


def told(request: Request, said: TypedText) -> Turn | None:
    """What only somebody says to whom goods came; nothing where it orders, too, or names goods that never came."""
    if not request.actor.may(Right.RETURN_ASK) or not claim_words.is_told(said.text):
        return None
    surely = claim_words.is_told(said.text, orders_now=True)
    if not surely and work_counts.in_cart(request.actor):
        return None
    if claim_words.orders_too(said.text, request.reader.units):
        return None
    if number := claim_words.order_in(said.text, request.reader.units):
        return _of_number(request, number, claim_words.without_order(said.text))
    lines = claimable.with_goods(request.actor)
    if not surely and not lines:
        return None
    if said.is_order and not any(_named(request, lines, each.name) for each in _read(request, lines, said.text)):
        return None
    return _asked(request, lines, said.text, named=True)


def returns(request: Request, blanks: Mapping[str, str]) -> Turn | None:
    """The line that is meant, with what is known of it; for staff, what waits."""
    if request.actor.is_a(Role.CUSTOMER):
        return not_built.told(request, "returns", "")
    if not request.actor.may(Right.RETURN_ASK):
        return lists.show(request) if request.actor.may(Right.RETURN_READ) else None
    if claim_words.is_to_be_avoided(blanks["sentence"]):
        return None
    return _asked(request, claimable.with_goods(request.actor), blanks["sentence"], named=True)


def of_order(request: Request, blanks: Mapping[str, str]) -> Turn | None:
    """The same of an order that the sentence names."""
    said = blanks.get("order")
    if said is None or not request.actor.may(Right.RETURN_ASK):
        return returns(request, {"sentence": "", **blanks})
    return _of_number(request, said, blanks.get("sentence", "").replace(said, " "), surely=True)


def _of_number(request: Request, number: str, sentence: str, *, surely: bool = False) -> Turn | None:
    """The same of the order of a number; of several that bear it, of the one with the goods that are named."""

    def then(order_id: int) -> Turn | None:
        lines = claimable.of_order(request.actor, order_id)
        return _asked(request, lines, sentence, named=False) if lines or surely else None

    def fits(order_id: int) -> bool:
        lines = claimable.of_order(request.actor, order_id)
        return any(_named(request, lines, each.name) for each in _read(request, lines, sentence))

    return entities.order(request, number, then, surely=surely, fits=fits)


def _of_time(request: Request, lines: Sequence[ClaimableLine], text: str) -> Sequence[ClaimableLine]:
    """Of these, what came or was ordered on the day that is named, or what came last; all where nothing did then."""
    zone = request.actor.supplier.zone
    if lines and claim_words.speaks_of_last(text):
        came = [each for each in lines if each.received_at] or lines
        return [each for each in came if each.order.id == came[0].order.id]
    if (ago := claim_words.days_ago(text)) is None:
        return lines
    day = request.actor.today - timedelta(days=ago)
    of_day = [
        each
        for each in lines
        if any(at and at.astimezone(zone).date() == day for at in (each.received_at, each.order.submitted_at))
    ]
    return of_day or lines


def _asked(request: Request, lines: Sequence[ClaimableLine], text: str, *, named: bool) -> Turn:
    """What is asked next of each of the goods that a sentence means among these lines."""
    meant = [
        Doubtful(
            lines=tuple(_meant(request, lines, said, text)),
            kind=said.kind,
            reason=said.reason,
            outcome=said.outcome,
            amount=said.amount,
            only=said.only,
            is_named=bool(said.name),
        )
        for said in _read(request, lines, text)
    ]
    return several.ask(request, meant, named=named)


def _read(request: Request, lines: Sequence[ClaimableLine], text: str) -> Sequence[SaidWrong]:
    return claim_words.claims_in(text, request.reader.units, lambda name: bool(_named(request, lines, name)))


def _meant(request: Request, lines: Sequence[ClaimableLine], said: SaidWrong, text: str) -> Sequence[ClaimableLine]:
    """The lines whose goods bear the name; all where none do. Of several, those of the time, and with enough left."""
    found = _of_time(request, (_named(request, lines, said.name) if said.name else lines) or lines, text)
    much = [(each, several.quantity_of(request, each, said.amount, only=said.only)) for each in found]
    return [each for each, quantity in much if quantity is None or quantity <= each.left] or found


def _named(request: Request, lines: Sequence[ClaimableLine], name: str) -> Sequence[ClaimableLine]:
    """The lines whose goods bear a name: those with the longest word in it that they are called by, or as is found."""
    if not name:
        return ()
    found = set(entities.goods(request, name)) | {request.nicknames.get(name, 0)}
    called = [(_called(request, each, name), each) for each in lines]
    longest = max((length for length, _ in called), default=0)
    likely = [each for length, each in called if longest and length == longest] or lines
    sought = [each for each in likely if each.line.sku_id in found]
    return sought or (likely if longest else _alike(request, lines, name))


def _called(request: Request, line: ClaimableLine, name: str) -> int:
    """How long a word is that these goods are called by and that stands in a name."""
    entry = request.catalogue_index.entry(line.line.sku_id)
    words = (*entry.names, *entry.aliases, *entry.brands) if entry else ()
    plain = _plain(name)
    return max((len(word) for word in map(_plain, words) if len(word) >= _LEAST and word in plain), default=0)


def _alike(request: Request, lines: Sequence[ClaimableLine], name: str) -> Sequence[ClaimableLine]:
    """The lines whose goods' own names hold a part of a name."""
    parts = [each for each in map(_plain, name.split()) if len(each) >= (_LEAST_LATIN if each.isascii() else _LEAST)]
    parts += [each.removesuffix("s") for each in parts if each.isascii() and each.endswith("s")]
    named = [(_plain(_names(request, each)), each) for each in lines]
    return [each for own, each in named if any(part in own for part in parts)]


def _names(request: Request, line: ClaimableLine) -> str:
    entry = request.catalogue_index.entry(line.line.sku_id)
    return "\n".join((goods_text.name(request, line.goods), *(entry.names if entry else ())))


def _plain(words: str) -> str:
    return _NO_LETTER.sub("", words.casefold())
