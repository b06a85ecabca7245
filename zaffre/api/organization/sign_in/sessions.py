"""A person's own sessions."""

from zaffre.api.organization.replies import path, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import lists, me, sessions

_TOLD = ("id", "created_at", "expires_at", "seen_at", "address", "agent", "way")


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.organization.my_sessions.all(visit.caller)
    told = [sessions.told(**{name: getattr(session, name) for name in _TOLD}) for session in found]
    await send(visit, service, sessions.encode(told, visit.caller.key_id))


async def end(visit: Visit, service: Service) -> None:
    await service.organization.my_sessions.end(visit.caller, path(visit, "id"))
    await send(visit, service, lists.encode_deleted("session", path(visit, "id")))


async def end_others(visit: Visit, service: Service) -> None:
    ended = await service.organization.my_sessions.end_others(visit.caller)
    await send(visit, service, me.encode_changed("sessions.ended", ended=ended))
