/** The embeddings page: lines in, a similarity matrix and a map out. */

import { announce } from "/web/shared/announce.js";
import { post } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, select, textarea } from "/web/shared/field.js";
import { refusalCard } from "/web/shared/refusal.js";
import { showCode } from "../code/dialog.js";
import { map, matrix } from "./drawings.js";
import { flattened, similarities } from "./geometry.js";

const MOST_LINES = 40;
const EXAMPLE = [
  "The cat sleeps on the warm windowsill.",
  "A kitten is napping in the sun.",
  "Our invoice was paid last Tuesday.",
  "The bill has been settled.",
  "Mix the pigment with linseed oil.",
  "Cobalt blue is ground into a fine powder.",
];

/** `models` are those that embed; there is at least one. */
export class EmbeddingsPage {
  constructor({ key, models }) {
    this.key = key;
    this.deployment = new Field("Deployment", select(models.map(({ id }) => ({ value: id, label: id }))));
    this.lines = new Field("Lines", textarea({ rows: 8, value: EXAMPLE.join("\n") }), { hint: `One text a line, 2 to ${MOST_LINES} of them.` });
    const draw = button("Draw", { kind: "primary", onclick: () => this.#draw() });
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: () => showCode({ path: "embeddings", body: this.#body() }) });
    this.result = h("div", { class: "stack" });
    const form = h("div", { class: "stack embeddings-form" }, this.deployment.element, this.lines.element, h("div", { class: "row" }, draw, code));
    this.element = h("div", { class: "embeddings" }, form, this.result);
    this.lines.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#draw();
    });
  }

  #body() {
    return { model: this.deployment.control.value, input: this.#texts() };
  }

  #texts() {
    return this.lines.control.value.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  async #draw() {
    const texts = this.#texts();
    if (texts.length < 2 || texts.length > MOST_LINES) return this.lines.refuse(`Write between 2 and ${MOST_LINES} lines.`);
    this.result.replaceChildren(h("p", { class: "muted", role: "status" }, "Embedding…"));
    try {
      const { data } = await post("/v1/embeddings", this.#body(), { key: this.key });
      this.#show(texts, data.map(({ embedding }) => embedding));
    } catch (refusal) {
      this.result.replaceChildren(refusalCard(refusal, { onRetry: () => this.#draw(), fieldOf: () => this.lines.control }));
    }
  }

  #show(texts, vectors) {
    this.result.replaceChildren(
      h("h2", { class: "title" }, "How alike the lines are"),
      matrix(texts, similarities(vectors)),
      h("h2", { class: "title" }, "Where they lie"),
      map(texts, flattened(vectors)),
    );
    announce(`${texts.length} lines of ${vectors[0].length} dimensions drawn`);
  }
}
