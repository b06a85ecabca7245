"""All stories of administration together."""

from msgspec import Struct

from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.admin_keys import AdminKeys
from zaffre.service.organization.assignments import Assignments
from zaffre.service.organization.audit import Audit
from zaffre.service.organization.bodies import Bodies
from zaffre.service.organization.body_log import BodyLog
from zaffre.service.organization.groups import Groups
from zaffre.service.organization.keys import Keys
from zaffre.service.organization.me import Me
from zaffre.service.organization.passkeys import Passkeys
from zaffre.service.organization.members import Members
from zaffre.service.organization.people import People
from zaffre.service.organization.projects import Projects
from zaffre.service.organization.roles import Roles
from zaffre.service.organization.second_factor import SecondFactor
from zaffre.service.organization.service_accounts import ServiceAccounts
from zaffre.service.organization.sessions import MySessions
from zaffre.service.organization.sign_in import SignIn


class Organization(Struct, frozen=True, kw_only=True):
    """One field for each noun."""

    acts: Acts
    post: Post
    sign_in: SignIn
    me: Me
    my_sessions: MySessions
    second_factor: SecondFactor
    passkeys: Passkeys
    audit: Audit
    bodies: Bodies
    body_log: BodyLog
    projects: Projects
    people: People
    groups: Groups
    roles: Roles
    assignments: Assignments
    keys: Keys
    members: Members
    service_accounts: ServiceAccounts
    admin_keys: AdminKeys
