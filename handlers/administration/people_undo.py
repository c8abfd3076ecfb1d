"""The ↩️ button after a change to a person, an account, a chat or an invite."""

from domain.people import account_transfers, chats, deactivation, open_invites, people_undo
from handlers.administration import invite_list, person
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb


def undo(request: Request, *, event_id: Id) -> Turn:
    """Take it back, and show what is true now."""
    event = people_undo.undo(request.actor, event_id)
    told = request.say(f"people.undone_{_WHAT[event.kind]}")
    match event.kind:
        case deactivation.OFF:
            return person.page(request, event.subject_id, told)
        case chats.UNBOUND:
            return person.page(request, int(event.facts["before"]["person"]), told)
        case open_invites.REVOKED:
            return invite_list.page(request, event.subject_id, told)
        case _:
            home = (button(request.say("people.back"), Verb.PEOPLE), button(request.say("button.menu"), Verb.MENU))
            return Turn(replies=(Reply(title=told, buttons=(home,)),))


_WHAT = {
    deactivation.OFF: "off",
    chats.UNBOUND: "unbind",
    open_invites.REVOKED: "revoke",
    account_transfers.ASSIGNED: "moved",
}
