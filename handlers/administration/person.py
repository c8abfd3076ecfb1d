"""A person's page for an admin: who they are, their chats, their accounts, and what can be done."""

from domain.events.recipients import SELLING
from domain.people.person_view import Member, view_member
from domain.tables.people import Identity
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text


def show(request: Request, *, person_id: Id) -> Turn:
    """The page of a person."""
    return page(request, person_id)


def page(request: Request, person_id: int, told: str = "", undo: int | None = None) -> Turn:
    """The same; ``told``: what was just done to them, ``undo``: the event to undo it by."""
    member = view_member(request.actor, person_id)
    title = request.say("people.page", name=member.person.name)
    reply = Reply(
        title=f"{told}\n\n{title}" if told else title,
        lines=(*_who(request, member), *_chats(request, member), *_work(request, member)),
        buttons=(
            *(((undo_button(request, undo),),) if undo else ()),
            *_deeds(request, member),
            (_back(request, member), button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def undo_button(request: Request, event_id: int) -> Button:
    """↩️ for a while."""
    return button(request.say("people.undo"), Verb.UNDO_PEOPLE, event_id)


def channel(request: Request, chat: Identity) -> str:
    """What people call the place where a chat is."""
    return request.say(f"people.channel_{chat.channel}")


def _who(request: Request, member: Member) -> tuple[str, ...]:
    role = request.say(f"people.role_{member.person.role}")
    since = request.say.day(member.person.created_at.astimezone(request.zone).date())
    told = [request.say("people.off_since", **_off(request, member))] if not member.person.active else []
    if member.account is None:
        told.append(request.say("people.is", role=role, since=since))
    else:
        told.append(request.say("people.is_at", role=role, account=member.account.name, since=since))
        told.append(
            request.say("people.kept_by", salesperson=member.salesperson_name)
            if member.salesperson_name
            else request.say("people.kept_by_all")
        )
    return tuple(told)


def _off(request: Request, member: Member) -> dict[str, str]:
    at = request.say.moment(member.off.at, request.zone) if member.off else ""
    return {"who": member.off_by, "at": at}


def _chats(request: Request, member: Member) -> tuple[str, ...]:
    if not member.chats:
        return (request.say("people.no_chat"),)
    return tuple(
        request.say(
            "people.chat" if chat.reachable else "people.chat_left",
            channel=channel(request, chat),
            ago=orders_text.ago(request, chat.seen_at),
        )
        for chat in member.chats
    )


def _work(request: Request, member: Member) -> tuple[str, ...]:
    counted = {"keeps": member.accounts_kept, "waiting": member.waiting, "under_way": member.under_way}
    return tuple(request.say.count(f"people.work_{key}", number) for key, number in counted.items() if number)


def _deeds(request: Request, member: Member) -> tuple[Row, ...]:
    who = member.person
    rows: list[Row] = []
    if who.role in SELLING and member.accounts_kept:
        rows.append((button(request.say("people.accounts"), Verb.ACCOUNTS_OF, who.id),))
    if who.role in SELLING and who.active:
        rows.append((button(request.say("deputies.button"), Verb.DEPUTY, who.id),))
    if member.account is not None:
        rows.append((button(request.say("people.other_salesperson"), Verb.CHOOSE_SALESPERSON, member.account.id),))
    rows += [
        (button(request.say("people.unbind", channel=channel(request, chat)), Verb.UNBIND, chat.id),)
        for chat in member.chats
        if chat.id != request.identity.id
    ]
    if who.active:
        rows.append((button(request.say("people.new_chat"), Verb.NEW_CHAT, who.id),))
        rows.append((button(request.say("people.switch_off"), Verb.SWITCH_OFF, who.id),))
    elif member.chats:
        rows.append((button(request.say("people.switch_on"), Verb.SWITCH_ON, who.id),))
    return tuple(rows)


def _back(request: Request, member: Member) -> Button:
    if not member.person.active:
        return button(request.say("people.back"), Verb.PEOPLE)
    role = request.say(f"people.role_{member.person.role}")
    return button(request.say("people.back_to", role=role), Verb.PEOPLE, member.person.role.value)
