/** Deployments: what runs where, what it costs, and which projects may call it. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Table } from "/web/shared/table.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { changeReach, pathOf, reach } from "./reach.js";
import { priced } from "./prices.js";

const PATH = "/organization/deployments";

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    const words = "A name that callers use, the model behind it, and the machine that runs it. They are set up in the configuration file.";
    const change = snippets({ method: "POST", path: pathOf({ id: "chat" }), body: { allow: ["proj_…"], deny: [] } }).map(([name, text]) => [`${name}, to say who may call one`, text]);
    const code = () => [...snippets({ path: PATH }), ...change];
    this.element = h("div", { class: "room" }, roomHead("Deployments", words, { code }), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const [{ data, currency }, projects] = await Promise.all([this.desk.get(PATH, {}, { signal }), this.#projects()]);
      return data.length ? this.#table(data, projects, currency) : nothing();
    });
  }

  async #projects() {
    return this.desk.canSomewhere("projects.read") ? this.desk.all("/organization/projects") : null;
  }

  #table(deployments, projects, currency) {
    const columns = [
      { name: "Deployment", value: ({ id }) => id, show: named, isLong: true },
      { name: "Model", value: ({ model }) => model ?? "–" },
      { name: "Runs on", value: ({ backend }) => backend ?? "–", show: place },
      { name: "Price", value: ({ price }) => price?.output ?? price?.image ?? 0, show: ({ price }) => priced(price, currency), isLong: true },
      projects && { name: "Who may call it", value: (one) => reach(one, projects).words, show: (one) => this.#reach(one, projects), isLong: true },
    ];
    return new Table("Deployments", columns.filter(Boolean), { rows: deployments }).element;
  }

  #reach(deployment, projects) {
    const { words } = reach(deployment, projects);
    if (!this.desk.can("policies.write")) return words;
    const change = () => changeReach(this.desk, deployment, projects, () => this.show());
    return h("div", {}, words, " ", button("Change", { kind: "quiet", picture: "edit", "aria-label": `Change who may call ${deployment.id}`, onclick: change }));
  }
}

const named = ({ id, description }) => h("div", {}, h("strong", {}, id), description && h("p", { class: "small muted" }, description));

const place = ({ backend, engine, region }) => h("div", {}, backend ?? "–", h("p", { class: "small muted" }, [engine, region].filter(Boolean).join(", ")));

function nothing() {
  return emptyState("No deployments yet", "Name one in the configuration file, under [deployments.chat] for example, and start the server again.");
}
