"""The first owner of an installation: a link that is printed where it is started, as long as there is nobody."""

from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock
from zaffre.core.invitations import Invitation
from zaffre.core.permissions import PERMISSIONS
from zaffre.service.nodes import SILENT
from zaffre.service.organization.ways_in.invitations import FIRST_START, Invitations
from zaffre.storage import invitations, nodes, people
from zaffre.storage.database import Database

_LASTS = 7 * 86_400.0


class FirstOwner:
    """Whoever can read what the server prints at its start could change its database too."""

    def __init__(self, database: Database, stories: Invitations, clock: Clock):
        self._database = database
        self._invitations = stories
        self._clock = clock

    async def code(self, node: str) -> str | None:
        """A code that makes the first owner; those of earlier starts of the same node end.

        `None` where there are users, and where another node than `node` runs: that one has told a code, which holds.
        Of nodes that start at the same moment each has its own, and the first one that is used ends the others.
        """
        now, starter = self._clock.now(), _starter(node)
        async with self._database.begin() as connection:
            if await people.count(connection) or await nodes.others(connection, node, SILENT):
                return None
            await invitations.revoke_unused(connection, starter.key_id, now)
        wanted = Invitation(
            id="", shown="", role="owner", most_uses=1, created_at=now, created_by="", expires_at=now + _LASTS
        )
        return (await self._invitations.create(starter, wanted)).code


def _starter(node: str) -> Caller:
    return Caller(
        kind="system",
        key_id=FIRST_START + node,
        name="first start",
        project_id="",
        region="",
        rights=Rights(frozenset(PERMISSIONS)),
    )
