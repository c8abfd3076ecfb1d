"""Notices on WeChat: a customer-service message while a window is open, else a template message, else kept."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.messenger import Delivered, Kept, Outcome
from bot.papers.desk import DrawPage, has_page
from bot.settings import Settings
from bot.wechat.client import WeChatClient
from bot.wechat.errors import CallFailedError
from bot.wechat.limits import PushMethod, SendLimits
from bot.wechat.pictures import WeChatPictures
from bot.wechat.render import pages, site_of
from bot.wechat.template import USUAL_FIELDS, field_names, filled
from domain.tables.people import Channel
from handlers.conversation.turn import Reply
from locales import words_for
from storage.engine import Database


class WeChatMessenger:
    """Sends notices, and the pictures of answers. ``draw_page``: the first page of a paper."""

    channel = Channel.WECHAT

    def __init__(
        self,
        settings: Settings,
        database: Database,
        client: WeChatClient,
        now: Callable[[], datetime],
        draw_page: DrawPage | None = None,
    ) -> None:
        self._settings = settings
        self._client = client
        self._now = now
        self._limits = SendLimits(database, now)
        self._pictures = WeChatPictures(client, database, self._limits, now)
        self._draw_page = draw_page
        self._fields: tuple[str, ...] = ()
        if not settings.wechat_template_id:
            self._limits.deny(PushMethod.TEMPLATE)

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,
        replacing: str | None,  # noqa: ARG002
        topic: str = "",  # noqa: ARG002
    ) -> Outcome:
        """Send a notice; WeChat cannot edit, so what it replaces stays."""
        return await asyncio.to_thread(self._push, external, reply, language)

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:  # noqa: ARG002
        """WeChat cannot redraw; a press on an old card is answered with what changed."""
        return Delivered()

    async def show_picture(self, external: str, digest: str) -> None:
        """Send a picture after an answer, where the window has a message to spare."""
        await asyncio.to_thread(self._pictures.show, external, digest)

    async def show_page(self, external: str, reply: Reply) -> None:
        """Send the first page of a reply's statement, where the window has a message to spare."""
        await asyncio.to_thread(self._show_page, external, reply)

    def _show_page(self, external: str, reply: Reply) -> None:
        draw, token = self._draw_page, next((each.token for each in reply.files if has_page(each.token)), None)
        if draw is not None and token is not None:
            self._pictures.show_page(external, partial(draw, token))

    def _push(self, external: str, reply: Reply, language: str) -> Outcome:
        methods = {PushMethod.CUSTOMER_SERVICE: self._say, PushMethod.TEMPLATE: self._ring}
        for method, go in methods.items():
            if not self._limits.allows(method):
                continue
            if (wait := self._limits.spent(method)) is not None:
                return wait
            if (outcome := go(external, reply, language)) is not None:
                return outcome
        return Kept(reason="no open window on WeChat")

    def _say(self, external: str, reply: Reply, language: str) -> Outcome | None:
        """One or more customer-service messages; None when the window has too few."""
        texts = pages((reply,), language, pushed=True, site=site_of(self._settings))
        taken = self._limits.claim(external, len(texts))
        if not taken:
            return None
        for sent, text in enumerate(texts):
            try:
                self._client.message.send_text(external, text)
            except CallFailedError as failed:
                return self._limits.after(failed, PushMethod.CUSTOMER_SERVICE, external, taken[sent:])
        if reply.picture:
            self._pictures.show(external, reply.picture)
        self._show_page(external, reply)
        return Delivered()

    def _ring(self, external: str, reply: Reply, language: str) -> Outcome | None:
        """A template message: few words and no buttons, so the notice itself waits in the chat."""
        if not self._limits.claim_ring(external):
            return Kept(reason="rung by a template message a moment ago")
        local = self._now().astimezone(self._settings.zone)
        try:
            data = filled(self._template_fields(), reply, words_for(language), local)
            self._client.message.send_template(external, self._settings.wechat_template_id, data)
        except CallFailedError as failed:
            self._limits.forget_ring(external)
            return self._limits.after(failed, PushMethod.TEMPLATE, external)
        return Kept(reason="rung by a template message")

    def _template_fields(self) -> tuple[str, ...]:
        """The fields of our template, asked of WeChat once; the usual ones for an unknown template."""
        if not self._fields:
            listed = self._client.template.get_all_private_template().get("template_list", [])
            ours = (row["content"] for row in listed if row["template_id"] == self._settings.wechat_template_id)
            self._fields = field_names(next(ours, "")) or USUAL_FIELDS
        return self._fields
