"""The paths of administration, each with the permission that it needs."""

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from zaffre.api.dialects import OPENAI
from zaffre.api.endpoint import Desk, Endpoint, Rule
from zaffre.api.organization import audit

_ROOT = "/v1/organization"


def routes(desk: Desk) -> list[BaseRoute]:
    return [
        *for_audit(desk),
    ]


def for_audit(desk: Desk) -> list[BaseRoute]:
    """What was done, by whom; fixed paths only."""
    reads = {"": audit.list_all, "/verify": audit.verify, "/export": audit.export}
    return [
        at(desk, f"/audit_logs{tail}", {"GET": Rule("audit.read", handler, "organization")})
        for tail, handler in reads.items()
    ]


def at(desk: Desk, tail: str, rules: Mapping[str, Rule]) -> Route:
    """A path under the organisation."""
    return Route(_ROOT + tail, Endpoint(desk, OPENAI, "organization", rules))
