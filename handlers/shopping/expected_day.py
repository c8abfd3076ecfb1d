"""The day that goods come, in words: at the summary, on orders, and the delivery days themselves."""

from datetime import date

from domain.carts import expected_days
from domain.carts.carts import CartView
from domain.rules.delivery_days import DeliveryDays, ExpectedDay
from domain.tables.orders import Order
from handlers.conversation.request import Request
from handlers.shopping import cart_text

_WEEK = 7


def at_checkout(request: Request, cart: CartView) -> tuple[str, ...]:
    """The expected day, until when it holds, and what became of an earlier one; nothing without delivery days."""
    if request.actor.account_id is None:
        return ()
    wanted = cart.cart.wanted_on
    found = expected_days.of_account(request.actor, request.actor.account_id, wanted)
    return (_told(request, found, wanted),) if found else ()


def of_order(request: Request, order: Order) -> tuple[str, ...]:
    """The day that was named when it was placed."""
    if order.expected_on is None:
        return ()
    return (request.say("arrival.order", day=cart_text.day(request, order.expected_on)),)


def now(request: Request, account_id: int) -> tuple[str, ...]:
    """When what is ordered now would come."""
    found = expected_days.of_account(request.actor, account_id)
    return (_told(request, found, None),) if found else ()


def days(request: Request, plan: DeliveryDays) -> str:
    """Delivery days and cut-off: ``周二、周五送货，前一天 17:00 截单``."""
    named = request.say("arrival.and").join(request.say(f"day.weekday_{each}") for each in sorted(plan.weekdays))
    key = f"arrival.before_{plan.before}" if plan.before <= 1 else "arrival.before"
    return request.say(
        "arrival.days",
        days=request.say("arrival.every_day") if len(plan.weekdays) == _WEEK else named,
        before=request.say(key, number=plan.before) if plan.before > 1 else request.say(key),
        time=f"{plan.cutoff:%H:%M}",
    )


def _told(request: Request, found: ExpectedDay, wanted: date | None) -> str:
    day, time = cart_text.day(request, found.day), f"{found.deadline:%H:%M}"
    if found.missed is not None:
        return request.say("arrival.missed", missed=cart_text.day(request, found.missed), time=time, day=day)
    last = found.deadline.date()
    until = (
        request.say("arrival.today", time=time) if last == request.actor.today else f"{request.say.day(last)} {time}"
    )
    if wanted not in (None, found.day):
        return request.say("arrival.other", wanted=cart_text.day(request, wanted), day=day, until=until)
    return request.say("arrival.in_time", day=day, until=until)
