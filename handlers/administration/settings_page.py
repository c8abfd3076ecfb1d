"""The business settings in the chat: by topic, in plain words, changed by buttons or what is typed."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from domain import settings
from domain.rules import business_settings as known
from domain.rules.business_settings import DEFINITIONS, OFF, Definition
from domain.rules.delivery_days import DeliveryDays
from domain.rules.finance.terms import Terms
from domain.rules.rights import Right
from handlers.administration.account_page import NOTHING, terms_in_words
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.shopping import expected_day

#: Every setting stands in one topic, in the order in which people look for them.
TOPICS: Mapping[str, tuple[Definition[Any], ...]] = {
    "papers": (
        known.SHOP_NAME, known.SHOP_ADDRESS, known.SHOP_PHONE, known.SHOP_BANK, known.PAY_TO, known.DELIVERY_PRICES,
    ),
    "delivery": (
        known.DELIVERY_DAYS, known.RECEIPT_DAYS, known.DELIVERED_DAYS, known.RETURN_WINDOW, known.SWAP_HOURS,
        known.BACK_ORDER_ASK_DAYS, known.ALERT_DAYS,
    ),
    "money": (
        known.MINIMUM_ORDER, known.TERMS, known.OVERDUE_GRACE, known.PAYMENT_HOURS, known.REBATE_SHARE,
    ),
    "approval": (
        known.APPROVAL_AMOUNT, known.FIRST_ORDER_APPROVAL, known.OWN_ORDER_AMOUNT, known.DISCOUNT_LIMIT,
        known.SINGLE_APPROVER,
    ),
    "quiet": (known.QUIET_FROM, known.QUIET_UNTIL),
    "retail": (known.RETAIL, known.RETAIL_APPROVAL, known.RETAIL_GROUP, known.RETAIL_DAILY),
}  # fmt: skip
#: Those that are on or off are changed by a button.
_SWITCHES = {"flag": ("on", "off"), "door": ("open", "closed")}
_COUNTED = {"days", "hours", "people", "percent"}
_SHOWN = 40


def show(request: Request, *, topic: str = "") -> Turn:
    """The topics, or the settings of one."""
    request.actor.need(Right.SETTING_CHANGE)
    if topic:
        return Turn(replies=(_topic(request, topic),))
    buttons = [button(request.say(f"settings_page.topic_{each}"), Verb.SETTINGS, each) for each in TOPICS]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    title, note = request.say("settings_page.title"), request.say("settings_page.elsewhere")
    return Turn(replies=(Reply(title=title, note=note, buttons=(*rows, _home(request))),))


def ask(request: Request, *, name: str) -> Turn:
    """What it means, what it is, and what it shall be."""
    request.actor.need(Right.SETTING_CHANGE)
    setting = _known(name)
    now = settings.value(request.session, setting)
    default = request.say("settings_page.default", value=_words(request, setting, setting.default))
    switches = [_switch(request, setting, now, each) for each in _SWITCHES.get(setting.kind.name, ())]
    expects = request.say("settings_page.write", expected=request.say(f"setting.expects_{setting.kind.name}"))
    reply = Reply(
        title=_name(request, setting),
        lines=(
            request.say(f"setting.{setting.name}"),
            request.say("settings_page.now", value=_words(request, setting, now)),
            default,
        ),
        note="" if switches else expects,
        buttons=(*((tuple(switches),) if switches else ()), (_back(request, setting),)),
    )
    return Turn(replies=(reply,), question=question_of(setting, now))


def question_of(setting: Definition[Any], now: Any) -> Question:
    """What the new value answers: it is changed from what it is now."""
    return Question(kind=QuestionKind.SETTING, facts={"setting": setting.name, "before": setting.kind.write(now)})


def typed(request: Request, text: str, *, setting: str, before: str = "") -> Turn:
    """The new value; words may be taken away."""
    wanted, said = _known(setting), text.strip().casefold()
    return _changed(request, wanted, before, "" if wanted.kind is known.TEXT and said in NOTHING else text)


def set_(request: Request, *, name: str, before: str, wanted: str) -> Turn:
    """A switch was pressed."""
    return _changed(request, _known(name), before, wanted)


def undo(request: Request, *, event_id: Id) -> Turn:
    """A setting is again what it was."""
    setting = settings.undo(request.actor, event_id)
    return Turn(replies=(_topic(request, _topic_of(setting), request.say("settings_page.undone")),))


def _changed(request: Request, setting: Definition[Any], before: str, wanted: str) -> Turn:
    event = settings.change_from(request.actor, setting.name, before, wanted)
    topic = _topic_of(setting)
    if event is None:
        return Turn(replies=(_topic(request, topic, request.say("settings_page.same")),))
    was, now = (_words(request, setting, setting.kind.read(event.facts[each])) for each in ("before", "after"))
    told = request.say("settings_page.changed", setting=_name(request, setting), before=was, after=now)
    label = request.say("settings_page.undo", before=was[:_SHOWN])
    say = request.say("settings_page.undo_say", setting=_name(request, setting))
    return Turn(replies=(_topic(request, topic, told, button(label, Verb.UNDO_SETTING, event.id, say=say)),))


def _topic(request: Request, topic: str, told: str = "", first: Button | None = None) -> Reply:
    if topic not in TOPICS:
        raise StaleButton
    now = settings.several(request.session, *TOPICS[topic])
    lines = [
        request.say("settings_page.line", setting=_name(request, each), value=_words(request, each, value))
        for each, value in now.items()
    ]
    rows: list[Row] = [(first,)] if first else []
    rows += [(_change(request, each),) for each in now]
    back = button(request.say("settings_page.back"), Verb.SETTINGS)
    return Reply(
        title=request.say(f"settings_page.topic_{topic}"),
        lines=(*([told, ""] if told else []), *lines),
        note=request.say("settings_page.which"),
        buttons=(*rows, (back, *_home(request))),
        numbered=False,
    )


def _change(request: Request, setting: Definition[Any]) -> Button:
    name = _name(request, setting)
    return button(request.say("settings_page.change", setting=name), Verb.SETTING, setting.name)


def _switch(request: Request, setting: Definition[Any], now: Any, wanted: str) -> Button:
    label = request.say(f"settings_page.to_{wanted}")
    say = request.say(
        "settings_page.switch_say", setting=_name(request, setting), value=request.say(f"settings_page.{wanted}")
    )
    return button(label, Verb.SET_SETTING, setting.name, setting.kind.write(now), wanted, say=say)


def _words(request: Request, setting: Definition[Any], value: Any) -> str:
    """A value as people say it."""
    kind = setting.kind.name
    match value:
        case DeliveryDays() if value.weekdays:
            return expected_day.days(request, value)
        case Terms():
            return terms_in_words(request, value)
        case time():
            return f"{value:%H:%M}"
        case Decimal() if kind in ("money", "limit"):
            return request.say("settings_page.no_limit") if value == OFF else request.say.money(value, request.currency)
    if kind in _SWITCHES:
        return request.say(f"settings_page.{setting.kind.write(value)}")
    if kind in _COUNTED:
        return request.say(f"settings_page.of_{kind}", number=setting.kind.write(value))
    written = setting.kind.write(value)
    return written if written not in ("", "-") else request.say("goods_part.none")


def _name(request: Request, setting: Definition[Any]) -> str:
    return request.say(f"setting_name.{setting.name}")


def _topic_of(setting: Definition[Any]) -> str:
    return next(topic for topic, those in TOPICS.items() if setting in those)


def _known(name: str) -> Definition[Any]:
    """Raises StaleButton: there is no such setting any more."""
    if name not in DEFINITIONS:
        raise StaleButton
    return DEFINITIONS[name]


def _back(request: Request, setting: Definition[Any]) -> Button:
    return button(request.say("button.back"), Verb.SETTINGS, _topic_of(setting))


def _home(request: Request) -> Row:
    return (button(request.say("button.menu"), Verb.MENU),)
