"""Statements on nodes that share a database, by the database's own clock, and on whose database it is."""

from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import insert, now
from zaffre.storage.tables import fingerprints, nodes


class Node(Struct, frozen=True):
    """A server that was heard of `age` seconds ago; `counters` names the store on which it counts."""

    id: str
    name: str
    counters: str
    age: float


async def put(connection: AsyncConnection, node_id: str, name: str, counters: str) -> None:
    """Tell that the node lives."""
    statement = insert(nodes).values(id=node_id, name=name, counters=counters, started_at=now(), seen_at=now())
    seen = {"name": name, "counters": counters, "seen_at": now()}
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=seen))


async def others(connection: AsyncConnection, node_id: str, silent: float) -> list[Node]:
    """The nodes but this one that were heard of in the last `silent` seconds."""
    columns = (nodes.c.id, nodes.c.name, nodes.c.counters, now() - nodes.c.seen_at)
    is_other = (nodes.c.id != node_id, nodes.c.seen_at > now() - silent)
    rows = await connection.execute(select(*columns).where(*is_other).order_by(nodes.c.started_at))
    return [Node(*row) for row in rows]


async def remove(connection: AsyncConnection, node_id: str) -> None:
    await connection.execute(delete(nodes).where(nodes.c.id == node_id))


async def fingerprint(connection: AsyncConnection, name: str, value: str) -> str:
    """What was told under the name the first time; that is `value` where nothing was."""
    await connection.execute(insert(fingerprints).values(name=name, value=value).on_conflict_do_nothing())
    is_it = fingerprints.c.name == name
    return (await connection.execute(select(fingerprints.c.value).where(is_it))).scalar_one()
