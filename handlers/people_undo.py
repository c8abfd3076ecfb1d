"""↩️ on what was just done to a person, an account, a chat or an invite."""

from domain import account_moves, chats, open_invites, people_undo, switching_off
from domain.tables.orders import Event
from handlers import invite_list, person
from handlers.press import Press, button
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def undo(visit: Visit, press: Press) -> Turn:
    """Take it back, and show what is true now."""
    event = people_undo.undo(visit.by, press.id(0))
    told = visit.say(f"people.undone_{_WHAT[event.kind]}")
    match event.kind:
        case switching_off.OFF:
            return person.page(visit, _subject(event), told)
        case chats.UNBOUND:
            return person.page(visit, int(event.facts["before"]["person"]), told)
        case open_invites.REVOKED:
            return invite_list.page(visit, _subject(event), told)
        case _:
            home = (button(visit.say("people.back"), Verb.PEOPLE), button(visit.say("button.menu"), Verb.MENU))
            return Turn(replies=(Reply(title=told, buttons=(home,)),))


_WHAT = {
    switching_off.OFF: "off",
    chats.UNBOUND: "unbind",
    open_invites.REVOKED: "revoke",
    account_moves.ASSIGNED: "moved",
}


def _subject(event: Event) -> int:
    return int(event.subject.partition(":")[2])
