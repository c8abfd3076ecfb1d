"""Many short texts in one block of memory."""

from array import array


class PackedTexts:
    """Texts by number, each in two parts: its own, which costs its bytes, and one that many share and is kept once."""

    def __init__(self) -> None:
        self._text: bytearray | bytes = bytearray()
        self._ends = array("Q", (0,))
        self._shared: list[str] = []
        self._places: dict[str, int] = {}
        self._sharing = array("I")

    def append(self, own: str, shared: str) -> None:
        """Add a text at the end."""
        self._text += own.encode()
        self._ends.append(len(self._text))
        place = self._places.setdefault(shared, len(self._shared))
        if place == len(self._shared):
            self._shared.append(shared)
        self._sharing.append(place)

    def close(self) -> None:
        """No more are added: what only adding needs is let go."""
        self._text = bytes(self._text)
        self._places = {}

    def __getitem__(self, number: int) -> tuple[str, str]:
        own = self._text[self._ends[number] : self._ends[number + 1]].decode()
        return own, self._shared[self._sharing[number]]
