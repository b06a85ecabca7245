"""Statements on the ledger's entries."""

from collections.abc import Mapping, Sequence

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import totals
from zaffre.storage.rolls import DAY
from zaffre.storage.statements import insert, stretch, total
from zaffre.storage.tables import entries


async def add_missing(connection: AsyncConnection, rows: list[dict[str, object]]) -> None:
    """Write the rows whose ids are not there yet, and count those in the totals; doing it again changes nothing."""
    new = insert(entries).on_conflict_do_nothing(index_elements=["id"]).returning(entries.c.id)
    added = set((await connection.execute(new, rows)).scalars())
    # Where an id comes twice in one batch, the first of its rows was written.
    await totals.add(connection, {row["id"]: row for row in reversed(rows) if row["id"] in added}.values())


async def chunk(
    connection: AsyncConnection,
    since: float,
    until: float,
    only: Mapping[str, Sequence[str]],
    *,
    after: tuple[float, str] | None,
    most: int,
) -> list[dict[str, object]]:
    """Entries between two times in their order, from the one `after` which others were read; at most so many."""
    time, id = entries.c.time, entries.c.id
    wanted = [entries.c[name].in_(values) for name, values in only.items()]
    if after is not None:
        # Both are said: the first finds the place in the index, the second leaves out what was read.
        wanted += [time >= after[0], (time > after[0]) | (id > after[1])]
    rows = await connection.execute(
        select(entries).where(time >= since, time < until, *wanted).order_by(time, id).limit(most)
    )
    return [dict(row) for row in rows.mappings()]


async def by_day_and_model(
    connection: AsyncConnection, since: float, until: float, only: Mapping[str, Sequence[str]]
) -> list[dict[str, object]]:
    """What calls used and cost, how many they were, and of how many figures were estimated or cut short."""
    start = stretch(entries.c.time, DAY)
    wanted = [entries.c[name].in_(values) for name, values in only.items()]
    rows = await connection.execute(
        select(
            start.label("day"),
            entries.c.model,
            total(entries.c.cost).label("cost"),
            total(entries.c.prompt_tokens).label("input_tokens"),
            total(entries.c.completion_tokens).label("output_tokens"),
            func.count().label("requests"),
            total(case((entries.c.usage_source == "estimated", 1), else_=0)).label("estimated"),
            total(case((entries.c.status == "cancelled", 1), else_=0)).label("cancelled"),
        )
        .where(entries.c.time >= since, entries.c.time < until, *wanted)
        .group_by(start, entries.c.model)
    )
    return [dict(row) for row in rows.mappings()]
