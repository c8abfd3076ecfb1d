"""The salesperson decides on a request, and the warehouse counts what came back."""

import re
from decimal import Decimal

from domain.after_sales import counting, decisions, status
from domain.after_sales.view import ReturnRow, ReturnView, of_line, view_return
from domain.language.sanitise import one_line
from domain.language.words.lists import pattern
from domain.rules.return_life import ReturnStep
from domain.rules.returns import OUTCOMES, Outcome, ReturnKind
from handlers.after_sales import card
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text

#: The common reasons for a no, by their keys.
REASONS = ("return_no_proof", "return_too_late", "return_used")
#: Where what is bad begins in a count, and what is said of what is good.
_BAD = re.compile(pattern("returns", "counted_bad"), re.IGNORECASE)
_GOOD = re.compile(pattern("returns", "counted_good"), re.IGNORECASE)


def approve(request: Request, *, return_request_id: Id, revision: int) -> Turn:
    """Yes, as it stands."""
    view = decisions.approve(request.actor, return_request_id, revision)
    waits = "returns.approved_repair" if view.request.kind is ReturnKind.REPAIR else "returns.approved"
    key = "returns.approved_settled" if view.request.closed_at else waits
    return Turn(replies=(card.draw(request, view, request.say(key)),))


def ask_refusal(request: Request, *, return_request_id: Id, revision: int) -> Turn:
    """Why not?"""
    view = view_return(request.actor, return_request_id)
    status.require(request.actor, view.request, ReturnStep.REFUSE, revision)
    rows = tuple(
        (
            button(
                request.say("button.reason", reason=orders_text.reason(request, each)),
                *(Verb.RETURN_REFUSE_WHY, return_request_id, revision, each),
                say=f"{request.say('button.reason', reason=orders_text.reason(request, each))} {card.named(view)}",
            ),
        )
        for each in REASONS
    )
    title = request.say("returns.refuse_why", number=view.request.number)
    reply = Reply(title=title, note=request.say("returns.refuse_note"), buttons=(*rows, _foot(request, view)))
    facts: Facts = {"return_request": return_request_id, "revision": revision}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.RETURN_REASON, facts=facts))


def refuse(request: Request, *, return_request_id: Id, revision: int, reason: str) -> Turn:
    """No, for one of the common reasons."""
    if reason not in REASONS:
        raise StaleButton
    return typed_reason(request, reason, return_request_id=return_request_id, revision=revision)


def typed_reason(request: Request, text: str, *, return_request_id: Id, revision: int) -> Turn:
    """No, in their own words."""
    view = decisions.refuse(request.actor, return_request_id, revision, one_line(text))
    return Turn(replies=(card.draw(request, view, request.say("returns.refused")),))


def change(request: Request, *, return_line_id: Id, revision: int) -> Turn:
    """How much of a line is agreed to, and to what?"""
    view, row = of_line(request.actor, return_line_id)
    status.require(request.actor, view.request, ReturnStep.CHANGE, revision)
    line = row.line
    others = tuple(
        (card.about_line(view, row, request.say(f"returns.want_{each}"), Verb.RETURN_AGREE, line.agreed, each.value),)
        for each in OUTCOMES[view.request.kind]
        if each is not line.outcome and not row.is_gift
    )
    none = card.about_line(view, row, request.say("returns.agree_none"), Verb.RETURN_AGREE, Decimal(0))
    reply = Reply(
        title=request.say("returns.agree_how_many", goods=card.goods_name(request, row)),
        lines=(card.line(request, view, row),),
        note=goods_text.how_many_note(request, row.goods),
        buttons=(*others, (none,), _foot(request, view)),
    )
    return Turn(replies=(reply,), question=_question(QuestionKind.RETURN_AGREED, row, revision))


def agree(request: Request, *, return_line_id: Id, revision: int, quantity: Decimal, outcome: str = "") -> Turn:
    """So much of a line, or that instead of what was asked for."""
    if outcome and outcome not in set(Outcome):
        raise StaleButton
    chosen = Outcome(outcome) if outcome else None
    view = decisions.agree_to(request.actor, return_line_id, revision, quantity, chosen)
    return Turn(replies=(card.draw(request, view, request.say("returns.changed")),))


def typed_agreed(request: Request, text: str, *, return_line_id: Id, revision: int) -> Turn:
    """So much of it."""
    _, row = of_line(request.actor, return_line_id)
    quantity = goods_text.read_quantity(request, row.goods, text)
    if quantity is None:
        return change(request, return_line_id=return_line_id, revision=revision)
    return agree(request, return_line_id=return_line_id, revision=revision, quantity=quantity)


def count(request: Request, *, return_line_id: Id, revision: int) -> Turn:
    """How much of a line came back, good and bad?"""
    view, row = of_line(request.actor, return_line_id)
    status.require(request.actor, view.request, ReturnStep.RECEIVE, revision)
    line = row.line
    good = card.about_line(view, row, request.say("returns.all_good"), Verb.RETURN_COUNTED, line.agreed, Decimal(0))
    bad = card.about_line(view, row, request.say("returns.all_bad"), Verb.RETURN_COUNTED, Decimal(0), line.agreed)
    reply = Reply(
        title=request.say("returns.count_how_many", goods=card.goods_name(request, row)),
        lines=(card.line(request, view, row),),
        note=request.say("returns.count_note", unit=goods_text.unit(request, row.goods)),
        buttons=((good, bad), _foot(request, view)),
    )
    return Turn(replies=(reply,), question=_question(QuestionKind.RETURN_COUNT, row, revision))


def counted(request: Request, *, return_line_id: Id, revision: int, good: Decimal, bad: Decimal) -> Turn:
    """So much came."""
    view = counting.count(request.actor, return_line_id, revision, good, bad)
    return Turn(replies=(card.draw(request, view, request.say("returns.count_kept")),))


def typed_count(request: Request, text: str, *, return_line_id: Id, revision: int) -> Turn:
    """So much is good; behind a word for it, so much is bad."""
    _, row = of_line(request.actor, return_line_id)
    found = read_count(request, row, text)
    if found is None:
        return count(request, return_line_id=return_line_id, revision=revision)
    return counted(request, return_line_id=return_line_id, revision=revision, good=found[0], bad=found[1])


def receive(request: Request, *, return_request_id: Id, revision: int, whole: int) -> Turn:
    """Take it in as it was counted, and settle; ``whole``: what nobody counted came, too."""
    view = counting.receive(request.actor, return_request_id, revision, whole=whole > 0)
    key = "returns.received_repair" if view.request.kind is ReturnKind.REPAIR else "returns.received"
    return Turn(replies=(card.draw(request, view, request.say(key)),))


def return_line(request: Request, return_line_id: int) -> ReturnRow:
    """A line of a request this person sees. Raises NotFound, NotAllowed."""
    return of_line(request.actor, return_line_id)[1]


def read_count(request: Request, row: ReturnRow, text: str) -> tuple[Decimal, Decimal] | None:
    """What a typed count says is good, and what is bad; nothing where it is no count."""
    good, *bad = _BAD.split(text, maxsplit=1)
    good = _GOOD.sub("", good).strip(" ,，、和")
    amounts = [
        goods_text.read_quantity(request, row.goods, each.strip(" ,，:：")) if each.strip() else Decimal(0)
        for each in (good, *bad)
    ]
    if not text.strip() or any(each is None for each in amounts):
        return None
    first, *rest = (each or Decimal(0) for each in amounts)
    return first, next(iter(rest), Decimal(0))


def _question(kind: QuestionKind, row: ReturnRow, revision: int) -> Question:
    return Question(kind=kind, facts={"return_line": row.line.id, "revision": revision, "sku": row.ordered.sku_id})


def _foot(request: Request, view: ReturnView) -> Row:
    back = button(request.say("button.back"), Verb.RETURN, view.request.id)
    return back, button(request.say("button.menu"), Verb.MENU)
