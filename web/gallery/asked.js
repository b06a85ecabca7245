/** The gallery through the API: what is shared, what is said of it, and what moderators decide. */

import { get, patch, post, remove } from "/web/shared/api.js";

const PAGE = 24;

export class Shared {
  constructor(key) {
    this.key = key;
  }

  /** A page, `{data, next, moderator}`; `wanted` are `{sort, query, after}`, those without a value left out. */
  page(wanted, signal) {
    const fields = Object.entries({ ...wanted, limit: PAGE }).filter(([, value]) => value);
    return get(`/v1/gallery?${new URLSearchParams(fields)}`, { key: this.key, signal });
  }

  /** Likes the picture of `id`, or likes it no more; gives it as it is then. */
  like = (id, isLiked) => (isLiked ? post(`/v1/gallery/${id}/like`, {}, this) : remove(`/v1/gallery/${id}/like`, this));
  report = (id, report) => post(`/v1/gallery/${id}/report`, report, this);

  /** A page of what the project of the key has shared. */
  mine = (after) => get(`/v1/pictures?shared=true&limit=${PAGE}${after ? `&after=${after}` : ""}`, this);
  unshare = (id) => patch(`/v1/pictures/${id}`, { shared: false }, this);
  remove = (id) => remove(`/v1/pictures/${id}`, this);

  cases = async () => (await get("/v1/gallery/reports", this)).data;
  decide = (id, decision) => post(`/v1/gallery/${id}/decision`, { decision }, this);
}
