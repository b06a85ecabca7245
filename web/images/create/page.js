/** Create: a box, and the pictures that its words become. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { LIVE } from "../asked/drawing.js";
import { showCode } from "../code.js";
import { Batch } from "./batch.js";
import { Composer } from "./composer.js";
import { keepDesk, recallDesk } from "./desk.js";
import { FIRST } from "./ideas.js";
import { Options } from "./options.js";
import { requestFor } from "./request.js";

const PATH = "/v1/images/generations";

/** `models` are those that draw, `recent` what was made lately; `acts` are `{open(picture, neighbours), made(picture)}`. */
export class CreatePage {
  constructor({ key, models, recent }, acts) {
    Object.assign(this, { key, models, recent, acts });
    this.desk = recallDesk(models.map(({ id }) => id));
    this.options = new Options(models, this.desk, (part) => this.#lay(part));
    const composing = { create: () => this.create(), change: (part) => this.#lay(part), showCode: () => showCode("generations", this.#body()) };
    this.composer = new Composer(this.desk, this.options, composing);
    this.all = [];
    this.batches = h("div", { class: "batches" });
    this.invitation = this.#invite();
    this.element = h("div", { class: "create" }, this.composer.element, this.invitation, this.batches, recent);
    document.addEventListener("keydown", (event) => this.#escape(event));
  }

  /** Makes pictures of what lies on the desk. */
  create() {
    if (this.options.check()) this.#generate(this.#body());
  }

  /** Makes other pictures of the same words, and brings them into view. */
  more({ prompt, deployment, size }) {
    const model = this.models.find(({ id }) => id === deployment) ?? this.#model();
    this.#generate(requestFor({ ...this.desk, prompt, style: "", size, seed: "" }, model));
  }

  /** Begins a batch of any kind at the top of the page; `again` asks for it once more. */
  begin(wanted, { again, code, done = () => {} }) {
    const batch = new Batch(this.key, wanted, {
      open: (picture) => this.acts.open(picture, batch.pictures),
      done: (picture) => (done(picture), this.acts.made(picture)),
      again,
      showCode: code,
      fieldOf: (param) => (param === "prompt" ? this.composer.text : this.options.fieldOf(param)),
    });
    this.invitation.hidden = true;
    this.recent.remove();
    this.batches.prepend(batch.element);
    this.latest = batch;
    this.all.unshift(batch);
    batch.run();
    return batch;
  }

  /** Takes a picture that is deleted out of the batches. */
  forget(id) {
    for (const batch of this.all) batch.forget(id);
  }

  #generate(body) {
    const [width, height] = (body.size ?? this.#model().pictures.sizes[0] ?? "1x1").split("x").map(Number);
    const wanted = { path: PATH, body: { ...body, ...LIVE }, count: body.n, title: body.prompt, ratio: width / height };
    // The same seed would only give the same pictures again.
    const again = () => this.#generate({ ...body, seed: undefined });
    this.begin(wanted, { again, code: () => showCode("generations", body) });
  }

  #body() {
    return requestFor(this.desk, this.#model());
  }

  #model() {
    return this.models.find(({ id }) => id === this.desk.deployment);
  }

  #lay(part) {
    Object.assign(this.desk, part);
    keepDesk(this.desk);
    if ("deployment" in part) this.options.show(this.desk);
    if ("count" in part) this.composer.show(this.desk);
  }

  #invite() {
    const ideas = FIRST.map((text) => button(text, { kind: "quiet", onclick: () => (this.composer.write(text), this.create()) }));
    return h("div", { class: "invitation row" }, h("span", { class: "muted" }, "Or begin with"), ideas);
  }

  #escape(event) {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) this.latest?.stop();
  }
}
