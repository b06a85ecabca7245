/** "Show as code": a request in each language, behind tabs that are plain buttons. */

import { codeBlock } from "/web/shared/codeblock.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";
import { snippets } from "./snippets.js";

/** `path` is what stands behind `/v1/`, `body` what is sent there. */
export function showCode({ path, body }) {
  const all = snippets(location.origin, path, body);
  const place = h("div");
  const choice = new Field("Language", select(all.map(([name]) => ({ value: name, label: name }))));
  const show = () => {
    const [name, code] = all.find(([one]) => one === choice.control.value);
    place.replaceChildren(codeBlock(code, `${name} code`));
  };
  choice.control.addEventListener("change", show);
  show();
  const hint = h("p", { class: "small muted" }, "Put your key into the environment variable ZAFFRE_API_KEY first.");
  return openDialog("Show as code", h("div", { class: "stack" }, choice.element, hint, place));
}
