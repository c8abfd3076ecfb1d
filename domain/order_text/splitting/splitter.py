"""Splits a message into goods with amounts, notes, and remarks about the whole."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from domain.language.quantities_in_text import tidy
from domain.language.words.lists import pattern, words
from domain.order_text import pasted_rows
from domain.order_text.candidates import CandidateFinder
from domain.order_text.counts_along import with_counts
from domain.order_text.phrases import Piece
from domain.order_text.split_message import SplitMessage
from domain.order_text.splitting.matrices import spread_matrices
from domain.order_text.splitting.message_parts import read_part
from domain.order_text.splitting.pack_specs import unit_prices, with_pack_units
from domain.order_text.splitting.printed_lines import printed
from domain.order_text.splitting.quantity_filter import QuantityFilter, blank, cut_out
from domain.order_text.splitting.quantity_like_names import QuantityLikeNames
from domain.order_text.splitting.row_names import named
from domain.order_text.splitting.segments import lines_of, parts_of
from domain.order_text.splitting.split_state import SplitState
from domain.order_text.splitting.wrapped_lines import unwrapped

_RELAY = re.compile(pattern("remarks", "relay"))
_FRACTION = re.compile(r"\d\.\d|[¥￥$]")
#: Somebody's name before what they want, in a list that goes round.
_RELAYED = re.compile(r"\s*(?P<who>@?[^\W\d]{1,12})(?:\s*[:：]\s*|\s+)(?P<what>\S.*)")
_SURNAME = f"[{''.join(words('talk', 'surnames'))}]"
_PERSON = re.compile(rf"@?(?:[小老阿]{_SURNAME}|{_SURNAME}[\u3400-\u9fff]{{1,2}})")
#: So many lines that begin with somebody's name make a list that went round.
_PEOPLE = 2


def split(text: str, guards: QuantityLikeNames, finder: CandidateFinder, units: frozenset[str]) -> SplitMessage:
    """Every part of a message."""
    state = SplitState(tally=QuantityFilter(guards, finder), finder=finder, units=units)
    state.relays = bool(_RELAY.search(text)) or _goes_round(state, text)
    for is_row, group in groupby(spread_matrices(text.splitlines()), pasted_rows.is_pasted):
        lines = list(group)
        if is_row:
            _rows(state, lines)
            continue
        for line in unwrapped(lines_of("\n".join(lines)), state.tally, finder):
            state.place += 1
            _line(state, line)
    return state.message


def _line(state: SplitState, line: str) -> None:
    if piece := printed(line, tidy(line), state.finder, state.units):
        state.add(replace(piece, place=state.place))
        return
    if state.relays and (match := _RELAYED.fullmatch(line)) and _is_somebody(state, match["who"], match["what"]):
        state.note(line)
        line = match["what"]
    line = with_pack_units(_without_prices(state, line))
    for part in parts_of(with_counts(line, state.tally.spoken, state.tally.bears)):
        read_part(state, part)
    _share_each(state)


def _share_each(state: SplitState) -> None:
    """``foil, wrap, napkins - 1 each``: the amount is meant for all of the line."""
    here = [part for part in state.message.parts if isinstance(part, Piece) and part.place == state.place]
    if len(here) < 2 or here[-1].unit != "each" or any(part.amounts or part.act for part in here[:-1]):  # noqa: PLR2004
        return
    amounts = tuple(replace(amount, unit="") for amount in here[-1].amounts)
    state.message.parts[state.message.parts.index(here[-1])] = replace(here[-1], amounts=amounts, each=True)


def _is_somebody(state: SplitState, who: str, what: str) -> bool:
    """Whether a word before goods is a name, as it names no goods itself."""
    return bool(state.tally.counts(tidy(what))) and state.finder.find(tidy(who)).near


def _goes_round(state: SplitState, text: str) -> bool:
    """Whether several people have written down goods behind their names: ``张丽 可乐 2箱``, ``王芳 雪碧 1箱``."""
    matches = filter(None, map(_RELAYED.fullmatch, text.splitlines()))
    people = {match["who"]: match["what"] for match in matches if _PERSON.fullmatch(match["who"])}
    return len(people) >= _PEOPLE and all(
        _is_somebody(state, who, what) and not state.finder.find(_goods_of(state, what)).near
        for who, what in people.items()
    )


def _goods_of(state: SplitState, what: str) -> str:
    folded = tidy(what)
    return cut_out(folded, state.tally.counts(folded))


def _without_prices(state: SplitState, line: str) -> str:
    """A line without what one of the goods costs; that is kept."""
    text = tidy(line)
    if len(text) == len(line) and ("/" in text or _FRACTION.search(text) or "每" in text):
        for match in unit_prices(state.units).finditer(text):
            state.note(line[match.start() : match.end()])
            line = blank(line, *match.span())
    return line


def _rows(state: SplitState, lines: Sequence[str]) -> None:
    for row in pasted_rows.rows_of([line for line in lines if line.strip()], state.units):
        if row.amounts is None:
            read_part(state, row.said)
        else:
            name = named(row, state.finder)
            state.add(Piece(said=row.said, name=name, amounts=row.amounts, row=True))
        if row.note:
            state.note(row.note)
