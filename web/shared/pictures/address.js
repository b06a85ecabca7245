/** The signed addresses under which files of pictures are found. */

/** `address` on this page's own origin, which is all that the page may load; `extra` is added to its query. */
export function local(address, extra = {}) {
  const { pathname, searchParams } = new URL(address, location.origin);
  for (const [name, value] of Object.entries(extra)) searchParams.set(name, value);
  return `${pathname}?${searchParams}`;
}

/** The id of the picture that `address` opens. */
export const idOf = (address) => address?.match(/(img_[0-9a-f]+)\./)?.[1] ?? null;
