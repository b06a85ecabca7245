"""Builds the stories of limits, budgets and warnings."""

from typing import Any

from zaffre.admission.admission import Admission
from zaffre.core.clock import Clock
from zaffre.service.mail.outbox import Outbox
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.quotas.budgets import Budgets
from zaffre.service.organization.quotas.limits import Limits
from zaffre.service.organization.quotas.model_limits import ModelLimits
from zaffre.service.organization.quotas.my_quota import MyQuota
from zaffre.service.organization.quotas.sight import Sight
from zaffre.service.organization.quotas.spend import Spend
from zaffre.service.organization.quotas.warning import Warnings
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database


def build(
    settings: Settings, database: Database, acts: Acts, admission: Admission, clock: Clock, outbox: Outbox
) -> dict[str, Any]:
    """The stories by the names of their fields in `Organization`."""
    sight = Sight(database, frozenset(settings.deployments), frozenset(settings.models))
    limits = Limits(acts, database, admission, sight)
    budgets = Budgets(acts, database, admission, sight, clock)
    return {
        "limits": limits,
        "budgets": budgets,
        "warnings": Warnings(database, admission, sight, outbox, clock, settings.ledger.currency),
        "model_limits": ModelLimits(acts, database, limits, tuple(settings.deployments)),
        "spend": Spend(database, budgets),
        "currency": settings.ledger.currency,
        "my_quota": MyQuota(database, admission, limits, budgets),
    }
