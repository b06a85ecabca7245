/** Facts as pairs of a name and what it is. */

import { h } from "./element.js";

/** `pairs` are `[name, what]`; those without a what are left out. */
export function given(pairs) {
  const told = pairs.filter(([, what]) => what != null && what !== "" && what !== false && what.length !== 0);
  return h("dl", { class: "given" }, told.flatMap(([name, what]) => [h("dt", {}, name), h("dd", {}, what)]));
}
