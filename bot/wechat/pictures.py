"""Pictures in WeChat's sizes and formats, uploaded once for three days."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image

from bot.wechat.client import WeChatClient
from bot.wechat.errors import CallFailedError, Remedy, remedy_for
from bot.wechat.limits import PushMethod, SendLimits
from domain.tables.people import Channel
from storage import media
from storage.engine import Database
from storage.media import Media, MediaCopy

log = logging.getLogger(__name__)

#: Messages of an open window reserved for notices.
SPARE = 2
MOST_BYTES = 2 * 1024 * 1024
#: WeChat keeps an upload for three days.
KEPT = timedelta(hours=60)
_KINDS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
_EDGES = (1600, 1200, 800, 400)


class WeChatPictures:
    """Shows stored pictures as customer-service messages."""

    def __init__(
        self, client: WeChatClient, database: Database, limits: SendLimits, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._database = database
        self._limits = limits
        self._now = now

    def show(self, external: str, digest: str) -> None:
        """Show a picture where the window has a message to spare. Never raises: the text does not depend on it."""
        self._shown(external, lambda: self._send(external, digest))

    def show_page(self, external: str, draw: Callable[[], bytes]) -> None:
        """Show a page that is drawn for this person and kept nowhere, as ``show`` does."""
        self._shown(external, lambda: self._send_page(external, draw()))

    def _shown(self, external: str, send: Callable[[], None]) -> None:
        taken = self._limits.claim(external, 1, SPARE) if self._limits.allows(PushMethod.CUSTOMER_SERVICE) else ()
        if not taken:
            return
        try:
            send()
        except CallFailedError as failed:
            self._limits.after(failed, PushMethod.CUSTOMER_SERVICE, external, taken)
        except Exception:
            log.exception("a picture could not be shown on WeChat")

    def _send(self, external: str, digest: str) -> None:
        """Send it; once more with a fresh upload where WeChat deleted the old one."""
        try:
            self._client.message.send_image(external, self._media_id(digest))
        except CallFailedError as failed:
            if remedy_for(failed) is not Remedy.MEDIA_GONE:
                raise
            with self._database.transaction() as session:
                media.forget_remote(session, digest, Channel.WECHAT)
            self._client.message.send_image(external, self._media_id(digest))

    def _send_page(self, external: str, content: bytes) -> None:
        """Send a PNG that nobody else sees."""
        answer = self._client.media.upload("image", ("page.png", content, "image/png"))
        self._client.message.send_image(external, str(answer["media_id"]))

    def _media_id(self, digest: str) -> str:
        """WeChat's media id for a stored picture, uploaded when it has none."""
        with self._database.transaction() as session:
            known = media.remote_name(session, digest, Channel.WECHAT, self._now())
            stored = None if known else media.load(session, digest)
        if known:
            return known
        if stored is None:
            raise LookupError("no such picture")
        return self._uploaded(stored)

    def _uploaded(self, stored: Media) -> str:
        content, mime = fit_limits(stored)
        answer = self._client.media.upload("image", (f"picture.{_KINDS[mime]}", content, mime))
        name, until = str(answer["media_id"]), self._now() + KEPT
        copy = MediaCopy(hash=stored.hash, channel=Channel.WECHAT, remote=name, expires_at=until)
        with self._database.transaction() as session:
            media.remember_remote(session, copy)
        return name


def fit_limits(stored: Media) -> tuple[bytes, str]:
    """The picture itself where WeChat accepts it, else a smaller JPEG."""
    if len(stored.content) <= MOST_BYTES and stored.mime in _KINDS:
        return stored.content, stored.mime
    smaller = (_jpeg(stored.content, edge) for edge in _EDGES)
    return next(content for content in smaller if len(content) <= MOST_BYTES), "image/jpeg"


def _jpeg(content: bytes, edge: int) -> bytes:
    """At most ``edge`` pixels on the longer side, on white where it was transparent."""
    with Image.open(BytesIO(content)) as picture:
        picture.thumbnail((edge, edge))
        drawn = picture.convert("RGBA")
    ground = Image.new("RGB", drawn.size, "white")
    ground.paste(drawn, mask=drawn.getchannel("A"))
    written = BytesIO()
    ground.save(written, "JPEG", quality=85)
    return written.getvalue()
