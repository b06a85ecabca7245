"""Which projects may call a deployment, changed for many of them in one act."""

from collections.abc import Sequence

from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest, Conflict, NotFound
from zaffre.core.people import Project
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.known import Known
from zaffre.service.organization.projects.projects import alter
from zaffre.storage import projects


class Reach:
    """Projects that are not named keep what they have, those that somebody makes meanwhile among them."""

    def __init__(self, acts: Acts, known: Known):
        self._acts = acts
        self._known = known

    async def change(self, caller: Caller, deployment: str, allow: Sequence[str], deny: Sequence[str]) -> list[Project]:
        """The projects that changed: those in `allow` may call it from now on, those in `deny` no more.

        All of them change, or none: raises `NotFound`, `Conflict` for an archived one, `BadRequest` for one twice.
        """
        name = self._declared(deployment)
        _check_named(allow, deny)
        async with self._acts.begin(caller, "policies.write") as act:
            wanted = [(await _active(act, id, f"allow[{at}]"), True) for at, id in enumerate(allow)]
            wanted += [(await _active(act, id, f"deny[{at}]"), False) for at, id in enumerate(deny)]
            differing = [
                (one, may) for one, may in wanted if (one.deployments is None or name in one.deployments) != may
            ]
            return [await alter(act, one, {"deployments": self._after(one, name, may)}) for one, may in differing]

    def _declared(self, deployment: str) -> str:
        name = self._known.deployments.get(deployment.casefold())
        if name is None:
            text = (
                f"There is no deployment {deployment[:80]!r}. GET /v1/organization/deployments lists those there are."
            )
            raise NotFound(text, param="deployment", code="model_not_found")
        return name

    def _after(self, project: Project, name: str, may: bool) -> tuple[str, ...]:
        """What the project may call then; one that may call all names the others when it loses one."""
        before = tuple(self._known.deployments.values()) if project.deployments is None else project.deployments
        return (*before, name) if may else tuple(one for one in before if one != name)


def _check_named(allow: Sequence[str], deny: Sequence[str]) -> None:
    if not allow and not deny:
        raise BadRequest("Name projects in 'allow' or in 'deny'.", param="allow", code="missing_required_parameter")
    named = [*allow, *deny]
    twice = next((one for at, one in enumerate(named) if one in named[:at]), None)
    if twice is not None:
        text = f"The project {twice[:80]!r} is named twice. Name it once, in 'allow' or in 'deny'."
        raise BadRequest(text, param="deny" if twice in deny else "allow", code="invalid_value")


async def _active(act: Act, project_id: str, param: str) -> Project:
    project = await projects.find(act.connection, project_id)
    if project is None:
        text = f"There is no project {project_id[:80]!r}. Nothing was changed."
        raise NotFound(text, param=param, code="project_not_found")
    if project.archived_at is not None:
        text = f"The project {project.name!r} is archived, and nothing in it changes any more. Nothing was changed."
        raise Conflict(text, param=param, code="project_archived")
    return project
