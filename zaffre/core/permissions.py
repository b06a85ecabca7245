"""Every permission there is. A route names the one it needs; roles are sets of them."""

from collections.abc import Mapping

PERMISSIONS: Mapping[str, str] = {
    "inference": "Call models, and have texts and pictures judged",
    "pictures": "Keep pictures and collections of the project",
    "gallery": "See what others shared, like and report it",
    "policies.read": "Read content policies, and what they stopped in the project",
    "policies.write": "Say which policy, deployments and logging a project has",
    "safety.review": "Decide about reported pictures, and give second reviews",
    "api": "Hold keys and call from programs",
    "keys.read": "See the keys of a project",
    "keys.write": "Make, rotate and revoke the keys of a project",
    "projects.read": "See projects, their members and service accounts",
    "projects.write": "Change a project, its members, service accounts and own roles",
    "projects.create": "Make and archive projects",
    "people.read": "See the people and groups of the organisation",
    "people.write": "Add, change and suspend people and groups",
    "roles.write": "Make and change roles of the organisation",
    "invitations.read": "See invitations and who used them",
    "invitations.write": "Make and revoke invitations",
    "applications.read": "See applications and the waiting list",
    "applications.decide": "Approve, decline and ask back",
    "limits.read": "See limits and how much of them is used",
    "limits.write": "Set limits",
    "budgets.read": "See budgets and what was spent",
    "budgets.write": "Set budgets",
    "usage.read": "See usage and costs",
    "audit.read": "Read the trail of administration",
    "bodies.read": "Read logged prompts and answers",
    "admin_keys.write": "Make and revoke keys for administration",
}

OF_KEYS = frozenset({"inference", "pictures", "gallery", "policies.read", "api"})
"""What a project's key may do."""
