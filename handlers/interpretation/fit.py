"""How well a text answers an open question."""

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from handlers.conversation.request import Request
from handlers.conversation.turn import Facts
from handlers.interpretation.typed_text import TypedText


class Fit(Enum):
    """How well a text answers a question."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


Fits: TypeAlias = Callable[[Request, Facts, TypedText], Fit]
