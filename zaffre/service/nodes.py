"""This node among those that share its database: it tells that it lives, and starts only where all count together."""

import asyncio
import logging
import socket
from contextlib import suppress
from pathlib import Path

from zaffre.core.clock import new_id
from zaffre.storage import nodes
from zaffre.storage.address import DatabaseWrong
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.service")
HEARTBEAT = 5.0
SILENT = 20.0
"""Seconds without a word after which a node counts as gone."""


class Membership:
    """`counters` names the store on which this node counts, without secrets."""

    def __init__(self, database: Database, home: Path, counters: str):
        self._database = database
        self._id = node_id(home)
        self._counters = counters
        self._name = f"{socket.gethostname()}:{home}"

    async def join(self) -> None:
        """Say that this node is there. Raises `DatabaseWrong` where another one counts elsewhere."""
        async with self._database.begin() as connection:
            await nodes.put(connection, self._id, self._name, self._counters)
            others = await nodes.others(connection, self._id, SILENT)
            for other in others:
                if other.counters != self._counters or self._counters == "memory":
                    raise DatabaseWrong(_wrong(other, self._counters))

    async def keep_up(self) -> None:
        """Tell it again and again until cancelled."""
        is_away = False
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                async with self._database.begin() as connection:
                    await nodes.put(connection, self._id, self._name, self._counters)
                is_away = False
            except Exception as error:
                if not is_away:
                    log.warning("the database is away: %s", error)
                is_away = True

    async def leave(self) -> None:
        """Say that this node goes; should the database be away, the others notice by its silence."""
        with suppress(Exception):
            async with self._database.begin() as connection:
                await nodes.remove(connection, self._id)


def node_id(home: Path) -> str:
    """What the node in `home` is called, from its first start on."""
    path = home / "node.id"
    if not path.exists():
        path.write_text(new_id("node_"))
    return path.read_text().strip()


def _wrong(other: nodes.Node, counters: str) -> str:
    if counters == "memory" == other.counters:
        return (
            f"the node {other.name} uses this database too, and both would count limits and budgets for themselves. "
            "Set `counters.store` to valkey or postgres on both, or stop the other one and wait 20 seconds."
        )
    return (
        f"the node {other.name}, which uses this database too, counts in {other.counters} and this one in {counters}. "
        "Give both the same `counters`."
    )
