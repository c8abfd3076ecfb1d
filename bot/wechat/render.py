"""Renders replies as WeChat texts: words, then numbered links, within WeChat's limit of bytes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.settings import Settings
from bot.wechat.markup import clean, clean_line, menu_link, pieces, size, width
from handlers.conversation.paper_links import PATH
from handlers.conversation.turn import Button, File, Reply, Row
from locales import Words, words_for

#: What WeChat takes in one text, in bytes.
TEXT_BYTES = 2047
#: Rows of links in one text; one or two remaining rows stay on the same page.
MOST_ROWS = 8
FEW_ROWS = 2
#: The columns and bytes of a line that small buttons share.
LINE_COLUMNS = 26
LINE_BYTES = 1200
#: The label of a button without visible words.
NAMELESS = "…"
_GAP = "  "


@dataclass(frozen=True, kw_only=True)
class NumberedLine:
    """One line of a message, already safe."""

    text: str
    is_row: bool = False


def site_of(settings: Settings) -> str | None:
    """Where links to our papers begin, where phones can reach us."""
    return settings.public_url.rstrip("/") or None


def render(replies: Sequence[Reply], language: str, *, pushed: bool = False, site: str | None = None) -> str:
    """The part of an answer that the first reply asks for, with a link to the next; empty where nothing is said."""
    texts = pages(replies, language, pushed=pushed, site=site)
    return texts[min(replies[0].part, len(texts) - 1)] if texts else ""


def pages(replies: Sequence[Reply], language: str, *, pushed: bool = False, site: str | None = None) -> tuple[str, ...]:
    """Every part. Pushed texts have no numbers, which would mean the last answer's, and follow one another.

    ``site``: where links to papers begin; nothing where we have no address that phones can reach.
    """
    words = words_for(language)
    hint = "" if pushed or not any(reply.numbered and reply.buttons for reply in replies) else words("channel.choose")
    tail = 0 if pushed else size(f"\n\n{_more(words, 98, 99)}\n{hint}")
    parts = _parts(_Drawing(replies, words, pushed=pushed, site=site).lines(), TEXT_BYTES - tail)
    if pushed:
        return tuple(parts)
    return tuple(_finished(part, index, len(parts), words, hint) for index, part in enumerate(parts))


def _finished(part: str, index: int, count: int, words: Words, hint: str) -> str:
    more = "" if index + 1 == count else "\n" + _more(words, index + 1, count)
    asks = hint and "</a>" in part
    return part + more + (f"\n\n{hint}" if asks else "")


def _more(words: Words, part: int, parts: int) -> str:
    label = words("channel.more", part=part + 1, parts=parts)
    return menu_link(label=label, says=label, data=f"more:{part}")


class _Drawing:
    """Numbers the choices of a whole answer in reading order while its lines are rendered."""

    def __init__(self, replies: Sequence[Reply], words: Words, *, pushed: bool, site: str | None) -> None:
        self._replies = replies
        self._words = words
        self._site = site
        self._pushed = pushed
        self._number = 0
        self._heard = Counter(word for reply in replies for button in reply.choices() for word in _heard(button))

    def lines(self) -> Iterator[NumberedLine]:
        for reply in self._replies:
            if text := clean(reply.text()).strip("\n"):
                yield NumberedLine(text="")
                yield from (NumberedLine(text=line.rstrip()) for line in text.split("\n"))
            if reply.files:
                yield NumberedLine(text="")
                yield from self._papers(reply.files)
            if reply.buttons:
                yield NumberedLine(text="")
                yield from self._rows(reply)

    def _papers(self, files: Sequence[File]) -> Iterator[NumberedLine]:
        """WeChat carries no files to people: a link to each, which is never divided."""
        if self._site is None:
            yield NumberedLine(text=self._words("channel.no_papers"))
            return
        for file in files:
            link = f'<a href="{self._site}{PATH}{file.token}">📎 {clean_line(file.name)}</a>'
            yield NumberedLine(text=link, is_row=True)

    def _rows(self, reply: Reply) -> Iterator[NumberedLine]:
        for row in reply.buttons:
            yield from (NumberedLine(text=text, is_row=True) for text in self._row(row, numbered=reply.numbered))

    def _row(self, row: Row, *, numbered: bool) -> Iterator[str]:
        """The links of a row, several on one line as far as they are short."""
        line, columns = "", 0
        for button in row:
            mark = self._next_number() if numbered and not self._pushed else ""
            link, needs = self._link(button, mark), width(f"{mark} {button.label}")
            if line and (columns + len(_GAP) + needs > LINE_COLUMNS or size(line + link) > LINE_BYTES):
                yield line
                line, columns = "", 0
            line, columns = (f"{line}{_GAP}{link}", columns + len(_GAP) + needs) if line else (link, needs)
        if line:
            yield line

    def _link(self, button: Button, mark: str) -> str:
        """The text sent must be unambiguous even where the phone sends no menu id: else the number is sent."""
        says = _says(button)
        is_clear = _core(says) and self._heard[_core(says)] == 1
        if mark and not is_clear:
            says = mark
        link = menu_link(label=clean_line(button.label) or NAMELESS, says=says or NAMELESS, data=button.data)
        return f"{mark} {link}" if mark else link

    def _next_number(self) -> str:
        self._number += 1
        return str(self._number)


def _says(button: Button) -> str:
    return clean_line(button.say or button.label)


def _heard(button: Button) -> set[str]:
    """The words by which a button can be named."""
    return {_core(_says(button)), _core(button.label)}


def _core(words: str) -> str:
    """The letters and digits of a text, without case."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _parts(lines: Iterator[NumberedLine], most: int) -> list[str]:
    """The lines in as few parts as bytes and rows allow, never split inside a link."""
    waiting = [NumberedLine(text=text, is_row=line.is_row) for line in lines for text in _divided(line, most)]
    parts: list[str] = []
    while waiting:
        count = _fitting(waiting, most)
        if part := "\n".join(line.text for line in waiting[:count]).strip("\n"):
            parts.append(part)
        waiting = waiting[count:]
    return parts


def _divided(line: NumberedLine, most: int) -> list[str]:
    return [line.text] if line.is_row else pieces(line.text, most)


def _fitting(lines: list[NumberedLine], most: int) -> int:
    """How many of the lines fit on one page."""
    used = rows = count = 0
    for line in lines:
        used += size(line.text) + 1
        rows += line.is_row
        if used - 1 > most or (rows > MOST_ROWS and not _few_remain(lines[count:])):
            break
        count += 1
    return max(count, 1)


def _few_remain(lines: list[NumberedLine]) -> bool:
    return len(lines) <= FEW_ROWS and all(line.is_row for line in lines)
