"""What people learn and change of themselves."""

from zaffre.api.organization.replies import read, send
from zaffre.api.organization.sign_in.sign_in import user_of
from zaffre.api.visit import Visit
from zaffre.core.people import role_name
from zaffre.service.flow import Service
from zaffre.service.organization.sign_in.me import Self
from zaffre.storage.places import Place
from zaffre.wire.organization import me


async def retrieve(visit: Visit, service: Service) -> None:
    await send(visit, service, _encode(await service.organization.me.look(visit.caller)))


async def rename(visit: Visit, service: Service) -> None:
    await service.organization.me.rename(visit.caller, me.decode_rename(await read(visit)).name)
    await retrieve(visit, service)


async def change_password(visit: Visit, service: Service) -> None:
    given = me.decode_password(await read(visit))
    await service.organization.me.change_password(visit.caller, given.current, given.new)
    await send(visit, service, me.encode_changed("password", changed=True))


async def begin_totp(visit: Visit, service: Service) -> None:
    setup = await service.organization.second_factor.begin(visit.caller)
    await send(visit, service, me.encode_setup(setup.secret, setup.uri, setup.qr_svg))


async def confirm_totp(visit: Visit, service: Service) -> None:
    codes = await service.organization.second_factor.confirm(visit.caller, me.decode_code(await read(visit)))
    await send(visit, service, me.encode_recovery(codes))


async def end_totp(visit: Visit, service: Service) -> None:
    await service.organization.second_factor.end(visit.caller, me.decode_code(await read(visit)))
    await send(visit, service, me.encode_changed("totp.deleted", deleted=True))


def _encode(self: Self) -> bytes:
    caller, standing = self.caller, self.standing
    places = standing.places if standing else ()
    projects = [place.id for place in places] or ([caller.project_id] if caller.project_id else [])
    roles = {grant.role for grant in standing.grants if not grant.project_id} if standing else set()
    return me.encode(
        user=user_of(self.proof) if self.proof else None,
        session={"id": caller.key_id} if caller.kind == "session" else None,
        key=None if caller.kind == "session" else {"id": caller.key_id, "name": caller.name},
        permissions=me.permissions(caller.rights, projects),
        roles=sorted(roles),
        projects=[_place(self, place) for place in places],
        project={"id": caller.project_id, "name": caller.project} if caller.project_id else None,
    )


def _place(self: Self, place: Place) -> dict[str, str | None]:
    grants = self.standing.grants if self.standing else ()
    role = next((grant.role for grant in grants if grant.project_id == place.id), None)
    return {"id": place.id, "name": place.name, "region": place.region, "role": role and role_name(role)}
