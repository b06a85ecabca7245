/** The sessions of the person: where they are signed in, and ending them. */

import { get, remove } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { moment } from "/web/shared/moment.js";
import { Said } from "/web/shared/room/said.js";
import { Table } from "/web/shared/table.js";
import { toast } from "/web/shared/toast.js";

const PATH = "/v1/me/sessions";
const WAYS = { password: "Password", passkey: "Passkey", oidc: "Single sign-on", invitation: "Invitation" };
const PROGRAMS = ["Edg", "Firefox", "Chrome", "Safari", "curl", "python"];

export class Sessions {
  constructor() {
    this.said = new Said();
    const all = button("End all others", { onclick: () => this.#end(PATH, "All other sessions are ended.") });
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Where you are signed in"), this.said.element, h("div", { class: "row" }, all));
  }

  show() {
    return this.said.ask(async (signal) => new Table("Sessions", this.#columns(), { rows: (await get(PATH, { signal })).data }).element);
  }

  #columns() {
    return [
      { name: "With", value: ({ agent }) => program(agent), show: ({ agent }) => h("span", { title: agent ?? "" }, program(agent)) },
      { name: "From", value: ({ address }) => address ?? "" },
      { name: "By", value: ({ way }) => WAYS[way] ?? way },
      { name: "Since", value: ({ created_at: time }) => time, show: ({ created_at: time }) => moment(time) },
      { name: "Last seen", value: ({ seen_at: time }) => time, show: ({ seen_at: time }) => moment(time) },
      { name: "Actions", value: () => 0, show: (one) => (one.is_current ? "This one" : this.#ender(one)) },
    ];
  }

  #ender({ id, agent }) {
    return button("End", { kind: "quiet", "aria-label": `End the session of ${program(agent)}`, onclick: () => this.#end(`${PATH}/${id}`, "The session is ended.") });
  }

  async #end(path, words) {
    await remove(path).then(() => toast(words), ({ message }) => toast(message));
    this.show();
  }
}

// "Mozilla/5.0 (X11; Linux …) … Firefox/142.0" → "Firefox".
const program = (agent) => PROGRAMS.find((one) => agent?.includes(one)) ?? (agent ? agent.split("/")[0] : "Not told");
