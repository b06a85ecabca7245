"""Passwords: hashed with Argon2id off the event loop, and weak ones are not taken."""

import asyncio
from typing import TYPE_CHECKING

from zaffre.core.errors import BadRequest, Unavailable

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_AT_ONCE = 2
_MOST_WAITING = 64
_MOST = 256
_STRENGTH = 3
_LOOKED_AT = 72


class Passwords:
    """Each hash takes 64 MiB for a moment, so that two are made at once and further ones wait."""

    def __init__(self, shortest: int = 10):
        self._shortest = shortest
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """The password's hash, with its parameters and salt in it."""
        return await self._in_turn(_hash, password)

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password. Where there is none it takes as long, so that nobody learns who has one."""
        if hashed is None:
            self._nobodys = self._nobodys or await self.hash("nobody's")
        is_it = await self._in_turn(_verify, password, hashed or self._nobodys or "")
        return is_it and hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        """Whether it was made with other parameters than are used today."""
        return _hasher().check_needs_rehash(hashed)

    async def check(self, password: str, about: tuple[str, ...] = (), param: str = "password") -> None:
        """Raise `BadRequest` for a password that is short or easily guessed; `about` is what others know of them."""
        if not self._shortest <= len(password) <= _MOST:
            text = f"Invalid value for '{param}': a password has {self._shortest} to {_MOST} characters."
            raise BadRequest(text, param=param, code="password_length")
        hint = await asyncio.to_thread(_weakness, password, about)
        if hint is not None:
            text = f"Invalid value for '{param}': this password is easily guessed. {hint}"
            raise BadRequest(text, param=param, code="password_too_weak")

    async def _in_turn(self, work, *given: str):
        if self._waiting >= _MOST_WAITING:
            raise Unavailable("Too many people sign in at once. Please retry in a moment.")
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work, *given)
        finally:
            self._waiting -= 1


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


def _hash(password: str) -> str:
    return _hasher().hash(password)


def _verify(password: str, hashed: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, password[:_MOST])
    except (VerificationError, InvalidHashError):
        return False


def _weakness(password: str, about: tuple[str, ...]) -> str | None:
    """What to do about a weak password, in zxcvbn's words (score 0 to 4); `None` for a good one."""
    from zxcvbn import zxcvbn

    # Its time grows with the square of the length, and what is this long is judged by its beginning.
    judged = zxcvbn(password[:_LOOKED_AT], user_inputs=[word for word in about if word])
    if judged["score"] >= _STRENGTH:
        return None
    told = judged["feedback"]
    return " ".join([told["warning"], *told["suggestions"]]).strip() or "Use a few uncommon words."
