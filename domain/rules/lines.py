"""Many short texts in one block of memory."""

from array import array


class Lines:
    """Texts by number; each costs its bytes and eight more."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("Q", (0,))

    def append(self, text: str) -> None:
        """Add a text at the end."""
        self._text += text.encode()
        self._ends.append(len(self._text))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._text[self._ends[number] : self._ends[number + 1]].decode()
