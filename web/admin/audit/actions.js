/** What can be looked for: the actions that the trail knows. */

export const ACTIONS = [
  "api_key.created", "api_key.updated", "api_key.deleted", "budget.created", "budget.updated", "budget.deleted",
  "invite.sent", "invite.accepted", "invite.deleted", "login.succeeded", "login.failed", "logout.succeeded",
  "project.created", "project.updated", "project.archived", "rate_limit.updated", "rate_limit.deleted",
  "role.created", "role.updated", "role.deleted", "service_account.created", "service_account.deleted",
  "user.added", "user.updated", "user.deleted", "body.read", "body_key.destroyed", "audit_log.pruned",
];
