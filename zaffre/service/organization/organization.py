"""All stories of administration together."""

from typing import Any

from msgspec import Struct

from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit.audit import Audit
from zaffre.service.organization.audit.bodies import Bodies
from zaffre.service.organization.audit.body_log import BodyLog
from zaffre.service.organization.people.admin_keys import AdminKeys
from zaffre.service.organization.people.assignments import Assignments
from zaffre.service.organization.people.groups import Groups
from zaffre.service.organization.people.people import People
from zaffre.service.organization.people.roles import Roles
from zaffre.service.organization.projects.deployments import Deployments
from zaffre.service.organization.projects.founding import Founding
from zaffre.service.organization.projects.keys import Keys
from zaffre.service.organization.projects.members import Members
from zaffre.service.organization.projects.my_keys import MyKeys
from zaffre.service.organization.projects.projects import Projects
from zaffre.service.organization.projects.reach import Reach
from zaffre.service.organization.projects.service_accounts import ServiceAccounts
from zaffre.service.organization.quotas.budgets import Budgets
from zaffre.service.organization.quotas.limits import Limits
from zaffre.service.organization.quotas.model_limits import ModelLimits
from zaffre.service.organization.quotas.my_quota import MyQuota
from zaffre.service.organization.quotas.spend import Spend
from zaffre.service.organization.quotas.warning import Warnings
from zaffre.service.organization.sign_in.me import Me
from zaffre.service.organization.sign_in.passkeys import Passkeys
from zaffre.service.organization.sign_in.second_factor import SecondFactor
from zaffre.service.organization.sign_in.sessions import MySessions
from zaffre.service.organization.sign_in.sign_in import SignIn
from zaffre.service.organization.sign_in.single_sign_on import SingleSignOn
from zaffre.service.organization.usage.export import Export
from zaffre.service.organization.usage.overview import Overview
from zaffre.service.organization.usage.reconciliation import Reconciliation
from zaffre.service.organization.usage.refusals import Refusals
from zaffre.service.organization.usage.usage import Usage
from zaffre.service.organization.ways_in.applications import Applications
from zaffre.service.organization.ways_in.doorkeeping import Doorkeeping
from zaffre.service.organization.ways_in.entering import Entering
from zaffre.service.organization.ways_in.first_owner import FirstOwner
from zaffre.service.organization.ways_in.invitations import Invitations
from zaffre.service.organization.ways_in.recovery import Recovery
from zaffre.service.organization.ways_in.reviews import Reviews
from zaffre.service.organization.ways_in.sign_up import SignUp
from zaffre.storage.following import Following


class Organization(Struct, frozen=True, kw_only=True):
    """One field for each noun."""

    acts: Acts
    following: Following
    post: Post
    invitations: Invitations
    first_owner: FirstOwner
    entering: Entering
    sign_up: SignUp
    recovery: Recovery
    applications: Applications
    reviews: Reviews
    doorkeeping: Doorkeeping
    ways_in: dict[str, Any]
    """Which ways in there are, as anybody may read it."""
    sign_in: SignIn
    me: Me
    my_sessions: MySessions
    second_factor: SecondFactor
    passkeys: Passkeys
    single_sign_on: SingleSignOn
    audit: Audit
    bodies: Bodies
    body_log: BodyLog
    projects: Projects
    founding: Founding
    people: People
    groups: Groups
    roles: Roles
    assignments: Assignments
    keys: Keys
    my_keys: MyKeys
    members: Members
    service_accounts: ServiceAccounts
    admin_keys: AdminKeys
    deployments: Deployments
    reach: Reach
    limits: Limits
    budgets: Budgets
    my_quota: MyQuota
    model_limits: ModelLimits
    spend: Spend
    currency: str
    """In which money is counted."""
    warnings: Warnings
    usage: Usage
    overview: Overview
    export: Export
    reconciliation: Reconciliation
    refusals: Refusals
