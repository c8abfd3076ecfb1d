"""What the account calls its goods: shown page by page, each removed and put back on one tap."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain import nicknames
from domain.catalogue import Goods, goods_by_id
from domain.nicknames import Forgotten, Kept, Learnt
from handlers import goods_words, said_order, wording
from handlers.paging import page as page_of
from handlers.press import Press, button
from handlers.turn import Facts, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Nicknames on a page.
PAGE = 6


def show(visit: Visit, press: Press) -> Turn:
    """Every nickname, the newest first."""
    return Turn(replies=(_list(visit, press.number(0, 0)),))


def forget(visit: Visit, press: Press) -> Turn:
    """Remove one, with a way back; a second tap is told the same as the first."""
    nickname_id = press.id(0)
    gone = _just_forgotten(visit, nickname_id) or nicknames.forget(visit.by, nickname_id)
    back = button(visit.say("nicknames.put_back"), Verb.TAKE_BACK, gone.event_id)
    shown = _list(visit, 0, visit.say("nicknames.forgotten", words=gone.words), ((back,),))
    return Turn(replies=(shown,), memory={**visit.memory, **_remember(nickname_id, gone)})


def take_back(visit: Visit, press: Press) -> Turn:
    """Undo what was learnt or removed, and say what the words mean now. An order being talked about goes on."""
    told = _told(visit, nicknames.take_back(visit.by, press.id(0)))
    goes_on = said_order.is_open(visit)
    turn = wording.as_it_is(visit, (told,)) if goes_on else Turn(replies=(_list(visit, 0, told),))
    return replace(turn, memory={**(turn.memory or visit.memory), "forgotten": ""})


def _told(visit: Visit, now: Learnt | Forgotten) -> str:
    if isinstance(now, Forgotten):
        return visit.say("nicknames.forgotten", words=now.words)
    goods = goods_words.name(visit, goods_words.one(visit, now.nickname.sku_id))
    return visit.say("nicknames.means", words=now.nickname.words, goods=goods)


def _list(visit: Visit, number: int, told: str = "", undo: tuple[Row, ...] = ()) -> Reply:
    """A page of them; ``told``: what was just done."""
    kept = nicknames.of_account(visit.by)
    part = page_of(number, PAGE, len(kept))
    page = part.of(kept)
    goods = goods_by_id(visit.session, {each.nickname.sku_id for each in page})
    title = part.head(visit, _title(visit, len(kept)))
    return Reply(
        title=f"{told}\n\n{title}" if told else title,
        lines=_lines(visit, page, goods),
        note=visit.say("nicknames.how"),
        buttons=(
            *undo,
            *(_remove(visit, each) for each in page),
            *part.turn(visit, Verb.NICKNAMES),
            (button(visit.say("button.search"), Verb.SEARCH), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )


def _remove(visit: Visit, kept: Kept) -> Row:
    return (button(visit.say("nicknames.remove", words=kept.nickname.words), Verb.FORGET, kept.nickname.id),)


def _title(visit: Visit, count: int) -> str:
    account = visit.account.name if visit.account else ""
    served = "_served" if visit.serves else ""
    if not count:
        return visit.say(f"nicknames.none{served}", account=account)
    return visit.say.count(f"nicknames.title{served}", count, account=account)


def _lines(visit: Visit, page: Sequence[Kept], goods: Mapping[int, Goods]) -> tuple[str, ...]:
    return tuple(_line(visit, each, goods.get(each.nickname.sku_id)) for each in page)


def _line(visit: Visit, kept: Kept, goods: Goods | None) -> str:
    """The words, what they mean, and who said so when."""
    nickname = kept.nickname
    day = visit.say.day(nickname.taught_at.astimezone(visit.zone).date())
    told = visit.say(
        "nicknames.row",
        words=nickname.words,
        goods=goods_words.name(visit, goods) if goods else visit.say("nicknames.unknown"),
        how=visit.say(f"nicknames.how_{nickname.how}", name=kept.teacher, day=day),
    )
    return told if goods and goods.sku.on_sale else visit.say("nicknames.off_sale", row=told)


def _just_forgotten(visit: Visit, nickname_id: int) -> Forgotten | None:
    """What was forgotten last, if it was this one."""
    last, _, rest = str(visit.memory.get("forgotten") or "").partition(":")
    event_id, _, words = rest.partition(":")
    return Forgotten(words=words, event_id=int(event_id)) if last == str(nickname_id) else None


def _remember(nickname_id: int, gone: Forgotten) -> Facts:
    return {"forgotten": f"{nickname_id}:{gone.event_id}:{gone.words}"}
