/** The list of conversations kept in this browser, to open again or really delete. */

import { button, iconButton } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { ago, exactTime, plural } from "/web/shared/format.js";
import { titleOf } from "./conversation.js";
import { allConversations, deleteAllConversations, deleteConversation } from "./history.js";

/** `acts` are `{open(id), begin(), removed(id or null)}`. */
export class HistoryList {
  constructor(acts) {
    this.acts = acts;
    this.list = h("ul", { class: "history-list" });
    this.empty = h("p", { class: "small muted" }, "Conversations stay in this browser until you delete them.");
    this.clear = button("Delete all", { kind: "quiet", picture: "delete", onclick: () => this.#deleteAll() });
    const begin = button("New chat", { picture: "add", onclick: acts.begin });
    this.element = h("nav", { class: "history stack", "aria-label": "Conversations" }, begin, this.list, this.empty, this.clear);
  }

  show(currentId) {
    const all = allConversations();
    this.list.replaceChildren(...all.map((conversation) => this.#item(conversation, currentId)));
    this.clear.hidden = all.length === 0;
  }

  #item(conversation, currentId) {
    const title = titleOf(conversation);
    const time = { datetime: new Date(conversation.updated).toISOString(), title: exactTime(conversation.updated), class: "small muted" };
    const open = h(
      "button",
      { type: "button", class: "history-open", "aria-current": conversation.id === currentId && "true", onclick: () => this.acts.open(conversation.id) },
      h("span", { class: "history-title" }, title),
      h("time", time, ago(conversation.updated)),
    );
    const remove = iconButton(`Delete “${title}”`, "delete", { onclick: () => this.#delete(conversation) });
    return h("li", {}, open, remove);
  }

  async #delete(conversation) {
    const what = `${plural(conversation.turns.length, "prompt")} and their answers are removed from this browser. They can’t be brought back.`;
    if (!(await confirm(`Delete “${titleOf(conversation)}”?`, what, "Delete conversation"))) return;
    deleteConversation(conversation.id);
    this.acts.removed(conversation.id);
  }

  async #deleteAll() {
    const what = `${plural(allConversations().length, "conversation")} with all prompts and answers are removed from this browser. They can’t be brought back.`;
    if (!(await confirm("Delete all conversations?", what, "Delete all"))) return;
    deleteAllConversations();
    this.acts.removed(null);
  }
}
