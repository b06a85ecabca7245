"""Collections of kept pictures."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire import pictures
from zaffre.wire.body import parse


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.kept.pictures.collections(visit.caller)
    await _send(visit, service, pictures.encode_collections(found))


async def create(visit: Visit, service: Service) -> None:
    name = pictures.decode_name(parse(await visit.json_body()))
    made = await service.kept.pictures.add_collection(visit.caller, name)
    await _send(visit, service, pictures.encode_collection(made), status=201)


async def retrieve(visit: Visit, service: Service) -> None:
    found = await service.kept.pictures.collection(visit.caller, _id(visit))
    await _send(visit, service, pictures.encode_collection(found))


async def rename(visit: Visit, service: Service) -> None:
    name = pictures.decode_name(parse(await visit.json_body()))
    renamed = await service.kept.pictures.rename_collection(visit.caller, _id(visit), name)
    await _send(visit, service, pictures.encode_collection(renamed))


async def remove(visit: Visit, service: Service) -> None:
    await service.kept.pictures.remove_collection(visit.caller, _id(visit))
    await _send(visit, service, pictures.encode_deleted(_id(visit), "collection"))


def _id(visit: Visit) -> str:
    return visit.path_parameter("id") or ""


async def _send(visit: Visit, service: Service, body: bytes, status: int = 200) -> None:
    await send_json(visit, status, body, common_headers(visit, service.region))
