"""The admin app's pages on a large ledger: how long each takes over HTTP, from its first request to its last answer.

`ZAFFRE_SEEDED` is the home that `python -m benchmarks.ledger_seed` and `house_seed` made, or an empty folder where
`ZAFFRE_DATABASE_URL` names the PostgreSQL that `ledger_copy` put the same into.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from msgspec import Struct

from benchmarks.admin_pages import Ask, Page, Some, pages
from benchmarks.processes import ECHO, Running, zaffre
from zaffre.storage.database import opened

ROUNDS = 3
AIM = 200
_CONNECTIONS = 6
"""As many as browsers have to one server."""


class Times(Struct):
    """Milliseconds of one page: when nothing of the file was in memory, and after that; `cpu` is the server's least."""

    page: Page
    cold: float
    warm: list[float]
    cpu: float
    requests: int


def rows() -> Iterator[dict[str, object]]:
    """A row for each kind of page."""
    home = Path(os.environ["ZAFFRE_SEEDED"])
    command = [sys.executable, "-m", "zaffre", "keys", "admin", "create", "--home", str(home)]
    key = subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    with zaffre(ECHO, home) as server:
        timed = asyncio.run(_timed(server, key, home))
    kinds = dict.fromkeys(one.page.kind for one in timed)
    return (_row(kind, [one for one in timed if one.page.kind == kind]) for kind in kinds)


def _row(kind: str, timed: list[Times]) -> dict[str, object]:
    slow, dear = max(timed, key=lambda one: min(one.warm)), max(timed, key=lambda one: one.cpu)
    return {
        "page": kind,
        "ways": len(timed),
        "requests": slow.requests,
        "median ms": statistics.median(time for one in timed for time in one.warm),
        "slowest way, best ms": min(slow.warm),
        "worst ms": max(time for one in timed for time in one.warm),
        "worst ms cold": max(one.cold for one in timed),
        "most CPU ms": dear.cpu,
        "slowest way": slow.page.what,
        f"ways over {AIM} ms": sum(min(one.warm) > AIM for one in timed),
    }


async def _timed(server: Running, key: str, home: Path) -> list[Times]:
    limits = httpx.Limits(max_connections=_CONNECTIONS)
    headers = {"authorization": f"Bearer {key}"}
    some = await _some(home)
    async with httpx.AsyncClient(base_url=f"{server.url}/v1", headers=headers, limits=limits, timeout=120) as client:
        # Once before all: a server's first answer imports what it needs.
        await _open(client, next(pages(some)))
        return [await _page(client, server, page, home) for page in pages(some)]


async def _page(client: httpx.AsyncClient, server: Running, page: Page, home: Path) -> Times:
    _forget(home / "zaffre.db")
    print(f"{page.kind}: {page.what}", file=sys.stderr, flush=True)
    cold, requests = await _open(client, page)
    warm, cpu = [], []
    for _ in range(ROUNDS):
        began = server.cpu()
        warm.append((await _open(client, page))[0])
        cpu.append((server.cpu() - began) * 1000)
    return Times(page, cold, warm, min(cpu), requests)


async def _open(client: httpx.AsyncClient, page: Page) -> tuple[float, int]:
    began, requests = time.perf_counter(), 0
    for step in page.steps:
        requests += sum(await asyncio.gather(*(_answer(client, ask) for ask in step)))
    return (time.perf_counter() - began) * 1000, requests


async def _answer(client: httpx.AsyncClient, ask: Ask) -> int:
    """How many requests it took."""
    query, place = {"limit": 1000} if ask.whole else {}, "&" if "?" in ask.path else "?"
    for number in range(1, 1000):
        told = place + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
        answer = (await client.get(ask.path + told)).raise_for_status().json()
        if not (ask.whole and answer["has_more"]):
            return number
        query["after"] = answer.get("next") or answer["last_id"]
    raise RuntimeError(f"{ask.path} never ends")


def _forget(file: Path) -> None:
    """Let the system forget what it keeps of the file, so that it is read from the disk."""
    if file.exists():
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


async def _some(home: Path) -> Some:
    async with opened(home) as database, database.begin() as connection:
        found = await connection.exec_driver_sql(
            "SELECT project_id, user_id FROM key_totals WHERE user_id <> '' LIMIT 1"
        )
        project, person = found.one()
        groups = (await connection.exec_driver_sql("SELECT id FROM groups ORDER BY id")).scalars()
        return Some(project, person, tuple(groups))
