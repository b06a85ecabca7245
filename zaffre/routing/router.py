"""The router: which engine answers for a deployment."""

from collections.abc import Mapping

from msgspec import Struct

from zaffre.core.calls import Inference
from zaffre.core.errors import DeploymentNotFound
from zaffre.engines.base import Engine
from zaffre.engines.pool import Pool
from zaffre.routing import fitness
from zaffre.settings.schema import Deployment, Settings


class Target(Struct, frozen=True):
    """Where a call goes: the deployment under its name, and the engine in its region."""

    name: str
    deployment: Deployment
    region: str
    engine: Engine


class Router:
    """The deployments of the installation; names are compared without regard to case, as Azure does."""

    def __init__(self, targets: Mapping[str, Target]):
        self._targets = {name.casefold(): target for name, target in targets.items()}

    @classmethod
    def build(cls, settings: Settings, pool: Pool) -> "Router":
        return cls(
            {
                name: Target(
                    name, deployment, settings.backends[deployment.backend].region,
                    pool.find(deployment.model, deployment.backend),
                )
                for name, deployment in settings.deployments.items()
            }
        )  # fmt: skip

    def find(self, name: str) -> Target:
        """The target of a deployment; raises `DeploymentNotFound`."""
        target = self._targets.get(name.casefold())
        if target is None:
            raise DeploymentNotFound(name[:200])
        return target

    def default(self, operation: str) -> Target | None:
        """The first deployment whose engine has the operation; one that only may have it comes after those."""
        able = [target for target in self._targets.values() if operation in target.engine.capabilities.operations]
        return min(able, key=lambda target: target.engine.capabilities.passes_extra, default=None)

    def choose(self, call: Inference) -> Target:
        """The target that will answer `call`; raises a 4xx that names what its engine can't do."""
        target = self.find(call.deployment)
        fitness.check(call, target.engine.capabilities, target.deployment.model)
        return target

    def targets(self) -> list[Target]:
        return list(self._targets.values())
