"""What stands around every handler: who calls, which version, and how a refusal is told."""

import uuid
from collections.abc import Awaitable, Callable, Mapping

from starlette.types import Receive, Scope, Send

from zaffre.api.dialects import Dialect
from zaffre.api.errors import as_problem
from zaffre.api.metrics import Metrics
from zaffre.api.replies import send_problem
from zaffre.api.visit import ClientGone, Visit
from zaffre.core.errors import MethodNotAllowed
from zaffre.service.flow import Service
from zaffre.settings.safety import Safety
from zaffre.wire.openai.notes import Level

Handler = Callable[[Visit, Service], Awaitable[None]]


class Desk:
    """What all endpoints of an installation share."""

    def __init__(self, service: Service, metrics: Metrics, max_body: int, safety: Safety, max_upload: int = 0):
        self.service = service
        self.metrics = metrics
        self.max_body = max_body
        self.max_upload = max_upload
        self._safety = safety

    def annotations(self, dialect: Dialect) -> Level:
        """How much of verdicts is told where the caller does not ask."""
        return self._safety.azure_annotations if dialect.is_azure else self._safety.openai_annotations


class Endpoint:
    """One path of one dialect, as an ASGI app. Authorised here, on the route that matched."""

    def __init__(self, desk: Desk, dialect: Dialect, operation: str, handlers: Mapping[str, Handler]):
        self._desk = desk
        self.dialect = dialect
        self.operation = operation
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        desk = self._desk
        visit = Visit(
            scope,
            receive,
            send,
            self.dialect,
            request_id=str(uuid.uuid4()),
            max_body=desk.max_body,
            max_upload=desk.max_upload,
        )
        visit.annotations = self._desk.annotations(self.dialect)
        with self._desk.metrics.request(self.operation, self.dialect.name, visit):
            try:
                await self._handle(visit)
            except ClientGone:
                return
            except Exception as error:
                problem = as_problem(error, visit.request_id)
                if visit.status is None:
                    await send_problem(visit, self._desk.service.region, problem)

    async def _handle(self, visit: Visit) -> None:
        visit.caller = await self._desk.service.authenticate(visit.key)
        self.dialect.check_version(visit.query("api-version"), self.operation)
        handler = self._handlers.get(visit.scope["method"])
        if handler is None:
            method, path, allowed = visit.scope["method"], visit.scope["path"], ", ".join(sorted(self._handlers))
            raise MethodNotAllowed(f"Not allowed to {method} on {path}. Allowed: {allowed}.")
        await handler(visit, self._desk.service)
