"""A person's page for an admin: who they are, where they talk, what they look after, and what can be done."""

from domain.concerned import SELLING
from domain.member_view import Member, member
from domain.tables.people import Identity
from handlers import order_words
from handlers.press import Press, button
from handlers.turn import Button, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """The page of a person."""
    return page(visit, press.id(0))


def page(visit: Visit, person_id: int, told: str = "", undo: int | None = None) -> Turn:
    """The same; ``told``: what was just done to them, ``undo``: the event to undo it by."""
    seen = member(visit.by, person_id)
    title = visit.say("people.page", name=seen.person.name)
    reply = Reply(
        title=f"{told}\n\n{title}" if told else title,
        lines=(*_who(visit, seen), *_chats(visit, seen), *_work(visit, seen)),
        buttons=(
            *(((undo_button(visit, undo),),) if undo else ()),
            *_deeds(visit, seen),
            (_back(visit, seen), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def undo_button(visit: Visit, event_id: int) -> Button:
    """↩️ for a while."""
    return button(visit.say("people.undo"), Verb.UNDO_PEOPLE, event_id)


def channel(visit: Visit, chat: Identity) -> str:
    """What people call the place where a chat is."""
    return visit.say(f"people.channel_{chat.channel}")


def _who(visit: Visit, seen: Member) -> tuple[str, ...]:
    role = visit.say(f"people.role_{seen.person.role}")
    since = visit.say.day(seen.person.created_at.astimezone(visit.zone).date())
    told = [visit.say("people.off_since", **_off(visit, seen))] if not seen.person.active else []
    if seen.account is None:
        told.append(visit.say("people.is", role=role, since=since))
    else:
        told.append(visit.say("people.is_at", role=role, account=seen.account.name, since=since))
        told.append(visit.say("people.kept_by", keeper=seen.keeper) if seen.keeper else visit.say("people.kept_by_all"))
    return tuple(told)


def _off(visit: Visit, seen: Member) -> dict[str, str]:
    at = visit.say.moment(seen.off.at, visit.zone) if seen.off else ""
    return {"who": seen.off_by, "at": at}


def _chats(visit: Visit, seen: Member) -> tuple[str, ...]:
    if not seen.chats:
        return (visit.say("people.no_chat"),)
    return tuple(
        visit.say(
            "people.chat" if chat.reachable else "people.chat_left",
            channel=channel(visit, chat),
            ago=order_words.ago(visit, chat.seen_at),
        )
        for chat in seen.chats
    )


def _work(visit: Visit, seen: Member) -> tuple[str, ...]:
    counted = {"keeps": seen.keeps, "waiting": seen.waiting, "under_way": seen.under_way}
    return tuple(visit.say.count(f"people.work_{key}", number) for key, number in counted.items() if number)


def _deeds(visit: Visit, seen: Member) -> tuple[Row, ...]:
    who = seen.person
    rows: list[Row] = []
    if who.role in SELLING and seen.keeps:
        rows.append((button(visit.say("people.accounts"), Verb.KEEPS, who.id),))
    if seen.account is not None:
        rows.append((button(visit.say("people.other_keeper"), Verb.KEEPER, seen.account.id),))
    rows += [
        (button(visit.say("people.unbind", channel=channel(visit, chat)), Verb.UNBIND, chat.id),)
        for chat in seen.chats
        if chat.id != visit.identity.id
    ]
    if who.active:
        rows.append((button(visit.say("people.new_chat"), Verb.NEW_CHAT, who.id),))
        rows.append((button(visit.say("people.switch_off"), Verb.SWITCH_OFF, who.id),))
    elif seen.chats:
        rows.append((button(visit.say("people.switch_on"), Verb.SWITCH_ON, who.id),))
    return tuple(rows)


def _back(visit: Visit, seen: Member) -> Button:
    if not seen.person.active:
        return button(visit.say("people.back"), Verb.PEOPLE)
    role = visit.say(f"people.role_{seen.person.role}")
    return button(visit.say("people.back_to", role=role), Verb.PEOPLE, seen.person.role.value)
