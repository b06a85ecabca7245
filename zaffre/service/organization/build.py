"""Builds the stories of administration; the server and the command line both do."""

from zaffre.access.passwords import Passwords
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions, Spans
from zaffre.access.standing import Standings
from zaffre.core.clock import Clock
from zaffre.ledger.audit import Trail
from zaffre.service.mail import build as mail
from zaffre.service.organization import own_account
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.allowing import Allowance
from zaffre.service.organization.assignments import Assignments
from zaffre.service.organization.audit import Audit
from zaffre.service.organization.bodies import Bodies
from zaffre.service.organization.body_log import BodyLog
from zaffre.service.organization.groups import Groups
from zaffre.service.organization.keys import Keys
from zaffre.service.organization.known import Known
from zaffre.service.organization.organization import Organization
from zaffre.service.organization.people import People
from zaffre.service.organization.projects import Projects
from zaffre.service.organization.roles import Roles
from zaffre.service.organization.sign_in import Ways
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database


def build(settings: Settings, database: Database, hasher: KeyHasher, clock: Clock) -> Organization:
    trail = Trail(hasher.derived("trail"), clock)
    acts = Acts(database, trail)
    standings = Standings(database)
    spans = Spans(settings.sign_in.session_days * 86_400, settings.sign_in.idle_hours * 3600)
    sessions = Sessions(database, hasher, clock, standings, settings.region, spans)
    passwords = Passwords(settings.sign_in.shortest_password)
    ways = Ways(settings.sign_in.passwords, settings.sign_in.passkeys)
    account = own_account.build(
        database, acts, hasher, clock, passwords=passwords, sessions=sessions, standings=standings, ways=ways
    )
    bodies = Bodies(database, acts, hasher.derived("bodies"), clock)
    known = Known.of(settings)
    made = Projects(acts, database, clock, settings.region, known)
    post = mail.build(settings, database, hasher, clock)
    return Organization(
        acts=acts,
        post=post,
        **account,
        audit=Audit(database, acts, trail, settings.audit, clock),
        bodies=bodies,
        body_log=BodyLog(database, bodies, settings.audit.bodies_days, clock),
        people=People(acts, database, clock),
        keys=Keys(acts, database, hasher, clock, made=made, known=known, usual=Allowance.of(settings.key_defaults)),
        groups=Groups(acts, database, clock),
        roles=Roles(acts, database, clock),
        assignments=Assignments(acts, database, clock),
        projects=made,
    )
