"""Entering the desk in a browser: logins that wait for a yes, and sessions."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String
from sqlmodel import Field

from domain.rules.rights import Role
from domain.tables.columns import ID, TIME, Row, choice, new_id


class DeskLogin(Row, table=True):
    """A one-time way into the desk: a code that its browser shows, or a link made for a person.

    ``code_hash``: keyed hash of the code or of the link's token. ``browser_hash``: of what the browser that shows the
    code keeps; empty for a link. ``number``: what that browser shows beside the code. ``person_id``: who sent the code,
    or whom the link is for. ``agreed_at``: they named the right number. ``used_at``: somebody is in, or nobody will be.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    code_hash: str = Field(unique=True, max_length=64)
    browser_hash: str = Field(default="", sa_column=Column(String(64), nullable=False, server_default="", index=True))
    number: int = 0
    agent: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id"), index=True))
    made_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    expires_at: datetime = Field(sa_column=Column(TIME, nullable=False, index=True))
    agreed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class DeskSession(Row, table=True):
    """A browser in which a person is at the desk. ``token_hash``: of what its cookie holds.

    ``role``: the person's when they came in; with another the session is over. ``agent``: the browser, in our words.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False, index=True))
    role: Role = Field(sa_column=Column(choice(Role), nullable=False))
    agent: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    made_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    seen_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
