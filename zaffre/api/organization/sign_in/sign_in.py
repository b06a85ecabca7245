"""Signing in and out: the session's secret goes into a cookie, and nowhere else."""

from zaffre.access.sessions import Opened
from zaffre.api import cookies
from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.sign_in.sign_in import Given
from zaffre.storage.proofs import Proof
from zaffre.wire.body import parse
from zaffre.wire.organization import me, sign_in


async def enter(visit: Visit, service: Service) -> None:
    given = sign_in.decode(parse(await visit.json_body(limit=10_000)))
    told = Given(email=given.email, password=given.password, code=given.code)
    opened, proof = await service.organization.sign_in.by_password(told, visit.credential)
    await welcome(visit, service, opened, proof)


async def leave(visit: Visit, service: Service) -> None:
    way = await service.organization.sign_in.end(visit.caller)
    onward = await service.organization.single_sign_on.farewell(way, f"{visit.base}/account")
    forgotten = cookies.forgetting(cookies.SESSION, is_secure=visit.is_secure)
    headers = [*common_headers(visit, service.region), (b"set-cookie", forgotten.encode())]
    await send_json(visit, 200, sign_in.encode_ended(visit.caller.key_id, onward), headers)


async def welcome(visit: Visit, service: Service, opened: Opened, proof: Proof) -> None:
    """Tell somebody that they are signed in; whatever way they came by."""
    body = sign_in.encode(opened.session.id, user_of(proof))
    await send_json(visit, 200, body, [*common_headers(visit, service.region), session_cookie(visit, service, opened)])


def session_cookie(visit: Visit, service: Service, opened: Opened) -> tuple[bytes, bytes]:
    seconds = int(service.organization.sign_in.sessions.spans.longest)
    cookie = cookies.setting(cookies.SESSION, opened.secret, seconds=seconds, is_secure=visit.is_secure)
    return (b"set-cookie", cookie.encode())


def user_of(proof: Proof) -> dict:
    return me.user(
        id=proof.id,
        email=proof.email,
        name=proof.name,
        state=proof.state,
        has_password=proof.password is not None,
        has_totp=proof.totp is not None,
    )
