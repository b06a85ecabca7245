"""Kept pictures of the caller's project."""

import asyncio

from msgspec import structs

from zaffre.api import forms
from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.core.album import Picture, Upload
from zaffre.imaging import door
from zaffre.service.flow import Service
from zaffre.wire import gallery, pictures
from zaffre.wire.body import parse


async def list_all(visit: Visit, service: Service) -> None:
    wanted = pictures.decode_wanted(visit.query)
    # One more than the page has tells whether there is a next.
    more = structs.replace(wanted, limit=wanted.limit + 1)
    found = await service.kept.pictures.page(visit.caller, more)
    await _send(visit, service, pictures.encode_page(found, wanted.limit, service.kept.addresses, visit.base))


async def retrieve(visit: Visit, service: Service) -> None:
    await _send_one(visit, service, await service.kept.pictures.one(visit.caller, _id(visit)))


async def change(visit: Visit, service: Service) -> None:
    changes = pictures.decode_changes(parse(await visit.json_body()))
    await _send_one(visit, service, await service.kept.pictures.change(visit.caller, _id(visit), changes))


async def remove(visit: Visit, service: Service) -> None:
    await service.kept.pictures.remove(visit.caller, _id(visit))
    await _send(visit, service, pictures.encode_deleted(_id(visit), "picture"))


async def report(visit: Visit, service: Service) -> None:
    complaint = gallery.decode_own_report(parse(await visit.json_body()))
    await service.kept.reports.of_own(visit.caller, _id(visit), complaint)
    await _send(visit, service, gallery.encode_reported(_id(visit), service.kept.reports.are_read))


async def bring(visit: Visit, service: Service) -> None:
    form = await forms.read(visit)
    upload = await asyncio.to_thread(_upload, form)
    await _send_one(visit, service, await service.kept.pictures.bring(visit.caller, upload), status=201)


def _upload(form: forms.Form) -> Upload:
    return pictures.decode_upload(form, lambda data: door.read(data, param="image"))


def _id(visit: Visit) -> str:
    return visit.path_parameter("id") or ""


async def _send_one(visit: Visit, service: Service, picture: Picture, status: int = 200) -> None:
    await _send(visit, service, pictures.encode(picture, service.kept.addresses, visit.base), status)


async def _send(visit: Visit, service: Service, body: bytes, status: int = 200) -> None:
    await send_json(visit, status, body, common_headers(visit, service.region))
