"""A password that somebody chooses: checked, and hashed."""

from zaffre.access.passwords import Passwords
from zaffre.core.errors import Forbidden


class NewPasswords:
    """`are_used` says whether the installation lets people sign in by password."""

    def __init__(self, passwords: Passwords, are_used: bool):
        self._passwords = passwords
        self._are_used = are_used

    async def hashed(self, password: str, about: tuple[str, ...] = ()) -> str:
        """Its hash; raises `BadRequest` for a weak one. `about` is what others know of the person."""
        if not self._are_used:
            text = "Here nobody signs in by password: sign in as your organisation says, or with a passkey."
            raise Forbidden(text, param="password", code="passwords_not_used")
        await self._passwords.check(password, about)
        return await self._passwords.hash(password)
