"""Bodies of calls under lock: AES-256-GCM with a key of the project's own, which itself lies sealed."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_KEY_BITS = 256


class CannotOpen(Exception):
    """It was sealed with another key, for something else, or it was changed."""


class Sealer:
    """Seals and opens with one key. `about` is bound to what is sealed: it opens for nothing else."""

    def __init__(self, key: bytes):
        self._cipher = AESGCM(key)

    def __repr__(self) -> str:
        return "Sealer(…)"

    def seal(self, text: bytes, about: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """What was sealed; raises `CannotOpen`."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=_KEY_BITS)
