"""Statements on invitations, and on who came by which."""

from typing import Any

import msgspec
from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.invitations import Invitation, Use
from zaffre.core.people import Page
from zaffre.storage import pages
from zaffre.storage.tables import invitation_uses, invitations, users

_JSON = ("projects", "models", "limits", "budget")
_COLUMNS = [invitations.c[name] for name in Invitation.__struct_fields__]


async def add(connection: AsyncConnection, invitation: Invitation, digest: str) -> None:
    row = msgspec.structs.asdict(invitation)
    row |= {name: msgspec.json.encode(row[name]).decode() for name in _JSON if row[name] is not None}
    await connection.execute(insert(invitations).values(digest=digest, **row))


async def find(connection: AsyncConnection, invitation_id: str) -> Invitation | None:
    return await _one(connection, invitations.c.id == invitation_id)


async def find_by_code(connection: AsyncConnection, digest: str) -> Invitation | None:
    """The one whose code has that digest, in whatever state."""
    return await _one(connection, invitations.c.digest == digest)


async def page(
    connection: AsyncConnection, page: Page, *, with_email_only: bool = False
) -> tuple[list[Invitation], bool]:
    statement = select(*_COLUMNS)
    if with_email_only:
        statement = statement.where(invitations.c.email.is_not(None))
    rows, has_more = await pages.read(connection, statement, invitations, page)
    return [_kept(dict(row)) for row in rows], has_more


async def use(connection: AsyncConnection, invitation_id: str, user_id: str, now: float) -> bool:
    """Count one more use, by that person; false where none is left, or it has ended in the meantime."""
    has_room = or_(invitations.c.most_uses.is_(None), invitations.c.uses < invitations.c.most_uses)
    is_valid = or_(invitations.c.expires_at.is_(None), invitations.c.expires_at > now)
    is_it = (invitations.c.id == invitation_id, invitations.c.revoked_at.is_(None))
    counted = update(invitations).where(*is_it, has_room, is_valid).values(uses=invitations.c.uses + 1)
    if not (await connection.execute(counted)).rowcount:
        return False
    row = {"invitation_id": invitation_id, "user_id": user_id, "used_at": now}
    await connection.execute(insert(invitation_uses).values(row))
    return True


async def has_used(connection: AsyncConnection, invitation_id: str, user_id: str) -> bool:
    is_it = (invitation_uses.c.invitation_id == invitation_id, invitation_uses.c.user_id == user_id)
    return (await connection.execute(select(invitation_uses.c.used_at).where(*is_it))).first() is not None


async def uses(connection: AsyncConnection, invitation_id: str) -> list[Use]:
    """Who came by it, the first one first."""
    query = (
        select(invitation_uses.c.user_id, users.c.email, users.c.name, invitation_uses.c.used_at)
        .join(users, users.c.id == invitation_uses.c.user_id)
        .where(invitation_uses.c.invitation_id == invitation_id)
        .order_by(invitation_uses.c.used_at, invitation_uses.c.user_id)
    )
    return [Use(*row) for row in await connection.execute(query)]


async def last_used(connection: AsyncConnection, ids: list[str]) -> dict[str, float]:
    """When each of them was used last, by id."""
    rows = await connection.execute(
        select(invitation_uses.c.invitation_id, invitation_uses.c.used_at)
        .where(invitation_uses.c.invitation_id.in_(ids))
        .order_by(invitation_uses.c.used_at)
    )
    return dict(tuple(row) for row in rows)


async def carrying(connection: AsyncConnection, role: str, now: float) -> bool:
    """Whether there is an invitation by which somebody may still get the role, by what grants call it."""
    has_uses = or_(invitations.c.most_uses.is_(None), invitations.c.uses < invitations.c.most_uses)
    is_valid = or_(invitations.c.expires_at.is_(None), invitations.c.expires_at > now)
    gives = or_(invitations.c.role == role, invitations.c.projects.contains(_told(role), autoescape=True))
    is_it = (gives, has_uses, is_valid, invitations.c.revoked_at.is_(None))
    return (await connection.execute(select(invitations.c.id).where(*is_it).limit(1))).first() is not None


async def rename_role(connection: AsyncConnection, role: str, name: str) -> None:
    """Let all that carry the role carry it by its new name."""
    everywhere = update(invitations).where(invitations.c.role == role).values(role=name)
    seats = func.replace(invitations.c.projects, _told(role), _told(name))
    await connection.execute(everywhere)
    is_it = invitations.c.projects.contains(_told(role), autoescape=True)
    await connection.execute(update(invitations).where(is_it).values(projects=seats))


async def revoke(connection: AsyncConnection, invitation_id: str, now: float) -> bool:
    """False where it was revoked before."""
    is_it = (invitations.c.id == invitation_id, invitations.c.revoked_at.is_(None))
    return (await connection.execute(update(invitations).where(*is_it).values(revoked_at=now))).rowcount == 1


async def revoke_unused(connection: AsyncConnection, makers: str, now: float) -> None:
    """Revoke whatever those made whose names begin so, and nobody has used yet."""
    is_theirs = invitations.c.created_by.startswith(makers, autoescape=True)
    is_open = (invitations.c.uses == 0, invitations.c.revoked_at.is_(None))
    await connection.execute(update(invitations).where(is_theirs, *is_open).values(revoked_at=now))


async def _one(connection: AsyncConnection, is_it: Any) -> Invitation | None:
    row = (await connection.execute(select(*_COLUMNS).where(is_it))).mappings().first()
    return None if row is None else _kept(dict(row))


def _told(role: str) -> str:
    """How a role stands among the projects."""
    return f'"role":"{role}"'


def _kept(row: dict[str, Any]) -> Invitation:
    told = {name: row[name] for name in Invitation.__struct_fields__}
    told |= {name: msgspec.json.decode(told[name]) for name in _JSON if told[name] is not None}
    return msgspec.convert(told, Invitation)
