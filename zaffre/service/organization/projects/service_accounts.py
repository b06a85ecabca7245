"""The stories of service accounts: programs that work in a project under their own name."""

from typing import Any

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access import roles
from zaffre.access.issuing import Order
from zaffre.access.rights import known_roles, rights_of_account
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import NotFound
from zaffre.core.people import Page, ServiceAccount
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.governing import check_may_govern
from zaffre.service.organization.people.granting import grant, take
from zaffre.service.organization.projects import projects
from zaffre.service.organization.projects.holding import check_may_make
from zaffre.service.organization.projects.keys import Keys, Shown
from zaffre.storage import grants, keys, service_accounts
from zaffre.storage.database import Database

USUAL_ROLE = "developer"


class Account(Struct, frozen=True):
    """A service account with its roles, and the key that came along where one was made just now."""

    account: ServiceAccount
    roles: tuple[str, ...]
    made: Shown | None = None


class ServiceAccounts:
    """An account has roles like a person, and lives and dies with its project."""

    def __init__(self, acts: Acts, database: Database, clock: Clock, made: Keys):
        self._acts = acts
        self._database = database
        self._clock = clock
        self._keys = made

    async def page(self, project_id: str, page: Page) -> tuple[list[Account], bool]:
        async with self._database.begin() as connection:
            await projects.found(connection, project_id)
            found, has_more = await service_accounts.page(connection, project_id, page)
            given = await grants.of_many(connection, "service_account", [one.id for one in found])
        held = {one.id: tuple(each.role for each in given if each.subject_id == one.id) for one in found}
        return [Account(one, held[one.id]) for one in found], has_more

    async def one(self, project_id: str, account_id: str) -> Account:
        async with self._database.begin() as connection:
            return await _account(connection, project_id, account_id)

    async def create(self, caller: Caller, project_id: str, name: str, role: str, order: Order | None) -> Account:
        """An account with a role in the project, and with a key where one is ordered."""
        async with self._acts.begin(caller, "projects.write", project_id) as act:
            project = await projects.active(act.connection, project_id)
            now = self._clock.now()
            account = ServiceAccount(id=new_id("svc_acct_"), project_id=project_id, name=name, created_at=now)
            await service_accounts.add(act.connection, account)
            act.did(_told("service_account.created", account, after={"name": name}))
            await self._give(act, caller, account, role)
            made = None
            if order is not None:
                await check_may_make(act.connection, caller, project_id, account_id=account.id)
                made = await self._keys.add(act, project, structs.replace(order, service_account_id=account.id))
            return structs.replace(await _account(act.connection, project_id, account.id), made=made)

    async def change(self, caller: Caller, project_id: str, account_id: str, **given: Any) -> Account:
        """Another `name`, or one `role` in place of those that it has."""
        async with self._acts.begin(caller, "projects.write", project_id) as act:
            await projects.active(act.connection, project_id)
            before = (await self._governed(act, caller, project_id, account_id)).account
            name = given.get("name") or before.name
            if name != before.name:
                await service_accounts.change(act.connection, account_id, {"name": name})
                act.did(_told("service_account.updated", before, {"name": before.name}, {"name": name}))
            if given.get("role"):
                await take(act, "service_account", account_id, project_id)
                await self._give(act, caller, before, given["role"])
            return await _account(act.connection, project_id, account_id)

    async def remove(self, caller: Caller, project_id: str, account_id: str) -> None:
        """Delete an account, and revoke its keys."""
        async with self._acts.begin(caller, "projects.write", project_id) as act:
            account = (await self._governed(act, caller, project_id, account_id)).account
            await take(act, "service_account", account_id)
            await keys.revoke_all(act.connection, self._clock.now(), service_account_id=account_id)
            await service_accounts.change(act.connection, account_id, {"deleted_at": self._clock.now()})
            act.did(_told("service_account.deleted", account, before={"name": account.name}))

    async def make_key(self, caller: Caller, project_id: str, account_id: str, order: Order) -> Shown:
        await self.one(project_id, account_id)
        return await self._keys.create(caller, project_id, structs.replace(order, service_account_id=account_id))

    async def _give(self, act: Act, caller: Caller, account: ServiceAccount, role: str) -> None:
        known = await known_roles(act.connection, account.project_id)
        wanted = roles.find(roles.alias(role, account.project_id), known)
        roles.check_grantable(wanted, caller.rights, account.project_id)
        await grant(act, "service_account", account.id, wanted.key, self._clock.now(), account.project_id)

    async def _governed(self, act: Act, caller: Caller, project_id: str, account_id: str) -> Account:
        found = await _account(act.connection, project_id, account_id)
        check_may_govern(caller, await rights_of_account(act.connection, account_id), found.account.name)
        return found


async def _account(connection: AsyncConnection, project_id: str, account_id: str) -> Account:
    account = await service_accounts.find(connection, project_id, account_id)
    if account is None:
        text = f"There is no service account {account_id[:80]!r} in this project."
        raise NotFound(text, param="service_account_id", code="service_account_not_found")
    given = await grants.of(connection, "service_account", account_id)
    return Account(account, tuple(one.role for one in given))


def _told(action: str, account: ServiceAccount, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(
        action=action,
        object="service_account",
        object_id=account.id,
        project_id=account.project_id,
        before=before,
        after=after,
    )
