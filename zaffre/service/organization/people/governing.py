"""Nobody gives what they lack, and nobody has power over those who may do more than they may."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.roles import OWNER
from zaffre.core.callers import Caller, Rights
from zaffre.core.errors import Conflict, Forbidden
from zaffre.storage import grants


def lacking(caller: Caller, rights: Rights) -> list[str]:
    """What `rights` allow that the caller may not do there."""
    missing = set(rights.everywhere - caller.rights.everywhere)
    for project_id, held in rights.projects.items():
        missing |= held - caller.rights.held(project_id)
    return sorted(missing)


def check_may_govern(caller: Caller, rights: Rights, who: str) -> None:
    """Raise `Forbidden` where somebody with these rights may do something that the caller may not."""
    missing = lacking(caller, rights)
    if missing:
        text = f"You cannot do this to {who}, who may do more than you: {', '.join(missing)}. Ask an owner."
        raise Forbidden(text, code="rights_too_high")


@asynccontextmanager
async def keeping_an_owner(connection: AsyncConnection) -> AsyncIterator[None]:
    """Raise `Conflict` where what the block does takes away the last one who may do everything."""
    was_there = await _is_an_owner(connection)
    yield
    if was_there and not await _is_an_owner(connection):
        text = "This would leave the installation without an owner. Make somebody else an owner first."
        raise Conflict(text, code="last_owner")


async def _is_an_owner(connection: AsyncConnection) -> bool:
    return any(role == OWNER and project_id == "" for _, role, project_id in await grants.effective(connection))
