"""Nobody gives what they lack, and nobody has power over those who may do more than they may."""

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


async def check_owner_left(connection: AsyncConnection) -> None:
    """Raise `Conflict` where an act would leave nobody who may do everything."""
    if not any(role == OWNER and project_id == "" for _, role, project_id in await grants.effective(connection)):
        text = "This would leave the installation without an owner. Make somebody else an owner first."
        raise Conflict(text, code="last_owner")
