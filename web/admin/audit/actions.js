/** What can be looked for: the actions that the trail knows. */

export const ACTIONS = [
  "admin_api_key.created", "admin_api_key.deleted", "api_key.created", "api_key.updated", "api_key.deleted",
  "application.applied", "application.in_review", "application.asked_back", "application.approved",
  "application.declined", "application.second_review", "audit_log.pruned", "body.read", "body_key.destroyed",
  "budget.created", "budget.updated", "budget.deleted", "group.created", "group.updated", "group.deleted",
  "invite.sent", "invite.accepted", "invite.deleted", "login.succeeded", "login.failed", "logout.succeeded",
  "passkey.created", "passkey.deleted", "password.reset", "password.reset_asked", "project.created",
  "project.updated", "project.archived", "rate_limit.updated", "rate_limit.deleted", "role.created", "role.updated",
  "role.deleted", "role.assignment.created", "role.assignment.deleted", "service_account.created",
  "service_account.updated", "service_account.deleted", "session.ended", "totp.setup", "totp.deleted", "user.added",
  "user.updated", "user.verified", "user.deleted",
];
