"""Statements on counters that nodes share by PostgreSQL. One batch at a time has the table."""

from collections.abc import Iterable

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import insert
from zaffre.storage.tables import counter_sessions, counters

GENERATION = ""
"""The name of the row that tells whether the counters are those that they were."""
_LOCK = 0x7A616667
_A_DAY = 86_400


async def hold(connection: AsyncConnection) -> float:
    """Keep all others out until the transaction ends; the database's time, in unix seconds."""
    await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    return float((await connection.execute(text("SELECT extract(epoch FROM clock_timestamp())"))).scalar_one())


async def open_session(connection: AsyncConnection, session: str, previous: str, now: float) -> int:
    """Begin a session in place of another; the last batch that the other had done."""
    is_it = counter_sessions.c.id == previous
    gone = delete(counter_sessions).where(is_it).returning(counter_sessions.c.sequence)
    done = (await connection.execute(gone)).scalar()
    await connection.execute(insert(counter_sessions).values(id=session, sequence=0, seen_at=now))
    return -1 if done is None else done


async def sessions(connection: AsyncConnection, now: float, silent: float) -> list[str]:
    """Those that were heard of lately."""
    alive = select(counter_sessions.c.id).where(counter_sessions.c.seen_at >= now - silent)
    return list((await connection.execute(alive)).scalars())


async def advance(connection: AsyncConnection, session: str, sequence: int, now: float) -> None:
    is_it = counter_sessions.c.id == session
    await connection.execute(update(counter_sessions).where(is_it).values(sequence=sequence, seen_at=now))


async def close_session(connection: AsyncConnection, session: str) -> None:
    await connection.execute(delete(counter_sessions).where(counter_sessions.c.id == session))


async def generation(connection: AsyncConnection, fresh: str) -> str:
    """What the counters call themselves; `fresh` where they are new."""
    await connection.execute(insert(counters).values(name=GENERATION, body=fresh).on_conflict_do_nothing())
    return (await connection.execute(select(counters.c.body).where(counters.c.name == GENERATION))).scalar_one()


async def load(connection: AsyncConnection, names: Iterable[str]) -> dict[str, str]:
    rows = await connection.execute(select(counters.c.name, counters.c.body).where(counters.c.name.in_(list(names))))
    return dict(tuple(row) for row in rows)


async def remove_over(connection: AsyncConnection, now: float) -> None:
    """Drop counters that are over, and sessions that nobody will ask for the last batch of."""
    await connection.execute(delete(counters).where(counters.c.ends_at < now))
    await connection.execute(delete(counter_sessions).where(counter_sessions.c.seen_at < now - _A_DAY))


async def save(connection: AsyncConnection, written: Iterable[tuple[str, str, float | None]]) -> None:
    """Write counters back: name, body, and when they are over."""
    rows = [{"name": name, "body": body, "ends_at": ends} for name, body, ends in written]
    if rows:
        statement = insert(counters)
        new = {"body": statement.excluded.body, "ends_at": statement.excluded.ends_at}
        await connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=new), rows)
