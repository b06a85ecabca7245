"""Every table, a page for each kind. Money in nano-units, times in seconds since 1970, lists and details as JSON."""

from zaffre.storage.tables.access import (
    admin_keys,
    allowances,
    application_events,
    applications,
    identities,
    invitation_uses,
    invitations,
    outbox,
    passkeys,
    sessions,
    tokens,
)
from zaffre.storage.tables.base import metadata
from zaffre.storage.tables.calls import entries, operations, policies, revisions
from zaffre.storage.tables.cluster import counter_sessions, counters, fingerprints, nodes
from zaffre.storage.tables.content import blocklist_items, blocklists, collections, likes, pictures, reports
from zaffre.storage.tables.money import budget_warnings, budgets, limits
from zaffre.storage.tables.people import grants, group_members, groups, keys, projects, roles, service_accounts, users
from zaffre.storage.tables.totals import (
    detailed_totals,
    end_user_totals,
    key_totals,
    latency_totals,
    refusals,
    totals,
    verdict_totals,
)
from zaffre.storage.tables.trail import audit, bodies, body_keys

__all__ = [
    "admin_keys",
    "allowances",
    "application_events",
    "applications",
    "audit",
    "blocklist_items",
    "blocklists",
    "bodies",
    "body_keys",
    "budget_warnings",
    "budgets",
    "collections",
    "counter_sessions",
    "counters",
    "detailed_totals",
    "end_user_totals",
    "entries",
    "fingerprints",
    "grants",
    "group_members",
    "groups",
    "identities",
    "invitation_uses",
    "invitations",
    "key_totals",
    "keys",
    "latency_totals",
    "likes",
    "limits",
    "metadata",
    "nodes",
    "operations",
    "outbox",
    "passkeys",
    "pictures",
    "policies",
    "projects",
    "refusals",
    "reports",
    "revisions",
    "roles",
    "service_accounts",
    "sessions",
    "tokens",
    "totals",
    "users",
    "verdict_totals",
]
