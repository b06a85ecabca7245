"""All stories of administration together."""

from msgspec import Struct

from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit import Audit


class Organization(Struct, frozen=True, kw_only=True):
    """One field for each noun."""

    acts: Acts
    audit: Audit
