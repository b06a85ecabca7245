"""From whatever credential a request shows to its caller."""

from zaffre.access.credentials import Credential
from zaffre.access.keyring import Keyring
from zaffre.access.sessions import Sessions
from zaffre.core.callers import Caller
from zaffre.core.errors import Unauthorized


class Callers:
    """Knows every kind of credential."""

    def __init__(self, keyring: Keyring, sessions: Sessions):
        self._keyring = keyring
        self._sessions = sessions

    async def find(self, credential: Credential) -> Caller:
        """Whose credential it is; raises `Unauthorized`."""
        if credential.key:
            return await self._keyring.find(credential.key)
        if credential.cookie and credential.is_from_app:
            return await self._sessions.caller(credential)
        raise Unauthorized(None)
