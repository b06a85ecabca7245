"""Small secrets that must be read again, sealed with a key of the installation (AES-256-GCM)."""

import os

_NONCE = 12


class Sealer:
    """`secret` has 32 bytes. What is sealed for one owner opens for no other."""

    def __init__(self, secret: bytes):
        self._secret = secret

    def __repr__(self) -> str:
        return "Sealer(…)"

    def seal(self, text: str, owner: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher().encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str:
        """The text; raises `cryptography.exceptions.InvalidTag` where it is another's or was changed."""
        return self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode()).decode()

    def _cipher(self):
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._secret)
