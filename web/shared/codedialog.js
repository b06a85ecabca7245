/** "Show as code": the same request in several languages. */

import { codeBlock } from "./codeblock.js";
import { openDialog } from "./dialog.js";
import { h } from "./element.js";
import { Field, select } from "./field.js";

const KEY = "Put your key into the environment variable ZAFFRE_API_KEY first.";

/** `snippets` are `[language, code]` pairs; `hint` says where their key comes from. */
export function showSnippets(snippets, { hint = KEY } = {}) {
  const place = h("div");
  const choice = new Field("Language", select(snippets.map(([name]) => ({ value: name, label: name }))));
  const show = () => {
    const [name, code] = snippets.find(([one]) => one === choice.control.value);
    place.replaceChildren(codeBlock(code, `${name} code`));
  };
  choice.control.addEventListener("change", show);
  show();
  const words = h("p", { class: "small muted" }, hint);
  return openDialog("Show as code", h("div", { class: "stack" }, choice.element, words, place));
}
