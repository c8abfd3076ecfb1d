"""Unbinding a chat from a person: a lost phone, a number that somebody else has now."""

from domain.people import chats
from handlers.administration import person
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from storage import conversations


def ask(request: Request, *, identity_id: Id) -> Turn:
    """Whose chat it is, and what will no longer work."""
    chat, who = chats.bound(request.actor, identity_id)
    where = person.channel(request, chat)
    only = len(chats.of_person(request.actor, who.id)) == 1
    reply = Reply(
        title=request.say("people.unbind_ask", name=who.name, channel=where),
        lines=(
            request.say("people.unbind_means", name=who.name),
            *((request.say("people.unbind_only", name=who.name),) if only else ()),
        ),
        buttons=(
            (button(request.say("people.unbind_yes", channel=where), Verb.UNBIND_NOW, chat.id),),
            (
                button(request.say("people.unbind_no"), Verb.PERSON, who.id),
                button(request.say("button.menu"), Verb.MENU),
            ),
        ),
    )
    return Turn(replies=(reply,))


def unbind(request: Request, *, identity_id: Id) -> Turn:
    """The chat is a stranger's, with nothing left of the talk in it."""
    done = chats.unbind(request.actor, identity_id, request.identity)
    conversations.reset(request.session, done.chat)
    told = request.say("people.unbind_done", name=done.person.name, channel=person.channel(request, done.chat))
    return person.page(request, done.person.id, told, done.event_id)
