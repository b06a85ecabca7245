"""The paths of limits and budgets, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Rule
from zaffre.api.organization import budgets, limits, my_quota

RULES: Mapping[str, Mapping[str, Rule]] = {
    "/limits": {
        "GET": Rule("limits.read", limits.list_all, "somewhere"),
        "PUT": Rule("limits.write", limits.put, "organization"),
        "DELETE": Rule("limits.write", limits.remove, "organization"),
    },
    "/budgets": {
        "GET": Rule("budgets.read", budgets.list_all, "somewhere"),
        "POST": Rule("budgets.write", budgets.create, "organization"),
    },
    "/budgets/{id}": {
        "GET": Rule("budgets.read", budgets.retrieve, "somewhere"),
        "PATCH": Rule("budgets.write", budgets.change, "organization"),
        "DELETE": Rule("budgets.write", budgets.remove, "organization"),
    },
}
"""Paths under the organisation."""

OWN: Mapping[str, Mapping[str, Rule]] = {"/limits": {"GET": Rule("", my_quota.retrieve, "self")}}
"""Paths under `/v1/me`."""
