"""From whatever credential a request shows to its caller."""

from zaffre.access.credentials import Credential
from zaffre.access.keyring import Keyring
from zaffre.core.callers import Caller


class Callers:
    """Knows every kind of credential."""

    def __init__(self, keyring: Keyring):
        self._keyring = keyring

    async def find(self, credential: Credential) -> Caller:
        """Whose credential it is; raises `Unauthorized`."""
        return await self._keyring.find(credential.key)
