"""Invitations: our own, and OpenAI's invites."""

from msgspec import structs

from zaffre.access import roles
from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.core.invitations import Invitation, Seat
from zaffre.service.flow import Service
from zaffre.wire.organization import invitations, invites
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    page = decode_page(visit.query, is_newest_first=True)
    found, has_more = await service.organization.invitations.page(page)
    told = [invitations.told(one.invitation, one.creator, service.clock.now()) for one in found]
    await send(visit, service, encode_list(told, has_more))


async def create(visit: Visit, service: Service) -> None:
    stories, now = service.organization.invitations, service.clock.now()
    made = await stories.create(visit.caller, invitations.decode(await read(visit), now, stories.usual_days))
    told = invitations.told(
        made.invitation, None, now, code=made.code, url=link(visit, service, made.code), is_mailed=made.is_mailed
    )
    told["created_by"] = {"id": made.invitation.created_by, "name": visit.caller.name}
    await send(visit, service, invitations.encode(told))


async def retrieve(visit: Visit, service: Service) -> None:
    one = await service.organization.invitations.one(path(visit, "id"))
    told = invitations.told(one.invitation, one.creator, service.clock.now())
    told["uses"] = invitations.told_uses(one.uses)
    await send(visit, service, invitations.encode(told))


async def revoke(visit: Visit, service: Service) -> None:
    await service.organization.invitations.revoke(visit.caller, path(visit, "id"))
    await send(visit, service, encode_deleted("organization.invitation", path(visit, "id")))


async def list_invites(visit: Visit, service: Service) -> None:
    found, has_more = await service.organization.invitations.page(decode_page(visit.query), with_email_only=True)
    told = [invites.told(one.invitation, one.last_used, service.clock.now()) for one in found]
    await send(visit, service, encode_list(told, has_more))


async def invite(visit: Visit, service: Service) -> None:
    body, seats = invites.decode(await read(visit))
    stories, now = service.organization.invitations, service.clock.now()
    wanted = Invitation(
        id="",
        shown="",
        email=body.email.strip().lower(),
        role=roles.alias(body.role, ""),
        projects=tuple(Seat(seat.id, roles.alias(seat.role, seat.id)) for seat in seats),
        most_uses=1,
        created_at=now,
        created_by="",
        expires_at=now + stories.usual_days * 86_400,
    )
    made = await stories.create(visit.caller, wanted)
    url = None if made.is_mailed else link(visit, service, made.code)
    await send(visit, service, invitations.encode(invites.told(made.invitation, None, now, url=url)))


async def retrieve_invite(visit: Visit, service: Service) -> None:
    one = await service.organization.invitations.one(path(visit, "id"))
    told = invites.told(
        structs.replace(one.invitation, email=one.invitation.email or ""), one.last_used, service.clock.now()
    )
    await send(visit, service, invitations.encode(told))


async def delete_invite(visit: Visit, service: Service) -> None:
    await service.organization.invitations.revoke(visit.caller, path(visit, "id"))
    await send(visit, service, encode_deleted("organization.invite", path(visit, "id")))


def link(visit: Visit, service: Service, code: str) -> str:
    """The address that accepts it: where people are told to come, or where this request came."""
    letters = service.organization.post.letters
    return letters.link(f"invitation={code}", base=visit.base)
