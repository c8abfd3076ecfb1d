"""Several goods in one message: what is clear is asked for together, what is in doubt is asked about one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any
from zlib import crc32

import orjson

from domain.after_sales import claimable, requests
from domain.after_sales.claimable import ClaimableLine
from domain.after_sales.refusals import ReturnTooLate, ReturnTooMuch
from domain.after_sales.requests import Wanted
from domain.language.quantities_in_text import leading
from domain.language.words.lists import pattern
from domain.refusals import NotFound
from domain.rules.returns import OUTCOMES, Outcome, ReturnKind, ReturnReason
from domain.rules.rights import Right
from handlers.after_sales import asking, gifts_told
from handlers.conversation.callback_data import Argument, StaleButton, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text

#: Where what was said waits: what is clear, and what is still to be asked about.
_CLEAR, _REST = "claims_clear", "claims_rest"
#: So many are kept, which is more than anybody types.
_MOST = 20
#: A button says which of what was said it means by a number below this.
_TOKENS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """What is said of some goods; ``lines``: those it may be about. ``only``: the amount is what came."""

    lines: tuple[ClaimableLine, ...]
    kind: ReturnKind | None
    reason: ReturnReason | None
    outcome: Outcome | None
    amount: str
    only: bool = False
    is_named: bool = True


def ask(request: Request, meant: Sequence[Doubtful], *, named: bool) -> Turn:
    """Ask what is wanted for all that is clear, or about the first that is not; the others follow."""
    if len(meant) == 1:
        return _forgetting(request, _about(request, meant[0], named=named))
    clear = [(each, wanted) for each in meant if (wanted := _wanted(request, each))]
    rest = [each for each in meant if not any(each is one for one, _ in clear)][:_MOST]
    if len(clear) > 1:
        kept = _written([wanted for _, wanted in clear][:_MOST])
        outcome = next((each.outcome for each, _ in clear if each.outcome), None)
        shown = _shown(request, kept, outcome)
        turn = Turn(replies=(replace(shown, note=_waits(request, rest) or shown.note),))
    else:
        kept, first = "", next((each for each, _ in clear), meant[0])
        rest = [each for each in meant if each is not first][:_MOST]
        turn = _about(request, first, named=named)
        *before, last = turn.replies
        turn = replace(turn, replies=(*before, replace(last, note=_noted(last.note, _waits(request, rest)))))
    return replace(turn, memory={**request.memory, _CLEAR: kept, _REST: _remaining(rest)})


def choose(request: Request, *, token: int, outcome: str) -> Turn:
    """This is wanted for all of them: is it so?"""
    request.actor.need(Right.RETURN_ASK)
    return Turn(replies=(_shown(request, _kept(request, token), asking.outcome_of(outcome)),))


def then(request: Request, turn: Turn) -> Turn:
    """A turn with the question about what is in doubt still, where something is."""
    kept = orjson.loads(str(request.memory.get(_REST) or "[]"))
    if not kept:
        return turn
    first, *others = kept
    found = [claimable.one(request.actor, each) for each in first["lines"]]
    lines = tuple(each for each in found if each is not None and each.left > 0)
    if not lines:
        return turn
    meant = Doubtful(
        lines=lines,
        kind=ReturnKind(first["kind"]) if first["kind"] else None,
        reason=ReturnReason(first["reason"]) if first["reason"] else None,
        outcome=Outcome(first["outcome"]) if first["outcome"] else None,
        amount=first["amount"],
        only=first["only"],
    )
    more = _about(request, meant, named=True)
    memory = {**(request.memory if turn.memory is None else turn.memory), _REST: orjson.dumps(others).decode()}
    return replace(more, replies=(*turn.replies, *more.replies), memory=memory)


def quantity_of(request: Request, line: ClaimableLine, amount: str, *, only: bool = False) -> Decimal | None:
    """The base units that an amount means; what is counted one by one is what we count, whatever either is called.

    ``only``: so many came, so that the rest of what was sent is meant.
    """
    quantity = goods_text.read_quantity(request, line.goods, amount) if amount else None
    if quantity is None and amount and not line.goods.sku.decimals:
        said = leading(amount, request.reader.units)
        quantity = said.count if said is not None and _loose().fullmatch(said.unit) else None
    if quantity is None or quantity != round(quantity, line.goods.sku.decimals):
        return None
    if not only:
        return quantity
    return line.line.shipped - quantity if quantity < line.line.shipped else None


def _about(request: Request, meant: Doubtful, *, named: bool) -> Turn:
    """What is asked next of the line that is meant, or which of them it is."""

    def known(line: ClaimableLine) -> tuple[Argument, ...]:
        quantity = quantity_of(request, line, meant.amount, only=meant.only)
        kind = meant.kind.value if meant.kind else ""
        reason = meant.reason.value if meant.reason else ""
        if quantity is None:
            return (kind, reason) if kind else ()
        return (kind, reason, quantity, *((meant.outcome.value,) if meant.outcome else ()))

    if len(meant.lines) != 1:
        return asking.which(request, meant.lines, known, named=named)
    (line,) = meant.lines
    return asking.ask(
        request,
        order_line_id=line.line.id,
        kind=meant.kind.value if meant.kind else "",
        reason=meant.reason.value if meant.reason else "",
        quantity=quantity_of(request, line, meant.amount, only=meant.only),
        outcome=meant.outcome.value if meant.outcome else "",
    )


def _wanted(request: Request, meant: Doubtful) -> Wanted | None:
    """What is asked for where nothing is in doubt; what is to be repaired is asked about by itself."""
    if meant.kind is ReturnKind.REPAIR:
        return None
    if len(meant.lines) != 1 or not meant.is_named or meant.kind is None or meant.reason is None:
        return None
    (line,) = meant.lines
    quantity = quantity_of(request, line, meant.amount, only=meant.only)
    if quantity is None:
        return None
    wanted = Wanted(
        order_line_id=line.line.id,
        kind=meant.kind,
        reason=meant.reason,
        quantity=quantity,
        outcome=meant.outcome or Outcome.REFUND,
    )
    try:
        requests.check(request.actor, wanted)
    except (NotFound, ReturnTooLate, ReturnTooMuch):
        return None
    return wanted


def _shown(request: Request, kept: str, outcome: Outcome | None) -> Reply:
    """All of it: what is wanted? Or is it so?"""
    wanted = _read(kept)
    lines = tuple(_line(request, each) for each in wanted)
    token, foot = _token(kept), (button(request.say("returns.back"), Verb.RETURNS),)
    menu = button(request.say("button.menu"), Verb.MENU)
    if outcome is None:
        rows: tuple[Row, ...] = tuple(
            (button(request.say(f"returns.want_{each}"), Verb.RETURN_ALL, token, each.value),)
            for each in OUTCOMES[ReturnKind.CLAIM]
        )
        return Reply(
            title=request.say("returns.several", count=len(wanted)), lines=lines, buttons=(*rows, (*foot, menu))
        )
    title = request.say("returns.several_sure", outcome=request.say(f"returns.outcome_{outcome}"))
    yes = button(request.say("returns.yes"), Verb.RETURN_FILE_ALL, token, outcome.value, say=title)
    found = ((claimable.one(request.actor, each.order_line_id), each) for each in wanted)
    told = gifts_told.told(request, [(line, each) for line, each in found if line is not None])
    note = "\n".join((*told, request.say("returns.sure_note")))
    return Reply(title=title, lines=lines, note=note, buttons=((yes,), (*foot, menu)))


def _line(request: Request, wanted: Wanted) -> str:
    found = claimable.one(request.actor, wanted.order_line_id)
    if found is None:
        raise StaleButton
    return request.say(
        "returns.several_line",
        goods=goods_text.name(request, found.goods),
        amount=goods_text.quantity(request, found.goods, wanted.quantity),
        reason=request.say(f"returns.reason_{wanted.reason}"),
        order=orders_text.short(found.order),
    )


def _waits(request: Request, rest: Sequence[Doubtful]) -> str:
    """What is asked about afterwards, as far as it is known."""
    told = []
    for each in rest:
        names = dict.fromkeys(goods_text.name(request, line.goods) for line in each.lines)
        name = next(iter(names)) if len(names) == 1 else ""
        told.append(" ".join(filter(None, (name, _much(request, each)))))
    words = request.say("contact.and").join(filter(None, told))
    return request.say("returns.several_rest", goods=words) if words else ""


def _much(request: Request, each: Doubtful) -> str:
    """The amount as we write it, where it is clear."""
    quantities = {quantity_of(request, line, each.amount, only=each.only) for line in each.lines}
    (quantity, *others) = quantities or {None}
    if quantity is None or others:
        return each.amount
    return goods_text.quantity(request, each.lines[0].goods, quantity)


def _noted(note: str, more: str) -> str:
    return "\n".join(filter(None, (note, more)))


def _forgetting(request: Request, turn: Turn) -> Turn:
    """Something new is said: what waited is not asked about any more."""
    if not request.memory.get(_REST) and not request.memory.get(_CLEAR):
        return turn
    return replace(turn, memory={**(request.memory if turn.memory is None else turn.memory), _REST: "", _CLEAR: ""})


def kept_for(request: Request, token: int) -> Sequence[Wanted]:
    """All that was shown with a button. Raises StaleButton: something else was said since."""
    return _read(_kept(request, token))


def forgotten(request: Request) -> dict[str, Any]:
    """What is remembered once it was asked for."""
    return {**request.memory, _CLEAR: ""}


def _token(kept: str) -> int:
    return crc32(kept.encode()) % _TOKENS


def _kept(request: Request, token: int) -> str:
    """What was shown with a button. Raises StaleButton: something else was said since."""
    kept = str(request.memory.get(_CLEAR) or "")
    if not kept or _token(kept) != token:
        raise StaleButton
    return kept


def _written(wanted: Sequence[Wanted]) -> str:
    rows: list[Any] = [[each.order_line_id, each.kind, each.reason, str(each.quantity)] for each in wanted]
    return orjson.dumps(rows).decode()


def _read(kept: str) -> list[Wanted]:
    return [
        Wanted(
            order_line_id=line_id,
            kind=ReturnKind(kind),
            reason=ReturnReason(reason),
            quantity=Decimal(quantity),
            outcome=Outcome.REFUND,
        )
        for line_id, kind, reason, quantity in orjson.loads(kept)
    ]


def _remaining(rest: Sequence[Doubtful]) -> str:
    rows = [
        {
            "lines": [line.line.id for line in each.lines],
            "kind": each.kind,
            "reason": each.reason,
            "outcome": each.outcome,
            "amount": each.amount,
            "only": each.only,
        }
        for each in rest
    ]
    return orjson.dumps(rows).decode() if rows else ""


@cache
def _loose() -> re.Pattern[str]:
    return re.compile(pattern("returns", "loose"), re.IGNORECASE)
