"""The outermost app: which hosts are ours, and what is said on paths that are no route."""

import re
import uuid

from starlette.routing import BaseRoute, Router
from starlette.types import Receive, Scope, Send

from zaffre.access.networks import networks
from zaffre.api.dialects import of_path
from zaffre.api.proxies import seen_behind
from zaffre.api.replies import send_problem
from zaffre.api.visit import Visit
from zaffre.core.errors import BadRequest, NotFound, Problem

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?)(:\d{1,5})?", re.IGNORECASE)


class Door:
    """Lets requests in that name one of `allowed_hosts` (none listed allows all), and no malformed host.

    `trusted` are the networks of proxies that may tell who a request is from, and whether it came by https.
    """

    def __init__(
        self, routes: list[BaseRoute], allowed_hosts: tuple[str, ...], region: str, trusted: tuple[str, ...] = ()
    ):
        self._router = Router(routes, redirect_slashes=False, default=self._no_route)
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._region = region
        self._trusted = networks(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_ours(scope):
            problem = BadRequest("The 'Host' header does not name this server.", param="Host", code="invalid_host")
            await self._refuse(scope, receive, send, problem)
        else:
            await self._router(seen_behind(scope, self._trusted), receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not (match := _HOST.fullmatch(hosts[0])):
            return False
        return not self._allowed or match[1].lower() in self._allowed

    async def _no_route(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        problem = NotFound(f"Invalid URL ({scope['method']} {scope['path'][:200]})")
        await self._refuse(scope, receive, send, problem)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, problem: Problem) -> None:
        visit = Visit(scope, receive, send, of_path(scope["path"]), request_id=str(uuid.uuid4()), max_body=0)
        await send_problem(visit, self._region, problem)
