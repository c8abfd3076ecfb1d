"""Sentences about goods that came and are not as they should be: the line they mean, what is wrong, how many."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from domain.after_sales import claimable
from domain.after_sales.claimable import ClaimableLine
from domain.language.quantities_in_text import counted, leading, tidy
from domain.language.words.lists import pattern
from domain.rules.returns import REASONS, ReturnKind, ReturnReason
from domain.rules.rights import Right, Role
from handlers.after_sales import asking, lists
from handlers.conversation.callback_data import Argument
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.formatting import goods_text
from handlers.interpretation import entities, not_built

#: Looked for in this order: what is broken may be missing, too.
_REASONS = (
    ReturnReason.EXPIRING,
    ReturnReason.WRONG,
    ReturnReason.BROKEN,
    ReturnReason.QUALITY,
    ReturnReason.SHORT,
)
_GAPS = re.compile(r"[\s,，.。;；:：!！?？、~～]+")


@dataclass(frozen=True, kw_only=True)
class SaidWrong:
    """What a sentence says. ``amount``: as it was typed; ``name``: what is left of the words, perhaps of goods."""

    kind: ReturnKind | None
    reason: ReturnReason | None
    amount: str
    name: str


def returns(request: Request, blanks: Mapping[str, str]) -> Turn | None:
    """The line that is meant, with what is known of it; for staff, what waits."""
    if request.actor.is_a(Role.CUSTOMER):
        return not_built.told(request, "returns", "")
    if not request.actor.may(Right.RETURN_ASK):
        return lists.show(request) if request.actor.may(Right.RETURN_READ) else None
    return of_lines(request, claimable.with_goods(request.actor), blanks["sentence"], named=True)


def of_order(request: Request, blanks: Mapping[str, str]) -> Turn | None:
    """The same of an order that the sentence names."""
    said = blanks.get("order")
    if said is None or not request.actor.may(Right.RETURN_ASK):
        return returns(request, {"sentence": "", **blanks})
    sentence = blanks.get("sentence", "").replace(said, " ")

    def then(order_id: int) -> Turn:
        return of_lines(request, claimable.of_order(request.actor, order_id), sentence, named=False)

    return entities.order(request, said, then, surely=True)


def of_lines(request: Request, lines: Sequence[ClaimableLine], sentence: str, *, named: bool) -> Turn:
    """What is asked next of the line that a sentence means among these, or which of them it is."""
    said = read(request, sentence)
    meant = _meant(request, lines, said)

    def known(line: ClaimableLine) -> tuple[Argument, ...]:
        quantity = _quantity(request, line, said.amount)
        if said.kind is None:
            return ()
        reason = said.reason.value if said.reason else ""
        return (said.kind.value, reason, *((quantity,) if quantity is not None else ()))

    if len(meant) != 1:
        return asking.which(request, meant, known, named=named)
    (line,) = meant
    return asking.ask(
        request,
        order_line_id=line.line.id,
        kind=said.kind.value if said.kind else "",
        reason=said.reason.value if said.reason else "",
        quantity=_quantity(request, line, said.amount),
    )


def read(request: Request, sentence: str) -> SaidWrong:
    """What is said to be wrong, how many, and the name that is left."""
    plain = tidy(sentence)
    reason = next((each for each in _REASONS if _words(each.value).search(plain)), None)
    back = _words("back").search(plain) is not None or _words("other").search(plain) is not None
    kind = ReturnKind.RETURN if back else ReturnKind.CLAIM if reason else None
    if reason is not None and kind is not None and reason not in REASONS[kind]:
        reason = None
    amounts = [each for each in counted(plain, request.reader.units) if not each.vague]
    name, amount = plain, ""
    for each in reversed(amounts[:1]):
        amount, name = plain[each.start : each.end], f"{plain[: each.start]} {plain[each.end :]}"
    for word in (*_REASONS, "back", "other", "said"):
        name = _words(str(word)).sub(" ", name)
    return SaidWrong(kind=kind, reason=reason, amount=amount, name=_GAPS.sub(" ", name).strip())


def _meant(request: Request, lines: Sequence[ClaimableLine], said: SaidWrong) -> Sequence[ClaimableLine]:
    """The lines whose goods bear the name; all of them where no goods are named. Enough of them is one that has it."""
    found = lines
    if said.name:
        ids = set(entities.goods(request, said.name)) | {request.nicknames.get(said.name, 0)}
        found = [each for each in lines if each.line.sku_id in ids]
        if not found and len(said.name) > 1:
            found = [each for each in lines if said.name.casefold() in goods_text.name(request, each.goods).casefold()]
    enough = [each for each in found if (much := _quantity(request, each, said.amount)) is None or much <= each.left]
    return enough or found or lines


def _quantity(request: Request, line: ClaimableLine, amount: str) -> Decimal | None:
    """The base units that an amount means; what is counted one by one is what we count, whatever either is called."""
    quantity = goods_text.read_quantity(request, line.goods, amount) if amount else None
    if quantity is not None or not amount or line.goods.sku.decimals:
        return quantity
    said = leading(amount, request.reader.units)
    return said.count if said is not None and _words("loose").fullmatch(said.unit) else None


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(pattern("returns", key), re.IGNORECASE)
