"""The paths of use and cost, and the permission that each needs; stories narrow to what callers may see."""

from collections.abc import Mapping

from zaffre.api.endpoint import Handler, Rule
from zaffre.api.organization.usage import costs, export, overview, reconciliation, usage
from zaffre.wire.organization.usage_pages import KINDS


def read(handler: Handler) -> dict[str, Rule]:
    return {"GET": Rule("usage.read", handler, "somewhere")}


RULES: Mapping[str, Mapping[str, Rule]] = {
    "/overview": read(overview.show),
    "/usage": read(usage.show),
    "/usage/export": read(export.export),
    **{f"/usage/{name}": read(costs.usage(kind)) for name, kind in KINDS.items()},
    "/costs": read(costs.costs),
    "/reconciliation": {"POST": Rule("usage.read", reconciliation.compare, "organization")},
}
OWN: Mapping[str, Mapping[str, Rule]] = {"/usage": {"GET": Rule("", overview.show_mine, "self")}}
"""What people see of their own use, under `/v1/me`."""
