"""Endpoints that ask for no key: whoever comes is heard, and proves what must be proven in other ways."""

from collections.abc import Mapping

from zaffre.api.dialects import Dialect
from zaffre.api.endpoint import Desk, Endpoint, Handler
from zaffre.api.visit import Visit
from zaffre.core.errors import MethodNotAllowed


class Open(Endpoint):
    """An endpoint that asks for no key."""

    def __init__(self, desk: Desk, dialect: Dialect, operation: str, handlers: Mapping[str, Handler]):
        super().__init__(desk, dialect, operation, {})
        self._handlers = handlers

    async def _handle(self, visit: Visit) -> None:
        handler = self._handlers.get(visit.scope["method"])
        if handler is None:
            allowed = ", ".join(sorted(self._handlers))
            raise MethodNotAllowed(f"Not allowed to {visit.scope['method']} here. Allowed: {allowed}.")
        await handler(visit, self._desk.service)
