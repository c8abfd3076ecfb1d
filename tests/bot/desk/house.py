"""The desk of a small wholesaler, and browsers at it without JavaScript."""

import asyncio
import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

import httpx2
from fastapi import FastAPI
from sqlalchemy import event
from starlette.types import ASGIApp

from bot.desk.address import DeskAddress
from bot.desk.router import desk_router
from bot.desk.seam import Desk
from domain.people import desk_logins
from tests.world import World

HERE = "http://127.0.0.1:8000"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def desk_of(world: World, url: str = HERE, *, demo: bool = False) -> Desk:
    return Desk(
        database=world.database,
        supplier=world.supplier,
        now=world.clock,
        catalogue_index=world.catalogue_index,
        address=DeskAddress(url=url),
        wake=lambda: None,
        chat_link=lambda code: f"https://t.me/ours?start={code}",
        demo=demo,
    )


def desk_app(world: World, url: str = HERE, *, demo: bool = False) -> ASGIApp:
    app = FastAPI()
    app.include_router(desk_router(desk_of(world, url, demo=demo)))
    return app


def link_for(world: World, name: str) -> str:
    """A one-time link, as the command makes one."""
    with world.database.transaction() as session:
        return "/desk/in/" + desk_logins.link(world.actor(session), world.actor(session, name).person)


@dataclass
class Visit:
    """A browser: it keeps cookies, follows redirects, and sends forms from its own page."""

    app: ASGIApp
    url: str = HERE
    language: str = "zh-CN"
    cookies: httpx2.Cookies = field(default_factory=httpx2.Cookies)
    answer: httpx2.Response | None = None

    def ask(self, method: str, path: str, *, origin: str | None = None, **sent: object) -> httpx2.Response:
        async def asked() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.app)
            headers = {"user-agent": WINDOWS, "accept-language": self.language} | ({"origin": origin} if origin else {})
            async with httpx2.AsyncClient(
                transport=transport, base_url=self.url, cookies=self.cookies, headers=headers, follow_redirects=True
            ) as client:
                answer = await client.request(method, path, **sent)  # type: ignore[arg-type]
                self.cookies = client.cookies
                return answer

        self.answer = asyncio.run(asked())
        return self.answer

    def get(self, path: str) -> str:
        return unescape(self.ask("GET", path).text)

    def post(self, path: str, **fields: object) -> str:
        """Send a form of the page that is open, with its token."""
        return unescape(self.ask("POST", path, origin=self.url, data={"csrf": self.csrf, **fields}).text)

    @property
    def page(self) -> str:
        assert self.answer is not None
        return unescape(self.answer.text)

    @property
    def status(self) -> int:
        assert self.answer is not None
        return self.answer.status_code

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.page)
        return found.group(1) if found else ""

    @property
    def code(self) -> str:
        return str(re.findall(r'id="code">([^<]+)<', self.page)[0])

    @property
    def number(self) -> str:
        return str(re.findall(r'id="number">(\d+)<', self.page)[0])


@dataclass
class DeskHouse:
    """A desk, and people at it."""

    world: World

    @cached_property
    def app(self) -> ASGIApp:
        return desk_app(self.world)

    def browser(self) -> Visit:
        return Visit(app=self.app)

    def enter(self, name: str) -> Visit:
        """Somebody is at the desk."""
        visit = self.browser()
        visit.ask("GET", f"{link_for(self.world, name)}/now")
        assert visit.status == 200, visit.page
        return visit

    def statements(self, visit: Visit, path: str) -> list[str]:
        """What a page asks of the database."""
        told: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "INSERT", "DELETE")):
                told.append(statement)

        event.listen(self.world.database.engine, "before_cursor_execute", note)
        try:
            visit.get(path)
        finally:
            event.remove(self.world.database.engine, "before_cursor_execute", note)
        return told
