"""Builds the stories of administration; the server and the command line both do."""

import os

from zaffre.access.oidc import Provider
from zaffre.access.passwords import Passwords
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions, Spans
from zaffre.access.standing import Standings
from zaffre.admission.admission import Admission
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.core.clock import Clock
from zaffre.ledger.audit import Trail
from zaffre.service.mail import build as mail
from zaffre.service.organization import staff
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit.audit import Audit
from zaffre.service.organization.audit.bodies import Bodies
from zaffre.service.organization.audit.body_log import BodyLog
from zaffre.service.organization.organization import Organization
from zaffre.service.organization.projects.my_keys import MyKeys
from zaffre.service.organization.quotas import build as quotas
from zaffre.service.organization.sign_in import build as sign_in
from zaffre.service.organization.sign_in.sign_in import Ways
from zaffre.service.organization.usage.export import Export
from zaffre.service.organization.usage.overview import Overview
from zaffre.service.organization.usage.reconciliation import Reconciliation
from zaffre.service.organization.usage.refusals import Refusals
from zaffre.service.organization.usage.usage import Usage
from zaffre.service.organization.ways_in import build as ways_in
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database
from zaffre.storage.following import Following


def build(
    settings: Settings, database: Database, hasher: KeyHasher, clock: Clock, admission: Admission | None = None
) -> Organization:
    """All stories; without a server's `admission` they know what was spent, but not what runs."""
    trail = Trail(hasher.derived("trail"), clock)
    standings = Standings(database)
    following = Following(database)
    admission = admission or Admission(MemoryCounters(clock), clock, database)
    acts = Acts(database, trail, following)
    spans = Spans(settings.sign_in.session_days * 86_400, settings.sign_in.idle_hours * 3600)
    sessions = Sessions(database, hasher, clock, standings, settings.region, spans)
    passwords = Passwords(settings.sign_in.shortest_password)
    ways = Ways(settings.sign_in.passwords, settings.sign_in.passkeys)
    providers = tuple(
        Provider(name, told, os.environ.get(told.client_secret_env, ""), clock) for name, told in settings.oidc.items()
    )
    account = sign_in.build(
        database,
        acts,
        hasher,
        clock,
        passwords=passwords,
        sessions=sessions,
        standings=standings,
        ways=ways,
        providers=providers,
    )
    bodies = Bodies(database, acts, hasher.derived("bodies"), clock)
    post = mail.build(settings, database, hasher, clock)
    stories = staff.build(settings, database, acts, hasher, clock)
    given = {"post": post, "projects": stories["projects"], "passwords": passwords, "sessions": sessions}
    usage = Usage(database, clock, settings.ledger.currency)
    body_log = BodyLog(database, bodies, settings.audit.bodies_days, clock)
    return Organization(
        acts=acts,
        following=following,
        post=post,
        **account,
        **stories,
        **ways_in.build(settings, database, acts, hasher, clock, **given),
        **quotas.build(settings, database, acts, admission, clock, post.outbox),
        my_keys=MyKeys(database, acts, stories["keys"]),
        audit=Audit(database, acts, trail, settings.audit, clock),
        usage=usage,
        overview=Overview(database, usage),
        export=Export(database),
        reconciliation=Reconciliation(database, settings),
        refusals=Refusals(database, clock),
        bodies=bodies,
        body_log=body_log,
    )
