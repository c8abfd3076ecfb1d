"""The desk on loopback, and real browsers at it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from tests.bot.demo.browser import MOST_MS, WIDE
from tests.bot.desk.house import desk_app, link_for
from tests.platforms.serving import free_port
from tests.servers.prompt import PromptServer
from tests.world import World


class RunningDesk:
    """A desk with an address of its own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(desk_app(world, self.url), host="127.0.0.1", port=self.port, log_config=None)
        self._server = PromptServer(config)
        self._thread = threading.Thread(target=self._server.run)

    def start(self) -> None:
        self._thread.start()
        assert self._server.up.wait(20), "the desk did not come up"

    def stop(self) -> None:
        self._server.stop()
        self._thread.join(20)


class AtDesk:
    """A browser at the desk. ``troubles``: errors of its pages, and requests that leave this machine."""

    def __init__(self, page: Page, desk: RunningDesk) -> None:
        self.page = page
        self.desk = desk
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        page.on("response", self._answered)
        page.on("request", lambda request: self._watch(request.url))

    def _hear(self, text: str) -> None:
        """What is not there is told by the answer itself."""
        if not text.startswith("Failed to load resource"):
            self.troubles.append(text)

    def _answered(self, answer: Response) -> None:
        """Pages may say that there is no such thing, and refuse."""
        if answer.status >= 400 and not (answer.status == 409 or answer.request.resource_type == "document"):
            self.troubles.append(f"{answer.status} {answer.url}")

    def _watch(self, url: str) -> None:
        if not url.startswith((self.desk.url, "about:")):
            self.troubles.append(f"a request to {url}")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.desk.url}{path}")

    def enter(self, name: str) -> None:
        self.go(f"{link_for(self.desk.world, name)}/now")
        self.shows(name)

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def shows(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def is_within(self) -> None:
        """Nothing is beside the window."""
        size = self.page.viewport_size
        assert size is not None
        assert self.page.evaluate("document.documentElement.scrollWidth") <= size["width"], self.page.url

    def is_accessible(self, scheme: Literal["light", "dark"] = "light") -> None:
        self.page.emulate_media(color_scheme=scheme)
        found = Axe().run(self.page).response["violations"]
        serious = [
            (each["id"], [node["html"][:120] for node in each["nodes"]])
            for each in found
            if each["impact"] in {"serious", "critical"}
        ]
        assert serious == [], f"{scheme}, {self.page.url}"


@contextmanager
def at_desk(
    browser: Browser, desk: RunningDesk, size: ViewportSize = WIDE, locale: str = "zh-CN", *, script: bool = True
) -> Iterator[AtDesk]:
    """A browser without a past."""
    context = browser.new_context(viewport=size, locale=locale, reduced_motion="reduce", java_script_enabled=script)
    context.set_default_timeout(MOST_MS)
    visit = AtDesk(context.new_page(), desk)
    yield visit
    context.close()
    assert visit.troubles == [], visit.troubles
