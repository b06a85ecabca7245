"""What stands around every handler: who calls, which version, and how a refusal is told."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from msgspec import Struct
from starlette.types import Receive, Scope, Send

from zaffre.api.dialects import Dialect
from zaffre.api.errors import as_problem
from zaffre.api.metrics import Metrics
from zaffre.api.replies import send_problem
from zaffre.api.visit import ClientGone, Visit
from zaffre.core.callers import Caller
from zaffre.core.errors import Forbidden, MethodNotAllowed, NotFound, RateLimited
from zaffre.service.flow import Service
from zaffre.service.organization.acts import check
from zaffre.settings.safety import Safety
from zaffre.wire.openai.notes import Level

Handler = Callable[[Visit, Service], Awaitable[None]]


class Rule(Struct, frozen=True):
    """What a route asks of its callers before `handler` hears of them. Where there is no rule, there is no way.

    `permission` must hold where the caller works (`own`), in the project that the path names (`path`), in the whole
    organisation (`organization`), or anywhere at all (`somewhere`), where the handler's story narrows further. What
    callers do about themselves (`self`) needs none.
    """

    permission: str
    handler: Handler
    where: Literal["own", "path", "organization", "somewhere", "self"] = "own"


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

    def __init__(self, desk: Desk, dialect: Dialect, operation: str, rules: Mapping[str, Rule]):
        self._desk = desk
        self.dialect = dialect
        self.operation = operation
        self.rules = rules

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
                if (caller := getattr(visit, "caller", None)) is not None:
                    self._desk.service.organization.refusals.count(caller, self.operation, problem)
                if isinstance(problem, RateLimited):
                    problem.place = (self.operation, visit.query("api-version"))
                if visit.status is None:
                    await send_problem(visit, self._desk.service.region, problem)

    async def _handle(self, visit: Visit) -> None:
        visit.caller = await self._desk.service.authenticate(visit.credential)
        self.dialect.check_version(visit.query("api-version"), self.operation)
        rule = self.rules.get(visit.scope["method"])
        if rule is None:
            method, path, allowed = visit.scope["method"], visit.scope["path"], ", ".join(sorted(self.rules))
            raise MethodNotAllowed(f"Not allowed to {method} on {path}. Allowed: {allowed}.")
        self._check_scope(visit.caller)
        _check_permission(rule, visit)
        await rule.handler(visit, self._desk.service)

    def _check_scope(self, caller: Caller) -> None:
        routes = caller.scope.routes
        if routes is not None and self.operation not in routes:
            text = f"This key may not call {self.operation}: its scope is {', '.join(sorted(routes))}."
            raise Forbidden(text, code="key_scope")


def _check_permission(rule: Rule, visit: Visit) -> None:
    caller = visit.caller
    match rule.where:
        case "self":
            return
        case "own":
            check(caller, rule.permission, caller.project_id)
        case "organization":
            check(caller, rule.permission)
        case "path":
            project_id = visit.path_parameter("project_id") or ""
            if not caller.rights.allow("projects.read", project_id) and project_id != caller.project_id:
                # Whether it exists is nobody's business who has none in it.
                text = f"There is no project {project_id[:80]!r}, or you have nothing to do with it."
                raise NotFound(text, param="project_id", code="project_not_found")
            check(caller, rule.permission, project_id)
        case "somewhere":
            if not caller.rights.allow_somewhere(rule.permission):
                check(caller, rule.permission)
