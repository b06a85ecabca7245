"""The paths of limits and budgets, and the permission that each needs."""

from collections.abc import Mapping
from functools import partial
from typing import Literal

from zaffre.api.endpoint import Rule
from zaffre.api.organization.quotas import budgets, limits, my_quota, spend

Where = Literal["organization", "path"]


def _spending(where: Where) -> tuple[dict[str, Rule], dict[str, Rule], dict[str, Rule]]:
    """The rules of a spend limit, of all spend alerts, and of one."""
    may_read, may_write = partial(Rule, "budgets.read", where=where), partial(Rule, "budgets.write", where=where)
    return (
        {
            "GET": may_read(spend.retrieve_limit),
            "POST": may_write(spend.put_limit),
            "DELETE": may_write(spend.remove_limit),
        },
        {"GET": may_read(spend.list_alerts), "POST": may_write(spend.add_alert)},
        {
            "GET": may_read(spend.retrieve_alert),
            "POST": may_write(spend.change_alert),
            "DELETE": may_write(spend.remove_alert),
        },
    )


_OF_ALL, _OF_PROJECT = _spending("organization"), _spending("path")
_PROJECT = "/projects/{project_id}"
RULES: Mapping[str, Mapping[str, Rule]] = {
    "/limits": {
        "GET": Rule("limits.read", limits.list_all, "somewhere"),
        "PUT": Rule("limits.write", limits.put, "somewhere"),
        "DELETE": Rule("limits.write", limits.remove, "somewhere"),
    },
    "/budgets": {
        "GET": Rule("budgets.read", budgets.list_all, "somewhere"),
        "POST": Rule("budgets.write", budgets.create, "somewhere"),
    },
    "/budgets/{id}": {
        "GET": Rule("budgets.read", budgets.retrieve, "somewhere"),
        "PATCH": Rule("budgets.write", budgets.change, "somewhere"),
        "DELETE": Rule("budgets.write", budgets.remove, "somewhere"),
    },
    _PROJECT + "/rate_limits": {"GET": Rule("limits.read", spend.list_rates, "path")},
    _PROJECT + "/rate_limits/{rate_limit_id}": {"POST": Rule("limits.write", spend.change_rate, "path")},
    "/spend_limit": _OF_ALL[0],
    "/spend_alerts": _OF_ALL[1],
    "/spend_alerts/{alert_id}": _OF_ALL[2],
    _PROJECT + "/spend_limit": _OF_PROJECT[0],
    _PROJECT + "/spend_alerts": _OF_PROJECT[1],
    _PROJECT + "/spend_alerts/{alert_id}": _OF_PROJECT[2],
}
"""Paths under the organisation."""

OWN: Mapping[str, Mapping[str, Rule]] = {"/limits": {"GET": Rule("", my_quota.retrieve, "self")}}
"""Paths under `/v1/me`."""
