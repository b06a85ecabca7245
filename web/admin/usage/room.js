/** Usage: who used how much of what, by any dimension, drawn and in numbers, and as files to take away. */

import { announce } from "/web/shared/announce.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { icon } from "/web/shared/icons.js";
import { addressOf } from "../desk.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { drawing } from "./drawing.js";
import { numbers, sums } from "./numbers.js";
import { Question } from "./question.js";

const DAY = 86_400;
const FILES = [["csv", "CSV"], ["parquet", "Parquet"], ["jsonl", "JSON lines"]];

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.question = new Question(desk, () => this.load());
    this.said = new Said();
    const head = roomHead("Usage", "Who used how much of what, and what it cost.", { code: () => this.#code() });
    this.files = h("div", { class: "row" });
    this.element = h("div", { class: "room" }, head, this.question.element, this.said.element, this.files);
  }

  show(parts, query) {
    this.question.follow(query);
    this.question.project.load();
    this.load();
  }

  load() {
    const { query, drawn } = this.question;
    this.#offerFiles();
    return this.said.ask(async (signal) => {
      const { data, currency, has_more: hasMore } = await this.desk.get("/organization/usage", query, { signal });
      announce(`${plural(data.length, "row")} of usage`);
      return data.length ? [sums(data, currency), drawing(data, query, drawn, currency), numbers(data, query, currency), hasMore && cut(data)] : nothing();
    });
  }

  // A link, since a browser saves what it streams without holding it all.
  #offerFiles() {
    const links = FILES.map(([format, label]) => {
      const href = addressOf("/organization/usage/export", { format, ...this.question.narrowed });
      return h("a", { class: "button", href, download: `usage.${format}` }, icon("download"), h("span", {}, label));
    });
    this.files.replaceChildren(h("span", { class: "muted" }, "Every call of this time as a file:"), ...links);
  }

  #code() {
    const { query } = this.question;
    const days = Math.max(1, Math.ceil((Date.now() / 1000 - query.from) / DAY));
    const command = ["usage", `--by ${query.by}`, query.then && `--then ${query.then}`, `--days ${days}`, query.project_id && `--only project_id=${query.project_id}`];
    return snippets({ path: addressOf("/organization/usage", query).replace("/v1", ""), command: command.filter(Boolean).join(" ") });
  }
}

function nothing() {
  return emptyState("Nothing was used in this time", "Look further back, or at all projects. Calls are counted here a second after they end.");
}

const cut = ({ length }) => h("p", { class: "muted" }, `Only ${plural(length, "row")} are shown. Look at a shorter time or one project to see the others, or save the calls below.`);
