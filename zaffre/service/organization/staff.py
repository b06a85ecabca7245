"""Builds the stories of people, projects, roles and keys."""

from typing import Any

from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import Clock
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.known import Known
from zaffre.service.organization.people.admin_keys import AdminKeys
from zaffre.service.organization.people.assignments import Assignments
from zaffre.service.organization.people.groups import Groups
from zaffre.service.organization.people.people import People
from zaffre.service.organization.people.roles import Roles
from zaffre.service.organization.projects.allowing import Allowance
from zaffre.service.organization.projects.deployments import Deployments
from zaffre.service.organization.projects.founding import Founding
from zaffre.service.organization.projects.keys import Keys
from zaffre.service.organization.projects.members import Members
from zaffre.service.organization.projects.projects import Projects
from zaffre.service.organization.projects.reach import Reach
from zaffre.service.organization.projects.service_accounts import ServiceAccounts
from zaffre.settings.schema import Settings
from zaffre.storage.database import Database


def build(settings: Settings, database: Database, acts: Acts, hasher: KeyHasher, clock: Clock) -> dict[str, Any]:
    """The stories by the names of their fields in `Organization`."""
    known, usual = Known.of(settings), Allowance.of(settings.key_defaults)
    projects = Projects(acts, database, clock, settings.region, known)
    keys = Keys(acts, database, hasher, clock, made=projects, known=known, usual=usual)
    assignments = Assignments(acts, database, clock)
    return {
        "deployments": Deployments(settings, database),
        "reach": Reach(acts, known),
        "people": People(acts, database, clock),
        "groups": Groups(acts, database, clock),
        "roles": Roles(acts, database, clock),
        "assignments": assignments,
        "projects": projects,
        "founding": Founding(acts, projects, keys),
        "members": Members(acts, database, clock, assignments),
        "service_accounts": ServiceAccounts(acts, database, clock, keys),
        "keys": keys,
        "admin_keys": AdminKeys(acts, database, hasher, clock),
    }
