"""What happens at the door by itself: roles end, sign-ups that nobody proved are forgotten, who waited is let in."""

from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock
from zaffre.core.permissions import PERMISSIONS
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.people.granting import take
from zaffre.service.organization.ways_in.letting_in import LettingIn
from zaffre.service.organization.ways_in.reviews import Reviews
from zaffre.settings.access import Access
from zaffre.storage import allowances, grants, people, tokens
from zaffre.storage.database import Database

_KEEPER = Caller(
    kind="system",
    key_id="doorkeeping",
    name="doorkeeping",
    project_id="",
    region="",
    rights=Rights(frozenset(PERMISSIONS)),
)
_AT_ONCE = 100


class Doorkeeping:
    """Done every minute of a server."""

    def __init__(
        self, acts: Acts, database: Database, letting_in: LettingIn, reviews: Reviews, settings: Access, clock: Clock
    ):
        self._acts = acts
        self._database = database
        self._letting_in = letting_in
        self._reviews = reviews
        self._settings = settings
        self._clock = clock

    async def look(self) -> None:
        await self.end_expired()
        await self.forget_unproven()
        if self._settings.way_in == "open":
            await self.let_waiting_in()

    async def end_expired(self) -> int:
        """Take back roles whose time is over; how many."""
        now = self._clock.now()
        async with self._database.begin() as connection:
            await tokens.remove_expired(connection, now)
            if not await allowances.expired(connection, now):
                return 0
        async with self._acts.on_behalf(_KEEPER) as act:
            return await self._letting_in.end_expired(act)

    async def forget_unproven(self) -> int:
        """Forget sign-ups whose addresses nobody has proven for days, so that anybody may use these anew; how many."""
        now = self._clock.now()
        before = now - self._settings.unverified_days * 86_400
        async with self._database.begin() as connection:
            if not await people.unproven(connection, before, now, 1):
                return 0
        async with self._acts.on_behalf(_KEEPER) as act:
            found = await people.unproven(act.connection, before, now, _AT_ONCE)
            for user in found:
                await take(act, "user", user.id)
                await people.forget(act.connection, user.id)
                # Whose address it was is not told: perhaps it was somebody's who knows nothing of it.
                act.did(Change(action="user.deleted", object="user", object_id=user.id, before={"state": user.state}))
        return len(found)

    async def let_waiting_in(self) -> int:
        """Where the way in has become open: everybody who waits begins like those who sign up now; how many."""
        results = await self._reviews.admit(_KEEPER, _AT_ONCE, None)
        async with self._database.begin() as connection:
            outside = await people.never_let_in(connection, _AT_ONCE)
        for user in outside:
            async with self._acts.on_behalf(_KEEPER) as act:
                # Another node may have been faster.
                if not await grants.of_user(act.connection, user.id):
                    await self._letting_in.at_the_start(act, user)
        return sum(one.problem is None for one in results) + len(outside)
