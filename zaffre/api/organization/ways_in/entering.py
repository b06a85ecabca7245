"""Coming in: what whoever has no account yet sees and does."""

import msgspec

from zaffre.api.organization.replies import path, read, send
from zaffre.api.organization.sign_in.sign_in import welcome
from zaffre.api.visit import Visit
from zaffre.core.errors import BadRequest
from zaffre.service.flow import Service
from zaffre.service.organization.ways_in.entering import Newcomer
from zaffre.wire.organization import entering


async def ways(visit: Visit, service: Service) -> None:
    await send(visit, service, msgspec.json.encode(service.organization.ways_in))


async def look(visit: Visit, service: Service) -> None:
    body = entering.decode(await read(visit), entering.Look)
    shown = await service.organization.entering.look(body.code, visit.credential)
    await send(visit, service, entering.encode_shown(shown.invitation, shown.inviter, shown.places))


async def accept(visit: Visit, service: Service) -> None:
    """With a session its owner joins; without, an account is made, and a session begins."""
    body = entering.decode(await read(visit), entering.Accept)
    stories = service.organization.entering
    if body.email is None and visit.credential.cookie:
        caller = await service.authenticate(visit.credential)
        user = await stories.join(caller, body.code, visit.credential)
        await send(visit, service, entering.encode_state("invitation.accepted", user.state, user_id=user.id))
        return
    for name in ("email", "name"):
        if getattr(body, name) is None:
            text = f"Missing required parameter: '{name}'."
            raise BadRequest(text, param=name, code="missing_required_parameter")
    newcomer = Newcomer(email=body.email.strip().lower(), name=body.name, password=body.password)
    opened, proof = await stories.accept(newcomer, body.code, visit.credential)
    await welcome(visit, service, opened, proof)


async def sign_up(visit: Visit, service: Service) -> None:
    body = entering.decode(await read(visit), entering.SignUp)
    newcomer = Newcomer(email=body.email.strip().lower(), name=body.name, password=body.password)
    state = await service.organization.sign_up.sign_up(newcomer, body.agreed_terms, visit.credential)
    await send(visit, service, entering.encode_state("sign_up", state))


async def verify(visit: Visit, service: Service) -> None:
    body = entering.decode(await read(visit), entering.Verify)
    user = await service.organization.sign_up.verify(body.token, visit.credential)
    await send(visit, service, entering.encode_state("verification", user.state, email=user.email))


async def forgot(visit: Visit, service: Service) -> None:
    body = entering.decode(await read(visit), entering.Forgot)
    await service.organization.recovery.forgot(body.email.strip().lower(), visit.credential)
    await send(visit, service, entering.encode_state("password_reset", "asked"))


async def reset(visit: Visit, service: Service) -> None:
    body = entering.decode(await read(visit), entering.Reset)
    await service.organization.recovery.reset(body.token, body.password, visit.credential)
    await send(visit, service, entering.encode_state("password_reset", "done"))


async def password_link(visit: Visit, service: Service) -> None:
    """For an administrator to hand over, where no mail can be sent."""
    fragment = await service.organization.recovery.link(visit.caller, path(visit, "user_id"))
    url = service.organization.post.letters.link(fragment, base=visit.base)
    await send(visit, service, entering.encode_state("password_reset", "asked", url=url))
