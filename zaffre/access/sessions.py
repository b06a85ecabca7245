"""Sessions of people who are signed in: a secret in a cookie, which can be listed and ended."""

import secrets

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.credentials import Credential
from zaffre.access.secrets import MAX_KEY, KeyHasher
from zaffre.access.standing import Standing, Standings
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.proving import SignInRefused
from zaffre.storage import sessions
from zaffre.storage.database import Database
from zaffre.storage.sessions import Session

_SEEN_EVERY = 60.0
_AGENT = 200


class Spans(Struct, frozen=True):
    """How long a session may last, and how long it may rest; in seconds."""

    longest: float = 30 * 86_400.0
    idle: float = 7 * 86_400.0


class Opened(Struct, frozen=True):
    """A session that has just begun; `secret` is for the cookie, and known this once."""

    session: Session
    secret: str

    def __repr__(self) -> str:
        return f"Opened({self.session.id})"


class Sessions:
    """Only the hash of a secret is kept. Whoever follows `sessions.NAME` calls `forget` when it grew."""

    def __init__(
        self,
        database: Database,
        hasher: KeyHasher,
        clock: Clock,
        standings: Standings,
        region: str,
        spans: Spans = Spans(),
    ):
        self._database = database
        self._hasher = hasher
        self._clock = clock
        self._standings = standings
        self._region = region
        self.spans = spans
        self._known: dict[str, Session] = {}
        self._age = 0

    def now(self) -> float:
        return self._clock.now()

    def forget(self) -> None:
        self._age += 1
        self._known = {}

    async def open(self, connection: AsyncConnection, user_id: str, way: str, credential: Credential) -> Opened:
        """Begin a session for somebody who proved by `way` who they are."""
        secret, now = "zfs-" + secrets.token_urlsafe(32), self._clock.now()
        session = Session(
            id=new_id("session_"),
            user_id=user_id,
            created_at=now,
            expires_at=now + self.spans.longest,
            seen_at=now,
            ended_at=None,
            address=credential.address,
            agent=(credential.agent or "")[:_AGENT] or None,
            way=way,
        )
        await sessions.add(connection, session, self._hasher.digest(secret))
        return Opened(session, secret)

    async def caller(self, credential: Credential) -> Caller:
        """Who is signed in, at work in the project they want; raises `SignInRefused`."""
        session = await self._find(credential.cookie or "")
        standing = session and await self._standings.of(session.user_id)
        if session is None or standing is None:
            raise SignInRefused("You are not signed in, or no longer. Please sign in.", code="session_ended")
        return _caller(session, standing, credential, self._region)

    async def _find(self, secret: str) -> Session | None:
        if len(secret) > MAX_KEY:
            return None
        digest, now = self._hasher.digest(secret), self._clock.now()
        session = self._known.get(digest) or await self._read(digest, now)
        if session is not None and now >= session.seen_at + self.spans.idle:
            # Another node may have seen it since.
            session = await self._read(digest, now)
        if session is None or now >= min(session.expires_at, session.seen_at + self.spans.idle):
            return None
        return await self._seen(session, digest, now)

    async def _read(self, digest: str, now: float) -> Session | None:
        age = self._age
        async with self._database.begin() as connection:
            session = await sessions.find(connection, digest, now)
        # What was read before a change must not be remembered after it.
        if session is not None and age == self._age:
            self._known[digest] = session
        return session

    async def _seen(self, session: Session, digest: str, now: float) -> Session:
        if now - session.seen_at < _SEEN_EVERY:
            return session
        async with self._database.begin() as connection:
            await sessions.saw(connection, session.id, now)
        seen = structs.replace(session, seen_at=now)
        if digest in self._known:
            self._known[digest] = seen
        return seen


def _caller(session: Session, standing: Standing, credential: Credential, region: str) -> Caller:
    place = standing.place(credential.project)
    return Caller(
        key_id=session.id,
        kind="session",
        project_id=place.id if place else "",
        project=place.name if place else "",
        region=place.region if place else region,
        policy=place.policy if place else None,
        weight=place.weight if place else None,
        name=standing.user.email,
        user_id=standing.user.id,
        address=credential.address,
        rights=standing.rights,
        scope=standing.scope(place),
    )
