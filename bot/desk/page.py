"""Draws templates: words, money and times of the reader, and what belongs to every page."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot.desk.visitor import Visitor
from domain.rules.rights import Right
from locales import LANGUAGES, Words

FOLDER = Path(__file__).parent
#: Nothing comes from elsewhere, and nobody else shows our pages. The referrer is kept so that forms name their origin.
SAFETY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
_REFUSAL: ContextVar[str] = ContextVar("why the act was refused", default="")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the desk, shown to whoever has the right."""

    name: str
    path: str
    key: str
    right: Right


SECTIONS = (
    Section(name="home", path="/desk", key="h", right=Right.ORDER_READ),
    Section(name="orders", path="/desk/orders", key="o", right=Right.ORDER_READ),
    Section(name="ship", path="/desk/ship", key="s", right=Right.SHIPMENT_PICK),
)


def _named(say: Words) -> Mapping[str, Callable[[str], str]]:
    """Words for values that templates know by name."""
    return {
        "tab": lambda name: say(f"desk.tab_{name}"),
        "section": lambda name: say(f"desk.section_{name}"),
        "stage": lambda name: say(f"orders.stage_{name}"),
        "span": lambda name: say(f"desk.span_{name}"),
        "key": lambda name: say(f"desk.key_{name}"),
        "source": lambda name: say(f"desk.source_{name}"),
        "parcel": lambda name: say(f"desk.parcel_{name}"),
        "approval": lambda name: say(f"desk.approval_{name}"),
    }


class Pages:
    """The templates in ``pages/``; everything that is put into them is escaped."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def show(
        self, template: str, visitor: Visitor, *, section: str = "", status: int = 200, **shown: Any
    ) -> HTMLResponse:
        """A page for who is at the desk, in a section of theirs."""
        request = visitor.request
        frame: Mapping[str, Any] = {
            "csrf": visitor.csrf,
            "section": section,
            "languages": LANGUAGES,
            "who": request.person.name,
            "sections": [each for each in SECTIONS if visitor.actor.may(each.right)],
            "refusal": _REFUSAL.get(),
            "named": _named(request.say),
            "moment": lambda at: request.say.moment(at, request.zone),
            "money": lambda amount: request.say.money(amount, request.currency),
        }
        return self.draw(template, request.say, status=status, **frame, **shown)

    def draw(self, template: str, say: Words, *, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page for anybody."""
        html = self._templates.get_template(template).render(say=say, language=say.language, **shown)
        return HTMLResponse(html, status_code=status, headers=SAFETY)

    def refusing(self, draw: Callable[[Visitor], Response], visitor: Visitor, words: str) -> Response:
        """The page of ``draw`` with why an act was refused."""
        token = _REFUSAL.set(words)
        try:
            return draw(visitor)
        finally:
            _REFUSAL.reset(token)
