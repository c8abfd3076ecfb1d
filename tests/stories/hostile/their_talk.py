"""What one account said to the staff, and who may read it."""

from domain.actor import Actor
from domain.rules.rights import Right
from domain.threads import access, messages, threads

TALKED = "悄悄跟你说"


def of(buyer: Actor, staff: Actor) -> dict[str, int]:
    """A talk, answered, with words that wait for their author to say what they are."""
    talk = threads.begin(buyer).view.thread
    messages.say(buyer, talk.id, TALKED)
    messages.say(staff, talk.id, TALKED)
    return {"thread": talk.id, "thread_message": messages.hold(buyer, talk.id, TALKED).id}


def may_read(actor: Actor, thread_id: int) -> bool:
    """Whether it is theirs to see, by the house's own rules."""
    return actor.may(Right.THREAD_READ) and access.known(actor, thread_id) is not None
