"""The paths of administration, each with the permission that it needs."""

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from zaffre.api.dialects import OPENAI
from zaffre.api.endpoint import Desk, Endpoint, Rule
from zaffre.api.open import Open
from zaffre.api.organization import my_rules
from zaffre.api.organization.audit import audit, bodies
from zaffre.api.organization.people import rules as people_rules
from zaffre.api.organization.projects import rules as project_rules
from zaffre.api.organization.quotas import rules as quota_rules
from zaffre.api.organization.sign_in import rules as sign_in_rules
from zaffre.api.organization.sign_in import sign_in
from zaffre.api.organization.usage import rules as usage_rules
from zaffre.api.organization.ways_in import rules as ways_rules

_ROOT = "/v1/organization"


def routes(desk: Desk) -> list[BaseRoute]:
    return [
        *for_sign_in(desk),
        *for_audit(desk),
        *for_bodies(desk),
        *for_all(desk, people_rules.RULES),
        *for_all(desk, ways_rules.RULES),
        *for_all(desk, project_rules.RULES),
        *for_all(desk, quota_rules.RULES),
        *for_all(desk, usage_rules.RULES),
        *for_all(desk, project_rules.BESIDE, "/v1"),
    ]


def for_sign_in(desk: Desk) -> list[BaseRoute]:
    """How people come in, and what they see of themselves."""
    leaving = Rule("", sign_in.leave, "self")
    return [
        *[
            Route(f"/v1/auth{tail}", Open(desk, OPENAI, "sign_in", handlers))
            for tail, handlers in (sign_in_rules.HANDLERS | ways_rules.OPEN).items()
        ],
        Route("/v1/auth/sign-out", Endpoint(desk, OPENAI, "sign_in", {"POST": leaving})),
        *for_me(desk),
    ]


def for_me(desk: Desk) -> list[BaseRoute]:
    """What people see and change of themselves."""
    return [
        Route(f"/v1/me{tail}", Endpoint(desk, OPENAI, "me", rules))
        for tail, rules in (my_rules.RULES | ways_rules.OWN | quota_rules.OWN | usage_rules.OWN).items()
    ]


def for_audit(desk: Desk) -> list[BaseRoute]:
    """What was done, by whom; fixed paths only."""
    reads = {"": audit.list_all, "/verify": audit.verify, "/export": audit.export}
    return [
        at(desk, f"/audit_logs{tail}", {"GET": Rule("audit.read", handler, "organization")})
        for tail, handler in reads.items()
    ]


def for_all(desk: Desk, rules: Mapping[str, Mapping[str, Rule]], root: str = _ROOT) -> list[BaseRoute]:
    """A page of paths with their rules."""
    return [Route(root + tail, Endpoint(desk, OPENAI, "organization", methods)) for tail, methods in rules.items()]


def for_bodies(desk: Desk) -> list[BaseRoute]:
    """What projects have logged of their calls; the key stands before what an id could take for it."""
    root = "/projects/{project_id}/bodies"
    return [
        at(desk, root, {"GET": Rule("bodies.read", bodies.list_all, "path")}),
        at(desk, f"{root}/key", {"DELETE": Rule("policies.write", bodies.destroy, "path")}),
        at(desk, root + "/{request_id}", {"GET": Rule("bodies.read", bodies.retrieve, "path")}),
    ]


def at(desk: Desk, tail: str, rules: Mapping[str, Rule]) -> Route:
    """A path under the organisation."""
    return Route(_ROOT + tail, Endpoint(desk, OPENAI, "organization", rules))
