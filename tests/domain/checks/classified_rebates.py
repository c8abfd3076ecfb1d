"""What ``dinghuo check`` does not find of rebates, with the reason why."""

from tests.domain.checks.classified import HISTORY, NO_NAME, SWITCH, Harmless

REBATES: tuple[Harmless, ...] = (
    Harmless(what="cart", columns="spares_rebate", why=SWITCH),
    Harmless(what="rebateuse", columns="id", why=NO_NAME),
    *(
        Harmless(what=f"event({kind})", columns="person_id kind reason", why=HISTORY)
        for kind in ("rebate.used", "rebate.given_back", "rebate.ended")
    ),
)
