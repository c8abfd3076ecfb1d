"""Whose paper it is: the shop's name, address, telephone and bank, as the business settings say."""

from collections.abc import Iterator

from domain import settings
from domain.actor import Actor
from domain.rules.business_settings import SHOP_ADDRESS, SHOP_BANK, SHOP_NAME, SHOP_PHONE
from locales import Words

_ALL = (SHOP_NAME, SHOP_ADDRESS, SHOP_PHONE, SHOP_BANK)


def shop_head(actor: Actor, say: Words) -> tuple[str, ...]:
    """Its lines, the name first; none where the shop has no name yet."""
    shop = settings.several(actor.session, *_ALL)
    reached = (shop[SHOP_ADDRESS], say("papers.phone", number=shop[SHOP_PHONE]) if shop[SHOP_PHONE] else "")
    line = "　".join(filter(None, reached))
    return (shop[SHOP_NAME], *filter(None, (line,))) if shop[SHOP_NAME] else ()


def bank_lines(actor: Actor, say: Words) -> Iterator[str]:
    """Where money is sent to."""
    lines = [line.strip() for line in settings.value(actor.session, SHOP_BANK).replace("；", ";").split(";")]
    yield from (say("papers.bank", line=line) for line in lines if line)
