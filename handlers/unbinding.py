"""Taking a chat away from a person: a lost phone, a number that somebody else has now."""

from domain import chats
from handlers import person
from handlers.press import Press, button
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit
from storage import conversations


def ask(visit: Visit, press: Press) -> Turn:
    """Whose chat it is, and what will no longer work."""
    chat, who = chats.bound(visit.by, press.id(0))
    where = person.channel(visit, chat)
    only = len(chats.of_person(visit.by, who.id)) == 1
    reply = Reply(
        title=visit.say("people.unbind_ask", name=who.name, channel=where),
        lines=(
            visit.say("people.unbind_means", name=who.name),
            *((visit.say("people.unbind_only", name=who.name),) if only else ()),
        ),
        buttons=(
            (button(visit.say("people.unbind_yes", channel=where), Verb.UNBIND_NOW, chat.id),),
            (button(visit.say("people.unbind_no"), Verb.PERSON, who.id), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def unbind(visit: Visit, press: Press) -> Turn:
    """The chat is a stranger's, with nothing left of the talk in it."""
    done = chats.unbind(visit.by, press.id(0), visit.identity)
    conversations.begin_anew(visit.session, done.chat)
    told = visit.say("people.unbind_done", name=done.person.name, channel=person.channel(visit, done.chat))
    return person.page(visit, done.person.id, told, done.event_id)
