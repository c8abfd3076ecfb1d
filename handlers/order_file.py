"""A file as an order: its rows are read as pasted ones are, and one question settles what all its numbers count."""

from collections.abc import Sequence
from dataclasses import replace

from domain.refusals import NoAccount
from domain.rules import order_sheet
from domain.rules.order_sheet import Flaw, OrderSheet
from domain.rules.reading import Asked, Held, Intake, Unknown
from domain.rules.rights import Right
from domain.rules.units import LOOSE, WHOLE
from handlers import unread, wording
from handlers.press import Press, StaleButton, button
from handlers.turn import Question, Reply, Sent, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: From so many lines on whose numbers may count packs or single ones, one question is asked for all.
_ASKED_ONCE = 3
#: So many of those lines are shown with it.
_SHOWN = 5
_CAPTION_LONGEST, _NAME_LONGEST = 500, 80
_COUNTS = {"pack": WHOLE, "base": LOOSE, "ask": ""}


def take(visit: Visit, body: Sent, question: Question | None) -> Turn:
    """Read a file as an order; where it is none, say why and what would help."""
    if body.fault is not None:
        return unread.word(visit, f"order_file.{body.fault}", question)
    if visit.by.account_id is None:
        raise NoAccount
    match order_sheet.read(body.sheets, visit.reader.units):
        case Flaw() as flaw:
            return unread.word(visit, f"order_file.{flaw}", question, most=order_sheet.MOST)
        case OrderSheet() as sheet:
            text = "\n".join(filter(None, (body.text[:_CAPTION_LONGEST], sheet.text)))
            return _order(visit, text, _head(visit, body.name, sheet), question)


def counted(visit: Visit, press: Press) -> Turn:
    """The answer to what the numbers of a sheet count."""
    visit.by.need(Right.CART_CHANGE)
    text, unit = str(visit.memory.get("sheet_text") or ""), _COUNTS.get(press.text(1))
    about = (visit.memory.get("sheet_serial"), visit.memory.get("sheet_account"))
    if not text or unit is None or about != (press.number(0), visit.by.account_id):
        raise StaleButton
    head = str(visit.memory.get("sheet_head") or "")
    visit = replace(visit, memory={**visit.memory, "sheet_text": None, "sheet_head": None})
    text = order_sheet.counted_in(text, unit) if unit else text
    intake, held = wording.read(visit, text)
    return _taken(visit, text, intake, held or Held(), head)


def _order(visit: Visit, text: str, head: str, question: Question | None) -> Turn:
    intake, held = wording.read(visit, text)
    if not intake:
        return unread.word(visit, "order_file.no_quantities", question)
    if all(isinstance(line, Unknown) for line in intake.lines):
        told = [visit.say("wording.unknown", text=line.text) for line in intake.lines]
        return unread.word(visit, "order_file.none_known", question, told)
    bare = [line for line in intake.lines if isinstance(line, Asked) and _may_be_packs(line)]
    if len(bare) >= _ASKED_ONCE:
        return _ask(visit, text, head, bare)
    return _taken(visit, text, intake, held or Held(), head)


def _may_be_packs(line: Asked) -> bool:
    """Whether a line is clear but for what its number counts."""
    return not line.unit and line.count is not None and len(line.options) == 1


def _ask(visit: Visit, text: str, head: str, bare: Sequence[Asked]) -> Turn:
    """One question for all numbers without a unit; nothing is in the cart before it is answered."""
    serial = int(visit.memory.get("sheet_serial") or 0) + 1
    shown = [visit.say("order_file.row", text=line.text) for line in bare[:_SHOWN]]
    more = len(bare) - len(shown)
    asked = Reply(
        title=visit.say.count("order_file.which_unit", len(bare)),
        lines=(*head.splitlines(), "", *shown, *((visit.say.count("order_file.more_rows", more),) if more else ())),
        buttons=(
            (button(visit.say("order_file.packs"), Verb.SHEET, serial, "pack"),),
            (button(visit.say("order_file.single"), Verb.SHEET, serial, "base"),),
            (button(visit.say("order_file.each"), Verb.SHEET, serial, "ask"),),
            (button(visit.say("button.menu"), Verb.MENU),),
        ),
    )
    kept = {"sheet_serial": serial, "sheet_account": visit.by.account_id, "sheet_text": text, "sheet_head": head}
    return Turn(replies=(asked,), memory={**visit.memory, **kept})


def _taken(visit: Visit, text: str, intake: Intake, held: Held, head: str) -> Turn:
    """What the file put into the cart and what it leaves open, below what was read."""
    turn = wording.take(visit, text, intake, held)
    first, *others = turn.replies
    return replace(turn, replies=(replace(first, lines=(*head.splitlines(), "", *first.lines)), *others))


def _head(visit: Visit, name: str, sheet: OrderSheet) -> str:
    """What was read of the file, and what was not."""
    name = "".join(filter(str.isprintable, name))[:_NAME_LONGEST] or visit.say("order_file.file")
    told = [visit.say.count("order_file.read", sheet.rows, name=name)]
    if sheet.left_out:
        told.append(visit.say.count("order_file.left_out", sheet.left_out))
    if sheet.others:
        told.append(visit.say("order_file.others", names=visit.say("order_file.gap").join(sheet.others)))
    return "\n".join(told)
