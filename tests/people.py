"""People of a test's house, and a browser's way of asking: with a cookie, from a page of our own."""

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
from argon2 import PasswordHasher

from tests.house import House
from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import new_id

PASSWORD = "cobalt-Lantern-88-quince"
_FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def add_person(house: House, email: str, *roles: str, state: str = "active", password: str | None = PASSWORD) -> str:
    """The id of a new person; roles are for the whole organisation, or `ROLE@PROJECT_ID` for one."""
    user_id, hashed = new_id("user_"), password and _FAST.hash(password)
    with closing(sqlite3.connect(house.home / "zaffre.db", timeout=5)) as database, database:
        row = (user_id, email, email.partition("@")[0].title(), state, 1.0, hashed)
        database.execute("INSERT INTO users (id, email, name, state, created_at, password) VALUES (?,?,?,?,?,?)", row)
        for role in roles:
            name, _, project = role.partition("@")
            grant = (new_id("grant_"), "user", user_id, name, project, 1.0)
            database.execute(
                "INSERT INTO grants (id, subject, subject_id, role, project_id, created_at) VALUES (?,?,?,?,?,?)", grant
            )
        grow(database, "rights")
    return user_id


def grow(database: sqlite3.Connection, name: str) -> None:
    """Tell the server that something changed, as the stories do."""
    database.execute(
        "INSERT INTO revisions VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET number = revisions.number + 1", (name,)
    )


def browser(house: House, **headers: str) -> httpx.Client:
    """A client that keeps cookies, and says that a page of ours asks."""
    # To read the certificates of this machine takes longer than all else that a test asks, and none is needed.
    return httpx.Client(base_url=f"{house.url}/v1", headers={"x-zaffre-app": "1"} | headers, verify=False)


def session_of(house: House, email: str) -> str:
    """The cookie of a new session, as signing in leaves it, without the work that a password makes."""
    secret, now = "zfs-" + secrets.token_urlsafe(32), time.time()
    digest = KeyHasher.of_home(house.home).digest(secret)
    with closing(sqlite3.connect(house.home / "zaffre.db", timeout=5)) as database, database:
        database.execute(
            "INSERT INTO sessions (id, user_id, digest, created_at, expires_at, seen_at, way)"
            " SELECT ?, id, ?, ?, ?, ?, 'password' FROM users WHERE email = ?",
            (new_id("session_"), digest, now, now + 3600, now, email),
        )
    return secret


@contextmanager
def signed_in(house: House, email: str, password: str = PASSWORD) -> Iterator[httpx.Client]:
    """A browser in which that person is signed in."""
    with browser(house) as client:
        answer = client.post("/auth/sign-in", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        yield client


def change(house: House, number: str, statement: str, *values: object) -> None:
    """Change the database behind the server's back, as another node does."""
    with closing(sqlite3.connect(house.home / "zaffre.db", timeout=5)) as database, database:
        database.execute(statement, values)
        grow(database, number)
