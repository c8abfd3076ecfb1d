"""Checks of kuaidi100: customer id and key, the phone that some carriers ask for, and the public address."""

from collections.abc import Iterator

from bot.carriers.kuaidi100 import PATH, Kuaidi100
from bot.carriers.service import NumberRefusedError, ServiceAwayError
from bot.doctor.diagnosis import Diagnosis, fail, look, ok
from bot.settings import Settings

#: No parcel has it: asking costs nothing but the answer whether we are who we say.
_PROBE = ("yto", "YT0000000000000")


def check_carriers(settings: Settings) -> Iterator[Diagnosis]:
    """Everything that can be tried without following a parcel."""
    if not settings.kuaidi100_customer or not settings.kuaidi100_key.get_secret_value():
        yield fail("kuaidi100", "DINGHUO_KUAIDI100_CUSTOMER and DINGHUO_KUAIDI100_KEY are needed together")
        return
    try:
        Kuaidi100(settings, b"").ask(*_PROBE)
    except NumberRefusedError as refused:
        yield fail("kuaidi100", f"refuses our query: {refused}")
    except ServiceAwayError as away:
        yield look("kuaidi100", f"does not answer now ({away}): parcels are asked about again later")
    else:
        yield ok("kuaidi100", "customer id and key fit together")
    if settings.public_url:
        yield ok("kuaidi100 callback", f"it calls {settings.public_url.rstrip('/')}{PATH}")
    else:
        yield look("kuaidi100 callback", "DINGHUO_PUBLIC_URL is empty: parcels are asked about every few hours")
    if not settings.kuaidi100_phone:
        yield look("kuaidi100 phone", "DINGHUO_KUAIDI100_PHONE is empty: SF and ZTO tell nothing without it")
