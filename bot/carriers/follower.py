"""Follows parcels: subscribes their numbers, asks where nobody calls back, and keeps what it hears.

No transaction is open while a service is asked: whoever orders meanwhile does not wait for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlmodel import Session

from bot.carriers.service import CarrierService, NumberRefusedError, ServiceAwayError
from domain.actor import Actor, Supplier
from domain.fulfilment import following
from domain.fulfilment.following import DueNumber
from domain.tables.people import Place
from storage.engine import Database
from storage.perform import perform

log = structlog.get_logger()
T = TypeVar("T")

#: So many numbers a run: each takes a request.
AT_ONCE = 50


class CarrierFollower:
    """Every act is a transaction of its own: what was heard of one number is kept whatever becomes of the next.

    ``since``: only parcels that left then or later; ``every``: so often those are asked about that nobody tells us of.
    """

    def __init__(
        self,
        database: Database,
        supplier: Supplier,
        service: CarrierService,
        now: Callable[[], datetime],
        *,
        since: datetime | None = None,
        every: timedelta = following.EVERY,
    ) -> None:
        self._since = since
        self._every = every
        self._database = database
        self._supplier = supplier
        self._service = service
        self._now = now

    def run(self) -> int:
        """Ask about all that is due; how many numbers. One that is away ends the run: the others would wait as long."""
        self._act(lambda actor: following.begin(actor, self._service.carriers, AT_ONCE, self._since))
        done = 0
        for number in self._act(lambda actor: following.due(actor, AT_ONCE)):
            try:
                self._one(number)
            except NumberRefusedError as refused:
                log.warning("a number is not followed", carrier=number.carrier, why=str(refused))
                self._put_off(number, following.REFUSED)
            except ServiceAwayError as away:
                log.warning("the carriers' service is away", why=str(away))
                self._put_off(number, following.AWAY)
                return done
            done += 1
        return done

    def _one(self, number: DueNumber) -> None:
        if self._service.calls_back and not number.subscribed:
            self._service.subscribe(number.carrier, number.number)
            self._act(lambda actor: following.subscribed(actor, number.id))
            return
        report = self._service.ask(number.carrier, number.number)
        self._act(
            lambda actor: following.answered(actor, number.id, report.events, ended=report.ended, every=self._every)
        )

    def _put_off(self, number: DueNumber, wait: timedelta) -> None:
        self._act(lambda actor: following.put_off(actor, number.id, wait))

    def _act(self, act: Callable[[Actor], T]) -> T:
        def with_session(session: Session) -> T:
            return act(Actor(session=session, person=None, now=self._now(), supplier=self._supplier, where=Place.JOB))

        return perform(self._database, with_session).result
