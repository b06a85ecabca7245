"""Whose database it is: nodes that share one must have the same server.key, or no key of one would open the other."""

from zaffre.access.secrets import KeyHasher
from zaffre.storage import nodes
from zaffre.storage.address import DatabaseWrong
from zaffre.storage.database import Database

_NAME = "server.key"


async def claim(database: Database, hasher: KeyHasher) -> str:
    """The installation's name, the same on all its nodes. Raises `DatabaseWrong` where the database is another's."""
    installation = hasher.derived("installation").hex()
    if database.address.is_shared:
        async with database.begin() as connection:
            found = await nodes.fingerprint(connection, _NAME, installation)
        if found != installation:
            raise DatabaseWrong(
                f"the database {database.address} is used with another server.key than this home's. Copy server.key "
                "and the folder provenance from another node's home into this one; or give this installation a "
                "database of its own."
            )
    return installation[:16]
