"""Making keys, and taking them back."""

from msgspec import Struct

from zaffre.access.secrets import KeyHasher, new_key, shown
from zaffre.core.callers import Limits
from zaffre.core.clock import Clock, new_id
from zaffre.storage import keys
from zaffre.storage.database import Database


class Order(Struct, frozen=True, kw_only=True):
    """What a new key is to be."""

    name: str
    project: str = "default"
    region: str = "local"
    limits: Limits = Limits()


async def issue(database: Database, hasher: KeyHasher, order: Order, clock: Clock) -> str:
    """Make a key and return it; only its hash is kept, so this is the one time that it is known."""
    key = new_key()
    async with database.begin() as connection:
        row = {
            "id": new_id("key_"),
            "project_id": await keys.ensure_project(connection, order.project, order.region, clock.now()),
            "name": order.name,
            "shown": shown(key),
            "digest": hasher.digest(key),
            "created_at": clock.now(),
            "requests_per_minute": order.limits.requests_per_minute,
            "tokens_per_minute": order.limits.tokens_per_minute,
            "budget": order.limits.budget,
        }
        await keys.add(connection, row)
    return key
