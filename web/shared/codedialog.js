/** "Show as code": the same request in several languages. */

import { codeBlock } from "./codeblock.js";
import { openDialog } from "./dialog.js";
import { h } from "./element.js";
import { Field, select } from "./field.js";

/** `snippets` are `[language, code]` pairs. */
export function showSnippets(snippets) {
  const place = h("div");
  const choice = new Field("Language", select(snippets.map(([name]) => ({ value: name, label: name }))));
  const show = () => {
    const [name, code] = snippets.find(([one]) => one === choice.control.value);
    place.replaceChildren(codeBlock(code, `${name} code`));
  };
  choice.control.addEventListener("change", show);
  show();
  const hint = h("p", { class: "small muted" }, "Put your key into the environment variable ZAFFRE_API_KEY first.");
  return openDialog("Show as code", h("div", { class: "stack" }, choice.element, hint, place));
}
