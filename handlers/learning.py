"""What an answer teaches us: learnt, said back, and taken back on one tap."""

from dataclasses import dataclass, field

from domain import nicknames
from domain.catalogue import Goods
from domain.nicknames import Learnt
from domain.rules.learning import is_about_each, learns
from domain.rules.nicknames import as_written
from domain.rules.reading import Act, Asked, Line, Taken
from domain.rules.rights import Right
from domain.tables.nicknames import How
from handlers import goods_words
from handlers.press import button
from handlers.turn import Facts, Row
from handlers.verbs import Verb
from handlers.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What was learnt, in words, the way to take it back, and what to remember of it."""

    told: tuple[str, ...] = ()
    undo: tuple[Row, ...] = ()
    facts: Facts = field(default_factory=dict)


def from_answer(visit: Visit, line: Line | None, goods: Goods) -> Lesson | None:
    """Learn from the answer to a line whose goods were in doubt, not only how many, and that is about one of them."""
    if isinstance(line, Asked) and is_about_each(line.text):
        return None
    if not isinstance(line, Asked) or line.sure or line.act is not Act.ADD or goods.sku.id not in line.options:
        return None
    return from_choice(visit, line, goods, How.ANSWERED)


def from_choice(visit: Visit, line: Taken | Asked, goods: Goods, how: How) -> Lesson | None:
    """Learn what the name in a line means, where it is one to be remembered."""
    words = as_written(line.text, line.name)
    if not visit.by.may(Right.NICKNAME_CHANGE) or not learns(visit.reader, words, goods.sku.id):
        return None
    learnt = nicknames.learn(visit.by, words, goods.sku.id, how)
    return lesson(visit, learnt, goods) if learnt else None


def lesson(visit: Visit, learnt: Learnt, goods: Goods) -> Lesson | None:
    """What to say of it; nothing where it was known long since. A second tap is told the same as the first."""
    event_id = learnt.event_id or _just_learnt(visit, learnt.nickname.id)
    if event_id is None:
        return None
    name = goods_words.name(visit, goods)
    key = "nicknames.learnt_served" if visit.serves else "nicknames.learnt"
    account = visit.account.name if visit.account else ""
    return Lesson(
        told=(visit.say(key, words=learnt.nickname.words, goods=name, account=account),),
        undo=((button(visit.say("nicknames.not_so"), Verb.TAKE_BACK, event_id),),),
        facts={"learnt": f"{learnt.nickname.id}:{event_id}"},
    )


def _just_learnt(visit: Visit, nickname_id: int) -> int | None:
    """The event by which the nickname was learnt, if that was the last thing learnt here."""
    last, _, event_id = str(visit.memory.get("learnt") or "").partition(":")
    return int(event_id) if last == str(nickname_id) else None
