"""A file as an order: read like pasted rows; one question settles the unit of all its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.language.units import LOOSE, WHOLE
from domain.order_text import order_sheet
from domain.order_text.order_sheet import Flaw, OrderSheet
from domain.order_text.result import AskedLine, OrderSoFar, ReadOrder, UnknownLine
from domain.refusals import NoAccount
from domain.rules.rights import Right
from handlers.conversation import unsupported
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Fact, Question, Reply, Sent, Turn
from handlers.conversation.verbs import Verb
from handlers.text_orders import text_order

#: From so many lines on whose numbers may count packs or single ones, one question is asked for all.
_ASKED_ONCE = 3
#: So many of those lines, and so many columns, are shown with it.
_SHOWN, _COLUMNS = 5, 12
_CAPTION_LONGEST, _NAME_LONGEST = 500, 80
_COUNTS = {"pack": WHOLE, "base": LOOSE, "ask": ""}


@dataclass(frozen=True, kw_only=True)
class _File:
    """A file that is read as an order: its text, what is said of it above the answer, and what it says beside goods."""

    text: str
    head: str
    note: str
    rivals: tuple[str, ...] = ()


def take(request: Request, body: Sent, question: Question | None) -> Turn:
    """Read a file as an order; where it is none, say why and what would help."""
    if body.fault is not None:
        return unsupported.word(request, f"order_file.{body.fault}", question)
    if request.actor.account_id is None:
        raise NoAccount
    match order_sheet.read(body.sheets, request.reader.units):
        case Flaw() as flaw:
            return unsupported.word(request, f"order_file.{flaw}", question, most=order_sheet.MOST)
        case OrderSheet() as sheet:
            text = "\n".join(filter(None, (body.text[:_CAPTION_LONGEST], sheet.text)))
            head = _head(request, body.name, sheet)
            file = _File(text=text, head=head, note=sheet.note, rivals=sheet.rivals)
            return _ask_column(request, file) if file.rivals else _order(request, file, question)


def counted(request: Request, *, serial: int, counts: str) -> Turn:
    """The answer to what the numbers of a sheet count."""
    unit = _COUNTS.get(counts)
    request, file = _remembered(request, serial)
    if unit is None or file.rivals:
        raise StaleButton
    text = order_sheet.counted_in(file.text, unit) if unit else file.text
    intake, held = text_order.read(request, text)
    return _taken(request, replace(file, text=text), intake, held or OrderSoFar())


def chosen(request: Request, *, serial: int, column: int) -> Turn:
    """The answer to which column of a sheet says how many: the first is 1, and 0 is all of them together."""
    request, file = _remembered(request, serial)
    if not 0 <= column <= len(file.rivals) or not file.rivals:
        raise StaleButton
    text = order_sheet.of_column(file.text, file.rivals, column - 1 if column else order_sheet.ALL)
    name = file.rivals[column - 1] if column else request.say("order_file.all_columns")
    head = "\n".join((file.head, request.say("order_file.by_column", column=name)))
    return _order(request, replace(file, text=text, head=head, rivals=()), None)


def _remembered(request: Request, serial: int) -> tuple[Request, _File]:
    """The file that a question was about, and the request without it: it is answered once."""
    request.actor.need(Right.CART_CHANGE)
    memory = request.memory
    if not memory.get("sheet_text") or (memory.get("sheet_serial"), memory.get("sheet_account")) != (
        serial,
        request.actor.account_id,
    ):
        raise StaleButton
    text, head, note, rivals = (str(memory.get(f"sheet_{name}") or "") for name in ("text", "head", "note", "rivals"))
    file = _File(text=text, head=head, note=note, rivals=tuple(filter(None, rivals.split("\t"))))
    return replace(request, memory={**memory, **dict.fromkeys(_KEPT)}), file


#: What is remembered of a file while it is asked about.
_KEPT = ("sheet_text", "sheet_head", "sheet_note", "sheet_rivals")


def _remember(request: Request, file: _File, serial: int) -> dict[str, Fact]:
    kept = (file.text, file.head, file.note, "\t".join(file.rivals))
    about: dict[str, Fact] = {"sheet_serial": serial, "sheet_account": request.actor.account_id}
    return {**request.memory, **about, **dict(zip(_KEPT, kept, strict=True))}


def _order(request: Request, file: _File, question: Question | None) -> Turn:
    intake, held = text_order.read(request, file.text)
    if not intake:
        return unsupported.word(request, "order_file.no_quantities", question)
    if all(isinstance(line, UnknownLine) for line in intake.lines):
        told = [request.say("wording.unknown", text=line.text) for line in intake.lines]
        return unsupported.word(request, "order_file.none_known", question, told)
    bare = [line for line in intake.lines if isinstance(line, AskedLine) and _may_be_packs(line)]
    if len(bare) >= _ASKED_ONCE:
        return _ask(request, file, bare)
    return _taken(request, file, intake, held or OrderSoFar())


def _may_be_packs(line: AskedLine) -> bool:
    """Whether a line is clear but for what its number counts."""
    return not line.unit and line.count is not None and len(line.options) == 1


def _ask(request: Request, file: _File, bare: Sequence[AskedLine]) -> Turn:
    """One question for all numbers without a unit; nothing is in the cart before it is answered."""
    serial = _next_serial(request)
    shown = [request.say("order_file.row", text=line.text) for line in bare[:_SHOWN]]
    more = len(bare) - len(shown)
    asked = Reply(
        title=request.say.count("order_file.which_unit", len(bare)),
        lines=(
            *file.head.splitlines(),
            "",
            *shown,
            *((request.say.count("order_file.more_rows", more),) if more else ()),
        ),
        buttons=(
            (button(request.say("order_file.packs"), Verb.SHEET, serial, "pack"),),
            (button(request.say("order_file.single"), Verb.SHEET, serial, "base"),),
            (button(request.say("order_file.each"), Verb.SHEET, serial, "ask"),),
            (button(request.say("button.menu"), Verb.MENU),),
        ),
    )
    return Turn(replies=(asked,), memory=_remember(request, file, serial))


def _ask_column(request: Request, file: _File) -> Turn:
    """Which of several columns says how many; nothing is in the cart before it is answered."""
    serial = _next_serial(request)
    columns = [
        (button(request.say("order_file.column", column=name), Verb.SHEET_COLUMN, serial, number),)
        for number, name in enumerate(file.rivals[:_COLUMNS], start=1)
    ]
    together = (button(request.say("order_file.together"), Verb.SHEET_COLUMN, serial, 0),)
    asked = Reply(
        title=request.say("order_file.which_column"),
        lines=tuple(file.head.splitlines()),
        buttons=(
            *columns,
            *((together,) if len(file.rivals) > 1 else ()),
            (button(request.say("button.menu"), Verb.MENU),),
        ),
    )
    return Turn(replies=(asked,), memory=_remember(request, file, serial))


def _next_serial(request: Request) -> int:
    return int(request.memory.get("sheet_serial") or 0) + 1


def _taken(request: Request, file: _File, intake: ReadOrder, held: OrderSoFar) -> Turn:
    """What the file put into the cart and what it leaves open, below what was read."""
    note = "\n".join(filter(None, (intake.note, file.note)))
    turn = text_order.take_order(request, file.text, replace(intake, note=note), held)
    first, *others = turn.replies
    return replace(turn, replies=(replace(first, lines=(*file.head.splitlines(), "", *first.lines)), *others))


def _head(request: Request, name: str, sheet: OrderSheet) -> str:
    """What was read of the file, and what was not."""
    name = "".join(filter(str.isprintable, name))[:_NAME_LONGEST] or request.say("order_file.file")
    told = [request.say.count("order_file.read", sheet.rows, name=name)]
    if sheet.left_out:
        told.append(request.say.count("order_file.left_out", sheet.left_out))
    told += [request.say("order_file.remark", text=request.say(each.key, **each.facts)) for each in sheet.remarks]
    return "\n".join(told)
