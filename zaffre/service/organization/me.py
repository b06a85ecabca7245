"""What people learn and change of themselves."""

from msgspec import Struct

from zaffre.access.standing import Standing, Standings
from zaffre.core.callers import Caller
from zaffre.service.organization.acts import Acts
from zaffre.storage import proofs
from zaffre.storage.database import Database
from zaffre.storage.proofs import Proof


class Self(Struct, frozen=True, kw_only=True):
    """The caller; with the person and where they stand, unless a project's own key calls."""

    caller: Caller
    standing: Standing | None = None
    proof: Proof | None = None


class Me:
    def __init__(self, database: Database, acts: Acts, standings: Standings):
        self._database = database
        self._acts = acts
        self.standings = standings

    async def look(self, caller: Caller) -> Self:
        """Who calls, and what they may do."""
        if caller.user_id is None:
            return Self(caller=caller)
        async with self._database.begin() as connection:
            proof = await proofs.of(connection, caller.user_id)
        return Self(caller=caller, standing=await self.standings.of(caller.user_id), proof=proof)
