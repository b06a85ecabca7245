"""Making keys, and taking them back."""

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.secrets import KeyHasher, new_key, shown
from zaffre.core.callers import Limits
from zaffre.core.clock import Clock, new_id
from zaffre.storage import keys, limits
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
        }
        await keys.add(connection, row)
        await _allow(connection, row["id"], order.limits, clock)
    return key


async def _allow(connection: AsyncConnection, key_id: str, allowed: Limits, clock: Clock) -> None:
    subject = {"subject": "key", "subject_id": key_id}
    if allowed.requests_per_minute is not None or allowed.tokens_per_minute is not None:
        per_minute = {
            "requests_per_minute": allowed.requests_per_minute,
            "tokens_per_minute": allowed.tokens_per_minute,
        }
        await limits.add_limit(connection, subject | per_minute)
    if allowed.budget is not None:
        amount = {"period": "total", "amount": allowed.budget, "created_at": clock.now()}
        await limits.add_budget(connection, subject | amount)
