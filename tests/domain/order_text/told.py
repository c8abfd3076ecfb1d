"""Lines of an order as they are read, in short."""

from domain.order_text.result import AskedLine, Line, RefusedLine, RemovedLine, TakenLine, UnknownLine
from tests.domain.sample_goods import code


def told(line: Line) -> str:
    """A line in short: ``KL500=240`` taken, ``?KL330|KL500 10箱`` asked, ``!`` not understood."""
    match line:
        case TakenLine():
            return f"{code(line.sku_id)}={line.quantity:f}"
        case AskedLine():
            return f"?{'|'.join(sorted(map(code, line.options)))} {line.count or ''}{line.unit}"
        case RemovedLine():
            return f"-{code(line.sku_id)}"
        case RefusedLine():
            return f"x{line.text}"
        case UnknownLine():
            return f"!{line.text}"
