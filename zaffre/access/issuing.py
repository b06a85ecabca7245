"""Making keys, and taking them back."""

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.secrets import KeyHasher, new_key, shown
from zaffre.core.clock import Clock, new_id
from zaffre.core.limits import Budget, Limit
from zaffre.storage import keys, limits
from zaffre.storage.database import Database


class Order(Struct, frozen=True, kw_only=True):
    """What a new key is to be."""

    name: str
    project: str = "default"
    region: str = "local"
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    budget: int | None = None
    """Nano-units, over the key's whole life."""


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
        await _allow(connection, row["id"], order, clock)
    return key


async def _allow(connection: AsyncConnection, key_id: str, order: Order, clock: Clock) -> None:
    limit = Limit(
        subject="key",
        subject_id=key_id,
        requests_per_minute=order.requests_per_minute,
        tokens_per_minute=order.tokens_per_minute,
    )
    if limit.meters:
        await limits.put_limit(connection, limit)
    if order.budget is not None:
        budget = Budget(
            id=new_id("budget_"),
            subject="key",
            subject_id=key_id,
            period="total",
            amount=order.budget,
            is_hard=True,
            created_at=clock.now(),
        )
        await limits.put_budget(connection, budget)
