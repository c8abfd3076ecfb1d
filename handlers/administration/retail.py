"""The door for retail as admins see it: open or shut, who came in by it, and making one a dealer."""

from domain.people import retail
from domain.people.retail import RetailCustomer, RetailDoor
from domain.tables.people import Account
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb

_OPEN, _CLOSED = "open", "closed"


def door(request: Request, *, wanted: str = "") -> Turn:
    """How the door stands, after it was opened or shut where a button said so."""
    if wanted:
        if wanted not in (_OPEN, _CLOSED):
            raise StaleButton
        retail.set_door(request.actor, is_open=wanted == _OPEN)
    found = retail.door(request.actor)
    change = (
        button(request.say("retail.close"), Verb.RETAIL_DOOR, _CLOSED)
        if found.is_open
        else button(request.say("retail.open"), Verb.RETAIL_DOOR, _OPEN)
    )
    look = button(request.say("retail.look", count=found.customers), Verb.RETAIL_CUSTOMERS)
    reply = Reply(
        title=request.say("retail.is_open" if found.is_open else "retail.is_closed"),
        lines=_facts(request, found),
        note=request.say("retail.open_note" if found.is_open else "retail.closed_note"),
        buttons=(*(((look,),) if found.customers else ()), (change,), _foot(request, Verb.PEOPLE)),
    )
    return Turn(replies=(reply,))


def customers(request: Request, *, page: int = 0) -> Turn:
    """Who came in by it and was not switched off, the newest first."""
    found = retail.customers(request.actor, page)
    part = of_page(found)
    rows = tuple((button(_row(request, each), Verb.RETAIL_CUSTOMER, each.account.id),) for each in found.rows)
    title = part.head(request, request.say.count("retail.customers", found.total))
    buttons = (*rows, *part.turn(request, Verb.RETAIL_CUSTOMERS), _foot(request, Verb.RETAIL_DOOR))
    return Turn(replies=(Reply(title=title, buttons=buttons),))


def customer(request: Request, *, account_id: Id) -> Turn:
    """One of them, and what can be done."""
    found = retail.customer(request.actor, account_id)
    since = request.say.day(found.account.created_at.astimezone(request.zone).date())
    reply = Reply(
        title=request.say("retail.customer", name=found.person.name),
        lines=(
            request.say("retail.phone", phone=found.person.phone),
            request.say("retail.account", account=found.account.name, since=since),
            request.say.count("retail.orders", found.orders),
        ),
        buttons=(
            (button(request.say("retail.make_dealer"), Verb.MAKE_DEALER, account_id),),
            (button(request.say("retail.person"), Verb.PERSON, found.person.id),),
            _foot(request, Verb.RETAIL_CUSTOMERS),
        ),
    )
    return Turn(replies=(reply,))


def which_group(request: Request, *, account_id: Id, page: int = 0) -> Turn:
    """Of which group they shall be as a dealer, with what that changes."""
    found, groups = retail.customer(request.actor, account_id), retail.groups(request.actor, page)
    part = of_page(groups)
    named = [(request.say("retail.of_group", group=each.name), each.id) for each in groups.rows]
    choices = [*named, (request.say("retail.of_no_group"), 0)]
    reply = Reply(
        title=part.head(request, request.say("retail.which_group", name=found.person.name)),
        note=request.say("retail.dealer_means"),
        buttons=(
            *((button(label, Verb.MAKE_DEALER_NOW, account_id, group_id),) for label, group_id in choices),
            *part.turn(request, Verb.MAKE_DEALER, account_id),
            (_back(request, Verb.RETAIL_CUSTOMER, account_id), button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def make_dealer(request: Request, *, account_id: Id, account_group_id: Id) -> Turn:
    """They are a dealer from now on, and are told; what their shop is called is asked once."""
    account = retail.make_dealer(request.actor, account_id, account_group_id or None)
    return _ask_name(request, account, request.say("retail.is_dealer", account=account.name))


def rename(request: Request, *, account_id: Id) -> Turn:
    """Ask what the shop of one who was a consumer is called."""
    account = retail.made_dealer(request.actor, account_id)
    return _ask_name(request, account, request.say("retail.now_called", account=account.name))


def typed_name(request: Request, text: str, *, account_id: int) -> Turn:
    """It is called so from now on."""
    account = retail.name_dealer(request.actor, account_id, text)
    again = button(request.say("retail.rename"), Verb.RENAME_DEALER, account.id)
    told = request.say("retail.named", account=account.name)
    return Turn(replies=(Reply(title=told, buttons=((again,), _foot(request, Verb.RETAIL_CUSTOMERS))),))


def _ask_name(request: Request, account: Account, told: str) -> Turn:
    reply = Reply(
        title=told,
        lines=(request.say("retail.which_name"),),
        note=request.say("retail.keep_name"),
        buttons=(_foot(request, Verb.RETAIL_CUSTOMERS),),
    )
    question = Question(kind=QuestionKind.DEALER_NAME, facts={"account": account.id})
    return Turn(replies=(reply,), question=question)


def _facts(request: Request, found: RetailDoor) -> tuple[str, ...]:
    listed = "retail.group_list" if found.has_list else "retail.group_no_list"
    return (
        request.say("retail.today", joined=found.joined, most=found.most),
        request.say(listed, group=found.group),
    )


def _row(request: Request, each: RetailCustomer) -> str:
    since = request.say.day(each.account.created_at.astimezone(request.zone).date())
    return request.say("retail.row", name=each.person.name, phone=each.person.phone, since=since)


def _foot(request: Request, back: Verb) -> Row:
    return _back(request, back), button(request.say("button.menu"), Verb.MENU)


def _back(request: Request, back: Verb, *of: int) -> Button:
    return button(request.say("button.back"), back, *of)
