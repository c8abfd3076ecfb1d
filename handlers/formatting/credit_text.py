"""Credit in words: what is left of it, its parts, and what it means for an order."""

from decimal import Decimal

from domain.finance import credit
from domain.rules.finance.credit import Credit, Verdict
from handlers.conversation.request import Request

_PARTS = ("owed", "unbilled", "approved", "submitted", "prepaid")


def lines(request: Request, found: Credit) -> tuple[str, ...]:
    """The limit, what is left of it, and what has used it up; and what is late."""
    told = [_limit(request, found)]
    used = [(part, getattr(found.exposure, part)) for part in _PARTS]
    told += [request.say(f"credit.part_{part}", amount=_money(request, amount)) for part, amount in used if amount]
    if found.late:
        told.append(request.say("credit.late", amount=_money(request, found.late)))
    return tuple(told)


def of_account(request: Request, account_id: int) -> tuple[str, ...]:
    """The same of an account, where it has a limit or is late."""
    if not credit.matters(request.actor):
        return ()
    found = credit.credit_of(request.actor, account_id)
    return lines(request, found) if found.limit is not None or found.late else ()


def at_checkout(request: Request, account_id: int, more: Decimal) -> tuple[str, ...]:
    """What is left, what this order takes, and what comes of it: ``额度还剩 ¥820，这单 ¥1,900：要财务同意``."""
    if not credit.matters(request.actor):
        return ()
    found = credit.credit_of(request.actor, account_id)
    if found.limit is None and not found.late:
        return ()
    verdict = found.judge(more)
    if not found.beyond(more) and verdict is not Verdict.FITS:
        return (request.say(f"credit.order_late_{verdict}", amount=_money(request, found.late)),)
    left = max(found.free or Decimal(0), Decimal(0))
    return (request.say(f"credit.order_{verdict}", free=_money(request, left), amount=_money(request, more)),)


def _limit(request: Request, found: Credit) -> str:
    if found.most is None or found.free is None:
        return request.say("credit.no_limit")
    facts = {"limit": _money(request, found.most), "free": _money(request, abs(found.free))}
    told = request.say("credit.beyond" if found.free < 0 else "credit.limit", **facts)
    if not found.temporary or found.until is None:
        return told
    day = request.say.day(found.until)
    return told + request.say("credit.temporary", amount=_money(request, found.temporary), day=day)


def _money(request: Request, amount: Decimal) -> str:
    return request.say.money(amount, request.currency)
