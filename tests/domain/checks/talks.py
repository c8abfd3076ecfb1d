"""What no check finds in talks: they are told as they are, and nothing is reckoned with them."""

from collections.abc import Mapping

#: By table: the columns, and what happens to whole rows.
TALKS: Mapping[str, str] = {
    "thread": (
        "deleted id person_id order_id opened_at last_at waiting_since deputy_asked_at admins_asked_at closed_at"
        " closed_by_id"
    ),
    "threadmessage": "deleted doubled id thread_id person_id at words picture held",
    "threadwriter": "deleted person_id thread_id",
}
#: Kinds of events.
TALK_EVENTS = (
    "thread.entered thread.left thread.closed thread.reopened thread.ended thread.said thread.deputy_asked"
    " thread.admins_asked thread.opened person.contact_wanted"
)
