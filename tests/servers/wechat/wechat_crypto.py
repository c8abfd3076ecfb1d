"""Tencent's sealing of messages: sorted sha1 signatures, AES-256-CBC padded to 32 bytes."""

import base64
import hashlib
import secrets
import string
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PADDED_TO: Final = 32
SALT_BYTES: Final = 16
SALT_LETTERS: Final = string.ascii_letters + string.digits


class SealError(ValueError):
    """A sealed text that no holder of the key could have written for this account."""


def signature(*parts: str) -> str:
    """Sign the parts: sorted, joined, sha1 as hexadecimal."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def new_salt() -> str:
    """Sixteen random letters and digits, as a nonce or as the front of a sealed text."""
    return "".join(secrets.choice(SALT_LETTERS) for _ in range(SALT_BYTES))


@dataclass(frozen=True, kw_only=True)
class Seal:
    """One account's key: closes plain text into base64 and opens it again."""

    encoding_aes_key: str
    """43 letters, as shown on the account's settings page."""
    app_id: str
    """Written behind the text, so that a text for another account does not open."""

    def close(self, text: str, *, salt: str | None = None) -> str:
        """Encrypt salt, length, text and app id."""
        message = text.encode()
        front = (salt or new_salt()).encode() + struct.pack("!I", len(message))
        encryptor = self._cipher().encryptor()
        padded = _pad(front + message + self.app_id.encode())
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt; every way in which a sealed text can be wrong is a SealError."""
        try:
            return self._unpack(self._decrypt(base64.b64decode(sealed, validate=True)))
        except (ValueError, struct.error) as problem:
            raise SealError(str(problem)) from problem

    def _decrypt(self, cipher_text: bytes) -> bytes:
        if not cipher_text or len(cipher_text) % SALT_BYTES:
            raise SealError("not whole AES blocks")
        decryptor = self._cipher().decryptor()
        return _unpad(decryptor.update(cipher_text) + decryptor.finalize())

    def _unpack(self, content: bytes) -> str:
        (length,) = struct.unpack("!I", content[SALT_BYTES : SALT_BYTES + 4])
        start = SALT_BYTES + 4
        if content[start + length :] != self.app_id.encode():
            raise SealError("sealed for another app id")
        return content[start : start + length].decode()

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.encoding_aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:SALT_BYTES]))


def _pad(content: bytes) -> bytes:
    missing = PADDED_TO - len(content) % PADDED_TO
    return content + bytes([missing]) * missing


def _unpad(content: bytes) -> bytes:
    missing = content[-1]
    if not 1 <= missing <= PADDED_TO or content[-missing:] != bytes([missing]) * missing:
        raise SealError("wrong padding")
    return content[:-missing]
