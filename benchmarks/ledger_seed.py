"""`python -m benchmarks.ledger_seed HOME [ROWS]`: a home whose ledger has very many entries of 90 days, for measuring.

Projects, keys and people have ids as long as real ones; entries have short ids, so that ten million of them and their
totals take three gigabytes and not four. Nothing of it is anybody's.
"""

import asyncio
import secrets
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from zaffre.storage import recount
from zaffre.storage.database import opened

ROWS, DAYS, DAY = 10_000_000, 90, 86_400
PROJECTS, KEYS, PEOPLE, END_USERS, DEPLOYMENTS, MODELS = 50, 2000, 1000, 5000, 20, 12

# Nobody minds if a crash spoils this file, and an index is made faster from all rows than row by row.
_QUICKLY = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
DROP INDEX ix_entries_key_id_time;
DROP INDEX ix_entries_project_id_time;
"""
_AFTERWARDS = """
CREATE INDEX ix_entries_key_id_time ON entries (key_id, time);
CREATE INDEX ix_entries_project_id_time ON entries (project_id, time);
ANALYZE;
PRAGMA journal_mode = WAL;
"""
_SCHEMA = """
CREATE TEMP TABLE holders (number INTEGER PRIMARY KEY, project_id TEXT, key_id TEXT, user_id TEXT);
CREATE TEMP TABLE places (number INTEGER PRIMARY KEY, deployment TEXT, model TEXT, backend TEXT, region TEXT);
"""
# A key in front of the list calls more often than one behind, and each calls three deployments.
_ENTRIES = """
INSERT INTO entries (id, time, project_id, key_id, user_id, operation, dialect, deployment, model, backend, region,
    end_user, is_stream, status, prompt_tokens, completion_tokens, cached_tokens, usage_source, cost, currency,
    duration_ms, time_to_first_ms, policy, blocked, findings, images, audio_ms, compute_ms)
WITH RECURSIVE drawn(n, time, k, d, s, u, t) AS MATERIALIZED (
    SELECT n, :day + 86400.0 * n / :rows, abs(random() % 1000000) / 1e6, abs(random() % 3), abs(random() % 100),
        abs(random() % (:end_users / :projects)), abs(random() % 2000)
    FROM (WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < :rows)
          SELECT n FROM count))
SELECT printf('%x', :first + n), time, h.project_id, h.key_id, h.user_id, 'chat', 'openai', p.deployment, p.model,
    p.backend, p.region, 'person-' || u || '-of-' || h.project_id, s & 1,
    CASE WHEN s < 94 THEN 'completed' WHEN s < 97 THEN 'blocked' WHEN s < 99 THEN 'failed' ELSE 'cancelled' END,
    t, t / 2, 0, 'provider', t * 1500, 'USD', 20 + t * 2, 20, 'default@1',
    CASE WHEN s IN (94, 95, 96) THEN 'prompt:hate' END,
    CASE WHEN s IN (94, 95, 96) THEN '{"prompt":{"hate":"medium"}}' WHEN s < 5 THEN '{"prompt":{"violence":"low"}}' END,
    0, 0, 0
FROM drawn JOIN holders h ON h.number = CAST(:keys * k * k AS INTEGER)
    JOIN places p ON p.number = (h.number * 7 + d) % :deployments
"""


async def seed(home: Path, rows: int) -> None:
    """Entries of the last 90 days, and then the totals of each day."""
    async with opened(home):
        pass
    today = int(time.time()) // DAY * DAY
    with closing(sqlite3.connect(home / "zaffre.db")) as database:
        database.executescript(_QUICKLY + _SCHEMA)
        _people(database, today)
        each = rows // DAYS
        for number in range(DAYS):
            given = {"day": today - (DAYS - 1 - number) * DAY, "rows": each, "first": number * each}
            given |= {"keys": KEYS, "deployments": DEPLOYMENTS, "end_users": END_USERS, "projects": PROJECTS}
            database.execute(_ENTRIES, given)
            database.commit()
            _tell("entries", number)
        database.executescript(_AFTERWARDS)
    async with opened(home) as opening:
        await recount.rebuild(opening, lambda done, all: _tell("totals", done - 1))


def _people(database: sqlite3.Connection, now: float) -> None:
    projects = [f"proj_{secrets.token_hex(12)}" for _ in range(PROJECTS)]
    people = [f"user_{secrets.token_hex(12)}" for _ in range(PEOPLE)]
    keys = [f"key_{secrets.token_hex(12)}" for _ in range(KEYS)]
    database.executemany(
        "INSERT INTO projects (id, name, region, created_at) VALUES (?, ?, 'local', ?)",
        [(id, f"Project {number}", now - number) for number, id in enumerate(projects)],
    )
    database.executemany(
        "INSERT INTO users (id, email, name, state, created_at) VALUES (?, ?, ?, 'active', ?)",
        [(id, f"person{number}@example.com", f"Person {number}", now - number) for number, id in enumerate(people)],
    )
    database.executemany(
        "INSERT INTO keys (id, project_id, name, shown, digest, created_at, user_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (id, projects[number % PROJECTS], f"Key {number}", "zf-…", id, now - number, people[number % PEOPLE])
            for number, id in enumerate(keys)
        ],
    )
    holders = [(number, projects[number % PROJECTS], id, people[number % PEOPLE]) for number, id in enumerate(keys)]
    database.executemany("INSERT INTO holders VALUES (?, ?, ?, ?)", holders)
    places = [
        (number, f"deployment-{number}", f"model-{number % MODELS}", f"backend-{number % 4}", "local")
        for number in range(DEPLOYMENTS)
    ]
    database.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?)", places)


def _tell(what: str, number: int) -> None:
    if (number + 1) % 10 == 0:
        print(f"{what}: {number + 1} of {DAYS} days", file=sys.stderr, flush=True)


if __name__ == "__main__":
    asyncio.run(seed(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ROWS))
