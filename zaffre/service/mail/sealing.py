"""Sealing what waits in the outbox: a letter may hold a link that opens an account."""

import base64


class Seal:
    """Fernet (AES-128-CBC and HMAC-SHA-256) under a key of 32 bytes."""

    def __init__(self, key: bytes):
        self._key = base64.urlsafe_b64encode(key)

    def __repr__(self) -> str:
        return "Seal(…)"

    def close(self, text: str) -> str:
        return self._fernet().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises `ValueError` for what was sealed with another key, or changed."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise ValueError("what was kept of it cannot be opened: was `server.key` replaced?") from error

    def _fernet(self):
        from cryptography.fernet import Fernet

        return Fernet(self._key)
