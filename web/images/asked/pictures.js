/** Kept pictures and collections, through the API. */

import { get, patch, post, postForm, remove } from "/web/shared/api.js";

/** Asks for the pictures and collections of the project that `key` belongs to. */
export class Pictures {
  constructor(key) {
    this.key = key;
  }

  /** A page, `{data, next?}`; `wanted` are the fields of the query, those without a value left out. */
  page(wanted) {
    const fields = Object.entries(wanted).filter(([, value]) => value != null && value !== "" && value !== false);
    return get(`/v1/pictures?${new URLSearchParams(fields)}`, this);
  }

  one = (id) => get(`/v1/pictures/${id}`, this);
  change = (id, changes) => patch(`/v1/pictures/${id}`, changes, this);
  remove = (id) => remove(`/v1/pictures/${id}`, this);
  bring = (form) => postForm("/v1/pictures/import", form, this);
  report = (id, report) => post(`/v1/pictures/${id}/report`, report, this);

  collections = async () => (await get("/v1/collections", this)).data;
  addCollection = (name) => post("/v1/collections", { name }, this);
  renameCollection = (id, name) => patch(`/v1/collections/${id}`, { name }, this);
  removeCollection = (id) => remove(`/v1/collections/${id}`, this);
}
