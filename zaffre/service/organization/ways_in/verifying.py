"""The story of an address that is proven: a token is mailed to it and handed back."""

import msgspec
from msgspec import Struct

from zaffre.access import codes
from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import Clock
from zaffre.core.errors import NotFound
from zaffre.core.people import User
from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Act
from zaffre.storage import people, tokens
from zaffre.storage.tokens import Token

VERIFY, RESET = "verify", "reset"
_SECONDS = {VERIFY: 3 * 86_400.0, RESET: 3600.0}


class Pending(Struct, frozen=True):
    """What holds once the address is proven: a name, and the hash of a password."""

    name: str
    password: str

    def __repr__(self) -> str:
        return f"Pending({self.name})"


class Verifying:
    """Tokens are kept as hashes, work once, and for a while."""

    def __init__(self, hasher: KeyHasher, post: Post, clock: Clock):
        self._hasher = hasher
        self._post = post
        self._clock = clock

    async def ask(self, act: Act, user: User, pending: Pending | None) -> bool:
        """Mail a link that proves the address; false where no mail can be sent."""
        if not self._post.outbox.has_mail:
            return False
        details = None if pending is None else msgspec.json.encode(pending).decode()
        token = await self.issue(act, user.id, VERIFY, details)
        return await self._post.outbox.mail(act.connection, user.email, self._post.letters.verification(token))

    async def issue(self, act: Act, user_id: str, purpose: str, details: str | None = None) -> str:
        """A new token; those for the same that were given before stay as they are."""
        token = codes.new_code()
        kept = Token(
            purpose=purpose, user_id=user_id, details=details, expires_at=self._clock.now() + _SECONDS[purpose]
        )
        await tokens.add(act.connection, self._hasher.digest(token), kept)
        return token

    async def cancel(self, act: Act, user_id: str) -> None:
        """Let no link that was mailed to prove the person's address work any more."""
        await tokens.cancel(act.connection, user_id, VERIFY)

    async def use(self, act: Act, token: str, purpose: str) -> tuple[User, Pending | None]:
        """Whose token it is and what is pending, the token used up; raises `NotFound`."""
        found = None
        if len(token) <= codes.LONGEST:
            found = await tokens.use(act.connection, self._hasher.digest(token.strip()), purpose, self._clock.now())
        user = found and await people.find(act.connection, found.user_id)
        if found is None or user is None:
            text = "This link is not valid, or no longer. Ask for a new one."
            raise NotFound(text, param="token", code="token_invalid")
        return user, msgspec.json.decode(found.details, type=Pending) if found.details else None
