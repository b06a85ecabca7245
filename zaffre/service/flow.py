"""The one story that all inference shares: choose, admit, enter, run, settle."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from msgspec import Struct

from zaffre.access.keyring import Keyring
from zaffre.admission.admission import Admission
from zaffre.core.answers import Piece, Usage
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import Embedding, Inference
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest
from zaffre.ledger.entry import Entry
from zaffre.ledger.ledger import Ledger, Place
from zaffre.routing.router import Router, Target
from zaffre.settings.schema import Deployment
from zaffre.wire.openai.head import Head
from zaffre.wire.openai.models import Model


class Answer(Struct, frozen=True):
    """What the story hands out: the head of the answer, its headers, and its pieces as they come."""

    head: Head
    region: str
    headers: dict[str, str]
    pieces: AsyncIterator[Piece]
    entry: Entry

    @property
    def usage(self) -> Usage:
        return self.entry.usage


class Service:
    """The steps, and the stories that call them; the steps do not know each other."""

    def __init__(
        self, keyring: Keyring, admission: Admission, ledger: Ledger, router: Router, clock: Clock, region: str
    ):
        self._keyring = keyring
        self._admission = admission
        self._ledger = ledger
        self._router = router
        self.clock = clock
        self._began = int(clock.now())
        self.region = region

    async def authenticate(self, key: str | None) -> Caller:
        """The caller who holds `key`; raises `Unauthorized`."""
        return await self._keyring.find(key)

    @asynccontextmanager
    async def answer(self, call: Inference, origin: Origin, prefix: str) -> AsyncIterator[Answer]:
        """The story of a call. Leaving it well means that its entry is durable; `prefix` begins the answer's id."""
        target = self._router.choose(call)
        call = bounded(call, target.deployment)
        quote = self._ledger.quote(call, target.name)
        with self._admission.admit(origin.caller, quote) as ticket:
            async with self._ledger.entry(call, origin, _place(target), quote) as entry:
                try:
                    async with target.engine.answer(call) as pieces:
                        head = self._head(prefix, origin, target)
                        yield Answer(head, target.region, ticket.headers, entry.count(pieces), entry)
                finally:
                    ticket.settle(entry.used)

    def _head(self, prefix: str, origin: Origin, target: Target) -> Head:
        return Head(prefix + origin.request_id.replace("-", ""), int(self.clock.now()), target.deployment.model)

    def models(self) -> list[Model]:
        return [self._described(target) for target in self._router.targets()]

    def model(self, name: str) -> Model:
        """The deployment under `name`; raises `DeploymentNotFound`."""
        return self._described(self._router.find(name))

    def _described(self, target: Target) -> Model:
        return Model(
            id=target.name,
            created=self._began,
            description=target.deployment.description,
            operations=target.engine.capabilities.operations,
        )


def _place(target: Target) -> Place:
    return Place(target.name, target.deployment.model, target.deployment.backend, target.region)


def bounded(call: Inference, deployment: Deployment) -> Inference:
    """The call with its greatest number of answer tokens written in; raises `BadRequest` if it asks for more."""
    if isinstance(call, Embedding):
        return call
    most = deployment.max_output_tokens
    asked = call.sampling.max_tokens
    if asked is not None and asked > most:
        raise BadRequest(
            f"max_tokens is too large: {asked}. This model supports at most {most} completion tokens.",
            param="max_tokens",
            code="invalid_value",
        )
    if asked is not None:
        return call
    return msgspec.structs.replace(call, sampling=msgspec.structs.replace(call.sampling, max_tokens=most))
