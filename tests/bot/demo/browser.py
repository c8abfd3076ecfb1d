"""A real Chromium on the demo page, driven the way a visitor would."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

#: Where pictures go when ``make screenshots`` asks for them.
FOLDER = os.environ.get("DINGHUO_SCREENSHOTS", "")
WIDE = ViewportSize(width=1440, height=900)
NARROW = ViewportSize(width=390, height=844)
#: So long a page may take on a machine with other things to do.
MOST_MS = 30_000
expect.set_options(timeout=MOST_MS)
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
_SWITCHES = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


def chromium() -> str | None:
    """Where a browser is installed: ``DINGHUO_CHROMIUM`` or on the path."""
    return os.environ.get("DINGHUO_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def opened_chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_SWITCHES)
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, size: ViewportSize = WIDE, locale: str = "zh-CN", scale: float = 1) -> Iterator["Window"]:
    """A visitor's window without a past."""
    context = browser.new_context(
        viewport=size, locale=locale, device_scale_factor=scale, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(MOST_MS)
    yield Window(context)
    context.close()


class Window:
    """One visitor's page; ``troubles`` are errors in its console and requests that leave this machine."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self._watch(request.url))

    def _watch(self, url: str) -> None:
        if not url.removeprefix("blob:").startswith("http://127.0.0.1:"):
            self.troubles.append(f"a request to {url}")

    def open(self, url: str) -> None:
        self.page.goto(url)
        expect(self.page.locator("html[data-ready]")).to_be_attached()

    def phone(self, chat: str) -> "Phone":
        return Phone(self.page.locator(f".phone[data-chat={chat}]"))

    def photograph(self, name: str, phone: "Phone | None" = None) -> None:
        """A picture for the pages, of all or of one phone, once everything stands still; where one is asked for."""
        if FOLDER:
            picture = Path(FOLDER) / name
            picture.parent.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("() => Promise.all([...document.images].map(image => image.decode().catch(() => 0)))")
            shown = phone.root.locator(".device") if phone else self.page
            shown.screenshot(path=picture, animations="disabled")
            _reduce(picture)


class Phone:
    """One phone on the page."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def type(self, text: str) -> None:
        self.root.locator("textarea").fill(text)
        self.root.locator("textarea").press("Enter")

    def press(self, label: str) -> None:
        """The newest key with a label, as soon as it is there."""
        expect(self.key(label)).to_be_visible()
        self.key(label).click()

    def key(self, label: str) -> Locator:
        """The newest key with a label."""
        return self.root.locator(".key", has_text=label).last

    def link(self, label: str) -> Locator:
        """The newest menu link with a label."""
        return self.root.locator(".link", has_text=label).last

    def look(self, name: str) -> None:
        self.root.locator(f"button[data-look={name}]").click()

    def messages(self) -> Locator:
        return self.root.locator(".message")

    def last(self) -> Locator:
        return self.messages().last

    def hears(self, text: str) -> None:
        """Waits until any message holds the words: news of the demo's own may come after it."""
        expect(self.messages().filter(has_text=text).last).to_be_visible()

    def shows(self, text: str) -> None:
        """Waits until the newest message holds the words."""
        expect(self.last()).to_contain_text(text)


def _reduce(picture: Path) -> None:
    """To 256 colours: a third of the bytes, and nobody sees the difference."""
    with Image.open(picture) as whole:
        few = whole.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2)
    few.save(picture, optimize=True)
