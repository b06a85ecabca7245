/** What every room works with: the API, and what the person who signed in may do. */

import { get, getFile, patch, post, put, remove } from "/web/shared/api.js";

export class Desk {
  /** `me` is what `/v1/me` says of whoever signed in. */
  constructor(me) {
    this.me = me;
  }

  /** Whether they hold `permission`: in the organisation, or in the project where one is given. */
  can(permission, projectId) {
    const { organization, projects } = this.me.permissions;
    return organization.includes(permission) || (projects[projectId] ?? []).includes(permission);
  }

  /** Whether they hold it in the organisation or in some project. */
  canSomewhere(permission) {
    return this.can(permission) || Object.keys(this.me.permissions.projects).some((id) => this.can(permission, id));
  }

  /** Asks `path` under `/v1`, such as `/organization/budgets`; `query` holds what is not empty. */
  get(path, query = {}, { signal } = {}) {
    return get(addressOf(path, query), { signal });
  }

  /** All of a list, page after page. Lists of ours name what comes next; OpenAI's name the last one. */
  async all(path, query = {}, { signal } = {}) {
    const rows = [];
    let page = await this.get(path, { limit: 1000, ...query }, { signal });
    for (rows.push(...page.data); page.has_more; rows.push(...page.data)) {
      page = await this.get(path, { limit: 1000, ...query, after: page.next ?? page.last_id }, { signal });
    }
    return rows;
  }

  /** The bytes at `path`, as a blob. */
  file(path, query = {}) {
    return getFile(addressOf(path, query), {});
  }

  post(path, body = {}) {
    return post(addressOf(path), body, {});
  }

  patch(path, body) {
    return patch(addressOf(path), body, {});
  }

  put(path, body) {
    return put(addressOf(path), body, {});
  }

  remove(path, query = {}) {
    return remove(addressOf(path, query), {});
  }
}

/** The address of `path` with what of `query` is not empty; lists repeat their name. */
export function addressOf(path, query = {}) {
  const told = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const words = new URLSearchParams(told.filter(([, value]) => value !== "" && value != null)).toString();
  return `/v1${path}${words && `?${words}`}`;
}
