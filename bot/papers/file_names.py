"""What the files of papers are called."""

from domain.rules.order_papers import OrderPaper
from locales import Words


def file_name(say: Words, kind: OrderPaper, about: str) -> str:
    """The kind of paper and what it is about: ``送货单-D20261123-0042.pdf``."""
    return safe(f"{say(f'papers.title_{kind}')}-{about}") + ".pdf"


def safe(name: str) -> str:
    """A name in letters that every system takes."""
    return "".join(sign if sign.isalnum() or sign in " -_." else "_" for sign in name)
