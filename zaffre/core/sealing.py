"""Small things under lock (AES-256-GCM): secrets that must be read again, letters that wait, bodies of calls."""

import os

_NONCE_BYTES = 12
_KEY_BYTES = 32


class CannotOpen(ValueError):
    """It was sealed with another key, for something else, or it was changed."""

    def __init__(self) -> None:
        super().__init__("what was sealed cannot be opened: was it changed, or `server.key` replaced?")


class Sealer:
    """Seals and opens with one key of 32 bytes. `about` is bound to what is sealed: it opens for nothing else."""

    def __init__(self, key: bytes):
        # This library takes long to import, and most commands seal nothing.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def __repr__(self) -> str:
        return "Sealer(…)"

    def seal(self, text: bytes, about: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """What was sealed; raises `CannotOpen`."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error


def new_key() -> bytes:
    """A key for a `Sealer`."""
    return os.urandom(_KEY_BYTES)
