/** A picture that is kept here, named behind the hash: one of your own, or one of the gallery. */

import { get, getFile } from "/web/shared/api.js";
import { local } from "/web/shared/pictures/address.js";

const PLACES = { picture: "/v1/pictures/", shared: "/v1/gallery/" };

/** Where the API tells of the picture that `hash` names, such as `#picture=img_12`; `null` where it names none. */
export function placeOf(hash) {
  const [[name, id] = []] = new URLSearchParams(hash.slice(1));
  return id && Object.hasOwn(PLACES, name) ? PLACES[name] + encodeURIComponent(id) : null;
}

/** The picture at `place` as a file. */
export async function keptFile(place, { key, signal }) {
  const { id, format, url } = await get(place, { key, signal });
  const bytes = await getFile(local(url), { key, signal });
  return new File([bytes], `${id}.${format}`, { type: bytes.type });
}
