"""The route that papers are fetched by: one address for one paper and one person, for some days."""

from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from bot.papers.desk import Draw
from handlers.conversation.paper_links import PATH, OldLinkError, UnknownLinkError
from locales import words_for

#: Nobody else shall keep, find or frame it, or learn the address from a link in it.
_SAFETY = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def paper_router(draw: Draw, language: str) -> APIRouter:
    """The route. ``language``: of those who come by a link that says nothing about them any more."""
    router, say = APIRouter(include_in_schema=False), words_for(language)

    @router.get(PATH + "{token}")
    def paper(token: str) -> Response:  # a plain function: it is run in a thread
        try:
            drawn = draw(token)
        except OldLinkError:
            return PlainTextResponse(say("paper.old"), status_code=410, headers=_SAFETY)
        except UnknownLinkError:
            return PlainTextResponse(say("paper.unknown"), status_code=404, headers=_SAFETY)
        shown = "inline" if drawn.is_ours and drawn.mime == "application/pdf" else "attachment"
        named = {"Content-Disposition": f"{shown}; filename*=UTF-8''{quote(drawn.name)}"}
        return Response(drawn.content, media_type=drawn.mime, headers=_SAFETY | named)

    return router
