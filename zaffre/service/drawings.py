"""What drawings need beside the story: a place for those that name none, queues, and finished pictures kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from zaffre.core.album import Finished
from zaffre.core.answers import Piece
from zaffre.core.callers import Origin
from zaffre.core.calls import ImageCall, Inference
from zaffre.core.errors import BadRequest, OperationNotSupported
from zaffre.queueing.queues import Queues
from zaffre.routing import pictures
from zaffre.routing.pictures import Intake
from zaffre.routing.router import Router, Target
from zaffre.safety.policy import Policy
from zaffre.service import drawing, turns
from zaffre.service.finishing import Finish, Finisher, Job

SEED_HEADER = "x-zaffre-seed"


class Drawings:
    """The part of the story that only drawings have."""

    def __init__(self, router: Router, finisher: Finisher, queues: Queues):
        self._router = router
        self._queues = queues
        self._finisher = finisher

    def place(self, operation: str, name: str | None) -> tuple[str, Intake]:
        """The deployment named, or the installation's default, and the pictures it takes; raises a 4xx `Problem`."""
        if name:
            target = self._router.find(name)
        elif (target := self._router.default(operation)) is None:
            raise BadRequest("Nothing here does this with pictures; `GET /v1/models` tells what can do what.",
                             param="model", code="model_not_found")  # fmt: skip
        if operation not in target.engine.capabilities.operations:
            raise OperationNotSupported(operation, target.deployment.model)
        return target.name, pictures.intake(target.engine.capabilities)

    def asked(
        self, target: Target, call: Inference, origin: Origin
    ) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        """The engine's answer, in its turn. Raises `QueueFull`, `TooManyWaiting` or `EngineBusy`."""
        if isinstance(call, ImageCall):
            return drawing.drawn(call, target, origin.caller, self._queues)
        return turns.in_turn(call, target, origin.caller, self._queues)

    def desk(
        self, target: Target, call: Inference, origin: Origin, policy: Policy, given: Callable[[Finished], None]
    ) -> AbstractAsyncContextManager[Finish | None]:
        """What finishes the pictures of `call`, where it is for pictures; `given` is called with each that is kept."""
        if not isinstance(call, ImageCall):
            return nullcontext()
        model, composes = target.deployment.model, target.engine.capabilities.composes
        return self._finisher.desk(Job(call, origin, target.name, model, policy, composes), given)


def seed_header(call: Inference) -> dict[str, str]:
    """Tells the seed of a drawing, so that the same pictures can be had again."""
    if not isinstance(call, ImageCall) or call.seed is None:
        return {}
    return {SEED_HEADER: str(call.seed)}
