"""What people learn and change of themselves."""

from zaffre.api.organization.sign_in import user_of
from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.me import Self
from zaffre.wire.organization import me


async def retrieve(visit: Visit, service: Service) -> None:
    body = _encode(await service.organization.me.look(visit.caller))
    await send_json(visit, 200, body, common_headers(visit, service.region))


def _encode(self: Self) -> bytes:
    caller, standing = self.caller, self.standing
    places = standing.places if standing else ()
    projects = [place.id for place in places] or ([caller.project_id] if caller.project_id else [])
    roles = [grant.role for grant in standing.grants if not grant.project_id] if standing else []
    return me.encode(
        user=user_of(self.proof) if self.proof else None,
        session={"id": caller.key_id} if caller.kind == "session" else None,
        key=None if caller.kind == "session" else {"id": caller.key_id, "name": caller.name},
        permissions=me.permissions(caller.rights, projects),
        roles=sorted(set(roles)),
        projects=[_place(self, place) for place in places],
        project={"id": caller.project_id, "name": caller.project} if caller.project_id else None,
    )


def _place(self: Self, place) -> dict:
    assert self.standing
    roles = [grant.role for grant in self.standing.grants if grant.project_id == place.id]
    return {"id": place.id, "name": place.name, "region": place.region, "role": roles[0] if roles else None}
