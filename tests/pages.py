"""What the pages of the docs hold that is made from the code; ``python -m tests.pages`` writes it into them anew."""

import ast
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import SecretStr

from bot.settings import Settings
from domain.rules import order_life, return_life, shipment_life
from domain.rules.finance import credit_doors
from domain.rules.finance.credit_doors import ON_HOLD, Door, OnHold
from domain.rules.life import Life, Transition
from domain.rules.order_life import OrderStatus
from domain.rules.return_life import ReturnStatus
from domain.rules.rights import GRANTS, Right
from domain.rules.shipment_life import ShipmentStatus

ROOT = Path(__file__).parent.parent


def life_diagram(life: Life[Any, Any]) -> str:
    """A life as Mermaid draws it."""
    rows = [
        "stateDiagram-v2",
        f"    [*] --> {life.first}",
        *(f"    {move.source} --> {move.target} : {move.step}" for move in life.transitions),
        *(f"    {end} --> [*]" for end in sorted(life.ends)),
    ]
    return "\n".join(("```mermaid", *rows, "```"))


def life_table(life: Life[Any, Any]) -> str:
    """The same as a table, with who may take each step."""
    rows = [
        f"| {move.source} | {move.step} | {move.target} | {_who(move)} | {'a reason' if move.needs_reason else ''} |"
        for move in life.transitions
    ]
    return "\n".join(("| from | step | to | who | needs |", "|---|---|---|---|---|", *rows))


def states_table(module: ModuleType, states: type[StrEnum]) -> str:
    """Each state with the words that stand beside it in the code."""
    said = meanings(Path(str(module.__file__)), states.__name__)
    rows = [f"| {status} | {said[status.name]} |" for status in states]
    return "\n".join(("| state | what it means |", "|---|---|", *rows))


def doors_table() -> str:
    """Each door where credit is asked for, with the act that asks and what it does on hold."""
    said = meanings(Path(str(credit_doors.__file__)), Door.__name__)
    rows = [f"| {door} | {said[door.name]} | {_asked_in(door)} | {ON_HOLD[door]} |" for door in Door]
    head = ("| door | when | asked by | on **hold** |", "|---|---|---|---|")
    on_hold = meanings(Path(str(credit_doors.__file__)), OnHold.__name__)
    words = [f"- **{each}**: {on_hold[each.name]}" for each in OnHold]
    return "\n".join((*head, *rows, "", *words))


def _asked_in(door: Door) -> str:
    """The function that names a door, and its file."""
    found = [
        f"`{function.name}` (`{path.relative_to(ROOT).as_posix()}`)"
        for path in sorted((ROOT / "domain").rglob("*.py"))
        if f"Door.{door.name}" in path.read_text("utf-8")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef) and f"Door.{door.name}" in ast.unparse(function)
    ]
    return ", ".join(found)


def settings_table() -> str:
    """Every setting with its default and its meaning."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = f"`{default}`" if default != "" else "—"
        rows.append(f"| `DINGHUO_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(("| setting | default | meaning |", "|---|---|---|", *rows))


def meanings(source: Path, name: str) -> dict[str, str]:
    """What is said under each member of an enum."""
    body = next(
        node.body
        for node in ast.parse(source.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == name
    )
    return {
        member.targets[0].id: " ".join(str(said.value.value).split())
        for member, said in pairwise(body)
        if isinstance(member, ast.Assign) and isinstance(member.targets[0], ast.Name)
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant)
    }


#: Page and block → what stands between ``<!-- block -->`` and ``<!-- /block -->``.
BLOCKS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("docs/order-life.md", "life diagram"): partial(life_diagram, order_life.LIFE),
    ("docs/order-life.md", "life table"): partial(life_table, order_life.LIFE),
    ("docs/order-life.md", "states"): partial(states_table, order_life, OrderStatus),
    ("docs/order-life.md", "shipment diagram"): partial(life_diagram, shipment_life.LIFE),
    ("docs/order-life.md", "shipment table"): partial(life_table, shipment_life.LIFE),
    ("docs/order-life.md", "shipment states"): partial(states_table, shipment_life, ShipmentStatus),
    ("docs/order-life.md", "return diagram"): partial(life_diagram, return_life.LIFE),
    ("docs/order-life.md", "return table"): partial(life_table, return_life.LIFE),
    ("docs/money.md", "credit doors"): doors_table,
    ("docs/order-life.md", "return states"): partial(states_table, return_life, ReturnStatus),
    ("docs/operators.md", "settings"): settings_table,
}


def block(text: str, name: str) -> str:
    """What stands in a block of a page."""
    found = _place(name).search(text)
    if found is None:
        raise LookupError(f"the page has no block <!-- {name} -->")
    return found[2].strip()


def renewed(text: str, name: str, fresh: str) -> str:
    """The page with the block made anew."""
    return _place(name).sub(lambda found: f"{found[1]}\n\n{fresh}\n\n{found[3]}", text)


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {re.escape(name)} -->)(.*?)(<!-- /{re.escape(name)} -->)", re.DOTALL)


def _who(move: Transition[Any, Any]) -> str:
    if move.right is None:
        return "the supplier itself"
    late = f"; once picking began: {_roles(move.late_right)}" if move.late_right else ""
    return _roles(move.right) + late


def _roles(right: Right) -> str:
    return ", ".join(role for role, rights in GRANTS.items() if right in rights)


def main() -> None:
    """Write every block anew."""
    for (page, name), fresh in BLOCKS.items():
        path = ROOT / page
        path.write_text(renewed(path.read_text("utf-8"), name, fresh()), "utf-8")


if __name__ == "__main__":
    main()
