/** The two keys that Azure's clients know: one is used while the other is made anew. */

import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { moment } from "/web/shared/moment.js";
import { Said } from "/web/shared/room/said.js";
import { showSecret } from "/web/shared/secret.js";
import { doing } from "../doing.js";

const WORDS = "Programs use one while the other is made anew, so that a key can be changed without a pause.";

export class PrimaryKeys {
  constructor(desk, project) {
    Object.assign(this, { desk, project, path: `/organization/projects/${project.id}/primary_keys` });
    this.said = new Said();
    this.element = h("section", { class: "room-part" }, h("h3", {}, "The two keys"), h("p", { class: "muted" }, WORDS), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const { data } = await this.desk.get(this.path, {}, { signal });
      return h("ul", { class: "things" }, data.map((one) => this.#row(one)));
    });
  }

  #row({ slot, key }) {
    const told = key ? h("div", {}, h("span", { class: "mono" }, key.redacted_value), h("div", { class: "small muted" }, ["Made ", moment(key.created_at)])) : h("span", { class: "muted" }, "Not made yet");
    const verb = key ? "Make anew" : "Make";
    const make = this.desk.can("keys.write", this.project.id) && button(verb, { "aria-label": `${verb}: ${slot} key`, onclick: () => this.#regenerate(slot, key) });
    return h("li", { class: "thing" }, h("strong", {}, slot), told, make);
  }

  async #regenerate(slot, key) {
    if (key && !(await confirm(`Make the ${slot} key anew?`, "Programs that use the old one are refused at once. Let them use the other key first.", "Make anew"))) return;
    let made;
    const make = async () => (made = await this.desk.post(`${this.path}/${slot}/regenerate`));
    if (!(await doing(make, `The ${slot} key is made.`))) return;
    showSecret(`The ${slot} key of ${this.project.name}`, "Programs show it to call models in this project.", { label: slot, value: made.value });
    this.show();
  }
}
