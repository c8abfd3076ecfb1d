"""Answers as plain data and back: for the inbox, which repeats answers, and for paging long ones."""

from dataclasses import fields
from typing import Any

from handlers.conversation.turn import Answer, Button, File, Question, QuestionKind, Reply

_PLAIN = tuple(field.name for field in fields(Reply) if field.name not in {"lines", "buttons", "files"})


def dump_reply(reply: Reply) -> dict[str, Any]:
    """A reply as JSON data; written out because copying field by field costs a tenth of a turn."""
    rows = [[{"label": each.label, "data": each.data, "say": each.say} for each in row] for row in reply.buttons]
    data = {field: getattr(reply, field) for field in _PLAIN} | {"lines": list(reply.lines), "buttons": rows}
    if reply.files:
        data["files"] = [{"name": each.name, "token": each.token} for each in reply.files]
    return data


def load_reply(data: dict[str, Any]) -> Reply:
    """The reply that was dumped."""
    rows = tuple(tuple(Button(**button) for button in row) for row in data["buttons"])
    files = tuple(File(**each) for each in data.get("files", ()))
    return Reply(**{**data, "lines": tuple(data["lines"]), "buttons": rows, "files": files})


def dump_answer(answer: Answer) -> dict[str, Any]:
    """An answer as JSON data; whether notices wait is not kept, they have been left by then."""
    replies = [dump_reply(reply) for reply in answer.replies]
    return {"language": answer.language, "replies": replies, "replaces": answer.replaces, "news": answer.notices}


def load_answer(data: dict[str, Any]) -> Answer:
    """The answer that was dumped, marked as repeated."""
    replies = tuple(load_reply(reply) for reply in data["replies"])
    return Answer(
        language=data["language"],
        replies=replies,
        replaces=data["replaces"],
        notices=data.get("news", 0),  # answers that were kept before there was any know nothing of it
        repeated=True,
    )


def dump_question(question: Question | None) -> dict[str, Any] | None:
    """An open question as JSON data."""
    if question is None:
        return None
    return {"kind": question.kind.value, "facts": dict(question.facts), "aside": question.aside}


def load_question(data: dict[str, Any] | None) -> Question | None:
    """The open question, or nothing where its kind is no longer asked."""
    if data is None or data["kind"] not in set(QuestionKind):
        return None
    return Question(kind=QuestionKind(data["kind"]), facts=data["facts"], aside=int(data.get("aside") or 0))
