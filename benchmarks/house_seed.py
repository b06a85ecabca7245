"""`python -m benchmarks.house_seed HOME`: people, lists and the trail of a large house, beside a seeded ledger.

What the pages of administration list: thousands of people, applications and invitations, hundreds of projects and
budgets, and a long trail whose chain holds. Nobody in it exists.
"""

import asyncio
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import Clock
from zaffre.core.trail import Event
from zaffre.ledger.audit import FIRST, Trail
from zaffre.storage import tables as t
from zaffre.storage.database import opened

PEOPLE, PROJECTS, APPLICATIONS, INVITATIONS, GROUPS, BUDGETS, EVENTS = 2000, 200, 2000, 1000, 20, 200, 200_000
_AT_ONCE = 1000
_STATES = ("applied", "in_review", "asked_back", "approved", "declined")
_ACTIONS = (("api_key.created", "api_key"), ("project.updated", "project"), ("login.succeeded", "session"))


async def seed(home: Path, url: str | None = None) -> None:
    """Each kind in turn; what the ledger's seed made is counted in."""
    now = time.time()
    async with opened(home, url) as database, database.begin() as connection:
        people = await _missing(connection, t.users, PEOPLE, "user_", _person, now)
        projects = await _missing(connection, t.projects, PROJECTS, "proj_", _project, now)
        await _members(connection, people, projects, now)
        await _missing(connection, t.invitations, INVITATIONS, "invite_", _invitation, now)
        await _write(connection, t.applications, [_application(n, people[n], now) for n in range(APPLICATIONS)])
        await _write(connection, t.budgets, [_budget(n, people[n], now) for n in range(BUDGETS)])
        await _write(connection, t.limits, [_limit(one) for one in projects])
        await _trail(connection, KeyHasher.of_home(home), people, projects, now)


async def _missing(
    connection: AsyncConnection, table: Table, most: int, prefix: str, row: Any, now: float
) -> list[str]:
    """All ids of a table, once it has so many rows."""
    ids = list((await connection.execute(select(table.c.id))).scalars())
    made = [{"id": f"{prefix}{secrets.token_hex(12)}", **row(number, now)} for number in range(len(ids), most)]
    await _write(connection, table, made)
    return ids + [one["id"] for one in made]


async def _write(connection: AsyncConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), _AT_ONCE):
        await connection.execute(insert(table), rows[first : first + _AT_ONCE])


async def _members(connection: AsyncConnection, people: list[str], projects: list[str], now: float) -> None:
    """Everybody has a role, and works in two projects; a hundred are in each group."""
    roles = [_grant(one, "member", "", now) for one in people]
    for number, one in enumerate(people):
        places = {projects[number % len(projects)], projects[(number * 7 + 1) % len(projects)]}
        roles += [_grant(one, "developer", place, now) for place in places]
    await _write(connection, t.grants, roles)
    groups = [{"id": f"group_{number}", "name": f"Group {number}", "created_at": now} for number in range(GROUPS)]
    await _write(connection, t.groups, groups)
    inside = [{"group_id": f"group_{n % GROUPS}", "user_id": one} for n, one in enumerate(people)]
    await _write(connection, t.group_members, inside)


async def _trail(connection: AsyncConnection, hasher: KeyHasher, people: list[str], projects: list[str], now: float):
    trail, events, previous = Trail(hasher.derived("trail"), Clock()), [], FIRST
    for number in range(1, EVENTS + 1):
        event = _event(number, people[number % 50], projects[number % len(projects)], previous, now)
        previous = trail.seal(event)
        events.append(msgspec.structs.asdict(event) | {"hash": previous})
    await _write(connection, t.audit, events)
    await connection.execute(delete(t.revisions).where(t.revisions.c.name == "audit"))
    await connection.execute(insert(t.revisions).values(name="audit", number=EVENTS))


def _person(number: int, now: float) -> dict[str, Any]:
    told = {"email": f"someone{number}@example.com", "name": f"Someone {number}", "state": "active"}
    return told | {"created_at": now - number, "seen_at": now - 60 * number}


def _project(number: int, now: float) -> dict[str, Any]:
    return {"name": f"Quiet project {number}", "region": "local", "created_at": now - number}


def _invitation(number: int, now: float) -> dict[str, Any]:
    told = {"digest": secrets.token_hex(16), "shown": "zfi-…", "email": f"guest{number}@example.com", "role": "member"}
    return told | {"projects": "[]", "created_at": now - number, "created_by": "cli", "expires_at": now + 604_800}


def _application(number: int, user_id: str, now: float) -> dict[str, Any]:
    volume = {"requests_per_day": 100, "tokens_per_day": 100_000}
    asked = {"use_case": "Answers to questions about our own documents. " * 4, "models": ["echo"], "volume": volume}
    told = {"id": f"app_{secrets.token_hex(12)}", "kind": "access", "user_id": user_id, "state": _STATES[number % 5]}
    times = dict.fromkeys(("created_at", "queued_at", "changed_at"), now - 60 * number)
    return told | times | {"asked": msgspec.json.encode(asked).decode()}


def _budget(number: int, user_id: str, now: float) -> dict[str, Any]:
    told = {"id": f"budget_{secrets.token_hex(12)}", "subject": "user", "subject_id": user_id, "period": "month"}
    return told | {"amount": 10**12, "is_hard": True, "warn_at": "[80]", "emails": "[]", "created_at": now - number}


def _limit(project_id: str) -> dict[str, Any]:
    return {"subject": "project", "subject_id": project_id, "requests_per_minute": 600}


def _grant(user_id: str, role: str, project_id: str, now: float) -> dict[str, Any]:
    told = {"id": f"grant_{secrets.token_hex(12)}", "subject": "user", "subject_id": user_id, "role": role}
    return told | {"project_id": project_id, "created_at": now}


def _event(number: int, actor: str, project_id: str, previous: str, now: float) -> Event:
    action, kind = _ACTIONS[number % len(_ACTIONS)]
    return Event(
        number=number,
        id=f"audit_log-{secrets.token_hex(12)}",
        time=now - (EVENTS - number) * 30,
        actor="user",
        actor_id=actor,
        actor_name="Somebody",
        address="192.0.2.1",
        action=action,
        object=kind,
        object_id=f"{kind}_{number}",
        project_id=project_id,
        before=None,
        after='{"name":"a name"}',
        previous=previous,
    )


if __name__ == "__main__":
    asyncio.run(seed(Path(sys.argv[1])))
