"""Builds the stories of administration; the server and the command line both do."""

from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import Clock
from zaffre.ledger.audit import Trail
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit import Audit
from zaffre.service.organization.organization import Organization
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database


def build(settings: Settings, database: Database, hasher: KeyHasher, clock: Clock) -> Organization:
    trail = Trail(hasher.derived("trail"), clock)
    acts = Acts(database, trail)
    return Organization(
        acts=acts,
        audit=Audit(database, acts, trail, settings.audit, clock),
    )
