"""Where the database is: a file in the home, or a PostgreSQL that several nodes share. Its password is never told."""

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

VARIABLE = "ZAFFRE_DATABASE_URL"
_FORM = "postgresql://USER:PASSWORD@HOST:PORT/NAME"
_MARK = "database"


class DatabaseWrong(OSError):
    """The database can't be used as it is configured; the message says why, and what to do."""


class Address(Struct, frozen=True):
    """`url` is SQLAlchemy's, which hides the password wherever it is shown."""

    url: URL

    @property
    def is_shared(self) -> bool:
        """Whether other nodes may use it too."""
        return self.url.get_backend_name() == "postgresql"

    def __str__(self) -> str:
        if not self.is_shared:
            return str(self.url.database)
        host = self.url.host or self.url.query.get("host") or "localhost"
        return f"{host}:{self.url.port or 5432}/{self.url.database}"

    @classmethod
    def find(cls, home: Path, url: str | None, environ: Mapping[str, str] = os.environ) -> "Address":
        """That of `url`, else of the environment, else the file in `home`. Raises `DatabaseWrong`."""
        url = url or environ.get(VARIABLE)
        if url:
            return cls(parse(url))
        _check_unmarked(home)
        return cls(URL.create("sqlite+aiosqlite", database=str(home / "zaffre.db")))


def parse(url: str) -> URL:
    """A PostgreSQL's address as SQLAlchemy wants it. Raises `DatabaseWrong`, which doesn't repeat the password."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseWrong(f"the database's address must have the form {_FORM}") from None
    if found.drivername not in ("postgresql", "postgres", "postgresql+asyncpg"):
        raise DatabaseWrong(f"the database's address must have the form {_FORM}, not {found.drivername}://…")
    if not found.database:
        raise DatabaseWrong(f"the database's address lacks the database's name: {_FORM}")
    # asyncpg has another word for what libpq and everybody's URLs call sslmode.
    query = {{"sslmode": "ssl"}.get(name, name): value for name, value in found.query.items()}
    return found.set(drivername="postgresql+asyncpg", query=query)


def mark(home: Path, address: Address) -> None:
    """Leave a note in `home` where its database is elsewhere, so that no command takes an empty file for it."""
    path = home / _MARK
    if address.is_shared and not path.exists():
        path.write_text(f"postgresql, by {VARIABLE} or [storage] url; delete this file to use zaffre.db again\n")


def _check_unmarked(home: Path) -> None:
    if (home / _MARK).exists():
        raise DatabaseWrong(
            f"the home {home} belongs to a PostgreSQL, and nothing says where it is: set {VARIABLE}, or give --config. "
            f"To use a file in the home again, delete {home / _MARK}."
        )
