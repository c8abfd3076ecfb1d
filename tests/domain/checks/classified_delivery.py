"""What ``dinghuo check`` does not find of where, when and by whom goods are delivered, with the reason why."""

from tests.domain.checks.classified import BY_HAND, HARMLESS, Harmless

DELIVERY: tuple[Harmless, ...] = (
    Harmless(
        what="address",
        columns="deleted doubled id account_id text route receiver phone receiver_asked is_default removed_at",
        why=BY_HAND,
    ),
    Harmless(what="event(address.receiver)", columns="deleted", why=BY_HAND),
)
#: With all that is said elsewhere.
EVERYTHING = (*HARMLESS, *DELIVERY)
