"""What each page of the admin app asks of the API, as its rooms in `web/admin` do: step after step, each at once."""

import itertools
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from msgspec import Struct

from zaffre.core.usage import DIMENSIONS

DAY = 86_400
RANGES = (7, 30, 90)
_TIMES = ("day", "hour")
_SHELVES = (("applied", "in_review"), ("second_review",), ("asked_back",), ("approved",), ("declined",))


class Ask(Struct, frozen=True):
    """A request; a list that is wanted `whole` is followed page by page."""

    path: str
    whole: bool = False


class Page(Struct, frozen=True):
    """One page as somebody opens it: the requests of a step go out together, and the next step waits for them."""

    kind: str
    what: str
    steps: tuple[tuple[Ask, ...], ...]


class Some(Struct, frozen=True):
    """Ids that a seeded house has: of a project, a person and an event that it made, and of all groups."""

    project: str
    person: str
    groups: tuple[str, ...]


_PROJECTS = Ask("/organization/projects", whole=True)


def pages(some: Some) -> Iterator[Page]:
    """Every page, the usage room once for each question that it can ask."""
    yield from _overviews(some)
    yield from _usage(some)
    yield from _lists(some)
    yield from _trail(some)


def _overviews(some: Some) -> Iterator[Page]:
    for days in RANGES:
        for project in ("", some.project):
            told = _query("/organization/overview", days=days, project_id=project)
            yield Page(f"overview, {days} days", "a project" if project else "all", ((Ask(told), _PROJECTS),))


def _usage(some: Some) -> Iterator[Page]:
    for days, project in itertools.product(RANGES, ("", some.project)):
        since = int(time.time()) - days * DAY
        for by, then in _questions():
            told = _query("/organization/usage", by=by, then=then, project_id=project, **{"from": since})
            kind = f"usage by {'two dimensions' if then else 'one dimension'}, {days} days"
            what = " then ".join(filter(None, (by, then))) + (", one project" if project else "")
            yield Page(kind, what, ((Ask(told), _PROJECTS),))


def _questions() -> Iterator[tuple[str, str]]:
    names = [*_TIMES, *DIMENSIONS]
    yield from ((one, "") for one in names)
    for one, other in itertools.combinations(names, 2):
        # Those that the room offers: who calls end users by anything else reads the calls themselves.
        if {one, other} != {*_TIMES} and ("end_user" not in (one, other) or {one, other} & {*_TIMES, "project"}):
            yield one, other


def _lists(some: Some) -> Iterator[Page]:
    project, person = f"/organization/projects/{some.project}", f"/organization/users/{some.person}"
    roles, deployments = Ask("/organization/roles", whole=True), Ask("/organization/deployments")
    yield _page("people", Ask("/organization/users", whole=True))
    yield _page("a person", Ask(person), roles)
    members = tuple(Ask(f"/organization/groups/{id}/users", whole=True) for id in some.groups)
    yield Page("groups", "", ((Ask("/organization/groups", whole=True),), members))
    for states in _SHELVES:
        told = _query("/organization/applications", state=states)
        yield Page("applications", " and ".join(states), ((Ask(told, whole=True),),))
    yield _page("invitations", Ask("/organization/invitations", whole=True))
    yield _page("projects", _PROJECTS)
    parts = ("users", "service_accounts", "api_keys")
    inside = (*(Ask(f"{project}/{part}", whole=True) for part in parts), Ask(f"{project}/primary_keys"))
    yield Page("a project", "", ((Ask(project),), inside))
    yield _page("keys", Ask("/organization/api_keys", whole=True), _PROJECTS, Ask("/organization/admin_api_keys"))
    yield _page("quotas: limits", Ask("/organization/limits"))
    yield _page("quotas: budgets", Ask("/organization/budgets"))
    yield Page("quotas: models", "", ((_PROJECTS,), (Ask(f"{project}/rate_limits?limit=100"),)))
    yield _page("deployments", deployments, _PROJECTS)
    yield _page("policies", Ask("/organization/policies"), _PROJECTS)


def _trail(some: Some) -> Iterator[Page]:
    week = int(time.time()) - 7 * DAY
    sought = {
        "all": {},
        "of one person": {"actor_ids[]": some.person},
        "of nobody": {"actor_emails[]": "nobody@example.com"},
        "one action": {"event_types[]": "project.updated"},
        "of one project": {"project_ids[]": some.project},
        "one object": {"resource_ids[]": "project_4"},
        "the last week": {"effective_at[gte]": week},
    }
    for what, query in sought.items():
        told = Ask(_query("/organization/audit_logs", limit=50, **query))
        yield Page("audit trail", what, ((told, _PROJECTS),))


def _page(kind: str, *asks: Ask) -> Page:
    return Page(kind, "", (asks,))


def _query(path: str, **query: object) -> str:
    told = urlencode({name: value for name, value in query.items() if value != ""}, doseq=True)
    return f"{path}?{told}" if told else path
