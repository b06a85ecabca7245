"""All stories of administration together."""

from typing import Any

from msgspec import Struct

from zaffre.service.mail.build import Post
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.admin_keys import AdminKeys
from zaffre.service.organization.applications import Applications
from zaffre.service.organization.assignments import Assignments
from zaffre.service.organization.audit import Audit
from zaffre.service.organization.bodies import Bodies
from zaffre.service.organization.body_log import BodyLog
from zaffre.service.organization.budgets import Budgets
from zaffre.service.organization.deployments import Deployments
from zaffre.service.organization.doorkeeping import Doorkeeping
from zaffre.service.organization.entering import Entering
from zaffre.service.organization.export import Export
from zaffre.service.organization.first_owner import FirstOwner
from zaffre.service.organization.founding import Founding
from zaffre.service.organization.groups import Groups
from zaffre.service.organization.invitations import Invitations
from zaffre.service.organization.keys import Keys
from zaffre.service.organization.limits import Limits
from zaffre.service.organization.me import Me
from zaffre.service.organization.members import Members
from zaffre.service.organization.model_limits import ModelLimits
from zaffre.service.organization.my_keys import MyKeys
from zaffre.service.organization.my_quota import MyQuota
from zaffre.service.organization.overview import Overview
from zaffre.service.organization.passkeys import Passkeys
from zaffre.service.organization.people import People
from zaffre.service.organization.projects import Projects
from zaffre.service.organization.reconciliation import Reconciliation
from zaffre.service.organization.recovery import Recovery
from zaffre.service.organization.refusals import Refusals
from zaffre.service.organization.reviews import Reviews
from zaffre.service.organization.roles import Roles
from zaffre.service.organization.second_factor import SecondFactor
from zaffre.service.organization.service_accounts import ServiceAccounts
from zaffre.service.organization.sessions import MySessions
from zaffre.service.organization.sign_in import SignIn
from zaffre.service.organization.sign_up import SignUp
from zaffre.service.organization.single_sign_on import SingleSignOn
from zaffre.service.organization.spend import Spend
from zaffre.service.organization.usage import Usage
from zaffre.service.organization.warning import Warnings


class Organization(Struct, frozen=True, kw_only=True):
    """One field for each noun."""

    acts: Acts
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
