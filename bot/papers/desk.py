"""Draws the paper that a token names, for its person, who must still be allowed to see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from domain.actor import Actor, Supplier
from domain.finance import invoices
from domain.people import directory
from domain.refusals import NoAccount, NotAllowed, NotFound
from domain.tables.people import Place
from handlers.conversation.paper_links import PaperForm, PaperKind, PaperLink, UnknownLinkError, names, read_token
from locales import Words, words_for
from storage import media
from storage.engine import Database

if TYPE_CHECKING:
    from bot.papers.paper import Paper

_MIME = {
    PaperForm.PDF: "application/pdf",
    PaperForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, kw_only=True)
class DrawnPaper:
    """A file. ``is_ours``: drawn here, and not sent by somebody."""

    name: str
    mime: str
    content: bytes
    is_ours: bool = True


#: Draws the paper of a token. Raises UnknownLinkError, OldLinkError.
Draw: TypeAlias = Callable[[str], DrawnPaper]
#: Draws the first page of the paper of a token as a picture.
DrawPage: TypeAlias = Callable[[str], bytes]


def has_page(token: str) -> bool:
    """Whether a paper is shown as a picture as well: a statement; what it says is checked when it is drawn."""
    return names(token, PaperKind.STATEMENT, PaperForm.PDF)


class PaperDesk:
    """Reads and draws; nothing is kept. The libraries that draw are loaded with the first paper."""

    def __init__(self, database: Database, supplier: Supplier, now: Callable[[], datetime]) -> None:
        self._database = database
        self._supplier = supplier
        self._now = now

    def draw_page(self, token: str) -> bytes:
        """The first page of a PDF as a picture. Raises as ``draw``."""
        from bot.papers.first_page import first_page  # noqa: PLC0415

        return first_page(self.draw(token).content)

    def draw(self, token: str) -> DrawnPaper:
        """The paper. Raises UnknownLinkError: no token of ours, or not theirs to see any more; OldLinkError."""
        from bot.papers.linked import READ  # noqa: PLC0415 - loaded with the first paper

        now = self._now()
        link = read_token(self._supplier.secret, token, now)
        with self._database.reading() as session:
            person = directory.person(session, link.person_id)
            if person is None or not person.active:
                raise UnknownLinkError
            account = directory.account_of(session, person)
            actor = Actor(session=session, person=person, now=now, supplier=self._supplier, where=Place.COMMAND)
            say = words_for(person.language or (account.language if account else "") or self._supplier.language)
            try:
                if link.kind is PaperKind.INVOICE:
                    return _invoice(actor, link, say)
                papers, name = READ[link.kind](actor, link, say)
            except (NotAllowed, NotFound, NoAccount):
                raise UnknownLinkError from None
        return DrawnPaper(name=name, mime=_MIME[link.form], content=_content(papers, link.form))


def _invoice(actor: Actor, link: PaperLink, say: Words) -> DrawnPaper:
    """The file that finance sent, as it came."""
    found = invoices.view(actor, int(link.about[0])).request
    kept = media.load(actor.session, found.document) if found.document else None
    if kept is None:
        raise NotFound
    name = say("invoice.file", title=found.title, number=found.number).strip()
    file_name = f"{name}.{kept.mime.rpartition('/')[2]}"
    return DrawnPaper(name=file_name, mime=kept.mime, content=kept.content, is_ours=False)


def _content(papers: "tuple[Paper, ...]", form: PaperForm) -> bytes:
    if form is PaperForm.PDF:
        from bot.papers.pdf import pdf_of  # noqa: PLC0415

        return pdf_of(*papers)
    from bot.papers.workbook import workbook_of  # noqa: PLC0415

    return workbook_of(papers[0])
