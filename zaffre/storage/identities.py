"""Statements on who somebody is at an identity provider."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import statements
from zaffre.storage.tables import identities


async def find(connection: AsyncConnection, issuer: str, subject: str) -> str | None:
    """The id of the user who is that subject there."""
    is_it = (identities.c.issuer == issuer, identities.c.subject == subject)
    return (await connection.execute(select(identities.c.user_id).where(*is_it))).scalar()


async def add(connection: AsyncConnection, issuer: str, subject: str, user_id: str, now: float) -> None:
    row = {"issuer": issuer, "subject": subject, "user_id": user_id, "created_at": now}
    await connection.execute(statements.insert(identities).values(row).on_conflict_do_nothing())
