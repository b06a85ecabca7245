/** What should be there instead: the prompt, who draws it, and how many. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, select, textarea } from "/web/shared/field.js";
import { ableTo, has } from "../asked/deployments.js";

/** The deployments that repaint what a mask leaves open. */
export const repainters = (models) => ableTo(models, "image_edit").filter((model) => has(model, "mask"));

/** `acts` are `{chosen(), repaint(), showCode()}`. */
export class Brief {
  constructor(models, deployment, acts) {
    this.models = models;
    this.prompt = new Field("What should be there?", textarea({ rows: 2, placeholder: "a yellow umbrella" }));
    const names = models.map(({ id }) => ({ value: id, label: id }));
    const isOwn = models.some(({ id }) => id === deployment);
    this.deployment = new Field("Drawn by", select(names, { value: isOwn ? deployment : names[0].value }));
    this.deployment.control.addEventListener("change", acts.chosen);
    this.cannot = isOwn || !deployment ? "" : `${deployment}, which drew it, can’t edit. `;
    this.count = new Field("Pictures", select([1, 2, 3, 4].map((number) => ({ value: number, label: String(number) })), { value: 2 }));
    this.target = h("p", { class: "small muted", role: "status" });
    const create = button("Repaint", { kind: "primary", picture: "brush", type: "submit" });
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: acts.showCode });
    const options = h("div", { class: "brief-options" }, this.deployment.element, this.count.element);
    this.element = h("form", { class: "stack", novalidate: true }, this.prompt.element, options, this.target, h("div", { class: "row" }, create, code));
    this.element.addEventListener("submit", (event) => (event.preventDefault(), acts.repaint()));
  }

  get model() {
    return this.models.find(({ id }) => id === this.deployment.control.value);
  }

  /** What the API is told in words. */
  get fields() {
    return { model: this.model.id, prompt: this.prompt.control.value.trim(), n: Number(this.count.control.value) };
  }

  /** Whether there is a prompt; where there is none, the field says so. */
  check() {
    if (this.fields.prompt) return true;
    this.prompt.refuse("Say what should be there.");
    this.prompt.control.focus();
    return false;
  }

  /** Says who draws, and how large what comes back will be. */
  tell([width, height], isLarger) {
    this.deployment.explain(this.cannot + (this.model.description ?? ""));
    this.target.textContent = `It will measure ${width} × ${height}.${isLarger ? " What is around the picture is painted too." : ""}`;
  }
}
