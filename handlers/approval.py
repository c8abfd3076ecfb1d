"""The order card of an approver, and the decision."""

from dataclasses import replace

from domain import approval_queue, order_view, orders
from domain import waiting as how_many
from domain.approval_queue import Waiting
from domain.order_access import need
from domain.order_view import OrderView
from domain.rules.order_life import OrderStatus, Step
from handlers import order_buttons, order_card, order_words
from handlers.paging import page as page_of
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Orders on a page of the list.
PAGE = 8
#: Common reasons, by the key of their words.
REASONS = ("reject_stock", "reject_price", "reject_overdue", "reject_repeat", "reject_call")


def waiting(visit: Visit, press: Press) -> Turn:
    """The orders that wait for this person, oldest first."""
    page = press.number(0, 0)
    found = approval_queue.waiting(visit.by, page * PAGE, PAGE)
    if not found:
        return _nothing_waits(visit)
    rows = tuple((_to_card(visit, each, "approval.row"),) for each in found)
    count = how_many.to_approve(visit.by)
    part = page_of(page, PAGE, count)
    title = part.head(visit, visit.say.count("approval.waiting", count))
    paging = part.turn(visit, Verb.WAITING)
    return Turn(replies=(Reply(title=title, buttons=(*rows, *paging, (order_buttons.home(visit),))),))


def card(visit: Visit, press: Press) -> Turn:
    """One order with all that helps to decide."""
    return Turn(replies=(order_card.show(visit, press.id(0)),))


def approve(visit: Visit, press: Press) -> Turn:
    """Say yes to the revision that was shown; where somebody else is asked as well, the order goes on waiting."""
    seen = orders.approve(visit.by, press.id(0), press.number(1))
    waits = seen.order.status is OrderStatus.SUBMITTED
    return _decided(visit, seen, "approval.agreed" if waits else "approval.approved")


def reject(visit: Visit, press: Press) -> Turn:
    """Ask why, after making sure that this person may say no at all."""
    order_id, revision = press.id(0), press.number(1)
    seen = order_view.view(visit.by, order_id)
    need(visit.by, seen.held, Step.REJECT, revision)
    rows = tuple((_why(visit, seen, reason),) for reason in REASONS)
    ask = Reply(
        title=visit.say("approval.why", number=seen.order.number, account=seen.held.account.name),
        note=visit.say("approval.why_note"),
        buttons=(*rows, (order_buttons.to_decision(visit, seen),)),
        card=order_card.card(seen),
    )
    question = Question(kind=QuestionKind.REJECT_REASON, facts={"order": order_id, "revision": revision})
    return Turn(replies=(ask,), question=question)


def reject_why(visit: Visit, press: Press) -> Turn:
    """Say no for a common reason."""
    reason = press.text(2)
    if reason not in REASONS:
        raise StaleButton
    return _rejected(visit, press.id(0), press.number(1), reason)


def typed_reason(visit: Visit, facts: Facts, text: str) -> Turn:
    """Say no in one's own words."""
    return _rejected(visit, int(str(facts["order"])), int(str(facts["revision"])), text)


def _rejected(visit: Visit, order_id: int, revision: int, reason: str) -> Turn:
    return _decided(visit, orders.reject(visit.by, order_id, revision, reason), "approval.rejected")


def _decided(visit: Visit, seen: OrderView, key: str) -> Turn:
    """The card as it now is, and the next order that waits."""
    drawn = order_card.draw(visit, seen)
    after = approval_queue.first_waiting(visit.by)
    following = ((_to_card(visit, after, "approval.next"),),) if after else ()
    title = f"{visit.say(key)}\n{drawn.title}"
    return Turn(replies=(replace(drawn, title=title, buttons=(*following, *drawn.buttons)),))


def _nothing_waits(visit: Visit) -> Turn:
    return Turn(replies=(Reply(title=visit.say("approval.none"), buttons=((order_buttons.home(visit),),)),))


def _to_card(visit: Visit, waits: Waiting, key: str) -> Button:
    order, account = waits
    number = order_words.short(order)
    amount = visit.say.money(order.total, order.currency)
    ago = order_words.ago(visit, order.submitted_at)
    label = visit.say(key, number=number, account=account.name, amount=amount, ago=ago)
    return button(label, Verb.CARD, order.id, say=visit.say("approval.card_say", order=order_words.named(order)))


def _why(visit: Visit, seen: OrderView, reason: str) -> Button:
    """The words of a link name the order, so that an old one cannot say no to another."""
    words = order_words.reason(visit, reason)
    say = visit.say("approval.why_say", order=order_words.named(seen.order), reason=words)
    label = visit.say("approval.why_row", reason=words)
    return button(label, Verb.REJECT_WHY, seen.order.id, seen.order.revision, reason, say=say)
