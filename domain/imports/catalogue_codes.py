"""The codes of the catalogue: one that differs by case, width or spaces only is the same."""

from sqlmodel import Session, select

from domain.sheets.codes import same_code
from domain.tables.catalogue import Sku


class CatalogueCodes:
    """How the catalogue writes its codes; those that an import adds are told with ``add``."""

    def __init__(self, session: Session) -> None:
        self._written: dict[str, str] = {}
        self._alike: set[str] = set()
        for code in session.exec(select(Sku.code)):
            self.add(code)

    def add(self, code: str) -> None:
        """A code is in the catalogue."""
        first = self._written.setdefault(same_code(code), code)
        if first != code:
            self._alike.add(code)

    def written(self, code: str) -> str:
        """The code as the catalogue writes it, or as it is where the catalogue has none like it."""
        return code if code in self._alike else self._written.get(same_code(code), code)
