"""What somebody may do, from their grants, their groups' and the roles that there are."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.roles import Grant, built_in, rights
from zaffre.core.callers import Rights
from zaffre.core.people import Granted, Role
from zaffre.storage import grants, people, roles


async def known_roles(connection: AsyncConnection, project_id: str = "") -> dict[str, Role]:
    """The roles that can be given, in the project or with `""` in the whole organisation, by what grants call them."""
    return {key: one for key, one in (await every_role(connection)).items() if one.project_id in ("", project_id)}


async def every_role(connection: AsyncConnection) -> dict[str, Role]:
    """Those that come along, those that this installation made, and those of single projects."""
    return {one.key: one for one in await roles.all(connection)} | built_in()


async def rights_of(connection: AsyncConnection, user_id: str, *, even_if_suspended: bool = False) -> Rights:
    """What a user may do, directly and through groups; nothing where they are not active."""
    user = await people.find(connection, user_id)
    if user is None or not (user.is_active or even_if_suspended):
        return Rights()
    return as_rights(await grants.of_user(connection, user_id), await every_role(connection))


async def rights_of_account(connection: AsyncConnection, account_id: str) -> Rights:
    """What a service account may do."""
    return as_rights(await grants.of(connection, "service_account", account_id), await every_role(connection))


def as_rights(given: Iterable[Granted], known: Mapping[str, Role]) -> Rights:
    return rights((Grant(one.role, one.project_id) for one in given), known)
