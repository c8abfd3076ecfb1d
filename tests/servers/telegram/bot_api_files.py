"""Files the platform keeps: what it accepts, how it names them, how they are fetched again."""

from __future__ import annotations

import hashlib
import io
import itertools
from dataclasses import dataclass, field
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any, Literal

from PIL import Image, UnidentifiedImageError

from tests.servers.telegram.bot_api_errors import bad_request, too_large
from tests.servers.telegram.bot_api_params import Params

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
LONGEST_SIDES = 10_000
WIDEST_RATIO = 20
THUMBNAIL = 90

Kind = Literal["photo", "document"]


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """One file; two with the same id are the same."""

    file_id: str
    kind: Kind
    name: str = field(compare=False)
    content: bytes = field(repr=False, compare=False)
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where it is downloaded from."""
        suffix = PurePosixPath(self.name).suffix or (".jpg" if self.kind == "photo" else "")
        return f"{self.kind}s/file_{self.file_id.rpartition('-')[2]}{suffix}"

    @property
    def _unique(self) -> str:
        return hashlib.sha1(self.content, usedforsecurity=False).hexdigest()[:16]

    def as_photo(self) -> list[dict[str, Any]]:
        """The sizes of a picture, smallest first."""
        scale = min(1.0, THUMBNAIL / max(self.width, self.height, 1))
        small = {"file_id": f"{self.file_id}-s", "width": int(self.width * scale), "height": int(self.height * scale)}
        full = {"file_id": self.file_id, "width": self.width, "height": self.height, "file_size": len(self.content)}
        return [
            {**small, "file_unique_id": f"{self._unique}s", "file_size": min(len(self.content), 1500)},
            {**full, "file_unique_id": self._unique},
        ]

    def as_document(self) -> dict[str, Any]:
        """A file as the message names it."""
        named = {"file_id": self.file_id, "file_unique_id": self._unique, "file_size": len(self.content)}
        return {**named, "file_name": self.name, "mime_type": guess_type(self.name)[0] or "application/octet-stream"}

    def as_file(self) -> dict[str, Any]:
        """The answer of getFile."""
        named = {"file_id": self.file_id, "file_unique_id": self._unique, "file_size": len(self.content)}
        return {**named, "file_path": self.path}


@dataclass(kw_only=True)
class FileStore:
    """Everything uploaded, by id and by path."""

    upload_limit: int = UPLOAD_LIMIT
    download_limit: int = DOWNLOAD_LIMIT
    _by_id: dict[str, StoredFile] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, kind: Kind, name: str, content: bytes) -> StoredFile:
        """Take a new file in, or refuse it."""
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > self.upload_limit:
            raise too_large()
        width, height = _dimensions(content) if kind == "photo" else (0, 0)
        file_id = f"{'AgACAgI' if kind == 'photo' else 'BQACAgI'}-{next(self._numbers)}"
        stored = StoredFile(file_id=file_id, kind=kind, name=name, content=content, width=width, height=height)
        self._by_id[file_id] = stored
        return stored

    def find(self, file_id: str) -> StoredFile:
        """A file by its id, the small size of a picture too."""
        stored = self._by_id.get(file_id.removesuffix("-s"))
        if stored is None:
            raise bad_request("wrong remote file identifier specified: Wrong character in the string")
        return stored

    def to_download(self, file_id: str) -> StoredFile:
        """A file a bot may fetch."""
        if not file_id or file_id.removesuffix("-s") not in self._by_id:
            raise bad_request("invalid file_id" if file_id else "file_id not specified")
        stored = self.find(file_id)
        if len(stored.content) > self.download_limit:
            raise bad_request("file is too big")
        return stored

    def at_path(self, path: str) -> StoredFile | None:
        """What a download link leads to."""
        return next((stored for stored in self._by_id.values() if stored.path == path), None)

    def from_call(self, params: Params, name: str, kind: Kind) -> StoredFile:
        """The file a call names: an upload, `attach://` to one, or the id of an earlier one."""
        given = params.text(name)
        if name in params.uploads:
            return self.uploaded(params, name, kind)
        if not given:
            raise bad_request(f"there is no {kind} in the request")
        return self.named(params, given, kind)

    def named(self, params: Params, given: str, kind: Kind) -> StoredFile:
        """The file a text stands for."""
        if given.startswith("attach://"):
            return self.uploaded(params, given.removeprefix("attach://"), kind)
        if given.startswith(("http://", "https://")):
            # Telegram would fetch it; nothing here may leave the machine.
            raise bad_request("wrong file identifier/HTTP URL specified")
        stored = self.find(given)
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def uploaded(self, params: Params, part: str, kind: Kind) -> StoredFile:
        """A file in the body of this call."""
        upload = params.uploads.get(part)
        if upload is None:
            raise bad_request(f'file "{part}" is not attached')
        return self.add(kind, upload.filename, upload.content)


def _dimensions(content: bytes) -> tuple[int, int]:
    if len(content) > PHOTO_LIMIT:
        raise bad_request("file is too big")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except UnidentifiedImageError as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    if width + height > LONGEST_SIDES or max(width, height) > WIDEST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
