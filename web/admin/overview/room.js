/** Overview: how much is used now and over days, what it costs, what is blocked, and how fast answers come. */

import { h } from "/web/shared/element.js";
import { count } from "/web/shared/format.js";
import { segmented } from "/web/shared/segmented.js";
import { roomHead } from "/web/shared/room/head.js";
import { Pulse } from "/web/shared/room/pulse.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { ProjectChoice } from "../choices.js";
import { drawing } from "./drawing.js";
import { firstSteps } from "./firststeps.js";
import { places } from "./places.js";
import { totals } from "./totals.js";

const RANGES = [7, 30, 90].map((days) => ({ value: days, label: `${days} days` }));
const BEAT = 5000;

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.days = 30;
    this.said = new Said();
    this.live = h("p", { class: "live", role: "status" });
    this.project = new ProjectChoice(desk, () => this.load());
    this.pulse = new Pulse(() => this.#beat(), BEAT);
    const range = segmented("Days", RANGES, { value: this.days, onChoose: (days) => ((this.days = days), this.load()) });
    const head = roomHead("Overview", "What is used, what it costs, and how it goes.", { code: () => this.#code() });
    this.element = h("div", { class: "room" }, head, h("div", { class: "row" }, range, this.project.element, this.live), this.said.element);
  }

  show() {
    this.project.load();
    this.load();
    this.pulse.start();
  }

  hide() {
    this.pulse.stop();
  }

  load() {
    return this.said.ask(async (signal) => {
      const answer = await this.#ask(signal);
      this.#tell(answer.live);
      return answer.totals.requests || answer.before.requests ? this.#told(answer) : firstSteps(this.desk);
    });
  }

  #told(answer) {
    this.totals = totals(answer, this.days);
    return [this.totals, drawing(answer, this.days), ...places(answer)];
  }

  /** Running and waiting move by themselves, and the totals with them; drawings stay until they are asked for. */
  async #beat() {
    const answer = await this.#ask();
    this.#tell(answer.live);
    if (!this.totals?.isConnected) return answer.totals.requests && this.load();
    const next = totals(answer, this.days);
    this.totals.replaceWith(next);
    this.totals = next;
  }

  #ask(signal) {
    return this.desk.get("/organization/overview", this.#query(), { signal });
  }

  #query() {
    return { days: this.days, project_id: this.project.value };
  }

  #tell({ running, waiting }) {
    const words = `Now: ${count(running)} running, ${count(waiting)} waiting`;
    if (this.live.textContent !== words) this.live.replaceChildren(h("span", { class: "lamp", "data-on": running > 0 }), words);
  }

  #code() {
    const words = new URLSearchParams(Object.entries(this.#query()).filter(([, value]) => value)).toString();
    return snippets({ path: `/organization/overview?${words}` });
  }
}
