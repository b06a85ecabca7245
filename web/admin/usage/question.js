/** What is asked: by what, of which time and project, and what is drawn; the address keeps all of it. */

import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";
import { ProjectChoice } from "../choices.js";
import { placeOf } from "../shell/address.js";
import { DIMENSIONS, MEASURES, canGoTogether } from "./dimensions.js";
import { Stretch } from "./stretch.js";

export class Question {
  constructor(desk, onAsk) {
    const ask = () => (this.#offer(), history.replaceState(null, "", placeOf("usage", { query: this.#told() })), onAsk());
    const measures = MEASURES.map(({ id, label }) => ({ value: id, label }));
    this.by = new Field("By", select(DIMENSIONS, { value: "day", onchange: ask }));
    this.then = new Field("Then by", select([{ value: "", label: "nothing more" }, ...DIMENSIONS], { onchange: ask }));
    this.measure = new Field("Drawn", select(measures, { value: "cost", onchange: ask }));
    this.project = new ProjectChoice(desk, ask);
    this.stretch = new Stretch(ask);
    this.element = h("div", { class: "asked" }, this.by.element, this.then.element, this.project.element, this.stretch.elements, this.measure.element);
  }

  /** Takes over what an address says. */
  follow({ by, then, measure, project_id: project, ...times }) {
    this.by.control.value = DIMENSIONS.some(({ value }) => value === by) ? by : this.by.control.value;
    if (then) this.then.control.value = then;
    if (measure) this.measure.control.value = measure;
    if (project) this.project.choose(project);
    this.stretch.told = times;
    this.#offer();
  }

  // What can't be told beside the first dimension is not to be chosen.
  #offer() {
    for (const option of this.then.control.options) option.disabled = option.value !== "" && !canGoTogether(this.by.control.value, option.value);
  }

  /** The query of the API. */
  get query() {
    const [by, then] = [this.by.control.value, this.then.control.value];
    return { by, then: canGoTogether(by, then) ? then : "", ...this.narrowed };
  }

  /** The part of it that says of which calls. */
  get narrowed() {
    return { ...this.stretch.times(), project_id: this.project.value };
  }

  get drawn() {
    return MEASURES.find(({ id }) => id === this.measure.control.value);
  }

  #told() {
    const { by, then, project_id } = this.query;
    return { by, then, measure: this.measure.control.value, project_id, ...this.stretch.told };
  }
}
