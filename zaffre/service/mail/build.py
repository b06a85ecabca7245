"""Builds the outbox from the settings."""

from msgspec import Struct

from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import Clock
from zaffre.core.sealing import Sealer
from zaffre.service.mail.letters import Letters
from zaffre.service.mail.outbox import Carrier, Outbox
from zaffre.service.mail.smtp import Smtp
from zaffre.service.mail.webhooks import Webhooks
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database


class Post(Struct, frozen=True):
    """All that has to do with sending."""

    outbox: Outbox
    webhooks: Webhooks
    letters: Letters


def build(settings: Settings, database: Database, hasher: KeyHasher, clock: Clock) -> Post:
    mail = settings.mail
    webhooks = Webhooks(hasher.derived("webhooks"), clock, mail.timeout, mail.internal_webhooks)
    carriers: dict[str, Carrier] = {"webhook": webhooks}
    if mail.host is not None:
        carriers["mail"] = Smtp(mail)
    outbox = Outbox(database, carriers, Sealer(hasher.derived("outbox")), clock, mail.give_up_hours * 3600.0)
    return Post(outbox, webhooks, Letters(settings.access.organisation, mail.url or ""))
