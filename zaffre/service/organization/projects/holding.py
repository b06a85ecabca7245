"""Who may have a key, and who may make it for them."""

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.rights import rights_of, rights_of_account
from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest, Forbidden
from zaffre.core.permissions import OF_KEYS
from zaffre.storage import service_accounts


async def check_may_make(
    connection: AsyncConnection,
    caller: Caller,
    project_id: str,
    user_id: str | None = None,
    account_id: str | None = None,
) -> None:
    """Raise where the owner may not have a key there, or the key could do what the caller may not."""
    if user_id is not None and account_id is not None:
        text = "A key has one owner: give either 'user_id' or 'service_account_id'."
        raise BadRequest(text, param="service_account_id", code="invalid_value")
    allowed = await _of_owner(connection, project_id, user_id, account_id)
    lacking = sorted((OF_KEYS & allowed) - caller.rights.held(project_id))
    if lacking:
        text = f"You cannot make this key: it may do {', '.join(lacking)}, which you may not do yourself here."
        raise Forbidden(text, code="rights_too_high")


async def _of_owner(
    connection: AsyncConnection, project_id: str, user_id: str | None, account_id: str | None
) -> frozenset[str]:
    if user_id is not None:
        held = (await rights_of(connection, user_id)).held(project_id)
        if "api" not in held:
            text = (
                f"The user {user_id[:80]!r} may not hold keys in this project. Give them a role in it that allows so."
            )
            raise BadRequest(text, param="user_id", code="invalid_value")
        return held
    if account_id is not None:
        if await service_accounts.find(connection, project_id, account_id) is None:
            text = f"There is no service account {account_id[:80]!r} in this project."
            raise BadRequest(text, param="service_account_id", code="service_account_not_found")
        return (await rights_of_account(connection, account_id)).held(project_id)
    return OF_KEYS
