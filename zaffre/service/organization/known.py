"""What the settings of an installation name, which administration refers to."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.errors import BadRequest, Unavailable
from zaffre.safety.policy import builtin
from zaffre.settings.schema import Settings
from zaffre.storage import projects


class Known(Struct, frozen=True):
    """`deployments` are the names by their small letters: Azure compares them without regard to case."""

    policies: Collection[str]
    deployments: Mapping[str, str]

    @classmethod
    def of(cls, settings: Settings) -> "Known":
        return cls(
            builtin().keys() | settings.policies.keys(), {name.casefold(): name for name in settings.deployments}
        )

    def named(self, deployments: Iterable[str], param: str) -> tuple[str, ...]:
        """The deployments as they are declared; raises `BadRequest` for one that isn't there."""
        for place, name in enumerate(given := list(deployments)):
            if name.casefold() not in self.deployments:
                text = f"Invalid value for '{param}[{place}]': there is no deployment {name[:80]!r}."
                raise BadRequest(text, param=f"{param}[{place}]", code="model_not_found")
        return tuple(dict.fromkeys(self.deployments[name.casefold()] for name in given))

    def check_policy(self, policy: str | None) -> None:
        """Raise `BadRequest` for a content policy that isn't there."""
        if policy is not None and policy not in self.policies:
            text = f"Invalid value for 'policy': there is no content policy {policy[:80]!r}."
            raise BadRequest(text, param="policy", code="policy_not_found")


async def check_bound(connection: AsyncConnection, known: Known) -> None:
    """Raise `Unavailable` where a project has a content policy that the settings have lost."""
    for project in await projects.all(connection):
        if project.archived_at is None and project.policy is not None and project.policy not in known.policies:
            raise Unavailable(
                f"The project {project.name!r} has the content policy {project.policy!r}, and there is no such policy. "
                f"Declare it again, or run: zaffre projects change {project.name!r} --policy -"
            )
