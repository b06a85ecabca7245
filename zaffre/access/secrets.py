"""API keys: made once, shown once, kept as a hash that only this installation can make."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

PREFIX = "zf-"
_SHOWN_START, _SHOWN_END = 7, 4
MAX_KEY = 256


class KeyHasher:
    """HMAC-SHA-256 with the installation's own key, so that a stolen table opens nothing."""

    def __init__(self, server_key: bytes):
        self._server_key = server_key

    def __repr__(self) -> str:
        return "KeyHasher(…)"

    @classmethod
    def of_home(cls, home: Path) -> "KeyHasher":
        """The hasher with the key in `home`, made at first use and readable by its owner alone."""
        path = home / "server.key"
        home.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(_read_complete(path))
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        return cls(path.read_bytes())

    def digest(self, key: str) -> str:
        return hmac.new(self._server_key, key.encode(), hashlib.sha256).hexdigest()

    def derived(self, purpose: str) -> bytes:
        """A key for another purpose, which tells nothing of this one."""
        # No presented key has a zero byte, so none is hashed to what this gives.
        return hmac.new(self._server_key, b"\0" + purpose.encode(), hashlib.sha256).digest()


def new_key(prefix: str = PREFIX) -> str:
    """A key with 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def shown(key: str) -> str:
    """As much of a key as people need to tell it from others."""
    if len(key) <= _SHOWN_START + _SHOWN_END + 8:
        return key[:2] + "…"
    return f"{key[:_SHOWN_START]}…{key[-_SHOWN_END:]}"


def _read_complete(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != 32:
        raise ValueError(f"{path} is damaged: it must have 32 bytes. Restore it, or delete it and make new keys.")
    return key
