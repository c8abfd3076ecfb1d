"""A login that somebody of the staff is asked about, and a browser in which they are at the desk."""

from sqlmodel import Session, select

from domain.people import desk_logins, desk_sessions
from domain.tables.people import Identity
from tests.world import World


def of(world: World, session: Session) -> dict[str, int]:
    """会计小孙's: nobody else may answer the one or end the other."""
    finance = world.actor(session, "小孙")
    phone = session.exec(select(Identity).where(Identity.person_id == finance.person_id)).one()
    shown = desk_logins.begin(finance, "Chrome · Windows")
    assert finance.person is not None
    entered = desk_sessions.start(finance, finance.person, "Chrome · Windows")
    asked = desk_logins.ask(finance, phone, shown.code)
    return {"desk_login": asked.login.id, "desk_session": entered.session.id}
