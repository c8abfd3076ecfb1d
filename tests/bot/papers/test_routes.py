"""The address of a paper: a file for whoever has its link, a sentence where it opens nothing."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx2
from fastapi import FastAPI

from bot.papers.desk import DrawnPaper
from bot.papers.routes import paper_router
from handlers.conversation.paper_links import (
    OldLinkError,
    PaperForm,
    PaperKind,
    PaperLink,
    UnknownLinkError,
    read_token,
    token_of,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINK = PaperLink(
    kind=PaperKind.STATEMENT, form=PaperForm.PDF, about=("7", "2026-10-01", "2026-10-31"), person_id=9, until=NOW
)


def drawn(token: str) -> DrawnPaper:
    if token == "old":
        raise OldLinkError
    if token != "good":
        raise UnknownLinkError
    return DrawnPaper(name="对账单 十月.pdf", mime="application/pdf", content=b"%PDF")


def get(path: str) -> httpx2.Response:
    async def asked() -> httpx2.Response:
        app = FastAPI()
        app.include_router(paper_router(drawn, "zh-CN"))
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://here") as client:
            return await client.get(path)

    return asyncio.run(asked())


def test_a_link_opens_the_file_and_nobody_keeps_it() -> None:
    answer = get("/f/good")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"%PDF", "application/pdf")
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E5")
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == (
        "private, no-store",
        "noindex, nofollow",
    )


def test_a_link_that_opens_nothing_says_what_to_do() -> None:
    assert (get("/f/old").status_code, get("/f/bad").status_code, get("/f/").status_code) == (410, 404, 404)
    assert "再要一份" in get("/f/old").text
    assert "再要一份" in get("/f/bad").text


def test_a_token_says_what_was_signed_and_nothing_else() -> None:
    token = token_of(b"secret", LINK)
    assert read_token(b"secret", token, NOW) == LINK
    assert len(token) < 120
    for wrong in (token_of(b"another", LINK), token + "A", token.swapcase(), "喆.喆", "." * 1000):
        try:
            read_token(b"secret", wrong, NOW)
        except UnknownLinkError:
            continue
        raise AssertionError(wrong)
    try:
        read_token(b"secret", token, NOW + timedelta(seconds=1))
    except OldLinkError:
        return
    raise AssertionError("it was too old")
