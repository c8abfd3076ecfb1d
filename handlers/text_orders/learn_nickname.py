"""Learns a nickname from an answer, says so, and offers to undo it."""

from dataclasses import dataclass, field

from domain.catalogue import nicknames
from domain.catalogue.catalogue import Goods
from domain.catalogue.nicknames import LearntNickname
from domain.order_text.learnable import is_about_each, learns
from domain.order_text.nickname_keys import as_written
from domain.order_text.result import Act, AskedLine, Line, TakenLine
from domain.rules.rights import Right
from domain.tables.nicknames import How
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What was learnt, in words, the way to take it back, and what to remember of it."""

    told: tuple[str, ...] = ()
    undo: tuple[Row, ...] = ()
    facts: Facts = field(default_factory=dict)


def from_answer(request: Request, line: Line | None, goods: Goods) -> Lesson | None:
    """Learn from the answer to a line whose goods were in doubt, not only how many, and that is about one of them."""
    if isinstance(line, AskedLine) and is_about_each(line.text):
        return None
    if not isinstance(line, AskedLine) or line.sure or line.act is not Act.ADD or goods.sku.id not in line.options:
        return None
    return from_choice(request, line, goods, How.ANSWERED)


def from_choice(request: Request, line: TakenLine | AskedLine, goods: Goods, how: How) -> Lesson | None:
    """Learn what the name in a line means, where it is one to be remembered."""
    words = as_written(line.text, line.name)
    if not request.actor.may(Right.NICKNAME_CHANGE) or not learns(request.reader, words, goods.sku.id):
        return None
    learnt = nicknames.learn(request.actor, words, goods.sku.id, how)
    return lesson(request, learnt, goods) if learnt else None


def lesson(request: Request, learnt: LearntNickname, goods: Goods) -> Lesson | None:
    """What to say of it; nothing where it was known long since. A second tap is told the same as the first."""
    event_id = learnt.event_id or _just_learnt(request, learnt.nickname.id)
    if event_id is None:
        return None
    name = goods_text.name(request, goods)
    key = "nicknames.learnt_served" if request.on_behalf else "nicknames.learnt"
    account = request.account.name if request.account else ""
    return Lesson(
        told=(request.say(key, words=learnt.nickname.words, goods=name, account=account),),
        undo=((button(request.say("nicknames.not_so"), Verb.TAKE_BACK, event_id),),),
        facts={"learnt": f"{learnt.nickname.id}:{event_id}"},
    )


def _just_learnt(request: Request, nickname_id: int) -> int | None:
    """The event by which the nickname was learnt, if that was the last thing learnt here."""
    last, _, event_id = str(request.memory.get("learnt") or "").partition(":")
    return int(event_id) if last == str(nickname_id) else None
