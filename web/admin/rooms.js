/**
 * The rooms: who is shown them, and the module that each is. A module exports `Room`, made with the desk:
 * `element` is shown, `show(parts, query)` is called whenever the address names the room (`#id/parts?query`), and
 * `hide()`, where there is one, when the person goes elsewhere.
 */

/** `permission` shows a room to whoever holds it, in the organisation or in some project. */
export const ROOMS = [
  { id: "overview", name: "Overview", group: "Use", permission: "usage.read", load: () => import("./overview/room.js") },
  { id: "usage", name: "Usage", group: "Use", permission: "usage.read", load: () => import("./usage/room.js") },
  { id: "people", name: "People", group: "Access", permission: "people.read", load: () => import("./people/room.js") },
  { id: "applications", name: "Applications", group: "Access", permission: "applications.read", load: () => import("./applications/room.js") },
  { id: "invitations", name: "Invitations", group: "Access", permission: "invitations.read", load: () => import("./invitations/room.js") },
  { id: "projects", name: "Projects", group: "Access", permission: "projects.read", load: () => import("./projects/room.js") },
  { id: "keys", name: "Keys", group: "Access", permission: "keys.read", load: () => import("./keys/room.js") },
  { id: "quotas", name: "Quotas and budgets", group: "Control", permission: "limits.read", load: () => import("./quotas/room.js") },
  { id: "deployments", name: "Deployments", group: "Control", permission: "projects.read", load: () => import("./deployments/room.js") },
  { id: "policies", name: "Policies", group: "Control", permission: "policies.read", load: () => import("./policies/room.js") },
  { id: "audit", name: "Audit trail", group: "Record", permission: "audit.read", load: () => import("./audit/room.js") },
];
