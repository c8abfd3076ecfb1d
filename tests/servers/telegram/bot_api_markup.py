"""Reads the HTML parse mode as Telegram does: text plus entities, or the refusal."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram.bot_api_errors import bad_request

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
ATTRIBUTE = r"""\s+([a-zA-Z-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?"""
TAG = re.compile(rf"<(/?)([a-zA-Z0-9-]*)((?:{ATTRIBUTE})*)\s*>")
# Only these names are known to Telegram; any other stays as it was typed.
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")

Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    """Telegram's measure of offsets and, on the safe side, of length."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Text as a person sees it, and where it is decorated."""

    text: str
    entities: tuple[Entity, ...] = ()

    def trimmed(self) -> Marked:
        """Without white space at both ends, as Telegram shows it."""
        lead = utf16_length(self.text) - utf16_length(self.text.lstrip())
        text = self.text.strip()
        end = utf16_length(text)
        moved = ({**entity, "offset": entity["offset"] - lead} for entity in self.entities)
        cut = (_clipped(entity, end) for entity in moved)
        return Marked(text=text, entities=tuple(entity for entity in cut if entity["length"] > 0))


def _clipped(entity: Entity, end: int) -> Entity:
    start = max(0, entity["offset"])
    stop = min(end, entity["offset"] + entity["length"])
    return {**entity, "offset": start, "length": stop - start}


@dataclass(kw_only=True)
class _Open:
    name: str
    offset: int
    entity: Entity


@dataclass(kw_only=True)
class _Reader:
    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Marked:
        at = 0
        while (start := self.source.find("<", at)) >= 0:
            self._plain(self.source[at:start])
            at = self._tag(start)
        self._plain(self.source[at:])
        if self.stack:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')
        ordered = sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return Marked(text="".join(self.parts), entities=tuple(ordered))

    def _plain(self, piece: str) -> None:
        shown = REFERENCE.sub(lambda found: html.unescape(found.group()), piece)
        self.parts.append(shown)
        self.length += utf16_length(shown)

    def _tag(self, start: int) -> int:
        found = TAG.match(self.source, start)
        offset = len(self.source[:start].encode())
        if found is None:
            raise self._broken_tag(start, offset)
        closing, name = found.group(1), found.group(2).lower()
        if closing:
            self._close(name, offset)
        else:
            self._begin(name, found.group(3), offset)
        return found.end()

    def _broken_tag(self, start: int, offset: int) -> Exception:
        name = re.match(r"</?([^\s>]*)", self.source[start:])
        word = name.group(1).lower() if name else ""
        if self.source.startswith("</", start):
            return self._wrong(f"Unclosed end tag at byte offset {offset}")
        if word not in KINDS:
            return self._wrong(f'Unsupported start tag "{word}" at byte offset {offset}')
        return self._wrong(f"Unclosed start tag at byte offset {offset}")

    def _begin(self, name: str, attributes: str, offset: int) -> None:
        found = {m[0].lower(): html.unescape(m[1] or m[2] or m[3]) for m in re.findall(ATTRIBUTE, attributes)}
        if name not in KINDS:
            raise self._wrong(f'Unsupported start tag "{name}" at byte offset {offset}')
        if name == "span" and found.get("class") != "tg-spoiler":
            raise self._wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.stack.append(_Open(name=name, offset=self.length, entity=_entity(name, found)))

    def _close(self, name: str, offset: int) -> None:
        if not self.stack:
            raise self._wrong(f"Unexpected end tag at byte offset {offset}")
        opened = self.stack.pop()
        if name and name != opened.name:
            words = f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{name}>"'
            raise self._wrong(words)
        if self.length > opened.offset and opened.entity:
            place = {"offset": opened.offset, "length": self.length - opened.offset}
            self.entities.append({**opened.entity, **place})

    def _wrong(self, words: str) -> Exception:
        return bad_request(f"can't parse entities: {words}")


def _entity(name: str, attributes: dict[str, str]) -> Entity:
    entity: Entity = {"type": KINDS[name]}
    if name == "a":
        # A link that leads nowhere is shown as plain text.
        return {**entity, "url": attributes["href"]} if attributes.get("href") else {}
    if name == "tg-emoji":
        return {**entity, "custom_emoji_id": attributes.get("emoji-id", "")}
    if name == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    return entity


def read_marked(text: str, parse_mode: str | None, entities: list[Entity] | None = None) -> Marked:
    """What a call's text, parse mode and entities come to; only HTML is spoken here."""
    if not parse_mode:
        return Marked(text=text, entities=tuple(entities or ())).trimmed()
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return _Reader(source=text).read().trimmed()


def commands_in(text: str) -> tuple[Entity, ...]:
    """The bot commands a person typed, marked as Telegram marks them."""
    return tuple(
        {"type": "bot_command", "offset": utf16_length(text[: found.start()]), "length": utf16_length(found.group())}
        for found in COMMAND.finditer(text)
    )
