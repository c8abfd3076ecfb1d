"""Somebody is at the desk in one browser, and another browser waits to be let in."""

from sqlmodel import Session, select

from domain.people import desk_logins
from domain.tables.people import Identity
from tests.world import World


def at_the_desk(world: World) -> None:
    """小王 came in by the chat; 陈总 was asked and has not answered."""
    with world.database.transaction() as session:
        salesperson, admin = world.actor(session, "小王"), world.actor(session, "陈总")
        shown = desk_logins.begin(salesperson, "Chrome · Windows")
        asked = desk_logins.ask(salesperson, _chat(session, "wang"), shown.code)
        desk_logins.agree(salesperson, asked.login.id, shown.login.number)
        desk_logins.enter_by_browser(salesperson, shown.browser, "Chrome · Windows")
        waiting = desk_logins.begin(admin, "Safari · iPhone")
        desk_logins.ask(admin, _chat(session, "chen"), waiting.code)


def _chat(session: Session, external: str) -> Identity:
    return session.exec(select(Identity).where(Identity.external == external)).one()
