"""Finance answers an invoice that was asked for: with its file, with its number or a link, or with why not."""

import re
from base64 import b64decode

from domain.finance import invoices
from domain.finance.invoices import Issued
from domain.rules.finance.invoicing import InvoiceState
from domain.rules.rights import Right
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Sent, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import invoice
from storage import media

#: Where the words wait for the tap, and what they belong to.
WORDS, ABOUT = "invoice_words", "invoice_about"
_LINK = re.compile(r"https?://[^\s<>\"']{4,290}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z-]{6,40}(?![0-9A-Za-z-])")
_MIMES = {".pdf": "application/pdf", ".ofd": "application/ofd"}


def ask_file(request: Request, *, invoice_request_id: Id) -> Turn:
    """Where is it?"""
    request.actor.need(Right.INVOICE_ANSWER)
    found = invoices.view(request.actor, invoice_request_id)
    if found.request.state is InvoiceState.REFUSED:
        return invoice.open_(request, invoice_request_id=invoice_request_id).headed(request.say("refusal.ClaimDecided"))
    title = request.say("invoice.send_ask", account=found.account.name, title=found.request.title)
    reply = Reply(title=title, note=request.say("invoice.send_note"), buttons=(_foot(request, invoice_request_id),))
    return Turn(replies=(reply,), question=_question(QuestionKind.INVOICE_FILE, invoice_request_id))


def document(request: Request, body: Sent) -> Turn | None:
    """A PDF or OFD file, sent where one is waited for; nothing where none is."""
    question = request.question
    if not body.document or question is None or question.kind is not QuestionKind.INVOICE_FILE:
        return None
    request_id = question.facts.get("invoice_request")
    if not isinstance(request_id, int):
        return None
    mime = _MIMES[body.name[-4:].lower()]
    digest = media.store(request.session, b64decode(body.document), mime)
    invoices.send(request.actor, request_id, Issued(document=digest))
    return Turn(replies=(invoice.card(request, request_id, request.say("invoice.sent")),))


def typed(request: Request, text: str, *, invoice_request_id: Id) -> Turn:
    """Its number, or a link to it, said back."""
    issued = _read(text)
    if not issued.number and not issued.link:
        return ask_file(request, invoice_request_id=invoice_request_id).headed(request.say("invoice.unread"))
    found = invoices.view(request.actor, invoice_request_id)
    words = " ".join(filter(None, (issued.number, issued.link)))
    title = request.say("invoice.send_sure", account=found.account.name, words=words)
    yes = button(request.say("invoice.send_yes"), Verb.SEND_INVOICE_NOW, invoice_request_id, say=title)
    memory: Facts = {WORDS: words, ABOUT: f"sent {invoice_request_id}"}
    return Turn(replies=(Reply(title=title, buttons=((yes,), _foot(request, invoice_request_id))),), memory=memory)


def send(request: Request, *, invoice_request_id: Id) -> Turn:
    """The buyer gets it."""
    words = _waiting(request, f"sent {invoice_request_id}")
    invoices.send(request.actor, invoice_request_id, _read(words))
    return Turn(replies=(invoice.card(request, invoice_request_id, request.say("invoice.sent")),), memory={})


def ask_reason(request: Request, *, invoice_request_id: Id) -> Turn:
    """Why not?"""
    request.actor.need(Right.INVOICE_ANSWER)
    found = invoices.view(request.actor, invoice_request_id)
    if found.request.state is not InvoiceState.ASKED:
        return invoice.open_(request, invoice_request_id=invoice_request_id).headed(request.say("refusal.ClaimDecided"))
    title = request.say("invoice.refuse_why", account=found.account.name)
    reply = Reply(title=title, note=request.say("invoice.refuse_note"), buttons=(_foot(request, invoice_request_id),))
    return Turn(replies=(reply,), question=_question(QuestionKind.INVOICE_REASON, invoice_request_id))


def typed_reason(request: Request, text: str, *, invoice_request_id: Id) -> Turn:
    """The reason, said back."""
    request.actor.need(Right.INVOICE_ANSWER)
    found = invoices.view(request.actor, invoice_request_id)
    reason = " ".join(text.split())[: invoices.REASON_MOST]
    title = request.say("invoice.refuse_sure", account=found.account.name, reason=reason)
    yes = button(request.say("invoice.refuse_yes"), Verb.REFUSE_INVOICE_NOW, invoice_request_id, say=title)
    memory: Facts = {WORDS: reason, ABOUT: f"refused {invoice_request_id}"}
    return Turn(replies=(Reply(title=title, buttons=((yes,), _foot(request, invoice_request_id))),), memory=memory)


def refuse(request: Request, *, invoice_request_id: Id) -> Turn:
    """Whoever asked hears why not."""
    invoices.refuse(request.actor, invoice_request_id, _waiting(request, f"refused {invoice_request_id}"))
    return Turn(replies=(invoice.card(request, invoice_request_id, request.say("invoice.refused")),), memory={})


def _read(text: str) -> Issued:
    link = _LINK.search(text)
    rest = text.replace(link[0], " ") if link else text
    number = _NUMBER.search(rest)
    return Issued(number=number[0] if number else "", link=link[0] if link else "")


def _question(kind: QuestionKind, request_id: int) -> Question:
    return Question(kind=kind, facts={"invoice_request": request_id})


def _waiting(request: Request, about: str) -> str:
    """The words that wait for this tap. Raises StaleButton: it is not the last one that was asked."""
    request.actor.need(Right.INVOICE_ANSWER)
    if request.memory.get(ABOUT) != about:
        raise StaleButton
    return str(request.memory.get(WORDS) or "")


def _foot(request: Request, request_id: int) -> tuple[Button, ...]:
    back = button(request.say("invoice.back"), Verb.INVOICE_CARD, request_id)
    return (back, button(request.say("button.menu"), Verb.MENU))
