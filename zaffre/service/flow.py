"""The one story that all inference shares: choose, admit, enter, screen, run, screen, settle."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from msgspec import Struct

from zaffre.access.callers import Callers
from zaffre.access.credentials import Credential
from zaffre.admission.admission import Admission
from zaffre.admission.demand import Demand
from zaffre.core.answers import Piece, Usage
from zaffre.core.callers import Caller, Origin, Quote
from zaffre.core.calls import ImageCall, Inference
from zaffre.core.clock import Clock
from zaffre.core.errors import Forbidden
from zaffre.core.pictures import Drawn
from zaffre.core.verdicts import Verdict
from zaffre.engines.base import IMAGE_FEATURES, Capabilities
from zaffre.ledger.entry import Entry
from zaffre.ledger.ledger import Ledger, Place
from zaffre.provenance.provenance import Provenance
from zaffre.routing.router import Router, Target
from zaffre.safety.policy import Policy
from zaffre.safety.screen import Cleared, Screen
from zaffre.service.blocklists import Blocklists
from zaffre.service.bounds import bounded
from zaffre.service.draining import finishing
from zaffre.service.drawings import Drawings, seed_header
from zaffre.service.image_operations import ImageOperations
from zaffre.service.kept import Kept
from zaffre.service.moderations import Moderations
from zaffre.service.organization.organization import Organization
from zaffre.service.policies import Policies
from zaffre.service.showing import shown
from zaffre.wire.openai.head import Head
from zaffre.wire.openai.models import Drawable, Model


class Answer(Struct, frozen=True):
    """What the story hands out: the head of the answer, its headers, and its pieces as they come."""

    head: Head
    region: str
    headers: dict[str, str]
    pieces: AsyncIterator[Piece | Drawn]
    entry: Entry
    verdicts: tuple[Verdict, ...] = ()
    """One for each prompt, where a policy looks at prompts."""
    cleared: Cleared | None = None
    """Who knows what was said of the answer, once it has passed."""

    @property
    def judged(self) -> list[Verdict]:
        """What was said of each choice of the answer, as far as it has come."""
        return self.cleared.verdicts if self.cleared else []

    @property
    def usage(self) -> Usage:
        return self.entry.usage


class Service:
    """The steps, and the stories that call them; the steps do not know each other."""

    def __init__(
        self,
        callers: Callers,
        admission: Admission,
        ledger: Ledger,
        router: Router,
        screen: Screen,
        clock: Clock,
        region: str,
        *,
        moderations: Moderations,
        blocklists: Blocklists,
        policies: Policies,
        drawings: Drawings,
        kept: Kept,
        image_operations: ImageOperations,
        provenance: Provenance,
        organization: Organization,
    ):
        self._callers = callers
        self._admission = admission
        self._ledger = ledger
        self._router = router
        self.screen = screen
        self.clock = clock
        self._began = int(clock.now())
        self.region = region
        self.moderations = moderations
        self.blocklists = blocklists
        self.policies = policies
        self.drawings = drawings
        self.kept = kept
        self.image_operations = image_operations
        self.provenance = provenance
        self.organization = organization

    async def authenticate(self, credential: Credential) -> Caller:
        """Whose credential it is; raises `Unauthorized`."""
        return await self._callers.find(credential)

    @asynccontextmanager
    async def answer(
        self, call: Inference, origin: Origin, prefix: str, admitted: Callable[[], None] = lambda: None
    ) -> AsyncIterator[Answer]:
        """The story of a call. Leaving it well means that its entry is durable; `prefix` begins the answer's id.

        `admitted` is called once nothing is left that could refuse the call at once, its content aside.
        """
        target = self._router.choose(call)
        check_reach(origin.caller, target.name)
        call = bounded(call, target.deployment, target.engine.capabilities)
        policy = self._policy(call, origin, target)
        quote = self._ledger.quote(call, target.name)
        async with self._admission.admit(_demand(call, origin, target, quote)) as ticket:
            async with (
                self._ledger.entry(call, origin, _place(target), quote, ticket.settle) as entry,
                self.organization.body_log.noting(call, origin) as heard,
            ):
                admitted()
                screened = await self.screen.screen_input(call, policy, target.engine.read_tokens)
                entry.judged(screened.verdicts)
                async with (
                    self.drawings.desk(target, screened.call, origin, policy, entry.given) as finish,
                    self.drawings.asked(target, screened.call, origin) as pieces,
                    self._read(call, target, entry.heard(pieces)) as heard_pieces,
                    self.screen.screen_output(call, policy, heard_pieces) as cleared,
                ):
                    head, headers = self._head(prefix, origin, target), ticket.headers | seed_header(call)
                    told = shown(screened.call, cleared.pieces, finish) if finish else cleared.pieces
                    try:
                        yield Answer(head, target.region, headers, heard(told), entry, screened.verdicts, cleared)
                    finally:
                        entry.judged(cleared.verdicts)

    def _read(
        self, call: Inference, target: Target, pieces: AsyncIterator[Piece]
    ) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        is_text = not isinstance(call, ImageCall)
        return finishing(pieces) if is_text and self._ledger.drains(target.name) else nullcontext(pieces)

    def _policy(self, call: Inference, origin: Origin, target: Target) -> Policy:
        policy = self.screen.policies.choose(
            origin.caller.project, target.deployment.policy, origin.policy, origin.caller.policy
        )
        return policy if call.moderation is None else policy.tightened(call.moderation)

    def _head(self, prefix: str, origin: Origin, target: Target) -> Head:
        return Head(prefix + origin.request_id.replace("-", ""), int(self.clock.now()), target.deployment.model)

    def models(self, caller: Caller) -> list[Model]:
        """Those that the caller may call."""
        return [self._described(target) for target in self._router.targets() if caller.scope.reaches(target.name)]

    def model(self, name: str, caller: Caller) -> Model:
        """The deployment under `name`; raises `DeploymentNotFound`, or `Forbidden` where the caller may not call it."""
        target = self._router.find(name)
        check_reach(caller, target.name)
        return self._described(target)

    def _described(self, target: Target) -> Model:
        return Model(
            id=target.name,
            created=self._began,
            description=target.deployment.description,
            operations=target.engine.capabilities.operations,
            pictures=_drawable(target.engine.capabilities),
        )


def check_reach(caller: Caller, deployment: str) -> None:
    """Raise `Forbidden` where the caller's key, project or conditions leave out the deployment."""
    if not caller.scope.reaches(deployment):
        text = f"Project `{caller.project_id}` does not have access to model `{deployment}` with this credential."
        raise Forbidden(text, param="model", code="model_not_found")


def _drawable(able: Capabilities) -> Drawable | None:
    if "image_generation" not in able.operations:
        return None
    features = IMAGE_FEATURES if able.passes_extra else able.features & IMAGE_FEATURES
    return Drawable(sizes=able.sizes, features=features, composes=able.composes)


def _demand(call: Inference, origin: Origin, target: Target, quote: Quote) -> Demand:
    return Demand(
        caller=origin.caller,
        quote=quote,
        deployment=target.name,
        model=target.deployment.model,
        end_user=call.user,
        pictures=call.n if isinstance(call, ImageCall) else 0,
        is_stream=getattr(call, "stream", False),
    )


def _place(target: Target) -> Place:
    is_ours = not target.engine.capabilities.passes_extra
    return Place(target.name, target.deployment.model, target.deployment.backend, target.region, is_ours)
