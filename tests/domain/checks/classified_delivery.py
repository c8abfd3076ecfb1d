"""What ``dinghuo check`` does not find of where, when and by whom goods are delivered, with the reason why."""

from tests.domain.checks.classified import BY_HAND, HARMLESS, SHOWN, Harmless
from tests.domain.checks.classified_desk import DESK
from tests.domain.checks.classified_rebates import REBATES

DELIVERY: tuple[Harmless, ...] = (
    Harmless(
        what="address",
        columns="deleted doubled id account_id text route receiver phone receiver_asked is_default removed_at",
        why=BY_HAND,
    ),
    Harmless(what="event(address.receiver)", columns="deleted", why=BY_HAND),
    Harmless(what="account", columns="delivery_days", why=BY_HAND),
    Harmless(what="areadelivery", columns="deleted doubled id area delivery_days", why=BY_HAND),
    Harmless(what="deliveryexception", columns="deleted doubled id day area delivers", why=BY_HAND),
    Harmless(what="shipment", columns="driver_id delivery_photo", why=SHOWN, partly=True),
    Harmless(what="paymentclaim", columns="shipment_id", why=SHOWN, partly=True),
    Harmless(what="event(shipment.handed_over)", columns="deleted", why=SHOWN),
    Harmless(what="event(shipment.photo)", columns="deleted", why=SHOWN),
    Harmless(what="order", columns="expected_on", why=SHOWN),
)
#: With all that is said elsewhere.
EVERYTHING = (*HARMLESS, *DELIVERY, *REBATES, *DESK)
