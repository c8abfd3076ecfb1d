"""HTTP routes of the demo page: files, state, messages, event stream, pictures."""

from collections.abc import Awaitable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import structlog
from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from sse_starlette import EventSourceResponse

from bot.attachments import MOST_BYTES, Attachment
from bot.demo.chats import Chat, PhoneOwner, dataset_id, phone_owners
from bot.demo.lines import SpokenLine
from bot.demo.views import view
from bot.short_transactions import in_thread
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import BUTTON_BYTES
from handlers.conversation.verbs import Verb
from locales.words import LANGUAGES, words_for
from storage.engine import Database
from storage.media import load
from storage.transcript import newest, recent

if TYPE_CHECKING:
    from anyio import Event

    from bot.demo.conversation import DemoConversation

log = structlog.get_logger()

PAGE = Path(__file__).parent / "page"
FILES = frozenset(path.name for path in PAGE.iterdir() if path.suffix in {".js", ".css", ".svg"})
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
SAFETY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_YEAR = 31_536_000
#: A page whose stream is told to end is cut off only after so long.
_GRACE_SECONDS = 5


class _Did(BaseModel):
    """The fields of every request of a person; ``key`` is the browser's id for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chat: Chat
    key: Annotated[str, Field(min_length=1, max_length=64)]
    language: Annotated[str, Field(max_length=16)] = ""


class _Sent(_Did):
    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
    button: Annotated[str, Field(max_length=BUTTON_BYTES)] | None = None


class _Tap(_Did):
    message: Annotated[str, Field(min_length=1, max_length=64)]
    data: Annotated[str, Field(min_length=1, max_length=BUTTON_BYTES)]


class _File(_Did):
    """The bytes are the request's body; one that is too large is not sent, only its ``size``."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=1000)] = ""
    size: Annotated[int, Field(ge=0)] = 0


class _Reset(BaseModel):
    """``dataset`` is the one that the page shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dataset: Annotated[str, Field(min_length=1, max_length=64)]


class _Chosen(_Did):
    language: Literal["zh-CN", "en"]


def demo_router(conversation: "DemoConversation") -> APIRouter:
    """All routes of the page."""
    router = APIRouter(include_in_schema=False)
    _serve_page(router)
    _serve_chats(router, conversation)
    _serve_dataset(router, conversation)
    _serve_state(router, conversation.database)
    return router


def _serve_page(router: APIRouter) -> None:
    @router.get("/")
    async def index() -> FileResponse:
        return FileResponse(PAGE / "index.html", headers=SAFETY | {"Cache-Control": "no-cache"})

    @router.get("/demo/page/{name}")
    async def page_file(name: str) -> FileResponse:
        if name not in FILES:
            raise HTTPException(404)
        return FileResponse(PAGE / name, headers=SAFETY | {"Cache-Control": "no-cache"})


def _serve_chats(router: APIRouter, conversation: "DemoConversation") -> None:
    async def hear(words: SpokenLine) -> dict[str, bool]:
        return await _answered(words, conversation.hear(words))

    @router.post("/demo/send")
    async def send(sent: _Sent) -> dict[str, bool]:
        return await hear(
            SpokenLine(chat=sent.chat, key=sent.key, text=sent.text, data=sent.button, language=sent.language)
        )

    @router.post("/demo/tap")
    async def tap(tap: _Tap) -> dict[str, bool]:
        return await hear(
            SpokenLine(chat=tap.chat, key=tap.key, data=tap.data, message=tap.message, language=tap.language)
        )

    @router.post("/demo/language")
    async def language(chosen: _Chosen) -> dict[str, bool]:
        data = data_of(Verb.LANGUAGE, chosen.language)
        return await hear(SpokenLine(chat=chosen.chat, key=chosen.key, data=data, language=chosen.language))

    @router.post("/demo/start")
    async def start(did: _Did) -> dict[str, bool]:
        return await hear(SpokenLine(chat=did.chat, key=did.key, language=did.language))

    @router.post("/demo/file")
    async def file(given: Annotated[_File, Query()], request: Request) -> dict[str, bool]:
        if request.headers.get("content-type") != "application/octet-stream":
            raise HTTPException(415)  # what other pages can send without asking us first
        words = SpokenLine(chat=given.chat, key=given.key, text=given.text, language=given.language)
        content = await _body(request)
        attachment = Attachment(name=given.name, size=max(given.size, len(content)))

        async def fetch() -> bytes:
            return content

        return await _answered(words, conversation.hear_file(words, attachment, fetch))


def _serve_dataset(router: APIRouter, conversation: "DemoConversation") -> None:
    @router.post("/demo/reset", status_code=202)
    async def reset(asked: _Reset) -> None:
        await conversation.reset(asked.dataset)

    @router.get("/demo/events")
    async def events(
        after: Annotated[int, Query(ge=0)] = 0,
        dataset: Annotated[str, Query(max_length=64)] = "",
        last_event_id: Annotated[str, Header()] = "",
    ) -> EventSourceResponse:
        seen = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else after
        return EventSourceResponse(
            conversation.events(seen, dataset),
            headers=SAFETY,
            ping=20,
            shutdown_event=cast("Event", conversation.signal),
            shutdown_grace_period=_GRACE_SECONDS,
        )


async def _answered(words: SpokenLine, hearing: Awaitable[bool]) -> dict[str, bool]:
    try:
        return {"repeated": not await hearing}
    except Exception as failure:
        log.exception("demo.unanswered", chat=words.chat.value, key=words.key)
        raise HTTPException(503, "not answered; send it again") from failure


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > max(MOST_BYTES.values()):
            raise HTTPException(413)
    return bytes(content)


def _serve_state(router: APIRouter, database: Database) -> None:
    @router.get("/demo/state")
    async def state(response: Response) -> dict[str, Any]:
        response.headers.update(SAFETY | {"Cache-Control": "no-store"})
        return await in_thread(database, _state)

    @router.get("/demo/faces", response_model=None)
    async def people() -> dict[str, PhoneOwner]:
        return await in_thread(database, phone_owners)

    @router.get("/demo/picture/{digest}")
    async def picture(digest: str, request: Request) -> Response:
        kept = SAFETY | {"Cache-Control": f"public, max-age={_YEAR}, immutable", "ETag": f'"{digest}"'}
        if request.headers.get("if-none-match") == kept["ETag"]:
            return Response(status_code=304, headers=kept)
        media = await in_thread(database, lambda session: load(session, digest))
        if media is None or media.mime not in PICTURES:
            raise HTTPException(404)
        return Response(media.content, media_type=media.mime, headers=kept)


def _state(session: Session) -> dict[str, Any]:
    return {
        "dataset": dataset_id(session),
        "last": newest(session),
        "chats": {chat.value: [view(line) for line in recent(session, chat)] for chat in Chat},
        "faces": phone_owners(session),
        "words": {language: _words(language) for language in LANGUAGES},
    }


def _words(language: str) -> dict[str, str]:
    """The words of the page itself; the conversation brings its own."""
    return {
        key: text
        for key, text in words_for(language).texts().items()
        if key.startswith("demo.") and isinstance(text, str)
    }
