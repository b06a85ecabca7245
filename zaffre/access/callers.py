"""From whatever credential a request shows to its caller."""

from zaffre.access.admin_keys import PREFIX, AdminKeys
from zaffre.access.bearers import Bearers
from zaffre.access.credentials import Credential
from zaffre.access.keyring import Keyring
from zaffre.access.sessions import Sessions
from zaffre.core.callers import Caller
from zaffre.core.errors import Unauthorized


class Callers:
    """Knows every kind of credential."""

    def __init__(self, keyring: Keyring, admin_keys: AdminKeys, bearers: Bearers, sessions: Sessions):
        self._keyring = keyring
        self._admin_keys = admin_keys
        self._bearers = bearers
        self._sessions = sessions

    async def find(self, credential: Credential) -> Caller:
        """Whose credential it is; raises `Unauthorized`."""
        key = credential.key
        if key and key.startswith(PREFIX):
            return await self._admin_keys.find(credential)
        if key and self._bearers.may_be(key):
            return await self._bearers.find(credential)
        if key:
            return await self._keyring.find(key, credential.address)
        if credential.cookie and credential.is_from_app:
            return await self._sessions.caller(credential)
        raise Unauthorized(None)
