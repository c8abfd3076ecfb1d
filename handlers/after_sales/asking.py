"""A buyer asks for something after goods came: which line, what is wrong, how many, what is wanted, a photo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from domain.after_sales import claimable, requests
from domain.after_sales.claimable import ClaimableLine
from domain.after_sales.requests import Wanted
from domain.people.contact import approver_names
from domain.refusals import NotFound
from domain.rules.returns import OUTCOMES, REASONS, Outcome, ReturnKind, ReturnReason
from domain.rules.rights import Right
from handlers.after_sales import card, gifts_told
from handlers.conversation.callback_data import Argument, StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text

_Chosen = TypeVar("_Chosen", bound=StrEnum)
#: As many lines are offered at once as WeChat shows buttons.
_LINES_MOST = 8


def of_order(request: Request, *, order_id: Id | None = None) -> Turn:
    """Which line of an order, or of what came last?"""
    request.actor.need(Right.RETURN_ASK)
    found = claimable.of_order(request.actor, order_id) if order_id else claimable.with_goods(request.actor)
    return which(request, found, named=order_id is None)


def which(
    request: Request,
    found: Sequence[ClaimableLine],
    known: Callable[[ClaimableLine], tuple[Argument, ...]] = lambda _: (),
    *,
    named: bool = False,
) -> Turn:
    """Which of these lines? ``known``: what is known of one, as buttons carry it; ``named``: with their orders."""
    if not found:
        rows: tuple[Row, ...] = ((_returns(request), _menu(request)),)
        return Turn(replies=(Reply(title=request.say("returns.nothing_left"), buttons=rows),))
    lines = tuple((_line(request, each, *known(each), named=named),) for each in found[:_LINES_MOST])
    reply = Reply(title=request.say("returns.which"), buttons=(*lines, (_returns(request), _menu(request))))
    return Turn(replies=(reply,))


def ask(
    request: Request,
    *,
    order_line_id: Id,
    kind: str = "",
    reason: str = "",
    quantity: Decimal | None = None,
    outcome: str = "",
) -> Turn:
    """Ask for what is not known yet of a line: what is wrong, how many, what is wanted; then whether it is so."""
    request.actor.need(Right.RETURN_ASK)
    found = claimable.one(request.actor, order_line_id)
    if found is None:
        raise NotFound
    if not kind:
        return _what(request, found, quantity)
    chosen = _chosen(ReturnKind, kind)
    if not reason:
        return _why(request, found, chosen, quantity)
    why = _chosen(ReturnReason, reason)
    if quantity is None:
        return _how_many(request, found, chosen, why)
    if not outcome and len(OUTCOMES[chosen]) == 1:
        outcome = OUTCOMES[chosen][0].value
    if not outcome:
        wanted = _wanted(found, chosen, why, quantity, Outcome.REFUND)
        requests.check(request.actor, wanted)
        return _outcome(request, found, wanted)
    return _sure(request, found, _wanted(found, chosen, why, quantity, outcome_of(outcome)))


def typed(request: Request, text: str, *, order_line_id: Id, kind: str, reason: str) -> Turn:
    """How many."""
    found = claimable.one(request.actor, order_line_id)
    if found is None:
        raise NotFound
    quantity = goods_text.read_quantity(request, found.goods, text)
    if quantity is None:
        return ask(request, order_line_id=order_line_id, kind=kind, reason=reason)
    return ask(request, order_line_id=order_line_id, kind=kind, reason=reason, quantity=quantity)


def withdraw(request: Request, *, return_request_id: Id) -> Turn:
    """Take it back."""
    view = requests.withdraw(request.actor, return_request_id)
    return Turn(replies=(card.draw(request, view, request.say("returns.withdrawn")),))


def send(request: Request, *, return_request_id: Id) -> Turn:
    """The goods are on their way back."""
    view = requests.send(request.actor, return_request_id)
    return Turn(replies=(card.draw(request, view, request.say("returns.sent")),))


def of_button(order_line_id: int, kind: str, reason: str, quantity: Decimal, outcome: str) -> Wanted:
    """What a button asks for. Raises StaleButton."""
    return Wanted(
        order_line_id=order_line_id,
        kind=_chosen(ReturnKind, kind),
        reason=_chosen(ReturnReason, reason),
        quantity=quantity,
        outcome=outcome_of(outcome),
    )


def filed(request: Request, wanted: Wanted, beside: Sequence[Wanted] = ()) -> Turn:
    """Ask for it. ``beside``: what is asked for next, in the same message."""
    asked = requests.ask(request.actor, wanted, beside)
    names = approver_names(request.actor, asked.view.account) or (request.say("orders.supplier"),)
    key = "returns.asked_photo" if wanted.photo else "returns.asked"
    drawn = card.draw(request, asked.view, request.say(key, names=request.say("contact.and").join(names)))
    more = button(request.say("returns.another"), Verb.RETURN_OF_ORDER, asked.view.order.id)
    return Turn(replies=(replace(drawn, buttons=((more,), *drawn.buttons)),))


def outcome_of(word: str) -> Outcome:
    """What a button's word wants. Raises StaleButton."""
    return _chosen(Outcome, word)


def _what(request: Request, found: ClaimableLine, quantity: Decimal | None) -> Turn:
    """What is wrong with it; or is it to go back?"""
    much = () if quantity is None else (quantity,)
    line_id, claim = found.line.id, ReturnKind.CLAIM
    wrong = [
        button(request.say(f"returns.what_{reason}"), Verb.RETURN_ASK, line_id, claim.value, reason.value, *much)
        for reason in REASONS[claim]
    ]
    return_ = (line_id, ReturnKind.RETURN.value, *(("", *much) if much else ()))
    back = button(request.say("returns.what_return"), Verb.RETURN_ASK, *return_)
    repair_ = (line_id, ReturnKind.REPAIR.value, *(("", *much) if much else ()))
    repair = button(request.say("returns.what_repair"), Verb.RETURN_ASK, *repair_)
    rows = (tuple(wrong[:3]), tuple(wrong[3:]), (back, repair), _foot(request, found))
    return Turn(replies=(Reply(title=_about(request, "returns.what", found), buttons=rows),))


def _why(request: Request, found: ClaimableLine, kind: ReturnKind, quantity: Decimal | None) -> Turn:
    line_id, much = found.line.id, () if quantity is None else (quantity,)
    rows = tuple(
        (button(request.say(f"returns.why_{reason}"), Verb.RETURN_ASK, line_id, kind.value, reason.value, *much),)
        for reason in REASONS[kind]
    )
    amount = "" if quantity is None else goods_text.quantity(request, found.goods, quantity)
    key = "returns.why_so_many" if amount else "returns.why_back"
    title = _about(request, "returns.why_repair" if kind is ReturnKind.REPAIR else key, found, amount=amount)
    return Turn(replies=(Reply(title=title, buttons=(*rows, _foot(request, found))),))


def _how_many(request: Request, found: ClaimableLine, kind: ReturnKind, reason: ReturnReason) -> Turn:
    amounts = tuple(
        button(
            goods_text.quantity(request, found.goods, each),
            *(Verb.RETURN_ASK, found.line.id, kind.value, reason.value, each),
        )
        for each in _amounts(found)
    )
    facts: Facts = {
        "order_line": found.line.id,
        "kind": kind.value,
        "reason": reason.value,
        "sku": found.line.sku_id,
    }
    reply = Reply(
        title=_about(request, f"returns.how_many_{kind}", found, reason=request.say(f"returns.reason_{reason}")),
        note=goods_text.how_many_note(request, found.goods),
        buttons=(amounts, _foot(request, found)),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.RETURN_QUANTITY, facts=facts))


def _amounts(found: ClaimableLine) -> tuple[Decimal, ...]:
    """One, a pack, and all that is left, as far as there is so much."""
    packs = [Decimal(pack.size) for pack in found.goods.packs]
    wanted = {Decimal(1), *packs, found.left} if not found.goods.sku.decimals else {found.left}
    return tuple(sorted(each for each in wanted if each <= found.left))


def _outcome(request: Request, found: ClaimableLine, wanted: Wanted) -> Turn:
    known = (wanted.order_line_id, wanted.kind.value, wanted.reason.value, wanted.quantity)
    rows = tuple(
        (button(request.say(f"returns.want_{outcome}"), Verb.RETURN_ASK, *known, outcome.value),)
        for outcome in OUTCOMES[wanted.kind]
    )
    title = _said(request, "returns.what_wanted", found, wanted)
    return Turn(replies=(Reply(title=title, buttons=(*rows, _foot(request, found))),))


def _sure(request: Request, found: ClaimableLine, wanted: Wanted) -> Turn:
    requests.check(request.actor, wanted)
    known = (wanted.order_line_id, wanted.kind.value, wanted.reason.value, wanted.quantity, wanted.outcome.value)
    title = _said(request, "returns.sure", found, wanted)
    yes = button(request.say("returns.yes"), Verb.RETURN_FILE, *known, say=title)
    note = "\n".join((*gifts_told.told(request, [(found, wanted)]), request.say("returns.sure_note")))
    return Turn(replies=(Reply(title=title, note=note, buttons=((yes,), _foot(request, found))),))


def _said(request: Request, key: str, found: ClaimableLine, wanted: Wanted) -> str:
    return request.say(
        key,
        order=orders_text.short(found.order),
        goods=goods_text.name(request, found.goods),
        amount=goods_text.quantity(request, found.goods, wanted.quantity),
        reason=request.say(f"returns.reason_{wanted.reason}"),
        outcome=request.say(f"returns.outcome_{wanted.outcome}"),
    )


def _about(request: Request, key: str, found: ClaimableLine, **more: str) -> str:
    left = goods_text.quantity(request, found.goods, found.left)
    order = orders_text.short(found.order)
    return request.say(key, goods=goods_text.name(request, found.goods), left=left, order=order, **more)


def _line(request: Request, each: ClaimableLine, *more: Argument, named: bool) -> Button:
    left = goods_text.quantity(request, each.goods, each.left)
    label = request.say("returns.choice", goods=goods_text.name(request, each.goods), amount=left)
    if named:
        label = request.say("returns.choice_of", line=label, order=orders_text.short(each.order))
    return button(label, Verb.RETURN_ASK, each.line.id, *more)


def _wanted(
    found: ClaimableLine, kind: ReturnKind, reason: ReturnReason, quantity: Decimal, outcome: Outcome
) -> Wanted:
    return of_button(found.line.id, kind, reason, quantity, outcome)


def _chosen(kind: type[_Chosen], word: str) -> _Chosen:
    """What a button's word stands for. Raises StaleButton: we never wrote that."""
    try:
        return kind(word)
    except ValueError as error:
        raise StaleButton from error


def _foot(request: Request, found: ClaimableLine) -> Row:
    back = button(request.say("returns.other_line"), Verb.RETURN_OF_ORDER, found.order.id)
    return back, _menu(request)


def _returns(request: Request) -> Button:
    return button(request.say("returns.back"), Verb.RETURNS)


def _menu(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
