"""What the installation's settings declare: deployments, and policies with who uses them."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.projects.deployments import Declared, Users, priced
from zaffre.wire.organization import deployments, projects
from zaffre.wire.organization.lists import encode_list


async def list_all(visit: Visit, service: Service) -> None:
    story = service.organization.deployments
    body = deployments.encode_deployments([_told(one) for one in story.all()], story.currency)
    await send(visit, service, body)


async def change_reach(visit: Visit, service: Service) -> None:
    """Answers the projects that changed."""
    body = deployments.decode_reach(await read(visit))
    name = path(visit, "deployment")
    changed = await service.organization.reach.change(visit.caller, name, body.allow, body.deny)
    await send(visit, service, encode_list([projects.told(one) for one in changed]))


async def policies(visit: Visit, service: Service) -> None:
    known = service.policies.all(visit.caller)
    users = await service.organization.deployments.users(visit.caller, [one.name for one in known])
    body = deployments.encode_policies([(one, _users(users[one.name])) for one in known])
    await send(visit, service, body)


def _told(one: Declared) -> dict:
    deployment = one.deployment
    return {
        "object": "deployment",
        "id": one.name,
        "model": deployment.model,
        "backend": deployment.backend,
        "engine": one.engine,
        "region": one.region,
        "description": deployment.description,
        "policy": deployment.policy,
        "max_output_tokens": deployment.max_output_tokens,
        "price": priced(deployment),
    }


def _users(users: Users) -> dict:
    bound = [{"id": one.id, "name": one.name} for one in users.projects]
    return deployments.told_users(users.deployments, bound, users.is_usual)
