"""What somebody may do, from their grants, their groups' and the roles that there are."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.roles import Grant, built_in, rights
from zaffre.core.callers import Rights
from zaffre.core.people import Granted, Role
from zaffre.storage import grants, people, roles


async def known_roles(connection: AsyncConnection) -> dict[str, Role]:
    """All roles by name: those that come along, and those that this installation made."""
    return {one.name: one for one in await roles.all(connection)} | built_in()


async def rights_of(connection: AsyncConnection, user_id: str, *, even_if_suspended: bool = False) -> Rights:
    """What a user may do, directly and through groups; nothing where they are not active."""
    user = await people.find(connection, user_id)
    if user is None or not (user.is_active or even_if_suspended):
        return Rights()
    return as_rights(await grants.of_user(connection, user_id), await known_roles(connection))


async def rights_of_account(connection: AsyncConnection, account_id: str) -> Rights:
    """What a service account may do."""
    return as_rights(await grants.of(connection, "service_account", account_id), await known_roles(connection))


def as_rights(given: Iterable[Granted], known: Mapping[str, Role]) -> Rights:
    return rights((Grant(one.role, one.project_id) for one in given), known)
