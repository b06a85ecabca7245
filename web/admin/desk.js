/** What every room works with: the API, and what the person who signed in may do. */

import { Refusal, get, patch, post, put, remove } from "/web/shared/api.js";

export class Desk {
  constructor(key, me) {
    this.key = key;
    this.me = me;
  }

  /** The desk of whoever holds `key`, or of the session where it is `null`. */
  static async of(key) {
    return new Desk(key, await get("/v1/me", { key }).catch(unknown));
  }

  /** Whether they hold `permission`: in the organisation, or in the project. A key that can't be asked may try all. */
  can(permission, projectId) {
    if (!this.me) return true;
    const { organization, projects } = this.me.permissions;
    return organization.includes(permission) || (projects[projectId] ?? []).includes(permission);
  }

  /** Whether they hold it in the organisation or in some project. */
  canSomewhere(permission) {
    return this.can(permission) || Object.keys(this.me.permissions.projects).some((id) => this.can(permission, id));
  }

  /** Asks `path` under `/v1`, such as `/organization/budgets`; `query` holds what is not empty. */
  get(path, query = {}, { signal } = {}) {
    return get(addressOf(path, query), { key: this.key, signal });
  }

  post(path, body = {}) {
    return post(addressOf(path), body, { key: this.key });
  }

  patch(path, body) {
    return patch(addressOf(path), body, { key: this.key });
  }

  put(path, body) {
    return put(addressOf(path), body, { key: this.key });
  }

  remove(path, query = {}) {
    return remove(addressOf(path, query), { key: this.key });
  }
}

/** The address of `path` with what of `query` is not empty; lists repeat their name. */
export function addressOf(path, query = {}) {
  const told = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const words = new URLSearchParams(told.filter(([, value]) => value !== "" && value != null)).toString();
  return `/v1${path}${words && `?${words}`}`;
}

function unknown(refusal) {
  if (!(refusal instanceof Refusal) || ![401, 403, 404].includes(refusal.status)) throw refusal;
  return null;
}
